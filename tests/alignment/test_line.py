"""The live line of sight: what the engine finds in the whole plan, from what stands above."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineofsight.alignment.line import line_of, line_of_person, lines_of
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.paths import Paths
from lineofsight.engine.snapshot import Snapshot
from lineofsight.goals.models import Goal, Link, Revision
from lineofsight.organization.access import Viewer
from lineofsight.organization.models import Person
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from tests.factories import plans

TODAY = date(2026, 11, 22)

PLAN: dict[str, list[dict[str, Any]]] = {
    "people": [{"id": "ana", "name": "Ana Silva"}, {"id": "tom", "name": "Tom Ek"}],
    "pillars": [{"id": "P", "name": "Uptime customers rely on"}],
    "goals": [
        {"id": "G1", "title": "Plants run 98 % of the time", "owner_id": "tom"},
        {"id": "G2", "title": "Fix at the first visit", "owner_id": "ana"},
        {"id": "G3", "title": "Spare parts within a day", "owner_id": "tom"},
    ],
    "links": [
        {"kind": "supports", "from_id": "G1", "to_id": "P", "confirmed_on": date(2026, 11, 20)},
        {"kind": "supports", "from_id": "G2", "to_id": "G1", "contribution": 0.25},
        {"kind": "supports", "from_id": "G3", "to_id": "G1", "contribution": 0.5},
    ],
    "key_results": [
        {"id": "K1", "goal_id": "G1", "title": "Time running", "unit": "%", "target": 98.0},
        {"id": "K2", "goal_id": "G1", "title": "Stops", "target": 4.0},
    ],
}


def reader() -> Viewer:
    return Viewer(Person.objects.get(ref="ana"), TODAY)


@pytest.mark.django_db
def test_a_line_is_as_strong_as_its_rungs_together() -> None:
    made = plans.keep(PLAN)
    line = line_of(made["goals"]["G2"], reader(), on=TODAY)
    assert [rung.title for rung in line.rungs] == [
        "Fix at the first visit",
        "Plants run 98 % of the time",
        "Uptime customers rely on",
    ]
    assert line.strength == pytest.approx(0.8 * 0.5)
    assert line.reaches
    assert not line.is_broken


@pytest.mark.django_db
def test_each_rung_says_who_owns_it_and_when_it_was_confirmed() -> None:
    made = plans.keep(PLAN)
    line = line_of(made["goals"]["G2"], reader(), on=TODAY)
    first, second, top = line.rungs
    assert (first.owner, first.confirmed_on, first.days) == ("Ana Silva", None, None)
    assert (second.owner, second.confirmed_on, second.days) == ("Tom Ek", date(2026, 11, 20), 2)
    assert second.measure is not None
    assert (second.measure.title, second.measure.target) == ("Time running", 98.0)
    assert (top.kind, top.link) == ("pillar", None)


@pytest.mark.django_db
def test_a_line_says_itself() -> None:
    made = plans.keep(PLAN)
    line = line_of(made["goals"]["G2"], reader(), on=TODAY)
    assert line.sentence == (
        "“Fix at the first visit” supports “Plants run 98 % of the time” (Tom Ek), "
        "which carries “Uptime customers rely on”."
    )


@pytest.mark.django_db
def test_a_paused_goal_breaks_the_line_where_it_stands() -> None:
    made = plans.keep(PLAN)
    Goal.objects.filter(ref="G1").update(status="paused")
    Revision.objects.create(
        goal=Goal.objects.get(ref="G1"),
        date=date(2026, 3, 3),
        field="status",
        before="active",
        after="paused",
    )
    line = line_of(made["goals"]["G2"], reader(), on=TODAY)
    assert line.is_broken
    assert line.broken_at is not None
    assert line.broken_at.title == "Plants run 98 % of the time"
    assert line.cause == "paused since 3 March 2026"
    assert line.sentence.endswith("paused since 3 March 2026: here the line stops.")


@pytest.mark.django_db
def test_a_goal_without_a_way_up_has_a_line_that_does_not_reach() -> None:
    made = plans.keep(PLAN)
    Link.objects.all().delete()
    line = line_of(made["goals"]["G2"], reader(), on=TODAY)
    assert not line.reaches
    assert not line.is_broken
    assert [rung.title for rung in line.rungs] == ["Fix at the first visit"]
    assert line.sentence == "Nothing on record says what “Fix at the first visit” is for."


@pytest.mark.django_db
def test_a_confidential_rung_keeps_its_place_without_its_name() -> None:
    made = plans.keep(PLAN)
    Goal.objects.filter(ref="G1").update(confidential=True)
    line = line_of(made["goals"]["G2"], reader(), on=TODAY)
    hidden = line.rungs[1]
    assert hidden.is_hidden
    assert (hidden.owner, hidden.measure, hidden.pk) == ("", None, None)
    assert "98 %" not in line.sentence
    assert "Tom Ek" not in line.sentence
    assert line.strength == pytest.approx(0.4)


@pytest.mark.django_db
def test_a_person_has_the_strongest_line_of_the_goals_owned() -> None:
    plans.keep(PLAN)
    tom = Person.objects.get(ref="tom")
    line = line_of_person(tom, reader(), on=TODAY)
    assert line is not None
    assert line.rungs[0].title == "Plants run 98 % of the time"
    assert line.sentence.startswith("Tom Ek works on “Plants run")


@pytest.mark.django_db
def test_a_person_who_owns_nothing_has_the_line_of_what_they_contribute_to() -> None:
    made = plans.keep(PLAN)
    Goal.objects.filter(ref="G2").update(owner=Person.objects.get(ref="tom"))
    made["goals"]["G3"].contributors.add(Person.objects.get(ref="ana"))
    line = line_of_person(Person.objects.get(ref="ana"), reader(), on=TODAY)
    assert line is not None
    assert line.rungs[0].title == "Spare parts within a day"


@pytest.mark.django_db
def test_a_person_without_goals_has_no_line() -> None:
    plans.keep(PLAN)
    Goal.objects.update(owner=None)
    assert line_of_person(Person.objects.get(ref="ana"), reader(), on=TODAY) is None


@pytest.mark.django_db
def test_lines_take_as_many_queries_for_a_deep_goal_as_for_a_high_one() -> None:
    goals = [{"id": f"D{n}", "title": f"Rung {n}"} for n in range(30)]
    links = [{"kind": "supports", "from_id": f"D{n + 1}", "to_id": f"D{n}"} for n in range(29)] + [
        {"kind": "supports", "from_id": "D0", "to_id": "P"}
    ]
    made = plans.keep({**PLAN, "goals": [*PLAN["goals"], *goals], "links": links})
    viewer = reader()
    lines_of([], viewer)  # what is known of the reader is looked up once
    asked = [made["goals"]["D29"].pk, made["goals"]["D0"].pk]
    counted = []
    for some in ([asked[1]], asked):
        with CaptureQueriesContext(connection) as queries:
            lines_of(some, viewer, on=TODAY)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


DAYS = st.none() | st.sampled_from(
    [date(2026, 11, 21), date(2026, 6, 1), date(2025, 1, 1), date(2027, 2, 1)]
)
PARTS = st.none() | st.sampled_from([0.0, 0.2, 0.5, 1.0])
STATUSES = st.sampled_from(["", "active", "active", "paused", "done"])


@st.composite
def drawn_plans(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A cascade of up to twelve goals under up to two pillars, in any shape but a circle."""
    n, n_pillars = draw(st.integers(1, 12)), draw(st.integers(0, 2))
    goals = [
        {
            "id": f"G{i}",
            "title": f"Goal {i}",
            "status": draw(STATUSES),
            "start": draw(DAYS),
            "scope": draw(st.sampled_from(["enterprise", "team", ""])),
            "kind": draw(st.sampled_from(["", "objective", "development"])),
            "created_on": draw(st.none() | st.just(date(2026, 12, 1))),
        }
        for i in range(n)
    ]
    tops = [f"P{i}" for i in range(n_pillars)] + draw(st.sampled_from([[], ["north_star"]]))
    links = []
    for i in range(n):
        above = [f"G{j}" for j in range(i)] + tops
        if not above:
            continue
        for end in draw(st.lists(st.sampled_from(above), max_size=3, unique=True)):
            links.append(
                {
                    "kind": "supports",
                    "from_id": f"G{i}",
                    "to_id": end,
                    "contribution": draw(PARTS),
                    "confirmed_on": draw(DAYS),
                }
            )
    revisions = [
        {
            "goal_id": f"G{draw(st.integers(0, n - 1))}",
            "date": draw(st.sampled_from([date(2026, 7, 1), date(2026, 11, 22)])),
            "field": "title",
            "before": "Another wording",
            "after": "Something else",
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    return {
        "people": [{"id": "ana", "name": "Ana"}],
        "pillars": [{"id": f"P{i}", "name": f"Pillar {i}"} for i in range(n_pillars)],
        "goals": goals,
        "links": links,
        "revisions": revisions,
    }


@pytest.mark.django_db
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=drawn_plans())
def test_every_line_is_the_one_that_the_engine_finds_in_the_whole_plan(
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    rows = {table: some for table, some in rows.items() if some}
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), TODAY)
    lenses = Lenses(snapshot)
    paths = Paths(snapshot, lenses.graph, lenses.changes)
    with transaction.atomic():
        made = plans.keep(rows)
        pks = {ref: goal.pk for ref, goal in made["goals"].items()}
        lines = lines_of(pks.values(), reader(), on=TODAY)
        transaction.set_rollback(True)
    for place, ref in enumerate(snapshot.goals.ids.tolist()):
        expected, line = paths.line(place), lines[pks[ref]]
        assert line.reaches == (expected is not None)
        if expected is not None:
            titles = [snapshot.node_title(node) for node in expected.nodes]
            assert [rung.title for rung in line.rungs] == titles
            assert line.strength == pytest.approx(expected.strength, abs=1e-9)
            broken = next((i for i, rung in enumerate(line.rungs) if rung.breaks), -1)
            assert (expected.nodes[broken] if broken >= 0 else -1) == expected.broken_at
