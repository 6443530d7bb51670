"""LOS102: whose work the plan does not show to count, person by person and team by team."""

import pytest
from tests.engine.build import Tables, change, finding, findings, result, skipped, subjects, without

Row = dict[str, object]


def company() -> Tables:
    """Build one goal with a line and one without; Emil contributes to neither."""
    return {
        "teams": [{"id": "T1", "name": "Metering", "lead_id": "E1"}],
        "people": [
            {"id": "E1", "name": "Ida Moss", "team_id": "T1"},
            {"id": "E2", "name": "Emil Hart", "team_id": "T1", "manager_id": "E1"},
        ],
        "pillars": [{"id": "P1", "name": "Uptime customers rely on"}],
        "goals": [
            {"id": "G1", "title": "Readings without a visit", "owner_id": "E1"},
            {"id": "G2", "title": "A tidy store"},
        ],
        "links": [{"kind": "supports", "from_id": "G1", "to_id": "P1"}],
    }


def staffed(lacking: int, all_of_them: int) -> Tables:
    """Build a team in which so many of all have no goal with a line."""
    tables = company()
    people: list[Row] = [
        {"id": f"W{i:02d}", "name": f"Worker {i}", "team_id": "T1"} for i in range(all_of_them)
    ]
    tables["people"] = [{"id": "E1", "name": "Ida Moss"}, *people]
    tables["allocations"] = [
        {"person_id": person["id"], "goal_id": "G1", "share": 0.5} for person in people[lacking:]
    ]
    return tables


def talk(identifier: str, day: str, goals: str = "") -> Row:
    """Build a check-in of Ida and Emil."""
    return {
        "id": identifier,
        "manager_id": "E1",
        "person_id": "E2",
        "date": day,
        "goal_ids": goals,
    }


def test_somebody_who_contributes_to_nothing_with_a_line_fires() -> None:
    found = finding("LOS102", **company())

    assert found.subject == ("person", "E2")
    assert found.evidence == {"goals": [], "share": None}
    assert found.sentence == (
        "The plan does not show what the work of Emil Hart counts for. "
        "That is a gap in the plan, not in their work."
    )
    assert found.question == "Which of our goals would feel it if you were away for a month?"


def test_the_person_hears_first_then_the_direct_manager() -> None:
    assert finding("LOS102", **company()).people == ("E2", "E1")


def contributes(tables: Tables, how: str, goal: str) -> Tables:
    """Let Emil contribute to a goal in one of the ways there are."""
    match how:
        case "owner":
            return change(tables, "goals", goal, owner_id="E2")
        case "contributor":
            return change(tables, "goals", goal, contributor_ids="E1;E2")
        case "key result":
            row: Row = {"id": "K1", "goal_id": goal, "title": "Visits", "owner_id": "E2"}
            return {**tables, "key_results": [row]}
        case "open action":
            row = {"id": "A1", "goal_id": goal, "title": "Map the routes", "owner_id": "E2"}
            return {**tables, "actions": [row]}
        case "done action":
            row = {"id": "A1", "goal_id": goal, "title": "Map the routes", "owner_id": "E2"}
            return {**tables, "actions": [{**row, "done_on": "2026-11-21"}]}
        case "allocation":
            return {**tables, "allocations": [{"person_id": "E2", "goal_id": goal, "share": 0.01}]}
        case _:
            return {**tables, "allocations": [{"person_id": "E2", "goal_id": goal, "share": 0}]}


WAYS = ["owner", "contributor", "key result", "open action", "allocation"]


@pytest.mark.parametrize("how", WAYS)
def test_each_way_to_contribute_to_a_goal_with_a_line_is_enough(how: str) -> None:
    assert "E2" not in subjects("LOS102", **contributes(company(), how, "G1"))


@pytest.mark.parametrize("how", ["done action", "allocation of nothing"])
def test_what_is_over_or_nothing_is_no_contribution(how: str) -> None:
    found = finding("LOS102", **contributes(company(), how, "G1"))

    assert found.subject.id == "E2"
    assert found.evidence["goals"] == []


@pytest.mark.parametrize("how", WAYS)
def test_a_goal_without_a_home_is_not_enough_and_is_named(how: str) -> None:
    found = finding("LOS102", **contributes(company(), how, "G2"))

    assert found.subject.id == "E2"
    assert found.evidence["goals"] == ["G2"]


@pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
def test_only_an_active_objective_shows_what_work_counts_for(values: dict[str, str]) -> None:
    tables = contributes(company(), "contributor", "G1")

    found = findings("LOS102", **change(tables, "goals", "G1", **values))

    assert [(f.subject.id, f.evidence["goals"]) for f in found] == [("E1", []), ("E2", [])]


def test_a_home_beside_the_strategy_is_a_home() -> None:
    tables = contributes(company(), "owner", "G2")
    tables = change(tables, "goals", "G2", serves="obligation", serves_id="Safety Act")

    assert subjects("LOS102", **tables) == []


def test_being_in_a_team_that_has_goals_is_not_enough() -> None:
    assert subjects("LOS102", **change(company(), "goals", "G1", team_id="T1")) == ["E2"]


@pytest.mark.parametrize(
    ("start", "fires"), [("2026-10-07", False), ("2026-10-06", True), ("", True)]
)
def test_the_first_forty_five_days_are_for_arriving(start: str, fires: bool) -> None:
    tables = change(company(), "people", "E2", start_date=start)

    assert bool(subjects("LOS102", **tables)) == fires


@pytest.mark.parametrize(
    "values",
    [{"on_leave": True}, {"end_date": "2026-11-20"}, {"start_date": "2026-11-22"}],
    ids=["away", "left", "not started"],
)
def test_who_is_not_here_is_not_asked(values: Row) -> None:
    assert subjects("LOS102", **change(company(), "people", "E2", **values)) == []


def test_on_the_last_day_somebody_is_here() -> None:
    tables = change(company(), "people", "E2", end_date="2026-11-21")

    assert subjects("LOS102", **tables) == ["E2"]


class TestTalks:
    def test_one_of_the_last_four_that_names_a_goal_with_a_line_is_enough(self) -> None:
        talks = [talk(f"C{i}", f"2026-11-{10 + i}", "G1" if i == 0 else "") for i in range(4)]

        assert subjects("LOS102", **company(), check_ins=talks) == []

    def test_the_fifth_from_last_is_too_long_ago(self) -> None:
        talks = [talk(f"C{i}", f"2026-11-{10 + i}", "G1" if i == 0 else "") for i in range(5)]

        assert subjects("LOS102", **company(), check_ins=talks) == ["E2"]

    def test_a_talk_about_a_goal_without_a_line_shows_nothing(self) -> None:
        talks = [talk("C1", "2026-11-10", "G2")]

        assert subjects("LOS102", **company(), check_ins=talks) == ["E2"]

    def test_a_talk_still_to_come_is_not_known(self) -> None:
        talks = [talk("C1", "2026-11-22", "G1")]

        assert subjects("LOS102", **company(), check_ins=talks) == ["E2"]


class TestTeams:
    def test_three_in_ten_are_told_as_a_team_and_not_one_by_one(self) -> None:
        found = finding("LOS102", **staffed(3, 10))

        assert found.subject == ("team", "T1")
        assert found.evidence == {"goals": [], "share": 0.3}
        assert found.people == ("E1",)
        assert found.sentence == (
            "The plan does not show what the work of 3 of 10 people in Metering counts for. "
            "That is a gap in the plan, not in their work."
        )
        assert (
            found.question == "Which of our goals would feel it if this team were away for a month?"
        )

    def test_fewer_than_three_tenths_are_told_one_by_one(self) -> None:
        assert subjects("LOS102", **staffed(3, 11)) == ["W00", "W01", "W02"]
        assert len(subjects("LOS102", **staffed(5, 17))) == 5

    def test_two_of_two_are_too_few_for_a_team(self) -> None:
        assert subjects("LOS102", **staffed(2, 2)) == ["W00", "W01"]

    def test_their_goals_without_a_home_stand_in_its_evidence_once(self) -> None:
        tables = staffed(3, 3)
        tables = change(tables, "goals", "G2", contributor_ids="W00;W02")

        assert finding("LOS102", **tables).evidence["goals"] == ["G2"]

    def test_whoever_is_away_counts_among_all_but_does_not_lack_a_line(self) -> None:
        tables = change(staffed(4, 10), "people", "W00", on_leave=True)

        assert finding("LOS102", **tables).evidence["share"] == 0.3

    def test_whoever_has_left_does_not_count_at_all(self) -> None:
        tables = change(staffed(3, 11), "people", "W10", end_date="2026-11-20")

        assert finding("LOS102", **tables).evidence["share"] == 0.3

    def test_a_person_of_another_team_is_told_apart(self) -> None:
        tables = staffed(3, 10)
        tables["people"] = [*tables["people"], {"id": "X1", "name": "Tove Strand"}]

        assert subjects("LOS102", **tables) == ["T1", "X1"]


class TestSummary:
    def test_everyone_without_a_line_counts_alone_or_in_a_team(self) -> None:
        assert result(**staffed(3, 9)).people_with_line == pytest.approx(0.7)

    def test_it_is_computed_even_where_people_are_not_checked(self) -> None:
        assert result(about_people=False, **company()).people_with_line == 0.5


def test_without_people_it_is_skipped() -> None:
    assert skipped("LOS102", **without(company(), "people")) == ["no table people"]


def test_it_runs_only_with_people() -> None:
    assert skipped("LOS102", about_people=False, **company()) == [
        "about people: only with --people"
    ]
