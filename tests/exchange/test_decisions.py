"""Decisions come as JSON in a column; whatever else stands there is another tool's."""

import json
from typing import Any

import pytest

from lineofsight.goals.models import Decision, Goal
from lineofsight.planfile.document import PlanDocument
from tests.exchange.doing import plan, said, take, whole

pytestmark = pytest.mark.django_db

ONE: dict[str, Any] = {"id": "D", "title": "North", "reason": "cash", "decided_on": "2026-01-05"}


def carrying(*cells: object) -> PlanDocument:
    texts = [cell if isinstance(cell, str) else json.dumps(cell) for cell in cells]
    return plan(
        goals=[
            {"id": f"G{number}", "title": "t", "decisions": text}
            for number, text in enumerate(texts, 1)
        ]
    )


@pytest.mark.parametrize(
    "other",
    [
        {"title": "x\0"},
        {"title": "\ud800"},
        {"title": 5},
        {"title": None},
        {"decided_on": "soon"},
        {"decided_on": "20260105"},
        {"decided_on": 5},
        {"review_by": "soon"},
        {"id": 7},
        {"id": "a;b"},
        {"id": ""},
        {"id": ["D"]},
        {"goal_ids": "G1"},
        {"goal_ids": [None]},
        {"link": 5},
        {"decided_by": ["ana"]},
        {"more": {"a": "\0"}},
    ],
)
def test_what_is_no_decision_is_kept_as_it_stands(other: dict[str, Any]) -> None:
    document = carrying([{**ONE, **other}])
    take(document)
    assert not Decision.objects.exists()
    assert whole() == said(document)
    assert take(document) is None


@pytest.mark.parametrize("text", ["we chose the north", "{}", "5", '["north"]', "[" * 100_000])
def test_so_is_any_other_text(text: str) -> None:
    document = carrying(text)
    take(document)
    assert Goal.objects.get().extras == {"decisions": text}
    assert take(document) is None


def test_one_decision_on_two_rows_is_one() -> None:
    document = carrying([ONE], [ONE])
    take(document)
    assert Decision.objects.get().title == "North"
    assert take(document) is None


def test_an_id_stands_for_one_decision() -> None:
    take(carrying([ONE], [{**ONE, "title": "South"}]))
    assert Decision.objects.get().title == "North"
    assert "South" in Goal.objects.get(ref="G2").extras["decisions"]


def test_what_the_export_finds_in_its_column_stays_beside_its_own() -> None:
    take(carrying([{**ONE, "goal_ids": ["G1"]}], "south of the river"))
    first, second = (row["decisions"] for row in whole()["goals"])
    assert json.loads(first)[0]["id"] == "D"
    assert second == "south of the river"
