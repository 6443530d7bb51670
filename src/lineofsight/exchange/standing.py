"""What an importer may do to the rows that are in the record; each question is asked once."""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from lineofsight.exchange.tables import Bound
from lineofsight.goals.models import Goal, KeyResult
from lineofsight.organization.access import Viewer, may
from lineofsight.organization.models import Person
from lineofsight.strategy.models import Kpi

AT_ONCE = 1_000
RELATED = {
    "links": ("source", "goal"),
    "key_results": ("goal",),
    "actions": ("goal",),
    "blockers": ("goal",),
}


class Standing:
    """How one person stands to goals, measures and people.

    Numbers below 0 are of rows that the import itself brings: whether it may is asked of their own
    rows, and what hangs on them comes with them.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._said: dict[tuple[str, int], bool] = {}

    def rows(self, table: Bound, pks: Collection[int]) -> Iterator[Any]:
        """Yield these rows of a table, with the goals that they hang on."""
        numbers = sorted(pks)
        related = RELATED.get(table.name, ())
        for start in range(0, len(numbers), AT_ONCE):
            some = table.model._default_manager.filter(pk__in=numbers[start : start + AT_ONCE])
            yield from some.select_related(*related) if related else some

    def may(self, verb: str, goal: int | None) -> bool:
        """Tell whether a verb on a goal is theirs; what they do not see is refused before."""
        if goal is None or goal < 0:
            return goal is not None
        known = self._said.get((verb, goal))
        if known is None:
            thing = Goal.objects.get(pk=goal)
            known = self._said[(verb, goal)] = may(self.viewer, verb, thing)
        return known

    def may_report(self, *, kpi: int | None, key_result: int | None) -> bool:
        """Tell whether a value of a KPI or key result is theirs to give."""
        if kpi is not None:
            return kpi < 0 or may(self.viewer, "kpi.report", self._kpis[kpi])
        if key_result is None or key_result < 0:
            return key_result is not None
        return self.may("goal.report", self._goal_of[key_result])

    def is_time_of(self, person: int | None, team: int | None) -> bool:
        """Tell whether this time is theirs to give: their own, a report's, their team's."""
        if person is not None:
            return person == self.viewer.pk or self.viewer.manages(person)
        return team in self.viewer.teams_led

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

    @cached_property
    def _kpis(self) -> dict[int, Kpi]:
        return Kpi.objects.in_bulk()

    @cached_property
    def _goal_of(self) -> dict[int, int]:
        return dict(KeyResult.objects.values_list("pk", "goal_id").iterator(10_000))
