"""One value recorded, and every roll-up above it brought up to date: the verb by itself."""

from random import Random
from time import perf_counter

from django.utils import timezone

from lineofsight.goals.models import KeyResult
from lineofsight.goals.services import record_observation

BEFORE = 5  # that are not counted


def alone(times: int) -> list[float]:
    """Return the seconds of each of so many values, of measures drawn from the whole record."""
    rng = Random(times)
    pks = list(
        KeyResult.objects.filter(goal__status="active", goal__owner__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    seconds = []
    for _turn in range(times + BEFORE):
        measure = KeyResult.objects.select_related("goal__owner").get(pk=rng.choice(pks))
        value = (measure.present or 0.0) + rng.random()
        began = perf_counter()
        record_observation(actor=None, measure=measure, value=value, date=timezone.localdate())
        seconds.append(perf_counter() - began)
    return seconds[BEFORE:]
