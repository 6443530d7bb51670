"""Whatever happens in whatever order: added up step by step is the same as worked out anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.goals import rollup, services
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.kit.errors import DomainError, Invalid
from lineofsight.strategy.models import Pillar
from tests.factories import goals as make
from tests.goals.engine import differences_from_engine

pytestmark = pytest.mark.django_db

GOALS = 6
NUMBERS = st.sampled_from([None, 0.0, 1.0, 2.5, 3.0, 10.0, -4.0, 0.1, 0.7])
WEIGHTS = st.sampled_from([None, None, 0.0, 0.5, 1.0, 3.0, 1e-7])
MEASURES = st.sampled_from(["", "churn", "uptime"])
PLACES = st.integers(0, GOALS - 1)
STATUSES = st.sampled_from(["draft", "active", "paused", "done", "cancelled"])
Act = Callable[[], object]


@contextmanager
def fresh() -> Iterator[None]:
    """A record that is forgotten afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def goal(at: int) -> Goal:
    return Goal.objects.get(ref=f"g{at}")


def result(at: int) -> KeyResult:
    found = list(KeyResult.objects.order_by("pk"))
    return found[at % len(found)]


def link_of(at: int) -> Link:
    found = list(Link.objects.order_by("pk"))
    return found[at % len(found)]


def observe(at: int, value: float, days: int) -> None:
    day = timezone.localdate() - timedelta(days)
    services.record_observation(actor=None, measure=result(at), value=value, date=day)


def draw_link(child: int, parent: int, contribution: float | None) -> None:
    end: Any = goal(parent) if parent < GOALS else Pillar.objects.get()
    services.link(
        actor=None, source=goal(child), end=end, kind="supports", contribution=contribution
    )


def edit_link(at: int, contribution: float | None) -> None:
    one = link_of(at)
    services.edit_link(actor=None, link=one, expected=one.version, contribution=contribution)


def edit_goal(at: int, field: str, value: str) -> None:
    one = goal(at)
    services.edit_goal(actor=None, goal=one, expected=one.version, **{field: value})


def add_result(at: int, fields: dict[str, Any]) -> None:
    services.add_key_result(actor=None, goal=goal(at), title="A measure", **fields)


def edit_result(at: int, fields: dict[str, Any]) -> None:
    one = result(at)
    services.edit_key_result(actor=None, key_result=one, expected=one.version, **fields)


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["number", "milestone"]),
        "baseline": NUMBERS,
        "target": NUMBERS,
        "low": NUMBERS,
        "high": NUMBERS,
        "value": NUMBERS,
        "weight": WEIGHTS,
        "measure": MEASURES,
    },
)
ACTS = st.one_of(
    st.tuples(st.just(observe), st.integers(0, 20), NUMBERS.filter(bool), st.integers(0, 3)),
    st.tuples(st.just(observe), st.integers(0, 20), NUMBERS.filter(bool), st.integers(0, 3)),
    st.tuples(st.just(draw_link), PLACES, st.integers(0, GOALS), WEIGHTS),
    st.tuples(st.just(draw_link), PLACES, st.integers(0, GOALS), WEIGHTS),
    st.tuples(st.just(edit_link), st.integers(0, 20), WEIGHTS),
    st.tuples(
        st.just(lambda at: services.unlink(actor=None, link=link_of(at))), st.integers(0, 20)
    ),
    st.tuples(st.just(edit_goal), PLACES, st.just("status"), STATUSES),
    st.tuples(
        st.just(edit_goal),
        PLACES,
        st.just("rollup"),
        st.sampled_from(["", "own", "children", "blend"]),
    ),
    st.tuples(
        st.just(edit_goal), PLACES, st.just("kind"), st.sampled_from(["objective", "development"])
    ),
    st.tuples(st.just(add_result), PLACES, FIELDS),
    st.tuples(st.just(add_result), PLACES, FIELDS),
    st.tuples(st.just(edit_result), st.integers(0, 20), FIELDS),
    st.tuples(
        st.just(lambda at: services.remove_key_result(actor=None, key_result=result(at))),
        st.integers(0, 20),
    ),
    st.tuples(st.just(lambda at: services.remove_goal(actor=None, goal=goal(at))), PLACES),
)


LINKS = st.lists(st.tuples(PLACES, st.integers(0, GOALS), WEIGHTS), min_size=6, max_size=12)
RESULT = st.tuples(PLACES, MEASURES, st.sampled_from([None, None, 2.0]), WEIGHTS)
OBSERVED = st.tuples(st.integers(0, 20), NUMBERS.filter(bool), st.integers(0, 3))


@pytest.mark.slow
@settings(max_examples=25)
@given(
    links=LINKS,
    results=st.lists(RESULT, min_size=5, max_size=9),
    observed=st.lists(OBSERVED, min_size=3, max_size=6),
    acts=st.lists(ACTS, max_size=15),
)
def test_step_by_step_equals_recomputation_and_the_engine(
    links: list[tuple[int, int, float | None]],
    results: list[tuple[int, str, float | None, float | None]],
    observed: list[tuple[int, float, int]],
    acts: list[tuple[Any, ...]],
) -> None:
    with fresh():
        make.pillar()
        for at in range(GOALS):
            make.goal(f"Goal {at}", ref=f"g{at}")
        for link in links:
            with suppress(Invalid):  # a circle, or drawn already
                draw_link(*link)
        for at, measure, value, weight in results:
            make.key_result(goal(at), measure=measure, value=value, weight=weight, target=10)
        for act, *arguments in [*((observe, *one) for one in observed), *acts]:
            # Refusals (a circle, a closed goal, nothing there to change) leave all as it was.
            with suppress(DomainError, Goal.DoesNotExist, ZeroDivisionError):
                act(*arguments)
            assert rollup.recheck() == []
        assert differences_from_engine() == []
