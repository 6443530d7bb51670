"""The dilution curve: means over the ways of a function's goals, of ten at least."""

import numpy as np
import pytest

from lineofsight.engine.retained import FEWEST, follow
from lineofsight.report.html.dilution import Dilution, DilutionMaker
from tests.report.html.harbour import harbour
from tests.report.html.pages import Records, ferries, lenses, page, said


def maker(**tables: Records) -> DilutionMaker:
    return DilutionMaker(lenses(**tables))


def dilution(**tables: Records) -> Dilution:
    return maker(**tables).make()


class TestFollow:
    def test_what_is_left_is_that_of_each_goals_way(self) -> None:
        looked = lenses(**harbour())
        goals, left = follow(looked)

        for goal, row in zip(goals.tolist(), left, strict=True):
            way = looked.dilution.way(goal)
            assert way is not None
            assert row[: len(way.curve)] == pytest.approx(way.curve)
            assert np.isnan(row[len(way.curve) :]).all()

    def test_a_way_that_no_goal_on_it_takes_itself_is_followed_too(self) -> None:
        tables = harbour()
        for one in tables["goals"]:
            if one["id"] in ("on-time", "boat1"):
                one["start"] = "2026-12-24"  # not begun, and looked through by others like it
        looked = lenses(**tables)
        goals, left = follow(looked)

        assert len(goals)
        for goal, row in zip(goals.tolist(), left, strict=True):
            way = looked.dilution.way(goal)
            assert way is not None
            assert row[: len(way.curve)] == pytest.approx(way.curve)

    def test_personal_goals_are_not_judged(self) -> None:
        looked = lenses(**harbour())
        goals, _left = follow(looked)

        assert "own" not in {str(looked.snapshot.goals.ids[goal]) for goal in goals}

    def test_goals_under_pillars_that_say_little_are_not_judged(self) -> None:
        tables = harbour()
        tables["pillars"][1]["text"] = ""
        looked = lenses(**tables)
        goals, _left = follow(looked)

        assert {str(looked.snapshot.goals.team[goal]) for goal in goals} == {"0"}


class TestCurve:
    def test_a_line_is_the_mean_of_its_functions_goals(self) -> None:
        made = maker(**harbour())
        function = made.lenses.snapshot.goals.function[made.goals]

        for one in made.kept:
            mine = made.left[function == one.function]
            known = ~np.isnan(one.mean)
            assert one.mean[known] == pytest.approx(np.nanmean(mine[:, known], axis=0))

    def test_the_drawing_holds_those_means(self) -> None:
        made = maker(**harbour())
        drawing = made.make().wide
        assert drawing is not None
        worst = drawing.lines[-1]
        up = {tick.text: tick.at for tick in drawing.up}
        heights = [float(point.split()[1]) for point in worst.path.strip("M").split("L")]
        read = [1 - 0.2 * (y - up["100"]) / (up["80"] - up["100"]) for y in heights]

        assert worst.worst
        assert read == pytest.approx([1.0, *made.kept[0].mean[:2]], abs=0.002)

    def test_names_stand_apart(self) -> None:
        found = dilution(**harbour())
        assert found.wide is not None

        assert abs(np.diff([one.y for one in found.wide.labels])).min() >= 15.8

    def test_a_mean_over_fewer_than_ten_goals_is_not_told(self) -> None:
        found = dilution(**harbour(FEWEST - 2))

        assert found.too_few == 1
        assert [row.name for row in found.rows] == ["Fleet"]

    def test_a_rung_with_fewer_than_ten_goals_is_not_told(self) -> None:
        tables = harbour()
        tables["links"] = [
            one | {"to_id": "boat0"} if one["from_id"] in ("boat1", "boat2") else one
            for one in tables["links"]
        ]
        found = dilution(**tables)

        assert found.rungs == ("Rung 1", "Rung 2")
        assert all(row.kept[2] == "" for row in found.rows)


class TestHeading:
    def test_names_the_function_and_the_rung(self) -> None:
        assert dilution(**harbour()).heading == (
            "In Quays 32\xa0% of the intent is gone by the second rung, where most of it is lost"
        )

    def test_without_functions_it_speaks_of_all(self) -> None:
        tables = harbour()
        del tables["functions"]
        tables["teams"] = [{"id": one["id"], "name": one["name"]} for one in tables["teams"]]
        found = dilution(**tables)

        assert not found.by_function
        assert found.heading.endswith("of the intent is gone") or "still said" in found.heading

    def test_little_loss_is_no_news(self) -> None:
        tables = harbour()
        tables["goals"] = [one for one in tables["goals"] if not str(one["id"]).startswith("quay")]
        tables["links"] = [
            one for one in tables["links"] if not str(one["from_id"]).startswith("quay")
        ]
        tables["key_results"] = [
            one for one in tables["key_results"] if not str(one["goal_id"]).startswith("quay")
        ]
        tables["observations"] = []

        assert dilution(**tables).heading == (
            "What the pillars mean is still said in the goals below them"
        )


class TestNothing:
    def test_a_small_plan_says_what_is_needed(self) -> None:
        assert dilution(**ferries()).wide is None
        assert "sentence or two" in dilution(**ferries()).next_step

    def test_without_links_it_asks_for_them(self) -> None:
        tables = harbour()
        del tables["links"]

        assert "links" in dilution(**tables).next_step


class TestPage:
    def test_the_table_behind_holds_the_same_numbers(self) -> None:
        made = maker(**harbour())
        cells = said(page(**harbour()), "//section[@id='dilution']//tbody/tr[1]/*")
        first, second = (f"{round(100 * mean)}" for mean in made.kept[0].mean[:2])

        assert cells == ["Quays", "13", first, second, "Rung 2: −32"]

    def test_says_that_words_alone_were_compared(self) -> None:
        assert "Words alone were compared" in page(**harbour())
