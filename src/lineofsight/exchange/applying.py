"""Taking a file into the record: everything or nothing, as one act."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from lineofsight.exchange.matching import FEW, Difference
from lineofsight.exchange.models import RECORDED, Import, QuarantinedRow
from lineofsight.exchange.places import Places
from lineofsight.exchange.placing import place
from lineofsight.exchange.preview import Preview, again, newest_entry, verb_for
from lineofsight.exchange.quarantine import aside_row, waiting_row
from lineofsight.exchange.removing import remove_rows
from lineofsight.exchange.settling import settle
from lineofsight.exchange.tables import bound
from lineofsight.exchange.writing import Told, Writer, changed_since, ranges, silent, versions_named
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.goals.rollup import recompute_all
from lineofsight.kit.errors import Conflict
from lineofsight.organization import access
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import count_anew, lock_structure
from lineofsight.organization.record.rows import Row, rows_by_pk
from lineofsight.planfile.problems import PlanError

MANY = 1_000  # rows, from which on a database plans otherwise
CARRY_PROGRESS = frozenset({"pillars", "kpis", "goals", "key_results", "links", "observations"})


def apply(
    seen: Preview, *, reason: str = "", told: Told = silent, verb: str = "plan.imported"
) -> Import | None:
    """Do what a preview says; None if there is nothing to do, and then nothing is written at all.

    One transaction, one audit entry (``plan.imported``, unless ``verb`` says otherwise).

    Parameters
    ----------
    seen : Preview
        What the importer has looked at.
    reason : str
        Why, for the audit log.
    told : callable
        Is told of the table that is written, the rows done and the rows in all.

    Raises
    ------
    PlanError
        The preview has problems: nothing is changed before they are put right.
    Conflict
        The record has changed in what the file touches since the preview was made.
    NotAllowed
        The importer may not import.
    """
    access.require(seen.actor, verb_for(seen.given), Import())
    if seen.problems:
        raise PlanError(seen.problems)
    if seen.is_empty:
        return None
    try:
        with transaction.atomic():
            change = Change(seen.actor, verb, reason=reason, on_behalf_of="import")
            with change:
                made = _Applying(change, fresh(seen), told).run(reason)
            made.entry = change.entry
            made.save(update_fields=["entry"])
    except IntegrityError as error:
        raise Conflict(changed_since()) from error
    return made


def fresh(seen: Preview) -> Preview:
    """Return the preview if it still holds.

    Raises
    ------
    Conflict
        The record has changed in what the file touches.
    """
    lock_structure(exclusive=True)
    if newest_entry() == seen.mark:
        return seen
    now = again(seen)
    if now.digest != seen.digest:
        raise Conflict(changed_since())
    return now


class _Applying:
    """One import in the writing."""

    def __init__(self, change: Change, seen: Preview, told: Told) -> None:
        self.change = change
        self.seen = seen
        self.writer = Writer(change, Places(), told)
        self.numbers: dict[str, Sequence[int]] = {}

    def run(self, reason: str) -> Import:
        seen = self.seen
        made = self.change.add(
            Import(
                file=seen.file[-500:],
                hash=seen.hash,
                actor=seen.actor,
                at=self.change.at,
                reason=reason,
                counts=seen.counts,
                mapping=seen.mapping,
                before=self._before(),
            )
        )
        self._expect()
        made.removed = {
            name: ranges(sorted(one.pk for one in each.removed))
            for name, each in seen.tables.items()
            if each.removed
        }
        for name, each in seen.tables.items():
            self.writer.add(name, self._rows(name, each.added), self.numbers[name])
            self.writer.alter(name, each.changed)
        count_anew(*(bound(n).model for n, each in seen.tables.items() if len(each.added) > MANY))
        if any(each.removed for each in seen.tables.values()):
            remove_rows(
                self.change,
                {name: [one.pk for one in each.removed] for name, each in seen.tables.items()},
            )
        if any(each.added and bound(name).has_ids for name, each in seen.tables.items()):
            settle(self.writer)
        place(self.change, self.writer.moved)
        if not CARRY_PROGRESS.isdisjoint(seen.counts):
            recompute_all(self._goals())
        self._quarantine(made)
        made.added = {
            name: ranges(numbers)
            for name, numbers in self.numbers.items()
            if numbers and not bound(name).versioned
        }
        if self.writer.versions:
            made.added["versions"] = ranges(sorted(self.writer.versions))
        made.save(update_fields=["added", "removed"])
        return made

    def _rows(self, name: str, places: Iterable[int]) -> Iterable[Row]:
        given = self.seen.given[name]
        return (given.row(at) for at in places)

    def _expect(self) -> None:
        for name, each in self.seen.tables.items():
            table = bound(name)
            if "version" in table.plan.columns:
                self.writer.name_versions(versions_named(self._rows_written(name, each)))
            named = table.has_ids or name == "links"
            rows = self._rows(name, each.added) if named else ()
            self.numbers[name] = self.writer.expect(name, rows, len(each.added))

    def _rows_written(self, name: str, each: Difference) -> Iterable[Row]:
        yield from self._rows(name, each.added)
        for one in each.changed:
            yield {column: after for column, (_before, after) in one.fields.items()}

    def _before(self) -> dict[str, dict[str, Any]]:
        """Keep how rows without history read, for an undo."""
        found: dict[str, dict[str, Any]] = {}
        for name, each in self.seen.tables.items():
            table = bound(name)
            if table.versioned:
                continue
            pks = [one.pk for one in each.removed]
            if pks:
                rows = rows_by_pk(table.model, pks)
                found[name] = {str(pk): row for pk, row in rows.items()}
                recorded = Observation.objects.in_bulk(pks)
                found[RECORDED] = {
                    str(pk): one.recorded_at.isoformat() for pk, one in recorded.items()
                }
        return found

    def _goals(self) -> set[int] | None:
        """Return the goals whose progress may be another now, if they are few; None: many."""
        tables = self.seen.tables
        rows = sum(sum(counts.values()) for counts in self.seen.counts.values())
        moved = tables.get("key_results", Difference("")).changed
        if (
            rows > FEW
            or any(each.removed for each in tables.values())
            or not {"pillars", "kpis"}.isdisjoint(self.seen.counts)
            or any("goal_id" in one.fields for one in moved)
        ):
            return None
        touched = self.change.touched
        links = Link.objects.filter(pk__in=touched.get(Link, ()))
        results = KeyResult.objects.filter(
            Q(pk__in=touched.get(KeyResult, ()))
            | Q(observations__in=self.numbers.get("observations", ()))
        )
        found = set(touched.get(Goal, ()))
        found.update(results.values_list("goal_id", flat=True))
        for ends in links.values_list("source_id", "goal_id"):
            found.update(end for end in ends if end is not None)
        return found

    def _quarantine(self, made: Import) -> None:
        waiting = [waiting_row(wrong, self.seen.given, made) for wrong in self.seen.to_wait]
        waiting += [aside_row(one, made) for one in self.seen.aside_to_wait]
        QuarantinedRow.objects.bulk_create(waiting, batch_size=1_000)
