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
    assert found["goals"] == ["3", "6"]
    assert found["key_results"] == ["4"]
    assert found["kpis"] == ["5"]


def test_parents_become_links():
    links = {(link["from_id"], link["to_id"]) for link in to_rows("p", NODES)["links"]}

    assert links == {("3", "2"), ("6", "3")}


def test_an_owner_is_one_person():
    rows = to_rows("p", NODES)

    assert [person["name"] for person in rows["people"]] == ["CEO"]
    assert {goal["owner_id"] for goal in rows["goals"]} == {rows["people"][0]["id"]}


def test_an_end_before_its_start_is_left_out():
    rows = to_rows("p", [{**NODES[1], "start": "2026-05-01", "end": "2026-01-01"}])

    assert rows["pillars"][0]["start"] == date(2026, 5, 1)
    assert rows["pillars"][0]["end"] is None


def test_a_reader_takes_it():
    document = PlanDocument.from_rows(to_rows("p", NODES))

    assert [goal["id"] for goal in document.records("goals")] == ["3", "6"]


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
