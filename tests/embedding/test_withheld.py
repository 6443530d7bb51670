"""What a confidential goal says stays here, in whatever text it stands."""

import pytest

from lineofsight.embedding.withheld import Withheld
from tests.engine.build import snapshot

PLAN = {
    "goals": [
        {
            "id": "S1",
            "title": "Project Falcon",
            "text": "Buy the bakeries of our neighbour before the spring.",
            "confidential": True,
        },
        {"id": "S2", "title": "Close the oldest of the three ovens", "confidential": "yes"},
        {"id": "G1", "title": "Bread of this morning in every shop", "text": "By noon."},
    ],
    "key_results": [
        {"id": "K1", "goal_id": "S1", "title": "Contracts signed with all nine owners"},
        {"id": "K2", "goal_id": "G1", "title": "Shops with fresh bread at noon"},
    ],
    "revisions": [
        {
            "goal_id": "S2",
            "date": "2026-03-01",
            "field": "title",
            "before": "Close two of the three ovens",
            "after": "Close the oldest of the three ovens",
        },
        {
            "goal_id": "S2",
            "date": "2026-03-02",
            "field": "status",
            "before": "draft",
            "after": "active",
        },
    ],
}


@pytest.fixture(scope="module")
def withheld() -> Withheld:
    return Withheld(snapshot(**PLAN))


@pytest.mark.parametrize(
    "text",
    [
        "Project Falcon",
        "project  falcon.",
        "Project Falcon\nBuy the bakeries of our neighbour before the spring.",
        "Buy the bakeries of our neighbour before the spring.",
        "Buy the bakeries of our neighbour",
        "Close the oldest of the three ovens",
        "Supports: close the oldest of the three ovens!",
        "Close two of the three ovens",
        "Contracts signed with all nine owners (number)",
    ],
)
def test_what_a_confidential_goal_says_is_withheld(withheld: Withheld, text: str) -> None:
    assert withheld(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bread of this morning in every shop By noon.",
        "Shops with fresh bread at noon",
        "Active",
        "Name the project falcon-like",
        "Buy the flour",
    ],
)
def test_other_texts_are_not(withheld: Withheld, text: str) -> None:
    assert not withheld(text)


def test_a_plan_without_confidential_goals_withholds_nothing() -> None:
    open_goal = {"id": "G1", "title": "Bread of this morning in every shop"}

    assert not Withheld(snapshot(goals=[open_goal]))("Bread of this morning in every shop")
