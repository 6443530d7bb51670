"""The instant: what is dated later is not known yet."""

import numpy as np
import pytest

from lineofsight.engine.codes import Closed
from lineofsight.engine.loading import iso
from tests.engine.build import Records, Tables, snapshot

Row = dict[str, object]
GOALS: Records = [{"id": "G1", "title": "Towns stay"}, {"id": "G2", "title": "Bills right"}]


def test_rows_dated_later_are_not_there() -> None:
    tables: Tables = {
        "goals": GOALS,
        "key_results": [{"id": "K1", "goal_id": "G1", "title": "Towns"}],
        "observations": [{"measure_id": "K1", "date": "2026-03-02", "value": 1}],
        "revisions": [{"goal_id": "G1", "date": "2026-03-02", "field": "title"}],
        "blockers": [{"id": "X1", "text": "No access", "raised_on": "2026-03-02"}],
        "feedback": [{"id": "B1", "from_id": "M", "to_id": "N", "date": "2026-03-02"}],
        "acknowledgements": [{"person_id": "M", "version": "1", "date": "2026-03-02"}],
        "answers": [
            {
                "wave": "1",
                "date": "2026-03-02",
                "question": "know",
                "group_kind": "team",
                "group_id": "T1",
                "count": 9,
            }
        ],
    }
    later = set(tables) - {"goals", "key_results"}

    before, after = snapshot("2026-03-01", **tables), snapshot("2026-03-02", **tables)

    assert {name: len(getattr(before, name)) for name in later} == dict.fromkeys(later, 0)
    assert {name: len(getattr(after, name)) for name in later} == dict.fromkeys(later, 1)


def test_but_they_were_read() -> None:
    row: Row = {"goal_id": "G1", "date": "2026-03-02", "field": "title"}
    found = snapshot("2026-03-01", goals=GOALS, revisions=[row])

    assert found.has("revisions")
    assert found.counts["revisions"] == 1


def test_a_link_that_will_be_confirmed_or_accepted_is_not_yet() -> None:
    link: Row = {
        "kind": "supports",
        "from_id": "G1",
        "to_id": "G2",
        "confirmed_on": "2026-03-02",
        "accepted_on": "2026-03-02",
    }

    before = snapshot("2026-03-01", goals=GOALS, links=[link]).links
    after = snapshot("2026-03-02", goals=GOALS, links=[link]).links

    assert np.isnan([before.confirmed_on[0], before.accepted_on[0]]).all()
    assert iso(after.confirmed_on[0]) == iso(after.accepted_on[0]) == "2026-03-02"


def test_nor_is_what_will_be_lifted_decided_or_done() -> None:
    found = snapshot(
        "2026-03-01",
        goals=[GOALS[0] | {"serves_confirmed_on": "2026-03-02"}],
        blockers=[{"id": "X1", "text": "No", "raised_on": "2026-01-01", "lifted_on": "2026-03-02"}],
        assumptions=[{"id": "A1", "text": "Cheap", "decided_on": "2026-03-02"}],
        actions=[{"id": "D1", "title": "Map", "done_on": "2026-03-02"}],
    )

    assert np.isnan(found.goals.serves_confirmed_on[0])
    assert np.isnan(found.blockers.lifted_on[0])
    assert np.isnan(found.assumptions.decided_on[0])
    assert found.actions.done.tolist() == [False]


def test_an_agreement_that_will_be_closed_is_open() -> None:
    row: Row = {"id": "B1", "text": "Ring", "closed": "done", "done_on": "2026-03-02"}

    before = snapshot("2026-03-01", goals=GOALS, agreements=[row]).agreements
    after = snapshot("2026-03-02", goals=GOALS, agreements=[row]).agreements

    assert (before.closed[0], after.closed[0]) == (Closed.OPEN, Closed.DONE)
    assert np.isnan(before.done_on[0])


def test_a_talk_still_to_come_has_no_day_no_pair_and_no_goals() -> None:
    talk: Row = {
        "id": "C1",
        "manager_id": "E1",
        "person_id": "E2",
        "date": "2026-03-02",
        "goal_ids": "G1",
    }
    agreement: Row = {"id": "B1", "check_in_id": "C1", "text": "Ring"}

    found = snapshot("2026-03-01", goals=GOALS, check_ins=[talk], agreements=[agreement])

    assert np.isnan(found.check_ins.day[0])
    assert (found.check_ins.manager[0], found.check_ins.person[0]) == (-1, -1)
    assert found.check_ins.goals[0].tolist() == []
    assert len(found.agreements) == 0


def test_a_statement_that_will_be_published_can_be_read() -> None:
    row: Row = {"kind": "vision", "text": "Water", "published_on": "2026-03-02"}

    before = snapshot("2026-03-01", goals=GOALS, strategy=[row]).strategy

    assert before.text.tolist() == ["Water"]
    assert before.published.tolist() == [False]
    assert np.isnan(before.published_on[0])


@pytest.mark.parametrize(
    ("values", "present"),
    [
        ({}, True),
        ({"start_date": "2026-03-01"}, True),
        ({"start_date": "2026-03-02"}, False),
        ({"end_date": "2026-03-01"}, True),
        ({"end_date": "2026-02-28"}, False),
    ],
)
def test_who_is_present_depends_on_the_day(values: Row, present: bool) -> None:
    row: Row = {"id": "E1", "name": "Ida", "on_leave": True} | values

    people = snapshot("2026-03-01", goals=GOALS, people=[row]).people

    assert people.present.tolist() == [present]
    assert people.away.tolist() == [present]


@pytest.mark.parametrize(
    ("start", "started"), [("", True), ("2026-03-01", True), ("2026-03-02", False)]
)
def test_what_has_started_does_too(start: str, started: bool) -> None:
    found = snapshot("2026-03-01", goals=[GOALS[0] | {"start": start}])

    assert found.goals.started.tolist() == [started]
