"""Periods as the tables keep them: read for some people at once, written at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lineofsight.organization.models import Membership, ReportingLine
from lineofsight.organization.models.people import DOTTED, LINE
from lineofsight.organization.record import bulk
from lineofsight.organization.record.change import BATCH
from lineofsight.organization.services.periods import Period

Row = tuple[int, int, int, date | None, date | None]  # number, person, what, start, end


class KeptPeriods:
    """The periods of one table for some people; changes wait until ``write``.

    Ask and write inside one transaction, after ``lock_organization``.
    """

    def __init__(
        self, rows: "QuerySet[Any]", what: str, people: Sequence[int], **given: str
    ) -> None:
        self._rows = rows.filter(**given)
        self._what = what
        self._given = given
        self._found: dict[int, dict[Period, int]] = {}
        self._gone: list[int] = []
        self._new: list[tuple[int, Period]] = []
        for at in range(0, len(people), BATCH):
            self._read(
                self._rows.filter(person__in=people[at : at + BATCH]).values_list(
                    "pk", "person_id", what, "start", "end"
                )
            )

    def _read(self, rows: Iterable[Row]) -> None:
        for pk, person, what, start, end in rows:
            self._found.setdefault(person, {})[Period(what, start, end)] = pk

    def of(self, person: int) -> list[Period]:
        """Return the periods of a person in order of time."""
        return sorted(self._found.get(person, ()), key=lambda period: (period.low, period.what))

    def replace(self, person: int, after: Iterable[Period]) -> bool:
        """Let a person's periods read so; tell whether that changes anything.

        Those that begin on one day are kept in the order in which they are given.
        """
        before = self._found.get(person, {})
        kept = dict.fromkeys(after)
        if before.keys() == kept.keys():
            return False
        self._gone += [pk for period, pk in before.items() if period not in kept]
        new = [period for period in kept if period not in before]
        self._new += [(person, period) for period in sorted(new, key=lambda one: one.low)]
        return True

    def write(self) -> None:
        """Write what was replaced: first what goes, so that nobody has two open periods."""
        for at in range(0, len(self._gone), BATCH):
            self._rows.filter(pk__in=self._gone[at : at + BATCH]).delete()
        bulk.insert(
            self._rows.model,
            ["person_id", self._what, "start", "end", *self._given],
            (
                (person, period.what, period.start, period.end, *self._given.values())
                for person, period in self._new
            ),
        )
        self._gone, self._new = [], []


def lines(people: Sequence[int]) -> KeptPeriods:
    """Return the reporting lines of these people."""
    return KeptPeriods(ReportingLine.objects.all(), "manager_id", people, kind=LINE)


def dotted_lines(people: Sequence[int]) -> KeptPeriods:
    """Return the dotted lines of these people; those to different managers may overlap."""
    return KeptPeriods(ReportingLine.objects.all(), "manager_id", people, kind=DOTTED)


def stays(people: Sequence[int]) -> KeptPeriods:
    """Return the memberships of these people."""
    return KeptPeriods(Membership.objects.all(), "team_id", people)
