"""Whose confidential goals somebody sees by standing above their owners, however many those are."""

import random
from collections.abc import Mapping

import pytest

from lineofsight.goals.models import Goal
from lineofsight.organization.access import Viewer, viewer, visible_to
from lineofsight.organization.models import Person
from tests.factories import goals as make
from tests.factories import organization as made

pytestmark = pytest.mark.django_db


def below(managers: Mapping[int, int | None], top: int) -> set[int]:
    """Return who stands below somebody; a reporting line may run in a circle."""
    found: set[int] = set()
    growing = {top}
    while growing:
        growing = {one for one, above in managers.items() if above in growing} - found
        found |= growing
    return found


@pytest.mark.parametrize("seed", range(4))
def test_going_down_and_going_up_from_the_owners_find_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [made.person(f"P{number}") for number in range(10)]
    owners = {make.goal(owner=one, confidential=True).pk: one.pk for one in people[2:]}
    make.goal(owner=people[3])
    chance = random.Random(seed)  # noqa: S311 - who reports to whom
    managers: dict[int, int | None] = {}
    for person in people:
        others = [one for one in people if one != person]
        managers[person.pk] = chance.choice([None, *(one.pk for one in others)])
        Person.objects.filter(pk=person.pk).update(manager_id=managers[person.pk])

    for person in people:
        under = below(managers, person.pk)
        expected = {goal for goal, owner in owners.items() if owner in under | {person.pk}}
        for many in (1, 2, 5, 400):
            monkeypatch.setattr(viewer, "MANY", many)
            found = visible_to(Viewer(person), Goal).filter(confidential=True)
            assert set(found.values_list("pk", flat=True)) == expected, (person, many)
