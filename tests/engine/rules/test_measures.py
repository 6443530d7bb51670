"""LOS301, 302, 306, 307: where they fire, where they must not, and what they say."""

from typing import Any

import pytest
from tests.engine.build import findings, result, subjects

Tables = dict[str, list[dict[str, Any]]]


def skipped(tables: Tables) -> dict[str, str]:
    return {one.rule: one.reason for one in result(**tables).skipped}


class TestActivityNotOutcome:
    @staticmethod
    def plan(goal: dict[str, Any] | None = None, **result_values: object) -> Tables:
        """Build a key result that counts training days, under a goal without a measure."""
        counted = {"id": "K1", "goal_id": "G8", "title": "Hold 12 training days", "type": "number"}
        return {
            "people": [{"id": "E1", "name": "Anna Ek"}, {"id": "E2", "name": "Bo Lind"}],
            "goals": [
                {"id": "G2", "title": "Pumps mounted right the first time", "owner_id": "E1"},
                {"id": "G8", "title": "Fitters know the pump", "owner_id": "E2", **(goal or {})},
            ],
            "links": [{"kind": "supports", "from_id": "G8", "to_id": "G2"}],
            "key_results": [{**counted, "unit": "days held", **result_values}],
        }

    def test_fires_with_evidence_and_certainty(self) -> None:
        [found] = findings("LOS301", **self.plan())

        assert found.subject == ("key_result", "K1")
        assert found.evidence == {"verb": "hold", "type": "number", "unit": "days held"}
        assert found.certainty == 0.8
        assert found.people == ("E2", "E1")
        assert found.sentence.startswith("“Hold 12 training days” counts what is done.")

    @pytest.mark.parametrize("unit", ["%", "kEUR", "days", "visits per week", "kWh/m3"])
    def test_a_unit_that_measures_change_is_an_outcome(self, unit: str) -> None:
        assert subjects("LOS301", **self.plan(unit=unit)) == []

    @pytest.mark.parametrize("unit", ["", "releases", "training hours"])
    def test_other_units_count_work(self, unit: str) -> None:
        assert subjects("LOS301", **self.plan(unit=unit)) == ["K1"]

    def test_a_milestone_counts_work_whatever_its_unit(self) -> None:
        tables = self.plan(type="milestone", unit="%", title="Launch the portal")

        assert subjects("LOS301", **tables) == ["K1"]

    @pytest.mark.parametrize("kind", ["percent", "currency", ""])
    def test_other_types_do_not(self, kind: str) -> None:
        assert subjects("LOS301", **self.plan(type=kind)) == []

    @pytest.mark.parametrize("title", ["Reduce training days", "Training days"])
    def test_the_first_verb_must_be_one_of_work(self, title: str) -> None:
        assert subjects("LOS301", **self.plan(title=title)) == []

    @pytest.mark.parametrize(
        ("kind", "fires"),
        [("number", False), ("percent", False), ("currency", False), ("milestone", True)],
    )
    def test_a_parent_that_carries_the_outcome_settles_it(self, kind: str, fires: bool) -> None:
        tables = self.plan()
        tables["key_results"].append(
            {"id": "K0", "goal_id": "G2", "title": "Pumps right", "type": kind}
        )

        assert bool(subjects("LOS301", **tables)) == fires

    def test_an_outcome_beside_it_does_not_settle_it(self) -> None:
        tables = self.plan()
        tables["key_results"].append(
            {"id": "K0", "goal_id": "G8", "title": "Pumps right", "type": "percent"}
        )

        assert subjects("LOS301", **tables) == ["K1"]

    def test_an_outcome_of_a_goal_that_it_only_shares_does_not_settle_it(self) -> None:
        tables = self.plan()
        tables["links"][0]["kind"] = "shares"
        tables["key_results"].append(
            {"id": "K0", "goal_id": "G2", "title": "Pumps right", "type": "percent"}
        )

        assert subjects("LOS301", **tables) == ["K1"]

    @pytest.mark.parametrize("goal", [{"scope": "individual"}, {"status": "done"}])
    def test_goals_of_individuals_and_inactive_ones_are_left_out(
        self, goal: dict[str, str]
    ) -> None:
        assert subjects("LOS301", **self.plan(goal)) == []

    def test_is_skipped_without_key_results(self) -> None:
        tables = self.plan()
        del tables["key_results"]

        assert skipped(tables)["LOS301"] == "no table key_results"

    def test_is_skipped_in_a_language_without_word_lists(self) -> None:
        titles = "Asiakkaat saavat varaosat päivässä ilman turhaa odottelua tai soittelua"
        tables = self.plan(title="Pidetään kaksitoista koulutuspäivää")
        tables["goals"] = [{"id": name, "title": titles} for name in ("G2", "G8")]

        assert skipped(tables)["LOS301"] == "no word list for this language"


class TestUnmeasurable:
    @staticmethod
    def plan(**values: object) -> Tables:
        """Build a key result that lacks nothing; values change it."""
        whole = {
            "id": "K3",
            "goal_id": "G2",
            "title": "Fewer repeat visits",
            "type": "number",
            "unit": "visits",
            "baseline": 14,
            "target": 8,
            "end": "2026-12-31",
            "owner_id": "E1",
        }
        return {
            "people": [{"id": "E1", "name": "Anna Ek"}],
            "goals": [{"id": "G2", "title": "Repairs that last"}],
            "key_results": [{**whole, **values}],
        }

    def test_what_lacks_nothing_is_silent(self) -> None:
        assert subjects("LOS302", **self.plan()) == []

    @pytest.mark.parametrize("column", ["unit", "baseline", "target", "end"])
    def test_each_gap_fires(self, column: str) -> None:
        [found] = findings("LOS302", **self.plan(**{column: None}))

        assert found.subject == ("key_result", "K3")
        assert found.evidence == {"missing": [column]}
        assert found.people == ("E1",)

    def test_all_gaps_stand_in_one_finding(self) -> None:
        [found] = findings("LOS302", **self.plan(unit="", baseline=None, target=None, end=None))

        assert found.evidence == {"missing": ["unit", "baseline", "target", "end"]}
        assert found.sentence == (
            "“Fewer repeat visits” has no unit, no baseline, no target and no date: "
            "at the end nobody could say whether it has been reached."
        )

    def test_sentence_asks_from_where_to_the_target(self) -> None:
        [found] = findings("LOS302", **self.plan(type="percent", unit="", baseline=None))

        assert found.sentence == "“Fewer repeat visits” has no baseline: from where to 8 %?"

    def test_zero_is_a_baseline(self) -> None:
        assert subjects("LOS302", **self.plan(baseline=0)) == []

    @pytest.mark.parametrize("kind", ["percent", "currency"])
    def test_percent_and_currency_need_no_unit(self, kind: str) -> None:
        assert subjects("LOS302", **self.plan(type=kind, unit="")) == []

    def test_an_unknown_type_needs_a_unit(self) -> None:
        assert subjects("LOS302", **self.plan(type="", unit="")) == ["K3"]

    def test_a_milestone_needs_only_an_end(self) -> None:
        bare = {"type": "milestone", "unit": "", "baseline": None, "target": None}

        assert subjects("LOS302", **self.plan(**bare)) == []
        assert subjects("LOS302", **self.plan(**bare, end=None)) == ["K3"]

    def test_the_end_of_the_goal_is_enough(self) -> None:
        tables = self.plan(end=None)
        tables["goals"][0]["end"] = "2026-12-31"

        assert subjects("LOS302", **tables) == []

    @pytest.mark.parametrize("status", ["draft", "paused", "done", "cancelled"])
    def test_goals_that_are_not_active_are_left_out(self, status: str) -> None:
        tables = self.plan(target=None)
        tables["goals"][0]["status"] = status

        assert subjects("LOS302", **tables) == []

    def test_is_skipped_without_key_results(self) -> None:
        tables = self.plan()
        del tables["key_results"]

        assert skipped(tables)["LOS302"] == "no table key_results"


class TestUnguardedMetric:
    @staticmethod
    def plan(**guard: object) -> Tables:
        """Build a pillar measured by uptime; ``guard`` is a second KPI."""
        kpis: list[dict[str, Any]] = [
            {"id": "KPI-UP", "name": "Uptime", "healthy_min": 96, "owner_id": "E2"}
        ]
        if guard:
            kpis.append({"id": "KPI-2", "name": "Repeat visits", **guard})
        return {
            "goals": [{"id": "G1", "title": "Plants run"}],
            "people": [{"id": "E1", "name": "Anna Ek"}, {"id": "E2", "name": "Bo Lind"}],
            "pillars": [
                {"id": "P1", "name": "Uptime they trust", "kpi_ids": "KPI-UP", "sponsor_id": "E1"},
                {"id": "P2", "name": "Small towns"},
            ],
            "kpis": kpis,
        }

    def test_fires_with_evidence_and_the_sponsor_first(self) -> None:
        [found] = findings("LOS306", **self.plan())

        assert found.subject == ("pillar", "P1")
        assert found.evidence == {"measures": ["KPI-UP"]}
        assert found.people == ("E1", "E2")
        assert found.sentence == (
            "“Uptime they trust” is measured by “Uptime”, and no KPI watches what that might be "
            "bought with."
        )

    @pytest.mark.parametrize("bound", ["healthy_min", "healthy_max"])
    def test_a_guard_with_one_bound_is_enough(self, bound: str) -> None:
        assert subjects("LOS306", **self.plan(guards="P1", **{bound: 8})) == []

    def test_a_guard_without_a_bound_guards_nothing(self) -> None:
        assert subjects("LOS306", **self.plan(guards="P1")) == ["P1"]

    def test_a_guard_of_something_else_does_not_count(self) -> None:
        assert subjects("LOS306", **self.plan(guards="P2", healthy_max=8)) == ["P1"]

    def test_one_guard_may_watch_over_several(self) -> None:
        assert subjects("LOS306", **self.plan(guards="P2;P1", healthy_max=8)) == []

    def test_the_measure_guards_itself_if_it_says_so(self) -> None:
        tables = self.plan()
        tables["kpis"][0]["guards"] = "P1"

        assert subjects("LOS306", **tables) == []

    def test_the_north_star_is_a_subject_too(self) -> None:
        tables = self.plan(guards="P1", healthy_max=8)
        tables["strategy"] = [
            {"kind": "north_star", "text": "Litres of safe water", "measure_id": "KPI-UP"}
        ]

        [found] = findings("LOS306", **tables)

        assert found.subject == ("pillar", "north_star")
        assert found.stake == 1.0
        assert found.source.table == "strategy"
        assert found.sentence.startswith("“Litres of safe water” is measured by “Uptime”")

    def test_a_guard_of_the_north_star_settles_it(self) -> None:
        tables = self.plan(guards="P1;north_star", healthy_max=8)
        tables["strategy"] = [
            {"kind": "north_star", "text": "Litres of safe water", "measure_id": "KPI-UP"}
        ]

        assert subjects("LOS306", **tables) == []

    def test_a_north_star_without_a_measure_needs_no_guard(self) -> None:
        tables = self.plan(guards="P1", healthy_max=8)
        tables["strategy"] = [
            {"kind": "north_star", "text": "Litres of safe water"},
            {"kind": "vision", "text": "Water for all", "measure_id": "KPI-UP"},
        ]

        assert subjects("LOS306", **tables) == []

    def test_is_skipped_without_kpis(self) -> None:
        tables = self.plan()
        del tables["kpis"]

        assert skipped(tables)["LOS306"] == "no table kpis"


class TestFunctionWithoutContribution:
    @staticmethod
    def plan(**values: object) -> Tables:
        """Build two functions; values change the second."""
        said = {"contribution": "Towns served for twenty years", "success_measure": "contracts"}
        silent = {"id": "F2", "name": "Field Service", "contribution": "", "success_measure": ""}
        return {
            "goals": [{"id": "G1", "title": "Plants run"}],
            "people": [{"id": "E1", "name": "Anna Ek"}],
            "functions": [
                {"id": "F1", "name": "Sales", **said},
                {**silent, "head_id": "E1", **values},
            ],
        }

    def test_fires_with_both_gaps(self) -> None:
        [found] = findings("LOS307", **self.plan())

        assert found.subject == ("function", "F2")
        assert found.evidence == {"missing": ["contribution", "success_measure"]}
        assert found.people == ("E1",)
        assert found.sentence == (
            "Field Service has not yet said what it adds to the definition of value, "
            "nor how it measures success."
        )

    @pytest.mark.parametrize(
        ("given", "missing", "words"),
        [
            ("contribution", "success_measure", "how it measures success"),
            ("success_measure", "contribution", "what it adds to the definition of value"),
        ],
    )
    def test_fires_with_one_gap(self, given: str, missing: str, words: str) -> None:
        [found] = findings("LOS307", **self.plan(**{given: "something"}))

        assert found.evidence == {"missing": [missing]}
        assert found.sentence == f"Field Service has not yet said {words}."

    def test_is_silent_where_both_are_given(self) -> None:
        tables = self.plan(contribution="Repairs that last", success_measure="repeat visits")

        assert subjects("LOS307", **tables) == []

    def test_blanks_say_nothing(self) -> None:
        tables = self.plan(contribution="   ", success_measure="repeat visits")

        assert subjects("LOS307", **tables) == ["F2"]

    @pytest.mark.parametrize("column", ["contribution", "success_measure"])
    def test_a_list_without_both_columns_is_not_asked(self, column: str) -> None:
        tables = self.plan()
        for row in tables["functions"]:
            del row[column]

        assert subjects("LOS307", **tables) == []

    def test_is_skipped_without_functions(self) -> None:
        tables = self.plan()
        del tables["functions"]

        assert skipped(tables)["LOS307"] == "no table functions"
