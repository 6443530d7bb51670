"""LOS304 and LOS506: where they fire, and what is only just too little."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without

CHANGES = (3, -1, 4, -2, 6, -5, 2, -4)
FIRST = date(2026, 9, 14)  # a Monday


def observations(measure: str, changes: Sequence[float], every: int = 7, late: int = 0) -> Tables:
    value, rows = 50.0, []
    for place in range(len(changes) + 1):
        day = FIRST + timedelta(every * place + late)
        rows.append({"measure_id": measure, "date": day.isoformat(), "value": value})
        value += changes[place] if place < len(changes) else 0
    return {"observations": list(rows)}


def two(first: Tables, second: Tables) -> Tables:
    """Two functions, each with a key result under one pillar, and a series for each."""
    return {
        "pillars": [{"id": "P", "name": "Uptime"}, {"id": "Q", "name": "Growth"}],
        "functions": [{"id": "F1", "name": "Operations"}, {"id": "F2", "name": "Field Service"}],
        "teams": [
            {"id": "T1", "name": "Visits", "function_id": "F1"},
            {"id": "T2", "name": "Coast", "function_id": "F2"},
        ],
        "people": [{"id": "E1", "name": "Helene"}, {"id": "E2", "name": "Thandiwe"}],
        "goals": [
            {"id": "G0", "title": "Plants run", "scope": "enterprise"},
            {"id": "G1", "title": "A visit costs less", "team_id": "T1", "owner_id": "E1"},
            {"id": "G2", "title": "Mended at once", "team_id": "T2", "owner_id": "E2"},
        ],
        "links": [
            {"kind": "supports", "from_id": "G0", "to_id": "P"},
            {"kind": "supports", "from_id": "G1", "to_id": "P"},
            {"kind": "supports", "from_id": "G2", "to_id": "P"},
        ],
        "key_results": [
            {"id": "K1", "goal_id": "G1", "title": "Visits a day", "baseline": 0, "target": 100},
            {"id": "K2", "goal_id": "G2", "title": "First time", "baseline": 0, "target": 100},
        ],
        "observations": first["observations"] + second["observations"],
    }


def opposed(changes: Sequence[float] = CHANGES, **second: int) -> Tables:
    against = [-2 * change for change in changes]
    return two(observations("K1", changes), observations("K2", against, **second))


def test_measures_that_move_against_each_other_are_a_pair() -> None:
    assert subjects("LOS304", **opposed()) == ["K1>K2"]


def test_the_finding_says_which_functions_and_how_sure() -> None:
    found = finding("LOS304", **opposed())

    assert found.sentence == (
        "When “Visits a day” (Operations) gets better, “First time” (Field Service) tends to get "
        "worse: so it went over 8 changes."
    )
    assert found.evidence == pytest.approx({"rho": -1.0, "n": 8, "p": 1 / 40320, "q": 1 / 40320})
    assert found.certainty == pytest.approx(1 - 1 / 40320, abs=1e-6)
    assert found.people == ("E1", "E2")


def test_seven_changes_are_too_few() -> None:
    assert subjects("LOS304", **opposed(CHANGES[:7])) == []


def test_a_trend_that_both_have_does_not_hide_it() -> None:
    up = [change + 20 for change in CHANGES]
    also_up = [20 - change for change in CHANGES]

    found = subjects("LOS304", **two(observations("K1", up), observations("K2", also_up)))

    assert found == ["K1>K2"]


def test_opposite_trends_alone_are_nothing() -> None:
    up, down = [5.0] * 8, [-5.0] * 8

    found = subjects("LOS304", **two(observations("K1", up), observations("K2", down)))

    assert found == []


def test_opposite_trends_with_a_gap_in_the_reports_are_nothing() -> None:
    plan = two(observations("K1", [5.0] * 12), observations("K2", [-5.0] * 12))
    missing = {(FIRST + timedelta(7 * place)).isoformat() for place in (3, 6, 7)}
    plan["observations"] = [row for row in plan["observations"] if row["date"] not in missing]

    assert subjects("LOS304", **plan) == []


def test_a_measure_that_should_fall_counts_the_other_way() -> None:
    both_rise = two(observations("K1", CHANGES), observations("K2", CHANGES))
    falling = change(both_rise, "key_results", "K2", baseline=100, target=0)

    assert subjects("LOS304", **both_rise) == []
    assert subjects("LOS304", **falling) == ["K1>K2"]


@pytest.mark.parametrize("late", [0, 1, 4])
def test_reports_on_other_days_of_the_week_are_of_the_same_periods(late: int) -> None:
    assert subjects("LOS304", **opposed(late=late)) == ["K1>K2"]


def test_monthly_reports_on_other_days_are_of_the_same_periods() -> None:
    months = [date(2026, month, 2) for month in range(3, 12)]
    plan = opposed()
    for place, row in enumerate(plan["observations"]):
        row["date"] = months[place % 9].replace(day=4 if place < 9 else 19).isoformat()

    assert subjects("LOS304", **plan) == ["K1>K2"]


def test_several_reports_in_a_week_are_one() -> None:
    plan = opposed(late=4)
    plan["observations"] += [
        {"measure_id": "K2", "date": (FIRST + timedelta(7 * week + 1)).isoformat(), "value": 7}
        for week in range(9)
    ]

    assert subjects("LOS304", **plan) == ["K1>K2"]


@pytest.mark.parametrize(
    ("table", "identifier", "cells"),
    [
        ("teams", "T2", {"function_id": "F1"}),
        ("goals", "G2", {"team_id": None}),
        ("goals", "G2", {"status": "paused"}),
        ("key_results", "K1", {"target": None}),
        ("key_results", "K1", {"baseline": 100}),
        ("key_results", "K1", {"low": 20, "high": 60}),
    ],
)
def test_what_cannot_be_compared_is_not(table: str, identifier: str, cells: dict[str, object]):
    assert subjects("LOS304", **change(opposed(), table, identifier, **cells)) == []


def test_measures_of_different_pillars_are_not_compared() -> None:
    plan = opposed()
    plan["links"][2] = {"kind": "supports", "from_id": "G2", "to_id": "Q"}

    assert subjects("LOS304", **plan) == []


def test_two_rungs_below_the_pillar_are_compared_and_three_are_not() -> None:
    plan = opposed()
    plan["links"][2] = {"kind": "supports", "from_id": "G2", "to_id": "G0"}
    assert subjects("LOS304", **plan) == ["K1>K2"]

    plan["goals"].append({"id": "G9", "title": "Between"})
    plan["links"][0] = {"kind": "supports", "from_id": "G9", "to_id": "P"}
    plan["links"].append({"kind": "supports", "from_id": "G0", "to_id": "G9"})
    assert subjects("LOS304", **plan) == []


def test_reports_after_the_instant_are_not_known() -> None:
    assert subjects("LOS304", as_of="2026-11-08", **opposed()) == []


def test_with_many_pairs_one_has_to_be_rarer() -> None:
    plan = opposed([3, -1, 4, -2, 6, -5, 2, 1])
    for row in plan["observations"]:
        if row["measure_id"] == "K2" and row["date"] > "2026-11-02":
            row["value"] = float(str(row["value"])) + 9  # nearly, but not quite, the opposite
    alone = finding("LOS304", **plan)
    assert alone.evidence["q"] == alone.evidence["p"]

    for place in range(3, 24):
        plan["key_results"].append(
            {"id": f"K{place}", "goal_id": "G2", "title": "Calm", "baseline": 0, "target": 9}
        )
        plan["observations"] += observations(f"K{place}", [0.0] * 8)["observations"]
    among_many = subjects("LOS304", **plan)

    assert float(str(alone.evidence["p"])) > 0.05 / 22 / 3.7
    assert among_many == []


def test_the_weightiest_measures_are_compared_where_there_are_very_many() -> None:
    plan = opposed()
    plan["links"][1]["contribution"] = 0.01
    plan["links"][2]["contribution"] = 0.5
    plan["links"][0]["contribution"] = 0.5
    for place in range(200):
        plan["key_results"].append(
            {"id": f"L{place:03}", "goal_id": "G2", "title": "Calm", "baseline": 0, "target": 9}
        )
        plan["observations"] += observations(f"L{place:03}", [0.0] * 8)["observations"]

    assert subjects("LOS304", **plan) == []


def test_without_observations_it_is_not_run() -> None:
    assert skipped("LOS304", **without(opposed(), "observations")) == ["no table observations"]


# --- LOS506


def cycles(*ended: tuple[str, int, float]) -> Tables:
    """A team; for each cycle its end, the number of its key results, and what half reached."""
    plan: Tables = {"teams": [{"id": "T1", "name": "Lines", "lead_id": "E1"}]}
    plan["people"] = [{"id": "E1", "name": "Ida"}]
    plan["goals"], plan["key_results"] = [], []
    for end, count, value in ended:
        goal = f"G{len(plan['goals'])}"
        plan["goals"].append(
            {"id": goal, "title": "Lines hold", "team_id": "T1", "status": "done", "end": end}
        )
        for place in range(count):
            plan["key_results"].append(
                {
                    "id": f"{goal}.{place}",
                    "goal_id": goal,
                    "title": "Tested",
                    "baseline": 0,
                    "target": 100,
                    "value": value if place <= count // 2 else 20,
                }
            )
    return plan


THREE = (("2026-03-31", 8, 130), ("2026-06-30", 8, 140), ("2026-09-30", 8, 150))


def test_three_cycles_far_above_target_leave_room_for_more() -> None:
    found = finding("LOS506", **cycles(*THREE))

    assert found.subject.id == "T1"
    assert found.evidence == {
        "quarters": ["2026-Q1", "2026-Q2", "2026-Q3"],
        "medians": [1.3, 1.4, 1.5],
    }
    assert found.severity.word != "high"
    assert found.people == ("E1",)


@pytest.mark.parametrize(
    "ended",
    [
        THREE[1:],
        (("2026-03-31", 7, 130), *THREE[1:]),
        (("2026-03-31", 8, 129.9), *THREE[1:]),
        (*THREE, ("2026-11-20", 8, 100)),
    ],
    ids=["two cycles", "seven results", "not quite", "a lower one since"],
)
def test_less_than_that_is_silent(ended: tuple[tuple[str, int, float], ...]) -> None:
    assert subjects("LOS506", **cycles(*ended)) == []


@pytest.mark.parametrize(
    "ended",
    [
        (("2025-12-31", 8, 50), *THREE),
        (("2025-12-31", 8, 130), *THREE[1:]),
        (*THREE, ("2026-11-20", 7, 100)),
        (*THREE, ("2026-11-21", 8, 100)),
    ],
    ids=["long ago", "a quarter between", "few since", "ends today"],
)
def test_other_cycles_do_not_hide_three(ended: tuple[tuple[str, int, float], ...]) -> None:
    assert subjects("LOS506", **cycles(*ended)) == ["T1"]


@pytest.mark.parametrize("cells", [{"scope": "individual"}, {"status": "cancelled"}])
def test_goals_of_one_person_and_cancelled_ones_do_not_count(cells: dict[str, object]) -> None:
    assert subjects("LOS506", **change(cycles(*THREE), "goals", "G1", **cells)) == []


def test_a_key_result_that_nobody_measured_does_not_count() -> None:
    plan = change(cycles(*THREE), "key_results", "G1.3", value=None)

    assert subjects("LOS506", **plan) == []


def test_the_end_of_the_key_result_counts_before_that_of_the_goal() -> None:
    plan = change(cycles(*THREE), "key_results", "G1.3", end="2026-09-30")

    assert subjects("LOS506", **plan) == []


def test_goals_without_a_team_are_those_of_their_owners_team() -> None:
    plan = cycles(*THREE)
    plan["people"][0]["team_id"] = "T1"
    for goal in plan["goals"]:
        del goal["team_id"]
        goal["owner_id"] = "E1"

    assert subjects("LOS506", **plan) == ["T1"]
