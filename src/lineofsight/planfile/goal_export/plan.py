"""Makes the plan document of an export."""

import re
from collections.abc import Mapping
from datetime import date

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.goal_export.hierarchy import Hierarchy, arrange
from lineofsight.planfile.goal_export.model import Export, ExportedObject
from lineofsight.planfile.goal_export.progress import value_now
from lineofsight.planfile.goal_export.words import (
    ObjectKind,
    is_development,
    measure_type,
    period_of,
    status_of,
    stays,
)
from lineofsight.planfile.outside import FreeIds, Ledger, Place
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.schema import TABLES, fold

Record = dict[str, object]
ROLLED_UP = "progress"  # the name of the measure that the tool gives an object without one
TABLE_NAMES = (
    "teams",
    "people",
    "goals",
    "key_results",
    "links",
    "observations",
    "actions",
)


def plan_of(export: Export, ledger: Ledger) -> PlanDocument:
    """Turn an export into a plan document.

    Raises
    ------
    PlanError
        There is no objective in it, and no key result from which one could be made.
    """
    making = _Making(export, ledger)
    making.make()
    if not making.tables["goals"]:
        raise PlanError.one(
            ledger.file,
            _("The export holds no objective."),
            _("Export the objectives as well."),
        )
    rows = {name: records for name, records in making.tables.items() if records}
    document = PlanDocument.from_rows(rows, ledger.file, source_rows=making.rows, outside=True)
    # Columns of the tool that a plan has not are kept; that needs no notice.
    return PlanDocument(document.tables, ledger.all_notices())


class _Making:
    """One export on its way to rows."""

    def __init__(self, export: Export, ledger: Ledger) -> None:
        self.export = export
        self.ledger = ledger
        self.tables: dict[str, list[Record]] = {name: [] for name in TABLE_NAMES}
        self.rows: dict[str, list[int]] = {name: [] for name in TABLE_NAMES}
        self.measures = FreeIds(each.id for each in export.objects)
        self.without_value: list[int] = []
        self.unmeasured: list[int] = []
        self.more_teams: list[int] = []

    def make(self) -> None:
        """Fill ``tables`` and ``rows``, each table in the order of its ids."""
        for name, records in (("teams", self.export.teams), ("people", self.export.people)):
            for place, key in enumerate(sorted(records, key=_natural), start=1):
                self._add(name, records[key], place)
        hierarchy = arrange(self.export.objects, self.ledger)
        objects = [*self.export.objects, *hierarchy.stand_ins]
        tops = hierarchy.tops()
        for each in sorted(objects, key=lambda each: _natural(each.id)):
            kind = hierarchy.kinds[each.id]
            if kind is ObjectKind.GOAL:
                self._goal(each, each.id in tops)
            elif kind is ObjectKind.KEY_RESULT:
                goal = hierarchy.goal_of[each.id]
                self._key_result(each, each.id, goal, each.title, _weight(each, goal))
            else:
                self._action(each, hierarchy.goal_of.get(each.id, ""))
        self._links(hierarchy, {each.id: each.row for each in objects})
        self._say()

    def _add(self, table: str, record: Mapping[str, object], row: int) -> None:
        self.tables[table].append(self.ledger.fitted(record, Place(table, row)))
        self.rows[table].append(row)

    def _kept(self, each: ExportedObject, table: str) -> Record:
        """Keep the tool's other columns, under names that mean nothing else in a plan."""
        if not each.kept:
            return {}
        columns = {fold(name) for name in TABLES[table].columns}
        return {
            (f"{name} (export)" if fold(name.rstrip("* ")) in columns else name): text
            for name, text in each.kept.items()
        }

    def _dates(self, each: ExportedObject, table: str) -> tuple[date | None, date | None]:
        start, end = each.start, each.end
        if start is None and end is None and each.period:
            start, end = period_of(each.period) or (None, None)
        return self.ledger.lifetime(start, end, Place(table, each.row, "end"))

    def _goal(self, each: ExportedObject, top: bool) -> None:
        start, end = self._dates(each, "goals")
        status, reported = status_of(each.state) or ("", "")
        record: Record = {
            "id": each.id,
            "title": each.title,
            "text": each.text,
            "scope": "enterprise" if top else each.scope,
            "kind": "development" if is_development(each.goal_type) else "",
            "owner_id": ";".join(each.owners),
            "team_id": self._team(each),
            "start": start,
            "end": end,
            "status": status,
            "reported": reported,
            "created_on": each.created,
        }
        self._add("goals", record | self._kept(each, "goals"), each.row)
        if self._has_own_measure(each):
            title = each.metric or _("Progress")
            key = self.measures.take(f"{each.id}-outcome")
            self._key_result(each, key, each.id, title, None)

    def _has_own_measure(self, each: ExportedObject) -> bool:
        """Tell whether an objective is measured itself, not only rolled up from below."""
        if each.check_ins and not each.check_ins[0].is_last:
            return True
        return bool(each.metric) and fold(each.metric) != ROLLED_UP and each.target is not None

    def _team(self, each: ExportedObject) -> str:
        if len(each.teams) > 1:
            self.more_teams.append(each.row)
            each.kept.setdefault("other_teams", ";".join(each.teams[1:]))
        return each.teams[0] if each.teams else ""

    def _key_result(
        self, each: ExportedObject, key: str, goal: str, title: str, weight: float | None
    ) -> None:
        kind = measure_type(each.unit, each.outcome)
        baseline, target = each.baseline, each.target
        if not each.unit and fold(each.metric) == ROLLED_UP and target in {None, 100.0}:
            kind = "percent"
        if kind == "percent" and baseline is None and target is None:
            baseline, target = 0.0, 100.0  # without a metric the tool counts what is done
        start, end = self._dates(each, "key_results")
        edge = stays(each.target_type)
        now = value_now(each, baseline, target)
        record: Record = {
            "id": key,
            "goal_id": goal,
            "title": title,
            "type": kind,
            "unit": each.unit or ("%" if kind == "percent" else ""),
            "baseline": baseline,
            "target": target,
            "low": target if edge == "above" else None,
            "high": target if edge == "below" else None,
            "schedule": ";".join(f"{day}={each.planned[day]!r}" for day in sorted(each.planned)),
            "value": now,
            "start": start,
            "end": end,
            "owner_id": ";".join(each.owners),
            "weight": weight,
            "metric": each.metric,
            "target_type": each.target_type,
        }
        if key == each.id:
            record |= {"text": each.text, "state": each.state}
            record |= self._kept(each, "key_results")
        self._add("key_results", record, each.row)
        self._observations(each, key, now)

    def _observations(self, each: ExportedObject, key: str, now: float | None) -> None:
        dated = sorted(each.check_ins, key=lambda one: (one.date or date.min, one.order))
        for one in dated:
            value = now if one.is_last else one.value
            if one.date is None or value is None:
                if not one.is_last:
                    self.without_value.append(one.row)
                continue
            record: Record = {
                "measure_id": key,
                "date": one.date,
                "value": value,
                "reported": one.reported,
                "note": one.note,
                "author_id": one.author,
            }
            self._add("observations", record, one.row)

    def _action(self, each: ExportedObject, goal: str) -> None:
        status, _reported = status_of(each.state) or ("", "")
        finished = status == "done" or (each.progress is not None and each.progress >= 100)
        record: Record = {
            "id": each.id,
            "title": each.title,
            "goal_id": goal,
            "owner_id": ";".join(each.owners),
            "due": each.end,
            "done_on": self._done_on(each) if finished else None,
            "text": each.text,
            "state": each.state,
        }
        self._add("actions", record | self._kept(each, "actions"), each.row)
        if each.check_ins and not each.check_ins[0].is_last:
            self.unmeasured.append(each.row)

    def _done_on(self, each: ExportedObject) -> date | None:
        """The tool closes an object at a check-in; without one, the day it was due is taken."""
        days = [one.date for one in each.check_ins if one.date is not None]
        return max(days, default=each.end or each.start or each.created)

    def _links(self, hierarchy: Hierarchy, rows: Mapping[str, int]) -> None:
        ordered = sorted(hierarchy.links, key=lambda link: (_natural(link[0]), _natural(link[1])))
        for child, parent in ordered:
            record: Record = {
                "kind": "supports",
                "from_id": child,
                "to_id": parent,
                "contribution": hierarchy.links[child, parent],
            }
            self._add("links", record, rows[child])

    def _say(self) -> None:
        if self.without_value:
            message = ngettext(
                "{count} check-in has no date or no value; it is left out.",
                "{count} check-ins have no date or no value; they are left out.",
                len(self.without_value),
            )
            self._say_first(message, self.without_value, Place("observations"))
        if self.unmeasured:
            message = ngettext(
                "{count} deliverable has check-ins; an action has none, so they are left out.",
                "{count} deliverables have check-ins; actions have none, so they are left out.",
                len(self.unmeasured),
            )
            self._say_first(message, self.unmeasured, Place("actions"))
        if self.more_teams:
            message = ngettext(
                "{count} object belongs to several teams; the first one is its team.",
                "{count} objects belong to several teams; the first ones are their teams.",
                len(self.more_teams),
            )
            self._say_first(message, self.more_teams, Place("goals", column="team_id"))

    def _say_first(self, message: str, rows: list[int], place: Place) -> None:
        self.ledger.say(message.format(count=len(rows)), place=place._replace(row=min(rows)))


def _weight(each: ExportedObject, goal: str) -> float | None:
    return next((parent.weight for parent in each.parents if parent.id == goal), None)


def _natural(key: str) -> tuple[tuple[int, int, str], ...]:
    """Order ids as people count: 9 before 10."""
    parts = re.split(r"(\d+)", key[:200])
    return (
        *((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part),
        (0, 0, key),
    )
