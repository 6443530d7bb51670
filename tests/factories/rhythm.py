"""Blockers and conversations, made through the same door as all else."""

from datetime import timedelta
from typing import Any

from lineofsight.organization.models import Person
from lineofsight.organization.selectors.days import today
from lineofsight.rhythm import services
from lineofsight.rhythm.models import Agreement, Blocker, CheckIn, Feedback


def blocker(text: str = "Waiting for the contract.", **fields: Any) -> Blocker:
    return services.raise_blocker(actor=None, text=text, **fields)


def check_in(manager: Person, person: Person, **fields: Any) -> CheckIn:
    """A check-in that was held today, where nothing else is said."""
    return services.hold_check_in(actor=None, manager=manager, person=person, **fields)


def agreement(check_in: CheckIn, owner: Person, **fields: Any) -> Agreement:
    """A promise to do something in a week, where nothing else is said."""
    fields = {"text": "Ask the planner.", "due": today() + timedelta(7), **fields}
    return services.agree(actor=None, check_in=check_in, owner=owner, **fields)


def feedback(author: Person, receiver: Person, text: str = "It helped.", **fields: Any) -> Feedback:
    return services.give_feedback(actor=author, receiver=receiver, text=text, **fields)
