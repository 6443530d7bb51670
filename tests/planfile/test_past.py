"""The plan document as it was on an earlier day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from lineofsight.bench import rules
from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.past import document_at
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan

THEN = date(2026, 3, 1)


def plan() -> PlanDocument:
    return PlanDocument.from_rows(
        {
            "goals": [
                {"id": "G1", "title": "Loaves are sold", "end": "2026-12-31"},
                {"id": "G2", "title": "Ovens rest", "created_on": "2026-04-01"},
            ],
            "key_results": [
                {"id": "K1", "goal_id": "G1", "title": "Loaves", "target": 90},
                {"id": "K2", "goal_id": "G2", "title": "Hours"},
            ],
            "links": [{"kind": "supports", "from_id": "G2", "to_id": "G1"}],
            "observations": [
                {"measure_id": "K1", "date": "2026-02-01", "value": 1},
                {"measure_id": "K1", "date": "2026-03-02", "value": 2},
            ],
            "revisions": [
                {
                    "goal_id": "G1",
                    "date": "2026-05-01",
                    "field": "dates",
                    "before": "2026-06-30",
                    "after": "2026-12-31",
                },
                {
                    "goal_id": "G1",
                    "date": "2026-05-01",
                    "field": "target",
                    "before": "80",
                    "after": "90",
                },
                {
                    "goal_id": "G1",
                    "date": "2026-05-01",
                    "field": "status",
                    "before": "draft",
                    "after": "active",
                },
            ],
            "actions": [{"id": "D1", "title": "Bake", "goal_id": "G2", "done_on": "2026-04-02"}],
            "assumptions": [
                {"id": "A1", "text": "Cheap", "state": "false", "decided_on": "2026-04-02"}
            ],
        },
        file="plan.json",
    )


def test_it_reads_as_it_did() -> None:
    found = document_at(plan(), THEN).to_rows()

    goal = {"id": "G1", "title": "Loaves are sold", "end": date(2026, 6, 30), "status": "draft"}
    assert found == {
        "goals": [goal],
        "key_results": [{"id": "K1", "goal_id": "G1", "title": "Loaves", "target": 80.0}],
        "observations": [{"measure_id": "K1", "date": date(2026, 2, 1), "value": 1.0}],
        "actions": [{"id": "D1", "title": "Bake"}],
        "assumptions": [{"id": "A1", "text": "Cheap"}],
    }


def test_rows_keep_their_numbers() -> None:
    found = document_at(plan(), date(2026, 4, 15))

    assert list(found.tables["observations"].rows) == [1, 2]
    assert list(document_at(plan(), THEN).tables["key_results"].rows) == [1]


def test_the_plan_itself_stays_as_it_is() -> None:
    document = plan()

    document_at(document, THEN)

    assert document == plan()


def test_what_is_not_known_is_noticed() -> None:
    rows = plan().to_rows()
    rows["revisions"][1]["after"] = "95"

    notices = document_at(PlanDocument.from_rows(rows, "plan.json"), THEN).notices

    assert [str(notice) for notice in notices] == [
        "plan.json, revisions, row 2: Going back, the target of goal G1 is left as it stands: the "
        "change of 2026-05-01 does not lead to it."
    ]


def test_an_agreement_of_a_talk_still_to_come_is_not_there() -> None:
    rows = plan().to_rows() | {
        "check_ins": [{"id": "C1", "manager_id": "P", "person_id": "Q", "date": "2026-03-02"}],
        "agreements": [
            {"id": "B1", "check_in_id": "C1", "text": "Ring"},
            {"id": "B2", "text": "Write"},
        ],
    }

    found = document_at(PlanDocument.from_rows(rows), THEN)

    assert "check_ins" not in found.tables
    assert found.tables["agreements"].texts("id") == ["B2"]


def test_it_is_a_plan_that_can_be_written_and_read(tmp_path: Path) -> None:
    found = document_at(plan(), THEN)

    write_plan(found, tmp_path / "then.json")

    assert read_plan(tmp_path / "then.json").to_rows() == found.to_rows()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_checked_on_its_day_it_gives_what_the_whole_plan_gives(seed: int) -> None:
    rows, as_of = organisation(seed), INSTANT - timedelta(20)

    then = document_at(PlanDocument.from_rows(rows), as_of).to_rows()

    assert rules.by_engine(then, as_of) == rules.by_engine(rows, as_of)
