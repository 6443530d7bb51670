"""Goals in their places: the cascade level by level, one with all around it, finding by words."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, prefetch_related_objects
from django.http import HttpRequest
from ninja import Query, Router

from lineofsight.api import shown
from lineofsight.api.auth import Caller, caller_of
from lineofsight.api.paging import Page, Pages, Paging, after, cursor_after, page
from lineofsight.api.problems import TooMany
from lineofsight.api.reading import one
from lineofsight.api.routes.parts import answers
from lineofsight.api.schemas import around as schemas
from lineofsight.api.schemas.goals import Branch
from lineofsight.goals import selectors
from lineofsight.goals.models import Goal
from lineofsight.goals.selectors import Level
from lineofsight.goals.words import holding
from lineofsight.organization import access, audit, limits
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Person, Team
from lineofsight.strategy.models import Pillar

router = Router(tags=["Goals"])
SEARCHES, SECONDS = 60, 60
MOST_HITS = 20  # of a kind


@router.get(
    "/goals/{int:pk}/children",
    response=answers(200, Page[Branch]),
    summary="List what supports a goal",
)
@guards(SIGNED_IN)
def below_goal(request: HttpRequest, pk: int, paging: Pages) -> dict[str, Any]:
    """Answer the goals that support a goal, with their part of it."""
    caller = caller_of(request)
    return _children(caller, one(caller, Goal, pk), paging)


@router.get(
    "/pillars/{int:pk}/children",
    response=answers(200, Page[Branch]),
    summary="List what supports a pillar",
)
@guards(SIGNED_IN)
def below_pillar(request: HttpRequest, pk: int, paging: Pages) -> dict[str, Any]:
    """Answer the goals that support a pillar, with their part of it."""
    caller = caller_of(request)
    return _children(caller, one(caller, Pillar, pk), paging)


@router.get(
    "/north-star/children",
    response=answers(200, Page[Branch]),
    summary="List what supports the North Star",
)
@guards(SIGNED_IN)
def below_north_star(request: HttpRequest, paging: Pages) -> dict[str, Any]:
    """Answer the goals that support the North Star itself."""
    return _children(caller_of(request), None, paging)


@router.get(
    "/goals/tops", response=answers(200, Page[Branch]), summary="List goals that support nothing"
)
@guards(SIGNED_IN)
def tops(request: HttpRequest, paging: Pages) -> dict[str, Any]:
    """Answer the goals that support nothing: where trees begin that reach no pillar."""
    caller = caller_of(request)
    return _level(lambda **given: selectors.tops(caller.viewer, **given), paging)


def _children(caller: Caller, above: Goal | Pillar | None, paging: Paging) -> dict[str, Any]:
    return _level(lambda **given: selectors.children(caller.viewer, above, **given), paging)


def _level(find: Callable[..., Level], paging: Paging) -> dict[str, Any]:
    found = find(after=after(paging.cursor), limit=paging.limit)
    shown.fetch([branch.goal for branch in found.branches])
    items = [
        {"goal": shown.goal(branch.goal), **shown.plain(branch, "share", "below")}
        for branch in found.branches
    ]
    following = cursor_after(found.branches[-1].goal.pk) if found.more else None
    return page(items, following)


@router.get(
    "/goals/{int:pk}/around",
    response=answers(200, schemas.Around),
    summary="A goal with everything around it",
)
@guards(SIGNED_IN)
def around(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Answer a goal, its measures and links, and what hangs on it; reading is recorded."""
    caller = caller_of(request)
    found = selectors.around(caller.viewer, pk)
    audit.read(caller.viewer, found.goal, on_behalf_of=caller.means)
    shown.fetch([found.goal])
    prefetch_related_objects([*found.up, *found.down], "confirmed_by")
    prefetch_related_objects(found.assumptions, "goals")
    prefetch_related_objects(found.decisions, "goals")
    for action in found.actions:
        action.goal = found.goal
    return {
        "goal": shown.goal(found.goal),
        "key_results": [
            {
                "key_result": shown.key_result(each.key_result),
                "last": None if each.last is None else shown.observation(each.last),
            }
            for each in found.measures
        ],
        "up": [shown.link(each) for each in found.up],
        "down": [shown.link(each) for each in found.down],
        **shown.plain(found, "hidden_up", "hidden_down"),
        "actions": [shown.action(each) for each in found.actions],
        "assumptions": [shown.assumption(each) for each in found.assumptions],
        "decisions": [shown.decision(each) for each in found.decisions],
    }


@router.get("/find", response=answers(200, list[schemas.Hit]), summary="Find by words")
@guards(SIGNED_IN)
def find(request: HttpRequest, wanted: Query[schemas.Search]) -> list[dict[str, Any]]:
    """Answer pillars, goals, people and teams whose names hold every word, as far as visible."""
    caller = caller_of(request)
    wait = limits.allow(f"find:{caller.viewer.pk}", SEARCHES, SECONDS)
    if wait:
        raise TooMany(wait)
    kinds: list[tuple[str, type[Model], str]] = [
        ("pillar", Pillar, "name"),
        ("goal", Goal, "title"),
        ("person", Person, "name"),
        ("team", Team, "name"),
    ]
    return [hit for kind in kinds for hit in _hits(caller, *kind, wanted.q.split())]


def _hits(
    caller: Caller, kind: str, model: type[Model], field: str, words: list[str]
) -> list[dict[str, Any]]:
    holds = Q()
    for word in words:
        holds &= Q(**{f"{field}__icontains": word})
    if model is Goal:
        holds = holding(words, "title")
    rows = access.visible_to(caller.viewer, model).filter(holds).order_by(field, "pk")
    found = rows.values("pk", "ref", field)[:MOST_HITS] if words else []
    return [{"kind": kind, "id": r["pk"], "ref": r["ref"], "name": r[field]} for r in found]
