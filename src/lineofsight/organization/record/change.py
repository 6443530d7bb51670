"""One verb, one transaction, one audit entry: the only way in which the record is written.

    with Change(actor, "goal.edited", reason=reason) as change:
        change.save(goal, expected=version, title=title)

Everything inside happens or nothing does. When the block ends well, one audit entry says who did
what, every row touched gets a version in history, and those who listen hear ``recorded`` inside
the same transaction. A block that ends without having touched anything leaves no trace.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import takewhile
from types import TracebackType
from typing import Any, Self, TypeVar

from django.db import connection, models, transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.kit.context import means, request_id
from lineofsight.kit.errors import Conflict
from lineofsight.organization.models.kept import AuditEntry
from lineofsight.organization.models.people import Person
from lineofsight.organization.record import bulk, versions
from lineofsight.organization.record.base import Versioned
from lineofsight.organization.record.locks import is_postgresql, locked
from lineofsight.organization.record.removal import follow
from lineofsight.organization.record.turns import end_turn, take_turn

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
        self._inserted: dict[type[Versioned], set[int]] = {}  # in bulk: no version of them is open
        self._gone: dict[str, set[int]] = {}
        self._fields: set[str] = set()
        self._acted = False
        self._has_turn = False

    def __enter__(self) -> Self:
        self._has_turn = take_turn()
        try:
            self._atomic.__enter__()
        except BaseException:
            self._end_turn()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                try:
                    if self._acted:
                        self._close()
                except BaseException as failure:
                    self._atomic.__exit__(type(failure), failure, failure.__traceback__)
                    raise
            self._atomic.__exit__(kind, error, trace)
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            end_turn()

    @property
    def touched(self) -> Mapping[type[Versioned], AbstractSet[int]]:
        """The rows with history that this change has added or changed, by model."""
        return {model: pks for model, pks in self._touched.items() if pks}

    @property
    def gone(self) -> Mapping[str, AbstractSet[int]]:
        """The rows with history that this change has removed, by table of the plan file."""
        return self._gone

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

    def insert(
        self,
        model: type[M],
        fields: Sequence[str],
        rows: Iterable[Sequence[Any]],
        pks: Sequence[int],
    ) -> None:
        """Insert very many rows of one model without making objects of them; for bulk verbs.

        Parameters
        ----------
        fields : sequence of str
            Names of all columns as attributes of the model (``owner_id``), ``id`` among them.
        rows : iterable of sequence
            The values of each row in that order.
        pks : sequence of int
            The ids of these rows.
        """
        if not pks:
            return
        bulk.insert(model, fields, rows)
        self._acted = True
        self.subject = self.subject or model(pk=pks[0])
        if issubclass(model, Versioned):
            self._touched.setdefault(model, set()).update(pks)
            self._inserted.setdefault(model, set()).update(pks)

    def save(self, thing: M, *, expected: int | None = None, **values: object) -> bool:
        """Set fields of a row if nobody else has changed it meanwhile; tell whether any differed.

        ``expected`` is the version that the actor saw (default: the one in hand).

        Raises
        ------
        Conflict
            The row has another version by now.
        """
        seen = getattr(thing, "version") if expected is None else expected  # noqa: B009 - M may be unversioned for mypy
        changed = {name: value for name, value in values.items() if _differs(thing, name, value)}
        rows = type(thing)._default_manager.filter(pk=thing.pk, version=seen)
        if not changed:
            if not rows.exists():
                raise self._conflict(thing)
            return False
        changed = {**_without_texts(thing, changed), **changed}
        if not rows.update(**changed, version=F("version") + 1):
            raise self._conflict(thing)
        for name, value in changed.items():
            setattr(thing, name, value)
        thing.version = seen + 1  # type: ignore[attr-defined] # every row that is saved is versioned
        self._note(thing, [thing._meta.get_field(name).name for name in changed])
        return True

    def hold(self, thing: models.Model, expected: int | None = None) -> None:
        """Lock a row until the change ends, and make sure that nobody has changed it meanwhile.

        For verbs that change what belongs to a row, not the row alone.

        Raises
        ------
        Conflict
            ``expected`` is given and the row has another version by now.
        """
        rows = locked(type(thing)._default_manager.filter(pk=thing.pk))
        present = rows.values_list("version", flat=True).first()
        if present is None or (expected is not None and present != expected):
            raise self._conflict(thing)

    def save_all(self, things: Sequence[M], fields: Iterable[str]) -> None:
        """Write fields of many rows of one model and raise their versions; for bulk verbs."""
        if not things:
            return
        for thing in things:
            thing.version += 1  # type: ignore[attr-defined] # as above
        names = list(fields)
        model = type(things[0])
        columns = [*(model._meta.get_field(name).get_attname() for name in names), "version"]  # type: ignore[union-attr] # each is a column
        bulk.update(
            model, columns, ((thing.pk, *(getattr(thing, c) for c in columns)) for thing in things)
        )
        self._note_all(things, names)

    def relate(self, thing: Versioned, relation: str, others: Sequence[models.Model]) -> bool:
        """Make a relation hold exactly these, in this order; tell whether that changed anything.

        The row's version grows unless this change has raised it already.
        """
        manager = getattr(thing, relation)
        through = manager.through._default_manager
        own, other = manager.source_field.attname, manager.target_field.attname
        before = dict(through.filter(**{own: thing.pk}).order_by("pk").values_list(other, "pk"))
        after = list(dict.fromkeys(one.pk for one in others))
        if list(before) == after:
            return False
        # What stands in another order than before is written anew: rows are read in their order.
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
        kept = {pk for pk, _same in alike}
        through.filter(pk__in=[row for pk, row in before.items() if pk not in kept]).delete()
        through.bulk_create(
            [through.model(**{own: thing.pk, other: pk}) for pk in after if pk not in kept],
            batch_size=BATCH,
        )
        if hasattr(thing, "_prefetched_objects_cache"):
            thing._prefetched_objects_cache.pop(relation, None)
        rest = _without_texts(thing, [relation])
        if rest:
            type(thing)._default_manager.filter(pk=thing.pk).update(**rest)
            thing.extras = rest["extras"]
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

        Rows that go with it end in history too, and rows that named it get a version without it.

        Raises
        ------
        Conflict
            ``expected`` is given and the row has another version by now.
        django.db.models.ProtectedError
            Other rows hold on to it.
        """
        rows = type(thing)._default_manager.filter(pk=thing.pk)
        if expected is not None and not locked(rows.filter(version=expected)).exists():
            raise self._conflict(thing)
        self._acted = True
        self.subject = self.subject or thing
        gone, changed = follow(thing)
        for model, pks in gone.items():
            self._gone.setdefault(model.PLAN.table, set()).update(pks)
            self._touched.get(model, set()).difference_update(pks)
        for model, pks in changed.items():
            model._default_manager.filter(pk__in=pks).update(version=F("version") + 1)
            self._touched.setdefault(model, set()).update(pks)
        rows.delete()

    def remove_all(self, model: type[M], pks: Sequence[int]) -> None:
        """Delete many rows of one model; for bulk verbs, which see to what refers to them.

        Raises
        ------
        django.db.models.ProtectedError
            Other rows hold on to one of them.
        """
        if not pks:
            return
        self._acted = True
        if issubclass(model, Versioned):
            self._gone.setdefault(model.PLAN.table, set()).update(pks)
            self._touched.get(model, set()).difference_update(pks)
        for at in range(0, len(pks), BATCH):
            model._default_manager.filter(pk__in=pks[at : at + BATCH]).delete()

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
            versions.keep(model, pks, self._inserted.get(model, set()), self.entry)
        for table, pks in self._gone.items():
            versions.end(table, sorted(pks), self.at)
        recorded.send(Change, entry=self.entry, change=self)


def _differs(thing: models.Model, name: str, value: object) -> bool:
    """Tell whether a field has another value; a relation is compared by number, without a query."""
    if isinstance(value, models.Model) or value is None:
        attname = thing._meta.get_field(name).get_attname()  # type: ignore[union-attr] # a column
        return bool(getattr(thing, attname) != (value.pk if value is not None else None))
    return bool(getattr(thing, name) != value)


def _without_texts(thing: models.Model, fields: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what is kept beside a row once these fields are written; nothing if that is the same.

    Under a column's own name stands what a file said that named nothing here. It goes when somebody
    says something else, or it would hide that.
    """
    if not isinstance(thing, Versioned) or not thing.extras:
        return {}
    own = thing.PLAN.behind(thing._meta.get_field(name).name for name in fields)
    rest = {column: value for column, value in thing.extras.items() if column not in own}
    return {"extras": rest} if rest != thing.extras else {}


def transaction_number() -> int:
    """Return PostgreSQL's number of the running transaction; 0 on SQLite: one at a time."""
    if not is_postgresql():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
