"""One check at a time, and when the next is due: all state in one row, no process remembers any."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from lineofsight.alignment.models import Check, CheckDue
from lineofsight.organization.models import AuditEntry
from lineofsight.organization.record.prepared import Prepared

SETTLED = timedelta(seconds=10)  # without a further change
PATIENCE = timedelta(seconds=60)  # after which it starts though changes go on
LEASE = timedelta(minutes=15)  # renewed with each step; who is silent for longer has died
# What people say to findings changes nothing that a check looks at.
UNHEARD = ("finding.", "check.", "goal.read")


def due() -> CheckDue:
    """Return the one row, made where it is missing."""
    return CheckDue.objects.get_or_create(pk=1)[0]


def mark_dirty(at: datetime) -> None:
    """Note that something changed which no check has seen; costs a read where it is noted already.

    Called once a change is committed, so that no writer ever waits for another here.
    """
    due = _DUE.first()
    if due is not None and due.dirty_since is None:
        CheckDue.objects.filter(pk=1, dirty_since__isnull=True).update(dirty_since=at)
    elif due is None:
        CheckDue.objects.get_or_create(pk=1, defaults={"dirty_since": at})


_WAITING = Prepared(lambda: Check.objects.filter(state="waiting").order_by("pk")[:1])
_DUE = Prepared(lambda: CheckDue.objects.filter(pk=1))


def check_under_way(now: datetime) -> Check | None:
    """Return the check that waits for the worker or is at it; None if there is neither."""
    waiting = _WAITING.first()
    if waiting is not None or not _is_held(_DUE.first(), now):
        return waiting
    return Check.objects.filter(state="running").order_by("-pk").first()


def is_due(now: datetime) -> bool:
    """Tell whether a check should start: it is asked for, changes have settled, or a day began.

    Changes that go on and on are waited for no longer than ``PATIENCE``.
    A change whose process died before it could note it is found by its audit entry.
    """
    state = CheckDue.objects.filter(pk=1).first()
    if _is_held(state, now):
        return False
    if Check.objects.filter(state="waiting").exists():
        return True
    last = Check.objects.filter(state="done").order_by("-as_of").first()
    changes = AuditEntry.objects.all()
    for verb in UNHEARD:
        changes = changes.exclude(verb__startswith=verb)
    newest = changes.order_by("-pk").values_list("at", flat=True).first()
    if newest is None:
        return False
    since = state.dirty_since if state is not None else None
    if since is None and (last is None or newest > last.as_of):
        since = newest
    if since is not None:
        return now - newest >= SETTLED or now - since >= PATIENCE
    return last is not None and timezone.localdate(last.as_of) < timezone.localdate(now)


def _is_held(state: CheckDue | None, now: datetime) -> bool:
    return bool(state and state.running_since and state.lease_until and state.lease_until > now)


def take(now: datetime) -> str | None:
    """Take the lease; its secret, or None while another check holds it.

    What changes from here on is for the next check.
    """
    due()
    holder = secrets.token_hex(16)
    free = Q(running_since__isnull=True) | Q(lease_until__lt=now)
    taken = CheckDue.objects.filter(free, pk=1).update(
        running_since=now, lease_until=now + LEASE, holder=holder, dirty_since=None
    )
    return holder if taken else None


def renew(holder: str, now: datetime) -> bool:
    """Hold on to the lease; False if another check has taken it."""
    rows = CheckDue.objects.filter(pk=1, holder=holder)
    return bool(rows.update(lease_until=now + LEASE))


def give_back(holder: str, *, dirty_since: datetime | None = None) -> None:
    """End the lease; a check that did not get through leaves the record to be looked at again."""
    rows = CheckDue.objects.filter(pk=1, holder=holder)
    if dirty_since is not None:
        rows.filter(dirty_since__isnull=True).update(dirty_since=dirty_since)
    rows.update(running_since=None, lease_until=None, holder="")
