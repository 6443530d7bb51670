"""Sightlines: what stands on each rung, and what the thread between them shows."""

import pytest

from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.report.discretion import Discretion
from lineofsight.report.html import breaks, thread
from lineofsight.report.html.measures import Measures
from lineofsight.report.html.pictures import Pictures
from lineofsight.report.html.sightline import Rung, Sightline, Sightlines
from tests.report.html.pages import Records, ferries, goal, lenses, supports


def lines(settings: Settings | None = None, **tables: Records) -> Sightlines:
    view = lenses(settings, **tables)
    return Sightlines(view, breaks.find(view), Discretion(view), Measures(view))


def line_of(key: str, *, star: bool = False, **tables: Records) -> Sightline:
    drawn = lines(**tables)
    ids = [str(one) for one in drawn.lenses.snapshot.goals.ids]
    return drawn.of_goal(ids.index(key), star=star)


def picture(rule: str, **tables: Records) -> Sightline | None:
    """The picture of the first finding of a rule."""
    drawn = lines(Settings(select=(rule,)), **tables)
    found = check(drawn.lenses.snapshot, drawn.lenses.settings, lenses=drawn.lenses).findings
    return Pictures(drawn).line(found[0])


def titles(line: Sightline) -> list[str]:
    return [rung.title.split(" reaches")[0] for rung in line.rungs]


def threads(line: Sightline) -> list[str]:
    return [rung.thread.kind for rung in line.rungs if rung.thread]


def test_runs_from_the_strategy_down_to_the_goal() -> None:
    line = line_of("part", star=True, **ferries())

    assert titles(line) == ["Sailings that leave on time", "Boats on time", "whole", "part"]
    assert [rung.mark for rung in line.rungs] == ["star", "pillar", "at-risk", "on-track"]
    assert [rung.focus for rung in line.rungs] == [False, False, False, True]


def test_a_rung_says_what_it_is_how_it_stands_and_who_answers() -> None:
    tables = ferries()
    tables["key_results"] = [
        {
            "id": "k",
            "goal_id": "part",
            "title": "On time",
            "type": "percent",
            "value": 91,
            "target": 96,
        }
    ]
    rung = line_of("part", **tables).rungs[-1]

    assert rung.kind == "Team goal, Boats"
    assert (rung.status, rung.owner) == ("On track", "Ana Silva")
    assert rung.measure == "91\xa0%, target 96\xa0%"


def test_a_break_is_a_gap_below_the_goal_that_breaks_it() -> None:
    tables = ferries()
    tables["revisions"] = [
        {"goal_id": "held", "date": "2026-09-07", "field": "status", "after": "paused"}
    ]
    line = line_of("stuck", **tables)

    assert titles(line) == ["Open all year", "held", "stuck"]
    assert threads(line) == ["whole", "broken"]
    assert line.rungs[1].note == "Here the line stops: paused since 7 September 2026."
    assert line.rungs[1].mark == "paused"


def test_what_stands_above_is_no_part_of_the_break_and_what_stands_below_is_faint() -> None:
    tables = ferries()
    tables["goals"].append(goal("lower"))
    tables["links"].append(supports("lower", "stuck"))
    line = line_of("lower", **tables)
    above, _gap, below = (rung.thread for rung in line.rungs[:3])

    assert above is not None
    assert above.shapes
    assert below is not None
    assert not below.shapes
    assert below.faint


def test_without_a_line_it_climbs_as_far_as_links_lead() -> None:
    tables = ferries()
    tables["goals"].append(goal("below"))
    tables["links"].append(supports("below", "loose"))
    line = line_of("below", **tables)

    assert titles(line) == ["The strategy", "loose", "below"]
    assert threads(line) == ["broken", "whole"]
    assert line.rungs[0].note == "Nothing on record leads up from here."


def test_a_duty_is_said_to_need_no_line() -> None:
    assert "it needs no line" in line_of("duty", **ferries()).rungs[0].note


def test_a_circle_is_said_to_lead_nowhere() -> None:
    tables = ferries()
    tables["links"].append(supports("loose", "loose"))

    assert "in a circle" in line_of("loose", **tables).rungs[0].note


def test_a_link_whose_end_changed_since_has_a_neck() -> None:
    tables = ferries()
    tables["revisions"] = [
        {
            "goal_id": "whole",
            "date": "2026-11-05",
            "field": "target",
            "before": "94",
            "after": "96",
        }
    ]
    line = line_of("part", **tables)

    assert threads(line) == ["open", "open"]
    assert line.rungs[1].note == "Changed since this link was confirmed on 1 November 2026."


@pytest.mark.parametrize(("confirmed", "note"), [("2026-03-01", True), ("2026-08-01", False)])
def test_an_old_confirmation_is_said_quietly(confirmed: str, note: bool) -> None:
    tables = ferries()
    tables["links"][1]["confirmed_on"] = confirmed
    rung = line_of("part", **tables).rungs[1]

    assert bool(rung.note) is note
    assert rung.note_kind == ("quiet" if note else "")


class TestPictures:
    def test_a_competition_shows_the_other_goal_beside(self) -> None:
        tables = ferries()
        tables["links"].append({"kind": "competes_with", "from_id": "part", "to_id": "loose"})
        line = picture("LOS303", **tables)

        assert line is not None
        last: Rung = line.rungs[-1]
        assert (last.kind, last.title.split()[0]) == ("Competes with", "loose")
        assert threads(line)[-1] == "beside"

    def test_a_pillar_shows_the_function_that_it_misses(self) -> None:
        tables = ferries()
        tables["pillars"][0]["function_ids"] = ["money"]
        line = picture("LOS103", **tables)

        assert line is not None
        assert [rung.kind for rung in line.rungs][-1] == "Counts on"
        assert line.rungs[-1].title == "Money"
        assert threads(line)[-1] == "broken"

    def test_a_pillar_that_nobody_carries_shows_the_gap(self) -> None:
        tables = ferries()
        tables["pillars"].append({"id": "zz", "name": "Unloved", "weight": 5})
        line = picture("LOS103", **tables)

        assert line is not None
        assert titles(line)[-2:] == ["Unloved", "Nobody yet"]

    def test_what_is_about_no_goal_has_no_line(self) -> None:
        tables = ferries()
        tables["functions"][0] |= {"contribution": "Boats that sail", "success_measure": ""}

        assert picture("LOS307", **tables) is None


class TestThread:
    def test_is_as_wide_as_the_line_is_strong(self) -> None:
        assert thread.width(1.0) > thread.width(0.5) > thread.width(0.01) > 0

    def test_a_gap_leaves_the_middle_empty(self) -> None:
        (upper,), (lower,) = thread.broken(1.0, 0.5).shapes, thread.broken(1.0, 0.5).faint
        heights = [
            sorted({float(point.split()[1].rstrip("Z")) for point in shape[1:].split("L")})
            for shape in (upper, lower)
        ]

        assert heights[0][-1] < heights[1][0]
