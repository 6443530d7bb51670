"""The typed tables of a snapshot: immutable columns, rows in the order of their ids.

Everywhere: a reference is an index into the table that it names, -1 where unknown; a day is days
since 1970-01-01 as float, NaN where unknown; listed words are codes (``codes.py``); text is ``""``
where unknown. ``row`` is the row number in the source. Length n is the number of rows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray, StrArray
from lineofsight.engine.ragged import Ragged

CodeArray = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Table:
    """What all tables have.

    ``given`` is false where the plan has no such table and the ids that others name stand for
    themselves.
    """

    given: bool
    file: str
    row: IntArray

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class Functions(Table):
    """Business functions."""

    ids: StrArray
    name: StrArray
    head: IntArray  # people
    contribution: StrArray
    success_measure: StrArray
    gives_up: StrArray
    asks_contribution: bool  # the source has the columns contribution and success_measure


@dataclass(frozen=True, slots=True)
class Teams(Table):
    """Nodes of the tree of teams."""

    ids: StrArray
    name: StrArray
    parent: IntArray  # teams
    lead: IntArray  # people
    function: IntArray  # functions: its own, or that of the nearest team above that has one


@dataclass(frozen=True, slots=True)
class People(Table):
    """People, present or gone."""

    ids: StrArray
    name: StrArray
    manager: IntArray  # people
    manager_since: FloatArray
    dotted_managers: Ragged  # people
    team: IntArray  # teams
    function: IntArray  # functions, by team
    team_since: FloatArray
    title: StrArray
    level: StrArray
    serves_all: BoolArray
    start: FloatArray
    end: FloatArray
    present: BoolArray  # started (or no start given) and not gone before the instant
    away: BoolArray  # present and on leave
    check_in_days: FloatArray


@dataclass(frozen=True, slots=True)
class Strategy(Table):
    """Statements of the strategy: vision, mission, value, North Star."""

    ids: StrArray
    kind: StrArray
    text: StrArray
    version: StrArray
    published_on: FloatArray  # NaN where it lies after the instant
    published: BoolArray  # by the instant, or without a date
    measure: Ragged  # kpis


@dataclass(frozen=True, slots=True)
class Pillars(Table):
    """Strategic priorities; ``weight`` is as given, the flow makes shares of it."""

    ids: StrArray
    name: StrArray
    text: StrArray
    weight: FloatArray
    sponsor: IntArray  # people
    champions: Ragged  # people
    functions: Ragged  # functions that it needs
    start: FloatArray
    end: FloatArray
    kpis: Ragged  # kpis


@dataclass(frozen=True, slots=True)
class Kpis(Table):
    """Health checks."""

    ids: StrArray
    name: StrArray
    unit: StrArray
    healthy_min: FloatArray
    healthy_max: FloatArray
    owner: IntArray  # people
    guards: tuple[tuple[str, ...], ...]  # ids of pillars or key results, or "north_star"


@dataclass(frozen=True, slots=True)
class Goals(Table):
    """Outcomes with one owner who decides."""

    ids: StrArray
    title: StrArray
    text: StrArray
    scope: CodeArray
    objective: BoolArray  # kind is not development
    serves: CodeArray
    serves_id: StrArray
    serves_confirmed_on: FloatArray
    owner: IntArray  # people; the first, where several are given
    owners: StrArray  # as given, several joined with ";"
    contributors: Ragged  # people
    stated_team: IntArray  # teams: the column team_id
    team: IntArray  # teams: team_id, else the owner's team
    function: IntArray  # functions, by team
    cadence: CodeArray
    update_days: FloatArray  # as given
    start: FloatArray
    end: FloatArray
    lag_days: FloatArray
    continues: Ragged  # goals
    status: CodeArray
    active: BoolArray
    started: BoolArray
    reported: CodeArray  # the column; see measures.reported for what counts
    blocked: BoolArray
    confidence: FloatArray
    rollup: CodeArray
    confidential: BoolArray
    created_on: FloatArray


@dataclass(frozen=True, slots=True)
class KeyResults(Table):
    """Measures of goals."""

    ids: StrArray
    goal: IntArray  # goals
    title: StrArray
    type: CodeArray
    unit: StrArray
    baseline: FloatArray  # as given
    target: FloatArray  # as given
    low: FloatArray
    high: FloatArray
    schedule: StrArray
    value: FloatArray  # the column
    start: FloatArray  # its own, else the goal's
    end: FloatArray  # its own, else the goal's
    owner: IntArray  # people: its own (the first), else the goal's
    owners: StrArray  # as given
    weight: FloatArray
    measure: StrArray


@dataclass(frozen=True, slots=True)
class Links(Table):
    """Contracts between goals. ``target`` is a node: goals first, then pillars, then North Star."""

    kind: CodeArray
    source: IntArray  # goals
    target: IntArray  # nodes
    contribution: FloatArray
    rationale: StrArray
    created_on: FloatArray
    confirmed_on: FloatArray
    needed_by: FloatArray
    accepted_on: FloatArray
    agreed: BoolArray  # a trade-off is written down
    review_by: FloatArray


@dataclass(frozen=True, slots=True)
class Observations(Table):
    """Dated values, ordered by measure, day, place in the file; none later than the instant.

    ``measure`` numbers key results first (0..n_key_results-1), then KPIs.
    """

    measure: IntArray
    day: FloatArray
    value: FloatArray
    confidence: FloatArray
    reported: CodeArray
    source: StrArray

    def before(self, measure: int) -> slice:
        """Return where the observations of all measures with smaller numbers stand."""
        return slice(0, int(np.searchsorted(self.measure, measure)))


@dataclass(frozen=True, slots=True)
class Revisions(Table):
    """Changes of goals, ordered by goal and day."""

    goal: IntArray  # goals
    day: FloatArray
    field: StrArray
    before: StrArray
    after: StrArray
    reason: StrArray


@dataclass(frozen=True, slots=True)
class Assumptions(Table):
    """What was believed when goals were set."""

    ids: StrArray
    text: StrArray
    owner: IntArray  # people
    review_by: FloatArray
    state: CodeArray
    decided_on: FloatArray
    goals: Ragged  # goals


@dataclass(frozen=True, slots=True)
class Blockers(Table):
    """What stands in the way."""

    ids: StrArray
    text: StrArray
    goal: IntArray  # goals
    raised_by: IntArray  # people
    raised_on: FloatArray
    can_lift: IntArray  # people
    answered: BoolArray
    lifted_on: FloatArray


@dataclass(frozen=True, slots=True)
class Actions(Table):
    """Deliverables."""

    ids: StrArray
    title: StrArray
    goal: IntArray  # goals
    owner: IntArray  # people; the first
    owners: StrArray  # as given
    due: FloatArray
    done: BoolArray  # by the instant


@dataclass(frozen=True, slots=True)
class CheckIns(Table):
    """Conversations between a manager and a report, none later than the instant."""

    ids: StrArray
    manager: IntArray  # people
    person: IntArray  # people
    day: FloatArray
    mattered_more: BoolArray
    goals: Ragged  # goals


@dataclass(frozen=True, slots=True)
class Agreements(Table):
    """What was promised at check-ins."""

    ids: StrArray
    check_in: IntArray  # check_ins
    goal: IntArray  # goals
    owner: IntArray  # people
    due: FloatArray
    done_on: FloatArray
    closed: CodeArray


@dataclass(frozen=True, slots=True)
class Feedback(Table):
    """What one person told another."""

    ids: StrArray
    day: FloatArray
    giver: IntArray  # people
    receiver: IntArray  # people
    goal: IntArray  # goals
    words: IntArray


@dataclass(frozen=True, slots=True)
class Allocations(Table):
    """Shares of people's or teams' time; exactly one of person and team is usually known."""

    person: IntArray  # people
    team: IntArray  # teams
    goal: IntArray  # goals
    share: FloatArray


@dataclass(frozen=True, slots=True)
class Acknowledgements(Table):
    """Who answered a version of the strategy."""

    person: IntArray  # people
    version: StrArray
    day: FloatArray


@dataclass(frozen=True, slots=True)
class Answers(Table):
    """Pulse results, already aggregated."""

    wave: StrArray
    day: FloatArray
    question: StrArray
    kind: CodeArray
    option: StrArray
    group_kind: CodeArray
    group: StrArray  # id of the group
    score: FloatArray
    count: FloatArray
