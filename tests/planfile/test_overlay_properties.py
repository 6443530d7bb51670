"""What holds of changes to any plan."""

from random import Random

import pytest

from lineofsight.bench.organisation import organisation
from lineofsight.planfile.changes import changes_from_rows
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.overlay import overlay
from lineofsight.planfile.schema import TABLES

pytestmark = pytest.mark.slow
SEEDS = range(8)


def plan(seed: int) -> PlanDocument:
    return PlanDocument.from_rows(organisation(seed, people=20, goals=30), "plan.json")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_laid_over_itself_stays_as_it_is(seed: int) -> None:
    document = plan(seed)
    rows = {
        name: records
        for name, records in document.to_rows().items()
        if name != "allocations"  # somebody may be given twice to one goal
    }

    assert overlay(document, changes_from_rows(rows)).to_rows() == document.to_rows()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_remains_of_a_plan_is_a_plan(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawn plans, not secrets
    document = plan(seed)
    rows = {
        name: [
            {"id": key, "remove": "yes"}
            for key in document.tables[name].texts("id")
            if random.random() < 0.3
        ]
        for name, spec in TABLES.items()
        if spec.has_ids and name in document.tables
    }

    remaining = overlay(document, changes_from_rows(rows)).to_rows()

    assert PlanDocument.from_rows(remaining).to_rows() == remaining
    for name, removed in rows.items():
        ids = {one["id"] for one in remaining.get(name, [])}
        assert ids.isdisjoint(one["id"] for one in removed)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_added_can_be_taken_away_again(seed: int) -> None:
    document = plan(seed)
    goal = document.tables["goals"].texts("id")[0]
    new = {"id": "NEW", "title": "Thought of today"}
    link = {"kind": "supports", "from_id": "NEW", "to_id": goal}

    more = overlay(document, changes_from_rows({"goals": [new], "links": [link]}))
    back = overlay(more, changes_from_rows({"goals": [{"id": "NEW", "remove": "yes"}]}))

    assert back.to_rows() == document.to_rows()
