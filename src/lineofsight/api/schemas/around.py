"""A goal with everything around it, and what is found by words."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import Short
from lineofsight.api.schemas.goals import Goal, KeyResult, Observation
from lineofsight.api.schemas.links import Action, Assumption, Decision, Link


class Measured(Schema):
    """A key result and the value last seen."""

    key_result: KeyResult
    last: Observation | None


class Around(Schema):
    """What stands around a goal; `hidden_up` and `hidden_down` count links that are not shown."""

    goal: Goal
    key_results: list[Measured]
    up: list[Link]
    down: list[Link]
    hidden_up: int
    hidden_down: int
    actions: list[Action]
    assumptions: list[Assumption]
    decisions: list[Decision]


class Search(Schema):
    """What to look for."""

    q: Annotated[Short, Field(min_length=2, description="Words; a name that is found has all.")]


class Hit(Schema):
    """Something that was found."""

    kind: Literal["goal", "pillar", "person", "team"]
    id: int
    ref: str
    name: str
