"""The adapter from nodes of published plans to the tables of a plan file."""

import json
from datetime import date
from pathlib import Path

import pytest

from lineofsight.bench.plans import read_plans, to_rows
from lineofsight.planfile.document import PlanDocument

NODES: list[dict[str, object]] = [
    {"id": "p/1", "parent": None, "level": "vision", "name": "Clean water", "text": ""},
    {"id": "p/2", "parent": "p/1", "level": "goal", "name": "Fewer leaks", "text": "In Leeds"},
    {
        **{
            "id": "p/3",
            "parent": "p/2",
            "level": "objective",
            "name": "Renew pipes",
            "owner": "CEO",
        },
        **{"start": "2026-01-01", "end": "2026-12-31"},
    },
    {"id": "p/4", "parent": "p/3", "level": "indicator", "name": "km", "target": 40, "unit": "km"},
    {"id": "p/5", "parent": "p/2", "level": "indicator", "name": "Leaks a year"},
    {"id": "p/6", "parent": "p/3", "level": "kr", "name": "Train crews", "owner": "CEO"},
]


def test_each_level_finds_its_table():
    rows = to_rows("p", NODES)

    found = {table: [row.get("id") for row in rows[table]] for table in rows}
    assert found["strategy"] == ["1"]
    assert found["pillars"] == ["2"]
    assert found["goals"] == ["3"]
    assert found["key_results"] == ["4", "6"]
    assert found["kpis"] == ["5"]


def test_parents_become_links():
    links = {(link["from_id"], link["to_id"]) for link in to_rows("p", NODES)["links"]}

    assert links == {("3", "2")}


def test_a_key_result_with_something_below_it_is_a_goal():
    below = {"id": "p/7", "parent": "p/6", "level": "indicator", "name": "Crews trained"}

    rows = to_rows("p", [*NODES, below])

    assert [goal["id"] for goal in rows["goals"]] == ["3", "6"]


@pytest.mark.parametrize(
    ("cells", "kind", "unit"),
    [
        ({"level": "indicator", "name": "Leaks", "unit": "Percentage"}, "percent", "%"),
        ({"level": "indicator", "name": "Proportion of leaks mended"}, "percent", "%"),
        ({"level": "indicator", "name": "Saved", "unit": "Dollars (in millions)"}, "currency", ""),
        ({"level": "indicator", "name": "Leaks mended"}, "number", ""),
        ({"level": "kr", "name": "Mend 40 leaks"}, "number", ""),
        ({"level": "kr", "name": "Mend 40 % of leaks"}, "percent", "%"),
        ({"level": "kr", "name": "Mend the leaks"}, "milestone", ""),
    ],
)
def test_the_words_of_a_measure_say_its_type(cells: dict[str, object], kind: str, unit: str):
    (row,) = to_rows("p", [*NODES[1:3], {"id": "p/9", "parent": "p/3", **cells}])["key_results"]

    assert row["type"] == kind
    assert unit in str(row["unit"])


def test_an_owner_is_one_person():
    second = {"id": "p/8", "parent": "p/2", "level": "objective", "name": "Count", "owner": "CEO"}
    rows = to_rows("p", [*NODES, second])

    assert [person["name"] for person in rows["people"]] == ["CEO"]
    assert {goal["owner_id"] for goal in rows["goals"]} == {rows["people"][0]["id"]}


def test_an_end_before_its_start_is_left_out():
    rows = to_rows("p", [{**NODES[1], "start": "2026-05-01", "end": "2026-01-01"}])

    assert rows["pillars"][0]["start"] == date(2026, 5, 1)
    assert rows["pillars"][0]["end"] is None


def test_a_reader_takes_it():
    document = PlanDocument.from_rows(to_rows("p", NODES))

    assert [goal["id"] for goal in document.records("goals")] == ["3"]


def test_plans_of_a_file_are_kept_apart(tmp_path: Path):
    file = tmp_path / "plans.jsonl"
    lines = [json.dumps({**node, "plan": plan}) for plan in ("p", "q") for node in NODES]
    file.write_text("\n".join(lines), encoding="utf-8")

    assert list(read_plans(file)) == ["p", "q"]


def test_a_line_that_is_no_node_is_refused_with_its_place(tmp_path: Path):
    file = tmp_path / "plans.jsonl"
    file.write_text('\n{"id": "1"}\n', encoding="utf-8")

    with pytest.raises(ValueError, match="line 2"):
        read_plans(file)
