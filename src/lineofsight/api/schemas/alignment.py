"""Lines of sight, findings, checks, rules, history."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import Given, Id, Named, Short, Text


class Rung(Schema):
    """One step of a line; `id` is null where the caller may not see it."""

    kind: str
    id: int | None
    title: str
    owner: str
    status: str
    link_id: int | None
    confirmed_on: dt.date | None
    breaks: bool


class Line(Schema):
    """A line of sight, from a goal up to where it leads."""

    sentence: str
    strength: float
    reaches: bool
    is_broken: bool
    cause: str
    rungs: list[Rung]


class Standing(Schema):
    """How a goal stands in the whole, by the last check."""

    goal_id: int
    stake: float
    depth: int | None
    strength: float | None
    chance: float | None
    line: Line


class PersonLine(Schema):
    """A person's line: of what they own, else of what they contribute to; null if there is none."""

    person_id: int
    line: Line | None


class Carrier(Schema):
    """A function that carries part of a pillar."""

    function: int | None
    name: str
    share: float


class PillarStanding(Schema):
    """How a pillar stood at the last check; null: not known."""

    pillar: Named
    weight: float
    stake: float
    goals: int
    progress: float | None
    chance: float | None
    on_track: int
    not_on_track: int
    unknown: int
    functions: list[Carrier]


class Fan(Schema):
    """Where a key result will end, by its observations, in its own unit; {} if nothing is told."""

    key_result_id: int
    chance: float | None
    expected: float | None
    fan: dict[str, Any]


class About(Schema):
    """What a finding is about."""

    kind: str
    id: str = Field(description="Its id in the plan file.")


class Finding(Schema):
    """What a rule saw, as its audience may see it."""

    id: int
    rule: str
    name: str
    state: str
    severity: str
    stake: float
    certainty: float
    subject: About
    others: list[About]
    sentence: str
    question: str
    evidence: dict[str, Any]
    opened_at: dt.datetime
    resolved_at: dt.datetime | None
    resolved_reason: str
    accepted_until: dt.date | None


class WantedFindings(Schema):
    """Which findings."""

    state: Literal["open", "accepted", "objected", "resolved"] = Field(
        "open", description="Their state."
    )
    rule: Short = Field("", description="Only of this rule.")


class WantedTrend(Schema):
    """Which trend."""

    rule: Short = Field("", description="Only findings of this rule.")


class Acceptance(Given):
    """To accept a finding: with a reason, until a day; `personal` needs no reason."""

    until: dt.date
    reason: Text = ""
    personal: bool = False
    agreed_with_id: Id | None = None


class Objection(Given):
    """To say that a finding is not so."""

    reason: Annotated[Text, Field(min_length=1)]


class ObjectionAnswer(Given):
    """To answer an objection: accept until a day, or let it open again."""

    reason: Annotated[Text, Field(min_length=1)]
    until: dt.date | None = None


class Withdrawal(Given):
    """To take back an acceptance or an objection."""

    reason: Text = ""


class Check(Schema):
    """One look at the whole plan."""

    id: int
    as_of: dt.datetime
    started_at: dt.datetime
    finished_at: dt.datetime | None
    state: str = Field(description="waiting, running, done, failed or overtaken by a newer one.")
    progress: float = Field(description="Between 0 and 1.")
    doing: str = Field(description="What it is doing, or waits for; empty once it is over.")
    opened: int
    still: int
    resolved: int


class TrendPoint(Schema):
    """One past check."""

    day: dt.date
    findings: int
    goals_with_line: float | None
    people_with_line: float | None


class Rule(Schema):
    """A rule and whether it looks."""

    code: str
    name: str
    is_on: bool
    week: int = Field(description="The week after the beginning in which it switches on.")
    why: str


class RuleSwitch(Given):
    """To switch a rule."""

    is_on: bool
    reason: Text = ""


class FieldChange(Schema):
    """A field before and after, as the plan file writes it."""

    field: str
    before: Any = None
    after: Any = None


class HistoryEntry(Schema):
    """One change of one row."""

    at: dt.datetime
    actor: Named | None
    verb: str
    reason: str
    changes: list[FieldChange]


class AuditEntry(Schema):
    """One line of the audit log: who did what to what, never what was written."""

    id: int
    at: dt.datetime
    actor_id: int | None
    on_behalf_of: str
    verb: str
    subject_kind: str
    subject_id: int | None
    fields: list[str]
    reason: str
