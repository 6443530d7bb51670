"""Which version of the strategy holds."""

from datetime import date

from django.db.models import QuerySet

from lineofsight.strategy.models import StrategyVersion


def published_versions(on: date) -> "QuerySet[StrategyVersion]":
    """Return the versions that were published by a day, the newest first."""
    return StrategyVersion.objects.filter(published_on__lte=on).order_by("-published_on", "-pk")


def newest_published(on: date) -> StrategyVersion | None:
    """Return the version that holds on a day; None before the first."""
    return published_versions(on).first()
