"""Acts of conversations, and of what stands in the way."""

from datetime import timedelta

from lineofsight.organization.models import Person
from lineofsight.organization.selectors.days import today
from lineofsight.rhythm import services as rhythm
from lineofsight.rhythm.models import Agreement, CheckIn
from tests.factories import organization as made
from tests.factories import rhythm as rhythm_made
from tests.organization.audit.acts.base import ACTS, Act, act, on


def two() -> tuple[Person, Person]:
    lead = made.person("Lead")
    return lead, made.person("Bo", manager=lead)


def talk() -> CheckIn:
    return rhythm_made.check_in(*two())


def promise() -> Agreement:
    held = talk()
    return rhythm_made.agreement(held, held.person)


ACTS |= {
    "rhythm.edit_blocker": on(rhythm_made.blocker, rhythm.edit_blocker, "blocker", text="Ink"),
    "rhythm.lift_blocker": on(rhythm_made.blocker, rhythm.lift_blocker, "blocker"),
}


@act
def raise_blocker() -> Act:
    bo = made.person("Bo")
    return lambda: rhythm.raise_blocker(actor=bo, text="No contract")


@act
def answer_blocker() -> Act:
    legal = made.person("Legal")
    blocker = rhythm_made.blocker(can_lift=legal)
    return lambda: rhythm.answer_blocker(
        actor=legal, blocker=blocker, answer="Friday", expected=blocker.version
    )


@act
def hold_check_in() -> Act:
    lead, bo = two()
    return lambda: rhythm.hold_check_in(actor=bo, manager=lead, person=bo)


@act
def agree() -> Act:
    held = talk()
    return lambda: rhythm.agree(
        actor=held.manager, check_in=held, owner=held.person, kind="stop", text="No copies"
    )


@act
def give_feedback() -> Act:
    lead, bo = two()
    return lambda: rhythm.give_feedback(actor=bo, receiver=lead, text="It helped")


@act
def move_agreement() -> Act:
    mine = promise()
    return lambda: rhythm.move_agreement(
        actor=mine.owner, agreement=mine, due=today() + timedelta(30), expected=mine.version
    )


ACTS["rhythm.close_agreement"] = on(promise, rhythm.close_agreement, "agreement", closed="done")
