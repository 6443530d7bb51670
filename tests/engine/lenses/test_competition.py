"""Pairs of measures that pull apart, where there are too many to name each."""

from typing import Any

import pytest

from lineofsight.engine.lenses import competition
from tests.engine.build import findings, lenses

Tables = dict[str, list[dict[str, Any]]]


def shared_measure(rising: int, falling: int, **trade_offs: str) -> Tables:
    """Goals G0, G1 ... with one key result each, K0 with most at stake, those that fall last."""
    count = rising + falling
    return {
        "pillars": [{"id": "A", "name": "Pillar"}],
        "goals": [{"id": f"G{i}", "title": f"Goal {i}"} for i in range(count)],
        "links": [
            {"kind": "supports", "from_id": f"G{i}", "to_id": "A", "contribution": count - i}
            for i in range(count)
        ]
        + [
            {"kind": "competes_with", "from_id": one, "to_id": other, "trade_off": "Agreed."}
            for one, other in trade_offs.items()
        ],
        "key_results": [
            {
                "id": f"K{i}",
                "goal_id": f"G{i}",
                "title": f"Result {i}",
                "measure": "hours",
                "baseline": 10,
                "target": 12 if i < rising else 8,
            }
            for i in range(count)
        ],
    }


def pairs(tables: Tables) -> list[tuple[int, int]]:
    one, other = lenses(**tables).competition.opposed
    return list(zip(one.tolist(), other.tolist(), strict=True))


def test_each_pair_is_named_while_there_are_few() -> None:
    assert pairs(shared_measure(2, 2)) == [(0, 2), (0, 3), (1, 2), (1, 3)]


def test_too_many_pairs_leave_each_key_result_its_weightiest_rival(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(competition, "MOST_PAIRS", 8)
    assert pairs(shared_measure(3, 3)) == [(0, 3), (0, 4), (0, 5), (1, 3), (2, 3)]


def test_a_rival_with_whom_all_is_agreed_gives_way_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(competition, "MOST_PAIRS", 8)
    assert (1, 3) not in pairs(shared_measure(3, 3, G1="G3"))
    assert (1, 4) in pairs(shared_measure(3, 3, G1="G3"))


def test_a_goal_does_not_compete_with_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(competition, "MOST_PAIRS", 0)
    tables = shared_measure(2, 2)
    for result in tables["key_results"]:
        result["goal_id"] = "G0"
    assert pairs(tables) == []


def test_measures_with_few_pairs_are_named_whole_beside_one_with_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(competition, "MOST_PAIRS", 5)
    tables = shared_measure(3, 3)
    for place, result in enumerate(tables["key_results"]):
        if place in (0, 1, 5):
            result["measure"] = "cost"
    assert pairs(tables) == [(0, 5), (1, 5), (2, 3), (2, 4)]


def test_a_measure_of_thousands_pulled_both_ways_gives_no_more_findings_than_measures() -> None:
    assert len(findings("LOS303", **shared_measure(600, 600))) <= 1200
