"""A plan file is taken into the record: all or nothing, and only what differs."""

import pytest

from lineofsight.exchange.applying import apply
from lineofsight.goals.models import Goal, GoalProgress, KeyResult, Link, Observation
from lineofsight.goals.rollup import recheck
from lineofsight.kit.errors import Conflict
from lineofsight.organization.models import AuditEntry, Membership, Person, ReportingLine
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.history import story_of
from lineofsight.planfile.problems import PlanError
from lineofsight.strategy.models import StrategyVersion
from tests.exchange.doing import look, marks, plan, said, small, take, taken, whole

pytestmark = pytest.mark.django_db
GOALS = [{"id": "G1", "title": "Plants run"}]


def test_takes_in_all_that_a_plan_says() -> None:
    take(small())
    assert whole() == said(small())


def test_is_one_act_in_the_audit_log() -> None:
    made = taken(small(), actor=None)
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["plan.imported"]
    assert made.entry == AuditEntry.objects.get()


def test_each_row_begins_its_history_with_the_import() -> None:
    take(small())
    (step,) = story_of(Goal.objects.get(ref="G1"))
    assert step.after is not None
    assert step.after["owner_id"] == "ana"


def test_the_same_file_again_changes_nothing_at_all() -> None:
    take(small())
    before = marks()
    assert take(small()) is None
    assert marks() == before


def test_says_each_field_before_and_after() -> None:
    take(small())
    seen = look(plan(goals=[{"id": "G1", "title": "Plants always run", "owner_id": "lea"}]))
    (changed,) = seen.tables["goals"].changed
    assert changed.fields == {
        "title": ("Plants run", "Plants always run"),
        "owner_id": ("ana", "lea"),
    }


def test_what_the_file_does_not_have_stays() -> None:
    take(small())
    take(plan(goals=[{"id": "G3", "title": "New"}]))
    assert set(Goal.objects.values_list("ref", flat=True)) == {"G1", "G2", "G3"}


def test_an_empty_cell_leaves_what_is_known() -> None:
    take(small())
    take(plan(goals=[{"id": "G1", "title": "Plants run", "owner_id": None}]))
    assert Goal.objects.get(ref="G1").owner == Person.objects.get(ref="ana")


def test_replacing_empties_what_the_file_leaves_empty() -> None:
    take(small())
    goals = [
        {"id": "G1", "title": "Plants run", "owner_id": None},
        {"id": "G2", "title": "Books closed", "owner_id": "lea"},
    ]
    take(plan(goals=goals), replace=True)
    assert Goal.objects.get(ref="G1").owner is None


def test_replacing_removes_rows_with_all_that_needs_them() -> None:
    take(small())
    take(plan(goals=[{"id": "G2", "title": "Books closed", "owner_id": "lea"}]), replace=True)
    assert list(Goal.objects.values_list("ref", flat=True)) == ["G2"]
    assert not KeyResult.objects.exists()
    assert not Link.objects.exists()
    assert Observation.objects.count() == 1


def test_replacing_says_what_goes_along() -> None:
    take(small())
    seen = look(plan(goals=[{"id": "G2", "title": "Books closed"}]), replace=True)
    assert [one.label for one in seen.tables["key_results"].removed] == ["R1"]
    assert len(seen.tables["observations"].removed) == 2


def test_replacing_leaves_tables_alone_that_the_file_does_not_have() -> None:
    take(small())
    take(plan(goals=[{"id": "G1", "title": "Plants run"}]), replace=True)
    assert Person.objects.count() == 2


def test_a_correction_of_an_observation_is_a_new_one() -> None:
    take(small())
    take(small(observations=[{"measure_id": "R1", "date": "2026-03-01", "value": 6}]))
    values = Observation.objects.filter(key_result__ref="R1").values_list("value", flat=True)
    assert sorted(values) == [5, 5, 6]


def test_an_observation_that_stands_there_twice_is_taken_in_twice() -> None:
    take(small())
    three = [{"measure_id": "R1", "date": "2026-03-01", "value": 5}] * 3
    take(small(observations=three))
    assert Observation.objects.filter(key_result__ref="R1").count() == 3


def test_progress_is_worked_out() -> None:
    take(small())
    assert GoalProgress.objects.get(goal__ref="G1").value == 500_000
    assert not list(recheck())


def test_reporting_lines_and_memberships_say_what_the_file_says() -> None:
    take(small())
    line = ReportingLine.objects.get()
    assert (line.person.ref, line.manager.ref, line.start, line.end) == ("ana", "lea", None, None)
    assert Membership.objects.get().team.ref == "T1"


def test_another_manager_closes_the_line_and_opens_another() -> None:
    take(small())
    people = [
        {"id": "bo", "name": "Bo Lund"},
        {"id": "ana", "name": "Ana Silva", "manager_id": "bo", "manager_since": "2026-05-01"},
    ]
    take(plan(people=people, goals=[{"id": "G1", "title": "Plants run"}]))
    lines = ReportingLine.objects.order_by("pk").values_list("manager__ref", "start", "end")
    assert [(ref, str(start), str(end)) for ref, start, end in lines] == [
        ("lea", "None", "2026-05-01"),
        ("bo", "2026-05-01", "None"),
    ]


def test_a_manager_of_a_later_day_is_kept_as_the_file_says(time_machine) -> None:
    time_machine.move_to("2026-03-01")
    people = [
        {"id": "lea", "name": "Lea Moor"},
        {"id": "ana", "name": "Ana", "manager_id": "lea", "manager_since": "2026-09-01"},
    ]
    document = plan(people=people, goals=[{"id": "G", "title": "t"}])
    take(document)
    assert whole()["people"] == said(document)["people"]
    assert take(document) is None
    assert ReportingLine.objects.get().start.isoformat() == "2026-09-01"


def test_a_reference_that_names_nobody_is_kept_as_text() -> None:
    document = plan(goals=[{"id": "G", "title": "t", "owner_id": "zoe"}])
    take(document)
    goal = Goal.objects.get()
    assert goal.owner is None
    assert whole()["goals"][0]["owner_id"] == "zoe"


def test_what_was_text_is_linked_as_soon_as_somebody_of_that_id_is_there() -> None:
    take(plan(goals=[{"id": "G", "title": "t", "owner_id": "zoe", "contributor_ids": ["zoe"]}]))
    take(plan(goals=[{"id": "G", "title": "t"}], people=[{"id": "zoe", "name": "Zoe"}]))
    goal = Goal.objects.get()
    assert goal.owner == Person.objects.get(ref="zoe")
    assert goal.extras == {}
    assert [person.ref for person in goal.contributors.all()] == ["zoe"]


def test_several_owners_are_kept_and_the_first_one_decides() -> None:
    document = small(goals=[{"id": "G1", "title": "t", "owner_id": ["lea", "ana"]}], links=[])
    take(document)
    assert Goal.objects.get().owner == Person.objects.get(ref="lea")
    assert whole()["goals"][0]["owner_id"] == "lea;ana"


def test_one_owner_takes_the_place_of_several() -> None:
    take(small(goals=[{"id": "G1", "title": "t", "owner_id": ["lea", "ana"]}], links=[]))
    take(plan(goals=[{"id": "G1", "title": "t", "owner_id": "ana"}]))
    goal = Goal.objects.get()
    assert goal.owner == Person.objects.get(ref="ana")
    assert goal.extras == {}


def test_columns_that_are_not_ours_are_kept() -> None:
    document = plan(goals=[{"id": "G", "title": "t", "Colour": "green"}])
    take(document)
    assert whole() == said(document)


def test_problems_are_said_all_at_once_and_nothing_is_changed() -> None:
    document = plan(
        goals=[{"id": "G", "title": "t", "continues": "G"}],
        blockers=[
            {"id": "B", "text": "x", "raised_on": "2026-02-01", "lifted_on": "2026-01-01"},
        ],
        links=[{"kind": "supports", "from_id": "G", "to_id": "G"}],
    )
    seen = look(document)
    assert {problem.table for problem in seen.problems} == {"goals", "blockers", "links"}
    assert all(problem.row == 1 for problem in seen.problems)
    with pytest.raises(PlanError):
        apply(seen)
    assert marks() == (0, 0)


def test_a_goal_may_not_take_the_id_of_a_pillar_of_the_record() -> None:
    take(small())
    seen = look(plan(goals=[{"id": "P", "title": "t"}]))
    assert [problem.column for problem in seen.problems] == ["id"]


def test_a_circle_of_supports_with_the_record_is_refused_at_its_link() -> None:
    take(small())
    seen = look(
        plan(
            goals=[{"id": "G1", "title": "Plants run"}, {"id": "G2", "title": "Books closed"}],
            links=[{"kind": "supports", "from_id": "G1", "to_id": "G2"}],
        )
    )
    assert [(problem.table, problem.row) for problem in seen.problems] == [("links", 1)]


def test_a_circle_of_managers_with_the_record_is_refused() -> None:
    take(small())
    seen = look(
        plan(
            people=[
                {"id": "ana", "name": "Ana Silva"},
                {"id": "lea", "name": "Lea Moor", "manager_id": "ana"},
            ],
            goals=[{"id": "G1", "title": "Plants run"}],
        )
    )
    assert [problem.column for problem in seen.problems] == ["manager_id"]


def test_dotted_line_managers_keep_the_order_of_the_file() -> None:
    people = [{"id": each, "name": each} for each in ("a", "b", "c")]
    bo = {"id": "bo", "name": "Bo Lund"}
    take(plan(people=[*people, {**bo, "dotted_manager_ids": ["b", "a"]}], goals=GOALS))
    document = plan(people=[*people, {**bo, "dotted_manager_ids": ["c", "b", "a"]}], goals=GOALS)
    take(document)
    assert whole()["people"] == said(document)["people"]
    assert take(document) is None


def test_nobody_is_their_own_dotted_line_manager() -> None:
    bo = {"id": "bo", "name": "Bo Lund", "dotted_manager_ids": ["bo"]}
    assert [problem.column for problem in look(plan(people=[bo], goals=GOALS)).problems] == [
        "dotted_manager_ids"
    ]


def test_nobody_of_the_record_becomes_their_own_dotted_line_manager() -> None:
    take(small())
    people = [
        {"id": "ana", "name": "Ana Silva"},
        {"id": "lea", "name": "Lea Moor", "dotted_manager_ids": ["ana", "lea"]},
    ]
    assert [problem.row for problem in look(plan(people=people, goals=GOALS)).problems] == [2]


def test_a_preview_of_another_state_is_refused() -> None:
    take(small())
    seen = look(plan(goals=[{"id": "G1", "title": "Plants always run"}]))
    with Change(None, "goal.edited") as change:
        change.save(Goal.objects.get(ref="G1"), title="Other")
    with pytest.raises(Conflict):
        apply(seen)


def test_a_preview_holds_when_something_else_has_changed() -> None:
    take(small())
    seen = look(plan(goals=[{"id": "G1", "title": "Plants always run"}]))
    with Change(None, "goal.edited") as change:
        change.save(Goal.objects.get(ref="G2"), title="Other")
    apply(seen)
    assert Goal.objects.get(ref="G1").title == "Plants always run"


def test_numbers_of_rows_are_never_given_twice() -> None:
    take(small())
    last = Goal.objects.order_by("pk").last()
    assert last is not None
    number = last.pk
    with Change(None, "goal.removed") as change:
        change.remove(last)
    take(plan(goals=[{"id": "G9", "title": "t"}]))
    assert Goal.objects.get(ref="G9").pk > number


def test_a_version_of_the_strategy_is_published_when_its_statements_were() -> None:
    strategy = [
        {"kind": "vision", "text": "Safe water", "version": "2", "published_on": "2026-01-05"},
        {"kind": "value", "text": "Towns", "version": "2", "published_on": "2026-02-01"},
    ]

    take(plan(goals=[{"id": "G1", "title": "Fewer leaks"}], strategy=strategy))

    assert str(StrategyVersion.objects.get().published_on) == "2026-02-01"
