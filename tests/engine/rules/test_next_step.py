"""LOS609: young team goals with nothing due and nothing moving."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without

Row = dict[str, object]


def young(**goal: object) -> Tables:
    """Build a team's goal that began in October, and an action on another goal."""
    row: Row = {
        "id": "G1",
        "title": "Second shift at Lund",
        "scope": "team",
        "team_id": "T1",
        "owner_id": "E1",
        "start": "2026-10-01",
        "end": "2027-03-31",
    }
    return {
        "people": [{"id": "E1", "name": "Ida Moss"}, {"id": "E2", "name": "Milan Roth"}],
        "teams": [{"id": "T1", "name": "Lund", "lead_id": "E2"}],
        "goals": [row | goal, {"id": "G2", "title": "A tidy store"}],
        "key_results": [{"id": "K1", "goal_id": "G1", "title": "Shifts", "baseline": 1}],
        "actions": [{"id": "A1", "title": "Sweep", "goal_id": "G2", "due": "2026-12-01"}],
    }


def observed(*values: tuple[str, float]) -> Tables:
    """Let its key result have been observed: (date, value)."""
    rows: list[Row] = [{"measure_id": "K1", "date": date, "value": v} for date, v in values]
    return {**young(), "observations": rows}


def test_nothing_due_and_nothing_moving_fires() -> None:
    found = finding("LOS609", **young())

    assert found.subject == ("goal", "G1")
    assert found.evidence == {"last_change": None}
    assert found.sentence == (
        "“Second shift at Lund” began on 1 October 2026; nothing is due for it in the next "
        "30 days, and no measure of it has moved in the last 30 days."
    )
    assert found.question == "What is the first thing anyone does?"


def test_the_owner_hears_first_then_the_lead() -> None:
    assert finding("LOS609", **young()).people == ("E1", "E2")


@pytest.mark.parametrize("scope", ["enterprise", "function", "individual", ""])
def test_only_goals_of_teams_are_asked(scope: str) -> None:
    assert subjects("LOS609", **young(scope=scope)) == []


@pytest.mark.parametrize("status", ["draft", "paused", "done", "cancelled"])
def test_only_active_goals_are(status: str) -> None:
    assert subjects("LOS609", **young(status=status)) == []


@pytest.mark.parametrize(("start", "fires"), [("2026-11-06", True), ("2026-11-07", False)])
def test_the_first_fourteen_days_are_for_beginning(start: str, fires: bool) -> None:
    assert bool(subjects("LOS609", **young(start=start))) == fires


@pytest.mark.parametrize(("end", "fires"), [("2027-01-12", True), ("2027-01-11", False)])
def test_once_half_its_time_is_gone_it_is_not_young(end: str, fires: bool) -> None:
    assert bool(subjects("LOS609", **young(end=end))) == fires


@pytest.mark.parametrize("values", [{"start": ""}, {"end": ""}])
def test_without_dates_nobody_knows_whether_it_is_young(values: Row) -> None:
    assert subjects("LOS609", **young(**values)) == []


class TestDue:
    def action(self, due: str, **values: object) -> Tables:
        tables = young()
        row: Row = {"id": "A2", "title": "Hire", "goal_id": "G1", "due": due}
        return {**tables, "actions": [*tables["actions"], row | values]}

    def agreement(self, due: str, **values: object) -> Tables:
        row: Row = {"id": "P1", "text": "Hire", "goal_id": "G1", "due": due}
        return {**young(), "agreements": [row | values]}

    @pytest.mark.parametrize(
        ("due", "fires"),
        [("2026-11-20", True), ("2026-11-21", False), ("2026-12-21", False), ("2026-12-22", True)],
        ids=["overdue", "today", "in 30 days", "in 31 days"],
    )
    def test_an_open_action_in_the_next_thirty_days_is_a_step(self, due: str, fires: bool) -> None:
        assert bool(subjects("LOS609", **self.action(due))) == fires

    @pytest.mark.parametrize(("due", "fires"), [("2026-12-21", False), ("2026-12-22", True)])
    def test_so_is_an_open_agreement(self, due: str, fires: bool) -> None:
        assert bool(subjects("LOS609", **self.agreement(due))) == fires

    def test_what_is_done_is_no_step_any_more(self) -> None:
        assert subjects("LOS609", **self.action("2026-12-01", done_on="2026-11-01")) == ["G1"]

    @pytest.mark.parametrize("values", [{"closed": "dropped"}, {"done_on": "2026-11-01"}])
    def test_an_agreement_that_is_closed_is_none_either(self, values: Row) -> None:
        assert subjects("LOS609", **self.agreement("2026-12-01", **values)) == ["G1"]

    def test_what_will_be_done_later_is_still_a_step(self) -> None:
        assert subjects("LOS609", **self.action("2026-12-01", done_on="2026-11-30")) == []
        later = self.agreement("2026-12-01", closed="done", done_on="2026-11-30")
        assert subjects("LOS609", **later) == []

    def test_an_action_without_a_date_is_no_next_step(self) -> None:
        assert subjects("LOS609", **self.action("")) == ["G1"]

    def test_an_action_on_another_goal_is_none(self) -> None:
        assert subjects("LOS609", **self.action("2026-12-01", goal_id="G2")) == ["G1"]


class TestMoving:
    @pytest.mark.parametrize(("date", "fires"), [("2026-10-22", False), ("2026-10-21", True)])
    def test_a_value_that_changed_in_the_last_thirty_days_is_movement(
        self, date: str, fires: bool
    ) -> None:
        assert bool(subjects("LOS609", **observed(("2026-10-05", 1), (date, 2)))) == fires

    def test_when_it_last_moved_is_told(self) -> None:
        tables = observed(("2026-10-05", 2), ("2026-11-19", 2))

        assert finding("LOS609", **tables).evidence == {"last_change": "2026-10-05"}

    def test_the_first_observation_is_held_against_the_baseline(self) -> None:
        assert subjects("LOS609", **observed(("2026-11-19", 1))) == ["G1"]
        assert subjects("LOS609", **observed(("2026-11-19", 2))) == []

    def test_without_a_baseline_the_first_value_is_news(self) -> None:
        tables = change(observed(("2026-11-19", 1)), "key_results", "K1", baseline="")

        assert subjects("LOS609", **tables) == []

    def test_an_observation_still_to_come_is_not_known(self) -> None:
        assert subjects("LOS609", **observed(("2026-11-22", 2))) == ["G1"]

    def test_one_of_several_key_results_is_enough(self) -> None:
        tables = observed(("2026-11-19", 2))
        tables["key_results"] += [{"id": "K2", "goal_id": "G1", "title": "Hires", "baseline": 0}]
        tables["observations"] += [{"measure_id": "K2", "date": "2026-11-19", "value": 0}]

        assert subjects("LOS609", **tables) == []

    def test_what_another_goal_measures_is_not_its_own(self) -> None:
        tables = change(observed(("2026-11-19", 2)), "key_results", "K1", goal_id="G2")

        assert subjects("LOS609", **tables) == ["G1"]


def test_it_needs_actions() -> None:
    assert skipped("LOS609", **without(young(), "actions")) == ["no table actions"]
