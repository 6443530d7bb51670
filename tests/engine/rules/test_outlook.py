"""LOS504 and LOS509: report and series, and the chance of a provider in LOS108."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from tests.engine.build import Records, Tables, change, finding, findings, skipped, subjects

from lineofsight.engine.finding import Severity

TODAY = date(2026, 11, 21)
FALLING = (81.0, 80.0, 79.0, 78.0, 77.0, 76.0)
ARRIVING = (83.0, 84.5, 86.0, 87.5, 89.0, 90.5)


def ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


def plan(
    values: Sequence[float] = FALLING,
    report: str = "on_track",
    *,
    last: int = 2,
    goal: dict[str, object] | None = None,
    **cells: object,
) -> Tables:
    """Build a goal of 300 days, 180 gone, with values every 28 days, the last some days ago."""
    result: dict[str, object] = {
        "id": "K1",
        "goal_id": "G1",
        "title": "First-time fix",
        "type": "number",
        "baseline": 81,
        "target": 88,
    }
    observations: Records = [
        {"measure_id": "K1", "date": ago(last + 28 * back), "value": value, "reported": report}
        for back, value in enumerate(reversed(values))
    ]
    return {
        "people": [
            {"id": "E1", "name": "Ida Moss", "manager_id": "E3"},
            {"id": "E3", "name": "Ruth Amann"},
        ],
        "pillars": [{"id": "P1", "name": "Towns that stay"}],
        "goals": [
            {
                "id": "G1",
                "title": "A second visit is rare",
                "owner_id": "E1",
                "start": ago(180),
                "end": ago(-120),
                "cadence": "quarterly",
                **(goal or {}),
            }
        ],
        "links": [{"kind": "supports", "from_id": "G1", "to_id": "P1"}],
        "key_results": [result | cells],
        "observations": observations,
    }


class TestReportAndSeriesDiffer:
    def test_a_falling_series_reported_on_track_fires(self) -> None:
        found = finding("LOS504", **plan())

        assert found.subject == ("key_result", "K1")
        assert found.evidence["reported"] == "on_track"
        assert found.evidence["values"] == list(FALLING)
        assert list(found.evidence) == ["chance", "interval_80", "reported", "values"]
        assert found.sentence.startswith(
            "“A second visit is rare” is reported on track. “First-time fix” stands at 76, down "
            "from 81; on the way to 88 it would be 85 by now."
        )
        assert found.question == "What do you know that the numbers don't?"
        assert found.others == (("goal", "G1"),)

    def test_its_certainty_is_what_is_left_of_the_chance(self) -> None:
        found = finding("LOS504", **plan())
        chance = found.evidence["chance"]

        assert isinstance(chance, float)
        assert found.certainty == pytest.approx(1 - chance)

    def test_the_interval_lies_below_the_target(self) -> None:
        interval = finding("LOS504", **plan()).evidence["interval_80"]

        assert isinstance(interval, list)
        low, high = interval
        assert low < high < 88

    def test_the_owner_hears_first_then_the_lead(self) -> None:
        assert finding("LOS504", **plan()).people == ("E1", "E3")

    def test_the_owner_of_the_key_result_comes_before_that_of_the_goal(self) -> None:
        tables = plan(owner_id="E4")
        tables["people"].append({"id": "E4", "name": "Milan Roth"})

        assert finding("LOS504", **tables).people == ("E4", "E1", "E3")

    def test_a_series_that_arrives_is_silent(self) -> None:
        assert subjects("LOS504", **plan(ARRIVING)) == []

    @pytest.mark.parametrize("report", ["at_risk", "off_track", ""])
    def test_what_is_not_reported_on_track_is_silent(self, report: str) -> None:
        assert subjects("LOS504", **plan(report=report)) == []

    @pytest.mark.parametrize(("count", "fires"), [(4, False), (5, True)])
    def test_five_observations_are_a_series(self, count: int, fires: bool) -> None:
        assert bool(subjects("LOS504", **plan(FALLING[-count:]))) == fires

    @pytest.mark.parametrize(("last", "fires"), [(14, True), (15, False)])
    def test_a_report_counts_for_one_update_interval(self, last: int, fires: bool) -> None:
        assert bool(subjects("LOS504", **plan(last=last))) == fires

    def test_the_newest_report_may_come_with_another_key_result(self) -> None:
        tables = plan(report="at_risk")
        tables["key_results"].append({"id": "K2", "goal_id": "G1", "title": "Calls"})
        tables["observations"].append(
            {"measure_id": "K2", "date": ago(1), "value": 3, "reported": "on_track"}
        )

        assert subjects("LOS504", **tables) == ["K1"]

    def test_a_report_without_a_date_does_not_count(self) -> None:
        assert subjects("LOS504", **plan(report="", goal={"reported": "on_track"})) == []

    def test_one_low_value_is_no_series(self) -> None:
        assert subjects("LOS504", **plan((*ARRIVING[:5], 60.0))) == []

    def test_the_second_low_value_fires(self) -> None:
        assert subjects("LOS504", **plan((*ARRIVING[:4], 60.0, 60.0))) == ["K1"]

    @pytest.mark.parametrize(("days", "fires"), [(-1, False), (0, True), (30, True)])
    def test_a_planned_step_still_to_come_silences_it(self, days: int, fires: bool) -> None:
        tables = plan(schedule=f"{ago(100)}=81;{ago(days)}=88")

        assert bool(subjects("LOS504", **tables)) == fires

    def test_goals_of_one_person_are_not_forecast(self) -> None:
        assert subjects("LOS504", **plan(goal={"scope": "individual"})) == []

    @pytest.mark.parametrize("status", ["paused", "done", "cancelled", "draft"])
    def test_goals_that_are_not_active_are_silent(self, status: str) -> None:
        assert subjects("LOS504", **plan(goal={"status": status})) == []

    def test_a_falling_measure_that_rises_fires(self) -> None:
        tables = plan(tuple(162 - value for value in FALLING), baseline=81, target=74)

        assert finding("LOS504", **tables).sentence.startswith(
            "“A second visit is rare” is reported on track. “First-time fix” stands at 86, up "
            "from 81; on the way to 74 it would be 77 by now."
        )

    def test_a_measure_that_leaves_its_band_is_told_of_its_band(self) -> None:
        leaving = (81.0, 86.0, 91.0, 97.0, 102.0, 108.0)
        tables = plan(leaving, target=None, low=78, high=84)

        assert "stands at 108, up from 81; it is to be between 78 and 84." in (
            finding("LOS504", **tables).sentence
        )

    def test_a_measure_that_does_not_move_is_told_so(self) -> None:
        tables = plan((81.0,) * 8, goal={"start": ago(280), "end": ago(-20)})

        assert "stands at 81, as it did at first; on the way to 88" in (
            finding("LOS504", **tables).sentence
        )

    def test_after_the_end_it_is_told_by_when_it_was_to_arrive(self) -> None:
        tables = plan(goal={"end": ago(1)})

        assert f"it was to be 88 by {20} November 2026." in finding("LOS504", **tables).sentence

    def test_it_needs_observations(self) -> None:
        tables = {name: rows for name, rows in plan().items() if name != "observations"}

        assert skipped("LOS504", **tables) == ["no table observations"]


class TestSeverityOfADifference:
    """Never high before two update intervals, here of 14 days, since it was first true."""

    def lately(self, low_for: int) -> Tables:
        """Build a series on its way that fell, with two observations since, far below."""
        tables = plan((*ARRIVING[:4], 60.0, 60.0))
        for row, days in zip(tables["observations"][:2], (2, low_for), strict=True):
            row["date"] = ago(days)
        tables["observations"][2]["date"] = ago(low_for + 40)
        for place, row in enumerate(tables["observations"][3:]):
            row["date"] = ago(low_for + 60 + 10 * place)
        return tables

    def test_what_has_long_been_true_is_high_where_much_rests_on_it(self) -> None:
        assert finding("LOS504", **plan()).severity == Severity.HIGH

    def test_what_has_just_become_true_is_not(self) -> None:
        found = finding("LOS504", **self.lately(20))

        assert found.stake == 1
        assert found.severity == Severity.MEDIUM

    @pytest.mark.parametrize(
        ("last", "severity"), [(27, Severity.MEDIUM), (28, Severity.HIGH)], ids=["27", "28"]
    )
    def test_two_intervals_are_counted_from_the_second_low_value(
        self, last: int, severity: Severity
    ) -> None:
        tables = plan((*ARRIVING[:4], 60.0, 60.0), last=last, goal={"update_days": 14})
        tables["observations"].append(
            {"measure_id": "K1", "date": ago(1), "value": 60, "reported": "on_track"}
        )

        assert finding("LOS504", **tables).severity == severity

    def test_it_was_not_true_while_it_was_reported_at_risk(self) -> None:
        tables = plan()
        for row in tables["observations"][1:]:
            row["reported"] = "at_risk"

        assert finding("LOS504", **tables).severity == Severity.MEDIUM

    def test_it_was_not_true_while_a_step_was_to_come(self) -> None:
        tables = plan(schedule=f"{ago(100)}=81;{ago(3)}=88")

        assert finding("LOS504", **tables).severity == Severity.MEDIUM


class TestBetterThanReported:
    @pytest.mark.parametrize(
        ("report", "said"), [("at_risk", "at risk"), ("off_track", "off track")]
    )
    def test_a_series_that_arrives_and_is_reported_red_fires(self, report: str, said: str) -> None:
        found = finding("LOS509", **plan(ARRIVING, report))

        assert found.subject == ("key_result", "K1")
        assert found.sentence.startswith(
            f"“A second visit is rare” is reported {said}. “First-time fix” stands at 90.5, up "
            "from 83; it was to arrive at 88."
        )
        assert list(found.evidence) == ["chance", "reported", "values"]
        assert found.evidence["reported"] == report
        assert found.question == "May we tell people?"
        assert found.people == ("E1", "E3")

    def test_before_the_target_it_says_where_it_would_be_by_now(self) -> None:
        nearly = (81.5, 83.0, 84.2, 85.4, 86.6, 87.7)
        sentence = finding("LOS509", **plan(nearly, "at_risk")).sentence

        assert "stands at 87.7, up from 81.5; on the way to 88 it would be 85.2 by now." in sentence

    def test_a_series_reported_on_track_is_silent(self) -> None:
        assert subjects("LOS509", **plan(ARRIVING)) == []

    def test_a_falling_series_is_silent(self) -> None:
        assert subjects("LOS509", **plan(FALLING, "at_risk")) == []

    @pytest.mark.parametrize(("count", "fires"), [(4, False), (5, True)])
    def test_five_observations_are_a_series(self, count: int, fires: bool) -> None:
        assert bool(subjects("LOS509", **plan(ARRIVING[-count:], "at_risk"))) == fires

    @pytest.mark.parametrize(("last", "fires"), [(14, True), (15, False)])
    def test_a_report_counts_for_one_update_interval(self, last: int, fires: bool) -> None:
        assert bool(subjects("LOS509", **plan(ARRIVING, "at_risk", last=last))) == fires

    def test_one_high_value_is_no_series(self) -> None:
        assert subjects("LOS509", **plan((*FALLING[:5], 95.0), "at_risk")) == []

    def test_goals_of_one_person_are_not_forecast(self) -> None:
        tables = plan(ARRIVING, "at_risk", goal={"scope": "individual"})

        assert subjects("LOS509", **tables) == []

    def test_it_is_never_high(self) -> None:
        found = finding("LOS509", **plan(ARRIVING, "at_risk"))

        assert (found.stake, found.severity) == (1, Severity.MEDIUM)

    def test_a_planned_step_does_not_silence_it(self) -> None:
        tables = plan(ARRIVING, "at_risk", schedule=f"{ago(-30)}=88")

        assert subjects("LOS509", **tables) == ["K1"]

    def test_it_needs_observations(self) -> None:
        tables = {name: rows for name, rows in plan().items() if name != "observations"}

        assert skipped("LOS509", **tables) == ["no table observations"]


class TestChanceOfAProvider:
    def needed(self, values: Sequence[float] = FALLING, **goal: object) -> Tables:
        tables = plan(values, "", goal=goal)
        tables["goals"].append({"id": "G2", "title": "Boats meet buses", "owner_id": "E3"})
        link = {"kind": "depends_on", "from_id": "G2", "to_id": "G1", "accepted_on": ago(5)}
        tables["links"].append(link)
        return tables

    def test_a_provider_that_will_hardly_arrive_fires(self) -> None:
        found = finding("LOS108", **self.needed())
        chance = found.evidence["chance"]

        assert isinstance(chance, float)
        assert chance < 0.3
        assert found.sentence == (
            "“Boats meet buses” depends on “A second visit is rare”, which has, as its numbers go, "
            f"a chance of {round(100 * chance)} % of arriving."
        )
        assert found.people == ("E1", "E3")

    def test_one_that_arrives_is_silent(self) -> None:
        assert subjects("LOS108", **self.needed(ARRIVING)) == []

    def test_one_without_a_forecast_is_silent(self) -> None:
        assert subjects("LOS108", **self.needed(())) == []

    def test_goals_of_one_person_are_not_forecast(self) -> None:
        assert subjects("LOS108", **self.needed(scope="individual")) == []

    def test_what_one_person_needs_of_a_team_is_told(self) -> None:
        tables = change(self.needed(), "goals", "G2", scope="individual")

        assert subjects("LOS108", **tables) == ["G2>G1:depends_on"]

    def test_one_that_is_done_is_silent(self) -> None:
        assert subjects("LOS108", **self.needed(status="done")) == []

    def test_a_chance_stands_beside_other_causes(self) -> None:
        tables = self.needed(ARRIVING)
        tables["links"][-1] |= {"accepted_on": "", "created_on": ago(60)}
        (found,) = findings("LOS108", **tables)

        assert isinstance(found.evidence["chance"], float)
        assert "as its numbers go" not in found.sentence

    def test_no_chance_is_told_of_a_goal_of_one_person(self) -> None:
        tables = self.needed(scope="individual")
        tables["links"][-1] |= {"accepted_on": "", "created_on": ago(60)}

        assert finding("LOS108", **tables).evidence["chance"] is None
