"""What else must agree after people were written in bulk: the periods behind manager and team."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from lineofsight.organization.models import Person, Team
from lineofsight.organization.record.bulk import update
from lineofsight.organization.record.change import Change
from lineofsight.organization.services.copies import dotted_copies
from lineofsight.organization.services.moves import Placement, place_people

COPIES = {  # columns of the plan file, and the copies on a person behind them
    "manager_id": "manager_id",
    "manager_since": "manager_since",
    "team_id": "team_id",
    "team_since": "team_since",
}
AT_ONCE = 2_000


def place(change: Change, moved: Iterable[int], *, as_before: bool = False) -> None:
    """Let reporting lines and memberships say what was written on these people.

    The file tells who stands where today, and perhaps since when. What it says that does not hold
    today (a manager from a later day on, a day without a manager) is kept beside the person as it
    was written, so that the row reads as the file does. With ``as_before``, for an undo, a manager
    or team of whom no beginning is known was there ever.
    """
    ever = date.min if as_before else None
    pks = sorted(moved)
    said: dict[int, dict[str, Any]] = {}
    for start in range(0, len(pks), AT_ONCE):
        some = pks[start : start + AT_ONCE]
        people = list(Person.objects.filter(pk__in=some).select_related("manager", "team"))
        dotted = dotted_copies(some)
        managers = Person.objects.in_bulk({pk for named in dotted.values() for pk in named})
        for person in people:
            said[person.pk] = {name: getattr(person, name) for name in COPIES.values()}
        place_people(
            change,
            [
                Placement(
                    person,
                    manager=person.manager,
                    manager_since=person.manager_since or (ever if person.manager else None),
                    team=person.team,
                    team_since=person.team_since or (ever if person.team else None),
                    dotted_managers=[managers[pk] for pk in dotted.get(person.pk, ())],
                )
                for person in people
            ],
        )
    _keep_the_rest(said)


def _keep_the_rest(said: dict[int, dict[str, Any]]) -> None:
    """Keep beside a person what a file says and does not hold today."""
    pks = sorted(said)
    for start in range(0, len(pks), AT_ONCE):
        changed = []
        for person in Person.objects.filter(pk__in=pks[start : start + AT_ONCE]).select_related(
            "manager", "team"
        ):
            rest = _rest(person, said[person.pk])
            if rest:
                person.extras = {**person.extras, **rest}
                changed.append(person)
        update(Person, ["extras"], ((person.pk, person.extras) for person in changed))


def _rest(person: Person, said: dict[str, Any]) -> dict[str, Any]:
    rest: dict[str, Any] = {}
    for column, name in COPIES.items():
        value = said[name]
        if value is None or value == getattr(person, name):
            continue
        if name == "manager_id":
            rest[column] = Person.objects.values_list("ref", flat=True).get(pk=value)
        elif name == "team_id":
            rest[column] = Team.objects.values_list("ref", flat=True).get(pk=value)
        else:
            rest[column] = value.isoformat()
    return rest
