"""Goals and their measures."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import (
    AskedDay,
    Cadence,
    Days,
    Given,
    Id,
    Ids,
    Kind,
    MeasureType,
    Named,
    Number,
    Reported,
    Rollup,
    Scope,
    Serves,
    Share,
    Short,
    Status,
    Text,
    Title,
)

Confidence = Annotated[float, Field(ge=0, le=10)]


class Goal(Schema):
    """A goal. Empty words mean: kind objective, serving the strategy, active, own roll-up."""

    id: int
    ref: str
    version: int
    title: str
    text: str
    scope: str
    kind: str
    serves: str
    serves_id: str
    serves_confirmed_on: dt.date | None
    owner: Named | None
    contributors: list[Named]
    team: Named | None
    cadence: str
    update_days: float | None
    start: dt.date | None
    end: dt.date | None
    lag_days: float | None
    continues: int | None = Field(description="Number of the goal that this one carries on.")
    status: str
    reported: str
    blocked: bool | None
    confidence: float | None
    may_decide: str
    rollup: str
    confidential: bool
    created_on: dt.date | None
    progress: float | None = Field(description="The roll-up, in [0, 1]; null: not known.")
    coverage: float | None = Field(description="Part of the weight whose progress is known.")
    override: float | None = Field(description="What the owner says, beside the roll-up.")
    override_reason: str


class Wanted(Schema):
    """Which goals; what is left out asks for nothing."""

    scope: Scope = ""
    status: Status = ""
    kind: Kind = ""
    serves: Serves = ""
    team_id: Id | None = Field(None, description="Of this team, or of an owner in it.")
    function_id: Id | None = Field(None, description="Of the teams of this function.")
    owner_id: Id | None = None
    pillar_id: Id | None = Field(None, description="With a way up to this pillar.")
    words: Annotated[Short, Field(description="All of them in title or text.")] = ""
    due_from: AskedDay | None = None
    due_by: AskedDay | None = None
    order: Literal["id", "title", "due"] = "id"


class Branch(Schema):
    """A goal of the tree: its part of the progress above, and how many hang on it."""

    goal: Goal
    share: float = Field(description="In [0, 1].")
    below: int


class GoalChanges(Given):
    """Fields of a goal to set; those left out stay."""

    title: Title = ""
    text: Text = ""
    scope: Scope = ""
    kind: Kind = ""
    serves: Serves = ""
    serves_id: Text = Field("", description="The KPI, duty, or team or function that it serves.")
    serves_confirmed_on: dt.date | None = None
    owner_id: Id | None = None
    contributor_ids: Ids = []
    reader_ids: Ids = Field([], description="Who else may see a confidential goal.")
    team_id: Id | None = None
    cadence: Cadence = ""
    update_days: Days | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    lag_days: Annotated[float, Field(ge=0, le=36_500)] | None = None
    continues_id: Id | None = None
    reported: Reported = ""
    blocked: bool | None = None
    confidence: Confidence | None = None
    may_decide: Text = ""
    rollup: Rollup = ""
    confidential: bool | None = None
    reason: Text = Field("", description="Why; kept in the goal's history.")


class NewGoal(GoalChanges):
    """A goal to be made."""

    title: Title
    ref: Short = Field("", description="Its id in plan files; made where none is given.")
    status: Status = ""


class NewStatus(Given):
    """What becomes of a goal."""

    status: Status
    reason: Text = ""


class Override(Given):
    """What the owner says the progress is; null takes it back."""

    value: Annotated[float, Field(ge=0, le=1)] | None
    reason: Text = ""


class KeyResult(Schema):
    """A measure of a goal."""

    id: int
    ref: str
    version: int
    goal_id: int
    title: str
    type: str
    unit: str
    baseline: float | None
    target: float | None
    low: float | None
    high: float | None
    schedule: str
    value: float | None = Field(description="As given, for a measure without observations.")
    present: float | None = Field(description="What counts now.")
    progress: float | None = Field(description="Clipped to [0, 1].")
    start: dt.date | None
    end: dt.date | None
    owner: Named | None
    weight: float | None
    measure: str


class KeyResultChanges(Given):
    """Fields of a key result to set; those left out stay."""

    title: Title = ""
    type: MeasureType = ""
    unit: Text = ""
    baseline: Number | None = None
    target: Number | None = None
    low: Number | None = None
    high: Number | None = None
    schedule: Text = Field("", description="Such as `2026-03-31=10;2026-06-30=25`.")
    value: Number | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    owner_id: Id | None = None
    weight: Share | None = None
    measure: Text = ""
    reason: Text = ""


class NewKeyResult(KeyResultChanges):
    """A key result to be made."""

    title: Title
    ref: Short = ""


class Observation(Schema):
    """A dated value; never changed, a correction is a new one."""

    id: int
    date: dt.date
    value: float
    confidence: float | None
    reported: str
    note: str
    author: Named | None
    source: str
    recorded_at: dt.datetime


class NewObservation(Given):
    """A value to be recorded."""

    value: Number
    date: dt.date
    confidence: Confidence | None = None
    reported: Reported = ""
    note: Text = ""
    source: Short = ""
