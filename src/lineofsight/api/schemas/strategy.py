"""The strategy."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import Given, Id, Ids, Named, Number, Share, Short, Text, Title


class Version(Schema):
    """A version of the strategy."""

    id: int
    version: int
    name: str
    published_on: dt.date | None
    reason: str


class NewVersion(Given):
    """A version to be published."""

    name: Annotated[Short, Field(min_length=1)]
    reason: Text = ""
    on: dt.date | None = None


class NewDraft(Given):
    """A version to be drafted beside the published one."""

    name: Annotated[Short, Field(min_length=1)]
    reason: Text = ""
    based_on_id: Id | None = Field(None, description="Whose statements to begin with.")


class VersionChanges(Given):
    """Fields of a drafted version to set."""

    name: Annotated[Short, Field(min_length=1)] = "draft"
    reason: Text = ""


class Statement(Schema):
    """The vision, the mission, one line of the definition of value, or the North Star."""

    id: int
    ref: str
    version: int
    kind: str
    text: str
    strategy_version: str | None
    published_on: dt.date | None
    measure: Named | None


class StatementChanges(Given):
    """Fields of a statement to set."""

    text: Text = ""
    measure_id: Id | None = None
    reason: Text = ""


class NewStatement(StatementChanges):
    """A statement to be added."""

    kind: Literal["vision", "mission", "value", "north_star"]
    text: Annotated[Text, Field(min_length=1)]
    strategy_version_id: Id | None = Field(None, description="Default: no version.")
    ref: Short = ""


class Pillar(Schema):
    """A strategic priority."""

    id: int
    ref: str
    version: int
    name: str
    text: str
    weight: float | None
    sponsor: Named | None
    champions: list[Named]
    functions: list[Named]
    start: dt.date | None
    end: dt.date | None
    kpis: list[Named]


class PillarChanges(Given):
    """Fields of a pillar to set."""

    name: Title = ""
    text: Text = ""
    weight: Share | None = None
    sponsor_id: Id | None = None
    champion_ids: Ids = []
    function_ids: Ids = []
    kpi_ids: Ids = []
    start: dt.date | None = None
    end: dt.date | None = None
    reason: Text = ""


class NewPillar(PillarChanges):
    """A pillar to be added."""

    name: Title
    ref: Short = ""


class Kpi(Schema):
    """A health check."""

    id: int
    ref: str
    version: int
    name: str
    unit: str
    healthy_min: float | None
    healthy_max: float | None
    owner: Named | None
    guards: list[str]


class KpiChanges(Given):
    """Fields of a KPI to set."""

    name: Title = ""
    unit: Text = ""
    healthy_min: Number | None = None
    healthy_max: Number | None = None
    owner_id: Id | None = None
    guards: Annotated[list[Short], Field(max_length=100)] = []


class NewKpi(KpiChanges):
    """A KPI to be added."""

    name: Title
    ref: Short = ""


class Acknowledgement(Schema):
    """What a person said to a version of the strategy."""

    id: int
    version: int
    person: Named
    strategy_version: str
    date: dt.date
    kind: str
    text: str
    answer: str
    answered_by: Named | None
    answered_on: dt.date | None


class NewAcknowledgement(Given):
    """That the caller has read a version, and what they say to it."""

    kind: Literal["", "question", "concern", "contribution"] = ""
    text: Text = ""


class KpiState(Schema):
    """How a KPI stands; `is_healthy` is null without a value or without a range."""

    kpi: Named
    value: float | None
    date: dt.date | None
    is_healthy: bool | None


class StatementLine(Schema):
    """A statement on the page."""

    id: int
    ref: str
    kind: str
    text: str
    measure: KpiState | None


class PillarLine(Schema):
    """A pillar on the page; its weight is its share of the strategy, in [0, 1]."""

    id: int
    ref: str
    name: str
    text: str
    weight: float
    sponsor: Named | None
    champions: list[Named]
    functions: list[Named]
    kpis: list[KpiState]


class Echo(Schema):
    """How many have acknowledged the version, and what they said: counts alone."""

    acknowledged: int
    people: int
    questions: int
    concerns: int
    contributions: int
    unanswered: int


class OnAPage(Schema):
    """The strategy on a page; `acknowledged` tells whether the caller has read the version."""

    version: Version | None
    statements: list[StatementLine]
    pillars: list[PillarLine]
    kpis: list[KpiState]
    echo: Echo
    acknowledged: bool


class WantedPage(Schema):
    """Which version."""

    version_id: Id | None = Field(None, description="Default: the newest that is published.")
