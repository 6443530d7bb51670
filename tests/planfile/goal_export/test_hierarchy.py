"""What the objects of an export become, and what they stand under."""

from datetime import date
from pathlib import Path

import pytest

from tests.planfile.goal_export.exports import (
    ALIGNED,
    GROW,
    SITES,
    WIN,
    column,
    links,
    read,
    row,
    said,
    under,
)

THREE = (WIN, GROW, SITES)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Win (Europe)(weight: 25%, Id: 100)", {("101", "100"): 0.25}),
        ("Win (weight: 5%, Id: 7)(weight: 25%, Id: 100)", {("101", "100"): 0.25}),
        ("Win (weight: 12.5%, Id: 100) ", {("101", "100"): 0.125}),
        ("Win(weight: 0%, Id: 100)", {("101", "100"): 0.0}),
        ("Win(Id: 100)", {("101", "100"): None}),
        ("Win(weight: %, Id: 100)", {("101", "100"): None}),
        ("Win the mid-market", {("101", "100"): None}),
        (
            "Win(weight: 25%, Id: 100); Also (this)(weight: 75%, Id: 103)",
            {("101", "100"): 0.25, ("101", "103"): 0.75},
        ),
        ("", {}),
    ],
)
def test_alignment_is_read_from_the_right(
    tmp_path: Path, cell: str, expected: dict[tuple[str, str], float]
) -> None:
    document = read(tmp_path, WIN, row(101, "Grow", parent=cell), row(103, "Also (this)"))

    assert links(document) == expected


def test_a_row_may_precede_its_parent(tmp_path: Path) -> None:
    assert read(tmp_path, SITES, GROW, WIN).to_rows() == read(tmp_path, *THREE).to_rows()


def test_a_parent_that_is_missing_leaves_a_link_out_and_is_said(tmp_path: Path) -> None:
    document = read(tmp_path, GROW, SITES)

    assert "links" not in document.tables
    assert "1 object is aligned to one that is not in this file" in said(document)


def test_an_objective_stands_in_for_the_missing_one_of_a_key_result(tmp_path: Path) -> None:
    document = read(tmp_path, WIN, SITES)

    assert column(document, "goals", "title") == ["Win the mid-market", "Grow expansion"]
    assert column(document, "goals", "status") == ["active", "draft"]
    assert column(document, "key_results", "goal_id") == ["101"]
    assert "1 key result has no objective in this file" in said(document)


def test_no_objective_supports_one_that_only_stands_in(tmp_path: Path) -> None:
    sibling = row(120, "Serve better", parent=under("Grow expansion", 101))
    child = row(121, "Answer within a day", parent=under("Serve better", 120))

    document = read(tmp_path, SITES, sibling, child)

    assert links(document) == {("121", "120"): 0.5}
    assert column(document, "goals", "scope") == [None, "enterprise", None]


def test_a_key_result_without_any_parent_gets_an_objective_of_its_name(tmp_path: Path) -> None:
    document = read(tmp_path, row(5, "Cut waste", "Key result", owner="Bo Lind", target=3))

    assert list(document.records("goals")) == [
        {"id": "5-objective", "title": "Cut waste", "owner_id": "bo-lind"}
    ]
    assert column(document, "key_results", "goal_id") == ["5-objective"]


def test_an_objective_below_a_key_result_supports_the_goal_of_that(tmp_path: Path) -> None:
    below = row(110, "Open an office", parent=under("Reach 500 sites", 102, 30))

    document = read(tmp_path, *THREE, below)

    assert links(document)["110", "101"] is None


def test_key_results_below_one_another_belong_to_the_goal_above(tmp_path: Path) -> None:
    below = row(110, "Sites in Spain", "Key result", parent=under("Reach 500 sites", 102))

    document = read(tmp_path, *THREE, below)

    assert column(document, "key_results", "goal_id") == ["101", "101"]


def test_a_circle_of_key_results_ends(tmp_path: Path) -> None:
    rows = [
        row(1, "A", "Key result", parent=under("B", 2)),
        row(2, "B", "Key result", parent=under("A", 1)),
    ]

    document = read(tmp_path, *rows)

    assert column(document, "key_results", "goal_id") == ["1-objective", "2-objective"]


def test_an_objective_below_its_own_key_result_is_no_link_and_said(tmp_path: Path) -> None:
    grow = {**GROW, ALIGNED: under("Reach 500 sites", 102)}

    document = read(tmp_path, grow, SITES)

    assert "links" not in document.tables
    assert "aligned to what leads to no other goal" in said(document)


@pytest.mark.parametrize("kind", ["Deliverable", "Project", "Initiative", "Key Initiative"])
def test_deliverables_are_actions_of_the_goal_above(tmp_path: Path, kind: str) -> None:
    done = row(
        110,
        "Sales deck",
        kind,
        parent=under("Reach 500 sites", 102),
        owner="Bo Lind",
        end="2025-06-30",
        last="2025-05-02",
        status="Closed",
        progress=100,
    )

    document = read(tmp_path, *THREE, done)

    action = next(document.records("actions"))
    assert (action["goal_id"], action["owner_id"]) == ("101", "bo-lind")
    assert (action["due"], action["done_on"]) == (date(2025, 6, 30), date(2025, 5, 2))


def test_an_open_deliverable_is_not_done(tmp_path: Path) -> None:
    open_one = row(110, "Deck", "Deliverable", end="2025-06-30", last="2025-05-02", progress=40)

    document = read(tmp_path, WIN, open_one)

    assert column(document, "actions", "done_on") == [None]
    assert column(document, "actions", "goal_id") == [None]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("Big rock", "goals"),
        ("Kpi", "key_results"),
        ("KEY-RESULT", "key_results"),
        ("Moonshot", "goals"),
    ],
)
def test_types_may_be_renamed(tmp_path: Path, kind: str, table: str) -> None:
    renamed = row(9, "Renamed", kind, parent=under("Win the mid-market", 100))

    document = read(tmp_path, WIN, renamed)

    assert "9" in column(document, table, "id")


def test_a_type_that_nobody_knows_is_read_by_what_it_has_and_said_once(tmp_path: Path) -> None:
    parent = under("Win the mid-market", 100)
    rows = [
        row(8, "A", "Moonshot", parent=parent),
        row(9, "B", "Moonshot", parent=parent, target=5),
    ]

    document = read(tmp_path, WIN, *rows)

    assert column(document, "goals", "id") == ["8", "100"]
    assert column(document, "key_results", "id") == ["9"]
    assert said(document).count("Moonshot") == 1


def test_older_files_name_type_and_scope_in_one_column(tmp_path: Path) -> None:
    columns = ["Id", "Title", "OKR type", ALIGNED]
    rows = [
        {"Id": 1, "Title": "A", "OKR type": "Organization"},
        {"Id": 2, "Title": "B", "OKR type": "Key Result", ALIGNED: under("A", 1)},
        {"Id": 3, "Title": "C", "OKR type": "Individual"},
    ]

    document = read(tmp_path, *rows, columns=columns)

    assert column(document, "goals", "scope") == ["enterprise", "individual"]
    assert column(document, "key_results", "id") == ["2"]
