"""The plan as it was: what later revisions did is taken back, as far as they lead to what stands.

Each plan here holds how things read on 1 June and looks back at 1 March.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pytest

from lineofsight.engine.codes import AssumptionState, Status
from lineofsight.engine.history import rewind
from lineofsight.engine.loading import iso, to_day
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from tests.engine.build import Records, Tables, snapshot

Row = dict[str, object]
THEN, NOW = "2026-03-01", "2026-06-01"
LATER = "2026-04-10"


def revision(field: str, before: str, after: str, day: str = LATER) -> Row:
    return {"goal_id": "G1", "date": day, "field": field, "before": before, "after": after}


def plan(*revisions: Row, goal: Mapping[str, object] | None = None, **tables: Records) -> Tables:
    row: Row = {"id": "G1", "title": "Towns keep their water", "end": "2026-12-31"}
    return {
        "organization": [{"name": "Brask", "as_of": NOW}],
        "goals": [row | dict(goal or {}), {"id": "G2", "title": "Bills are right"}],
        "revisions": list(revisions),
        **tables,
    }


def then(*revisions: Row, goal: Mapping[str, object] | None = None, **tables: Records) -> Snapshot:
    return snapshot(THEN, **plan(*revisions, goal=goal, **tables))


def said(found: Snapshot) -> list[str]:
    return [gap.said for gap in found.gaps]


@pytest.mark.parametrize(
    ("field", "before", "after", "column", "was"),
    [
        ("title", "Towns stay wet", "Towns keep their water", "title", "Towns stay wet"),
        ("title", "Towns stay wet", "towns keep their water!", "title", "Towns stay wet"),
        ("text", "", "For each town.", "text", ""),
        ("text", "For the region.", "For each town.", "text", "For the region."),
        ("owner", "E2", "E1", "owners", "E2"),
        ("owner", "", "E1", "owners", ""),
        ("owner", "E1;E2", "E1", "owners", "E1;E2"),
    ],
)
def test_a_goal_reads_as_it_did(field: str, before: str, after: str, column: str, was: str) -> None:
    found = then(
        revision(field, before, after), goal={"text": "For each town.", "owner_id": "E1"}
    ).goals

    assert getattr(found, column)[0] == was


def test_names_of_people_do_as_well_as_their_ids() -> None:
    people: Records = [{"id": "E1", "name": "Ida Moss"}, {"id": "E2", "name": "Ole Rye"}]

    found = then(revision("owner", "Ole Rye", "Ida Moss"), goal={"owner_id": "E1"}, people=people)

    assert found.people.ids[found.goals.owner[0]] == "E2"


@pytest.mark.parametrize(
    ("status", "before", "after", "was"),
    [
        ("paused", "active", "paused", Status.ACTIVE),
        ("paused", "", "Paused", Status.ACTIVE),
        ("", "draft", "active", Status.DRAFT),
        ("done", "paused", "done", Status.PAUSED),
    ],
)
def test_its_status_too(status: str, before: str, after: str, was: Status) -> None:
    found = then(revision("status", before, after), goal={"status": status})

    assert found.goals.status[0] == was


@pytest.mark.parametrize(
    ("before", "after", "start", "end"),
    [
        ("2026-06-30", "2026-12-31", "2026-01-05", "2026-06-30"),
        ("2026-01-01 to 2026-06-30", "2026-01-05 to 2026-12-31", "2026-01-01", "2026-06-30"),
        ("2026-01-01 to 2026-06-30", "2026-12-31", "2026-01-05", "2026-06-30"),
        ("summer", "2026-12-31", "2026-01-05", None),
        ("2026-02-30", "2026-12-31", "2026-01-05", None),
    ],
)
def test_its_dates_too(before: str, after: str, start: str, end: str | None) -> None:
    found = then(revision("dates", before, after), goal={"start": "2026-01-05"}).goals

    assert (iso(found.start[0]), iso(found.end[0])) == (start, end)


RESULTS: Records = [
    {"id": "K1", "goal_id": "G1", "title": "Towns", "target": 40, "baseline": 4, "measure": "t"},
    {"id": "K2", "goal_id": "G1", "title": "Hours", "target": 8, "baseline": 12},
    {"id": "K3", "goal_id": "G2", "title": "Bills", "target": 40, "baseline": 4},
]


@pytest.mark.parametrize(
    ("field", "before", "after", "was"),
    [
        ("target", "30", "40", 30),
        ("target", "1,250 towns", "40 towns", 1250),
        ("baseline", "2", "4", 2),
        ("target", "", "40", np.nan),
        ("target", "as many as we can", "40", np.nan),
    ],
)
def test_a_target_is_that_of_the_key_result_that_has_it_now(
    field: str, before: str, after: str, was: float
) -> None:
    found = then(revision(field, before, after), key_results=RESULTS).key_results

    np.testing.assert_equal(getattr(found, field), [was, *(row[field] for row in RESULTS[1:])])


@pytest.mark.parametrize(
    ("after", "column", "was"), [("t", "measure", "towns"), ("Hours", "title", "towns")]
)
def test_what_is_measured_is_a_shared_name_or_a_title(after: str, column: str, was: str) -> None:
    found = then(revision("measure", "towns", after), key_results=RESULTS).key_results

    assert was in getattr(found, column).tolist()


class TestSeveralChanges:
    def test_are_taken_back_one_after_the_other(self) -> None:
        found = then(
            revision("title", "One", "Two", "2026-03-10"),
            revision("title", "Two", "Towns keep their water", "2026-05-10"),
        )

        assert found.goals.title[0] == "One"

    def test_only_as_far_as_the_instant(self) -> None:
        tables = plan(
            revision("title", "One", "Two", "2026-03-10"),
            revision("title", "Two", "Towns keep their water", "2026-05-10"),
        )

        assert snapshot("2026-04-01", **tables).goals.title[0] == "Two"

    def test_on_the_day_itself_the_change_is_known(self) -> None:
        tables = plan(revision("title", "One", "Towns keep their water"))

        assert snapshot(LATER, **tables).goals.title[0] == "Towns keep their water"

    def test_of_one_day_stand_in_any_order(self) -> None:
        found = then(
            revision("title", "Two", "Towns keep their water"), revision("title", "One", "Two")
        )

        assert found.goals.title[0] == "One"

    def test_of_one_day_may_be_many_but_not_without_end(self) -> None:
        def chain(length: int) -> list[Row]:
            names = [f"Title {n}" for n in range(length)]
            after = [*names[1:], "Towns keep their water"]
            return [revision("title", *both) for both in zip(names, after, strict=True)]

        assert then(*chain(100)).goals.title[0] == "Title 0"
        assert then(*chain(101)).goals.title[0] == "Towns keep their water"

    def test_on_very_many_days_are_taken_back_all_the_same(self) -> None:
        days = [date(2026, 3, 10) + timedelta(n) for n in range(3000)]
        changes = [
            revision("title", f"Title {n}", f"Title {n + 1}", day.isoformat())
            for n, day in enumerate(days)
        ]

        found = then(*changes, goal={"title": "Title 3000"})

        assert found.goals.title[0] == "Title 0"

    def test_may_lead_back_to_where_they_began(self) -> None:
        found = then(
            revision("status", "active", "paused", "2026-03-10"),
            revision("status", "paused", "active", "2026-05-10"),
        )

        assert found.goals.status[0] == Status.ACTIVE
        assert said(found) == []

    def test_that_do_not_meet_go_back_as_far_as_they_do(self) -> None:
        found = then(
            revision("title", "One", "Two", "2026-03-10"),
            revision("title", "Three", "Towns keep their water", "2026-05-10"),
        )

        assert found.goals.title[0] == "Three"
        assert said(found) == [
            "Going back, the title of goal G1 is left as it stands: the change of 2026-03-10 does "
            "not lead to it."
        ]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("title", "One", "Something else"),
        ("status", "active", "done"),
        ("owner", "E2", "E3"),
        ("dates", "2026-06-30", "2026-09-30"),
        ("dates", "2026-06-30", "autumn"),
        ("target", "30", "60"),
        ("target", "Thirty", "Forty"),
        ("measure", "Towns", "Counties"),
    ],
)
def test_what_no_change_leads_to_is_left_and_said(field: str, before: str, after: str) -> None:
    tables = plan(revision(field, before, after), goal={"owner_id": "E1"}, key_results=RESULTS)
    columns = to_columns(PlanDocument.from_rows(tables))

    found, gaps = rewind(columns, to_day(date.fromisoformat(THEN)))

    assert found is columns
    assert len(gaps) == 1
    assert (gaps[0].table, gaps[0].row) == ("revisions", 1)


def test_a_target_that_two_key_results_have_is_left() -> None:
    results = [RESULTS[0], {**RESULTS[1], "target": 40}]

    found = then(revision("target", "30", "40"), key_results=results)

    assert found.key_results.target.tolist() == [40, 40]
    assert len(found.gaps) == 1


@pytest.mark.parametrize(
    ("field", "before", "after", "sentence"),
    [
        ("title", "", "Towns keep their water", "The title of goal G1 before 2026-04-10 is not"),
        ("status", "open", "active", "The status of goal G1 before 2026-04-10 is not on record."),
        ("owner", "Somebody", "E1", "Who owned goal G1 before 2026-04-10 is not on record."),
        ("dates", "", "2026-12-31", "The end of goal G1 before 2026-04-10 is not on record."),
        ("target", "", "40", "The target of goal G1 before 2026-04-10 is not on record."),
        ("measure", "", "Hours", "What measured goal G1 before 2026-04-10 is not on record."),
    ],
)
def test_a_value_that_nobody_wrote_down_is_said(
    field: str, before: str, after: str, sentence: str
) -> None:
    found = then(
        revision(field, before, after),
        goal={"owner_id": "E1"},
        people=[{"id": "E1", "name": "Ida Moss"}],
        key_results=RESULTS,
    )

    assert len(found.gaps) == 1
    assert said(found)[0].startswith(sentence)


class TestWrittenDownLater:
    def test_goals_are_not_there_nor_what_belongs_to_them(self) -> None:
        found = then(
            goal={"created_on": LATER},
            key_results=RESULTS,
            links=[{"kind": "supports", "from_id": "G2", "to_id": "G1"}],
            allocations=[{"team_id": "T", "goal_id": "G1", "share": 1}],
            observations=[{"measure_id": "K1", "date": "2026-02-01", "value": 5}],
        )

        assert found.goals.ids.tolist() == ["G2"]
        assert found.key_results.ids.tolist() == ["K3"]
        assert [len(found.links), len(found.allocations), len(found.observations)] == [0, 0, 0]

    def test_links_are_not_there(self) -> None:
        link: Row = {"kind": "supports", "from_id": "G2", "to_id": "G1", "created_on": LATER}

        assert len(then(links=[link]).links) == 0
        assert len(snapshot(LATER, **plan(links=[link])).links) == 1

    def test_a_decision_to_come_leaves_an_assumption_believed(self) -> None:
        row: Row = {"id": "A1", "text": "Cheap", "state": "false", "decided_on": LATER}

        found = then(assumptions=[row])

        assert found.assumptions.state[0] == AssumptionState.BELIEVED


class TestWhatHasNoDate:
    def test_is_said_of_goals_that_ended(self) -> None:
        assert said(then(goal={"status": "done"})) == [
            "1 goal is not active and no revision says since when; it is shown so for the past too."
        ]

    def test_but_not_where_a_revision_says_since_when(self) -> None:
        tables = plan(revision("status", "active", "done", "2026-02-01"), goal={"status": "done"})

        assert snapshot(THEN, **tables).gaps == ()

    def test_is_said_of_people_who_moved(self) -> None:
        people: Records = [
            {"id": "E1", "name": "Ida Moss"},
            {"id": "E2", "name": "Ole Rye", "manager_id": "E1", "manager_since": LATER},
        ]

        assert said(then(people=people))[0].startswith("1 person had another manager or team then")

    def test_is_not_said_on_the_day_of_the_plan(self) -> None:
        assert snapshot(NOW, **plan(goal={"status": "done"})).gaps == ()


def test_where_nothing_is_later_nothing_is_copied() -> None:
    columns = to_columns(PlanDocument.from_rows(plan(revision("title", "One", "Two"))))

    assert rewind(columns, to_day(date.fromisoformat(NOW))) == (columns, ())
