"""Rows of the record as programs see them: model in, plain values out."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from lineofsight.alignment.line import Line
from lineofsight.alignment.models import Check, Finding
from lineofsight.alignment.selectors import doing
from lineofsight.alignment.waves import RuleState
from lineofsight.api.models import Token
from lineofsight.api.schemas.common import named
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.exchange.preview import Preview
from lineofsight.goals.models import (
    Action,
    Allocation,
    Assumption,
    Decision,
    Goal,
    KeyResult,
    Link,
    Observation,
)
from lineofsight.goals.models.goal import MICRO
from lineofsight.organization.models import Function, Grant, Organization, Person, Team
from lineofsight.planfile.problems import Notice, Problem
from lineofsight.rhythm.models import Agreement, Blocker, CheckIn, Feedback
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, Statement, StrategyVersion
from lineofsight.strategy.selectors import KpiState, StrategyPage

Shown = dict[str, Any]

# What each list asks the database for at once, so that its queries do not grow with its rows.
WITH: dict[type, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Person: (("manager", "team"), ()),
    Team: (("parent", "function", "lead"), ()),
    Function: (("head",), ()),
    Grant: (("person", "function", "team"), ()),
    Statement: (("strategy_version", "measure"), ()),
    StrategyVersion: ((), ()),
    Pillar: (("sponsor",), ("champions", "functions", "kpis")),
    Kpi: (("owner",), ()),
    Acknowledgement: (("person", "strategy_version", "answered_by"), ()),
    Goal: (("owner", "team", "progress", "continues"), ("contributors",)),
    KeyResult: (("owner",), ()),
    Observation: (("author",), ()),
    Link: (("source", "goal", "pillar", "confirmed_by"), ()),
    Action: (("goal", "owner"), ()),
    Assumption: (("owner",), ("goals",)),
    Decision: (("decided_by",), ("goals",)),
    Allocation: (("person", "team", "goal"), ()),
    Blocker: (("goal", "raised_by", "can_lift"), ()),
    CheckIn: (("manager", "person"), ("goals",)),
    Agreement: (("goal", "owner"), ()),
    Feedback: (("goal", "author", "receiver"), ()),
    Token: ((), ()),
    Finding: ((), ()),
    Check: ((), ()),
    Import: (("actor",), ()),
    Organization: ((), ()),
    QuarantinedRow: ((), ()),
}


def plain(thing: Any, *fields: str) -> Shown:
    """Show fields as they are."""
    return {field: getattr(thing, field) for field in fields}


def references(thing: Any, *fields: str) -> Shown:
    """Show what fields refer to by number, id and name."""
    return {field: named(getattr(thing, field)) for field in fields}


def listed(things: Iterable[Any]) -> list[Any]:
    """Show several references."""
    return [named(thing) for thing in things]


def person(one: Person) -> Shown:
    """Show a person."""
    return {
        **plain(one, "id", "ref", "version", "name", "email", "title", "level", "manager_since"),
        **plain(one, "team_since", "serves_all", "start_date", "end_date", "on_leave"),
        **plain(one, "check_in_days", "time_zone"),
        **references(one, "manager", "team"),
    }


def team(one: Team) -> Shown:
    """Show a team."""
    return {
        **plain(one, "id", "ref", "version", "name"),
        **references(one, "parent", "function", "lead"),
    }


def function(one: Function) -> Shown:
    """Show a function."""
    return {
        **plain(one, "id", "ref", "version", "name", "contribution", "success_measure", "gives_up"),
        **references(one, "head"),
    }


def grant(one: Grant) -> Shown:
    """Show a role given."""
    return {**plain(one, "id", "role", "given_on"), **references(one, "person", "function", "team")}


def organization(one: Organization) -> Shown:
    """Show the organisation."""
    return plain(one, "name", "time_zone", "language", "version", "settings")


def token(one: Token) -> Shown:
    """Show a token, without its secret."""
    return plain(
        one, "id", "name", "start", "scopes", "made_at", "expires_at", "used_on", "revoked_at"
    )


def strategy_version(one: StrategyVersion) -> Shown:
    """Show a version of the strategy."""
    return plain(one, "id", "version", "name", "published_on", "reason")


def statement(one: Statement) -> Shown:
    """Show a statement."""
    return {
        **plain(one, "id", "ref", "version", "kind", "text", "published_on"),
        "strategy_version": one.strategy_version.name if one.strategy_version else None,
        **references(one, "measure"),
    }


def pillar(one: Pillar) -> Shown:
    """Show a pillar."""
    return {
        **plain(one, "id", "ref", "version", "name", "text", "weight", "start", "end"),
        **references(one, "sponsor"),
        "champions": listed(one.champions.all()),
        "functions": listed(one.functions.all()),
        "kpis": listed(one.kpis.all()),
    }


def kpi(one: Kpi, hidden: Collection[str] = ()) -> Shown:
    """Show a KPI; what it guards without ids that are hidden from who asks."""
    return {
        **plain(one, "id", "ref", "version", "name", "unit", "healthy_min", "healthy_max"),
        **references(one, "owner"),
        "guards": [ref for ref in one.guards if ref not in hidden],
    }


def kpi_state(one: KpiState | None) -> Shown | None:
    """Show how a KPI stands."""
    if one is None:
        return None
    return {"kpi": named(one.kpi), **plain(one, "value", "date", "is_healthy")}


def on_a_page(one: StrategyPage) -> Shown:
    """Show the strategy on a page."""
    return {
        "version": strategy_version(one.version) if one.version else None,
        "statements": [
            {
                **plain(line.statement, "id", "ref", "kind", "text"),
                "measure": kpi_state(line.measure),
            }
            for line in one.statements
        ],
        "pillars": [
            {
                **plain(line.pillar, "id", "ref", "name", "text"),
                "weight": line.weight,
                "sponsor": named(line.sponsor),
                "champions": listed(line.champions),
                "functions": listed(line.functions),
                "kpis": [kpi_state(state) for state in line.kpis],
            }
            for line in one.pillars
        ],
        "kpis": [kpi_state(state) for state in one.kpis],
        "echo": plain(
            one.echo,
            *("acknowledged", "people", "questions", "concerns", "contributions", "unanswered"),
        ),
        "acknowledged": one.acknowledged,
    }


def acknowledgement(one: Acknowledgement) -> Shown:
    """Show what a person said to a version."""
    return {
        **plain(one, "id", "version", "date", "kind", "text", "answer", "answered_on"),
        "strategy_version": one.strategy_version.name,
        **references(one, "person", "answered_by"),
    }


def goal(one: Goal) -> Shown:
    """Show a goal with its progress."""
    kept = getattr(one, "progress", None)
    before = one.continues
    value = kept.value if kept else None
    return {
        **plain(one, "id", "ref", "version", "title", "text", "scope", "kind", "serves"),
        **plain(one, "serves_confirmed_on", "cadence", "update_days", "start", "end", "lag_days"),
        **plain(one, "status", "reported", "blocked", "confidence", "may_decide", "rollup"),
        **plain(one, "created_on", "override", "override_reason"),
        "serves_id": one.serves_what,
        # The number of a goal that not everybody may see would tell that it is there.
        "continues": None if before is None or before.confidential else before.pk,
        "confidential": bool(one.confidential),
        "progress": None if value is None else value / MICRO,
        "coverage": kept.own_known / kept.own_all if kept and kept.own_all else None,
        **references(one, "owner", "team"),
        "contributors": listed(one.contributors.all()),
    }


def fetch(goals: list[Goal]) -> None:
    """Fetch what is shown of goals that a selector gave, all at once."""
    prefetch_related_objects(goals, "owner", "team", "progress", "continues", "contributors")


def key_result(one: KeyResult) -> Shown:
    """Show a key result."""
    return {
        **plain(one, "id", "ref", "version", "goal_id", "title", "type", "unit", "baseline"),
        **plain(one, "target", "low", "high", "schedule", "value", "present", "start", "end"),
        **plain(one, "weight", "measure"),
        "progress": None if one.progress is None else one.progress / MICRO,
        **references(one, "owner"),
    }


def observation(one: Observation) -> Shown:
    """Show a dated value."""
    return {
        **plain(one, "id", "date", "value", "confidence", "reported", "note", "source"),
        **plain(one, "recorded_at"),
        **references(one, "author"),
    }


def link(one: Link) -> Shown:
    """Show a link."""
    return {
        **plain(one, "id", "version", "kind", "to_north_star", "contribution", "rationale"),
        **plain(one, "created_on", "confirmed_on", "needed_by", "accepted_on", "trade_off"),
        **plain(one, "review_by"),
        **references(one, "source", "goal", "pillar", "confirmed_by"),
    }


def action(one: Action) -> Shown:
    """Show an action."""
    return {
        **plain(one, "id", "ref", "version", "title", "due", "done_on"),
        **references(one, "goal", "owner"),
    }


def assumption(one: Assumption) -> Shown:
    """Show an assumption."""
    return {
        **plain(one, "id", "ref", "version", "text", "review_by", "state", "decided_on"),
        **references(one, "owner"),
        "goals": listed(one.goals.all()),
    }


def decision(one: Decision) -> Shown:
    """Show a decision."""
    return {
        **plain(one, "id", "ref", "version", "title", "reason", "alternatives", "decided_on"),
        **plain(one, "review_by", "link_id"),
        **references(one, "decided_by"),
        "goals": listed(one.goals.all()),
    }


def allocation(one: Allocation) -> Shown:
    """Show where effort goes."""
    return {**plain(one, "id", "version", "share"), **references(one, "person", "team", "goal")}


def blocker(one: Blocker) -> Shown:
    """Show a blocker."""
    return {
        **plain(one, "id", "ref", "version", "text", "raised_on", "answer", "lifted_on"),
        **references(one, "goal", "raised_by", "can_lift"),
    }


SEVERITY = {1: "low", 2: "medium", 3: "high"}


def line(one: Line) -> Shown:
    """Show a line of sight."""
    return {
        **plain(one, "sentence", "strength", "reaches", "is_broken", "cause"),
        "rungs": [
            {
                **plain(rung, "kind", "title", "owner", "status", "confirmed_on", "breaks"),
                "id": rung.pk,
                "link_id": rung.link,
            }
            for rung in one.rungs
        ],
    }


def finding(one: Finding) -> Shown:
    """Show a finding; who asks has been found to be of its audience."""
    return {
        **plain(one, "id", "rule", "name", "state", "stake", "certainty", "sentence", "question"),
        **plain(one, "evidence", "opened_at", "resolved_at", "resolved_reason", "accepted_until"),
        "severity": SEVERITY[one.severity],
        "subject": {"kind": one.subject_kind, "id": one.subject_ref},
        "others": [{"kind": kind, "id": ref} for kind, ref in one.others],
    }


def check(one: Check) -> Shown:
    """Show a check."""
    return {
        **plain(one, "id", "as_of", "started_at", "finished_at", "state", "progress"),
        "doing": doing(one),
        **plain(one, "opened", "still", "resolved"),
    }


def rule(one: RuleState) -> Shown:
    """Show a rule and whether it looks."""
    return {
        "code": one.rule.code,
        "name": one.rule.name,
        **plain(one, "is_on", "week", "why"),
    }


def imported(one: Import) -> Shown:
    """Show that a file was taken into the record; not what was in it."""
    return {
        **plain(one, "id", "file", "hash", "at", "reason", "state", "counts"),
        **references(one, "actor"),
    }


def quarantined(one: QuarantinedRow) -> Shown:
    """Show a row that waits."""
    return {
        **plain(one, "id", "version", "file", "table", "row", "content", "problems", "state"),
        **plain(one, "since", "decided_at"),
        "import_id": one.of_id,
    }


def preview(one: Preview) -> Shown:
    """Show what a file would do."""
    return {
        "digest": one.digest,
        "is_empty": one.is_empty,
        "counts": one.counts,
        "added": {name: one.labels_added(name, MOST_NAMED) for name in one.counts},
        "people": [
            {
                **plain(each, "named", "rows", "name", "choice"),
                "matches": [plain(match, "ref", "name", "how") for match in each.matches],
            }
            for each in one.people
        ],
        "problems": [trouble(each) for each in one.problems[:MOST_PROBLEMS]],
        "notices": [trouble(each) for each in one.notices[:MOST_PROBLEMS]],
        "waiting": len(one.waiting) + len(one.aside),
    }


MOST_NAMED, MOST_PROBLEMS = 20, 1_000


def trouble(one: Problem | Notice) -> Shown:
    """Show what is wrong with a plan, or worth knowing."""
    return {
        **plain(one, "table", "row", "column", "remedy"),
        "detail": one.message,
    }
