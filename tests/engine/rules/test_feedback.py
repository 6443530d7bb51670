"""LOS603 and LOS605: who tells whom anything, and about what."""

import pytest
from tests.engine.build import Tables, change, finding, findings, skipped, subjects, without

Row = dict[str, object]
PEOPLE_OFF = "about people: only with --people"


def told(identifier: str, giver: str, receiver: str, date: str, **values: object) -> Row:
    """Build one entry of feedback."""
    row: Row = {"id": identifier, "from_id": giver, "to_id": receiver, "date": date}
    return row | values


def team() -> Tables:
    """Build Sven with the reports Mara and Ines, who have told each other nothing yet."""
    return {
        "goals": [{"id": "G1", "title": "Readings without a visit"}],
        "people": [
            {"id": "E1", "name": "Mara Engel", "manager_id": "E9"},
            {"id": "E2", "name": "Ines Duarte", "manager_id": "E9"},
            {"id": "E9", "name": "Sven Aho"},
        ],
    }


class TestOneWayFeedback:
    BEGINS = "2026-09-22"  # 60 days before the instant

    def given(self, *more: Row) -> Tables:
        """Let Sven have told his reports three things, the oldest 60 days ago."""
        entries = [
            told("B1", "E9", "E1", self.BEGINS),
            told("B2", "E9", "E2", "2026-10-20"),
            told("B3", "E9", "E1", "2026-11-20"),
        ]
        return {**team(), "feedback": [*entries, *more]}

    def test_a_manager_who_gives_and_is_told_nothing_fires(self) -> None:
        found = finding("LOS603", **self.given())

        assert found.subject == ("person", "E9")
        assert found.evidence == {"given": 3, "received": 0}
        assert found.sentence == (
            "In the last 60 days Sven Aho gave their reports 3 pieces of feedback; "
            "none of the 2 has given any back."
        )
        assert found.question == "Ask one question: what did I do that got in your way?"

    def test_only_the_manager_hears_it(self) -> None:
        assert finding("LOS603", **self.given()).people == ("E9",)

    @pytest.mark.parametrize("report", ["E1", "E2"])
    def test_one_entry_from_any_of_them_is_enough(self, report: str) -> None:
        assert subjects("LOS603", **self.given(told("B9", report, "E9", self.BEGINS))) == []

    def test_one_before_the_sixty_days_is_not(self) -> None:
        assert subjects("LOS603", **self.given(told("B9", "E2", "E9", "2026-09-21"))) == ["E9"]

    def test_one_still_to_come_is_not_known(self) -> None:
        assert subjects("LOS603", **self.given(told("B9", "E2", "E9", "2026-11-22"))) == ["E9"]

    def test_what_somebody_else_tells_the_manager_does_not_count(self) -> None:
        tables = self.given(told("B9", "E5", "E9", "2026-11-01"))
        tables["people"] += [{"id": "E5", "name": "Tove Strand"}]

        assert subjects("LOS603", **tables) == ["E9"]

    def test_two_entries_are_too_few(self) -> None:
        tables = self.given()
        tables["feedback"] = tables["feedback"][:2]

        assert subjects("LOS603", **tables) == []

    def test_what_was_given_before_the_sixty_days_does_not_count(self) -> None:
        tables = change(self.given(), "feedback", "B1", date="2026-09-21")

        assert subjects("LOS603", **tables) == []

    def test_what_was_given_to_others_does_not_count(self) -> None:
        tables = change(self.given(), "feedback", "B3", to_id="E5")
        tables["people"] += [{"id": "E5", "name": "Tove Strand"}]

        assert subjects("LOS603", **tables) == []

    def test_one_report_is_too_few(self) -> None:
        tables = change(self.given(), "people", "E2", manager_id="")
        tables["feedback"] += [told("B4", "E9", "E1", "2026-11-01")]

        assert subjects("LOS603", **tables) == []

    def test_a_table_that_is_younger_tells_nothing_yet(self) -> None:
        tables = change(self.given(), "feedback", "B1", date="2026-09-23")

        assert subjects("LOS603", **tables) == []

    def test_what_a_report_on_leave_said_before_counts(self) -> None:
        tables = self.given(told("B9", "E2", "E9", "2026-10-01"))

        assert subjects("LOS603", **change(tables, "people", "E2", on_leave=True)) == []

    def test_a_report_on_leave_is_a_report(self) -> None:
        assert subjects("LOS603", **change(self.given(), "people", "E2", on_leave=True)) == ["E9"]

    def test_a_report_who_has_left_is_none(self) -> None:
        tables = change(self.given(), "people", "E2", end_date="2026-11-20")

        assert subjects("LOS603", **tables) == []

    def test_a_manager_on_leave_is_a_manager(self) -> None:
        assert subjects("LOS603", **change(self.given(), "people", "E9", on_leave=True)) == ["E9"]

    def test_a_manager_who_has_left_is_none(self) -> None:
        tables = change(self.given(), "people", "E9", end_date="2026-11-20")

        assert subjects("LOS603", **tables) == []

    @pytest.mark.parametrize("table", ["feedback", "people"])
    def test_it_needs_feedback_and_people(self, table: str) -> None:
        assert skipped("LOS603", **without(self.given(), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS603", about_people=False, **self.given()) == [PEOPLE_OFF]


class TestNoFeedback:
    def heard(self, *entries: Row, **values: object) -> Tables:
        """Let only Mara have been here for long, and these be what she was told."""
        begins = told("B0", "E1", "E9", "2026-10-22", text="Your notes help me a lot")
        tables = {**team(), "feedback": [begins, *entries]}
        return change(tables, "people", "E1", **{"start_date": "2025-01-01"} | values)

    def test_a_month_without_a_word_on_work_fires(self) -> None:
        found = finding("LOS605", **self.heard())

        assert found.subject == ("person", "E1")
        assert found.evidence == {"last": None, "days": None}
        assert found.sentence == (
            "Nothing on record tells Mara Engel how a concrete piece of work was seen."
        )
        assert found.question == "Which piece of work did you see lately, and what did it do?"

    def test_only_the_manager_hears_it(self) -> None:
        assert finding("LOS605", **self.heard()).people == ("E9",)

    @pytest.mark.parametrize(("date", "fires"), [("2026-10-22", False), ("2026-10-21", True)])
    def test_thirty_days_are_silent_thirty_one_fire(self, date: str, fires: bool) -> None:
        tables = self.heard(told("B1", "E9", "E1", date, goal_id="G1"))

        assert bool(subjects("LOS605", **tables)) == fires

    def test_when_it_last_was_is_said(self) -> None:
        found = finding("LOS605", **self.heard(told("B1", "E9", "E1", "2026-10-21", goal_id="G1")))

        assert found.evidence == {"last": "2026-10-21", "days": 31}
        assert found.sentence == (
            "The last feedback on record that tells Mara Engel about a concrete piece of work "
            "was given 31 days ago."
        )

    @pytest.mark.parametrize(
        ("text", "fires"), [("The new map is clear", False), ("The map is clear", True)]
    )
    def test_five_words_are_concrete_four_are_not(self, text: str, fires: bool) -> None:
        tables = self.heard(told("B1", "E9", "E1", "2026-11-20", text=text))

        assert bool(subjects("LOS605", **tables)) == fires

    def test_a_goal_is_concrete_without_a_word(self) -> None:
        tables = self.heard(told("B1", "E2", "E1", "2026-11-20", goal_id="G1"))

        assert subjects("LOS605", **tables) == []

    def test_what_somebody_gave_is_not_what_they_heard(self) -> None:
        tables = self.heard(told("B1", "E1", "E2", "2026-11-20", goal_id="G1"))

        assert subjects("LOS605", **tables) == ["E1"]

    def test_what_is_still_to_come_is_not_known(self) -> None:
        tables = self.heard(told("B1", "E9", "E1", "2026-11-22", goal_id="G1"))

        assert subjects("LOS605", **tables) == ["E1"]

    @pytest.mark.parametrize(("start", "fires"), [("2026-10-22", True), ("2026-10-23", False)])
    def test_in_post_for_thirty_days(self, start: str, fires: bool) -> None:
        assert bool(subjects("LOS605", **self.heard(start_date=start))) == fires

    def test_without_a_known_start_nobody_is_held_to_it(self) -> None:
        assert subjects("LOS605", **self.heard(start_date="")) == []

    def test_a_table_that_is_younger_tells_nothing_yet(self) -> None:
        tables = change(self.heard(), "feedback", "B0", date="2026-10-23")

        assert subjects("LOS605", **tables) == []

    @pytest.mark.parametrize("values", [{"on_leave": True}, {"end_date": "2026-11-20"}])
    def test_who_is_not_here_is_not_asked(self, values: Row) -> None:
        assert subjects("LOS605", **self.heard(**values)) == []

    def test_everybody_is_judged_alone(self) -> None:
        tables = change(self.heard(), "people", "E2", start_date="2026-01-01")

        assert [f.subject.id for f in findings("LOS605", **tables)] == ["E1", "E2"]

    @pytest.mark.parametrize("table", ["feedback", "people"])
    def test_it_needs_feedback_and_people(self, table: str) -> None:
        assert skipped("LOS605", **without(self.heard(), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS605", about_people=False, **self.heard()) == [PEOPLE_OFF]
