"""What people see of the audit log, and that who reads what is confidential is on it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils import timezone

from lineofsight.kit.context import request_id
from lineofsight.organization.access import policies, viewer_of, visible_to
from lineofsight.organization.access.door import Who, require
from lineofsight.organization.models import AuditEntry
from lineofsight.organization.record.change import transaction_number

READ = "read"  # the last word of the verb of an entry about reading


def read(who: Who | None, thing: Model, *, on_behalf_of: str = "") -> None:
    """Note that a person read a confidential thing; of open ones nothing is noted.

    Pages and the interface for programs call it where they show one thing in full.
    """
    if who is None or not getattr(thing, "confidential", False):
        return
    AuditEntry.objects.create(
        at=timezone.now(),
        actor_id=who.pk,
        on_behalf_of=on_behalf_of,
        verb=f"{thing._meta.model_name}.{READ}",
        subject_kind=thing._meta.model_name or "",
        subject_id=thing.pk,
        request_id=request_id.get(),
        transaction=transaction_number(),
    )


@dataclass(frozen=True)
class Shown:
    """An entry as one person sees it: the reason only where they see the thing itself."""

    at: datetime
    actor_id: int | None
    on_behalf_of: str
    verb: str
    subject_kind: str
    subject_id: int | None
    fields: tuple[str, ...]
    reason: str


def shown(who: Who, entries: Sequence[AuditEntry]) -> list[Shown]:
    """Return entries as a person sees them, one query for each kind of thing among them."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.subject_id is not None:
            by_kind[entry.subject_kind].add(entry.subject_id)
    models = {model._meta.model_name: model for model in policies()}
    seen: set[tuple[str, int]] = set()
    for kind, pks in by_kind.items():
        if kind in models:
            rows = visible_to(who, models[kind]).filter(pk__in=pks)
            seen |= {(kind, pk) for pk in rows.values_list("pk", flat=True)}
    return [
        Shown(
            at=entry.at,
            actor_id=entry.actor_id,
            on_behalf_of=entry.on_behalf_of,
            verb=entry.verb,
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            fields=tuple(entry.fields),
            reason=entry.reason if (entry.subject_kind, entry.subject_id) in seen else "",
        )
        for entry in entries
    ]


def entries_on(who: Who, thing: Model) -> "QuerySet[AuditEntry]":
    """Return what was done to one thing that a person sees, the newest first.

    The quick way for a page about one thing: what is asked is the thing's own visibility.

    Raises
    ------
    NotFound
        The thing is not visible to the person.
    """
    viewer = viewer_of(who)
    require(viewer, READ, thing)
    entries = AuditEntry.objects.filter(
        subject_kind=thing._meta.model_name, subject_id=thing.pk
    ).order_by("-pk")
    if viewer.is_auditor or viewer.is_administrator:
        return entries
    return entries.exclude(verb__endswith=f".{READ}")
