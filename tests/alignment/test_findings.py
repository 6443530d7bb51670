"""Who hears of a finding, in which turn, how many a week, and what people may say to it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lineofsight.alignment.models import Finding, FindingShown, RuleSwitch
from lineofsight.alignment.selectors import (
    counted,
    findings_about,
    findings_for,
    findings_on_goal,
    visible_findings,
    waiting,
)
from lineofsight.alignment.services import (
    accept_finding,
    answer_objection,
    ask_for_check,
    object_to_finding,
    run_check,
    withdraw,
)
from lineofsight.goals.models import Goal
from lineofsight.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from lineofsight.organization.access import Viewer, can
from lineofsight.organization.models import AuditEntry, Grant, Person
from tests.factories import plans
from tests.factories.alignment import adrift, finding, only, person

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def viewer(ref: str, days: int = 0) -> Viewer:
    return Viewer(person(ref), timezone.localdate() + timedelta(days=days))


def subjects(findings: Any) -> list[str]:
    return [one.subject_ref for one in findings]


def office(ref: str) -> Person:
    one = person(ref)
    Grant.objects.create(person=one, role="strategy_office", given_on=timezone.localdate())
    return one


def many(n: int) -> None:
    """One owner of ``n`` goals that nothing connects to the strategy."""
    plans.keep({
        "people": [{"id": "ana", "name": "Ana"}],
        "pillars": [{"id": "P", "name": "Uptime"}],
        "goals": [
            {"id": f"G{i}", "title": f"Goal {i}", "owner_id": "ana"} for i in range(n)
        ],
    })  # fmt: skip
    only("LOS101")
    run_check()


# In which turn ------------------------------------------------------------------------------------


def test_the_author_hears_it_first() -> None:
    adrift()
    run_check()
    assert subjects(visible_findings(viewer("ana"))) == ["G2"]
    assert subjects(visible_findings(viewer("tom"))) == ["G3"]
    assert subjects(visible_findings(viewer("lea"))) == []


def test_the_lead_hears_it_after_one_cadence() -> None:
    adrift()
    run_check()
    assert subjects(visible_findings(viewer("lea", days=13))) == []
    assert subjects(visible_findings(viewer("lea", days=14))) == ["G2", "G3"]


def test_nobody_else_hears_of_it_by_name() -> None:
    adrift()
    run_check()
    office("bo")
    assert subjects(visible_findings(viewer("bo", days=300))) == []


def test_a_pair_hears_it_both_at_once_and_nobody_else() -> None:
    made = adrift("LOS703")
    for n in range(8):
        goal = Goal.objects.create(ref=f"X{n}", title=f"More {n}", owner=made["people"]["ana"])
        assert goal.pk
    run_check()
    office("bo")
    assert subjects(visible_findings(viewer("ana"))) == ["ana"]
    assert subjects(visible_findings(viewer("lea"))) == ["ana"]
    assert subjects(visible_findings(viewer("tom", days=300))) == []
    assert subjects(visible_findings(viewer("bo", days=300))) == []


def test_the_strategy_office_sees_what_is_about_the_strategy() -> None:
    adrift("LOS705")
    run_check()
    office("lea")
    assert subjects(visible_findings(viewer("lea"))) == ["P"]
    assert subjects(visible_findings(viewer("ana"))) == []


def test_what_the_strategy_lacks_is_everybodys_to_know_in_the_end() -> None:
    adrift("LOS705")
    run_check()
    later = timezone.now() + timedelta(days=14)
    with time_machine.travel(later, tick=False):
        run_check()
        assert subjects(visible_findings(viewer("ana"))) == ["P"]


# What is confidential -----------------------------------------------------------------------------


def test_a_finding_on_a_goal_that_one_may_not_see_is_neither_shown_nor_counted() -> None:
    made = adrift()
    run_check()
    Goal.objects.filter(ref="G2").update(confidential=True, owner=made["people"]["tom"])
    ana = viewer("ana")
    assert subjects(visible_findings(ana)) == []
    assert counted(ana) == {"low": 0, "medium": 0, "high": 0}
    assert findings_for(ana) == []
    assert waiting(ana) == 0


def test_a_finding_that_only_names_a_confidential_goal_is_hidden_too() -> None:
    made = adrift("LOS402")
    today = timezone.localdate()
    Goal.objects.filter(ref="G1").update(
        start=today - timedelta(days=300), end=today + timedelta(days=20)
    )
    Goal.objects.filter(ref="G3").update(
        start=today - timedelta(days=2), end=today + timedelta(days=20)
    )
    made["goals"]["G3"].links_up.create(kind="supports", goal=made["goals"]["G1"])
    run_check()
    assert Finding.objects.count() == 1
    assert len(visible_findings(viewer("tom"))) == 1
    Goal.objects.filter(ref="G1").update(confidential=True)
    assert len(visible_findings(viewer("tom"))) == 0
    assert len(visible_findings(viewer("ana"))) == 1


def test_what_is_hidden_cannot_be_answered_either() -> None:
    made = adrift()
    run_check()
    Goal.objects.filter(ref="G2").update(confidential=True, owner=made["people"]["tom"])
    one = finding("LOS101", "G2")
    assert not can(viewer("ana"), "finding.object", one)
    with pytest.raises(NotFound):
        object_to_finding(actor=person("ana"), finding=one, reason="Not so.")


def test_looking_takes_as_many_queries_for_many_findings_as_for_one() -> None:
    many(2)
    counts = []
    for _ in range(2):
        ana = viewer("ana")
        assert ana.is_active
        with CaptureQueriesContext(connection) as queries:
            assert list(visible_findings(ana))
            counted(ana)
        counts.append(len(queries))
        for n in range(10, 20):
            Goal.objects.get_or_create(ref=f"G{n}", title="Another", owner=person("ana"))
        run_check()
    assert counts[0] == counts[1]


# Few at a time ------------------------------------------------------------------------------------


def test_a_week_asks_three_questions_at_most() -> None:
    many(5)
    assert len(findings_for(viewer("ana"))) == 3
    assert waiting(viewer("ana")) == 2


def test_a_week_asks_the_same_questions_all_week() -> None:
    many(5)
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    first = findings_for(Viewer(person("ana"), monday))
    again = findings_for(Viewer(person("ana"), monday + timedelta(days=6)))
    assert subjects(first) == subjects(again)


def test_what_is_mended_leaves_its_place_free_until_monday() -> None:
    many(5)
    first = findings_for(viewer("ana"))
    Goal.objects.filter(ref=first[0].subject_ref).delete()
    run_check()
    assert len(findings_for(viewer("ana"))) == 2
    assert len(findings_for(viewer("ana", days=7))) == 3


def test_those_that_weigh_most_come_first() -> None:
    many(5)
    Finding.objects.exclude(subject_ref="G4").update(severity=1)
    assert subjects(findings_for(viewer("ana")))[0] == "G4"


def test_a_week_never_remembers_more_than_three() -> None:
    many(5)
    findings_for(viewer("ana"))
    findings_for(viewer("ana"))
    assert FindingShown.objects.filter(person=person("ana")).count() == 3


def test_what_another_hears_of_is_none_of_ones_questions() -> None:
    many(2)
    Person.objects.create(ref="eve", name="Eve")
    assert findings_for(viewer("eve")) == []


# About one thing ----------------------------------------------------------------------------------


def test_findings_stand_beside_what_they_are_about() -> None:
    made = adrift()
    run_check()
    ana = viewer("ana")
    assert subjects(findings_about(ana, "goal", "G2")) == ["G2"]
    assert subjects(findings_on_goal(ana, made["goals"]["G2"].pk)) == ["G2"]
    assert subjects(findings_on_goal(ana, made["goals"]["G1"].pk)) == []


# What people say ----------------------------------------------------------------------------------


def test_an_objection_mutes_it_for_everybody_until_it_is_answered() -> None:
    adrift()
    run_check()
    object_to_finding(actor=person("ana"), finding=finding("LOS101", "G2"), reason="A duty of law.")
    assert subjects(visible_findings(viewer("ana"))) == []
    assert subjects(visible_findings(viewer("lea", days=14))) == ["G3"]
    bo = office("bo")
    assert subjects(visible_findings(viewer("bo"), states=["objected"])) == ["G2"]
    answer_objection(actor=bo, finding=finding("LOS101", "G2"), reason="Which law?")
    assert subjects(visible_findings(viewer("ana"))) == ["G2"]


def test_whoever_objected_does_not_answer_it() -> None:
    adrift()
    run_check()
    ana = person("ana")
    object_to_finding(actor=ana, finding=finding("LOS101", "G2"), reason="A duty of law.")
    with pytest.raises(NotAllowed):
        answer_objection(actor=ana, finding=finding("LOS101", "G2"), reason="I am right.")


def test_an_objection_that_is_right_lets_it_stand() -> None:
    adrift()
    run_check()
    one = object_to_finding(actor=person("ana"), finding=finding("LOS101", "G2"), reason="Law.")
    until = timezone.localdate() + WEEK
    answered = answer_objection(actor=office("bo"), finding=one, reason="So it is.", until=until)
    assert (answered.state, answered.accepted_until) == ("accepted", until)


def test_an_acceptance_needs_a_reason_and_a_day() -> None:
    adrift()
    run_check()
    with pytest.raises(Invalid) as refused:
        accept_finding(
            actor=person("ana"),
            finding=finding("LOS101", "G2"),
            until=timezone.localdate() - timedelta(days=1),
            reason=" ",
        )
    assert set(refused.value.problems) == {"reason", "until"}


def test_a_personal_reason_is_agreed_and_not_written_down() -> None:
    adrift()
    run_check()
    one = accept_finding(
        actor=person("ana"),
        finding=finding("LOS101", "G2"),
        until=timezone.localdate() + WEEK,
        reason="My health",
        personal=True,
        agreed_with=person("lea"),
    )
    act = one.acts.get()
    assert (act.reason, act.personal, act.agreed_with) == ("", True, person("lea"))


def test_a_personal_reason_is_agreed_with_somebody_else() -> None:
    adrift()
    run_check()
    with pytest.raises(Invalid):
        accept_finding(
            actor=person("ana"),
            finding=finding("LOS101", "G2"),
            until=timezone.localdate() + WEEK,
            personal=True,
            agreed_with=person("ana"),
        )


def test_what_one_says_to_a_finding_is_in_the_audit_log_without_its_reason() -> None:
    adrift()
    run_check()
    accept_finding(
        actor=person("ana"),
        finding=finding("LOS101", "G2"),
        until=timezone.localdate() + WEEK,
        reason="Between us.",
    )
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.actor_id) == ("finding.accepted", person("ana").pk)
    assert entry.subject_id == finding("LOS101", "G2").pk
    assert entry.reason == ""


def test_an_acceptance_can_be_taken_back() -> None:
    adrift()
    run_check()
    one = accept_finding(
        actor=person("ana"),
        finding=finding("LOS101", "G2"),
        until=timezone.localdate() + WEEK,
        reason="Known.",
    )
    assert withdraw(actor=person("ana"), finding=one).state == "open"


def test_an_act_on_a_finding_that_has_changed_meanwhile_is_refused() -> None:
    adrift()
    run_check()
    one = finding("LOS101", "G2")
    with pytest.raises(Conflict):
        answer_objection(actor=None, finding=one, reason="To nothing.")


def test_only_the_strategy_office_and_administrators_run_a_check() -> None:
    adrift()
    with pytest.raises(NotAllowed):
        ask_for_check(actor=person("ana"))
    assert ask_for_check(actor=office("bo")).asked_by == person("bo")
    assert AuditEntry.objects.filter(verb="check.run", actor_id=person("bo").pk).exists()


def test_a_member_switches_no_rule() -> None:
    adrift()
    assert not can(viewer("ana"), "rule.switch", RuleSwitch(rule="LOS101"))
    assert can(office("bo"), "rule.switch", RuleSwitch(rule="LOS101"))
