"""LOS601, LOS602 and LOS610: do the talks happen, and do they touch what matters."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without
from tests.engine.rules.talks import Row, pair, talk, talks

PEOPLE_OFF = "about people: only with --people"
START = "2026-01-05"  # of the table of check-ins


class TestMissedCheckIns:
    def last(self, *dates: str, **person: object) -> Tables:
        """Let the pair have talked on these days, and the table begin long ago."""
        other: Row = {"id": "C0", "manager_id": "E8", "person_id": "E7", "date": START}
        tables = pair(check_ins=[other, *talks(*dates)])
        tables["people"] += [
            {"id": "E7", "name": "Ines Duarte", "end_date": "2026-06-30"},
            {"id": "E8", "name": "Tove Strand"},
        ]
        return change(tables, "people", "E1", **person)

    def test_more_than_twice_the_agreed_time_fires(self) -> None:
        found = finding("LOS601", **self.last("2026-10-30", "2026-11-06"))

        assert found.subject == ("pair", "E9>E1")
        assert found.evidence == {"last": "2026-11-06", "days": 15}
        assert found.sentence == (
            "Sven Aho and Mara Engel have not had their talk for 15 days; "
            "it was agreed for every 7 days."
        )
        assert found.people == ("E9", "E1")

    def test_twice_the_agreed_time_does_not(self) -> None:
        assert subjects("LOS601", **self.last("2026-11-07")) == []

    def test_a_rhythm_that_nobody_agreed_on_is_not_called_agreed(self) -> None:
        found = finding("LOS601", **self.last("2026-11-06", check_in_days=""))

        assert found.sentence == (
            "Sven Aho and Mara Engel have not had their talk for 15 days; "
            "where nothing else is agreed it is due every 7 days."
        )

    @pytest.mark.parametrize(("last", "fires"), [("2026-10-24", False), ("2026-10-23", True)])
    def test_two_people_may_agree_on_another_rhythm(self, last: str, fires: bool) -> None:
        assert bool(subjects("LOS601", **self.last(last, check_in_days=14))) == fires

    def test_a_daily_talk_is_said_to_be_one(self) -> None:
        found = finding("LOS601", **self.last("2026-11-18", check_in_days=1))

        assert found.sentence.endswith("for 3 days; it was agreed for every day.")

    def test_without_a_talk_the_days_count_from_the_first_row_of_the_table(self) -> None:
        found = finding("LOS601", **self.last())

        assert found.evidence == {"last": None, "days": 320}

    @pytest.mark.parametrize("column", ["start_date", "manager_since"])
    @pytest.mark.parametrize(("since", "fires"), [("2026-11-07", False), ("2026-11-06", True)])
    def test_nothing_is_held_against_a_pair_before_it_was_one(
        self, column: str, since: str, fires: bool
    ) -> None:
        assert bool(subjects("LOS601", **self.last(**{column: since}))) == fires

    def test_a_talk_before_they_were_a_pair_does_not_count_against_them(self) -> None:
        tables = self.last("2026-10-01", manager_since="2026-11-10")

        assert subjects("LOS601", **tables) == []

    def test_a_table_that_has_not_begun_holds_nothing_against_anybody(self) -> None:
        tables = pair(check_ins=talks("2026-11-22"))

        assert subjects("LOS601", **change(tables, "people", "E1", start_date=START)) == []

    def test_a_talk_still_to_come_has_not_been_held(self) -> None:
        tables = self.last("2026-11-06", "2026-11-22")

        assert finding("LOS601", **tables).evidence["last"] == "2026-11-06"

    def test_a_talk_with_somebody_else_is_not_theirs(self) -> None:
        tables = self.last("2026-11-06")
        tables["check_ins"] += [talk("2026-11-20", manager_id="E8")]

        assert subjects("LOS601", **tables) == ["E9>E1"]

    @pytest.mark.parametrize("who", ["E1", "E9"])
    @pytest.mark.parametrize(
        "values",
        [{"on_leave": True}, {"end_date": "2026-11-20"}, {"start_date": "2026-11-22"}],
        ids=["away", "left", "not started"],
    )
    def test_both_must_be_here(self, who: str, values: Row) -> None:
        assert subjects("LOS601", **change(self.last("2026-11-06"), "people", who, **values)) == []

    @pytest.mark.parametrize(("reports", "fires"), [(10, True), (11, False)])
    def test_where_the_week_cannot_hold_the_talks_los610_speaks(
        self, reports: int, fires: bool
    ) -> None:
        tables = self.last("2026-11-06")
        tables["people"] += [
            {"id": f"R{i}", "name": f"Report {i}", "manager_id": "E9", "start_date": "2026-11-20"}
            for i in range(reports - 1)
        ]

        assert ("E9>E1" in subjects("LOS601", **tables)) == fires
        assert (subjects("LOS610", **tables) == ["E9"]) != fires

    def test_its_stake_is_that_of_the_report(self) -> None:
        tables = self.last("2026-11-06")
        tables["pillars"] = [{"id": "P1", "name": "Towns that stay"}]
        tables["links"] = [{"kind": "supports", "from_id": "G1", "to_id": "P1"}]

        assert finding("LOS601", **tables).stake == 1

    @pytest.mark.parametrize("table", ["check_ins", "people"])
    def test_it_needs_check_ins_and_people(self, table: str) -> None:
        assert skipped("LOS601", **without(self.last("2026-11-06"), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        tables = self.last("2026-11-06")

        assert skipped("LOS601", about_people=False, **tables) == [PEOPLE_OFF]


class TestGoalsNotTouched:
    DAYS = ("2026-10-30", "2026-11-06", "2026-11-13", "2026-11-20")

    def held(self, *goals: str, **values: object) -> Tables:
        """Let the last of four talks have touched these goals, from the oldest to the newest."""
        rows = [
            talk(day, goal_ids=goal, **values)
            for day, goal in zip(self.DAYS[4 - len(goals) :], goals, strict=True)
        ]
        return pair(check_ins=rows)

    def test_three_of_the_last_four_that_touched_nothing_fire(self) -> None:
        found = finding("LOS602", **self.held("G1", "", "", ""))

        assert found.subject == ("pair", "E9>E1")
        assert found.evidence == {"dates": list(self.DAYS)}
        assert found.sentence == (
            "3 of the last 4 talks of Sven Aho and Mara Engel touched no goal and no agreement. "
            "That may be right."
        )
        assert found.people == ("E9", "E1")

    def test_two_of_them_do_not(self) -> None:
        assert subjects("LOS602", **self.held("G1", "", "", "G1")) == []

    def test_all_four_are_said_to_be_four(self) -> None:
        assert finding("LOS602", **self.held("", "", "", "")).sentence.startswith("4 of the last 4")

    def test_three_talks_are_too_few_to_tell(self) -> None:
        assert subjects("LOS602", **self.held("", "", "")) == []

    def test_older_talks_do_not_count(self) -> None:
        tables = self.held("G1", "G1", "", "")
        tables["check_ins"] += talks("2026-10-01", "2026-10-02", "2026-10-03")

        assert subjects("LOS602", **tables) == []

    def test_an_agreement_is_as_good_as_a_goal(self) -> None:
        tables = self.held("G1", "", "", "")
        tables["agreements"] = [
            {"id": "A1", "check_in_id": "C-2026-11-20", "text": "Ring the town"}
        ]

        assert subjects("LOS602", **tables) == []

    @pytest.mark.parametrize("day", DAYS)
    def test_one_talk_about_something_that_mattered_more_is_enough(self, day: str) -> None:
        tables = self.held("", "", "", "")

        tables = change(tables, "check_ins", f"C-{day}", parts="ahead;mattered_more")

        assert subjects("LOS602", **tables) == []

    def test_other_parts_of_a_talk_name_no_goal(self) -> None:
        tables = self.held("", "", "", "", parts="goals;outcomes;feedback")

        assert subjects("LOS602", **tables) == ["E9>E1"]

    def test_talks_still_to_come_are_not_known(self) -> None:
        tables = self.held("", "", "")
        tables["check_ins"] += talks("2026-11-22")

        assert subjects("LOS602", **tables) == []

    def test_talks_with_a_former_manager_are_not_asked_about(self) -> None:
        tables = self.held("", "", "", "", manager_id="E8")
        tables["people"] += [{"id": "E8", "name": "Tove Strand"}]

        assert subjects("LOS602", **tables) == []

    def test_somebody_away_is_not_asked(self) -> None:
        tables = change(self.held("", "", "", ""), "people", "E9", on_leave=True)

        assert subjects("LOS602", **tables) == []

    def test_it_needs_check_ins(self) -> None:
        assert skipped("LOS602", **pair()) == ["no table check_ins"]

    def test_without_people_nobody_has_a_manager(self) -> None:
        assert subjects("LOS602", **without(self.held("", "", "", ""), "people")) == []

    def test_it_runs_only_with_people(self) -> None:
        tables = self.held("", "", "", "")

        assert skipped("LOS602", about_people=False, **tables) == [PEOPLE_OFF]


class TestImpossibleCadence:
    def span(self, reports: int, **values: object) -> Tables:
        """Let Sven have so many reports, and Tove above him."""
        return {
            "goals": [{"id": "G1", "title": "Readings"}],
            "people": [
                {"id": "E8", "name": "Tove Strand"},
                {"id": "E9", "name": "Sven Aho", "manager_id": "E8"},
                *(
                    {"id": f"R{i:02d}", "name": f"Report {i}", "manager_id": "E9"} | values
                    for i in range(reports)
                ),
            ],
        }

    def test_more_than_five_hours_a_week_fire(self) -> None:
        found = finding("LOS610", **self.span(11))

        assert found.subject == ("person", "E9")
        assert found.evidence == {"reports": 11, "hours": pytest.approx(5.5)}
        assert found.sentence == (
            "The talks agreed with 11 people would take Sven Aho 5.5 hours a week. "
            "That is a fault of the design, not of Sven Aho."
        )
        assert found.question == "Do we need fewer reports here, or another rhythm?"

    def test_five_hours_exactly_do_not(self) -> None:
        assert subjects("LOS610", **self.span(10)) == []

    def test_the_one_above_hears_it_and_not_the_manager(self) -> None:
        assert finding("LOS610", **self.span(11)).people == ("E8",)

    @pytest.mark.parametrize(("days", "fires"), [(14, False), (13, True)])
    def test_the_agreed_rhythm_decides(self, days: int, fires: bool) -> None:
        assert bool(subjects("LOS610", **self.span(20, check_in_days=days))) == fires

    def test_a_report_on_leave_is_a_report(self) -> None:
        assert subjects("LOS610", **self.span(11, on_leave=True)) == ["E9"]

    @pytest.mark.parametrize("values", [{"end_date": "2026-11-20"}, {"start_date": "2026-11-22"}])
    def test_only_present_reports_count(self, values: Row) -> None:
        assert subjects("LOS610", **change(self.span(11), "people", "R00", **values)) == []

    def test_a_manager_who_has_left_is_no_subject(self) -> None:
        assert (
            subjects("LOS610", **change(self.span(11), "people", "E9", end_date="2026-11-20")) == []
        )

    def test_it_needs_people(self) -> None:
        assert skipped("LOS610", **without(self.span(1), "people")) == ["no table people"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS610", about_people=False, **self.span(1)) == [PEOPLE_OFF]
