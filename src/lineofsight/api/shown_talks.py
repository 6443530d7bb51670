"""Conversations as programs see them.

What two people said may be about a goal that became confidential afterwards: such a goal is never
named here.
"""

from typing import Any

from lineofsight.api.schemas.common import named
from lineofsight.api.shown import Shown, listed, plain, references
from lineofsight.goals.models import Goal
from lineofsight.rhythm.models import Agreement, CheckIn, Feedback


def _open(goal: Goal | None) -> Any:
    return None if goal is None or goal.confidential else named(goal)


def check_in(one: CheckIn) -> Shown:
    """Show a check-in."""
    return {
        **plain(one, "id", "ref", "version", "date", "parts"),
        **references(one, "manager", "person"),
        "goals": listed(goal for goal in one.goals.all() if not goal.confidential),
    }


def agreement(one: Agreement) -> Shown:
    """Show what was promised."""
    return {
        **plain(one, "id", "ref", "version", "check_in_id", "kind", "text"),
        **plain(one, "due", "closed", "done_on"),
        **references(one, "owner"),
        "goal": _open(one.goal),
    }


def feedback(one: Feedback) -> Shown:
    """Show feedback."""
    return {
        **plain(one, "id", "ref", "version", "date", "text"),
        **references(one, "author", "receiver"),
        "goal": _open(one.goal),
    }
