"""What is counted, for who runs the installation: never who did what.

With several processes (``PROMETHEUS_MULTIPROC_DIR``, which ``serve`` sets) all are added up.
"""

import os
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from lineofsight.alignment.models import Check
from lineofsight.organization.work.models import Job
from lineofsight.organization.work.presence import workers_present

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3, 10)
QUERIES = (0, 5, 10, 15, 20, 25, 50, 100)
requests = Histogram(
    "lineofsight_request_seconds", "Time to answer", ["route", "method"], buckets=SECONDS
)
answers = Counter("lineofsight_requests", "Answers", ["route", "method", "status"])
queries = Histogram(
    "lineofsight_request_queries", "Statements to the database", ["route"], buckets=QUERIES
)


class _Record(Collector):
    """What the database knows of the work in hand, read when it is asked for."""

    def collect(self) -> Iterator[Any]:
        now = timezone.now()
        waits = Q(done_at__isnull=True, parked_at__isnull=True)
        jobs = Job.objects.aggregate(
            waiting=Count("pk", filter=waits),
            parked=Count("pk", filter=Q(parked_at__isnull=False)),
            since=Min("run_at", filter=waits & Q(run_at__lte=now)),
        )
        family = GaugeMetricFamily("lineofsight_jobs", "Jobs by state", labels=["state"])
        family.add_metric(["waiting"], jobs["waiting"])
        family.add_metric(["parked"], jobs["parked"])
        yield family
        late = (now - jobs["since"]).total_seconds() if jobs["since"] else 0.0
        yield GaugeMetricFamily("lineofsight_jobs_late_seconds", "Wait of the oldest", value=late)
        yield GaugeMetricFamily(
            "lineofsight_worker_present", "Whether a worker is alive", value=workers_present()
        )
        check = Check.objects.filter(finished_at__isnull=False).order_by("-pk").first()
        if check is not None and check.finished_at is not None:
            spent = (check.finished_at - check.started_at).total_seconds()
            yield GaugeMetricFamily("lineofsight_check_seconds", "The newest check", value=spent)


def exposition() -> bytes:
    """Return everything that is counted, as Prometheus reads it.

    What the database would have to say is left out while it is away.
    """
    counted = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call] # the package types nothing there
    record = CollectorRegistry(auto_describe=False)
    text = generate_latest(counted)
    try:
        record.register(_Record())
        return text + generate_latest(record)
    except DatabaseError:
        return text
