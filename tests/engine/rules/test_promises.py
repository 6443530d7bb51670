"""LOS606 to LOS609: goals, actions and blockers between two talks."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without
from tests.engine.rules.talks import Row, pair, talk, talks

PEOPLE_OFF = "about people: only with --people"


class TestOverdueActions:
    def action(self, **values: object) -> Tables:
        row: Row = {
            "id": "A1",
            "title": "Map the routes",
            "goal_id": "G1",
            "owner_id": "E1",
            "due": "2026-11-20",
        }
        return pair(actions=[row | values])

    def test_an_open_action_past_its_date_fires(self) -> None:
        found = finding("LOS606", **self.action())

        assert found.subject == ("action", "A1")
        assert found.evidence == {"due": "2026-11-20", "days": 1}
        assert found.sentence == (
            "“Map the routes” was due on 20 November 2026, 1 day ago, and is still open."
        )
        assert found.people == ("E1",)
        assert found.question == "Do it, move it, or drop it?"
        assert found.others == (("goal", "G1"),)

    def test_on_the_day_itself_it_does_not(self) -> None:
        assert subjects("LOS606", **self.action(due="2026-11-21")) == []

    @pytest.mark.parametrize("done", ["2026-11-21", "2026-11-01"])
    def test_done_is_done_whenever(self, done: str) -> None:
        assert subjects("LOS606", **self.action(done_on=done)) == []

    def test_what_will_be_done_later_is_open(self) -> None:
        assert subjects("LOS606", **self.action(done_on="2026-11-22")) == ["A1"]

    def test_without_a_date_nothing_is_overdue(self) -> None:
        assert subjects("LOS606", **self.action(due="")) == []

    def test_an_action_without_a_goal_or_owner_is_one_too(self) -> None:
        found = finding("LOS606", **self.action(goal_id="", owner_id=""))

        assert (found.stake, found.people, found.others) == (0, (), ())

    def test_it_needs_actions_and_runs_without_people(self) -> None:
        assert skipped("LOS606", **pair()) == ["no table actions"]
        assert subjects("LOS606", about_people=False, **self.action()) == ["A1"]


class TestUnspokenGap:
    def gap(self, first: str = "at_risk", second: str = "at_risk") -> Tables:
        """Let Mara's goal have been reported so before her talks on the 6th and the 20th."""
        return pair(
            check_ins=talks("2026-11-06", "2026-11-20"),
            key_results=[{"id": "K1", "goal_id": "G1", "title": "Visits"}],
            observations=[
                {"measure_id": "K1", "date": "2026-11-05", "value": 1, "reported": first},
                {"measure_id": "K1", "date": "2026-11-19", "value": 1, "reported": second},
            ],
        )

    def test_at_risk_at_two_talks_and_nothing_said_fires(self) -> None:
        found = finding("LOS607", **self.gap())

        assert found.subject == ("goal", "G1")
        assert found.evidence == {
            "reports": ["at_risk", "at_risk"],
            "check_ins": ["C-2026-11-06", "C-2026-11-20"],
        }
        assert found.sentence == (
            "“Readings without a visit” was at risk at the last 2 talks of Sven Aho and "
            "Mara Engel, and no feedback, agreement, change or blocker on record has spoken "
            "of it since."
        )
        assert found.question == "What have I not said yet?"

    def test_the_manager_hears_first_then_the_owner(self) -> None:
        assert finding("LOS607", **self.gap()).people == ("E9", "E1")

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            ("off_track", "off_track", "was off track at"),
            ("at_risk", "off_track", "was at risk or off track at"),
            ("off_track", "at_risk", "was at risk or off track at"),
        ],
    )
    def test_what_it_was_reported_as_is_said(self, first: str, second: str, said: str) -> None:
        assert said in finding("LOS607", **self.gap(first, second)).sentence

    @pytest.mark.parametrize(
        ("first", "second"), [("on_track", "at_risk"), ("at_risk", "on_track"), ("", "at_risk")]
    )
    def test_once_is_not_twice(self, first: str, second: str) -> None:
        assert subjects("LOS607", **self.gap(first, second)) == []

    def test_a_report_of_the_day_of_the_talk_was_known_at_it(self) -> None:
        tables = self.gap()
        tables["observations"] = [
            {**row, "date": day}
            for row, day in zip(tables["observations"], ("2026-11-06", "2026-11-20"), strict=True)
        ]

        assert subjects("LOS607", **tables) == ["G1"]

    def test_a_report_after_the_talk_was_not(self) -> None:
        tables = self.gap()
        tables["observations"][0] = {**tables["observations"][0], "date": "2026-11-07"}

        assert subjects("LOS607", **tables) == []

    def test_where_no_observation_says_so_the_goals_own_report_counts(self) -> None:
        tables = change(self.gap("", ""), "goals", "G1", reported="off_track")

        assert finding("LOS607", **tables).evidence["reports"] == ["off_track", "off_track"]

    def named(self, table: str, date: str, **values: object) -> Tables:
        """Let something name the goal on a day."""
        tables = self.gap()
        rows: dict[str, Row] = {
            "feedback": {"id": "B1", "from_id": "E9", "to_id": "E1", "date": date},
            "agreements": {"id": "A1", "check_in_id": f"C-{date}", "text": "Two more vans"},
            "revisions": {"date": date, "field": "owner"},
            "blockers": {"id": "X1", "text": "No vans", "raised_on": date},
        }
        return {**tables, table: [rows[table] | {"goal_id": "G1"} | values]}

    @pytest.mark.parametrize("table", ["feedback", "agreements", "revisions", "blockers"])
    def test_anything_from_the_day_of_the_first_talk_on_is_an_answer(self, table: str) -> None:
        assert subjects("LOS607", **self.named(table, "2026-11-06")) == []
        assert subjects("LOS607", **self.named(table, "2026-11-20")) == []

    @pytest.mark.parametrize("table", ["feedback", "revisions", "blockers"])
    @pytest.mark.parametrize("date", ["2026-11-05", "2026-11-22"])
    def test_what_was_before_or_is_still_to_come_is_none(self, table: str, date: str) -> None:
        assert subjects("LOS607", **self.named(table, date)) == ["G1"]

    def test_an_agreement_of_an_earlier_talk_is_none(self) -> None:
        tables = self.named("agreements", "2026-10-30")
        tables["check_ins"] += talks("2026-10-30")

        assert subjects("LOS607", **tables) == ["G1"]

    def test_an_agreement_of_which_nobody_knows_when_may_be_one(self) -> None:
        assert subjects("LOS607", **self.named("agreements", "2026-11-06", check_in_id="")) == []

    def test_what_names_another_goal_is_none(self) -> None:
        tables = self.named("feedback", "2026-11-20", goal_id="G2")
        tables["goals"] += [{"id": "G2", "title": "Meters replaced in time"}]

        assert subjects("LOS607", **tables) == ["G1"]

    def test_one_talk_is_too_few(self) -> None:
        assert subjects("LOS607", **self.gap() | {"check_ins": talks("2026-11-20")}) == []

    def test_only_the_last_two_talks_are_asked(self) -> None:
        tables = self.gap()
        tables["check_ins"] += talks("2026-10-30")

        assert subjects("LOS607", **tables) == ["G1"]

    def test_talks_with_somebody_else_are_not_theirs(self) -> None:
        tables = self.gap()
        tables["people"] += [{"id": "E8", "name": "Tove Strand"}]
        tables["check_ins"] = [talk("2026-11-06", manager_id="E8"), talk("2026-11-20")]

        assert subjects("LOS607", **tables) == []

    @pytest.mark.parametrize("status", ["paused", "done", "cancelled", "draft"])
    def test_a_goal_that_is_not_active_is_no_subject(self, status: str) -> None:
        assert subjects("LOS607", **change(self.gap(), "goals", "G1", status=status)) == []

    @pytest.mark.parametrize("who", ["E1", "E9"])
    def test_both_must_be_here(self, who: str) -> None:
        assert subjects("LOS607", **change(self.gap(), "people", who, on_leave=True)) == []

    @pytest.mark.parametrize("table", ["check_ins", "observations"])
    def test_it_needs_check_ins_and_observations(self, table: str) -> None:
        assert skipped("LOS607", **without(self.gap(), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS607", about_people=False, **self.gap()) == [PEOPLE_OFF]


class TestStuckBlocker:
    def blocker(self, **values: object) -> Tables:
        # The instant is a Saturday: from Friday the 13th five working days have passed.
        row: Row = {
            "id": "X1",
            "text": "No access to the readings",
            "goal_id": "G1",
            "raised_by": "E1",
            "raised_on": "2026-11-12",
            "can_lift_id": "E9",
        }
        return pair(blockers=[row | values])

    def test_more_than_five_working_days_without_an_answer_fire(self) -> None:
        found = finding("LOS608", **self.blocker())

        assert found.subject == ("blocker", "X1")
        assert found.evidence == {"raised_on": "2026-11-12", "can_lift": "E9", "days": 6}
        assert found.sentence == (
            "“No access to the readings” was raised on 12 November 2026; "
            "no answer from Sven Aho is on record yet."
        )
        assert found.question == "Lift, refuse, or pass on?"
        assert found.others == (("goal", "G1"),)

    @pytest.mark.parametrize("raised", ["2026-11-13", "2026-11-14", "2026-11-15"])
    def test_five_do_not_and_weekends_are_no_working_days(self, raised: str) -> None:
        assert subjects("LOS608", **self.blocker(raised_on=raised)) == []

    def test_whoever_can_lift_it_hears_first_then_whoever_raised_it(self) -> None:
        assert finding("LOS608", **self.blocker()).people == ("E9", "E1")

    def test_where_nobody_is_named_that_is_said(self) -> None:
        found = finding("LOS608", **self.blocker(can_lift_id=""))

        assert found.evidence["can_lift"] is None
        assert found.people == ("E1",)
        assert found.sentence.endswith("12 November 2026; nobody is named who could lift it.")

    @pytest.mark.parametrize("values", [{"lifted_on": "2026-11-21"}, {"answer": "No, because"}])
    def test_lifted_or_answered_it_is_silent(self, values: Row) -> None:
        assert subjects("LOS608", **self.blocker(**values)) == []

    @pytest.mark.parametrize("values", [{"lifted_on": "2026-11-22"}, {"answer": "  "}])
    def test_what_is_still_to_come_or_blank_is_no_answer(self, values: Row) -> None:
        assert subjects("LOS608", **self.blocker(**values)) == ["X1"]

    def test_one_raised_later_is_not_known(self) -> None:
        assert subjects("LOS608", "2026-11-11", **self.blocker()) == []

    def test_its_stake_is_that_of_its_goal(self) -> None:
        assert finding("LOS608", **self.blocker()).stake == 1
        assert finding("LOS608", **self.blocker(goal_id="")).stake == 0

    def test_it_needs_blockers_and_runs_without_people(self) -> None:
        assert skipped("LOS608", **pair()) == ["no table blockers"]
        assert subjects("LOS608", about_people=False, **self.blocker()) == ["X1"]
