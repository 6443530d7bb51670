"""LOS107 and LOS108: where they fire, where they must not, and what they say."""

from typing import Any

import pytest
from tests.engine.build import findings, result, subjects

from lineofsight.engine.finding import Finding, Severity

Tables = dict[str, list[dict[str, Any]]]


def company(**more: list[dict[str, Any]]) -> Tables:
    """Build Metering with three goals, and Billing and Sales that have one each."""
    tables: Tables = {
        "teams": [
            {"id": "T-BIL", "name": "Billing", "lead_id": "E2"},
            {"id": "T-MET", "name": "Metering", "lead_id": "E1"},
            {"id": "T-SAL", "name": "Sales", "lead_id": "E3"},
        ],
        "people": [
            {"id": "E1", "name": "Ida Moss", "team_id": "T-MET"},
            {"id": "E2", "name": "Paul Reyes", "team_id": "T-BIL"},
            {"id": "E3", "name": "Tove Strand", "team_id": "T-SAL"},
        ],
        "goals": [
            {"id": "M1", "title": "Readings without a visit", "team_id": "T-MET"},
            {"id": "M2", "title": "Meters replaced in time", "team_id": "T-MET"},
            {"id": "M3", "title": "Readings by the third", "team_id": "T-MET"},
            {"id": "B1", "title": "Bills right the first time", "team_id": "T-BIL"},
            {"id": "S1", "title": "Towns that stay", "team_id": "T-SAL"},
        ],
        "links": [{"kind": "depends_on", "from_id": "B1", "to_id": "M1"}],
    }
    return {**tables, **more}


def change(tables: Tables, table: str, identifier: str, **values: object) -> Tables:
    """Change one row of a table."""
    rows = [{**row, **(values if row["id"] == identifier else {})} for row in tables[table]]
    return {**tables, table: rows}


def one(found: list[Finding]) -> Finding:
    assert len(found) == 1
    return found[0]


class TestSilo:
    def test_fires_where_a_team_outside_waits_and_nothing_is_agreed(self) -> None:
        found = one(findings("LOS107", **company()))

        assert found.subject == ("team", "T-MET")
        assert found.evidence == {"needs": ["B1>M1:depends_on"], "goals": ["M1", "M2", "M3"]}
        assert found.people == ("E1", "E2")
        assert [other.id for other in found.others] == ["T-BIL"]

    def test_sentence_names_both_teams(self) -> None:
        found = one(findings("LOS107", **company()))

        assert found.sentence == (
            "Billing has named Metering as the one they wait for; "
            "no goal of Metering has an agreed link to anyone outside."
        )

    def test_several_that_wait_stand_in_one_finding(self) -> None:
        links = [
            {"kind": "depends_on", "from_id": "B1", "to_id": "M1"},
            {"kind": "depends_on", "from_id": "S1", "to_id": "M2"},
        ]

        found = one(findings("LOS107", **company(links=links)))

        assert found.evidence["needs"] == ["B1>M1:depends_on", "S1>M2:depends_on"]
        assert "Billing and Sales have each named Metering" in found.sentence

    def test_two_goals_are_too_few(self) -> None:
        tables = change(company(), "goals", "M3", team_id="T-SAL")

        assert subjects("LOS107", **tables) == []

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_only_active_objectives_count(self, values: dict[str, str]) -> None:
        tables = change(company(), "goals", "M3", **values)

        assert subjects("LOS107", **tables) == []

    def test_a_goal_that_has_the_team_only_through_its_owner_does_not_count(self) -> None:
        tables = change(company(), "goals", "M3", team_id="", owner_id="E1")

        assert subjects("LOS107", **tables) == []

    @pytest.mark.parametrize("column", ["accepted_on", "confirmed_on"])
    @pytest.mark.parametrize("ends", [("M3", "S1"), ("S1", "M3")])
    @pytest.mark.parametrize("kind", ["shares", "depends_on"])
    def test_an_accepted_horizontal_link_either_way_is_enough(
        self, kind: str, ends: tuple[str, str], column: str
    ) -> None:
        tables = company()
        tables["links"].append(
            {"kind": kind, "from_id": ends[0], "to_id": ends[1], column: "2026-11-01"}
        )

        assert subjects("LOS107", **tables) == []

    @pytest.mark.parametrize(
        "link",
        [
            {"kind": "shares", "from_id": "M3", "to_id": "S1"},
            {"kind": "shares", "from_id": "M3", "to_id": "S1", "accepted_on": "2026-11-22"},
            {"kind": "supports", "from_id": "M3", "to_id": "S1", "confirmed_on": "2026-11-01"},
            {"kind": "shares", "from_id": "M3", "to_id": "M2", "confirmed_on": "2026-11-01"},
            {"kind": "shares", "from_id": "B1", "to_id": "S1", "confirmed_on": "2026-11-01"},
        ],
        ids=["not accepted", "accepted later", "vertical", "inside the team", "between others"],
    )
    def test_other_links_are_no_agreement_of_the_team(self, link: dict[str, str]) -> None:
        tables = company()
        tables["links"].append(link)

        assert subjects("LOS107", **tables) == ["T-MET"]

    @pytest.mark.parametrize(("child", "parent"), [("T-MET", "T-BIL"), ("T-BIL", "T-MET")])
    def test_a_need_from_the_same_branch_is_no_sign(self, child: str, parent: str) -> None:
        tables = change(company(), "teams", child, parent_id=parent)

        assert subjects("LOS107", **tables) == []

    def test_a_sister_team_is_outside_the_branch(self) -> None:
        tables = change(company(), "teams", "T-MET", parent_id="T-SAL")
        tables = change(tables, "teams", "T-BIL", parent_id="T-SAL")

        assert subjects("LOS107", **tables) == ["T-MET"]

    def test_a_need_of_a_goal_without_a_team_is_no_sign(self) -> None:
        tables = change(company(), "goals", "B1", team_id="")

        assert subjects("LOS107", **tables) == []

    def test_an_open_blocker_that_one_of_its_people_can_lift_is_a_sign(self) -> None:
        blocker = {
            "id": "X1",
            "text": "No access to the readings",
            "goal_id": "S1",
            "raised_on": "2026-11-16",
            "can_lift_id": "E1",
        }
        tables = company(links=[{"kind": "supports", "from_id": "M1", "to_id": "M2"}])

        found = one(findings("LOS107", **tables, blockers=[blocker]))

        assert found.evidence["needs"] == ["X1"]
        assert found.sentence.startswith("Sales has named Metering")

    @pytest.mark.parametrize(
        "values",
        [{"lifted_on": "2026-11-20"}, {"can_lift_id": "E3"}, {"goal_id": "M1"}, {"goal_id": ""}],
        ids=["lifted", "another can lift it", "on a goal of its own", "on no goal"],
    )
    def test_other_blockers_are_no_sign(self, values: dict[str, str]) -> None:
        blocker = {
            "id": "X1",
            "text": "No access",
            "goal_id": "S1",
            "raised_on": "2026-11-16",
            "can_lift_id": "E1",
        }
        tables = company(links=[{"kind": "supports", "from_id": "M1", "to_id": "M2"}])

        assert subjects("LOS107", **tables, blockers=[{**blocker, **values}]) == []

    def test_people_who_have_left_are_not_its_people(self) -> None:
        blocker = {
            "id": "X1",
            "text": "No access",
            "goal_id": "S1",
            "raised_on": "2026-11-16",
            "can_lift_id": "E1",
        }
        tables = company(links=[{"kind": "supports", "from_id": "M1", "to_id": "M2"}])
        tables = change(tables, "people", "E1", end_date="2026-11-20")

        assert subjects("LOS107", **tables, blockers=[blocker]) == []

    def test_a_declared_competition_without_trade_off_is_a_sign_for_either_side(self) -> None:
        tables = company(links=[{"kind": "competes_with", "from_id": "S1", "to_id": "M1"}])

        found = one(findings("LOS107", **tables))

        assert found.evidence["needs"] == ["S1>M1:competes_with"]
        assert found.sentence.startswith("Goals of Metering compete with goals of Sales;")

    def test_measures_that_pull_apart_are_a_sign(self) -> None:
        results = [
            {"id": "K1", "goal_id": "M1", "title": "Fewer visits", "measure": "visits"},
            {"id": "K2", "goal_id": "S1", "title": "More visits", "measure": "visits"},
        ]
        results[0] |= {"baseline": 10, "target": 5}
        results[1] |= {"baseline": 10, "target": 15}
        tables = company(links=[{"kind": "supports", "from_id": "M1", "to_id": "M2"}])

        found = one(findings("LOS107", **tables, key_results=results))

        assert found.evidence["needs"] == ["K1>K2"]

    def test_a_settled_competition_is_no_sign(self) -> None:
        link = {"kind": "competes_with", "from_id": "S1", "to_id": "M1", "trade_off": "Cost first"}

        assert subjects("LOS107", **company(links=[link])) == []

    def test_is_never_high(self) -> None:
        found = one(findings("LOS107", **company()))

        assert found.stake > 0.10
        assert found.severity == Severity.MEDIUM

    def test_is_skipped_without_links(self) -> None:
        tables = company()
        del tables["links"]

        skipped = {one.rule: one.reason for one in result(**tables).skipped}

        assert skipped["LOS107"] == "no table links"


def dependency(**values: object) -> Tables:
    """Build a goal that depends on another; values go to the link."""
    return {
        "people": [{"id": "E1", "name": "Ida Moss"}, {"id": "E2", "name": "Paul Reyes"}],
        "goals": [
            {"id": "G1", "title": "Sell remote dosing", "owner_id": "E1"},
            {"id": "G2", "title": "Remote dosing control", "owner_id": "E2"},
        ],
        "links": [{"kind": "depends_on", "from_id": "G1", "to_id": "G2", **values}],
    }


class TestUnansweredDependency:
    def test_fires_with_evidence_and_the_provider_first(self) -> None:
        found = one(
            findings("LOS108", **dependency(created_on="2026-10-01", needed_by="2026-12-15"))
        )

        assert found.subject == ("link", "G1>G2:depends_on")
        assert found.evidence == {
            "days_open": 36,
            "needed_by": "2026-12-15",
            "provider_end": None,
            "provider_status": "active",
            "chance": None,
        }
        assert found.people == ("E2", "E1")
        assert found.sentence == (
            "“Sell remote dosing” has waited since 1 October 2026 for an answer from "
            "“Remote dosing control”; it is needed by 15 December 2026."
        )
        assert found.question.startswith("Can you, by that day?")

    @pytest.mark.parametrize(("created", "fires"), [("2026-11-07", False), ("2026-11-05", True)])
    def test_ten_working_days_are_silent_and_eleven_fire(self, created: str, fires: bool) -> None:
        # 21 November 2026 is a Saturday, the 7th too: two whole weeks lie between.
        assert bool(subjects("LOS108", **dependency(created_on=created))) == fires

    def test_ten_working_days_from_a_friday(self) -> None:
        assert subjects("LOS108", **dependency(created_on="2026-11-06")) == []

    @pytest.mark.parametrize(("accepted", "fires"), [("2026-11-21", False), ("2026-11-22", True)])
    def test_an_answer_counts_from_its_day_on(self, accepted: str, fires: bool) -> None:
        tables = dependency(created_on="2026-10-01", accepted_on=accepted)

        assert bool(subjects("LOS108", **tables)) == fires

    def test_without_a_day_of_creation_the_confirmation_counts(self) -> None:
        assert subjects("LOS108", **dependency(confirmed_on="2026-10-01")) != []
        assert subjects("LOS108", **dependency(confirmed_on="2026-11-10")) == []

    def test_the_day_of_creation_counts_before_the_confirmation(self) -> None:
        tables = dependency(created_on="2026-11-10", confirmed_on="2026-10-01")

        assert subjects("LOS108", **tables) == []

    def test_without_either_the_start_of_the_goal_counts(self) -> None:
        tables = dependency()

        assert subjects("LOS108", **change(tables, "goals", "G1", start="2026-10-01")) != []
        assert subjects("LOS108", **change(tables, "goals", "G2", start="2026-10-01")) == []

    def test_without_any_day_nothing_has_waited(self) -> None:
        assert subjects("LOS108", **dependency()) == []

    @pytest.mark.parametrize(("end", "fires"), [("2026-12-15", False), ("2026-12-16", True)])
    def test_a_provider_that_ends_after_the_need_cannot_meet_it(
        self, end: str, fires: bool
    ) -> None:
        tables = dependency(accepted_on="2026-11-01", needed_by="2026-12-15")
        tables = change(tables, "goals", "G2", end=end)

        assert bool(subjects("LOS108", **tables)) == fires

    @pytest.mark.parametrize(
        ("status", "fires"),
        [("paused", True), ("cancelled", True), ("done", False), ("draft", False)],
    )
    def test_a_provider_that_has_stopped_cannot_meet_it(self, status: str, fires: bool) -> None:
        tables = change(dependency(accepted_on="2026-11-01"), "goals", "G2", status=status)

        assert bool(subjects("LOS108", **tables)) == fires

    @pytest.mark.parametrize(
        ("reported", "fires"), [("off_track", True), ("at_risk", False), ("on_track", False)]
    )
    def test_a_provider_reported_off_track_cannot_meet_it(self, reported: str, fires: bool) -> None:
        tables = change(dependency(accepted_on="2026-11-01"), "goals", "G2", reported=reported)

        assert bool(subjects("LOS108", **tables)) == fires

    def test_the_newest_report_of_an_observation_outranks_the_column(self) -> None:
        tables = change(dependency(accepted_on="2026-11-01"), "goals", "G2", reported="off_track")
        tables["key_results"] = [{"id": "K1", "goal_id": "G2", "title": "Pumps"}]
        tables["observations"] = [
            {"measure_id": "K1", "date": "2026-11-02", "value": 1, "reported": "on_track"}
        ]

        assert subjects("LOS108", **tables) == []

    def test_both_causes_stand_in_one_finding(self) -> None:
        tables = dependency(created_on="2026-10-01", needed_by="2026-12-15")
        tables = change(tables, "goals", "G2", end="2027-01-31", status="paused")

        found = one(findings("LOS108", **tables))

        assert found.evidence["days_open"] == 36
        assert found.evidence["provider_end"] == "2027-01-31"
        assert found.evidence["provider_status"] == "paused"
        assert found.sentence.endswith(
            "“Sell remote dosing” depends on “Remote dosing control”, which ends on "
            "31 January 2027 (it is needed by 15 December 2026) and is paused."
        )

    def test_a_goal_that_is_not_active_needs_nothing(self) -> None:
        tables = change(dependency(created_on="2026-10-01"), "goals", "G1", status="paused")

        assert subjects("LOS108", **tables) == []

    def test_development_goals_may_wait_too(self) -> None:
        tables = change(dependency(created_on="2026-10-01"), "goals", "G1", kind="development")

        assert subjects("LOS108", **tables) == ["G1>G2:depends_on"]

    @pytest.mark.parametrize("kind", ["supports", "shares", "competes_with"])
    def test_other_links_are_no_dependencies(self, kind: str) -> None:
        assert subjects("LOS108", **dependency(kind=kind, created_on="2026-10-01")) == []

    def test_a_pillar_owes_an_answer_but_has_no_state(self) -> None:
        tables = dependency(to_id="P1", created_on="2026-10-01", needed_by="2026-12-15")
        tables["pillars"] = [
            {"id": "P1", "name": "Small towns", "sponsor_id": "E2", "end": "2027-12-31"}
        ]

        found = one(findings("LOS108", **tables))

        assert found.evidence["provider_end"] is None
        assert found.people == ("E2", "E1")
        tables["links"][0]["accepted_on"] = "2026-11-01"
        assert subjects("LOS108", **tables) == []

    def test_is_skipped_without_links(self) -> None:
        tables = dependency()
        del tables["links"]

        skipped = {one.rule: one.reason for one in result(**tables).skipped}

        assert skipped["LOS108"] == "no table links"
