"""Taking an import back: each row as it read before, unless somebody has changed it since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lineofsight.exchange.matching import Changed
from lineofsight.exchange.models import RECORDED, Import
from lineofsight.exchange.places import Places
from lineofsight.exchange.placing import place
from lineofsight.exchange.removing import let_periods_go, remove_rows, unused_versions
from lineofsight.exchange.tables import all_tables, bound, label_of
from lineofsight.exchange.writing import Writer
from lineofsight.goals.rollup import recompute_all
from lineofsight.kit.errors import Conflict
from lineofsight.organization import access
from lineofsight.organization.models import AuditEntry, Person, Version
from lineofsight.organization.record.change import BATCH, Change
from lineofsight.organization.record.locks import lock_structure
from lineofsight.organization.record.rows import Row, rows_by_pk


@dataclass(frozen=True)
class Left:
    """A row that an undo leaves as it is, and why."""

    table: str
    label: str
    why: str

    def __str__(self) -> str:
        return f"{self.table} {self.label}: {self.why}"


@dataclass
class Undone:
    """What an undo did: by table, how many rows were removed again and how many restored."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    entry: AuditEntry | None = None


class UndoRefused(Conflict):
    """Rows of the import were changed since; ``left`` names them."""

    code = "changed_since_import"

    def __init__(self, left: list[Left]) -> None:
        rows = "\n".join(str(one) for one in left)
        message = _(
            "The import cannot be taken back as a whole, because of what was done since. "
            "Take back what can be, or change these rows by hand."
        )
        super().__init__(f"{message}\n{rows}")
        self.left = left


def undo(made: Import, *, actor: Person | None, reason: str = "", partial: bool = False) -> Undone:
    """Take an import back: what it added goes, what it changed or removed reads as before.

    One transaction, one audit entry (``plan.import_undone``).

    Parameters
    ----------
    partial : bool
        Whether rows that somebody has changed since, and rows that are needed by others' work,
        are left as they are. Without it they make the undo refuse.

    Raises
    ------
    UndoRefused
        Somebody has changed rows of it since; each is named.
    Conflict
        It was taken back already.
    NotAllowed
        The person may not undo imports.
    """
    access.require(actor, "import.undo", made)
    with transaction.atomic():
        lock_structure(exclusive=True)
        made = Import.objects.get(pk=made.pk)
        if made.state == "undone" or made.entry is None:
            raise Conflict(_("This import has been taken back already."))
        change = Change(actor, "plan.import_undone", reason=reason, on_behalf_of="import")
        with change:
            undone = _Undoing(change, made, partial=partial).run()
            change.subject = made
            change.touch(made, ["state"])
            made.state = "partly_undone" if undone.left else "undone"
            made.quarantined.filter(state="waiting").update(
                state="dropped", decided_at=change.at, decided_by=actor
            )
        made.undone = undone.entry = change.entry
        made.save(update_fields=["state", "undone"])
    return undone


class _Undoing:
    """One undo in the making."""

    def __init__(self, change: Change, made: Import, *, partial: bool) -> None:
        self.change = change
        self.made = made
        self.partial = partial
        self.result = Undone()
        self.added: dict[str, set[int]] = {}  # rows that go
        self.before: dict[str, dict[int, Row]] = {}  # rows that are there, as they read before
        self.back: dict[str, dict[int, Row]] = {}  # rows that come back

    def run(self) -> Undone:
        for name in all_tables():
            if bound(name).versioned:
                self._look(name)
            self._look_without_history(name)
        self._stop_if_left()
        writer = Writer(self.change, Places())
        writer.recorded = {
            int(pk): datetime.fromisoformat(str(instant))
            for pk, instant in self.made.before.get(RECORDED, {}).items()
        }
        for name, rows in self.back.items():
            writer.expect(name, rows.values(), len(rows), sorted(rows))
        for name, rows in self.back.items():
            writer.add(name, [rows[pk] for pk in sorted(rows)], sorted(rows))
        for name, rows in self.before.items():
            writer.alter(name, list(_restoring(name, rows)))
        place(self.change, writer.moved, as_before=True)
        self._keep_what_is_needed()
        self._stop_if_left()
        let_periods_go(self.added.get("people", set()), self.added.get("teams", set()))
        remove_rows(self.change, {name: sorted(pks) for name, pks in self.added.items()})
        unused_versions(self.made.added.get("versions", []))
        recompute_all()
        for name in all_tables():
            removed = len(self.added.get(name, ()))
            restored = len(self.before.get(name, ())) + len(self.back.get(name, ()))
            if removed or restored:
                self.result.counts[name] = (removed, restored)
        return self.result

    def _stop_if_left(self) -> None:
        if self.result.left and not self.partial:
            raise UndoRefused(self.result.left)

    def _leave(self, name: str, label: str, why: str) -> None:
        self.result.left.append(Left(name, label, why))

    def _look(self, name: str) -> None:
        """Sort the rows that the import touched by what becomes of them."""
        ours = dict(
            Version.objects.filter(entry=self.made.entry, table=name).values_list("object_id", "pk")
        )
        removed = _numbers(self.made.removed.get(name, []))
        for pks in _some([*ours, *removed]):
            past = _versions(name, pks, self.made.entry_id or 0, ours)
            for pk in pks:
                self._sort(name, pk, past[pk], is_removed=pk in removed)

    def _sort(
        self,
        name: str,
        pk: int,
        past: "_Past",
        *,
        is_removed: bool,
    ) -> None:
        table, before, present = bound(name), past.before, past.present
        if is_removed:
            if before is not None:
                self._bring_back(name, pk, before)
        elif present is None:
            if before is not None:
                self._leave(name, label_of(table, before), _("somebody has removed it since"))
        elif present != past.ours:
            self._leave(name, label_of(table, present), _("somebody has changed it since"))
        elif name == "organization":
            self.before[name] = {pk: before or {}}  # there is always one
        elif before is None:
            self.added.setdefault(name, set()).add(pk)
        else:
            self.before.setdefault(name, {})[pk] = before

    def _bring_back(self, name: str, pk: int, row: Row) -> None:
        table = bound(name)
        if table.has_ids and table.model._default_manager.filter(ref=row["id"]).exists():
            self._leave(name, label_of(table, row), _("a row of this id has been added since"))
        else:
            self.back.setdefault(name, {})[pk] = row

    def _look_without_history(self, name: str) -> None:
        table = bound(name)
        if table.versioned:
            return
        given = _numbers(self.made.added.get(name, []))
        if given and table.plan.key != ():
            there: set[int] = set()
            for pks in _some(sorted(given)):
                rows = table.model._default_manager.filter(pk__in=pks)
                there.update(rows.values_list("pk", flat=True))
            if there:
                self.added[name] = there
        removed = _numbers(self.made.removed.get(name, []))
        for number, row in self.made.before.get(name, {}).items():
            if int(number) in removed and isinstance(row, dict):
                self.back.setdefault(name, {})[int(number)] = row

    def _keep_what_is_needed(self) -> None:
        """What others have since built on stays, and with it all that it refers to."""
        more = True
        while more:
            more = False
            for name, column, user, needed in _uses(self.added):
                kept = self.added[needed[0]]
                if needed[1] not in kept:
                    continue
                kept.discard(needed[1])
                more = True
                label = _label(needed[0], needed[1])
                why = _("{table} {row} needs it ({column})").format(
                    table=name, row=user, column=column
                )
                self._leave(needed[0], label, why)


def _restoring(name: str, rows: Mapping[int, Row]) -> Iterator[Changed]:
    """Yield the changes that make rows read as before."""
    table = bound(name)
    pks = list(rows)
    for some in _some(pks):
        present = rows_by_pk(table.model, some)
        versions = dict(
            table.model._default_manager.filter(pk__in=some).values_list("pk", "version")
        )
        for pk in some:
            now, then = present[pk], rows[pk]
            fields = {
                column: (now.get(column), then.get(column))
                for column in {**now, **then}
                if now.get(column) != then.get(column)
            }
            yield Changed(pk, versions[pk], label_of(table, now), -1, fields)


@dataclass
class _Past:
    """How a row read before an import, right after it, and now; None: it was not there."""

    before: Row | None = None
    ours: Row | None = None
    present: Row | None = None


def _versions(name: str, pks: list[int], entry: int, ours: Mapping[int, int]) -> dict[int, _Past]:
    found = {pk: _Past() for pk in pks}
    for version in Version.objects.filter(table=name, object_id__in=pks).order_by("pk"):
        past = found[version.object_id]
        if version.valid_to is None:
            past.present = version.row
        if version.entry_id == entry:
            past.ours = version.row
        elif version.pk < ours.get(version.object_id, version.pk + 1):
            past.before = version.row
    return found


def _uses(
    gone: Mapping[str, set[int]],
) -> Iterator[tuple[str, str, str, tuple[str, int]]]:
    """Yield who refers to a row that goes and stays: table, column, row, and what it needs."""
    models = {bound(name).model: name for name, pks in gone.items() if pks}
    for name in all_tables():
        table = bound(name)
        ours = gone.get(name, set())
        for column, own, other, target, rows in table.pairs():
            needed = models.get(target)
            if needed is None:
                continue
            for pks in _some(sorted(gone[needed])):
                found = rows.filter(**{f"{other}__in": pks}).values_list(own, other)
                for user, pk in found:
                    if user not in ours:
                        yield name, column, _label(name, user), (needed, pk)


def _label(name: str, pk: int) -> str:
    table = bound(name)
    row: Mapping[str, Any] = rows_by_pk(table.model, [pk]).get(pk, {})
    return label_of(table, row)


def _numbers(ranges: Iterable[Iterable[int]]) -> set[int]:
    found: set[int] = set()
    for first, last in ranges:
        found.update(range(first, last + 1))
    return found


def _some(pks: Iterable[int]) -> Iterator[list[int]]:
    every = list(pks)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]
