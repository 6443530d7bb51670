"""Any sequence of moves: periods never overlap, no circle on any day, copies equal to truth."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.kit.errors import Invalid
from lineofsight.organization import selectors, services
from lineofsight.organization.models import Membership, Person, ReportingLine, Team
from tests.factories import organization as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
DAYS = [TODAY + timedelta(days=n) for n in range(-5, 6)]
PEOPLE, TEAMS = 4, 2

Managers = dict[date, int | None]  # what the simplest bookkeeping says: each day on its own
move = st.tuples(
    st.integers(0, PEOPLE - 1),
    st.none() | st.integers(0, PEOPLE - 1),
    st.sampled_from(DAYS),
)


def reaches_itself(managers: list[Managers], person: int, day: date) -> bool:
    at, seen = managers[person][day], set[int]()
    while at is not None and at not in seen:
        if at == person:
            return True
        seen.add(at)
        at = managers[at][day]
    return False


def moved(plan: list[Managers], person: int, manager: int | None, on: date) -> list[Managers]:
    """Move day by day: until the manager on record changes, or for good."""
    after = [dict(one) for one in plan]
    before = plan[person]
    for n, day in enumerate(DAYS):
        if day < on:
            continue
        if day > on and before[day] != before[DAYS[n - 1]]:
            break
        after[person][day] = manager
    return after


def in_a_world_of_its_own(test: Callable[[], None]) -> None:
    with time_machine.travel("2026-06-15 12:00Z", tick=False), transaction.atomic():
        test()
        transaction.set_rollback(True)


def check_all(people: list[Person], plan: list[Managers]) -> None:
    pks = {person.pk: n for n, person in enumerate(people)}
    for day in DAYS:
        for n, person in enumerate(people):
            found = selectors.manager_of(person, day)
            assert (pks[found.pk] if found else None) == plan[n][day], (n, day)


def check_copies(people: list[Person], plan: list[Managers], day: date) -> None:
    pks = {person.pk: n for n, person in enumerate(people)}
    for n, person in enumerate(people):
        found = Person.objects.get(pk=person.pk).manager_id
        assert (pks[found] if found else None) == plan[n][day]


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(move, max_size=10))
def test_reporting_lines(moves: list[tuple[int, int | None, date]]) -> None:
    def test() -> None:
        people = [make.person(f"P{n}") for n in range(PEOPLE)]
        plan: list[Managers] = [dict.fromkeys(DAYS) for _ in people]
        for person, manager, on in moves:
            if person == manager:
                continue
            wanted = moved(plan, person, manager, on)
            circle = any(reaches_itself(wanted, person, day) for day in DAYS)
            try:
                services.move_person(
                    actor=None,
                    person=people[person],
                    manager=None if manager is None else people[manager],
                    on=on,
                )
            except Invalid:
                assert circle
            else:
                assert not circle
                plan = wanted
        check_all(people, plan)
        check_copies(people, plan, TODAY)
        for day in DAYS[DAYS.index(TODAY) :]:
            services.apply_moves(day)
            check_copies(people, plan, day)

    in_a_world_of_its_own(test)


@pytest.mark.slow
@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.none() | st.integers(0, TEAMS - 1), st.sampled_from(DAYS)),
        max_size=10,
    )
)
def test_memberships(moves: list[tuple[int, int | None, date]]) -> None:
    def test() -> None:
        people = [make.person(f"P{n}") for n in range(2)]
        teams = [make.team(f"T{n}") for n in range(TEAMS)]
        for person, team, on in moves:
            services.move_person(
                actor=None,
                person=people[person],
                team=None if team is None else teams[team],
                on=on,
            )
            for day in DAYS:
                assert Membership.objects.filter(
                    selectors.holding_on(day), person=people[person]
                ).count() in {0, 1}
            assert selectors.team_of(people[person], on) == (None if team is None else teams[team])
        for day in DAYS[DAYS.index(TODAY) :]:
            services.apply_moves(day)
            for one in people:
                copied: Team | None = Person.objects.get(pk=one.pk).team
                assert copied == selectors.team_of(one, day)

    in_a_world_of_its_own(test)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(1, PEOPLE - 1), unique=True, max_size=3), st.sampled_from(DAYS)
        ),
        max_size=6,
    )
)
def test_dotted_lines(settings_made: list[tuple[list[int], date]]) -> None:
    def test() -> None:
        people = [make.person(f"P{n}") for n in range(PEOPLE)]
        plan: dict[date, set[int]] = {day: set() for day in DAYS}
        for managers, on in settings_made:
            services.set_dotted_managers(
                actor=None, person=people[0], managers=[people[n] for n in managers], on=on
            )
            plan.update({day: set(managers) for day in DAYS if day >= on})
        pks = {person.pk: n for n, person in enumerate(people)}
        for day in DAYS:
            found = ReportingLine.objects.filter(selectors.holding_on(day), kind="dotted")
            held = [pks[manager] for manager in found.values_list("manager_id", flat=True)]
            assert sorted(held) == sorted(plan[day])
        copied = people[0].dotted_managers.values_list("pk", flat=True)
        assert {pks[pk] for pk in copied} == plan[TODAY]

    in_a_world_of_its_own(test)
