"""Feedback: what one person says to another about their work, seen by the two alone."""

from datetime import date

from django.utils.translation import gettext as _

from lineofsight.goals.models import Goal
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.selectors.days import today
from lineofsight.organization.services.fields import a, check_fields, check_new_ref
from lineofsight.rhythm.models import Feedback


def give_feedback(
    *,
    actor: Person | None,
    receiver: Person,
    text: str,
    goal: Goal | None = None,
    author: Person | None = None,
    on: date | None = None,
    ref: str = "",
) -> Feedback:
    """Tell somebody what their work did, up or down the line or across it.

    ``author`` is the actor unless the installation acts; ``goal`` is one that both see; ``on`` is
    today unless it was said earlier.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    """
    new = Feedback(author=author or actor, receiver=receiver, goal=goal, text=text)
    new.date = on or today()
    access.require(actor, "feedback.give", new)
    checks = check_fields({"goal": a(Goal)}, {"goal": goal})
    checks.text("text", text, required=True)
    checks.day("on", on)
    if new.date > today():
        checks.wrong("on", _("This day lies ahead. Choose today or an earlier one."))
    if new.author_id == receiver.pk:
        checks.wrong("receiver", _("Choose somebody else than yourself."))
    if isinstance(goal, Goal) and not access.can(receiver, "read", goal):
        checks.wrong("goal", _("Choose a goal that both of you see."))
    new.ref = check_new_ref(checks, Feedback, ref)
    checks.done()
    with Change(actor, "feedback.given") as change:
        return change.add(new)
