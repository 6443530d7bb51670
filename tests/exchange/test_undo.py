"""An import is taken back: each row as before, unless somebody has changed it since."""

import pytest

from lineofsight.exchange.undoing import UndoRefused, undo
from lineofsight.goals.models import Goal, Observation
from lineofsight.kit.errors import Conflict
from lineofsight.organization.models import AuditEntry, Person, ReportingLine
from lineofsight.organization.record.change import Change
from tests.exchange.doing import plan, small, take, taken, whole

pytestmark = pytest.mark.django_db

NEXT = {
    "people": [
        {"id": "bo", "name": "Bo Lund"},
        {"id": "ana", "name": "Ana S.", "manager_id": "bo"},
    ],
    "goals": [
        {"id": "G1", "title": "Plants always run", "owner_id": "bo", "contributor_ids": ["bo"]},
        {"id": "G3", "title": "New", "owner_id": "bo"},
    ],
    "links": [{"kind": "supports", "from_id": "G3", "to_id": "G1"}],
    "key_results": [{"id": "R3", "goal_id": "G3", "title": "Hours"}],
    "observations": [{"measure_id": "R3", "date": "2026-03-01", "value": 7}],
    "acknowledgements": [{"person_id": "bo", "version": "2027", "date": "2027-01-05"}],
}


def test_the_record_reads_as_before() -> None:
    take(small())
    before = whole()
    undo(taken(plan(**NEXT)), actor=None)
    assert whole() == before


def test_a_first_import_leaves_an_empty_record() -> None:
    undo(taken(small()), actor=None)
    assert whole() == {}
    assert not ReportingLine.objects.exists()


def test_is_one_act_in_the_audit_log() -> None:
    made = taken(small())
    result = undo(made, actor=None)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "plan.imported",
        "plan.import_undone",
    ]
    assert result.entry == AuditEntry.objects.last()


def test_reporting_lines_stand_as_before() -> None:
    take(small())
    undo(taken(plan(**NEXT)), actor=None)
    line = ReportingLine.objects.get()
    assert (line.manager.ref, line.start, line.end) == ("lea", None, None)


def test_rows_that_were_removed_come_back_with_their_numbers() -> None:
    take(small())
    before, numbers = whole(), set(Goal.objects.values_list("pk", "ref"))
    recorded = set(Observation.objects.values_list("pk", "recorded_at"))
    undo(taken(plan(goals=[{"id": "G2", "title": "Books closed"}]), replace=True), actor=None)
    assert whole() == before
    assert set(Goal.objects.values_list("pk", "ref")) == numbers
    assert set(Observation.objects.values_list("pk", "recorded_at")) == recorded


def test_what_somebody_changed_since_is_named_and_refused() -> None:
    made = taken(small())
    with Change(None, "goal.edited") as change:
        change.save(Goal.objects.get(ref="G1"), title="Other")
    before = whole()
    with pytest.raises(UndoRefused) as refused:
        undo(made, actor=None)
    assert ("goals", "G1") in {(one.table, one.label) for one in refused.value.left}
    assert whole() == before


def test_partly_leaves_what_was_changed_and_what_it_needs() -> None:
    made = taken(small())
    with Change(None, "goal.edited") as change:
        change.save(Goal.objects.get(ref="G1"), title="Other")
    undo(made, actor=None, partial=True)
    assert [goal.title for goal in Goal.objects.all()] == ["Other"]
    assert set(Person.objects.values_list("ref", flat=True)) == {"ana", "lea"}
    made.refresh_from_db()
    assert made.state == "partly_undone"


def test_what_others_built_on_it_is_not_taken_away() -> None:
    made = taken(small())
    with Change(None, "goal.created") as change:
        change.add(Goal(title="Mine", owner=Person.objects.get(ref="lea")))
    with pytest.raises(UndoRefused) as refused:
        undo(made, actor=None)
    assert {(one.table, one.label) for one in refused.value.left} >= {("people", "lea")}


def test_is_taken_back_once() -> None:
    made = taken(small())
    undo(made, actor=None)
    with pytest.raises(Conflict):
        undo(made, actor=None)


def test_the_same_file_can_be_imported_again() -> None:
    undo(taken(small()), actor=None)
    take(small())
    assert Goal.objects.count() == 2
