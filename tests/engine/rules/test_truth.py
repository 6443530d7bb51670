"""LOS501, LOS502, LOS503 and LOS505: is what we believe still so."""

import pytest
from tests.engine.build import Tables, change, finding, findings, skipped, subjects, without

Row = dict[str, object]


def plan(**more: list[Row]) -> Tables:
    """Build two goals, one under the other, and who owns them."""
    tables: Tables = {
        "people": [
            {"id": "E1", "name": "Ida Moss", "manager_id": "E3"},
            {"id": "E2", "name": "Milan Roth", "manager_id": "E3"},
            {"id": "E3", "name": "Ruth Amann"},
        ],
        "pillars": [{"id": "P1", "name": "Towns that stay"}],
        "goals": [
            {"id": "G1", "title": "Quotes leave within a day", "owner_id": "E1"},
            {"id": "G2", "title": "No quote is sent twice", "owner_id": "E2"},
        ],
        "links": [
            {"kind": "supports", "from_id": "G1", "to_id": "P1"},
            {"kind": "supports", "from_id": "G2", "to_id": "G1"},
        ],
    }
    return {**tables, **more}


class TestExpiredAssumption:
    def believed(self, **values: object) -> Tables:
        row: Row = {
            "id": "A1",
            "text": "Copper stays below nine euros",
            "owner_id": "E3",
            "review_by": "2026-11-20",
            "goal_ids": "G1;G2",
        }
        return plan(assumptions=[row | values])

    def test_a_review_that_has_passed_fires(self) -> None:
        found = finding("LOS501", **self.believed())

        assert found.subject == ("assumption", "A1")
        assert found.evidence == {"review_by": "2026-11-20", "days": 1, "goals": ["G1", "G2"]}
        assert found.sentence == (
            "“Copper stays below nine euros” was to be looked at again by 20 November 2026, "
            "1 day ago. 2 goals rest on it."
        )
        assert found.others == (("goal", "G1"), ("goal", "G2"))
        assert found.question == "Do we still believe this, and how would we know?"

    def test_its_owner_hears_first_then_those_whose_goals_rest_on_it(self) -> None:
        assert finding("LOS501", **self.believed()).people == ("E3", "E1", "E2")

    def test_on_the_day_of_the_review_it_is_silent(self) -> None:
        assert subjects("LOS501", **self.believed(review_by="2026-11-21")) == []

    def test_without_a_date_it_is_silent(self) -> None:
        assert subjects("LOS501", **self.believed(review_by="")) == []

    @pytest.mark.parametrize("state", ["believed", ""])
    def test_believed_is_what_it_is_where_nothing_is_said(self, state: str) -> None:
        assert subjects("LOS501", **self.believed(state=state)) == ["A1"]

    def test_found_false_it_is_left_to_los502(self) -> None:
        assert subjects("LOS501", **self.believed(state="false")) == []

    @pytest.mark.parametrize(
        ("decided", "fires"),
        [("2026-10-20", True), ("2026-10-21", False), ("", False), ("2026-11-22", True)],
        ids=["31 days before", "30 days before", "not dated", "only tomorrow: still believed"],
    )
    def test_confirmed_long_before_its_review_it_has_aged(self, decided: str, fires: bool) -> None:
        tables = self.believed(state="confirmed", decided_on=decided)

        assert bool(subjects("LOS501", **tables)) == fires

    def test_only_active_goals_rest_on_it(self) -> None:
        tables = change(self.believed(), "goals", "G1", status="done")

        found = finding("LOS501", **tables)

        assert found.evidence["goals"] == ["G2"]
        assert found.sentence.endswith("1 goal rests on it.")

    def test_one_on_which_nothing_rests_any_more_is_silent(self) -> None:
        tables = change(self.believed(goal_ids="G1"), "goals", "G1", status="cancelled")

        assert subjects("LOS501", **tables) == []

    def test_its_stake_is_what_its_goals_hold_together_counted_once(self) -> None:
        assert finding("LOS501", **self.believed()).stake == 1

    def test_it_needs_assumptions(self) -> None:
        assert skipped("LOS501", **plan()) == ["no table assumptions"]


class TestBrokenAssumption:
    def false(self, *revisions: tuple[str, str], **values: object) -> Tables:
        """Build an assumption found false on 10 November, and revisions: (goal, date)."""
        row: Row = {
            "id": "A1",
            "text": "Copper stays below nine euros",
            "owner_id": "E3",
            "state": "false",
            "decided_on": "2026-11-10",
            "goal_ids": "G1",
        }
        changes: list[Row] = [
            {"goal_id": goal, "date": day, "field": "text"} for goal, day in revisions
        ]
        first: Row = {"goal_id": "G1", "date": "2026-01-01", "field": "owner"}
        return plan(assumptions=[row | values], revisions=[first, *changes])

    def test_goals_on_it_and_below_that_nobody_looked_at_fire(self) -> None:
        found = finding("LOS502", **self.false())

        assert found.subject == ("assumption", "A1")
        assert found.evidence == {
            "decided_on": "2026-11-10",
            "goals_not_reconsidered": ["G1", "G2"],
        }
        assert found.sentence == (
            "“Copper stays below nine euros” turned out not to be so on 10 November 2026. "
            "2 goals that rest on it have not been looked at since."
        )
        assert found.question == "Knowing this, would we set the goal the same way today?"

    def test_owners_of_the_goals_hear_first_then_its_own(self) -> None:
        assert finding("LOS502", **self.false()).people == ("E1", "E2", "E3")

    def test_a_revision_on_the_very_day_is_a_look(self) -> None:
        found = finding("LOS502", **self.false(("G1", "2026-11-10")))

        assert found.evidence["goals_not_reconsidered"] == ["G2"]
        assert found.sentence.endswith("1 goal that rests on it has not been looked at since.")

    def test_one_the_day_before_is_none(self) -> None:
        found = finding("LOS502", **self.false(("G1", "2026-11-09"), ("G2", "2026-11-12")))

        assert found.evidence["goals_not_reconsidered"] == ["G1"]

    def test_one_still_to_come_is_not_known(self) -> None:
        found = finding("LOS502", **self.false(("G1", "2026-11-22"), ("G2", "2026-11-21")))

        assert found.evidence["goals_not_reconsidered"] == ["G1"]

    def test_once_all_were_looked_at_it_is_silent(self) -> None:
        assert subjects("LOS502", **self.false(("G1", "2026-11-11"), ("G2", "2026-11-12"))) == []

    @pytest.mark.parametrize(
        "values",
        [{"state": "believed"}, {"decided_on": ""}, {"decided_on": "2026-11-22"}, {"goal_ids": ""}],
        ids=["still believed", "not dated", "found later", "no goals"],
    )
    def test_otherwise_it_is_silent(self, values: Row) -> None:
        assert subjects("LOS502", **self.false(**values)) == []

    @pytest.mark.parametrize("status", ["paused", "done"])
    def test_a_goal_that_is_not_active_need_not_be_looked_at(self, status: str) -> None:
        found = finding("LOS502", **change(self.false(), "goals", "G1", status=status))

        assert found.evidence["goals_not_reconsidered"] == ["G2"]

    def test_a_goal_above_does_not_rest_on_it(self) -> None:
        found = finding("LOS502", **self.false(goal_ids="G2"))

        assert found.evidence["goals_not_reconsidered"] == ["G2"]

    @pytest.mark.parametrize("table", ["assumptions", "revisions"])
    def test_it_needs_assumptions_and_revisions(self, table: str) -> None:
        assert skipped("LOS502", **without(self.false(), table)) == [f"no table {table}"]


class TestSilentGoal:
    def heard(self, last: str, **goal: object) -> Tables:
        """Build a quarterly goal with one observation on a day, and one of another goal."""
        tables = plan(
            key_results=[
                {"id": "K1", "goal_id": "G1", "title": "Days to quote"},
                {"id": "K2", "goal_id": "G2", "title": "Quotes sent twice"},
            ],
            observations=[
                {"measure_id": "K1", "date": last, "value": 3},
                {"measure_id": "K2", "date": "2026-11-21", "value": 3},
            ],
        )
        return change(tables, "goals", "G1", **{"cadence": "quarterly"} | goal)

    def test_twenty_nine_days_fire_for_a_quarterly_goal(self) -> None:
        found = finding("LOS503", **self.heard("2026-10-23"))

        assert found.subject == ("goal", "G1")
        assert found.evidence == {"last_update": "2026-10-23", "days": 29, "due_every": 14}
        assert found.sentence == (
            "There has been no news of “Quotes leave within a day” for 29 days; "
            "it is due every 14 days."
        )
        assert found.question == "Is it still true? “No news, still true” is an answer."

    def test_twenty_eight_do_not(self) -> None:
        assert subjects("LOS503", **self.heard("2026-10-24")) == []

    def test_the_owner_hears_first_then_the_one_above(self) -> None:
        assert finding("LOS503", **self.heard("2026-10-23")).people == ("E1", "E3")

    @pytest.mark.parametrize(
        ("cadence", "silent", "fires"),
        [
            ("weekly", "2026-11-19", "2026-11-18"),
            ("monthly", "2026-11-07", "2026-11-06"),
            ("half_yearly", "2026-09-22", "2026-09-21"),
            ("yearly", "2026-09-22", "2026-09-21"),
            ("multi_year", "2026-05-23", "2026-05-22"),
        ],
    )
    def test_each_cadence_has_its_rhythm(self, cadence: str, silent: str, fires: str) -> None:
        assert subjects("LOS503", **self.heard(silent, cadence=cadence)) == []
        assert subjects("LOS503", **self.heard(fires, cadence=cadence)) == ["G1"]

    def test_a_daily_rhythm_is_said_as_such(self) -> None:
        found = finding("LOS503", **self.heard("2026-11-18", cadence="weekly"))

        assert found.sentence.endswith("for 3 days; it is due every day.")

    @pytest.mark.parametrize(("last", "fires"), [("2026-11-15", False), ("2026-11-14", True)])
    def test_a_rhythm_of_its_own_goes_before(self, last: str, fires: bool) -> None:
        assert bool(subjects("LOS503", **self.heard(last, update_days=3))) == fires

    def test_an_observation_still_to_come_is_no_news(self) -> None:
        tables = self.heard("2026-10-23")
        tables["observations"] += [{"measure_id": "K1", "date": "2026-11-22", "value": 3}]

        assert finding("LOS503", **tables).evidence["last_update"] == "2026-10-23"

    def test_a_check_in_that_names_it_is_news(self) -> None:
        talk: Row = {"id": "C1", "manager_id": "E3", "person_id": "E1", "date": "2026-11-20"}

        assert subjects("LOS503", **self.heard("2026-10-01"), check_ins=[talk]) == ["G1"]
        named = [talk | {"goal_ids": "G1"}]
        assert subjects("LOS503", **self.heard("2026-10-01"), check_ins=named) == []

    def test_a_revision_of_it_is_news(self) -> None:
        revision: Row = {"goal_id": "G1", "date": "2026-11-20", "field": "owner"}

        assert subjects("LOS503", **self.heard("2026-10-01"), revisions=[revision]) == []

    def test_a_goal_without_key_results_takes_the_news_of_its_supporters(self) -> None:
        tables = self.heard("2026-11-20")
        tables["key_results"] = tables["key_results"][1:]
        tables["observations"] = tables["observations"][1:]

        assert subjects("LOS503", **change(tables, "goals", "G1", start="2026-01-01")) == []

    def test_without_any_news_the_start_counts(self) -> None:
        tables = self.heard("2026-11-22", start="2026-10-23")

        found = finding("LOS503", **tables)

        assert found.evidence == {"last_update": None, "days": 29, "due_every": 14}
        assert found.sentence == (
            "There has been no news of “Quotes leave within a day” since it began 29 days ago; "
            "it is due every 14 days."
        )

    @pytest.mark.parametrize(
        "values",
        [{"status": "paused"}, {"start": "2026-11-22"}, {"start": "2026-10-24"}],
        ids=["paused", "not started", "28 days ago"],
    )
    def test_without_news_and_without_reason_to_expect_any_it_is_silent(self, values: Row) -> None:
        assert subjects("LOS503", **self.heard("2026-11-22", **values)) == []

    def test_without_news_and_without_a_start_it_is_silent(self) -> None:
        assert subjects("LOS503", **self.heard("2026-11-22")) == []

    def test_it_needs_observations(self) -> None:
        assert skipped("LOS503", **plan()) == ["no table observations"]


class TestStaleSource:
    def fed(self, *days: str, measure: str = "K1", source: str = "meter-portal") -> list[Row]:
        return [{"measure_id": measure, "date": day, "value": 1, "source": source} for day in days]

    def portal(self, *observations: Row, **goal: object) -> Tables:
        tables = plan(
            key_results=[
                {"id": "K1", "goal_id": "G1", "title": "Days to quote"},
                {"id": "K2", "goal_id": "G2", "title": "Quotes sent twice", "owner_id": "E3"},
            ],
            kpis=[{"id": "H1", "name": "Outages", "owner_id": "E3"}],
            observations=list(observations),
        )
        return change(tables, "goals", "G1", **goal)

    # Deliveries 7 days apart: the last may be 14 days old.
    OLD = ("2026-10-23", "2026-10-30", "2026-11-06")

    def test_more_than_twice_its_gap_fires(self) -> None:
        found = finding("LOS505", **self.portal(*self.fed(*self.OLD)))

        assert found.subject == ("key_result", "K1")
        assert found.evidence == {
            "source": "meter-portal",
            "last": "2026-11-06",
            "median_gap": 7,
            "days": 15,
        }
        assert found.sentence == (
            "The source “meter-portal” last delivered on 6 November 2026, 15 days ago; "
            "until then it came every 7 days."
        )
        assert found.people == ("E1",)
        assert found.question == "Has the source stopped, or has what it measures?"

    def test_twice_its_gap_does_not(self) -> None:
        rows = self.fed("2026-10-24", "2026-10-31", "2026-11-07")

        assert subjects("LOS505", **self.portal(*rows)) == []

    def test_two_days_of_delivery_are_too_few(self) -> None:
        assert subjects("LOS505", **self.portal(*self.fed("2026-01-01", "2026-01-08"))) == []

    def test_several_values_of_one_day_are_one_delivery(self) -> None:
        rows = [*self.fed("2026-01-01", "2026-01-08"), *self.fed("2026-01-08", measure="K2")]

        assert subjects("LOS505", **self.portal(*rows)) == []

    def test_the_median_gap_counts_not_the_longest(self) -> None:
        rows = self.fed("2026-07-01", "2026-11-01", "2026-11-02", "2026-11-03")

        found = finding("LOS505", **self.portal(*rows))

        assert found.evidence["median_gap"] == 1
        assert found.sentence.endswith("until then it came every day.")

    def test_values_without_a_source_are_not_looked_at(self) -> None:
        assert subjects("LOS505", **self.portal(*self.fed(*self.OLD, source=""))) == []

    def test_what_a_source_delivers_to_any_measure_counts(self) -> None:
        rows = [*self.fed(*self.OLD), *self.fed("2026-11-20", measure="H1")]

        assert subjects("LOS505", **self.portal(*rows)) == []

    def test_the_measure_with_most_stake_is_the_subject(self) -> None:
        rows = [*self.fed(*self.OLD, measure="H1"), *self.fed(*self.OLD, measure="K2")]

        found = finding("LOS505", **self.portal(*rows))

        assert found.subject == ("key_result", "K2")
        assert found.people == ("E3",)

    def test_of_equal_stake_the_smaller_id_is(self) -> None:
        rows = [*self.fed(*self.OLD, measure="K2"), *self.fed(*self.OLD, measure="K1")]

        assert subjects("LOS505", **self.portal(*rows)) == ["K1"]

    def test_a_kpi_alone_is_a_subject_too(self) -> None:
        found = finding("LOS505", **self.portal(*self.fed(*self.OLD, measure="H1")))

        assert found.subject == ("kpi", "H1")
        assert found.stake == 0

    @pytest.mark.parametrize(
        "values", [{"status": "done"}, {"status": "cancelled"}, {"end": "2026-11-20"}]
    )
    def test_a_measure_of_a_goal_that_has_ended_is_not_counted(self, values: Row) -> None:
        assert subjects("LOS505", **self.portal(*self.fed(*self.OLD), **values)) == []

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"end": "2026-11-21"}])
    def test_a_goal_that_has_not_ended_counts(self, values: Row) -> None:
        assert subjects("LOS505", **self.portal(*self.fed(*self.OLD), **values)) == ["K1"]

    def test_each_source_is_judged_by_itself(self) -> None:
        rows = [
            *self.fed(*self.OLD, source="a"),
            *self.fed(*self.OLD, "2026-11-20", measure="K2", source="b"),
        ]

        assert finding("LOS505", **self.portal(*rows)).evidence["source"] == "a"

    def test_two_sources_of_one_measure_stand_in_one_finding(self) -> None:
        rows = [*self.fed(*self.OLD, source="b"), *self.fed(*self.OLD, source="a")]

        found = finding("LOS505", **self.portal(*rows))

        assert found.evidence["source"] == "a; b"
        assert found.sentence.endswith("every 7 days. “b” stopped too.")

    def test_a_delivery_still_to_come_is_not_known(self) -> None:
        rows = self.fed(*self.OLD, "2026-11-22")

        assert [f.evidence["last"] for f in findings("LOS505", **self.portal(*rows))] == [
            "2026-11-06"
        ]

    def test_it_needs_observations(self) -> None:
        assert skipped("LOS505", **plan()) == ["no table observations"]
