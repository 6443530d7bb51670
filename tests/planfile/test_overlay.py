"""Changes laid over a plan: what becomes otherwise, what goes with what, and all that is wrong."""

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lineofsight.planfile.changes import changes_from_rows, read_changes
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.overlay import overlay
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.write import write_plan

Rows = dict[str, list[dict[str, object]]]


def plan() -> PlanDocument:
    return PlanDocument.from_rows(
        {
            "people": [
                {"id": "P1", "name": "Ana"},
                {"id": "P2", "name": "Tom", "manager_id": "P1"},
            ],
            "pillars": [{"id": "A", "name": "Bread"}],
            "goals": [
                {
                    "id": "G1",
                    "title": "Loaves are sold",
                    "owner_id": "P1",
                    "end": "2026-12-31",
                    "contributor_ids": ["P1", "P2"],
                },
                {"id": "G2", "title": "Shops order", "owner_id": "P2", "house": "north"},
            ],
            "key_results": [{"id": "K1", "goal_id": "G2", "title": "Orders"}],
            "links": [
                {"kind": "supports", "from_id": "G1", "to_id": "A", "contribution": 0.5},
                {"kind": "supports", "from_id": "G2", "to_id": "G1", "rationale": "They do"},
            ],
            "observations": [{"measure_id": "K1", "date": "2026-03-01", "value": 4}],
            "allocations": [{"person_id": "P2", "goal_id": "G2", "share": 0.5}],
            "actions": [{"id": "D1", "title": "Count", "goal_id": "G2", "owner_id": "P2"}],
        },
        file="plan.json",
    )


def laid(**rows: list[dict[str, Any]]) -> dict[str, list[dict[str, object]]]:
    return overlay(plan(), changes_from_rows(rows, "what.json")).to_rows()


def row(rows: Mapping[str, list[dict[str, object]]], table: str, key: str) -> dict[str, object]:
    return next(one for one in rows[table] if one["id"] == key)


def wrong(**rows: list[dict[str, Any]]) -> list[str]:
    with pytest.raises(PlanError) as caught:
        laid(**rows)
    return [str(problem) for problem in caught.value.problems]


class TestChange:
    def test_touches_only_the_columns_that_it_gives(self) -> None:
        found = laid(goals=[{"id": "G1", "end": "2027-06-30", "title": ""}])

        expected = row(plan().to_rows(), "goals", "G1") | {"end": date(2027, 6, 30)}
        assert row(found, "goals", "G1") == expected
        assert row(found, "goals", "G2") == row(plan().to_rows(), "goals", "G2")

    def test_may_give_a_column_that_the_plan_lacks(self) -> None:
        assert row(laid(goals=[{"id": "G2", "status": "paused"}]), "goals", "G2")["status"] == (
            "paused"
        )

    def test_finds_a_link_by_its_ends_and_kind(self) -> None:
        found = laid(
            links=[{"kind": "supports", "from_id": "G2", "to_id": "G1", "contribution": 0.25}]
        )

        assert found["links"][1] == {
            "kind": "supports",
            "from_id": "G2",
            "to_id": "G1",
            "contribution": 0.25,
            "rationale": "They do",
        }

    def test_finds_an_allocation_by_who_and_goal(self) -> None:
        found = laid(allocations=[{"person_id": "P2", "goal_id": "G2", "share": 1}])

        assert found["allocations"] == [{"person_id": "P2", "goal_id": "G2", "share": 1.0}]

    def test_reaches_columns_that_are_not_ours(self) -> None:
        assert row(laid(goals=[{"id": "G2", "house": "south"}]), "goals", "G2")["house"] == "south"

    def test_is_of_the_one_row_of_the_organisation(self) -> None:
        assert laid(organization=[{"name": "Brask"}])["organization"] == [{"name": "Brask"}]


class TestClearing:
    def test_empties_the_columns_that_are_named(self) -> None:
        found = laid(goals=[{"id": "G1", "clear": "end; Contributor IDs", "title": "New"}])

        assert row(found, "goals", "G1") == {"id": "G1", "title": "New", "owner_id": "P1"}

    def test_is_what_null_says_too(self) -> None:
        assert "end" not in row(laid(goals=[{"id": "G1", "end": None}]), "goals", "G1")

    def test_goes_together_with_null(self) -> None:
        found = laid(goals=[{"id": "G1", "end": None, "clear": ["owner_id"]}])

        assert row(found, "goals", "G1").keys() == {"id", "title", "contributor_ids"}

    def test_reaches_columns_that_are_not_ours(self) -> None:
        assert "house" not in row(laid(goals=[{"id": "G2", "clear": "house"}]), "goals", "G2")


class TestNewRow:
    def test_stands_at_the_end(self) -> None:
        changes = changes_from_rows({"goals": [{"id": "G9", "title": "Ovens rest"}]})

        found = overlay(plan(), changes).tables["goals"]

        assert found.texts("id")[-1] == "G9"
        assert found.rows == [1, 2, 3]

    def test_opens_a_table_that_the_plan_lacks(self) -> None:
        assert laid(teams=[{"id": "T", "name": "North"}])["teams"] == [{"id": "T", "name": "North"}]

    def test_of_an_observation_is_the_later_one_of_its_day(self) -> None:
        again = {"measure_id": "K1", "date": "2026-03-01", "value": 5}

        assert [one["value"] for one in laid(observations=[again])["observations"]] == [4, 5]

    def test_of_an_observation_that_stands_there_just_so_is_not_added_again(self) -> None:
        again = {"measure_id": "K1", "date": "2026-03-01", "value": 4}
        noted = again | {"note": "Counted twice"}

        assert len(laid(observations=[again])["observations"]) == 1
        assert len(laid(observations=[noted])["observations"]) == 2


class TestRemoval:
    def test_takes_along_what_cannot_be_without_it(self) -> None:
        found = laid(goals=[{"id": "G2", "remove": "yes"}])

        assert [one["id"] for one in found["goals"]] == ["G1"]
        assert found["links"] == [plan().to_rows()["links"][0]]
        assert found.keys().isdisjoint({"key_results", "observations", "allocations"})

    def test_only_takes_the_reference_where_it_may_be_missing(self) -> None:
        found = laid(goals=[{"id": "G2", "remove": True}])

        assert found["actions"] == [{"id": "D1", "title": "Count", "owner_id": "P2"}]

    def test_of_a_person_leaves_goals_without_their_owner(self) -> None:
        found = laid(people=[{"id": "P2", "remove": "x"}])

        assert "owner_id" not in row(found, "goals", "G2")
        assert row(found, "goals", "G1")["contributor_ids"] == ("P1",)
        assert "allocations" not in found

    def test_of_a_link_leaves_its_ends(self) -> None:
        found = laid(links=[{"kind": "supports", "from_id": "G2", "to_id": "G1", "remove": "yes"}])

        assert len(found["links"]) == 1
        assert len(found["goals"]) == 2

    def test_of_nothing_is_what_no_says(self) -> None:
        assert laid(goals=[{"id": "G2", "remove": "no"}]) == plan().to_rows()


def test_the_plan_itself_stays_as_it_is() -> None:
    document = plan()

    overlay(document, changes_from_rows({"goals": [{"id": "G1", "title": "New", "end": None}]}))

    assert document == plan()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            {"goals": [{"id": "G7", "status": "paused"}]},
            "what.json, goals, row 1, column title: The row has no title. It is new to the plan",
        ),
        (
            {"goals": [{"title": "Ovens rest"}]},
            "what.json, goals, row 1, column id: The row has no id.",
        ),
        (
            {"goals": [{"id": "G-1", "remove": "yes"}]},
            "what.json, goals, row 1, column id: “G-1” is not in the plan, so it cannot be taken "
            "away. Did you mean G1?",
        ),
        (
            {"goals": [{"id": "G1", "remove": "perhaps"}]},
            "what.json, goals, row 1, column remove: “perhaps” is neither yes nor no.",
        ),
        (
            {"goals": [{"id": "G1", "clear": "titel"}]},
            "what.json, goals, row 1, column clear: “titel” is no column of this table. Did you "
            "mean title?",
        ),
        (
            {"goals": [{"id": "G1", "title": None}]},
            "what.json, goals, row 1, column clear: “title” cannot be emptied.",
        ),
        (
            {"goals": [{"id": "G1"}, {"id": "G1", "title": "X"}]},
            "what.json, goals, row 2, column id: “G1” stands in row 1 already.",
        ),
        (
            {"goals": [{"id": "G1", "end": "soon"}]},
            "what.json, goals, row 1, column end: “soon” is not a date.",
        ),
        (
            {"goals": [{"id": "G1", "start": "2027-01-01"}]},
            "what.json, goals, row 1, column end: end 2026-12-31 lies before start 2027-01-01.",
        ),
        (
            {"goals": [{"id": "G1", "owner_id": "P9"}]},
            "what.json, goals, row 1, column owner_id: “P9” is not in the table people.",
        ),
        (
            {"observations": [{"measure_id": "K1", "date": "2026-03-01", "remove": "yes"}]},
            "what.json, observations, row 1, column remove: Rows of observations are only added.",
        ),
        (
            {
                "goals": [{"id": "G2", "remove": "yes"}],
                "key_results": [{"id": "K2", "goal_id": "G2", "title": "More"}],
            },
            "what.json, key_results, row 1, column goal_id: “G2” is taken away by these changes.",
        ),
        (
            {"people": [{"id": "P1", "manager_id": "P2"}]},
            "what.json, people, row 1, column manager_id: Going up from “P1” leads back to it",
        ),
        (
            {"goals": [{"id": "G1", "remove": "yes"}, {"id": "G2", "remove": "yes"}]},
            "what.json: The changes leave the plan without any goal.",
        ),
        (
            {"organization": [{"name": "Brask"}, {"name": "Other"}]},
            "what.json, organization, row 2",
        ),
        ({}, "what.json: It holds no change."),
    ],
)
def test_what_is_wrong_is_said_at_its_place(rows: Rows, said: str) -> None:
    assert any(problem.startswith(said) for problem in wrong(**rows)), wrong(**rows)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    problems = wrong(
        goals=[{"id": "G1", "clear": "nothing"}, {"id": "G8", "end": "2026-01-01"}],
        links=[{"kind": "supports", "from_id": "G1"}],
    )

    assert len(problems) == 3


def test_cells_that_cannot_be_read_do_not_hide_what_else_is_wrong() -> None:
    problems = wrong(goals=[{"id": "G1", "status": "stopped"}, {"id": "G8", "end": "soon"}])

    assert [problem.partition(":")[0] for problem in problems] == [
        "what.json, goals, row 1, column status",
        "what.json, goals, row 2, column end",
        "what.json, goals, row 2, column title",
    ]


def test_a_cell_that_cannot_be_read_is_not_said_to_be_missing() -> None:
    problems = wrong(goals=[{"id": "G8", "title": "x" * 2001}, {"id": "a;b", "title": "New"}])

    assert len(problems) == 2


def test_what_a_change_makes_wrong_in_the_plan_is_said_there() -> None:
    problems = wrong(pillars=[{"id": "G2", "name": "Milk"}])

    assert problems[0].startswith("plan.json, goals, row 2, column id: The id “G2” is that of")


class TestFormats:
    ROWS: Rows = {"goals": [{"id": "G1", "title": "Loaves are eaten"}]}  # noqa: RUF012 - read only

    def test_json(self, tmp_path: Path) -> None:
        path = tmp_path / "what.json"
        rows = {"goals": [{"id": "G1", "end": None, "title": "Loaves are eaten"}]}
        heads = {"format": "lineofsight-plan", "version": 1}
        path.write_text(json.dumps({**heads, **rows}), encoding="utf-8")

        found = row(overlay(plan(), read_changes(path)).to_rows(), "goals", "G1")

        assert "end" not in found
        assert found["title"] == "Loaves are eaten"

    @pytest.mark.parametrize("name", ["goals.csv", "folder"])
    def test_csv(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        if name == "folder":
            path.mkdir()
        with (path / "goals.csv" if name == "folder" else path).open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerows([["id", "Clear", "Remove"], ["G1", "end", ""], ["G2", "", "yes"]])

        found = overlay(plan(), read_changes(path)).to_rows()["goals"]

        assert [(one["id"], "end" in one) for one in found] == [("G1", False)]

    def test_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "what.xlsx"
        write_plan(PlanDocument.from_rows(self.ROWS), path)

        found = overlay(plan(), read_changes(path)).to_rows()

        assert row(found, "goals", "G1")["title"] == "Loaves are eaten"

    def test_no_notice_is_taken_of_its_own_two_columns(self, tmp_path: Path) -> None:
        path = tmp_path / "goals.csv"
        path.write_text("id,remove,clear,hous\nG1,,end,x\n", encoding="utf-8")

        assert [notice.column for notice in read_changes(path).document.notices] == ["hous"]

    @pytest.mark.parametrize("name", ["what.xml", "changes.csv", "what"])
    def test_others_are_refused(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_text("id\nG1\n", encoding="utf-8")

        with pytest.raises(PlanError, match="not read from such a file"):
            read_changes(path)

    def test_a_file_that_is_not_there_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(PlanError, match=r"what\.json"):
            read_changes(tmp_path / "what.json")
