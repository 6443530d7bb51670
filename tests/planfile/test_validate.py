"""What must hold between cells: ids, references, intervals, circles."""

import pytest

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.validate import circles
from tests.planfile.plans import GOALS, only_problem, plan, problems_of

PEOPLE = [{"id": "P1", "name": "Ada"}, {"id": "P2", "name": "Bo"}]
PILLARS = [{"id": "S1", "name": "Reliable"}]
ANSWER = {
    **{"wave": "1", "question": "Can-Explain", "count": 9},
    **{"group_kind": "team", "group_id": "nobody"},
}
BLOCKER = {"id": "B", "text": "t", "raised_on": "2026-01-01"}
OBSERVATION = {"measure_id": "K", "date": "2026-01-01", "value": 1}
BACKWARDS = {"start": "2026-01-02", "end": "2026-01-01"}


class TestIds:
    def test_stand_once_in_a_table(self) -> None:
        problem = only_problem(goals=[*GOALS, {"id": "G1", "title": "Again"}])
        assert (problem.table, problem.row, problem.column) == ("goals", 3, "id")
        assert "“G1” stands in row 1 already" in problem.message

    def test_may_stand_in_two_tables(self) -> None:
        assert plan(people=[{"id": "G1", "name": "Gil"}])

    def test_of_goals_and_pillars_differ(self) -> None:
        problem = only_problem(pillars=[{"id": "G2", "name": "p"}])
        assert (problem.table, problem.row) == ("goals", 2)
        assert "pillar" in problem.message

    @pytest.mark.parametrize(
        ("table", "rows"),
        [
            ("goals", [{"id": "north_star", "title": "t"}]),
            ("pillars", [{"id": "north_star", "name": "n"}]),
            ("strategy", [{"id": "north_star", "kind": "vision", "text": "t"}]),
        ],
    )
    def test_north_star_is_taken(self, table: str, rows: list[dict[str, object]]) -> None:
        assert "is taken" in only_problem(**{table: rows}).message

    def test_the_north_star_itself_has_it(self) -> None:
        document = plan(strategy=[{"kind": "north_star", "text": "t"}])
        assert document.tables["strategy"].columns["id"] == ["north_star"]

    def test_of_the_strategy_are_its_kinds_numbered_from_the_second_row_on(self) -> None:
        kinds = ["value", "vision", "value", "value"]
        document = plan(strategy=[{"kind": kind, "text": "t"} for kind in kinds])
        assert document.tables["strategy"].columns["id"] == [
            "value",
            "vision",
            "value-2",
            "value-3",
        ]

    def test_of_the_strategy_count_rows_that_have_their_own(self) -> None:
        rows = [{"id": "V", "kind": "value", "text": "t"}, {"kind": "value", "text": "t"}]
        assert plan(strategy=rows).tables["strategy"].columns["id"] == ["V", "value-2"]

    def test_made_up_ones_that_clash_are_reported(self) -> None:
        value = {"kind": "value", "text": "t"}
        rows = [{"id": "value-2", "kind": "vision", "text": "t"}, value, value]
        assert only_problem(strategy=rows).row == 3


LINK = {"kind": "supports", "from_id": "G1", "to_id": "G2"}


class TestLinks:
    def test_stand_once_for_two_ends_and_a_kind(self) -> None:
        assert "row 1 already" in only_problem(links=[LINK, dict(LINK)]).message

    def test_of_another_kind_or_direction_are_others(self) -> None:
        other = [{**LINK, "kind": "shares"}, {**LINK, "from_id": "G2", "to_id": "G1"}]
        assert len(plan(links=[LINK, *other]).tables["links"]) == 3

    def test_may_go_in_a_circle_or_to_themselves(self) -> None:
        assert plan(links=[{**LINK, "to_id": "G1"}])

    def test_may_end_at_a_pillar(self) -> None:
        assert plan(pillars=PILLARS, links=[{**LINK, "to_id": "S1"}])

    def test_do_not_end_at_a_pillar_of_no_table(self) -> None:
        assert only_problem(links=[{**LINK, "to_id": "S1"}]).column == "to_id"

    def test_do_not_start_at_a_pillar(self) -> None:
        problem = only_problem(pillars=PILLARS, links=[{**LINK, "from_id": "S1"}])
        assert problem.column == "from_id"

    def test_may_end_at_the_north_star_without_a_strategy(self) -> None:
        assert plan(links=[{**LINK, "to_id": "north_star"}])

    def test_need_a_north_star_in_a_strategy(self) -> None:
        vision = [{"kind": "vision", "text": "t"}]
        problem = only_problem(strategy=vision, links=[{**LINK, "to_id": "north_star"}])
        assert "Add a row of the kind north_star" in problem.remedy

    def test_find_the_north_star_of_a_strategy_whatever_its_id(self) -> None:
        star = [{"id": "NS", "kind": "north_star", "text": "t"}]
        assert plan(strategy=star, links=[{**LINK, "to_id": "north_star"}])


class TestReferences:
    def test_to_a_table_that_is_not_there_stand_for_themselves(self) -> None:
        assert plan(goals=[{"id": "G", "title": "t", "owner_id": "nobody"}])

    def test_to_nothing_are_errors_where_the_table_is_there(self) -> None:
        goals = [{"id": "G", "title": "t", "owner_id": "P9"}]
        problem = only_problem(goals=goals, people=PEOPLE)
        assert (problem.table, problem.row, problem.column) == ("goals", 1, "owner_id")
        assert problem.message == "“P9” is not in the table people."

    def test_each_of_several_is_checked(self) -> None:
        goals = [{"id": "G", "title": "t", "owner_id": "P1;P8", "contributor_ids": "P9;P2"}]
        messages = [p.message for p in problems_of(goals=goals, people=PEOPLE)]
        assert ["P8" in messages[0], "P9" in messages[1], len(messages)] == [True, True, 2]

    @pytest.mark.parametrize("wrong", ["p1", "P-1", "P 1", "P01"])
    def test_a_near_miss_names_the_id_meant(self, wrong: str) -> None:
        goals = [{"id": "G", "title": "t", "owner_id": wrong}]
        assert only_problem(goals=goals, people=PEOPLE).remedy == "Did you mean “P1”?"

    def test_of_observations_are_checked_against_what_is_there(self) -> None:
        results = [{"id": "K1", "goal_id": "G1", "title": "t"}]
        row = {"measure_id": "M1", "date": "2026-01-01", "value": 1}
        assert plan(observations=[row])
        assert only_problem(key_results=results, observations=[row]).column == "measure_id"
        kpis = [{"id": "M1", "name": "m"}]
        assert plan(key_results=results, kpis=kpis, observations=[row])

    @pytest.mark.parametrize(
        "tables",
        [
            {"goals": [{"id": "G", "title": "t", "serves": "health", "serves_id": "none"}]},
            {"kpis": [{"id": "M", "name": "m", "guards": ["none", "S1"]}], "pillars": PILLARS},
            {
                "teams": [{"id": "T", "name": "t"}],
                "answers": [
                    {
                        "wave": "1",
                        "question": "q",
                        "group_kind": "team",
                        "group_id": "?",
                        "count": 9,
                    }
                ],
            },
        ],
    )
    def test_that_may_name_nothing_are_never_errors(self, tables: dict[str, object]) -> None:
        assert PlanDocument.from_rows({"goals": GOALS, **tables})  # type: ignore[arg-type]  # rows by table

    @pytest.mark.parametrize(
        ("table", "row", "column"),
        [
            ("functions", {"id": "F", "name": "f", "head_id": "?"}, "head_id"),
            ("teams", {"id": "T", "name": "t", "lead_id": "?"}, "lead_id"),
            ("teams", {"id": "T", "name": "t", "parent_id": "?"}, "parent_id"),
            ("pillars", {"id": "S", "name": "s", "champion_ids": "?"}, "champion_ids"),
            ("pillars", {"id": "S", "name": "s", "sponsor_id": "?"}, "sponsor_id"),
            ("links", {**LINK, "confirmed_by": "?"}, "confirmed_by"),
            (
                "blockers",
                {**BLOCKER, "raised_by": "?"},
                "raised_by",
            ),
            (
                "blockers",
                {**BLOCKER, "can_lift_id": "?"},
                "can_lift_id",
            ),
            (
                "blockers",
                {**BLOCKER, "goal_id": "S1"},
                "goal_id",
            ),
            (
                "observations",
                {**OBSERVATION, "author_id": "?"},
                "author_id",
            ),
            ("feedback", {"id": "D", "date": "2026-01-01", "from_id": "P1", "to_id": "?"}, "to_id"),
            ("assumptions", {"id": "A", "text": "t", "goal_ids": "G1;?"}, "goal_ids"),
            (
                "acknowledgements",
                {"person_id": "?", "version": "1", "date": "2026-01-01"},
                "person_id",
            ),
            (
                "people",
                {"id": "P3", "name": "n", "dotted_manager_ids": "P3;?"},
                "dotted_manager_ids",
            ),
            ("goals", {"id": "G", "title": "t", "continues": "?"}, "continues"),
        ],
    )
    def test_are_checked_in_every_column(
        self, table: str, row: dict[str, object], column: str
    ) -> None:
        people = [*PEOPLE, row] if table == "people" else PEOPLE
        assert (
            only_problem(**{"people": people, table: people if table == "people" else [row]}).column
            == column
        )

    def test_may_hold_several_where_one_is_meant(self) -> None:
        functions = [{"id": f"F{n}", "name": "f", "head_id": "P1;P2"} for n in range(3)]
        [notice] = plan(people=PEOPLE, functions=functions).notices
        assert (notice.row, notice.column) == (1, "head_id")

    def test_to_several_owners_are_left_to_the_check(self) -> None:
        goals = [{"id": "G", "title": "t", "owner_id": "P1;P2"}]
        assert plan(people=PEOPLE, goals=goals).notices == ()


class TestIntervals:
    @pytest.mark.parametrize(
        ("table", "row", "column"),
        [
            ("goals", {"title": "t", **BACKWARDS}, "end"),
            ("pillars", {"name": "n", **BACKWARDS}, "end"),
            (
                "key_results",
                {"title": "t", "goal_id": "G", "start": "2026-01-02", "end": "2026-01-01"},
                "end",
            ),
            (
                "people",
                {"name": "n", "start_date": "2026-01-02", "end_date": "2026-01-01"},
                "end_date",
            ),
            ("key_results", {"title": "t", "goal_id": "G", "low": 2, "high": 1}, "high"),
            ("kpis", {"name": "n", "healthy_min": 2, "healthy_max": 1.5}, "healthy_max"),
        ],
    )
    def test_do_not_end_before_they_start(
        self, table: str, row: dict[str, object], column: str
    ) -> None:
        tables = {"goals": [{"id": "G", "title": "t"}]} | {table: [{"id": "X", **row}]}
        if table == "key_results":
            tables["key_results"][0]["goal_id"] = "G"
        problem = only_problem(**tables)
        assert (problem.table, problem.column) == (table, column)

    def test_may_last_a_day(self) -> None:
        assert plan(goals=[{"id": "G", "title": "t", "start": "2026-01-01", "end": "2026-01-01"}])


class TestTrees:
    def test_a_circle_of_managers_is_said_once_with_all_in_it(self) -> None:
        people = [
            {"id": "P0", "name": "n", "manager_id": "P1"},
            *({"id": f"P{i}", "name": "n", "manager_id": f"P{i % 3 + 1}"} for i in (1, 2, 3)),
        ]
        problem = only_problem(people=people)
        assert (problem.row, problem.column) == (2, "manager_id")
        assert "“P1” > “P2” > “P3” > “P1”" in problem.message

    def test_a_team_is_not_above_itself(self) -> None:
        assert only_problem(teams=[{"id": "T", "name": "t", "parent_id": "T"}]).row == 1

    def test_dotted_lines_may_close_a_circle(self) -> None:
        assert plan(people=[{"id": "P1", "name": "n", "dotted_manager_ids": "P1"}])

    @pytest.mark.parametrize(
        ("above", "found"),
        [
            ([], []),
            ([-1, 0, 1], []),
            ([0], [[0]]),
            ([1, 0, 3, 2], [[0, 1], [2, 3]]),
            ([1, 2, 1], [[1, 2]]),
        ],
    )
    def test_circles(self, above: list[int], found: list[list[int]]) -> None:
        assert circles(above) == found

    def test_a_chain_of_100000_teams_is_no_circle(self) -> None:
        assert circles(range(-1, 100_000 - 1)) == []


class TestRows:
    def test_an_allocation_names_a_person_or_a_team(self) -> None:
        problem = only_problem(allocations=[{"goal_id": "G1", "share": 1}])
        assert "neither a person nor a team" in problem.message

    def test_the_organisation_has_one_row(self) -> None:
        assert only_problem(organization=[{"name": "a"}, {"name": "b"}]).row == 2

    @pytest.mark.parametrize("score", [0, 1, 0.5, None])
    def test_the_score_of_can_explain_is_a_share(self, score: float | None) -> None:
        assert plan(answers=[{**ANSWER, "score": score}])

    @pytest.mark.parametrize("score", [1.01, -0.01])
    def test_the_score_of_can_explain_is_nothing_else(self, score: float) -> None:
        assert only_problem(answers=[{**ANSWER, "score": score}]).column == "score"

    def test_the_score_of_another_question_is_a_mean(self) -> None:
        assert plan(answers=[{**ANSWER, "question": "trust", "score": 4.2}])
