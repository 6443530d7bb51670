"""The rows in the record that an import would change, and who stands below its importer."""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from lineofsight.exchange.tables import Bound
from lineofsight.organization.access import Viewer
from lineofsight.organization.models import Person, ReportingLine

AT_ONCE = 1_000


class Standing:
    """How one person stands to what is in the record."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def rows(self, table: Bound, pks: Collection[int]) -> Iterator[Any]:
        """Yield these rows of a table."""
        numbers = sorted(pks)
        for start in range(0, len(numbers), AT_ONCE):
            yield from table.model._default_manager.filter(pk__in=numbers[start : start + AT_ONCE])

    def reports(self, person: Person, manager: int, kind: str) -> bool:
        """Tell whether a person reports to this manager already."""
        lines = ReportingLine.objects.filter(person=person, manager=manager, kind=kind)
        return lines.filter(end__isnull=True).exists()

    @cached_property
    def at_or_below(self) -> frozenset[int]:
        """The person and all who stand below them in the reporting line."""
        below: dict[int, list[int]] = {}
        lines = Person.objects.filter(manager__isnull=False).values_list("pk", "manager_id")
        for person, manager in lines.iterator(10_000):
            below.setdefault(manager, []).append(person)
        found, waiting = {self.viewer.pk}, [self.viewer.pk]
        while waiting:
            fresh = [pk for pk in below.get(waiting.pop(), ()) if pk not in found]
            found.update(fresh)
            waiting += fresh
        return frozenset(found)
