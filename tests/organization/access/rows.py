"""A world of plain dictionaries as rows in the database, under the same numbers."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from lineofsight.alignment.models import (
    Check,
    Finding,
    FindingAct,
    FindingAudience,
    FindingObject,
    GoalStanding,
    LinkStanding,
)
from lineofsight.goals.models import (
    Action,
    Allocation,
    Assumption,
    Decision,
    Goal,
    GoalProgress,
    KeyResult,
    Link,
    Observation,
    Revision,
)
from lineofsight.organization.models import (
    Account,
    AuditEntry,
    Function,
    Grant,
    Invitation,
    Person,
    Team,
    Version,
)
from lineofsight.pulse.models import GroupAnswer
from lineofsight.rhythm.models import Agreement, Blocker, CheckIn, Feedback
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, Statement, StrategyVersion
from tests.organization.access.kinds import MODELS
from tests.organization.access.oracle import World

TODAY = date(2026, 6, 15)


def things(world: World, kind: str) -> dict[int, dict[str, Any]]:
    """The things of a kind by number, also of the kinds that go with another."""
    if kind in {"goal_progress", "goal_standing"}:
        return {number: {"goal": number} for number in world["goal"]}
    if kind == "link_standing":
        return world["link"]
    if kind == "account":
        people = world["person"].items()
        return {number: {"person": number} for number, one in people if one["account"]}
    return world[kind]


def day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


def put(world: World) -> None:
    """Write a world into an empty record."""
    _put_people(world)
    _put_strategy(world)
    _put_goals(world)
    _put_beside(world)
    _put_talk(world)
    _put_findings(world)


# What a text says that shows whose it is; a page that holds it has let the thing out.
TOLD = {
    "goal": "Goal",
    "key_result": "Measure",
    "action": "Deed",
    "assumption": "Belief",
    "decision": "Choice",
    "blocker": "Hurdle",
    "agreement": "Promise",
    "feedback": "Praise",
}
_OWNER = {"assumption": "owner_id", "decision": "decided_by_id"}


def told(more: dict[str, Any], pk: int) -> dict[str, Any]:
    """Put the number of a thing into its texts."""
    return {
        name: value.format(pk=pk) if isinstance(value, str) else value
        for name, value in more.items()
    }


def many(model: type[Model], rows: list[dict[str, Any]]) -> None:
    model._default_manager.bulk_create([model(**row) for row in rows])


def relate(model: type[Model], relation: str, pairs: list[tuple[int, int]]) -> None:
    through = getattr(model, relation).through
    field = getattr(model, relation).field
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    through._default_manager.bulk_create(
        [through(**{own: one, other: another}) for one, another in pairs]
    )


def _put_people(world: World) -> None:
    people, teams = world["person"], world["team"]
    many(Function, [{"pk": pk, "name": f"Function {pk}"} for pk in world["function"]])
    many(
        Team,
        [
            {"pk": pk, "name": f"Team {pk}", "function_id": t["function"], "parent_id": t["parent"]}
            for pk, t in teams.items()
        ],
    )
    many(Person, [{"pk": pk, "name": f"P{pk}", "team_id": p["team"]} for pk, p in people.items()])
    for pk, one in people.items():
        Person.objects.filter(pk=pk).update(manager_id=one["manager"], end_date=day(one["ends"]))
    dotted = [(pk, manager) for pk, one in people.items() for manager in one["dotted"]]
    relate(Person, "dotted_managers", dotted)
    for pk, team in teams.items():
        Team.objects.filter(pk=pk).update(lead_id=team["lead"])
    for pk, function in world["function"].items():
        Function.objects.filter(pk=pk).update(head_id=function["head"])
    accounts = [
        {
            "pk": pk,
            "person_id": pk,
            "email": f"p{pk}@example.org",
            "is_active": p["account"] == "on",
        }
        for pk, p in people.items()
        if p["account"]
    ]
    many(Account, accounts)
    grants = [
        {
            "pk": pk,
            "person_id": grant["person"],
            "role": grant["role"],
            "function_id": grant["function"],
            "team_id": grant["team"],
            "given_on": TODAY,
        }
        for pk, grant in world["grant"].items()
    ]
    many(Grant, grants)
    now = timezone.now()
    invitations = [
        {
            "pk": pk,
            "person_id": one["person"],
            "secret": "s" * 64,
            "sent_at": now,
            "expires_at": now,
        }
        for pk, one in world["invitation"].items()
    ]
    many(Invitation, invitations)


def _put_strategy(world: World) -> None:
    versions = [
        {"pk": pk, "name": f"V{pk}", "published_on": day(one["published"])}
        for pk, one in world["strategy_version"].items()
    ]
    many(StrategyVersion, versions)
    statements = [
        {"pk": pk, "kind": "value", "text": "x", "strategy_version_id": one["strategy_version"]}
        for pk, one in world["statement"].items()
    ]
    many(Statement, statements)
    many(
        Kpi,
        [{"pk": pk, "name": "Uptime", "owner_id": k["owner"]} for pk, k in world["kpi"].items()],
    )
    pillars = world["pillar"].items()
    many(Pillar, [{"pk": pk, "name": "Trust", "sponsor_id": one["sponsor"]} for pk, one in pillars])
    relate(Pillar, "champions", [(pk, who) for pk, one in pillars for who in one["champions"]])
    said = [
        {
            "pk": pk,
            "person_id": one["person"],
            "strategy_version_id": one["strategy_version"],
            "date": TODAY,
            "kind": one["kind"],
        }
        for pk, one in world["acknowledgement"].items()
    ]
    many(Acknowledgement, said)


def _put_goals(world: World) -> None:
    goals = world["goal"].items()
    many(
        Goal,
        [
            {
                "pk": pk,
                "title": f"Goal {pk}",
                "owner_id": one["owner"],
                "team_id": one["team"],
                "scope": one["scope"],
                "confidential": one["confidential"],
            }
            for pk, one in goals
        ],
    )
    for relation in ("contributors", "readers"):
        relate(Goal, relation, [(pk, who) for pk, one in goals for who in one[relation]])
    many(GoalProgress, [{"pk": pk} for pk, _ in goals])
    many(GoalStanding, [{"pk": pk} for pk, _ in goals])
    many(
        KeyResult,
        [
            {"pk": pk, "title": f"Measure {pk}", "goal_id": one["goal"], "owner_id": one["owner"]}
            for pk, one in world["key_result"].items()
        ],
    )
    many(
        Observation,
        [
            {
                "pk": pk,
                "key_result_id": one["key_result"],
                "kpi_id": one["kpi"],
                "date": TODAY,
                "value": 1.0,
                "recorded_at": timezone.now(),
            }
            for pk, one in world["observation"].items()
        ],
    )
    links = [
        {
            "pk": pk,
            "kind": one["kind"],
            "source_id": one["source"],
            "goal_id": one["goal"],
            "pillar_id": one["pillar"],
            "to_north_star": not one["goal"] and not one["pillar"],
        }
        for pk, one in world["link"].items()
    ]
    many(Link, links)
    many(LinkStanding, [{"pk": pk} for pk in world["link"]])


def _put_beside(world: World) -> None:
    many(
        Revision,
        [
            {"pk": pk, "goal_id": one["goal"], "date": TODAY, "field": "title"}
            for pk, one in world["revision"].items()
        ],
    )
    many(
        Allocation,
        [
            {"pk": pk, "goal_id": one["goal"], "person_id": 1, "share": 0.1 * pk}
            for pk, one in world["allocation"].items()
        ],
    )
    many(
        Action,
        [
            {"pk": pk, "title": f"Deed {pk}", "goal_id": one["goal"], "owner_id": one["owner"]}
            for pk, one in world["action"].items()
        ],
    )
    for kind, model, more in (
        ("assumption", Assumption, {"text": "Belief {pk}"}),
        ("decision", Decision, {"title": "Choice {pk}", "reason": "y", "decided_on": TODAY}),
    ):
        many(
            model,
            [
                {"pk": pk, **told(more, pk), _OWNER[kind]: one["owner"]}
                for pk, one in world[kind].items()
            ],
        )
        pairs = [(pk, goal) for pk, one in world[kind].items() for goal in one["goals"]]
        relate(model, "goals", pairs)


def _put_talk(world: World) -> None:
    for model, kind, more in (
        (Blocker, "blocker", {"text": "Hurdle {pk}", "raised_on": TODAY}),
        (CheckIn, "check_in", {"date": TODAY}),
        (Agreement, "agreement", {"text": "Promise {pk}"}),
        (Feedback, "feedback", {"date": TODAY, "text": "Praise {pk}"}),
    ):
        rows = [
            {"pk": pk, **told(more, pk), **{f"{name}_id": number for name, number in one.items()}}
            for pk, one in world[kind].items()
        ]
        many(model, rows)
    many(
        GroupAnswer,
        [
            {"pk": pk, "wave": "1", "question": f"Q{pk}", "group": "g", "count": one["count"]}
            for pk, one in world["group_answer"].items()
        ],
    )


def _put_findings(world: World) -> None:
    now = timezone.now()
    many(Check, [{"pk": 1, "as_of": now, "started_at": now}])
    findings = world["finding"].items()
    many(
        Finding,
        [
            {
                "pk": pk,
                "rule": "LOS104",
                "subject_kind": one["subject"],
                "subject_ref": f"g{pk}",
                "state": "objected" if one["objector"] else "open",
                "opened_at": now,
                "opened_by_id": 1,
                "last_seen_id": 1,
                "severity": 2,
                "stake": 0.1,
                "certainty": 1.0,
                "is_personal": one["personal"],
                "for_all": one["for_all"],
            }
            for pk, one in findings
        ],
    )
    hears = [
        {"finding_id": pk, "person_id": who, "place": place, "from_day": day(offset)}
        for pk, one in findings
        for place, (who, offset) in enumerate(sorted(one["audience"].items()))
    ]
    many(FindingAudience, hears)
    named = [
        {"finding_id": pk, "kind": "goal", "ref": str(goal), "goal_id": goal}
        for pk, one in findings
        for goal in one["names"]
    ]
    many(FindingObject, named)
    objections = [
        {"finding_id": pk, "kind": "objected", "by_id": one["objector"], "at": now}
        for pk, one in findings
        if one["objector"]
    ]
    many(FindingAct, objections)
    entries = [
        {
            "pk": pk,
            "at": now,
            "verb": f"{one['kind']}.{one['verb']}",
            "subject_kind": MODELS[one["kind"]]._meta.model_name,
            "subject_id": one["subject"],
        }
        for pk, one in {**world["audit_entry"], 1_000: _ANY}.items()
    ]
    many(AuditEntry, entries)
    versions = [
        {
            "pk": pk,
            "table": MODELS[one["kind"]].PLAN.table,  # type: ignore[attr-defined] # these have one
            "object_id": one["subject"],
            "row": {},
            "entry_id": 1_000,
            "valid_from": now,
        }
        for pk, one in world["version"].items()
    ]
    many(Version, versions)


_ANY = {"kind": "grant", "verb": "given", "subject": 1_000}  # of something that is not there
