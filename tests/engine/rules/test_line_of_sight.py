"""LOS101: which goals have a home, which have none, and how that is said."""

import pytest
from tests.engine.build import Tables, change, finding, findings, subjects
from tests.engine.rules.cascade import company, with_goals

from lineofsight.engine.finding import Severity


class TestNoLineOfSight:
    def test_a_goal_without_a_way_to_the_strategy_fires(self) -> None:
        found = finding("LOS101", **company())

        assert found.subject == ("goal", "G2")
        assert found.evidence == {"top": "G2", "below": 0, "serves": "strategy"}
        assert found.sentence == (
            "Nothing on record says what “Close the books in four days” is for."
        )
        assert found.question == "Who would notice first if we stopped this?"
        assert found.others == ()

    def test_the_owner_hears_first_then_the_lead_above(self) -> None:
        assert finding("LOS101", **company()).people == ("E2", "E3")

    def test_where_the_owner_is_the_lead_the_manager_is_the_one_above(self) -> None:
        tables = change(company(), "goals", "G2", owner_id="E3")
        tables = change(tables, "people", "E3", manager_id="E1")

        assert finding("LOS101", **tables).people == ("E3", "E1")

    def test_stake_of_an_orphan_is_its_part_of_all_active_goals(self) -> None:
        found = finding("LOS101", **company())

        assert found.stake == 0.5
        assert found.severity == Severity.HIGH

    @pytest.mark.parametrize("status", ["draft", "paused", "done", "cancelled"])
    def test_a_goal_that_is_not_active_is_no_subject(self, status: str) -> None:
        assert subjects("LOS101", **change(company(), "goals", "G2", status=status)) == []

    def test_a_development_goal_is_no_subject(self) -> None:
        assert subjects("LOS101", **change(company(), "goals", "G2", kind="development")) == []

    @pytest.mark.parametrize("status", ["active", "draft", "paused", "done", "cancelled"])
    def test_a_path_counts_over_goals_of_any_status(self, status: str) -> None:
        tables = with_goals({"id": "G3", "title": "Fewer stops"}, links={"G3": "G1", "G2": "G1"})

        assert subjects("LOS101", **change(tables, "goals", "G1", status=status)) == []

    def test_goals_below_an_orphan_are_reported_too(self) -> None:
        tables = with_goals({"id": "G3", "title": "Invoices within a day"}, links={"G3": "G2"})

        found = {f.subject.id: f for f in findings("LOS101", **tables)}

        assert found.keys() == {"G2", "G3"}
        assert found["G3"].evidence == {"top": "G2", "below": 0, "serves": "strategy"}
        assert found["G3"].others == (("goal", "G2"),)
        assert found["G2"].evidence["below"] == 1
        assert found["G2"].sentence.endswith("is for. 1 goal below leads up through it.")

    def test_several_goals_below_are_said_in_the_plural(self) -> None:
        tables = with_goals(
            {"id": "G3", "title": "Invoices within a day"},
            {"id": "G4", "title": "No letter waits"},
            links={"G3": "G2", "G4": "G3"},
        )

        found = {f.subject.id: f for f in findings("LOS101", **tables)}

        assert found["G2"].sentence.endswith("2 goals below lead up through it.")

    def test_of_several_tops_the_smaller_id_is_named(self) -> None:
        tables = with_goals({"id": "G3", "title": "A"}, {"id": "G4", "title": "B"})
        tables["links"] += [
            {"kind": "supports", "from_id": "G2", "to_id": "G4"},
            {"kind": "supports", "from_id": "G2", "to_id": "G3"},
        ]

        found = {f.subject.id: f for f in findings("LOS101", **tables)}

        assert found["G2"].evidence["top"] == "G3"

    def test_goals_that_only_support_each_other_have_no_home(self) -> None:
        tables = with_goals({"id": "G3", "title": "Less paper"}, links={"G2": "G3", "G3": "G2"})

        assert sorted(subjects("LOS101", **tables)) == ["G2", "G3"]

    def test_an_enterprise_goal_beside_pillars_is_no_root(self) -> None:
        assert subjects("LOS101", **change(company(), "goals", "G2", scope="enterprise")) == ["G2"]

    def test_without_pillars_a_top_enterprise_goal_is_a_root_and_never_reported(self) -> None:
        tables = {
            "goals": [
                {"id": "G1", "title": "Towns stay", "scope": "enterprise"},
                {"id": "G2", "title": "Bills right the first time"},
                {"id": "G3", "title": "Fewer meters"},
            ],
            "links": [{"kind": "supports", "from_id": "G2", "to_id": "G1"}],
        }

        assert subjects("LOS101", **tables) == ["G3"]

    def test_a_line_to_the_north_star_alone_is_a_line(self) -> None:
        tables = with_goals(links={"G2": "north_star"})
        tables["strategy"] = [{"kind": "north_star", "text": "Every tap runs"}]

        assert subjects("LOS101", **tables) == []


class TestHomesBesideTheStrategy:
    def health(self, **values: object) -> Tables:
        tables = change(company(), "goals", "G2", serves="health", **values)
        tables["kpis"] = [{"id": "K1", "name": "Errors in the books"}]
        return tables

    def service(self, **values: object) -> Tables:
        confirmed = {"serves_confirmed_on": "2026-11-21", **values}
        return change(company(), "goals", "G2", serves="service", **confirmed)

    def test_a_goal_that_keeps_a_kpi_healthy_has_a_home(self) -> None:
        assert subjects("LOS101", **self.health(serves_id="K1")) == []

    @pytest.mark.parametrize("named", ["", "K2", "P1"])
    def test_health_without_a_kpi_of_the_plan_is_no_home(self, named: str) -> None:
        found = finding("LOS101", **self.health(serves_id=named))

        assert found.evidence["serves"] == "health"
        assert found.sentence == (
            "“Close the books in four days” is said to keep something healthy, but names no KPI."
        )

    def test_health_is_asked_for_its_kpi_even_where_there_is_a_path(self) -> None:
        tables = self.health()
        tables["links"] = [*tables["links"], {"kind": "supports", "from_id": "G2", "to_id": "P1"}]

        assert subjects("LOS101", **tables) == ["G2"]

    def test_a_duty_that_is_named_in_any_words_is_a_home(self) -> None:
        tables = change(company(), "goals", "G2", serves="obligation", serves_id="Accounts Act")

        assert subjects("LOS101", **tables) == []

    def test_a_duty_without_a_name_is_none(self) -> None:
        tables = change(company(), "goals", "G2", serves="obligation", serves_id="  ")

        assert finding("LOS101", **tables).sentence == (
            "“Close the books in four days” is said to be a duty, but does not name which."
        )

    @pytest.mark.parametrize("named", ["T-OPS", "F-OPS", "nobody; T-OPS"])
    def test_a_service_that_its_user_has_confirmed_is_a_home(self, named: str) -> None:
        assert subjects("LOS101", **self.service(serves_id=named)) == []

    @pytest.mark.parametrize(
        "values",
        [
            {"serves_id": "T-OPS", "serves_confirmed_on": ""},
            {"serves_id": "T-OPS", "serves_confirmed_on": "2026-11-22"},
            {"serves_id": "G1"},
            {"serves_id": ""},
        ],
        ids=["not confirmed", "confirmed later", "serves no group", "serves nobody"],
    )
    def test_a_service_that_nobody_has_confirmed_is_none(self, values: dict[str, str]) -> None:
        assert finding("LOS101", **self.service(**values)).sentence == (
            "“Close the books in four days” is said to serve another team, "
            "but none that it names has confirmed it."
        )


class TestTimeToConnect:
    @pytest.mark.parametrize(("created", "fires"), [("2026-11-08", False), ("2026-11-07", True)])
    def test_a_goal_has_fourteen_days_to_find_its_home(self, created: str, fires: bool) -> None:
        tables = change(company(), "goals", "G2", created_on=created)

        assert bool(subjects("LOS101", **tables)) == fires

    @pytest.mark.parametrize(("published", "fires"), [("2026-11-08", False), ("2026-11-07", True)])
    def test_and_fourteen_after_the_newest_strategy(self, published: str, fires: bool) -> None:
        tables = change(company(), "goals", "G2", created_on="2026-01-01")
        tables["strategy"] = [
            {"kind": "vision", "text": "Water for all", "published_on": "2025-01-01"},
            {"kind": "mission", "text": "We pump", "published_on": published},
        ]

        assert bool(subjects("LOS101", **tables)) == fires

    def test_a_strategy_still_to_be_published_gives_no_time(self) -> None:
        tables = company()
        tables["strategy"] = [{"kind": "vision", "text": "More", "published_on": "2026-11-22"}]

        assert subjects("LOS101", **tables) == ["G2"]

    def test_the_later_of_both_counts(self) -> None:
        tables = change(company(), "goals", "G2", created_on="2026-11-20")
        tables["strategy"] = [{"kind": "vision", "text": "More", "published_on": "2026-01-01"}]

        assert subjects("LOS101", **tables) == []
