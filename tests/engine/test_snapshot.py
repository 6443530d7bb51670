"""The snapshot: stand-ins for missing tables, order, what is read how, and nodes."""

from datetime import date

import numpy as np
import pytest

from lineofsight.engine.codes import (
    Cadence,
    LinkKind,
    MeasureType,
    Rollup,
    Scope,
    Serves,
    Status,
)
from lineofsight.engine.columns import ColumnTable
from lineofsight.engine.loading import iso, to_day
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from tests.engine.build import Records, Tables, findings, snapshot

Row = dict[str, object]
GOALS: Records = [{"id": "G1", "title": "Towns stay"}, {"id": "G2", "title": "Bills right"}]


class TestStandIns:
    def named(self, table: str, **values: object) -> Tables:
        """Build the goals, and one row of a table with what it must have."""
        needed: dict[str, Row] = {
            "functions": {"id": "F1", "name": "Operations"},
            "teams": {"id": "T1", "name": "Metering"},
            "pillars": {"id": "P1", "name": "Towns"},
            "kpis": {"id": "H1", "name": "Outages"},
            "key_results": {"id": "K1", "goal_id": "G1", "title": "Towns"},
            "links": {"kind": "supports", "from_id": "G1", "to_id": "G2"},
            "observations": {"measure_id": "K1", "date": "2026-01-01", "value": 1},
            "assumptions": {"id": "A1", "text": "Copper stays cheap"},
            "blockers": {"id": "X1", "text": "No access", "raised_on": "2026-01-01"},
            "actions": {"id": "D1", "title": "Map"},
            "check_ins": {"id": "C1", "manager_id": "M", "person_id": "N", "date": "2026-01-01"},
            "agreements": {"id": "B1", "text": "Ring"},
            "feedback": {"id": "B1", "from_id": "M", "to_id": "N", "date": "2026-01-01"},
            "allocations": {"goal_id": "G1", "share": 0.5},
            "acknowledgements": {"person_id": "M", "version": "1", "date": "2026-01-01"},
            "answers": {
                "wave": "1",
                "question": "know",
                "group_kind": "function",
                "group_id": "F1",
                "count": 9,
            },
            "people": {"id": "E1", "name": "Ida"},
            "strategy": {"kind": "vision", "text": "Water"},
        }
        if table == "goals":
            return {"goals": [GOALS[0] | values, GOALS[1]]}
        return {"goals": GOALS, table: [needed[table] | values]}

    @pytest.mark.parametrize(
        ("table", "column"),
        [
            ("functions", "head_id"),
            ("teams", "lead_id"),
            ("pillars", "sponsor_id"),
            ("pillars", "champion_ids"),
            ("kpis", "owner_id"),
            ("goals", "owner_id"),
            ("goals", "contributor_ids"),
            ("key_results", "owner_id"),
            ("links", "confirmed_by"),
            ("assumptions", "owner_id"),
            ("blockers", "raised_by"),
            ("blockers", "can_lift_id"),
            ("actions", "owner_id"),
            ("check_ins", "manager_id"),
            ("check_ins", "person_id"),
            ("agreements", "owner_id"),
            ("feedback", "from_id"),
            ("feedback", "to_id"),
            ("allocations", "person_id"),
            ("acknowledgements", "person_id"),
        ],
    )
    def test_without_people_whoever_is_named_stands_for_themselves(
        self, table: str, column: str
    ) -> None:
        people = snapshot(**self.named(table, **{column: "E7"})).people

        assert not people.given
        assert "E7" in people.ids.tolist()
        assert people.name.tolist() == people.ids.tolist()
        assert people.present.all()

    def test_an_author_of_an_observation_does_too(self) -> None:
        tables = self.named("observations", author_id="E7")
        tables["key_results"] = self.named("key_results")["key_results"]

        assert snapshot(**tables).people.ids.tolist() == ["E7"]

    def test_every_id_of_a_cell_does_and_each_once_in_order(self) -> None:
        tables = self.named("goals", owner_id="E9; E2", contributor_ids="E5;E2")

        assert snapshot(**tables).people.ids.tolist() == ["E2", "E5", "E9"]

    def test_with_people_only_they_are_people(self) -> None:
        tables = self.named("people")

        people = snapshot(**tables).people

        assert people.given
        assert people.ids.tolist() == ["E1"]

    @pytest.mark.parametrize(
        ("table", "values"),
        [
            ("people", {"team_id": "T7"}),
            ("goals", {"team_id": "T7"}),
            ("allocations", {"team_id": "T7"}),
            ("answers", {"group_kind": "team", "group_id": "T7"}),
        ],
    )
    def test_teams_stand_for_themselves(self, table: str, values: Row) -> None:
        assert snapshot(**self.named(table, **values)).teams.ids.tolist() == ["T7"]

    @pytest.mark.parametrize(
        ("table", "values"),
        [
            ("teams", {"function_id": "F7"}),
            ("pillars", {"function_ids": "F7"}),
            ("answers", {"group_kind": "function", "group_id": "F7"}),
            ("answers", {"group_kind": "leaders", "group_id": "F7"}),
        ],
    )
    def test_functions_do(self, table: str, values: Row) -> None:
        assert snapshot(**self.named(table, **values)).functions.ids.tolist() == ["F7"]

    @pytest.mark.parametrize(
        ("table", "values"),
        [("pillars", {"kpi_ids": "H7"}), ("strategy", {"measure_id": "H7"})],
    )
    def test_kpis_do(self, table: str, values: Row) -> None:
        assert snapshot(**self.named(table, **values)).kpis.ids.tolist() == ["H7"]

    def test_check_ins_do(self) -> None:
        found = snapshot(**self.named("agreements", check_in_id="C7"))

        assert found.check_ins.ids.tolist() == ["C7"]
        assert found.agreements.check_in.tolist() == [0]

    def test_a_table_that_is_not_there_is_not_there(self) -> None:
        found = snapshot(**self.named("goals", owner_id="E7"))

        assert not found.has("people")
        assert found.counts == {"goals": 2}

    def test_a_table_without_rows_is_not_there_either(self) -> None:
        found = snapshot(**self.named("goals", owner_id="E7"), people=[])

        assert not found.has("people")
        assert found.people.ids.tolist() == ["E7"]


class TestOrder:
    def test_rows_stand_in_the_order_of_their_ids_by_code_points(self) -> None:
        names = ["G2", "g1", "É1", "G10", "G1"]
        goals: Records = [{"id": name, "title": name} for name in names]

        found = snapshot(goals=goals).goals

        assert found.ids.tolist() == ["G1", "G10", "G2", "g1", "É1"]
        assert found.row.tolist() == [5, 4, 1, 2, 3]

    def test_links_by_from_to_and_kind(self) -> None:
        ends = [("G2", "G1", "shares"), ("G1", "G2", "supports"), ("G1", "G2", "depends_on")]
        links: Records = [{"from_id": f, "to_id": t, "kind": k} for f, t, k in ends]

        found = snapshot(goals=GOALS, links=links)

        assert [found.link_id(i) for i in range(3)] == [
            "G1>G2:depends_on",
            "G1>G2:supports",
            "G2>G1:shares",
        ]

    def test_observations_by_measure_day_and_place_in_the_file(self) -> None:
        results: Records = [{"id": k, "goal_id": "G1", "title": k} for k in ("K1", "K2")]
        seen = [("K2", "01-01", 1), ("K1", "01-02", 2), ("K1", "01-01", 3), ("K1", "01-02", 4)]
        rows: Records = [
            {"measure_id": k, "date": f"2026-{day}", "value": value} for k, day, value in seen
        ]

        found = snapshot(goals=GOALS, key_results=results, observations=rows).observations

        assert found.value.tolist() == [3, 2, 4, 1]

    def test_kpis_are_numbered_after_key_results(self) -> None:
        found = snapshot(
            goals=GOALS,
            key_results=[{"id": "K1", "goal_id": "G1", "title": "Towns"}],
            kpis=[{"id": "H1", "name": "Outages"}],
            observations=[{"measure_id": "H1", "date": "2026-01-01", "value": 1}],
        )

        assert found.observations.measure.tolist() == [1]


class TestReading:
    def test_of_several_owners_the_first_counts_and_all_are_kept(self) -> None:
        found = snapshot(goals=[GOALS[0] | {"owner_id": "E9;E2"}])

        assert found.people.ids[found.goals.owner[0]] == "E9"
        assert found.goals.owners[0] == "E9;E2"

    def test_a_key_result_without_owner_or_dates_has_its_goals(self) -> None:
        goal: Row = {"owner_id": "E1", "start": "2026-01-01", "end": "2026-03-31"}
        results: Records = [
            {"id": "K1", "goal_id": "G1", "title": "Towns"},
            {"id": "K2", "goal_id": "G1", "title": "Bills", "owner_id": "E2", "end": "2026-02-01"},
        ]

        found = snapshot(goals=[GOALS[0] | goal], key_results=results)

        assert found.people.ids[found.key_results.owner].tolist() == ["E1", "E2"]
        assert [iso(day) for day in found.key_results.end] == ["2026-03-31", "2026-02-01"]
        assert [iso(day) for day in found.key_results.start] == ["2026-01-01", "2026-01-01"]

    def test_a_team_without_function_has_that_of_the_nearest_above(self) -> None:
        teams: Records = [
            {"id": "T1", "name": "All", "function_id": "F1"},
            {"id": "T2", "name": "Part", "parent_id": "T1", "function_id": "F2"},
            {"id": "T3", "name": "Small", "parent_id": "T2"},
            {"id": "T4", "name": "Smallest", "parent_id": "T3"},
            {"id": "T5", "name": "Alone"},
        ]

        found = snapshot(goals=GOALS, teams=teams)

        assert found.teams.function.tolist() == [0, 1, 1, 1, -1]

    def test_a_goal_without_team_is_of_its_owners(self) -> None:
        found = snapshot(
            teams=[
                {"id": "T1", "name": "A", "function_id": "F1"},
                {"id": "T2", "name": "B", "function_id": "F2"},
            ],
            people=[{"id": "E1", "name": "Ida", "team_id": "T1"}],
            goals=[
                GOALS[0] | {"owner_id": "E1"},
                GOALS[1] | {"owner_id": "E1", "team_id": "T2"},
            ],
        )

        assert found.goals.team.tolist() == [0, 1]
        assert found.goals.stated_team.tolist() == [-1, 1]
        assert found.goals.function.tolist() == [0, 1]

    def test_what_is_not_given_has_a_code_too(self) -> None:
        goals = snapshot(goals=GOALS[:1]).goals

        assert goals.status[0] == Status.ACTIVE
        assert goals.active[0]
        assert goals.objective[0]
        assert (goals.scope[0], goals.serves[0]) == (Scope.UNKNOWN, Serves.STRATEGY)
        assert (goals.cadence[0], goals.rollup[0]) == (Cadence.UNKNOWN, Rollup.OWN)

    def test_listed_words_become_codes(self) -> None:
        found = snapshot(
            goals=[GOALS[0] | {"status": "Paused", "cadence": "half-yearly", "scope": "TEAM"}],
            key_results=[{"id": "K1", "goal_id": "G1", "title": "T", "type": "currency"}],
        )

        assert found.goals.status[0] == Status.PAUSED
        assert not found.goals.active[0]
        assert (found.goals.cadence[0], found.goals.scope[0]) == (Cadence.HALF_YEARLY, Scope.TEAM)
        assert found.key_results.type[0] == MeasureType.CURRENCY

    def test_a_development_goal_is_no_objective(self) -> None:
        assert not snapshot(goals=[GOALS[0] | {"kind": "development"}]).goals.objective[0]

    def test_a_trade_off_of_blanks_is_none(self) -> None:
        link: Row = {"kind": "competes_with", "from_id": "G1", "to_id": "G2"}

        for text, agreed in (("", False), ("  ", False), ("Towns first", True)):
            found = snapshot(goals=GOALS, links=[link | {"trade_off": text}])
            assert found.links.agreed.tolist() == [agreed]

    def test_it_says_whose_it_is_and_when(self) -> None:
        found = snapshot("2026-03-01", goals=GOALS, organization=[{"name": "Halvorsen Water"}])

        assert (found.name, found.as_of) == ("Halvorsen Water", date(2026, 3, 1))
        assert found.day == to_day(date(2026, 3, 1))


STAR: Row = {"kind": "north_star", "text": "Every tap runs"}
LINK: Row = {"kind": "supports", "from_id": "G1", "to_id": "north_star"}


class TestNorthStar:
    def test_a_row_of_the_strategy_makes_it_a_node(self) -> None:
        found = snapshot(goals=GOALS, pillars=[{"id": "P1", "name": "Towns"}], strategy=[STAR])

        assert (found.has_north_star, found.n_nodes, found.north_star) == (True, 4, 3)
        assert (found.node_id(3), found.node_kind(3)) == ("north_star", "north_star")
        assert found.node_title(3) == "Every tap runs"

    def test_without_a_strategy_a_link_to_it_does(self) -> None:
        found = snapshot(goals=GOALS, links=[LINK])

        assert found.north_star == 2
        assert found.node_title(2) == "North Star"
        assert found.links.target.tolist() == [2]
        assert found.link_id(0) == "G1>north_star:supports"

    def test_without_either_there_is_none(self) -> None:
        found = snapshot(goals=GOALS, strategy=[{"kind": "vision", "text": "Water"}])

        assert (found.has_north_star, found.north_star, found.n_nodes) == (False, -1, 2)

    def test_a_link_to_one_that_the_strategy_does_not_state_names_nothing(self) -> None:
        columns = dict(to_columns(PlanDocument.from_rows({"goals": GOALS, "links": [LINK]})))
        texts = {"kind": "vision", "id": "vision", "text": "Water"}
        columns["strategy"] = ColumnTable(
            "strategy",
            np.array([1], dtype=np.int64),
            {name: np.array([text], dtype=object) for name, text in texts.items()},
        )

        found = Snapshot.build(columns, date(2026, 3, 1))

        assert not found.has_north_star
        assert len(found.links) == 0

    def test_nodes_are_goals_then_pillars(self) -> None:
        found = snapshot(goals=GOALS, pillars=[{"id": "P1", "name": "Towns that stay"}])

        assert [found.node_id(node) for node in range(3)] == ["G1", "G2", "P1"]
        assert [found.node_kind(node) for node in range(3)] == ["goal", "goal", "pillar"]
        assert found.node_title(2) == "Towns that stay"
        assert found.pillar_node(0) == 2

    def test_kinds_of_links_become_codes(self) -> None:
        assert snapshot(goals=GOALS, links=[LINK]).links.kind.tolist() == [LinkKind.SUPPORTS]


def test_group_without_a_table_stands_where_it_was_asked() -> None:
    (finding,) = findings(
        "LOS903",
        goals=[{"id": "G1", "title": "Raise renewals to 80 %"}],
        answers=[
            {"wave": "2", "question": "can_explain", "kind": "share", "group_kind": "team",
             "group_id": "T", "score": 0.2, "count": 100},
        ],
    )  # fmt: skip
    assert (finding.source.table, finding.source.row) == ("answers", 1)
