"""Why something differs: reasons on record, and the changes behind findings."""

from copy import deepcopy
from datetime import date

import pytest

from lineofsight.report.affected import Affected, affected
from lineofsight.report.difference import Difference
from lineofsight.report.reasons import Cause, Reason, Why
from tests.cli.run import Tables, plan
from tests.report.test_difference import difference

DAY = date(2026, 11, 3)


def with_measures() -> Tables:
    tables = plan()
    tables["key_results"] = [
        {"id": "K1", "goal_id": "G2", "title": "Orders", "target": 80, "baseline": 5},
        {"id": "K2", "goal_id": "G2", "title": "Returns", "target": 3, "baseline": 5},
    ]
    return tables


def revised(field: str, before: str, after: str, reason: str = "They asked") -> dict[str, object]:
    return {
        "goal_id": "G2",
        "date": DAY.isoformat(),
        "field": field,
        "before": before,
        "after": after,
        "reason": reason,
    }


def why(old: Tables, new: Tables) -> Why:
    return Why(difference(old, new))


class TestReasons:
    @pytest.mark.parametrize("reason", ["They asked", ""])
    def test_are_those_of_revisions_of_the_same_field(self, reason: str) -> None:
        tables = with_measures()
        tables["goals"][1]["end"] = "2027-03-31"
        tables["revisions"] = [
            revised("dates", "2026-12-31", "2027-03-31", reason),
            revised("title", "a", "b", "Something else"),
        ]

        found = why(with_measures(), tables).of_row("goals", "G2", ["end"])

        assert found == (Reason("revision", "G2", DAY, reason),)

    def test_of_a_key_result_are_those_that_lead_to_its_value(self) -> None:
        tables = with_measures()
        tables["key_results"][0]["target"], tables["key_results"][1]["target"] = 90, 2
        tables["revisions"] = [
            revised("target", "80", "90", "More shops"),
            revised("target", "3", "2", "Fewer shops"),
        ]

        found = why(with_measures(), tables)

        assert [one.text for one in found.of_row("key_results", "K2", ["target"])] == [
            "Fewer shops"
        ]

    def test_that_were_on_record_before_are_no_reasons(self) -> None:
        old, new = with_measures(), with_measures()
        old["revisions"] = new["revisions"] = [revised("dates", "2026-12-31", "2027-03-31")]
        new["goals"][1]["end"] = "2027-03-31"

        assert why(old, new).of_row("goals", "G2", ["end"]) == ()

    def test_are_assumptions_that_fell(self) -> None:
        old, new = with_measures(), with_measures()
        belief = {"id": "A1", "text": "Shops stay open", "goal_ids": ["G2"]}
        old["assumptions"] = [belief]
        new["assumptions"] = [belief | {"state": "false", "decided_on": DAY.isoformat()}]
        new["goals"][1]["status"] = "paused"

        assert why(old, new).of_row("goals", "G2", ["status"]) == (
            Reason("assumption", "A1", DAY, "Shops stay open"),
        )

    def test_are_trade_offs_that_were_agreed(self) -> None:
        old, new = with_measures(), with_measures()
        link = {"kind": "competes_with", "from_id": "G2", "to_id": "G4"}
        old["links"].append(link)
        new["links"].append(link | {"trade_off": "Mornings first"})
        new["goals"][1]["end"] = "2027-03-31"

        assert why(old, new).of_row("goals", "G2", ["end"]) == (
            Reason("trade_off", "G2>G4:competes_with", None, "Mornings first"),
        )

    def test_are_not_looked_for_where_a_revision_tells_of_no_such_column(self) -> None:
        old, new = with_measures(), with_measures()
        new["assumptions"] = [{"id": "A1", "text": "x", "state": "false", "goal_ids": ["G2"]}]
        new["goals"][1]["may_decide"] = "Prices"

        assert why(old, new).of_row("goals", "G2", ["may_decide"]) == ()
        assert why(old, new).of_row("people", "P1", ["name"]) == ()


class TestCauses:
    def found(self, old: Tables, new: Tables, rule: str) -> tuple[Cause, ...]:
        both = difference(old, new)
        (finding,) = [one for one in (*both.opened, *both.resolved) if one.rule == rule]
        return Why(both).of_finding(finding)

    def test_of_a_goal_that_lost_its_link(self) -> None:
        tables = plan()
        del tables["links"][1]

        assert self.found(plan(), tables, "LOS101") == (
            Cause("links", "G2>G1:supports", "removed"),
        )

    def test_of_a_goal_that_is_new(self) -> None:
        tables = plan()
        tables["goals"].append({"id": "G9", "title": "Tins stand in their place at four"})

        both = difference(plan(), tables)

        (found,) = [one for one in both.opened if one.rule == "LOS101"]
        assert Why(both).of_finding(found) == (Cause("goals", "G9", "added"),)

    def test_of_a_goal_whose_owner_left(self) -> None:
        tables = deepcopy(plan())
        tables["people"][1]["end_date"] = "2026-10-31"

        assert self.found(plan(), tables, "LOS702") == (
            Cause("people", "P2", "changed", ("end_date",)),
        )

    def test_of_a_pillar_lie_in_what_is_below_it(self) -> None:
        tables = plan()
        tables["goals"][2]["status"] = "paused"  # G4: all that remains rests on G2
        tables["people"] = plan()["people"]

        both = difference(plan(), tables)

        (found,) = [one for one in both.opened if one.rule == "LOS109"]
        assert Cause("goals", "G4", "changed", ("status",)) in Why(both).of_finding(found)

    def test_are_no_new_values_where_the_rule_reads_none(self) -> None:
        old, new = with_measures(), with_measures()
        old["observations"] = [{"measure_id": "K1", "date": "2026-11-01", "value": 9}]
        new["observations"] = [*old["observations"], old["observations"][0] | {"value": 12}]
        del new["links"][1]

        assert self.found(old, new, "LOS101") == (Cause("links", "G2>G1:supports", "removed"),)

    def test_are_rows_that_are_only_counted_where_nothing_else_is_near(self) -> None:
        old, new = plan(), plan()
        asked = {"wave": "1", "question": "know", "kind": "choice", "group_kind": "leaders"}
        old["answers"] = [asked | {"group_id": "F", "option": "a", "count": 9}]
        new["answers"] = [
            *old["answers"],
            *(asked | {"group_id": "F", "option": option, "count": 8} for option in "bc"),
        ]

        assert self.found(old, new, "LOS902") == (Cause("answers", "", "rows", rows=2),)


class TestAffected:
    def of(self, old: Tables, new: Tables) -> Affected:
        both: Difference = difference(old, new)
        return affected(both, both.tables)

    def test_stand_above_below_and_beside(self) -> None:
        old = plan()
        old["links"][2]["to_id"] = "G2"  # G4 supports G2, which supports G1
        old["goals"][3]["owner_id"] = "P4"
        old["links"].append({"kind": "shares", "from_id": "G3", "to_id": "G2"})
        new = deepcopy(old)
        new["goals"][1]["end"] = "2027-03-31"

        found = self.of(old, new)

        assert {
            way: [one.id for one in getattr(found, way)]
            for way in ("own", "up", "down", "sideways")
        } == {"own": ["P2"], "up": ["P1"], "down": ["P3"], "sideways": ["P4"]}
        assert [key for key, _title in found.up[0].through] == ["G1", "A"]

    def test_of_a_new_link_are_those_of_its_lower_end(self) -> None:
        new = plan()
        new["links"].append({"kind": "supports", "from_id": "G3", "to_id": "G4"})

        found = self.of(plan(), new)

        assert [one.id for one in found.own] == ["P1"]
        assert [one.id for one in found.up] == ["P3"]

    def test_of_a_key_result_are_those_of_its_goal(self) -> None:
        new = with_measures()
        new["key_results"][0]["target"] = 90

        assert [one.id for one in self.of(with_measures(), new).own] == ["P2"]

    def test_of_somebody_who_leaves_are_those_of_their_goals(self) -> None:
        new = plan()
        new["people"][1]["end_date"] = "2026-10-31"

        found = self.of(plan(), new)

        assert [one.id for one in found.own] == ["P2"]
        assert [one.id for one in found.up] == ["P1"]

    def test_of_nothing_is_nobody(self) -> None:
        assert self.of(plan(), plan()) == Affected((), (), (), ())
