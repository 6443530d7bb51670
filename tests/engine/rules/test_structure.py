"""LOS103 and LOS104, and what all rules of structure need: a root."""

import pytest
from tests.engine.build import Tables, change, finding, findings, skipped, subjects, without
from tests.engine.rules.cascade import company, with_goals

NO_ROOT = "no pillar, North Star or enterprise goal"


@pytest.mark.parametrize("code", ["LOS101", "LOS102", "LOS103", "LOS104", "LOS105"])
def test_without_a_root_there_is_nothing_to_climb_to(code: str) -> None:
    tables = without(without(company(), "pillars"), "links")

    assert skipped(code, **tables) == [NO_ROOT]


@pytest.mark.parametrize("code", ["LOS101", "LOS103", "LOS104", "LOS105"])
def test_the_north_star_alone_is_a_root(code: str) -> None:
    tables = without(without(company(), "pillars"), "links")
    tables["strategy"] = [{"kind": "north_star", "text": "Every tap runs"}]

    assert skipped(code, **tables) == []


class TestUnsupportedStrategy:
    def alone(self, **values: object) -> Tables:
        return change(with_goals(), "goals", "G1", **values)

    def test_a_pillar_that_nobody_carries_fires(self) -> None:
        found = finding("LOS103", **without(company(), "links"))

        assert found.subject == ("pillar", "P1")
        assert found.evidence == {"supporters": 0, "missing_functions": []}
        assert found.sentence == "No goal on record carries the pillar “Uptime customers rely on”."
        assert found.people == ("E3",)

    @pytest.mark.parametrize(
        "values", [{"status": "paused"}, {"status": "draft"}, {"kind": "development"}]
    )
    def test_only_an_active_objective_is_a_supporter(self, values: dict[str, str]) -> None:
        assert subjects("LOS103", **self.alone(**values)) == ["P1"]

    @pytest.mark.parametrize("values", [{"start": "2027-03-01"}, {"end": "2026-01-01"}])
    def test_a_supporter_counts_whatever_its_dates(self, values: dict[str, str]) -> None:
        assert subjects("LOS103", **self.alone(**values)) == []

    def test_an_enterprise_goal_that_nobody_carries_fires(self) -> None:
        found = finding("LOS103", **change(company(), "goals", "G2", scope="enterprise"))

        assert found.subject == ("goal", "G2")
        assert found.evidence == {"supporters": 0, "missing_functions": []}
        assert found.sentence == "No goal on record carries “Close the books in four days”."
        assert found.people == ("E2", "E3")

    @pytest.mark.parametrize(
        "values", [{"status": "done"}, {"kind": "development"}, {"scope": "function"}]
    )
    def test_other_goals_may_stand_without_supporters(self, values: dict[str, str]) -> None:
        tables = change(company(), "goals", "G2", **{"scope": "enterprise", **values})

        assert subjects("LOS103", **tables) == []

    @pytest.mark.parametrize(
        ("values", "fires"),
        [({}, False), ({"status": "paused"}, True), ({"kind": "development"}, True)],
    )
    def test_a_supporter_of_an_enterprise_goal_is_an_active_objective(
        self, values: dict[str, str], fires: bool
    ) -> None:
        tables = with_goals({"id": "G3", "title": "Less paper"} | values, links={"G3": "G2"})

        assert (
            bool(subjects("LOS103", **change(tables, "goals", "G2", scope="enterprise"))) == fires
        )

    def test_a_supporter_in_a_circle_is_a_supporter(self) -> None:
        tables = with_goals({"id": "G3", "title": "Less paper"}, links={"G2": "G3", "G3": "G2"})

        assert subjects("LOS103", **change(tables, "goals", "G2", scope="enterprise")) == []

    def test_a_function_that_the_pillar_needs_and_that_has_no_goal_below_fires(self) -> None:
        found = finding("LOS103", **change(company(), "pillars", "P1", function_ids="F-OPS;F-FIN"))

        assert found.evidence == {"supporters": 1, "missing_functions": ["F-FIN"]}
        assert found.sentence == (
            "The pillar “Uptime customers rely on” counts on Finance, "
            "but no goal there leads to it."
        )
        assert found.others == (("function", "F-FIN"),)

    def test_the_sponsor_hears_first_then_the_heads_of_these_functions(self) -> None:
        tables = change(company(), "pillars", "P1", function_ids="F-FIN", sponsor_id="E1")

        assert finding("LOS103", **tables).people == ("E1", "E3")

    def test_both_causes_stand_in_one_finding(self) -> None:
        tables = change(company(), "pillars", "P1", function_ids="F-OPS;F-FIN")

        found = finding("LOS103", **without(tables, "links"))

        assert found.evidence == {"supporters": 0, "missing_functions": ["F-OPS", "F-FIN"]}

    @pytest.mark.parametrize(
        ("between", "fires"), [("active", False), ("paused", True), ("done", True)]
    )
    def test_a_goal_counts_below_through_active_goals_only(self, between: str, fires: bool) -> None:
        tables = change(with_goals(links={"G2": "G1"}), "pillars", "P1", function_ids="F-FIN")
        tables = change(tables, "goals", "G1", status=between)

        assert ("F-FIN" in str([f.evidence for f in findings("LOS103", **tables)])) == fires

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_the_function_needs_an_active_objective(self, values: dict[str, str]) -> None:
        tables = change(with_goals(links={"G2": "P1"}), "pillars", "P1", function_ids="F-FIN")

        assert subjects("LOS103", **tables) == []
        assert subjects("LOS103", **change(tables, "goals", "G2", **values)) == ["P1"]

    def test_the_north_star_is_no_subject(self) -> None:
        tables = company()
        tables["strategy"] = [{"kind": "north_star", "text": "Every tap runs"}]

        assert subjects("LOS103", **tables) == []


class TestBrokenRung:
    def rung(self, **parent: object) -> Tables:
        """Put G2 under G1, with G1 as given."""
        return change(with_goals(links={"G2": "G1"}), "goals", "G1", **parent)

    @pytest.mark.parametrize(
        ("status", "cause"),
        [
            ("draft", "which is still a draft"),
            ("paused", "which is paused"),
            ("done", "which is done"),
            ("cancelled", "which was cancelled"),
        ],
    )
    def test_a_parent_that_is_not_active_breaks_the_only_way(self, status: str, cause: str) -> None:
        found = finding("LOS104", **self.rung(status=status))

        assert found.subject == ("goal", "G2")
        assert found.evidence == {"broken_at": "G1", "status": status, "start": None, "below": 0}
        assert found.sentence == (
            "The only way up from “Close the books in four days” runs through "
            f"“Plants run 98 % of the time”, {cause}."
        )
        assert found.others == (("goal", "G1"),)

    def test_the_owner_of_the_broken_rung_hears_first(self) -> None:
        assert finding("LOS104", **self.rung(status="paused")).people == ("E1", "E2")

    @pytest.mark.parametrize(("start", "fires"), [("2026-11-22", True), ("2026-11-21", False)])
    def test_a_parent_that_has_not_begun_breaks_it_too(self, start: str, fires: bool) -> None:
        assert bool(subjects("LOS104", **self.rung(start=start))) == fires

    def test_when_it_begins_is_said(self) -> None:
        found = finding("LOS104", **self.rung(start="2026-12-01"))

        assert found.evidence["start"] == "2026-12-01"
        assert found.sentence.endswith("which has not begun (it starts on 1 December 2026).")

    def test_a_goal_that_has_not_begun_itself_can_wait(self) -> None:
        tables = change(self.rung(start="2026-12-01"), "goals", "G2", start="2026-11-30")

        assert subjects("LOS104", **tables) == []

    def test_one_unbroken_way_is_enough(self) -> None:
        tables = self.rung(status="paused")
        tables["links"] = [*tables["links"], {"kind": "supports", "from_id": "G2", "to_id": "P1"}]

        assert subjects("LOS104", **tables) == []

    def test_several_ways_that_are_all_closed_are_said_to_be_several(self) -> None:
        tables = with_goals({"id": "G3", "title": "Fewer stops"}, links={"G2": "G1 G3", "G3": "P1"})
        tables = change(tables, "goals", "G1", status="paused")

        found = finding("LOS104", **change(tables, "goals", "G3", status="done"))

        assert found.sentence == (
            "“Close the books in four days” has several ways up, and none is open: "
            "one runs through “Plants run 98 % of the time”, which is paused."
        )
        assert found.others == (("goal", "G1"), ("goal", "G3"))

    def test_the_break_that_is_told_is_the_parent_even_where_a_stronger_way_breaks_higher(
        self,
    ) -> None:
        tables = with_goals(
            {"id": "G0", "title": "Fewer stops", "status": "paused"},
            {"id": "G3", "title": "Less paper"},
            links={"G2": "G3", "G3": "G0", "G0": "P1"},
        )
        tables["links"] = [
            *({**link, "confirmed_on": "2026-11-20"} for link in tables["links"]),
            {"kind": "supports", "from_id": "G2", "to_id": "G1"},
        ]

        found = findings("LOS104", **change(tables, "goals", "G1", status="done"))

        assert {f.subject.id: f.evidence["broken_at"] for f in found} == {"G2": "G1", "G3": "G0"}

    def test_goals_further_down_are_counted_and_not_reported(self) -> None:
        tables = with_goals(
            {"id": "G3", "title": "Invoices within a day"},
            {"id": "G4", "title": "No letter waits"},
            links={"G2": "G1", "G3": "G2", "G4": "G3 P1"},
        )

        found = finding("LOS104", **change(tables, "goals", "G1", status="paused"))

        assert found.subject.id == "G2"
        assert found.evidence["below"] == 1  # G4 has another way up

    def test_a_goal_without_any_way_is_left_to_los101(self) -> None:
        tables = without(self.rung(status="paused"), "links")

        assert subjects("LOS104", **tables) == []

    @pytest.mark.parametrize("values", [{"status": "paused"}, {"kind": "development"}])
    def test_only_an_active_objective_is_a_subject(self, values: dict[str, str]) -> None:
        tables = change(self.rung(status="paused"), "goals", "G2", **values)

        assert subjects("LOS104", **tables) == []
