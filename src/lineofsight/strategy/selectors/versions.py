"""Which version of the strategy holds."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from lineofsight.organization.access import ANYBODY, Viewer, seen_by
from lineofsight.organization.record.prepared import Given, Prepared
from lineofsight.strategy.models import Statement, StrategyVersion


def published_versions(on: date | Given) -> "QuerySet[StrategyVersion]":
    """Return the versions that were published by a day, the newest first."""
    return StrategyVersion.objects.filter(published_on__lte=on).order_by("-published_on", "-pk")


def newest_published(on: date) -> StrategyVersion | None:
    """Return the version that holds on a day; None before the first."""
    return published_versions(on).first()


def published_to(viewer: Viewer) -> tuple[StrategyVersion, ...]:
    """Return the versions that were published by the viewer's day, the newest first; read once."""
    return viewer.known("published_versions", _published_to)


def north_stars(viewer: Viewer) -> tuple[tuple[Statement, bool], ...]:
    """Return all statements of the North Star with their measures, the newest first; read once.

    Each with whether the viewer sees it: what stands above a goal is read whole.
    """
    return viewer.known(
        "north_stars", lambda who: tuple((one, one.is_seen) for one in _NORTH_STARS(viewer=who))
    )


_NORTH_STARS: Prepared[Any] = Prepared(
    lambda: (
        Statement.objects.filter(kind="north_star")
        .annotate(is_seen=seen_by(ANYBODY, Statement))
        .select_related("measure")
        .order_by("-pk")
    )
)


def _published_to(viewer: Viewer) -> tuple[StrategyVersion, ...]:
    return tuple(_PUBLISHED(day=viewer.today))


_PUBLISHED = Prepared(lambda: published_versions(Given("day")))
