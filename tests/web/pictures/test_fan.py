"""The fan: what was seen, what was planned, where it will end."""

from datetime import date
from typing import Any

from lineofsight.web.pictures.fan import BOTTOM, TOP, Fan, fan

TODAY = date(2026, 11, 18)
TOLD: dict[str, Any] = {
    "seen": [["2026-07-01", 9.4], ["2026-09-01", 8.2], ["2026-11-16", 7.1]],
    "plan": [["2026-07-01", 9.4], ["2026-12-31", 5.0]],
    "end": "2026-12-31",
    "centre": 5.6,
    "low50": 5.1,
    "high50": 6.1,
    "low80": 4.6,
    "high80": 6.7,
}


def drawn(**changed: Any) -> Fan:
    found = fan({**TOLD, **changed}, target=5.0, today=TODAY)
    assert found is not None
    return found


def test_without_values_there_is_no_picture() -> None:
    assert fan({**TOLD, "seen": []}, target=5.0, today=TODAY) is None


def test_without_a_forecast_only_what_was_seen_and_planned_is_drawn() -> None:
    shown = drawn(centre=None)
    assert shown.observed
    assert shown.planned
    assert (shown.wider, shown.narrower, shown.middle) == ("", "", "")


def test_a_target_and_a_forecast_are_named_beside_the_drawing() -> None:
    assert {label.text for label in drawn().labels} == {"5", "5.6"}


def test_names_that_would_touch_are_moved_apart() -> None:
    first, second = drawn(centre=5.01).labels
    assert abs(first.y - second.y) >= 15.0


def test_the_forecast_begins_where_the_observations_end() -> None:
    shown = drawn()
    x, y = shown.last
    assert shown.middle.startswith(f"M{x:.1f} {y:.1f}")


def test_everything_stays_in_its_box() -> None:
    shown = drawn(high80=40.0, centre=30.0)
    heights = [tick.at for tick in shown.up]
    assert min(heights) >= TOP - 0.1
    assert max(heights) <= BOTTOM + 0.1
