"""Stake against chance: the marks stand where the lenses say, and nothing personal is there."""

import numpy as np
import pytest

from lineofsight.engine.codes import Scope
from lineofsight.report.html import scatter
from lineofsight.report.html.outlook import MOST_MARKS, Outlook, OutlookMaker
from lineofsight.report.html.scatter import Spot
from tests.report.html.harbour import RISING, harbour, observed, result
from tests.report.html.pages import Records, ferries, goal, page, said, supports, tree, words
from tests.report.html.test_sightline import lines


def maker(**tables: Records) -> OutlookMaker:
    drawn = lines(**tables)
    return OutlookMaker(drawn.lenses, drawn)


def outlook(**tables: Records) -> Outlook:
    return maker(**tables).make()


def many(count: int) -> dict[str, Records]:
    """So many goals of one function under one pillar."""
    tables = harbour(0)
    for number in range(count):
        tables["goals"].append(goal(f"more{number}", scope="team", team_id="boats"))
        tables["links"].append(supports(f"more{number}", "on-time"))
        tables["key_results"].append(result(f"much{number}", f"more{number}"))
        tables["observations"] += observed(f"much{number}", RISING[: 2 + number % 5])
    return tables


class TestDrawing:
    def test_every_goal_with_a_chance_has_a_mark(self) -> None:
        made = maker(**harbour())
        drawing = made.make().wide
        assert drawing is not None

        up = {tick.text: tick.at for tick in drawing.up}
        across = {tick.text: tick.at for tick in drawing.across}
        left, wide = across["0"], across["100"] - across["0"]
        bottom, tall = up["0"], up["5"] - up["0"]
        read = sorted(
            (round((one.x - left) / wide, 2), round(0.05 * ((one.y - bottom) / tall) ** 2, 2))
            for one in drawing.marks
        )
        wanted = sorted(
            (round(float(chance), 2), round(float(stake), 2))
            for chance, stake in zip(made.chance, made.stake, strict=True)
        )

        assert len(read) == 39
        assert np.array(read) == pytest.approx(np.array(wanted), abs=0.012)

    def test_what_people_set_themselves_is_left_out(self) -> None:
        made = maker(**harbour())
        scope = made.lenses.snapshot.goals.scope

        assert (scope == Scope.INDIVIDUAL).any()
        assert not (scope[made.goals] == Scope.INDIVIDUAL).any()

    def test_a_goal_stands_with_the_symbol_of_its_status(self) -> None:
        drawing = outlook(**harbour()).wide
        assert drawing is not None

        assert {one.mark for one in drawing.marks} == {
            "on-track",
            "at-risk",
            "off-track",
            "no-news",
        }

    def test_all_marks_lie_within_the_frame(self) -> None:
        found = outlook(**harbour())
        for drawing in (found.wide, found.narrow):
            assert drawing is not None
            assert all(drawing.left <= one.x <= drawing.right for one in drawing.marks)
            assert all(drawing.top <= one.y <= drawing.bottom for one in drawing.marks)

    def test_numbers_lead_to_the_goals_that_matter_most(self) -> None:
        found = outlook(**harbour())
        assert found.wide is not None

        numbers = sorted(one.label.text for one in found.wide.marks if one.label)
        assert numbers == ["1", "2", "3", "4", "5"]
        assert [one.number for one in found.named] == [1, 2, 3, 4, 5]
        assert found.named[0].goal.startswith("Boats sail safely through winter storms")

    def test_a_numbers_place_is_not_that_of_another(self) -> None:
        spots = [Spot(0.1, 0.5, "on-track", number) for number in range(1, 5)]
        drawing = scatter.draw(spots, np.zeros(0), 0.05, (720, 400))
        places = {(one.label.x, one.label.y) for one in drawing.marks if one.label}

        assert len(places) == 4


class TestMany:
    def test_the_small_ones_are_counted_below_the_axis(self) -> None:
        made = maker(**many(MOST_MARKS + 150))
        found = made.make()
        assert found.wide is not None

        counted = len(made.goals) - len(found.wide.marks)
        assert MOST_MARKS <= len(found.wide.marks) <= MOST_MARKS + 5
        assert found.counted.startswith(f"{counted} more goals, on each of which at most 0.2\xa0%")

    def test_columns_are_as_tall_as_the_goals_are_many(self) -> None:
        chances = np.array([0.05] * 40 + [0.55] * 10)
        spots = [Spot(0.1, 0.5, "on-track", 0)]
        columns = scatter.draw(spots, chances, 0.05, (720, 400)).columns

        assert len(columns) == 2
        assert columns[0].height == pytest.approx(4 * columns[1].height)
        assert columns[0].x < columns[1].x

    def test_all_are_drawn_where_they_are_few(self) -> None:
        found = outlook(**harbour())
        assert found.wide is not None

        assert found.counted == ""
        assert found.wide.columns == ()


class TestHeading:
    def test_says_how_much_rests_on_what_will_probably_not_arrive(self) -> None:
        assert outlook(**harbour()).heading == (
            "A quarter of the strategy rests on 13 goals that will probably not arrive"
        )

    def test_counts_nothing_twice(self) -> None:
        made = maker(**harbour())
        everything = np.arange(len(made.goals))

        assert made.stake.sum() > 1.5
        assert made.together(everything) == pytest.approx(1.0)

    def test_says_so_where_all_will_probably_arrive(self) -> None:
        tables = harbour(0)
        tables["observations"] = [
            *observed("trains", (20, 40, 60, 80, 99, 120)),
            *observed("storms", (82, 84, 86, 88, 90, 92)),
            *observed("rival", (20, 40, 60, 80, 99, 120)),
        ]

        assert outlook(**tables).heading == (
            "All three goals on which much rests will probably arrive"
        )


class TestNothing:
    def test_without_observations_it_says_what_is_needed(self) -> None:
        found = outlook(**ferries())

        assert found.wide is None
        assert "observations" in found.next_step

    def test_without_a_strategy_it_says_so(self) -> None:
        assert "pillar" in outlook(goals=[goal("a")]).next_step


class TestPage:
    def test_a_confidential_goal_keeps_its_place_without_its_title(self) -> None:
        text = page(**harbour())

        assert "Buy the rival line" not in text
        assert "A confidential goal" in said(text, "//section[@id='outlook']//tbody//th")

    def test_each_drawing_is_one_image_with_a_name_and_words(self) -> None:
        for drawing in tree(page(**harbour())).xpath("//svg[contains(@class, 'chart')]"):
            assert drawing.get("role") == "img"
            named, described = drawing.get("aria-labelledby").split()
            assert words(drawing.get_element_by_id(named))
            assert len(words(drawing.get_element_by_id(described))) > 40

    def test_stake_and_chance_of_the_table_are_those_of_the_lenses(self) -> None:
        made = maker(**harbour())
        first = tree(page(**harbour())).xpath("//section[@id='outlook']//tbody/tr")[0]
        cells = [words(one) for one in first]
        place = int(made.order[0])

        assert float(made.lenses.flow.stake[made.goals[place]]) == pytest.approx(0.25)
        assert cells[3:5] == ["25 %", f"{round(100 * made.chance[place])}"]
