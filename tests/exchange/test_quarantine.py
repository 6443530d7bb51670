"""Rows that cannot be placed wait in a list, when the importer says so."""

import json
from pathlib import Path

import pytest

from lineofsight.exchange.models import QuarantinedRow
from lineofsight.exchange.waiting import drop, place
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.kit.errors import Conflict
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.schema import FORMAT, VERSION
from tests.exchange.doing import look, marks, plan, small, take, taken

pytestmark = pytest.mark.django_db

ROUND = [{"kind": "supports", "from_id": "G1", "to_id": "G2"}]
GOALS = [{"id": "G1", "title": "Plants run"}, {"id": "G2", "title": "Books closed"}]


def test_a_link_that_closes_a_circle_waits_and_the_rest_is_taken_in() -> None:
    take(small())
    take(plan(goals=[*GOALS, {"id": "G3", "title": "New"}], links=ROUND), quarantine=True)
    assert Goal.objects.filter(ref="G3").exists()
    row = QuarantinedRow.objects.get()
    assert (row.table, row.row, row.state, row.content) == ("links", 1, "waiting", ROUND[0])


def test_a_row_waits_that_is_of_nobody_without_one_that_waits() -> None:
    """Time is a person's or a team's: without its person a share is nobody's."""
    take(small())
    document = plan(
        goals=GOALS,
        people=[
            {"id": "kim", "name": "Kim", "dotted_manager_ids": "kim"},
            {"id": "lea", "name": "Lea Moor"},
            {"id": "ana", "name": "Ana Silva"},
        ],
        allocations=[{"person_id": "kim", "goal_id": "G1", "share": 0.5}],
    )
    take(document, quarantine=True)
    waiting = QuarantinedRow.objects.values_list("table", flat=True)
    assert sorted(waiting) == ["allocations", "people"]
    assert take(document, quarantine=True) is None


def test_what_needs_a_row_that_waits_waits_too() -> None:
    take(small())
    document = plan(
        goals=[{"id": "P", "title": "a pillar's id"}],
        key_results=[{"id": "R9", "goal_id": "P", "title": "m"}],
        observations=[{"measure_id": "R9", "date": "2026-01-01", "value": 1}],
    )
    take(document, quarantine=True)
    assert list(QuarantinedRow.objects.values_list("table", flat=True)) == [
        "goals",
        "key_results",
        "observations",
    ]
    assert Observation.objects.count() == 3
    assert not KeyResult.objects.filter(ref="R9").exists()


def test_the_same_row_waits_once() -> None:
    take(small())
    take(plan(goals=GOALS, links=ROUND), quarantine=True)
    before = marks()
    assert take(plan(goals=GOALS, links=ROUND), quarantine=True) is None
    assert marks() == before


@pytest.mark.parametrize("number", [1e16, 1e300])
def test_the_same_row_waits_once_whatever_its_numbers(number: float) -> None:
    goals = [{"id": "G", "title": "t", "continues": "G", "update_days": number}]
    take(plan(goals=goals), quarantine=True)
    assert take(plan(goals=goals), quarantine=True) is None


@pytest.mark.parametrize(("sign", "told"), [("\0", "x\\u0000y"), ("\ud800", "x\\ud800y")])
def test_a_row_with_signs_that_no_database_keeps_waits_with_their_escapes(
    tmp_path: Path, sign: str, told: str
) -> None:
    goals = [{"id": "G1", "title": "t"}, {"id": "G2", "title": f"x{sign}y"}]
    text = json.dumps({"format": FORMAT, "version": VERSION, "goals": goals})
    (tmp_path / "plan.json").write_text(text)
    document = read_plan(tmp_path / "plan.json", set_aside=True)
    take(document, quarantine=True)
    assert QuarantinedRow.objects.get().content == {"id": "G2", "title": told}
    assert take(document, quarantine=True) is None


def test_somebody_who_is_their_own_dotted_line_manager_waits() -> None:
    bo = {"id": "bo", "name": "Bo Lund", "dotted_manager_ids": ["bo"]}
    take(plan(people=[bo], goals=GOALS), quarantine=True)
    assert QuarantinedRow.objects.get().content == bo


def test_a_row_is_placed_when_it_can_be() -> None:
    take(small())
    taken(plan(goals=GOALS, links=ROUND), quarantine=True)
    Link.objects.filter(source__ref="G2").delete()
    place([QuarantinedRow.objects.get()], actor=None)
    assert Link.objects.filter(source__ref="G1", goal__ref="G2").exists()
    assert QuarantinedRow.objects.get().state == "placed"


def test_a_row_that_still_cannot_be_placed_goes_on_waiting() -> None:
    take(small())
    taken(plan(goals=GOALS, links=ROUND), quarantine=True)
    with pytest.raises(PlanError):
        place([QuarantinedRow.objects.get()], actor=None)
    assert QuarantinedRow.objects.get().state == "waiting"


def test_a_dropped_row_is_not_placed_any_more() -> None:
    take(small())
    taken(plan(goals=GOALS, links=ROUND), quarantine=True)
    row = QuarantinedRow.objects.get()
    drop([row], actor=None)
    Link.objects.filter(source__ref="G2").delete()
    with pytest.raises(Conflict):
        place([row], actor=None)
    assert not Link.objects.filter(source__ref="G1", goal__ref="G2").exists()


def test_without_the_list_the_file_is_refused() -> None:
    take(small())
    assert look(plan(goals=GOALS, links=ROUND)).problems
