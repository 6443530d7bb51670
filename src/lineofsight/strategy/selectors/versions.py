"""Which version of the strategy holds."""

from datetime import date

from django.db.models import QuerySet

from lineofsight.organization.access import Viewer
from lineofsight.organization.record.prepared import Given, Prepared
from lineofsight.strategy.models import StrategyVersion


def published_versions(on: date | Given) -> "QuerySet[StrategyVersion]":
    """Return the versions that were published by a day, the newest first."""
    return StrategyVersion.objects.filter(published_on__lte=on).order_by("-published_on", "-pk")


def newest_published(on: date) -> StrategyVersion | None:
    """Return the version that holds on a day; None before the first."""
    return published_versions(on).first()


def published_to(viewer: Viewer) -> tuple[StrategyVersion, ...]:
    """Return the versions that were published by the viewer's day, the newest first; read once."""
    return viewer.known("published_versions", _published_to)


def _published_to(viewer: Viewer) -> tuple[StrategyVersion, ...]:
    return tuple(_PUBLISHED(day=viewer.today))


_PUBLISHED = Prepared(lambda: published_versions(Given("day")))
