"""The copies on a person of what holds today, computed from the periods and written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lineofsight.organization.models import Membership, Person, ReportingLine
from lineofsight.organization.models.people import DOTTED, LINE
from lineofsight.organization.record import bulk
from lineofsight.organization.record.change import BATCH, Change
from lineofsight.organization.selectors.lines import holding_on

NOTHING: Mapping[str, Any] = {
    "manager_id": None,
    "manager_since": None,
    "team_id": None,
    "team_since": None,
}


def copies_on(day: date, people: Sequence[int] | None = None) -> dict[int, dict[str, Any]]:
    """Return by person which manager and team hold on a day, and since when; of all or of some.

    A person of whom nothing is on record for that day is missing: NOTHING holds.
    """
    found: dict[int, dict[str, Any]] = {}
    lines = ReportingLine.objects.filter(holding_on(day), kind=LINE)
    for person, manager, since in _of(lines, people, "manager_id"):
        found[person] = {**NOTHING, "manager_id": manager, "manager_since": since}
    for person, team, since in _of(Membership.objects.filter(holding_on(day)), people, "team_id"):
        found[person] = {**found.get(person, NOTHING), "team_id": team, "team_since": since}
    return found


def dotted_on(day: date, people: Sequence[int] | None = None) -> dict[int, list[int]]:
    """Return by person which dotted lines hold on a day, in the order in which they were drawn."""
    found: dict[int, list[int]] = {}
    lines = ReportingLine.objects.filter(holding_on(day), kind=DOTTED).order_by("pk")
    for person, manager, _since in _of(lines, people, "manager_id"):
        found.setdefault(person, []).append(manager)
    return found


def dotted_copies(people: Sequence[int] | None = None) -> dict[int, list[int]]:
    """Return by person the dotted lines that stand on them, in the order in which they do."""
    through: Any = Person.dotted_managers.through  # to the type checker it is a table of people
    pairs = through._default_manager.order_by("pk")
    batches = [pairs]
    if people is not None:
        batches = [
            pairs.filter(from_person__in=people[at : at + BATCH])
            for at in range(0, len(people), BATCH)
        ]
    found: dict[int, list[int]] = {}
    for some in batches:
        for person, manager in some.values_list("from_person_id", "to_person_id"):
            found.setdefault(person, []).append(manager)
    return found


def _of(
    rows: "QuerySet[Any]", people: Sequence[int] | None, what: str
) -> list[tuple[int, int, date | None]]:
    if people is None:
        return list(rows.values_list("person_id", what, "start"))
    found: list[tuple[int, int, date | None]] = []
    for at in range(0, len(people), BATCH):
        some = rows.filter(person__in=people[at : at + BATCH])
        found += some.values_list("person_id", what, "start")
    return found


def copy_lines(people: Sequence[Person], truth: Mapping[int, Mapping[str, Any]]) -> None:
    """Write the copies of manager and team on these people; their versions stay."""
    for person in people:
        own = truth.get(person.pk, NOTHING)
        other = [field for field, value in own.items() if getattr(person, field) != value]
        # What a file said in words goes when something else holds, or it would hide that.
        person.extras = {
            column: value for column, value in person.extras.items() if column not in other
        }
        for field in other:
            setattr(person, field, own[field])
    fields = (*NOTHING, "extras")
    bulk.update(
        Person, fields, ((person.pk, *(getattr(person, f) for f in fields)) for person in people)
    )


def copy_dotted(change: Change, person: Person, managers: Sequence[int]) -> bool:
    """Write the copy of the dotted lines on a person, in this order."""
    found = Person.objects.in_bulk(managers)
    return change.relate(person, "dotted_managers", [found[pk] for pk in managers])
