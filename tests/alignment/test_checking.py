"""The check over the record: what it finds, what it writes, and what stays between checks."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from lineofsight.alignment import lease
from lineofsight.alignment.models import Check, CheckDue, Finding
from lineofsight.alignment.services import (
    accept_finding,
    object_to_finding,
    run_check,
    switch_all_on,
    switch_rule,
)
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.goals.models import Goal, Link
from lineofsight.goals.services import create_goal
from lineofsight.kit.errors import Busy
from lineofsight.organization.models import AuditEntry
from lineofsight.organization.selectors.days import the_organization
from lineofsight.strategy.models import Pillar
from tests.demo import organisation
from tests.factories import plans
from tests.factories.alignment import adrift, finding, only

pytestmark = pytest.mark.django_db


def unresolved() -> set[tuple[str, str, str]]:
    rows = Finding.objects.exclude(state="resolved")
    return set(rows.values_list("rule", "subject_kind", "subject_ref"))


@pytest.mark.slow
def test_the_demo_in_the_record_has_the_findings_of_its_plan() -> None:
    today = timezone.localdate()
    plans.keep(organisation.halvorsen(today))
    switch_all_on(actor=None)
    run = run_check()
    expected = check(organisation.snapshot(today), Settings(people=True)).findings
    kept = {(f.rule, f.subject_kind, f.subject_ref): f for f in Finding.objects.all()}
    assert set(kept) == {f.identity for f in expected}
    for one in expected:
        row = kept[one.identity]
        assert (row.severity, row.stake, row.sentence) == (one.severity, one.stake, one.sentence)
        assert row.evidence == dict(one.evidence)
    assert run.opened == len(expected)


def test_a_second_check_opens_nothing() -> None:
    adrift()
    first = run_check()
    second = run_check()
    assert (first.opened, first.still) == (2, 0)
    assert (second.opened, second.still, second.resolved) == (0, 2, 0)


def test_a_finding_keeps_its_identity_from_check_to_check() -> None:
    adrift()
    run_check()
    before = finding("LOS101", "G2")
    again = run_check()
    after = finding("LOS101", "G2")
    assert (after.pk, after.opened_at) == (before.pk, before.opened_at)
    assert after.last_seen_id == again.pk


def test_what_reads_otherwise_is_written_anew() -> None:
    adrift()
    run_check()
    pk = finding("LOS101", "G2").pk
    Goal.objects.filter(ref="G2").update(title="Books closed in three days")
    run_check()
    assert finding("LOS101", "G2").pk == pk
    assert "three days" in finding("LOS101", "G2").sentence


def test_the_audience_follows_a_new_owner() -> None:
    made = adrift()
    run_check()
    Goal.objects.filter(ref="G2").update(owner=made["people"]["tom"])
    run_check()
    first = finding("LOS101", "G2").audience.order_by("place").first()
    assert first is not None
    assert first.person_id == made["people"]["tom"].pk


def test_what_is_mended_is_resolved_by_the_check() -> None:
    made = adrift()
    run_check()
    Link.objects.create(source=made["goals"]["G2"], goal=made["goals"]["G1"], kind="supports")
    assert run_check().resolved == 1
    mended = finding("LOS101", "G2")
    assert (mended.state, mended.resolved_reason) == ("resolved", "mended")
    assert mended.resolved_at is not None


def test_the_finding_of_a_deleted_goal_is_gone() -> None:
    made = adrift()
    run_check()
    made["goals"]["G2"].delete()
    run_check()
    assert finding("LOS101", "G2").resolved_reason == "gone"


def test_a_rule_switched_off_closes_what_it_found() -> None:
    adrift()
    run_check()
    switch_rule(actor=None, rule="LOS101", is_on=False)
    run_check()
    assert finding("LOS101", "G2").resolved_reason == "rule_off"


def test_a_finding_that_comes_back_is_a_new_one() -> None:
    made = adrift()
    run_check()
    first = finding("LOS101", "G2").pk
    link = Link.objects.create(
        source=made["goals"]["G2"], goal=made["goals"]["G1"], kind="supports"
    )
    run_check()
    link.delete()
    run_check()
    again = finding("LOS101", "G2")
    assert again.pk != first
    assert again.state == "open"


def test_an_accepted_finding_stays_silent_until_its_day() -> None:
    adrift()
    run_check()
    day = timezone.localdate() + timedelta(days=30)
    accept_finding(actor=None, finding=finding("LOS101", "G2"), until=day, reason="Known.")
    run_check()
    assert finding("LOS101", "G2").state == "accepted"
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        run_check()
    assert finding("LOS101", "G2").state == "accepted"


def test_an_accepted_finding_opens_again_after_its_day() -> None:
    adrift()
    run_check()
    day = timezone.localdate() + timedelta(days=30)
    accept_finding(actor=None, finding=finding("LOS101", "G2"), until=day, reason="Known.")
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        run_check()
    assert finding("LOS101", "G2").state == "open"


def test_an_accepted_finding_opens_again_when_it_weighs_more() -> None:
    made = plans.keep(
        {
            "people": [{"id": "ana", "name": "Ana"}],
            "pillars": [{"id": "P", "name": "Uptime"}],
            "goals": [{"id": f"G{n}", "title": f"Goal {n}", "owner_id": "ana"} for n in range(40)],
            "links": [{"kind": "supports", "from_id": "G0", "to_id": "P"}],
        }
    )
    only("LOS101")
    run_check()
    one = finding("LOS101", "G1")
    assert one.severity == 2
    day = timezone.localdate() + timedelta(days=30)
    accept_finding(actor=None, finding=one, until=day, reason="Known.")
    for n in range(2, 12):
        Link.objects.create(
            source=made["goals"][f"G{n}"], goal=made["goals"]["G1"], kind="supports"
        )
    run_check()
    assert (finding("LOS101", "G1").severity, finding("LOS101", "G1").state) == (3, "open")


def test_an_objection_outlives_checks_until_it_is_answered() -> None:
    adrift()
    run_check()
    object_to_finding(actor=None, finding=finding("LOS101", "G2"), reason="It is a duty of law.")
    run_check()
    assert finding("LOS101", "G2").state == "objected"


def test_one_unresolved_finding_of_a_subject_at_a_time() -> None:
    adrift()
    run = run_check()
    one = finding("LOS101", "G2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(
            rule="LOS101", subject_kind="goal", subject_ref="G2", opened_at=one.opened_at,
            opened_by=run, last_seen=run, severity=1, stake=0, certainty=1,
        )  # fmt: skip


def test_what_a_check_writes_is_nobodys_act() -> None:
    adrift()
    entries = AuditEntry.objects.count()
    run_check()
    run_check()
    assert AuditEntry.objects.count() == entries + 1  # the day on which rules began, once


def test_a_check_that_another_is_at_is_refused() -> None:
    adrift()
    lease.take(timezone.now())
    with pytest.raises(Busy):
        run_check()


def test_a_check_that_died_is_taken_over_after_its_lease() -> None:
    adrift()
    lease.take(timezone.now() - lease.LEASE - timedelta(seconds=1))
    assert run_check().state == "done"


def test_a_check_that_was_taken_over_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    adrift()
    monkeypatch.setattr(lease, "renew", lambda holder, now: False)
    assert run_check().state == "overtaken"
    assert not Finding.objects.exists()


def test_an_older_look_never_writes_over_a_newer() -> None:
    adrift()
    newer = run_check()
    Check.objects.filter(pk=newer.pk).update(as_of=timezone.now() + timedelta(hours=1))
    Goal.objects.filter(ref="G2").delete()
    assert run_check().state == "overtaken"
    assert finding("LOS101", "G2").state == "open"


def test_a_check_that_fails_says_so_and_leaves_the_record_to_be_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    adrift()
    monkeypatch.setattr("lineofsight.alignment.standings.write", lambda lenses: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_check()
    failed = Check.objects.latest("pk")
    assert (failed.state, failed.problem) == ("failed", "ZeroDivisionError")
    due = CheckDue.objects.get()
    assert due.dirty_since is not None
    assert due.running_since is None
    assert not Finding.objects.exists()


def test_a_check_keeps_its_summary() -> None:
    adrift()
    kept = run_check().summary
    assert kept["goals_with_line"] == pytest.approx(1 / 3)
    assert kept["by_rule"] == {"LOS101": 2}
    assert kept["counts"]["goals"] == 3
    assert [pillar["goals"] for pillar in kept["pillars"]] == [1]


@pytest.mark.slow
def test_a_summary_never_counts_by_function_what_is_about_people() -> None:
    today = timezone.localdate()
    plans.keep(organisation.halvorsen(today))
    only("LOS405", "LOS605")
    kept = run_check().summary
    assert kept["findings"] > 0
    assert kept["by_function"] == {}


def test_the_day_on_which_rules_began_is_noted_once() -> None:
    plans.keep({"goals": [{"id": "G", "title": "A goal"}]})
    run_check()
    began = the_organization().rules_began_on
    assert began == timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        run_check()
    assert the_organization().rules_began_on == began


# When the next one is due -------------------------------------------------------------------------


def changed_at(at: object) -> None:
    CheckDue.objects.update(dirty_since=at)


def test_a_check_is_due_once_changes_have_settled() -> None:
    adrift()
    run_check()
    now = timezone.now()
    with time_machine.travel(now + timedelta(seconds=1), tick=False):
        switch_rule(actor=None, rule="LOS102", is_on=True)
        lease.mark_dirty(timezone.now())
    assert not lease.is_due(now + timedelta(seconds=9))
    assert lease.is_due(now + timedelta(seconds=11))


def test_a_check_is_due_after_a_minute_of_changes() -> None:
    adrift()
    run_check()
    now = timezone.now()
    with time_machine.travel(now + timedelta(seconds=1), tick=False):
        lease.mark_dirty(timezone.now())
    with time_machine.travel(now + timedelta(seconds=60), tick=False):
        switch_rule(actor=None, rule="LOS102", is_on=True)
    assert lease.is_due(now + timedelta(seconds=62))


def test_no_check_is_due_where_nothing_changed() -> None:
    adrift()
    run_check()
    assert not lease.is_due(timezone.now() + timedelta(seconds=30))


def test_a_new_day_is_looked_at() -> None:
    adrift()
    with time_machine.travel(timezone.now().replace(hour=12), tick=False):
        run_check()
        assert lease.is_due(timezone.now() + timedelta(days=1))


def test_a_change_that_nobody_could_note_is_found_by_its_entry() -> None:
    adrift()
    run_check()
    now = timezone.now()
    with time_machine.travel(now + timedelta(seconds=1), tick=False):
        switch_rule(actor=None, rule="LOS102", is_on=True)
    CheckDue.objects.update(dirty_since=None)
    assert lease.is_due(now + timedelta(seconds=12))


def test_what_is_said_to_a_finding_asks_for_no_check() -> None:
    adrift()
    run_check()
    now = timezone.now()
    with time_machine.travel(now + timedelta(seconds=1), tick=False):
        object_to_finding(actor=None, finding=finding("LOS101", "G2"), reason="Not so.")
    assert not lease.is_due(now + timedelta(seconds=30))


def test_no_check_is_due_while_one_is_running() -> None:
    adrift()
    lease.take(timezone.now())
    assert not lease.is_due(timezone.now() + timedelta(seconds=90))


@pytest.mark.django_db(transaction=True, databases=["default", "reading"])
def test_a_change_is_noted_once_it_is_committed() -> None:
    CheckDue.objects.all().delete()
    switch_rule(actor=None, rule="LOS102", is_on=True)
    assert CheckDue.objects.get().dirty_since is not None


def test_pillars_stand_in_the_summary_with_the_functions_that_carry_them() -> None:
    plans.keep(
        {
            "people": [{"id": "ana", "name": "Ana", "team_id": "T1"}],
            "functions": [{"id": "F1", "name": "Operations"}],
            "teams": [{"id": "T1", "name": "Pumps", "function_id": "F1"}],
            "pillars": [{"id": "P", "name": "Uptime"}, {"id": "Q", "name": "Growth"}],
            "goals": [{"id": "G", "title": "A goal", "owner_id": "ana", "start": date(2020, 1, 1)}],
            "links": [{"kind": "supports", "from_id": "G", "to_id": "P"}],
        }
    )
    kept = run_check().summary["pillars"]
    assert [one["pillar"] for one in kept] == [p.pk for p in Pillar.objects.order_by("ref")]
    assert [one["stake"] for one in kept] == [0.5, 0.0]
    assert kept[0]["functions"][0]["name"] == "Operations"
    assert kept[0]["functions"][0]["share"] == 1.0


@pytest.mark.django_db(transaction=True)
def test_a_change_is_acknowledged_though_the_database_goes_away_right_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(_at: object) -> None:
        raise OperationalError

    monkeypatch.setattr(lease, "mark_dirty", away)

    goal = create_goal(actor=None, title="Keep customers")

    assert Goal.objects.filter(pk=goal.pk).exists()
