"""LOS604: what two people promise each other, and what becomes of it by the next talk."""

import pytest
from tests.engine.build import AS_OF, Tables, change, finding, skipped, subjects, without
from tests.engine.rules.talks import Row, pair, talks

PEOPLE_OFF = "about people: only with --people"
# Three talks with agreements, and the one that followed the last of them.
DAYS = ("2026-10-02", "2026-10-09", "2026-10-16")


def promised(number: int, kept: int, days: tuple[str, ...] = DAYS, **values: object) -> Tables:
    """Let the pair have agreed on so many things, one talk after the other, and kept the first."""
    agreements: list[Row] = []
    for i in range(number):
        day = days[i % len(days)]
        row: Row = {"id": f"A{i:02d}", "check_in_id": f"C-{day}", "text": "Ring the town"}
        if i < kept:
            row |= {"closed": "done", "done_on": day}
        agreements.append(row | values)
    return pair(check_ins=talks(*DAYS, "2026-10-23"), agreements=agreements)


def test_where_surely_fewer_than_half_are_kept_it_fires() -> None:
    found = finding("LOS604", **promised(8, 1))

    assert found.subject == ("pair", "E9>E1")
    assert found.evidence == {"promised": 8, "kept": 1}
    assert found.sentence == (
        "Of 8 things that Sven Aho and Mara Engel agreed on in the last 90 days, 1 was done, "
        "moved or dropped in time: more is promised than fits."
    )
    assert found.people == ("E9", "E1")
    assert found.question == "We promise more than fits: what do we leave out next time?"


@pytest.mark.parametrize(("kept", "said"), [(0, "none were done"), (2, "2 were done")])
def test_the_sentence_counts_as_people_do(kept: int, said: str) -> None:
    assert f"in the last 90 days, {said}, moved" in finding("LOS604", **promised(12, kept)).sentence


# Upper ends of the 90 % Wilson interval: 1 of 8 0.41, 2 of 8 0.54, 3 of 12 0.48, 8 of 24 0.501.
@pytest.mark.parametrize(
    ("number", "kept", "fires"), [(8, 1, True), (8, 2, False), (12, 3, True), (24, 8, False)]
)
def test_the_interval_decides_not_the_share(number: int, kept: int, fires: bool) -> None:
    assert bool(subjects("LOS604", **promised(number, kept))) == fires


def test_seven_are_too_few() -> None:
    assert subjects("LOS604", **promised(7, 0)) == []


def test_two_talks_are_too_few() -> None:
    assert subjects("LOS604", **promised(9, 0, DAYS[:2])) == []


def test_whoever_owns_an_agreement_it_is_of_both() -> None:
    assert subjects("LOS604", **promised(8, 0, owner_id="E9")) == ["E9>E1"]


class TestFollowed:
    def test_what_was_agreed_at_the_last_talk_is_not_judged_yet(self) -> None:
        tables = promised(8, 0)
        tables["check_ins"] = tables["check_ins"][:3]

        assert subjects("LOS604", **tables) == []

    def test_a_talk_still_to_come_does_not_follow(self) -> None:
        tables = change(promised(8, 0), "check_ins", "C-2026-10-23", date="2026-11-22")

        assert subjects("LOS604", **tables) == []

    def test_a_talk_with_somebody_else_does_not_follow(self) -> None:
        tables = change(promised(8, 0), "check_ins", "C-2026-10-23", manager_id="E8")
        tables["people"] += [{"id": "E8", "name": "Tove Strand"}]

        assert subjects("LOS604", **tables) == []

    @pytest.mark.parametrize(("as_of", "fires"), [("2026-12-31", True), ("2027-01-01", False)])
    def test_talks_of_the_last_ninety_days_count(self, as_of: str, fires: bool) -> None:
        assert bool(subjects("LOS604", as_of, **promised(8, 0))) == fires


class TestKept:
    def all_but(self, kept: int, **values: object) -> Tables:
        """Let twelve be promised, of which so many of the first talk are as given."""
        tables = promised(12, 0)
        for i in range(kept):
            tables = change(tables, "agreements", f"A{3 * i:02d}", **values)
        return tables

    @pytest.mark.parametrize("closed", ["done", "moved", "dropped"])
    def test_moved_and_dropped_are_as_good_as_done(self, closed: str) -> None:
        assert finding("LOS604", **self.all_but(3, closed=closed)).evidence["kept"] == 3

    @pytest.mark.parametrize(("done_on", "kept"), [("2026-10-09", 3), ("2026-10-10", 0)])
    def test_by_the_next_talk(self, done_on: str, kept: int) -> None:
        assert finding("LOS604", **self.all_but(3, done_on=done_on)).evidence["kept"] == kept

    @pytest.mark.parametrize(("done_on", "kept"), [("2026-10-30", 3), ("2026-10-31", 0)])
    def test_or_by_its_date_where_that_is_later_and_past(self, done_on: str, kept: int) -> None:
        tables = self.all_but(3, done_on=done_on, due="2026-10-30")

        assert finding("LOS604", **tables).evidence["kept"] == kept

    def test_a_date_before_the_next_talk_does_not_shorten_it(self) -> None:
        tables = self.all_but(3, done_on="2026-10-08", due="2026-10-05")

        assert finding("LOS604", **tables).evidence["kept"] == 3

    def test_a_date_that_is_not_past_does_not_lengthen_it(self) -> None:
        tables = self.all_but(3, done_on="2026-11-01", due=AS_OF)

        assert finding("LOS604", **tables).evidence["kept"] == 0

    def test_what_is_closed_without_a_date_is_kept(self) -> None:
        assert finding("LOS604", **self.all_but(3, closed="dropped")).evidence["kept"] == 3

    def test_what_will_be_closed_later_is_open(self) -> None:
        tables = self.all_but(3, closed="done", done_on="2026-11-22")

        assert finding("LOS604", **tables).evidence["kept"] == 0


def test_goals_of_a_persons_own_are_left_out() -> None:
    tables = promised(9, 0, goal_id="G1")

    assert subjects("LOS604", **tables) == ["E9>E1"]
    assert subjects("LOS604", **change(tables, "goals", "G1", scope="individual")) == []


@pytest.mark.parametrize("who", ["E1", "E9"])
def test_both_must_be_here(who: str) -> None:
    assert subjects("LOS604", **change(promised(8, 0), "people", who, on_leave=True)) == []


@pytest.mark.parametrize("table", ["check_ins", "agreements"])
def test_it_needs_check_ins_and_agreements(table: str) -> None:
    assert skipped("LOS604", **without(promised(8, 0), table)) == [f"no table {table}"]


def test_it_runs_only_with_people() -> None:
    assert skipped("LOS604", about_people=False, **promised(8, 0)) == [PEOPLE_OFF]
