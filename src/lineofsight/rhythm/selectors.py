"""Reads of blockers for pages."""

from django.db.models import F, QuerySet

from lineofsight.goals.models import Goal
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.rhythm.models import Blocker


def open_blockers(viewer: Viewer) -> "QuerySet[Blocker]":
    """Return the blockers that a viewer sees and nobody has lifted, the oldest first."""
    return (
        visible_to(viewer, Blocker)
        .filter(lifted_on__isnull=True)
        .select_related("goal", "raised_by", "can_lift")
        .order_by("raised_on", "pk")
    )


def blockers_to_lift(viewer: Viewer) -> "QuerySet[Blocker]":
    """Return what the viewer is asked to lift; those without an answer come first."""
    return open_blockers(viewer).filter(can_lift_id=viewer.pk).order_by("answer", "raised_on", "pk")


def blockers_raised(viewer: Viewer) -> "QuerySet[Blocker]":
    """Return what the viewer has raised and still waits for."""
    return open_blockers(viewer).filter(raised_by_id=viewer.pk)


def blockers_of(viewer: Viewer, goal: Goal) -> "QuerySet[Blocker]":
    """Return the blockers of a goal that the viewer sees, open ones first."""
    return (
        visible_to(viewer, Blocker)
        .filter(goal=goal)
        .select_related("raised_by", "can_lift")
        .order_by(F("lifted_on").desc(nulls_first=True), "raised_on", "pk")
    )
