"""LOS707 and LOS708: after a new manager, a new team, or a start, is there a talk on goals."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without
from tests.engine.rules.talks import Row, pair, talk

PEOPLE_OFF = "about people: only with --people"
# Days before the instant, 21 November 2026.
DAYS_AGO = {
    20: "2026-11-01",
    21: "2026-10-31",
    29: "2026-10-23",
    30: "2026-10-22",
    90: "2026-08-23",
    91: "2026-08-22",
}


def since(column: str, days: int, *talks: Row, **values: object) -> Tables:
    """Let something have begun for Mara so many days ago, and a talk of others be on record."""
    other: Row = {"id": "C0", "manager_id": "E9", "person_id": "E8", "date": "2026-01-05"}
    tables = pair(check_ins=[other, *talks])
    tables["people"] += [{"id": "E8", "name": "Emil Hart"}]
    return change(tables, "people", "E1", **{column: DAYS_AGO[days]} | values)


class TestOrphanedByChange:
    def test_a_new_manager_and_no_talk_on_goals_fires(self) -> None:
        found = finding("LOS707", **since("manager_since", 21))

        assert found.subject == ("person", "E1")
        assert found.evidence == {"since": "2026-10-31", "days": 21}
        assert found.sentence == (
            "Mara Engel has had a new manager for 21 days, "
            "and no check-in since has touched a goal."
        )
        assert found.question == "What did you agree with your last manager that I should know?"

    def test_a_new_team_is_told_as_one(self) -> None:
        found = finding("LOS707", **since("team_since", 21))

        assert found.sentence == (
            "Mara Engel has been in a new team for 21 days, "
            "and no check-in since has touched a goal."
        )
        assert found.question == "What did you agree in your last team that I should know?"

    def test_both_stand_in_one_finding_with_the_earlier_day(self) -> None:
        found = finding("LOS707", **since("manager_since", 30, team_since="2026-10-31"))

        assert found.evidence == {"since": "2026-10-22", "days": 30}
        assert found.sentence == (
            "Mara Engel was given a new manager and a new team in the last 30 days, "
            "and no check-in since has touched a goal."
        )

    def test_the_new_manager_hears_first(self) -> None:
        assert finding("LOS707", **since("manager_since", 21)).people == ("E9", "E1")

    @pytest.mark.parametrize("column", ["manager_since", "team_since"])
    @pytest.mark.parametrize(("days", "fires"), [(20, False), (21, True), (90, True), (91, False)])
    def test_between_three_weeks_and_three_months(
        self, column: str, days: int, fires: bool
    ) -> None:
        assert bool(subjects("LOS707", **since(column, days))) == fires

    @pytest.mark.parametrize(("date", "fires"), [("2026-10-31", False), ("2026-10-30", True)])
    def test_a_talk_on_a_goal_since_is_enough(self, date: str, fires: bool) -> None:
        tables = since("manager_since", 21, talk(date, goal_ids="G1"))

        assert bool(subjects("LOS707", **tables)) == fires

    def test_a_talk_that_names_no_goal_is_not(self) -> None:
        assert subjects("LOS707", **since("manager_since", 21, talk("2026-11-10"))) == ["E1"]

    def test_one_still_to_come_is_not_either(self) -> None:
        tables = since("manager_since", 21, talk("2026-11-22", goal_ids="G1"))

        assert subjects("LOS707", **tables) == ["E1"]

    def test_a_talk_after_the_first_change_may_lie_before_the_second(self) -> None:
        tables = since("manager_since", 90, talk("2026-10-01", goal_ids="G1"))
        tables = change(tables, "people", "E1", team_since="2026-10-31")

        assert finding("LOS707", **tables).evidence["since"] == "2026-10-31"

    def test_a_change_still_to_come_is_none(self) -> None:
        assert subjects("LOS707", **since("manager_since", 21, manager_since="2026-11-30")) == []

    def test_without_a_date_there_was_no_change(self) -> None:
        assert subjects("LOS707", **since("manager_since", 21, manager_since="")) == []

    def test_who_has_left_is_not_asked(self) -> None:
        assert subjects("LOS707", **since("manager_since", 21, end_date="2026-11-20")) == []

    @pytest.mark.parametrize("table", ["people", "check_ins"])
    def test_it_needs_people_and_check_ins(self, table: str) -> None:
        tables = since("manager_since", 21)

        assert skipped("LOS707", **without(tables, table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS707", about_people=False, **since("team_since", 21)) == [PEOPLE_OFF]


class TestNewcomerWithoutLine:
    def test_a_month_without_a_talk_on_goals_fires(self) -> None:
        found = finding("LOS708", **since("start_date", 30))

        assert found.subject == ("person", "E1")
        assert found.evidence == {"started": "2026-10-22", "days": 30}
        assert found.sentence == (
            "Mara Engel started 30 days ago, and no check-in so far has touched a goal."
        )
        assert found.question == "Shall I show you where your work comes out?"

    def test_the_manager_hears_first(self) -> None:
        assert finding("LOS708", **since("start_date", 30)).people == ("E9", "E1")

    @pytest.mark.parametrize(("days", "fires"), [(29, False), (30, True), (90, True), (91, False)])
    def test_between_one_month_and_three(self, days: int, fires: bool) -> None:
        assert bool(subjects("LOS708", **since("start_date", days))) == fires

    @pytest.mark.parametrize(("goal", "fires"), [("G1", False), ("", True)])
    def test_a_talk_on_a_goal_is_enough(self, goal: str, fires: bool) -> None:
        tables = since("start_date", 30, talk("2026-11-10", goal_ids=goal))

        assert bool(subjects("LOS708", **tables)) == fires

    def test_one_still_to_come_is_not(self) -> None:
        tables = since("start_date", 30, talk("2026-11-22", goal_ids="G1"))

        assert subjects("LOS708", **tables) == ["E1"]

    @pytest.mark.parametrize("values", [{"end_date": "2026-11-20"}, {"start_date": ""}])
    def test_who_has_left_or_whose_start_is_not_known_is_not_asked(self, values: Row) -> None:
        assert subjects("LOS708", **since("start_date", 30, **values)) == []

    @pytest.mark.parametrize("table", ["people", "check_ins"])
    def test_it_needs_people_and_check_ins(self, table: str) -> None:
        assert skipped("LOS708", **without(since("start_date", 30), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS708", about_people=False, **since("start_date", 30)) == [PEOPLE_OFF]
