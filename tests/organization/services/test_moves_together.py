"""Many at once: whatever the order in which they come through, no circle closes."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lineofsight.kit.errors import Invalid
from lineofsight.organization import services
from lineofsight.organization.models import AuditEntry, Person, Team
from lineofsight.organization.services.circles import circle_of_managers, circle_of_teams
from tests.factories import organization as make

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4


def all_at_once(acts: Sequence[Callable[[], object]]) -> list[bool]:
    """Run these, each in a thread and a connection of its own; tell which were not refused."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        try:
            barrier.wait(10)
            act()
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_ring_of_managers_stays_open() -> None:
    people = [make.person(f"P{n}") for n in range(AT_ONCE)]

    def act(n: int) -> Callable[[], object]:
        return lambda: services.move_person(
            actor=None, person=people[n], manager=people[(n + 1) % AT_ONCE]
        )

    done = all_at_once([act(n) for n in range(AT_ONCE)])

    assert done.count(False) == 1
    assert circle_of_managers([person.pk for person in people]) is None
    assert Person.objects.filter(manager__isnull=False).count() == AT_ONCE - 1


def test_a_ring_of_teams_stays_open() -> None:
    teams = [make.team(f"T{n}") for n in range(AT_ONCE)]

    def act(n: int) -> Callable[[], object]:
        return lambda: services.edit_team(
            actor=None, team=teams[n], expected=1, parent=teams[(n + 1) % AT_ONCE]
        )

    done = all_at_once([act(n) for n in range(AT_ONCE)])

    assert done.count(False) == 1
    assert circle_of_teams([team.pk for team in teams]) is None
    assert Team.objects.filter(parent__isnull=False).count() == AT_ONCE - 1


def test_moves_of_one_person_follow_each_other() -> None:
    alice = make.person("Alice")
    managers = [make.person(f"M{n}") for n in range(AT_ONCE)]

    def act(manager: Person) -> Callable[[], object]:
        return lambda: services.move_person(actor=None, person=alice, manager=manager)

    assert all(all_at_once([act(manager) for manager in managers]))

    (line,) = alice.lines.all()
    assert Person.objects.get(pk=alice.pk).manager_id == line.manager_id
    assert AuditEntry.objects.filter(verb="person.moved").count() == AT_ONCE
