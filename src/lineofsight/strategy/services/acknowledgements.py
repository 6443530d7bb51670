"""That people have read the strategy, what they said to it, and what they were answered."""

from datetime import date

from django.utils.translation import gettext as _

from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.record.locks import wait_for_name
from lineofsight.organization.selectors.days import today
from lineofsight.strategy.errors import NotPublished
from lineofsight.strategy.models import Acknowledgement, StrategyVersion


def acknowledge(
    *,
    actor: Person | None,
    version: StrategyVersion,
    kind: str = "",
    text: str = "",
    person: Person | None = None,
    on: date | None = None,
) -> Acknowledgement:
    """Note that a person has read a published version, with a question, concern or contribution.

    ``person`` is the actor unless the installation acts. Without a kind it is noted once: a second
    time gives back the first. Each question, concern and contribution is one of its own.

    Raises
    ------
    Invalid
        The kind has no text, a text no kind, or the day lies ahead.
    NotPublished
        The version is a draft, or begins on a later day.
    """
    who = person or actor
    if who is None:
        raise TypeError("acknowledge needs a person")
    day = on or today()
    new = Acknowledgement(
        person=who, strategy_version=version, date=day, kind=kind, text=text.strip()
    )
    access.require(actor, "acknowledge", new)
    present = StrategyVersion.objects.get(pk=version.pk)
    if present.published_on is None or present.published_on > today():
        raise NotPublished(_("This version is not published yet. Wait until it is."))
    checks = Checks()
    checks.one_of("kind", kind, Acknowledgement.KINDS)
    checks.text("text", text, required=bool(kind))
    checks.day("on", on)
    if text.strip() and not kind:
        checks.wrong("kind", _("Say whether this is a question, a concern or a contribution."))
    if day > today():
        checks.wrong("on", _("This day lies ahead. Choose today or an earlier one."))
    checks.done()
    with Change(actor, "strategy.acknowledged") as change:
        wait_for_name(f"acknowledgement {who.pk} {present.pk}")
        if not kind:
            before = Acknowledgement.objects.filter(person=who, strategy_version=present)
            found = before.order_by("date", "pk").first()
            if found is not None:
                return found
        return change.add(new)


def answer_acknowledgement(
    *, actor: Person | None, acknowledgement: Acknowledgement, answer: str, expected: int
) -> Acknowledgement:
    """Answer a question or a concern; an answer may be worked over later.

    Raises
    ------
    Invalid
        There is no answer, or nothing to answer.
    Conflict
        Somebody has answered since version ``expected``.
    """
    access.require(actor, "acknowledgement.answer", acknowledgement)
    present = Acknowledgement.objects.get(pk=acknowledgement.pk)
    checks = Checks()
    checks.text("answer", answer, required=True)
    if present.kind not in {"question", "concern"}:
        checks.wrong("", _("Only a question or a concern is answered."))
    checks.done()
    with Change(actor, "acknowledgement.answered") as change:
        change.save(
            present,
            expected=expected,
            answer=answer,
            answered_by=actor,
            answered_on=max(today(), present.date),
        )
    return present
