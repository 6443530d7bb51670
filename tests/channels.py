"""The ways by which a person gets to see things, each as the numbers that it lets out.

A channel is a function of a viewer that returns, for each kind of thing (a name of
``tests.organization.access.rows.MODELS``), the numbers that come through it. The room that opens a
way adds it here with ``@channel("name")``; ``tests/test_policies_channels.py`` holds each to let
nothing out that the viewer does not see. ``EXPECTED`` names all that there are to be; one that
stands in the product and has no function fails the test.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from lineofsight.api.models import Token
from lineofsight.api.tokens import MARK, digest_of
from lineofsight.organization import audit
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import Account, AuditEntry, Person
from tests.organization.access.rows import MODELS

Ids = Mapping[str, set[int]]
Channel = Callable[[Viewer], Ids]
CHANNELS: dict[str, Channel] = {}


def channel(name: str) -> Callable[[Channel], Channel]:
    """Add a way to the list."""

    def add(function: Channel) -> Channel:
        CHANNELS[name] = function
        return function

    return add


def signed_in(person: Person) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    account = Account.objects.filter(person=person).first() or Account.objects.create(
        person=person, email=f"reader{person.pk}@example.org"
    )
    client.force_login(account)
    return client


def program_of(person: Person) -> Client:
    """A program with a token of a person, that may read."""
    secret = f"{MARK}{person.pk}"
    now = timezone.now()
    Token.objects.get_or_create(
        digest=digest_of(secret),
        defaults={
            "person": person,
            "name": "reader",
            "start": secret[:8],
            "scopes": ["read", "admin"],
            "made_at": now,
            "expires_at": now + timedelta(days=1),
        },
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def look_alike(one: HttpResponse, other: HttpResponse, *differs: str) -> bool:
    """Tell whether two answers are equal byte for byte, apart from words that were asked for.

    For P4: what is not visible and what is not there answer alike. ``differs`` are the numbers or
    names in the two addresses, which a page may repeat.
    """
    bodies = [one.content, other.content]
    for word in differs:
        bodies = [body.replace(word.encode(), b"") for body in bodies]
    return one.status_code == other.status_code == 404 and bodies[0] == bodies[1]


@channel("door")
def through_the_door(viewer: Viewer) -> Ids:
    return {
        kind: set(visible_to(viewer, model).values_list("pk", flat=True))
        for kind, model in MODELS.items()
    }


@channel("audit")
def through_the_audit_log(viewer: Viewer) -> Ids:
    """Reasons are content: they come only with the thing itself."""
    entries = list(visible_to(viewer, AuditEntry))
    told = [one for one in audit.shown(viewer, entries) if one.reason]
    kinds = {model._meta.model_name: kind for kind, model in MODELS.items()}
    found: dict[str, set[int]] = {}
    for one in told:
        if one.subject_id is not None:
            found.setdefault(kinds[one.subject_kind], set()).add(one.subject_id)
    return found


@channel("counts")
def through_counts(viewer: Viewer) -> Ids:
    """A count of rows is no larger than the rows: asked for each goal alone."""
    goals = MODELS["goal"]._default_manager.values_list("pk", flat=True)
    seen = {pk for pk in goals if visible_to(viewer, MODELS["goal"]).filter(pk=pk).count()}
    return {"goal": seen}


@channel("links")
def through_links(viewer: Viewer) -> Ids:
    """What the ends of visible links give away."""
    links: Any = visible_to(viewer, MODELS["link"])
    ends = {pk for pair in links.values_list("source_id", "goal_id") for pk in pair if pk}
    return {"goal": ends}


@channel("export")
def through_an_export(viewer: Viewer) -> Ids:
    """Rows, and the goals that rows refer to."""
    from lineofsight.exchange.export import document_of

    document = document_of(viewer=viewer, private=True)
    found: dict[str, set[int]] = {}
    for kind, table in EXPORTED.items():
        rows = dict(MODELS[kind]._default_manager.values_list("ref", "pk"))
        found[kind] = {rows[str(row["id"])] for row in document.records(table)}
    goals = dict(MODELS["goal"]._default_manager.values_list("ref", "pk"))
    for table, rows_of in document.to_rows().items():
        for row in rows_of:
            for column, told in row.items():
                if column in {"goal_id", "goal_ids", "from_id", "to_id", "continues"}:
                    named = [told] if isinstance(told, str) else told
                    found["goal"] |= {goals[ref] for ref in _refs(named) if ref in goals}
        assert table
    return found


def _refs(named: Any) -> list[str]:
    return [str(ref) for ref in named]


EXPORTED = {
    "person": "people",
    "team": "teams",
    "function": "functions",
    "pillar": "pillars",
    "kpi": "kpis",
    "statement": "strategy",
    "goal": "goals",
    "key_result": "key_results",
    "action": "actions",
    "assumption": "assumptions",
    "blocker": "blockers",
    "check_in": "check_ins",
    "agreement": "agreements",
    "feedback": "feedback",
}


@channel("findings")
def through_the_lists_of_findings(viewer: Viewer) -> Ids:
    from lineofsight.alignment.models import FindingObject
    from lineofsight.alignment.selectors import findings_for, findings_on_goal, visible_findings

    listed = set(visible_findings(viewer, states=("open", "objected")).values_list("pk", flat=True))
    asked = {one.pk for one in findings_for(viewer)}
    goals = MODELS["goal"]._default_manager.values_list("pk", flat=True)
    on_goals = {one.pk for goal in goals for one in findings_on_goal(viewer, goal)}
    findings = listed | asked | on_goals
    named = FindingObject.objects.filter(finding__in=findings, goal__isnull=False)
    return {"finding": findings, "goal": set(named.values_list("goal_id", flat=True))}


@channel("api")
def through_the_interface(viewer: Viewer) -> Ids:
    """Lists, and every goal that any field of their rows refers to."""
    client = program_of(viewer.person)
    found: dict[str, set[int]] = {"goal": set()}
    from lineofsight.api.root import api

    lists = {
        path.strip("/")
        for _, router in api._routers
        for path, view in router.path_operations.items()
        if any("GET" in operation.methods for operation in view.operations)
    }
    assert set(LISTED.values()) <= lists
    for kind, path in LISTED.items():
        answer = client.get(f"/api/v1/{path}?limit=200")
        assert answer.status_code == 200, (path, answer.content)
        items = answer.json()["items"]
        found.setdefault(kind, set()).update(int(item["id"]) for item in items)
        found["goal"] |= set(_goals_named(items))
    return found


def _goals_named(told: Any, key: str = "") -> list[int]:
    if isinstance(told, dict):
        below = [pk for name, value in told.items() for pk in _goals_named(value, name)]
        return below + ([told["id"]] if key in {"goal", "goals", "source"} else [])
    if isinstance(told, list):
        return [pk for value in told for pk in _goals_named(value, key)]
    if isinstance(told, int) and key in {
        "goal_id",
        "goal_ids",
        "source_id",
        "from_id",
        "continues_id",
        "continues",
    }:
        return [told]
    return []


LISTED = {
    "person": "people",
    "team": "teams",
    "function": "functions",
    "pillar": "pillars",
    "kpi": "kpis",
    "finding": "findings",
    "goal": "goals",
    "key_result": "key-results",
    "link": "links",
    "action": "actions",
    "assumption": "assumptions",
    "decision": "decisions",
    "allocation": "allocations",
    "blocker": "blockers",
    "check_in": "check-ins",
    "agreement": "agreements",
    "feedback": "feedback",
    "strategy_version": "strategy-versions",
    "statement": "statements",
    "acknowledgement": "acknowledgements",
    "grant": "grants",
    "audit_entry": "audit",
}


# What there is to be: a name, and the module with which the way stands in the product.
EXPECTED = {
    "door": "lineofsight.organization.access",
    "audit": "lineofsight.organization.audit",
    "counts": "lineofsight.organization.access",
    "links": "lineofsight.goals.models",
    "api": "lineofsight.api.root",
    "export": "lineofsight.exchange.export",
    "findings": "lineofsight.alignment.selectors",
    "pages": "lineofsight.web.urls",
    "search": "lineofsight.web.frame.views",
}


def standing() -> set[str]:
    """The ways that stand in the product by now."""
    return {name for name, module in EXPECTED.items() if _is_there(module)}


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
