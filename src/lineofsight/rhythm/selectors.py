"""Reads of blockers for pages."""

from django.db.models import F, Q, QuerySet

from lineofsight.goals.models import Goal
from lineofsight.organization.access import ANYBODY, Viewer, visible_to
from lineofsight.organization.record.prepared import Prepared
from lineofsight.rhythm.models import Blocker

# What pages show of a blocker: rows of goals and people are wide.
SHOWN = (
    "goal_id", "text", "answer", "raised_on", "version",
    "raised_by__name", "raised_by__email", "can_lift__name", "can_lift__email",
)  # fmt: skip

_NEAR = Prepared(
    lambda: (
        visible_to(ANYBODY, Blocker)
        .filter(Q(can_lift=ANYBODY.pk) | Q(raised_by=ANYBODY.pk), lifted_on__isnull=True)
        .select_related("raised_by", "can_lift")
        .only(*SHOWN)
    )
)


def blockers_near(viewer: Viewer) -> tuple[list[Blocker], list[Blocker]]:
    """Return the open blockers that a viewer is asked to lift, and those that they have raised.

    The oldest first; of those to lift, the ones without an answer before all others. One query.
    """
    found = sorted(_NEAR(viewer=viewer), key=lambda one: (one.raised_on, one.pk))
    to_lift = [one for one in found if one.can_lift_id == viewer.pk]
    to_lift.sort(key=lambda one: one.answer != "")
    return to_lift, [one for one in found if one.raised_by_id == viewer.pk]


def blockers_of(viewer: Viewer, goal: Goal) -> "QuerySet[Blocker]":
    """Return the blockers of a goal that the viewer sees, open ones first."""
    return (
        visible_to(viewer, Blocker)
        .filter(goal=goal)
        .select_related("raised_by", "can_lift")
        .order_by(F("lifted_on").desc(nulls_first=True), "raised_on", "pk")
    )
