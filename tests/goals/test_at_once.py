"""Many people at once: circles never close, roll-ups stay exact, nobody's edit is lost.

Every thread has a connection of its own. On SQLite each transaction takes the write lock as it
begins; on PostgreSQL they truly run side by side.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from django.db import connection

from lineofsight.goals import rollup, services
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.kit.errors import Conflict, DomainError, Invalid
from lineofsight.organization.models import AuditEntry
from tests.factories import goals as make
from tests.goals.engine import differences_from_engine

pytestmark = pytest.mark.django_db(transaction=True)


def together(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run each act in a thread of its own, all starting at one moment; results, or refusals."""
    start = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            outcomes[place] = act()
        except BaseException as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    defects = [e for e in outcomes if isinstance(e, Exception) and not isinstance(e, DomainError)]
    assert defects == []
    return outcomes


def drawing(child: Goal, parent: Goal) -> Callable[[], object]:
    return lambda: services.link(actor=None, source=child, end=parent, kind="supports")


def test_two_opposite_links_never_both_stand() -> None:
    for _round in range(5):
        alice, bob = make.goal("Alice's"), make.goal("Bob's")
        outcomes = together([drawing(alice, bob), drawing(bob, alice)])
        assert {type(one) for one in outcomes} == {Link, Invalid}


def test_a_ring_drawn_by_many_at_once_stays_open() -> None:
    ring = [make.goal(f"Goal {at}") for at in range(6)]
    outcomes = together([drawing(ring[at], ring[(at + 1) % 6]) for at in range(6)])
    assert sum(isinstance(one, Invalid) for one in outcomes) == 1
    assert Link.objects.count() == 5


def test_one_link_of_a_kind_stands_when_two_draw_it() -> None:
    alice, bob = make.goal("Alice's"), make.goal("Bob's")
    outcomes = together([drawing(alice, bob), drawing(alice, bob)])
    assert {type(one) for one in outcomes} == {Link, Invalid}


def cascade() -> list[KeyResult]:
    """Eight measured goals under two, both under one and a pillar; some by two ways."""
    top = make.goal("Top", rollup="blend")
    make.supports(top, make.pillar())
    middle = [make.goal(f"Middle {at}") for at in range(2)]
    for goal in middle:
        make.supports(goal, top)
    summed = make.key_result(middle[0], measure="tickets", baseline=0, target=100)
    assert summed.present is None
    results = []
    for at in range(8):
        leaf = make.goal(f"Leaf {at}")
        make.supports(leaf, middle[at % 2], contribution=at + 1)
        if at % 3 == 0:
            make.supports(leaf, top)
        results.append(make.key_result(leaf, measure="tickets", baseline=0, target=10))
    return results


def test_eight_writers_leave_roll_ups_equal_to_a_recomputation() -> None:
    results = cascade()

    def writing(at: int) -> Callable[[], object]:
        def write() -> object:
            for turn in range(6):
                measure = results[(at + turn) % 8]
                day = date(2026, 11, 1) + timedelta(turn % 3)
                make.observe(measure, float(at + turn), date=day)
            return None

        return write

    together([writing(at) for at in range(8)])
    assert Observation.objects.count() == 48
    assert rollup.recheck() == []
    assert differences_from_engine() == []


def test_values_and_changes_of_shape_at_once_leave_roll_ups_right() -> None:
    results = cascade()
    parent = make.goal("Another")

    def observing(at: int) -> Callable[[], object]:
        def write() -> object:
            for turn in range(5):
                make.observe(results[at], float(turn + at))
            return None

        return write

    def moving(at: int) -> Callable[[], object]:
        def write() -> object:
            goal = results[at].goal
            drawn = make.supports(goal, parent)
            make.key_result(goal, "Another", weight=0.5)
            services.unlink(actor=None, link=drawn)
            return make.supports(goal, parent, contribution=2)

        return write

    together([*(observing(at) for at in range(5)), *(moving(at) for at in range(3, 6))])
    assert rollup.recheck() == []
    assert differences_from_engine() == []


def test_of_edits_with_one_expected_version_one_succeeds() -> None:
    goal = make.goal("Cut churn")

    def editing(at: int) -> Callable[[], object]:
        def edit() -> object:
            mine = Goal.objects.get(pk=goal.pk)
            return services.edit_goal(actor=None, goal=mine, expected=1, title=f"Title {at}")

        return edit

    outcomes = together([editing(at) for at in range(6)])
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict"] * 5 + ["Goal"]
    assert Goal.objects.get(pk=goal.pk).version == 2


def test_of_lists_of_contributors_with_one_expected_version_one_is_kept() -> None:
    goal = make.goal("Cut churn")
    people = [make.person(f"Person {at}") for at in range(4)]

    def editing(at: int) -> Callable[[], object]:
        def edit() -> object:
            mine = Goal.objects.get(pk=goal.pk)
            return services.edit_goal(actor=None, goal=mine, expected=1, contributors=[people[at]])

        return edit

    outcomes = together([editing(at) for at in range(4)])
    assert sum(isinstance(one, Conflict) for one in outcomes) == 3
    assert goal.contributors.count() == 1
    assert AuditEntry.objects.filter(verb="goal.edited").count() == 1
