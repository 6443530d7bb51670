"""LOS303 and LOS308: where they fire, where they must not, and what they say."""

from typing import Any

import pytest
from tests.engine.build import findings, result, subjects

Tables = dict[str, list[dict[str, Any]]]


def rivals(**link: object) -> Tables:
    """Build two goals declared to compete, under managers who share one above them."""
    return {
        "people": [
            {"id": "E0", "name": "Chief"},
            {"id": "E1", "name": "Anna Ek", "manager_id": "M1"},
            {"id": "E2", "name": "Bo Lind", "manager_id": "E0"},
            {"id": "M1", "name": "Head", "manager_id": "E0"},
        ],
        "goals": [
            {"id": "G1", "title": "Visits cost less", "owner_id": "E1"},
            {"id": "G2", "title": "More time on each visit", "owner_id": "E2"},
        ],
        "links": [{"kind": "competes_with", "from_id": "G1", "to_id": "G2", **link}],
    }


class TestDeclaredCompetition:
    def test_fires_without_a_trade_off(self) -> None:
        [found] = findings("LOS303", **rivals())

        assert found.subject == ("link", "G1>G2:competes_with")
        assert found.certainty == 1.0
        assert found.evidence == {"measure": None, "directions": []}
        assert found.people == ("E1", "E2")
        assert found.sentence == (
            "“Visits cost less” and “More time on each visit” are said to compete, "
            "and no trade-off is on record."
        )

    def test_a_trade_off_settles_it(self) -> None:
        assert subjects("LOS303", **rivals(trade_off="Cost falls while repeats stay low")) == []

    def test_blanks_are_no_trade_off(self) -> None:
        assert subjects("LOS303", **rivals(trade_off="  ")) == ["G1>G2:competes_with"]

    @pytest.mark.parametrize("place", [0, 1])
    def test_both_goals_must_be_active(self, place: int) -> None:
        tables = rivals()
        tables["goals"][place]["status"] = "paused"

        assert subjects("LOS303", **tables) == []

    def test_other_links_are_no_competition(self) -> None:
        assert subjects("LOS303", **rivals(kind="shares")) == []


def opposed(**second: object) -> Tables:
    """Build two key results that pull one measure apart; values change the second."""
    tables = rivals(kind="shares")
    tables["key_results"] = [
        {"id": "K1", "goal_id": "G1", "title": "Cheaper visits", "baseline": 240, "target": 190},
        {"id": "K2", "goal_id": "G2", "title": "Longer visits", "baseline": 240, "target": 270},
    ]
    for row in tables["key_results"]:
        row["measure"] = "cost per visit"
    tables["key_results"][1] |= second
    return tables


class TestOpposedMeasures:
    def test_fires_on_the_pair(self) -> None:
        [found] = findings("LOS303", **opposed())

        assert found.subject == ("pair", "K1>K2")
        assert found.certainty == 0.9
        assert found.evidence == {"measure": "cost per visit", "directions": ["down", "up"]}
        assert found.people == ("E1", "E2")
        assert found.sentence == (
            "“Cheaper visits” and “Longer visits” push “cost per visit” in opposite directions, "
            "and no trade-off is on record."
        )

    def test_the_smaller_id_comes_first_whichever_rises(self) -> None:
        tables = opposed()
        tables["key_results"][0]["id"], tables["key_results"][1]["id"] = "K2", "K1"

        [found] = findings("LOS303", **tables)

        assert found.subject == ("pair", "K1>K2")
        assert found.evidence["directions"] == ["up", "down"]

    @pytest.mark.parametrize(
        "values",
        [
            {"target": 200},
            {"target": 240},
            {"target": None},
            {"baseline": None},
            {"measure": "cost per hour"},
            {"measure": ""},
            {"goal_id": "G1"},
        ],
        ids=["same way", "stays", "no target", "no baseline", "another", "none", "same goal"],
    )
    def test_nearest_neighbours_are_silent(self, values: dict[str, Any]) -> None:
        assert subjects("LOS303", **opposed(**values)) == []

    def test_measures_without_a_name_have_nothing_in_common(self) -> None:
        tables = opposed(measure="")
        tables["key_results"][0]["measure"] = ""

        assert subjects("LOS303", **tables) == []

    def test_the_goals_must_be_active(self) -> None:
        tables = opposed()
        tables["goals"][1]["status"] = "done"

        assert subjects("LOS303", **tables) == []

    @pytest.mark.parametrize("ends", [("G1", "G2"), ("G2", "G1")])
    def test_a_trade_off_either_way_settles_it(self, ends: tuple[str, str]) -> None:
        tables = opposed()
        tables["links"] = [
            {
                "kind": "competes_with",
                "from_id": ends[0],
                "to_id": ends[1],
                "trade_off": "Cost first",
            }
        ]

        assert subjects("LOS303", **tables) == []

    def test_a_competition_without_trade_off_does_not(self) -> None:
        tables = opposed()
        tables["links"][0]["kind"] = "competes_with"

        assert subjects("LOS303", **tables) == ["G1>G2:competes_with", "K1>K2"]

    def test_a_trade_off_with_a_third_goal_does_not(self) -> None:
        tables = opposed()
        tables["goals"].append({"id": "G3", "title": "Fewer repeat visits"})
        tables["links"] = [
            {"kind": "competes_with", "from_id": "G1", "to_id": "G3", "trade_off": "Cost first"}
        ]

        assert subjects("LOS303", **tables) == ["K1>K2"]

    def test_all_pairs_of_a_measure_are_found(self) -> None:
        tables = opposed()
        for i in (3, 4):
            tables["goals"].append({"id": f"G{i}", "title": f"Goal {i}"})
        tables["key_results"] += [
            {**tables["key_results"][0], "id": "K3", "goal_id": "G3"},
            {**tables["key_results"][1], "id": "K4", "goal_id": "G4"},
        ]

        assert subjects("LOS303", **tables) == ["K1>K2", "K1>K4", "K2>K3", "K3>K4"]

    def test_runs_without_links(self) -> None:
        tables = opposed()
        del tables["links"]

        assert subjects("LOS303", **tables) == ["K1>K2"]


class TestUnsettledTradeOff:
    @pytest.mark.parametrize(("created", "fires"), [("2026-10-31", False), ("2026-10-30", True)])
    def test_twenty_one_days_are_silent_and_twenty_two_fire(
        self, created: str, fires: bool
    ) -> None:
        assert bool(subjects("LOS308", **rivals(created_on=created))) == fires

    def test_evidence_sentence_and_the_arbiter(self) -> None:
        [found] = findings("LOS308", **rivals(created_on="2026-10-20"))

        assert found.subject == ("link", "G1>G2:competes_with")
        assert found.evidence == {"days_open": 32, "review_by": None}
        assert found.people == ("E1", "E2", "E0")
        assert found.sentence == (
            "“Visits cost less” and “More time on each visit” were declared to compete "
            "32 days ago, and no trade-off is on record."
        )

    def test_without_a_day_of_creation_nobody_has_waited(self) -> None:
        assert subjects("LOS308", **rivals()) == []

    def test_a_trade_off_settles_it(self) -> None:
        assert subjects("LOS308", **rivals(created_on="2026-01-01", trade_off="Cost first")) == []

    @pytest.mark.parametrize(("review", "fires"), [("2026-11-21", False), ("2026-11-20", True)])
    def test_a_decision_past_its_review_fires_on_the_day_after(
        self, review: str, fires: bool
    ) -> None:
        tables = rivals(trade_off="Cost first", review_by=review)

        assert bool(subjects("LOS308", **tables)) == fires

    def test_sentence_of_a_review_that_has_passed(self) -> None:
        [found] = findings("LOS308", **rivals(trade_off="Cost first", review_by="2026-11-01"))

        assert found.evidence == {"days_open": None, "review_by": "2026-11-01"}
        assert found.sentence == (
            "What was agreed between “Visits cost less” and “More time on each visit” was to be "
            "looked at again by 1 November 2026."
        )

    def test_both_causes_stand_in_one_finding(self) -> None:
        tables = rivals(created_on="2026-10-20", review_by="2026-11-01")

        [found] = findings("LOS308", **tables)

        assert found.evidence == {"days_open": 32, "review_by": "2026-11-01"}
        assert "32 days ago" in found.sentence
        assert "1 November 2026" in found.sentence

    @pytest.mark.parametrize("place", [0, 1])
    def test_both_goals_must_be_active(self, place: int) -> None:
        tables = rivals(created_on="2026-10-20")
        tables["goals"][place]["status"] = "paused"

        assert subjects("LOS308", **tables) == []

    def test_is_skipped_without_links(self) -> None:
        tables = rivals()
        del tables["links"]

        skipped = {one.rule: one.reason for one in result(**tables).skipped}

        assert skipped["LOS308"] == "no table links"
