"""LOS507: what counts as easier, what as late, and what as a reason."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, subjects, without

Row = dict[str, object]


def softened(**revision: object) -> Tables:
    """Build a goal of 90 days in its last month whose target went from 88 to 80."""
    return {
        "people": [
            {"id": "E1", "name": "Ida Moss"},
            {"id": "E2", "name": "Milan Roth"},
            {"id": "E3", "name": "Ruth Amann"},
        ],
        "pillars": [{"id": "P1", "name": "Towns that stay", "sponsor_id": "E3"}],
        "goals": [
            {
                "id": "G1",
                "title": "First-time fix",
                "owner_id": "E1",
                "start": "2026-09-01",
                "end": "2026-11-30",
            },
            {"id": "G2", "title": "Fewer visits", "owner_id": "E2"},
        ],
        "links": [
            {"kind": "supports", "from_id": "G1", "to_id": "G2"},
            {"kind": "supports", "from_id": "G1", "to_id": "P1"},
        ],
        "key_results": [
            {
                "id": "K1",
                "goal_id": "G1",
                "title": "Fixed at first visit",
                "baseline": 72,
                "target": 80,
                "value": 76,
            }
        ],
        "revisions": [
            {
                "goal_id": "G1",
                "date": "2026-11-02",
                "field": "target",
                "before": "88",
                "after": "80",
            }
            | revision
        ],
    }


def moved(before: str, after: str, date: str = "2026-11-20", **goal: object) -> Tables:
    """Build the goal with its dates moved on a day."""
    tables = softened(field="dates", before=before, after=after, date=date)
    return change(tables, "goals", "G1", **goal)


class TestWhatIsTold:
    def test_a_target_softened_late_without_a_reason_fires(self) -> None:
        found = finding("LOS507", **softened())

        assert found.subject == ("goal", "G1")
        assert found.evidence == {
            "field": "target",
            "before": "88",
            "after": "80",
            "date": "2026-11-02",
        }
        assert found.sentence == (
            "“First-time fix” became easier late: on 2 November 2026 its target went "
            "from 88 to 80, and no reason is on record."
        )
        assert found.question == "What did we learn that made this right?"

    def test_the_owner_hears_first_then_the_owners_of_its_parents(self) -> None:
        assert finding("LOS507", **softened()).people == ("E1", "E2", "E3")

    def test_a_moved_end_is_told_in_dates(self) -> None:
        found = finding("LOS507", **moved("2026-09-01 to 2026-11-30", "2026-09-01 to 2026-12-31"))

        assert found.sentence == (
            "“First-time fix” was given more time late: on 20 November 2026 its end moved "
            "from 30 November 2026 to 31 December 2026, and no reason is on record."
        )
        assert found.evidence["after"] == "2026-09-01 to 2026-12-31"

    def test_a_moved_baseline_is_told_as_one(self) -> None:
        found = finding("LOS507", **softened(field="baseline", before="60", after="72"))

        assert "its baseline went from 60 to 72" in found.sentence

    def test_of_several_the_latest_is_told(self) -> None:
        tables = softened()
        tables["revisions"] += [{**tables["revisions"][0], "date": "2026-11-05"}]

        assert finding("LOS507", **tables).evidence["date"] == "2026-11-05"


class TestLate:
    # 90 days: the last third begins on 31 October.
    @pytest.mark.parametrize(("date", "fires"), [("2026-10-31", True), ("2026-10-30", False)])
    def test_the_last_third_begins_with_its_first_day(self, date: str, fires: bool) -> None:
        assert bool(subjects("LOS507", **softened(date=date))) == fires

    def test_a_target_softened_after_the_end_is_silent(self) -> None:
        tables = change(softened(date="2026-11-20"), "goals", "G1", end="2026-11-19")

        assert subjects("LOS507", **tables) == []

    def test_one_softened_on_the_last_day_is_not(self) -> None:
        tables = change(softened(date="2026-11-20"), "goals", "G1", end="2026-11-20")

        assert subjects("LOS507", **tables) == ["G1"]

    def test_a_revision_still_to_come_is_not_known(self) -> None:
        assert subjects("LOS507", **softened(date="2026-11-22")) == []

    @pytest.mark.parametrize("values", [{"start": ""}, {"end": ""}])
    def test_without_a_lifetime_nothing_is_late(self, values: Row) -> None:
        assert subjects("LOS507", **change(softened(), "goals", "G1", **values)) == []

    def test_a_move_is_held_against_the_end_that_was_moved(self) -> None:
        # From 1 September to 30 November: 20 November is late; to the end of May it is early.
        tables = moved("2026-11-30", "2027-05-31", end="2027-05-31")

        assert subjects("LOS507", **tables) == ["G1"]

    def test_a_move_in_the_middle_of_the_old_lifetime_is_silent(self) -> None:
        tables = moved("2027-05-31", "2027-06-30", end="2027-06-30")

        assert subjects("LOS507", **tables) == []

    def test_an_end_moved_once_it_had_passed_is_the_plainest_case(self) -> None:
        tables = moved("2026-10-31", "2026-12-31", end="2026-12-31")

        assert subjects("LOS507", **tables) == ["G1"]


class TestEasier:
    def target(self, before: object, after: object, **result: object) -> Tables:
        return change(softened(before=before, after=after), "key_results", "K1", **result)

    def test_a_harder_target_is_silent(self) -> None:
        assert subjects("LOS507", **self.target("80", "88", target=88)) == []

    def test_a_falling_measure_is_easier_where_less_has_to_fall(self) -> None:
        falling: Row = {"baseline": 8, "value": 7}

        assert subjects("LOS507", **self.target("4", "5", target=5, **falling)) == ["G1"]
        assert subjects("LOS507", **self.target("5", "4", target=4, **falling)) == []

    def test_nearer_to_the_value_alone_is_enough(self) -> None:
        # Without a baseline only the value tells.
        tables = self.target("88", "80", baseline="")

        assert subjects("LOS507", **tables) == ["G1"]

    def test_a_target_raised_towards_a_value_that_had_passed_it_is_harder(self) -> None:
        tables = self.target("80", "88", target=88, value=90)

        assert subjects("LOS507", **tables) == []

    def test_the_last_observation_is_the_value(self) -> None:
        tables = self.target("88", "80", baseline="", value=99)
        tables["observations"] = [{"measure_id": "K1", "date": "2026-11-01", "value": 76}]

        assert subjects("LOS507", **tables) == ["G1"]

    def test_a_baseline_nearer_to_the_target_is_easier(self) -> None:
        assert subjects("LOS507", **softened(field="baseline", before="60", after="72")) == ["G1"]
        assert subjects("LOS507", **softened(field="baseline", before="76", after="72")) == []

    def test_an_earlier_end_is_harder(self) -> None:
        assert subjects("LOS507", **moved("2026-11-30", "2026-11-25", end="2026-11-25")) == []

    def test_of_several_key_results_the_one_with_the_new_target_is_meant(self) -> None:
        tables = softened()
        other: Row = {"id": "K2", "goal_id": "G1", "title": "Towns", "baseline": 90, "target": 120}
        tables["key_results"] += [other]

        assert subjects("LOS507", **tables) == ["G1"]
        # Had it been about the other one, 80 would be further from 90 than 88.
        tables = change(tables, "key_results", "K1", target=100)
        tables = change(tables, "key_results", "K2", target=80)
        assert subjects("LOS507", **tables) == []

    @pytest.mark.parametrize("after", ["80 %", "80 towns", "at least 80"])
    def test_a_number_may_stand_among_words(self, after: str) -> None:
        assert subjects("LOS507", **self.target("88 %", after)) == ["G1"]

    @pytest.mark.parametrize("sign", [",", " ", "\u202f", "’"])
    def test_thousands_may_be_grouped(self, sign: str) -> None:
        before, after = f"12{sign}000", f"12{sign}500"
        falling: Row = {"baseline": 15000, "target": 12500, "value": 14000}
        tables = self.target(before, after, **falling)

        assert subjects("LOS507", **tables) == ["G1"]

    @pytest.mark.parametrize(("before", "after"), [("", "80"), ("88", ""), ("88", "enough")])
    def test_what_is_not_known_does_not_fire(self, before: str, after: str) -> None:
        assert subjects("LOS507", **self.target(before, after)) == []

    def test_dates_that_are_not_known_do_not_fire(self) -> None:
        assert subjects("LOS507", **moved("", "2026-12-31")) == []
        assert subjects("LOS507", **moved("2026-11-30", "next year")) == []

    def test_a_goal_without_key_results_has_no_target_to_soften(self) -> None:
        assert subjects("LOS507", **without(softened(), "key_results")) == []


class TestNotAsked:
    def test_with_a_reason_it_is_what_good_steering_looks_like(self) -> None:
        assert subjects("LOS507", **softened(reason="The new meters come in May")) == []

    def test_blanks_are_no_reason(self) -> None:
        assert subjects("LOS507", **softened(reason="  ")) == ["G1"]

    @pytest.mark.parametrize("field", ["title", "text", "measure", "owner", "status"])
    def test_other_fields_are_no_goalposts(self, field: str) -> None:
        assert subjects("LOS507", **softened(field=field)) == []

    @pytest.mark.parametrize("status", ["paused", "done", "cancelled", "draft"])
    def test_a_goal_that_is_not_active_is_no_subject(self, status: str) -> None:
        assert subjects("LOS507", **change(softened(), "goals", "G1", status=status)) == []

    def test_it_needs_revisions(self) -> None:
        assert skipped("LOS507", **without(softened(), "revisions")) == ["no table revisions"]
