"""The worker: takes jobs one after another, and does what is regular, until it is told to stop.

Any number may run against one PostgreSQL; against SQLite one is enough, and more do no harm. An
idle worker reads once a second and writes nothing.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, connections, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from lineofsight.kit.context import request_id
from lineofsight.organization.work.models import Job, Turn
from lineofsight.organization.work.presence import Presence, alone
from lineofsight.organization.work.queue import (
    LEASE,
    Lost,
    Uncertain,
    claim,
    finish,
    renew,
    retry,
)
from lineofsight.organization.work.registry import Regular, regular, tasks

log = logging.getLogger("lineofsight.work")
LOOK = 1.0  # seconds between looks into an empty queue
KEPT_FROM = 3_600  # seconds of a period from which the time of the last turn is kept
DATABASE_AWAY = 2.0  # seconds before the database is tried again


def discover() -> None:
    """Import the ``tasks.py`` of every room."""
    autodiscover_modules("tasks")


class Worker:
    """One worker: a thread for jobs, and one for each regular thing."""

    def __init__(self, stopping: threading.Event | None = None) -> None:
        self.stopping = stopping or threading.Event()
        self._presence = Presence()

    def run(self) -> None:
        """Work until ``stopping`` is set; then end what is begun, and return."""
        discover()
        threads = [
            threading.Thread(target=self._guarded, args=[self._jobs], name="jobs"),
            *(
                threading.Thread(target=self._guarded, args=[self._turns(one)], name=one.name)
                for one in regular().values()
            ),
        ]
        for thread in threads:
            thread.start()
        while not self.stopping.is_set():
            try:
                self._presence.show()
            except DatabaseError:
                log.warning("work.database_away")
            self.stopping.wait(5)
        for thread in threads:
            thread.join()
        self._presence.leave()
        connections.close_all()

    def _guarded(self, step: Callable[[], float]) -> None:
        """Repeat a step, which says how long to wait after it, whatever happens to the database."""
        while not self.stopping.is_set():
            try:
                close_old_connections()
                wait = step()
            except DatabaseError as error:
                log.warning("work.database_away", extra={"error": type(error).__name__})
                connection.close()
                wait = DATABASE_AWAY
            if wait:
                self.stopping.wait(wait)
        connection.close()

    def _jobs(self) -> float:
        job = claim()
        if job is None:
            return LOOK
        do_job(job)
        return 0.0

    def _turns(self, one: Regular) -> Callable[[], float]:
        def step() -> float:
            began = time.monotonic()
            take_turn(one)
            if one.seconds > LOOK * 60:
                connection.close()  # not held for an hour for one call
            spent = time.monotonic() - began
            return max(min(one.seconds, KEPT_FROM / 6) - spent, 0.1)

        return step


def drain() -> int:
    """Do all that is due now, in this process; return how many jobs that were."""
    discover()
    count = 0
    while (job := claim()) is not None:
        do_job(job)
        count += 1
    return count


def do_job(job: Job) -> bool:
    """Do a job that was claimed; tell whether it is done. It is retried or parked if it fails."""
    task = tasks().get(job.name)
    if task is None:
        log.error("work.unknown", extra={"job": job.pk, "task": job.name})
        retry(job, "UnknownTask", attempts=0)
        return False
    if job.attempts > task.attempts:  # it took its workers with it, again and again
        retry(job, job.error or "WorkerDied", attempts=0)
        return False
    before = request_id.set(f"job-{job.pk}")
    began = time.monotonic()
    try:
        with _renewed(job):
            if task.together:
                with transaction.atomic():
                    task.do(**job.args)
                    finish(job)
            else:
                task.do(**job.args)
                finish(job)
    except Lost:
        log.warning("work.lost", extra={"job": job.pk, "task": job.name})
        return False
    except Exception as error:  # whatever a task does, the worker lives
        kind = type(error).__name__
        attempts = 0 if isinstance(error, Uncertain) else task.attempts
        again = retry(job, kind, attempts=attempts)
        event = "work.failed" if again else "work.parked"
        log.warning(event, extra={"job": job.pk, "task": job.name, "error": kind})
        return False
    finally:
        request_id.reset(before)
    spent = round(time.monotonic() - began, 3)
    log.info("work.done", extra={"job": job.pk, "task": job.name, "seconds": spent})
    return True


def take_turn(one: Regular) -> bool:
    """Call something regular if it is due and no other worker is at it; tell whether it was."""
    with alone(one.name) as mine:
        if not mine or (one.seconds >= KEPT_FROM and not _due(one)):
            return False
        try:
            one.do()
        except DatabaseError:
            raise
        except Exception as error:  # the others go on, and it is tried again next time
            log.exception(
                "work.turn_failed", extra={"task": one.name, "error": type(error).__name__}
            )
            return False
        if one.seconds >= KEPT_FROM:
            now = timezone.now()
            Turn.objects.update_or_create(name=one.name, defaults={"last_at": now})
    return True


def _due(one: Regular) -> bool:
    last = Turn.objects.filter(name=one.name).values_list("last_at", flat=True).first()
    return last is None or timezone.now() - last >= timedelta(seconds=one.seconds)


@contextmanager
def _renewed(job: Job) -> Any:
    """Renew the lease from another thread while the block runs."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            try:
                renew(job)
            except (
                DatabaseError
            ):  # on SQLite a job done together is the one writer: nobody takes it
                log.info("work.not_renewed", extra={"job": job.pk})
            finally:
                connection.close()

    thread = threading.Thread(target=keep, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
