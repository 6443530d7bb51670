"""Links, and what stands beside goals."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import (
    Given,
    Id,
    Ids,
    LinkKind,
    Named,
    Share,
    Text,
    Title,
)


class Link(Schema):
    """A link between two goals, or of a goal with a pillar or the North Star."""

    id: int
    version: int
    kind: str
    source: Named = Field(description="The goal that supports, shares, depends, competes.")
    goal: Named | None = Field(description="The other end, where it is a goal.")
    pillar: Named | None = Field(description="The other end, where it is a pillar.")
    to_north_star: bool
    contribution: float | None = Field(description="As given; siblings never rewrite it.")
    rationale: str
    created_on: date | None
    confirmed_on: date | None
    confirmed_by: Named | None
    needed_by: date | None
    accepted_on: date | None
    trade_off: str
    review_by: date | None


class WantedLinks(Schema):
    """Which links."""

    goal_id: Id | None = Field(None, description="Links of which this goal is an end.")
    pillar_id: Id | None = Field(None, description="Links to this pillar.")


class NewLink(Given):
    """A link to be made; exactly one of goal, pillar and North Star is its end."""

    kind: LinkKind
    source_id: Id
    goal_id: Id | None = None
    pillar_id: Id | None = None
    to_north_star: bool = False
    contribution: Share | None = None
    rationale: Text = ""
    needed_by: date | None = None


class LinkChanges(Given):
    """Fields of a link to set; those left out stay."""

    contribution: Share | None = None
    rationale: Text = ""
    needed_by: date | None = None
    review_by: date | None = None
    reason: Text = ""


class TradeOff(Given):
    """What two competing goals agree on."""

    trade_off: Text
    review_by: date
    reason: Text = ""


class Action(Schema):
    """A deliverable."""

    id: int
    ref: str
    version: int
    title: str
    goal: Named | None
    owner: Named | None
    due: date | None
    done_on: date | None


class NewAction(Given):
    """A deliverable to be made."""

    title: Title
    goal_id: Id
    owner_id: Id | None = None
    due: date | None = None


class ActionChanges(Given):
    """Fields of an action to set."""

    title: Title = ""
    owner_id: Id | None = None
    due: date | None = None


class Assumption(Schema):
    """Something believed when goals were set."""

    id: int
    ref: str
    version: int
    text: str
    owner: Named | None
    review_by: date | None
    state: str
    decided_on: date | None
    goals: list[Named]


class NewAssumption(Given):
    """An assumption to be written down."""

    text: Text = Field(min_length=1)
    owner_id: Id | None = None
    review_by: date | None = None
    goal_ids: Ids = Field(min_length=1, description="The goals that rest on it.")


class AssumptionChanges(Given):
    """Fields of an assumption to set."""

    text: Text = Field("", min_length=1)
    owner_id: Id | None = None
    review_by: date | None = None
    goal_ids: Ids = Field([], min_length=1)


class AssumptionState(Given):
    """What an assumption turned out to be."""

    state: Literal["believed", "confirmed", "false"]
    reason: Text = ""


class Decision(Schema):
    """A dated choice with its reason."""

    id: int
    ref: str
    version: int
    title: str
    reason: str
    alternatives: str
    decided_on: date
    decided_by: Named | None
    review_by: date | None
    link_id: int | None
    goals: list[Named]


class NewDecision(Given):
    """A decision to be recorded."""

    title: Title
    reason: Text = Field(min_length=1)
    alternatives: Text = ""
    decided_on: date | None = None
    review_by: date | None = None
    goal_ids: Ids = []
    link_id: Id | None = None


class Allocation(Schema):
    """Where effort goes."""

    id: int
    version: int
    person: Named | None
    team: Named | None
    goal: Named
    share: float


class NewAllocation(Given):
    """The share of one person or one team that goes into a goal; 0 takes it away."""

    person_id: Id | None = None
    team_id: Id | None = None
    goal_id: Id
    share: Share


class Blocker(Schema):
    """What stands in the way."""

    id: int
    ref: str
    version: int
    text: str
    goal: Named | None
    raised_by: Named | None
    raised_on: date
    can_lift: Named | None
    answer: str
    lifted_on: date | None


class NewBlocker(Given):
    """A blocker to be raised."""

    text: Text = Field(min_length=1)
    goal_id: Id | None = None
    can_lift_id: Id | None = None


class BlockerChanges(Given):
    """Fields of a blocker to set."""

    text: Text = Field("", min_length=1)
    goal_id: Id | None = None
    can_lift_id: Id | None = None


class Answer(Given):
    """What is answered."""

    answer: Text = Field(min_length=1)
