"""Fans: what was observed, planned and may come stands where the lenses say."""

import math
from datetime import date, timedelta

import numpy as np
import pytest

from lineofsight.engine.check import check
from lineofsight.report.html import fandraw
from lineofsight.report.html.fans import MOST, FanMaker, Fans, odds
from lineofsight.report.html.measures import Measures
from tests.report.html.harbour import FALLING, RISING, STILL, harbour, observed
from tests.report.html.pages import Records, ferries, goal, page, said
from tests.report.html.test_sightline import lines


def maker(**tables: Records) -> FanMaker:
    drawn = lines(**tables)
    return FanMaker(drawn.lenses, drawn, Measures(drawn.lenses))


def fans(**tables: Records) -> Fans:
    made = maker(**tables)
    lenses = made.lenses
    return made.make(check(lenses.snapshot, lenses.settings, lenses=lenses).findings)


def only(key: str, **cells: object) -> dict[str, Records]:
    """The plan with one key result, and what is said of it."""
    tables = harbour(0)
    (mine,) = (one for one in tables["key_results"] if one["id"] == key)
    tables["key_results"] = [mine | cells]
    tables["observations"] = [one for one in tables["observations"] if one["measure_id"] == key]
    return tables


def places(path: str) -> list[tuple[float, float]]:
    """The points of an SVG path."""
    found = [part.split() for part in path.strip("MZ").split("L")]
    return [(float(x), float(y)) for x, y in found]


class TestChoice:
    def test_those_whose_report_and_series_differ_come_first(self) -> None:
        tables = harbour()
        tables["observations"] = [
            one for one in tables["observations"] if one["measure_id"] != "ledger3"
        ]
        tables["observations"] += [
            one | {"reported": "on_track"} for one in observed("ledger3", STILL)
        ]
        found = fans(**tables)

        assert found.fans[0].title == "ledger3 in a hundred"
        assert found.fans[0].worse
        assert found.heading == "One key result runs otherwise than it is reported"

    def test_then_those_on_which_most_rests(self) -> None:
        found = fans(**harbour())

        assert [one.title.split()[0] for one in found.fans[:2]] == ["trains", "storms"]

    def test_at_most_six_of_them(self) -> None:
        found = fans(**harbour())

        assert len(found.fans) == MOST
        assert found.total == 38

    @pytest.mark.parametrize("hidden", ["tides", "rival"])
    def test_neither_personal_nor_confidential_goals(self, hidden: str) -> None:
        assert fans(**only(hidden)).fans == ()

    def test_nothing_that_was_seen_less_than_five_times(self) -> None:
        tables = only("trains")
        tables["observations"] = observed("trains", RISING[:4])

        assert fans(**tables).fans == ()

    def test_no_goal_twice(self) -> None:
        tables = harbour(0)
        tables["key_results"].append(tables["key_results"][0] | {"id": "buses"})
        tables["observations"] += observed("buses", RISING)

        assert len({one.goal for one in fans(**tables).fans}) == len(fans(**tables).fans) == 2


class TestWords:
    def test_where_it_stands_and_would_be_and_how_often_such_series_arrive(self) -> None:
        (found,) = fans(**only("storms")).fans

        assert found.said == (
            "76\xa0%, down from 81 in Feb 2026; on the way to 88\xa0% it would be 87\xa0% by now. "
            "Fewer than 1 in 30 such series still arrived."
        )

    def test_after_the_end_it_says_what_was_to_be(self) -> None:
        (found,) = fans(**only("trains", end="2026-11-19")).fans

        assert "it was to be 100\xa0% by 19 November 2026." in found.said

    def test_a_band_is_said_as_one(self) -> None:
        cells = {"low": 70, "high": 90, "target": None, "baseline": 81}
        (found,) = fans(**only("storms", **cells)).fans

        assert "it is to stay between 70 and 90\xa0%." in found.said

    def test_a_long_unit_is_said_once(self) -> None:
        (found,) = fans(**only("storms", unit="passengers an hour and pier")).fans

        assert found.unit.startswith("passengers an hour and pier; 1 January 2026")
        assert "passengers" not in found.said

    @pytest.mark.parametrize(
        ("chance", "words"),
        [
            (0.02, "Fewer than 1 in 30"),
            (0.1, "About 1 in 10"),
            (0.35, "About 1 in 3"),
            (0.4, "About 4 in 10"),
            (0.95, "About 10 in 10"),
            (0.97, "More than 19 in 20"),
        ],
    )
    def test_chances_are_told_as_so_many_in_so_many(self, chance: float, words: str) -> None:
        assert odds(chance).startswith(words)

    @pytest.mark.parametrize("tables", [ferries(), {"goals": [goal("a")]}, only("tides")])
    def test_without_enough_values_it_says_what_is_needed(self, tables: dict[str, Records]) -> None:
        found = fans(**tables)

        assert found.fans == ()
        assert found.heading.startswith("Too little has been observed")
        assert found.next_step


class TestDrawing:
    def test_observations_and_plan_lie_on_the_axes(self) -> None:
        (found,) = fans(**only("trains")).fans
        drawing = found.drawing
        up = {tick.text: tick.at for tick in drawing.up}
        seen = [(y - up["0"]) / (up["100"] - up["0"]) for _x, y in places(drawing.seen)]

        assert [100 * one for one in seen] == pytest.approx(RISING, abs=0.5)
        assert places(drawing.planned)[0][1] == up["0"]
        assert places(drawing.planned)[-1] == (fandraw.RIGHT, up["100"])

    def test_the_fan_opens_from_the_last_value_to_the_interval_of_the_lens(self) -> None:
        made = maker(**only("trains"))
        lenses, results = made.lenses, np.array([0])
        drawing = made.make(()).fans[0].drawing
        up = {float(tick.text.replace(",", "")): tick.at for tick in drawing.up}
        (low, at_low), (high, at_high) = min(up.items()), max(up.items())

        def value(y: float) -> float:
            return low + (y - at_low) / (at_high - at_low) * (high - low)

        now = lenses.forecast.now(results)
        half = lenses.forecast.interval(results, 0.5)
        for path, wanted in (
            (drawing.wider, (now.low[0], now.high[0])),
            (drawing.narrower, (half[0][0], half[1][0])),
        ):
            points = places(path)
            ends = sorted(value(y) for x, y in points if x == fandraw.RIGHT)
            assert points[0] == points[-1] == drawing.last
            assert ends == pytest.approx(sorted(wanted), abs=0.6)

    def test_very_many_observations_are_thinned_and_the_last_stays(self) -> None:
        tables = only("trains")
        tables["observations"] = [
            {"measure_id": "trains", "date": date(2026, 1, 2) + timedelta(day), "value": day / 4}
            for day in range(300)
        ]
        (found,) = fans(**tables).fans
        points = places(found.drawing.seen)

        assert len(points) == fandraw.MOST_DRAWN
        assert found.drawing.dots == ()
        assert points[-1] == found.drawing.last

    @pytest.mark.parametrize(
        "values", [(5,) * 6, (0,) * 6, (1e12,) * 6, (-3, 4e9, 0, -2e9, 7, 1), (1e-9,) * 6]
    )
    def test_all_lies_within_the_frame_whatever_the_values(self, values: tuple[float, ...]) -> None:
        tables = only("trains")
        tables["observations"] = observed("trains", values)
        (found,) = fans(**tables).fans
        drawing = found.drawing
        points = [
            point
            for path in (drawing.seen, drawing.planned, drawing.wider, drawing.narrower)
            if path
            for point in places(path)
        ]

        assert all(math.isfinite(x) and math.isfinite(y) for x, y in points)
        assert all(fandraw.LEFT <= x <= fandraw.RIGHT for x, _y in points)
        assert all(fandraw.TOP <= y <= fandraw.BOTTOM for _x, y in points)

    def test_labels_at_the_end_do_not_lie_on_each_other(self) -> None:
        for one in fans(**harbour()).fans:
            heights = sorted(label.y for label in one.drawing.labels)
            assert min(np.diff(heights)) >= fandraw.LINE - 0.2

    def test_a_band_is_shaded(self) -> None:
        cells = {"low": 70, "target": None, "baseline": 81}
        (found,) = fans(**only("storms", **cells)).fans

        assert found.drawing.target is None
        assert found.drawing.band is not None
        assert found.drawing.band[0] == fandraw.TOP


class TestPage:
    def test_plan_against_actual_is_the_table_behind(self) -> None:
        made = maker(**only("storms"))
        course = made.lenses.courses.of(0)
        text = page(**only("storms"))
        until, planned, actual = (
            said(text, f"//section[@id='fans']//tbody/tr/td[{column}]") for column in (1, 2, 3)
        )

        assert len(until) == len(course.periods) == 12
        assert (until[-1], planned[-1], actual[-1]) == ("31 December 2026", "88", "–")
        assert actual[8] == f"{FALLING[-2]}"
