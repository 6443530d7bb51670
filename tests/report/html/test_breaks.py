"""Where lines end, and what the grid makes of it."""

import numpy as np
import pytest

from lineofsight.engine.codes import Scope
from lineofsight.report.html import breaks, grid
from lineofsight.report.html.breaks import Breaks
from tests.report.html.pages import Records, ferries, goal, lenses, said, supports
from tests.report.html.pages import page as write


def found(**tables: Records) -> tuple[Breaks, list[str]]:
    view = lenses(**tables)
    return breaks.find(view), [str(key) for key in view.snapshot.goals.ids]


def test_a_line_ends_at_the_goal_that_is_paused_or_at_the_highest_one_reached() -> None:
    ends, ids = found(**ferries())
    at = {ids[goal]: ids[ends.at[goal]] for goal in ends.broken.tolist()}

    assert at == {"stuck": "held", "loose": "loose"}


def test_a_duty_needs_no_line_and_a_paused_goal_is_not_counted() -> None:
    ends, ids = found(**ferries())

    assert {ids[one] for one in np.flatnonzero(ends.counted)} == {"whole", "part", "stuck", "loose"}
    assert ends.n_counted - ends.n_whole == 2


def test_rungs_are_the_scopes_in_use() -> None:
    ends, ids = found(**ferries())

    assert ends.scopes == (Scope.ENTERPRISE, Scope.FUNCTION, Scope.TEAM)
    assert ends.scopes[ends.rung[ids.index("stuck")]] == Scope.FUNCTION
    assert ends.scopes[ends.rung[ids.index("loose")]] == Scope.TEAM


def test_without_scopes_rungs_are_distances_from_the_strategy() -> None:
    goals = [goal("a"), goal("b"), goal("c")]
    ends, ids = found(
        pillars=[{"id": "p", "name": "P"}],
        goals=goals,
        links=[supports("a", "p"), supports("b", "a")],
    )

    assert [one.long for one in ends.labels] == ["Rung 1", "Rung 2"]
    assert ends.rung[ids.index("c")] == 0


def test_far_rungs_share_the_last_column() -> None:
    goals = [goal(f"g{n:02}") for n in range(12)]
    links = [supports("g00", "p"), *(supports(f"g{n:02}", f"g{n - 1:02}") for n in range(1, 12))]
    ends, _ids = found(pillars=[{"id": "p", "name": "P"}], goals=goals, links=links)

    assert len(ends.labels) == breaks.MOST_RUNGS
    assert ends.labels[-1].long == "Rung 6 and below"


def test_an_orphan_below_orphans_ends_at_the_top_of_its_chain() -> None:
    ends, ids = found(
        pillars=[{"id": "p", "name": "P"}],
        goals=[goal("low"), goal("mid"), goal("top")],
        links=[supports("low", "mid"), supports("mid", "top")],
    )

    assert {ids[one] for one in ends.at} == {"top"}


def test_goals_in_a_circle_have_an_end_too() -> None:
    ends, _ids = found(
        pillars=[{"id": "p", "name": "P"}],
        goals=[goal("a"), goal("b")],
        links=[supports("a", "b"), supports("b", "a")],
    )

    assert (ends.at >= 0).all()
    assert ends.n_whole == 0


def test_without_a_root_no_goal_needs_a_line() -> None:
    ends, _ids = found(goals=[goal("a", scope="team")])

    assert ends.n_counted == 0


class TestGrid:
    def rows(self) -> dict[str, grid.Row]:
        view = lenses(**ferries())
        return {row.name: row for row in grid.GridMaker(view, breaks.find(view)).make().rows}

    def test_shares_fall_where_lines_end_and_stay_fallen(self) -> None:
        cells = self.rows()["Quays"].cells

        assert [cell.share for cell in cells] == [100, 0, 0]
        assert [cell.lost for cell in cells] == [0, 1, 0]

    def test_what_is_left_and_what_is_lost_is_all(self) -> None:
        for row in self.rows().values():
            assert row.goals == row.whole + sum(cell.lost for cell in row.cells)

    def test_the_worst_rung_is_marked_once_and_only_where_a_line_ends(self) -> None:
        marks = {name: [cell.worst for cell in row.cells] for name, row in self.rows().items()}

        assert marks == {
            "Quays": [False, True, False],
            "Money": [False, False, True],
            "Fleet": [False, False, False],
        }

    def test_functions_with_most_broken_lines_come_first(self) -> None:
        assert list(self.rows())[-1] == "Fleet"

    def test_a_plan_without_functions_has_one_row(self) -> None:
        text = write(
            pillars=[{"id": "p", "name": "P"}], goals=[goal("a")], links=[supports("a", "p")]
        )

        assert said(text, "//table[contains(@class,'cascade')]/tbody/tr/th/span[1]") == [
            "All goals"
        ]


def answers(counts: dict[str, int], share: float = 0.5) -> Records:
    return [
        {
            "wave": "1",
            "question": "can_explain",
            "kind": "share",
            "group_kind": "function",
            "group_id": key,
            "score": share,
            "count": count,
        }
        for key, count in counts.items()
    ]


class TestPractice:
    def shown(self, **counts: int) -> dict[str, int]:
        view = lenses(**ferries(), answers=answers(counts))
        rows = grid.GridMaker(view, breaks.find(view)).make().rows
        return {row.name: row.practice.share for row in rows if row.practice}

    def test_five_answers_are_shown_and_four_are_not(self) -> None:
        assert self.shown(fleet=5, quays=20, money=4)["Fleet"] == -1  # else 4 could be told
        assert self.shown(fleet=5, quays=20)["Fleet"] == 50
        assert self.shown(fleet=4, quays=20)["Fleet"] == -1

    @pytest.mark.parametrize("small", [1, 4])
    def test_one_hidden_group_hides_the_next_smallest_too(self, small: int) -> None:
        shown = self.shown(fleet=small, quays=8, money=30)

        assert shown == {"Fleet": -1, "Quays": -1, "Money": 50}

    def test_hidden_groups_that_are_large_together_hide_no_other(self) -> None:
        assert self.shown(fleet=4, quays=4, money=30)["Money"] == 50

    def test_who_was_not_asked_is_not_a_zero(self) -> None:
        assert self.shown(quays=20) == {"Fleet": -1, "Money": -1, "Quays": 50}
