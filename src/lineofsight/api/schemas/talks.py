"""Check-ins, what was agreed at them, and feedback."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import Given, Id, Ids, Named, Text

Part = Literal["outcomes", "goals", "feedback", "ahead", "mattered_more"]
NAMED = "A confidential goal is not named here."


class CheckIn(Schema):
    """A check-in that was held."""

    id: int
    ref: str
    version: int
    manager: Named
    person: Named
    date: date
    parts: list[str] = Field(description="What was spoken of.")
    goals: list[Named] = Field(description=NAMED)


class NewCheckIn(Given):
    """A check-in that was held; the caller is one of the two."""

    manager_id: Id
    person_id: Id
    on: date | None = None
    parts: list[Part] = Field([], max_length=5)
    goal_ids: Ids = []


class Agreement(Schema):
    """What one of the two promised at a check-in."""

    id: int
    ref: str
    version: int
    check_in_id: int | None
    kind: str
    text: str
    goal: Named | None = Field(description=NAMED)
    owner: Named | None
    due: date | None
    closed: str = Field(description="Empty while it is open.")
    done_on: date | None = Field(description="When it was closed.")


class NewAgreement(Given):
    """A promise to be written down; at most three for one check-in."""

    owner_id: Id
    text: Text = Field(min_length=1)
    kind: Literal["do", "stop", "pause", "support"] = "do"
    goal_id: Id | None = None
    due: date | None = None


class Closing(Given):
    """What became of a promise."""

    closed: Literal["done", "dropped"]
    on: date | None = None


class Moving(Given):
    """Until when it is put off, and the check-in at which that was agreed."""

    due: date
    check_in_id: Id | None = None


class Feedback(Schema):
    """What one person said to another about their work."""

    id: int
    ref: str
    version: int
    date: date
    author: Named
    receiver: Named
    goal: Named | None = Field(description=NAMED)
    text: str


class NewFeedback(Given):
    """Feedback from the caller to somebody else."""

    receiver_id: Id
    text: Text = Field(min_length=1)
    goal_id: Id | None = None
    on: date | None = None
