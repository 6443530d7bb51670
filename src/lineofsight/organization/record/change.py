"""One verb, one transaction, one audit entry: the only way in which the record is written.

    with Change(actor, "goal.edited", reason=reason) as change:
        change.save(goal, expected=version, title=title)

Everything inside happens or nothing does. When the block ends well, one audit entry says who did
what, every row touched gets a version in history, and those who listen hear ``recorded`` inside
the same transaction. A block that ends without having touched anything leaves no trace.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from django.db import connection, models, transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.kit.context import means, request_id
from lineofsight.kit.errors import Conflict
from lineofsight.organization.models.kept import AuditEntry, Version
from lineofsight.organization.models.people import Person
from lineofsight.organization.record.base import Versioned
from lineofsight.organization.record.locks import is_postgresql
from lineofsight.organization.record.rows import rows_by_pk

recorded = Signal()  # sender: Change; entry: AuditEntry; inside the transaction of the change
M = TypeVar("M", bound=models.Model)
BATCH = 1_000


class Change:
    """One act on the record; a context manager, used once.

    Parameters
    ----------
    actor : Person or None
        Who acts; None for the installation itself.
    verb : str
        Subject and past participle, such as ``goal.created``.
    reason : str
        Why, in the actor's words.
    on_behalf_of : str
        By what means, where it is not the person at a page: ``import``, ``token:NAME``.
    """

    def __init__(
        self, actor: Person | None, verb: str, *, reason: str = "", on_behalf_of: str = ""
    ) -> None:
        self.actor = actor
        self.verb = verb
        self.reason = reason
        self.on_behalf_of = on_behalf_of or means.get()
        self.at: datetime = timezone.now()
        self.subject: models.Model | None = None
        self.entry: AuditEntry | None = None
        self._atomic = transaction.atomic()
        self._touched: dict[type[Versioned], set[int]] = {}
        self._gone: dict[str, set[int]] = {}
        self._fields: set[str] = set()
        self._acted = False

    def __enter__(self) -> Self:
        self._atomic.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            try:
                if self._acted:
                    self._close()
            except BaseException as failure:
                self._atomic.__exit__(type(failure), failure, failure.__traceback__)
                raise
        self._atomic.__exit__(kind, error, trace)

    # What may be done ------------------------------------------------------------------------

    def add(self, thing: M) -> M:
        """Insert a new row."""
        thing.save(force_insert=True)
        self._note(thing)
        return thing

    def add_all(self, things: Sequence[M]) -> Sequence[M]:
        """Insert many rows of one model."""
        if things:
            type(things[0])._default_manager.bulk_create(things, batch_size=BATCH)
            self._note_all(things)
        return things

    def save(self, thing: M, *, expected: int | None = None, **values: object) -> bool:
        """Set fields of a row if nobody else has changed it meanwhile; tell whether any differed.

        ``expected`` is the version that the actor saw (default: the one in hand).

        Raises
        ------
        Conflict
            The row has another version by now.
        """
        seen = getattr(thing, "version") if expected is None else expected  # noqa: B009 - M may be unversioned for mypy
        changed = {name: value for name, value in values.items() if getattr(thing, name) != value}
        rows = type(thing)._default_manager.filter(pk=thing.pk, version=seen)
        if not changed:
            if not rows.exists():
                raise self._conflict(thing)
            return False
        if not rows.update(**changed, version=F("version") + 1):
            raise self._conflict(thing)
        for name, value in changed.items():
            setattr(thing, name, value)
        thing.version = seen + 1  # type: ignore[attr-defined] # every row that is saved is versioned
        self._note(thing, changed)
        return True

    def save_all(self, things: Sequence[M], fields: Iterable[str]) -> None:
        """Write fields of many rows of one model and raise their versions; for bulk verbs."""
        if not things:
            return
        for thing in things:
            thing.version += 1  # type: ignore[attr-defined] # as above
        names = list(fields)
        type(things[0])._default_manager.bulk_update(things, [*names, "version"], batch_size=BATCH)
        self._note_all(things, names)

    def relate(self, thing: Versioned, relation: str, others: Sequence[models.Model]) -> bool:
        """Make a relation hold exactly these; tell whether that changed anything.

        The row's version grows unless this change has raised it already.
        """
        manager = getattr(thing, relation)
        before = set(manager.values_list("pk", flat=True))
        after = {other.pk for other in others}
        if before == after:
            return False
        manager.set(others)
        if thing.pk not in self._touched.get(type(thing), ()):
            type(thing)._default_manager.filter(pk=thing.pk).update(version=F("version") + 1)
            thing.version += 1
        self._note(thing, [relation])
        return True

    def touch(self, thing: models.Model, fields: Iterable[str] = ()) -> None:
        """Say that a row was changed by other means within this block."""
        self._note(thing, fields)

    def touch_all(self, things: Sequence[models.Model], fields: Iterable[str] = ()) -> None:
        """Say that rows of one model were changed by other means within this block."""
        self._note_all(things, fields)

    def remove(self, thing: models.Model, *, expected: int | None = None) -> None:
        """Delete a row; its past stays in history.

        Raises
        ------
        Conflict
            ``expected`` is given and the row has another version by now.
        """
        rows = type(thing)._default_manager.filter(pk=thing.pk)
        if expected is not None and not rows.filter(version=expected).exists():
            raise self._conflict(thing)
        self._acted = True
        self.subject = self.subject or thing
        if isinstance(thing, Versioned):
            self._gone.setdefault(thing.PLAN.table, set()).add(thing.pk)
            self._touched.get(type(thing), set()).discard(thing.pk)
        rows.delete()

    # How it ends ------------------------------------------------------------------------------

    def _note(self, thing: models.Model, fields: Iterable[str] = ()) -> None:
        self._note_all([thing], fields)

    def _note_all(self, things: Sequence[models.Model], fields: Iterable[str] = ()) -> None:
        if not things:
            return
        self._acted = True
        self.subject = self.subject or things[0]
        self._fields.update(fields)
        model = type(things[0])
        if issubclass(model, Versioned):
            self._touched.setdefault(model, set()).update(thing.pk for thing in things)

    def _conflict(self, thing: models.Model) -> Conflict:
        present = (
            type(thing)._default_manager.filter(pk=thing.pk).values_list("version", flat=True)
        ).first()
        return Conflict(
            _("Somebody else has changed this since you opened it. Look at both, then save again."),
            version=present,
            thing=thing,
        )

    def _close(self) -> None:
        subject = self.subject
        self.entry = AuditEntry.objects.create(
            at=self.at,
            actor_id=self.actor.pk if self.actor else None,
            on_behalf_of=self.on_behalf_of,
            verb=self.verb,
            subject_kind=(subject._meta.model_name or "") if subject else "",
            subject_id=subject.pk if subject else None,
            fields=sorted(self._fields),
            reason=self.reason,
            request_id=request_id.get(),
            transaction=transaction_number(),
        )
        for model, pks in self._touched.items():
            self._keep(model, sorted(pks))
        for table, pks in self._gone.items():
            _end(table, sorted(pks), self.at)
        recorded.send(Change, entry=self.entry, change=self)

    def _keep(self, model: type[Versioned], pks: Sequence[int]) -> None:
        """Close the present version of each row and open the next."""
        rows: Mapping[int, dict[str, Any]] = rows_by_pk(model, pks)
        _end(model.PLAN.table, pks, self.at)
        Version.objects.bulk_create(
            [
                Version(
                    table=model.PLAN.table,
                    object_id=pk,
                    row=rows[pk],
                    entry=self.entry,
                    valid_from=self.at,
                )
                for pk in pks
                if pk in rows
            ],
            batch_size=BATCH,
        )


def _end(table: str, pks: Sequence[int], at: datetime) -> None:
    for start in range(0, len(pks), BATCH):
        # An entry that began earlier may be written later: a version never ends before it begins.
        Version.objects.filter(
            table=table, object_id__in=pks[start : start + BATCH], valid_to__isnull=True
        ).update(valid_to=models.functions.Greatest(F("valid_from"), models.Value(at)))


def transaction_number() -> int:
    """Return PostgreSQL's number of the running transaction; 0 on SQLite: one at a time."""
    if not is_postgresql():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
