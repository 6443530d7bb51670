"""LOS901 and LOS906: do leaders answer the strategy, and show their own goals first."""

import pytest
from tests.engine.build import Tables, change, finding, findings, skipped, subjects, without

Row = dict[str, object]
PEOPLE_OFF = "about people: only with --people"


class TestUnacknowledgedStrategy:
    def published(self, *statements: Row, acknowledged: Row | None = None) -> Tables:
        """Let the strategy be out for 15 days; Ruth leads a team, and Milan has answered."""
        first: Row = {
            "kind": "vision",
            "text": "No town runs out of water",
            "version": "10",
            "published_on": "2026-11-06",
        }
        answer: Row = {"person_id": "E2", "version": "10", "date": "2026-11-07"}
        return {
            "goals": [{"id": "G1", "title": "Readings without a visit"}],
            "people": [
                {"id": "E1", "name": "Ruth Amann"},
                {"id": "E2", "name": "Milan Roth"},
                {"id": "E3", "name": "Emil Hart"},
            ],
            "teams": [{"id": "T1", "name": "Metering", "lead_id": "E1"}],
            "strategy": list(statements) or [first],
            "acknowledgements": [answer | (acknowledged or {})],
        }

    def test_a_leader_who_has_not_answered_fires(self) -> None:
        found = finding("LOS901", **self.published())

        assert found.subject == ("person", "E1")
        assert found.evidence == {"version": "10", "days": 15}
        assert found.sentence == (
            "No answer from Ruth Amann to version 10 of the strategy is on record, 15 days after "
            "it came: a question, a concern or one sentence would do."
        )
        assert found.people == ("E1",)
        assert found.question == "How does your function carry this, in one sentence?"

    @pytest.mark.parametrize(("as_of", "fires"), [("2026-11-20", False), ("2026-11-21", True)])
    def test_fourteen_days_are_given(self, as_of: str, fires: bool) -> None:
        assert bool(subjects("LOS901", as_of, **self.published())) == fires

    def test_who_has_answered_is_silent(self) -> None:
        assert subjects("LOS901", **self.published(acknowledged={"person_id": "E1"})) == []

    def test_an_answer_to_another_version_is_none(self) -> None:
        tables = self.published(acknowledged={"person_id": "E1", "version": "9"})

        assert subjects("LOS901", **tables) == ["E1"]

    def test_an_answer_still_to_come_is_not_known(self) -> None:
        tables = self.published(acknowledged={"person_id": "E1", "date": "2026-11-22"})

        assert subjects("LOS901", **tables) == ["E1"]

    def test_somebody_who_leads_nobody_need_not_answer(self) -> None:
        tables = self.published()
        tables["teams"] = [{"id": "T1", "name": "Metering"}]

        assert subjects("LOS901", **tables) == []

    @pytest.mark.parametrize(
        "tables",
        [
            {
                "people": [
                    {"id": "E3", "name": "Emil Hart"},
                    {"id": "E4", "name": "A", "manager_id": "E3"},
                ]
            },
            {"pillars": [{"id": "P1", "name": "Towns that stay", "sponsor_id": "E3"}]},
            {"pillars": [{"id": "P1", "name": "Towns that stay", "champion_ids": "E3"}]},
        ],
        ids=["has a report", "sponsor", "champion"],
    )
    def test_leading_is_more_than_a_team(self, tables: Tables) -> None:
        plan = {**self.published(), "teams": [{"id": "T1", "name": "Metering"}], **tables}
        plan["acknowledgements"] = [
            {**plan["acknowledgements"][0], "person_id": "E3", "version": "9"}
        ]

        assert subjects("LOS901", **plan) == ["E3"]

    @pytest.mark.parametrize("values", [{"end_date": "2026-11-20"}, {"start_date": "2026-11-22"}])
    def test_who_is_not_here_is_not_asked(self, values: Row) -> None:
        assert subjects("LOS901", **change(self.published(), "people", "E1", **values)) == []

    def statement(self, version: str, published: str, kind: str = "vision") -> Row:
        return {
            "id": f"{kind}-{version}-{published}",
            "kind": kind,
            "text": "No town runs out of water",
            "version": version,
            "published_on": published,
        }

    def test_ten_comes_after_nine(self) -> None:
        tables = self.published(
            self.statement("9", "2026-01-01"), self.statement("10", "2026-11-06")
        )

        assert finding("LOS901", **tables).evidence == {"version": "10", "days": 15}

    def test_a_version_still_to_be_published_is_not_there_yet(self) -> None:
        tables = self.published(
            self.statement("10", "2026-11-06"), self.statement("11", "2026-11-22")
        )

        assert finding("LOS901", **tables).evidence["version"] == "10"

    def test_a_version_has_come_once_all_of_it_has(self) -> None:
        tables = self.published(
            self.statement("10", "2026-01-01"), self.statement("10", "2026-11-10", "mission")
        )

        assert subjects("LOS901", **tables) == []

    @pytest.mark.parametrize(("first", "fires"), [("2026-11-06", True), ("2026-11-07", False)])
    def test_without_a_date_the_first_answer_says_when_it_came(
        self, first: str, fires: bool
    ) -> None:
        tables = self.published(self.statement("10", ""), acknowledged={"date": first})
        tables["acknowledgements"] += [{"person_id": "E3", "version": "10", "date": "2026-11-20"}]

        assert bool(subjects("LOS901", **tables)) == fires

    def test_without_either_date_it_is_silent(self) -> None:
        tables = self.published(self.statement("10", ""), acknowledged={"version": "9"})

        assert subjects("LOS901", **tables) == []

    def test_a_strategy_without_versions_asks_for_nothing(self) -> None:
        assert subjects("LOS901", **self.published(self.statement("", "2026-01-01"))) == []

    @pytest.mark.parametrize("table", ["acknowledgements", "strategy", "people"])
    def test_it_needs_its_tables(self, table: str) -> None:
        assert skipped("LOS901", **without(self.published(), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS901", about_people=False, **self.published()) == [PEOPLE_OFF]


class TestLeadersFirst:
    def team(self, owning: int, members: int, **goal: object) -> Tables:
        """Let so many of Metering's people own a goal, and Ruth, who leads them, one as given."""
        people = [{"id": f"W{i}", "name": f"W {i}", "team_id": "T1"} for i in range(members)]
        goals = [{"id": f"G{i}", "title": f"Goal {i}", "owner_id": f"W{i}"} for i in range(owning)]
        return {
            "people": [{"id": "E1", "name": "Ruth Amann"}, *people],
            "teams": [{"id": "T1", "name": "Metering", "lead_id": "E1"}],
            "goals": [*goals, {"id": "G9", "title": "Goal 9"} | goal],
        }

    def test_a_leader_without_a_goal_that_can_be_seen_fires(self) -> None:
        found = finding("LOS906", **self.team(3, 4))

        assert found.subject == ("person", "E1")
        assert found.evidence == {"team": "T1", "share": 0.75, "teams": ["T1"]}
        assert found.sentence == (
            "3 of the 4 people in Metering own a goal; "
            "no goal of Ruth Amann, who leads them, can be seen."
        )
        assert found.people == ("E1",)
        assert found.question == "Which of your own goals could your team see this week?"
        assert found.others == (("team", "T1"),)

    def test_half_of_them_is_enough(self) -> None:
        assert subjects("LOS906", **self.team(3, 6)) == ["E1"]

    def test_fewer_than_half_are_not(self) -> None:
        assert subjects("LOS906", **self.team(3, 7)) == []

    def test_two_are_too_few(self) -> None:
        assert subjects("LOS906", **self.team(2, 2)) == []

    def test_a_goal_of_the_leaders_own_is_enough(self) -> None:
        assert subjects("LOS906", **self.team(3, 4, owner_id="E1")) == []

    @pytest.mark.parametrize("values", [{"confidential": True}, {"status": "paused"}])
    def test_one_that_is_confidential_or_not_active_cannot_be_seen(self, values: Row) -> None:
        assert subjects("LOS906", **self.team(3, 4, owner_id="E1", **values)) == ["E1"]

    def test_a_development_goal_can(self) -> None:
        assert subjects("LOS906", **self.team(3, 4, owner_id="E1", kind="development")) == []

    def test_a_confidential_goal_of_theirs_is_a_goal(self) -> None:
        tables = change(self.team(3, 4), "goals", "G0", confidential=True)

        assert subjects("LOS906", **tables) == ["E1"]

    def test_a_goal_that_is_not_active_is_not_owned(self) -> None:
        assert subjects("LOS906", **change(self.team(3, 4), "goals", "G0", status="done")) == []

    def test_only_present_people_count(self) -> None:
        tables = change(self.team(3, 7), "people", "W6", end_date="2026-11-20")

        assert subjects("LOS906", **tables) == ["E1"]

    def test_a_leader_who_is_of_the_team_is_one_of_its_people(self) -> None:
        tables = change(self.team(3, 5), "people", "E1", team_id="T1")

        assert finding("LOS906", **tables).evidence["share"] == 0.5

    def test_a_leader_who_has_left_is_not_asked(self) -> None:
        tables = change(self.team(3, 4), "people", "E1", end_date="2026-11-20")

        assert subjects("LOS906", **tables) == []

    def test_several_teams_of_one_leader_stand_in_one_finding(self) -> None:
        tables = self.team(3, 4)
        tables["teams"] += [{"id": "T2", "name": "Billing", "lead_id": "E1"}]
        tables["people"] += [{"id": f"X{i}", "name": f"X {i}", "team_id": "T2"} for i in range(3)]
        tables["goals"] += [
            {"id": f"H{i}", "title": "Bills", "owner_id": f"X{i}"} for i in range(3)
        ]

        found = finding("LOS906", **tables)

        assert found.evidence == {"team": "T1", "share": 0.75, "teams": ["T1", "T2"]}
        assert [other.id for other in found.others] == ["T1", "T2"]

    def test_each_leader_is_judged_alone(self) -> None:
        tables = self.team(3, 4)
        tables["teams"] += [{"id": "T2", "name": "Billing", "lead_id": "W0"}]

        assert [f.subject.id for f in findings("LOS906", **tables)] == ["E1"]

    @pytest.mark.parametrize("table", ["people", "teams"])
    def test_it_needs_people_and_teams(self, table: str) -> None:
        assert skipped("LOS906", **without(self.team(3, 4), table)) == [f"no table {table}"]

    def test_it_runs_only_with_people(self) -> None:
        assert skipped("LOS906", about_people=False, **self.team(3, 4)) == [PEOPLE_OFF]
