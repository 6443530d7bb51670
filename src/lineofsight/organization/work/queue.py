"""The queue: put work in, take it out under a lease, say how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lineofsight.organization.record.locks import is_postgresql
from lineofsight.organization.work.models import Effect, Job

LEASE = timedelta(seconds=30)  # renewed every third of it; a dead worker's job waits as long
FIRST_WAIT = timedelta(seconds=5)  # before the second attempt; each later one waits four times that
KEPT = timedelta(days=14)  # how long done jobs, and with them their keys, are remembered


class Lost(Exception):
    """The lease ran out and another worker has the job: nothing done here may count."""


class Uncertain(Exception):
    """Something outside was begun once and never confirmed: a person has to look."""


def enqueue(
    name: str, /, *, key: str | None = None, run_at: datetime | None = None, **args: object
) -> bool:
    """Put a job into the queue within the present transaction; tell whether it is new.

    Parameters
    ----------
    name : str
        Of a task.
    key : str, optional
        At most one job with this key is ever taken in (for two weeks after it is done).
    run_at : datetime, optional
        Not before this instant.
    args
        What JSON can hold; numbers of rows rather than their content.
    """
    now = timezone.now()
    job = Job(name=name, args=args, key=key, created_at=now, run_at=run_at or now)
    if key is None:
        job.save(force_insert=True)
        return True
    with transaction.atomic():
        if Job.objects.filter(key=key).exists():
            return False
        return bool(Job.objects.bulk_create([job], ignore_conflicts=True))


def waiting(now: datetime | None = None) -> "QuerySet[Job]":
    """Return the jobs that are neither done nor parked; with ``now`` those that may be taken."""
    rows = Job.objects.filter(done_at__isnull=True, parked_at__isnull=True)
    if now is None:
        return rows
    return rows.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now), run_at__lte=now)


def claim(now: datetime | None = None) -> Job | None:
    """Take the job that has waited longest, for the length of a lease; None if there is none.

    An empty queue costs one read and no write.
    """
    now = now or timezone.now()
    if not waiting(now).exists():
        return None
    with transaction.atomic():
        rows = waiting(now).order_by("run_at", "pk")
        job = (rows.select_for_update(skip_locked=True) if is_postgresql() else rows).first()
        if job is None:
            return None
        job.attempts += 1
        job.lease_until = now + LEASE
        job.save(update_fields=["attempts", "lease_until"])
        return job


def renew(job: Job) -> None:
    """Say that the worker is still at it."""
    _mine(job).update(lease_until=timezone.now() + LEASE)


def finish(job: Job) -> None:
    """Note that a job is done, and keep nothing of what it was told.

    Raises
    ------
    Lost
        It is another worker's by now.
    """
    if not _mine(job).update(done_at=timezone.now(), lease_until=None, error="", args={}):
        raise Lost


def retry(job: Job, error: str, *, attempts: int) -> bool:
    """Let a job be tried again later, or park it after so many attempts; tell whether it waits."""
    now = timezone.now()
    again = job.attempts < attempts
    wait = FIRST_WAIT * 4 ** (job.attempts - 1)
    values = {"run_at": now + wait} if again else {"parked_at": now}
    _mine(job).update(lease_until=None, error=error[:100], **values)
    return again


def release(name: str | None = None) -> int:
    """Give parked jobs (of one name) another round of attempts; return how many."""
    rows = Job.objects.filter(parked_at__isnull=False)
    if name is not None:
        rows = rows.filter(name=name)
    return rows.update(parked_at=None, attempts=0, run_at=timezone.now())


def forget() -> None:
    """Remove what was done long ago; nothing is written if there is nothing."""
    long_ago = timezone.now() - KEPT
    for rows in (
        Job.objects.filter(done_at__lt=long_ago),
        Effect.objects.filter(finished_at__lt=long_ago),
    ):
        if rows.exists():
            rows.delete()


def _mine(job: Job) -> "QuerySet[Job]":
    return Job.objects.filter(
        pk=job.pk, attempts=job.attempts, done_at__isnull=True, parked_at__isnull=True
    )


@contextmanager
def effect(key: str) -> Iterator[bool]:
    """Do something outside the database at most once: yields False if it has happened already.

        with effect(f"mail:{job}") as fresh:
            if fresh:
                send(...)

    If the block raises, it counts as not begun. If the process dies inside it, nobody knows
    whether it happened: the next attempt raises ``Uncertain``, and the job is parked for a person.
    Not within a transaction: the beginning has to be on record before the effect.
    """
    with transaction.atomic(durable=True):  # within another it could forget what it began
        begun, new = Effect.objects.get_or_create(key=key, defaults={"begun_at": timezone.now()})
    if not new:
        if begun.finished_at is None:
            raise Uncertain
        yield False
        return
    try:
        yield True
    except BaseException:
        begun.delete()
        raise
    begun.finished_at = timezone.now()
    begun.save(update_fields=["finished_at"])
