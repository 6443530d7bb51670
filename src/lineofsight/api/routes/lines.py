"""Lines of sight, and how goals, key results and pillars stand in the whole."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from lineofsight.alignment import selectors
from lineofsight.alignment.line import line_of, line_of_person
from lineofsight.api import shown
from lineofsight.api.auth import Caller, caller_of
from lineofsight.api.reading import one
from lineofsight.api.routes.parts import answers
from lineofsight.api.schemas import alignment as schemas
from lineofsight.api.schemas.common import named
from lineofsight.goals.models import Goal, KeyResult
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Person

router = Router(tags=["Lines of sight"])


@router.get(
    "/goals/{int:pk}/line",
    response=answers(200, schemas.Standing),
    summary="A goal's line of sight",
)
@guards(SIGNED_IN)
def line_of_goal(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Answer the strongest line of a goal as it is now, and its standing by the last check."""
    caller = caller_of(request)
    goal = one(caller, Goal, pk)
    standing = selectors.standing_of([pk]).get(pk)
    return {
        "goal_id": pk,
        "stake": standing.stake if standing else 0.0,
        "depth": standing.depth if standing else None,
        "strength": standing.strength if standing else None,
        "chance": standing.chance if standing else None,
        "line": shown.line(line_of(goal, caller.viewer)),
    }


@router.get(
    "/people/{int:pk}/line",
    response=answers(200, schemas.PersonLine),
    summary="A person's line of sight",
)
@guards(SIGNED_IN)
def line_of_somebody(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Answer a person's line as the caller may see it."""
    caller = caller_of(request)
    return _line_of(caller, one(caller, Person, pk))


@router.get("/me/line", response=answers(200, schemas.PersonLine), summary="One's own line")
@guards(SIGNED_IN)
def own_line(request: HttpRequest) -> dict[str, Any]:
    """Answer the caller's line of sight."""
    caller = caller_of(request)
    return _line_of(caller, caller.person)


def _line_of(caller: Caller, person: Person) -> dict[str, Any]:
    found = line_of_person(person, caller.viewer)
    return {"person_id": person.pk, "line": None if found is None else shown.line(found)}


@router.get(
    "/pillars/standing",
    response=answers(200, list[schemas.PillarStanding]),
    summary="How pillars stand",
)
@guards(SIGNED_IN)
def pillars(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer how each pillar stood at the last check; empty before the first."""
    caller_of(request)
    return [
        {
            "pillar": named(each.pillar),
            **shown.plain(each, "weight", "stake", "goals", "progress", "chance"),
            **shown.plain(each, "on_track", "not_on_track", "unknown"),
            "functions": [
                shown.plain(carrier, "function", "name", "share") for carrier in each.functions
            ],
        }
        for each in selectors.strategy_standing()
    ]


@router.get(
    "/key-results/{int:pk}/forecast",
    response=answers(200, schemas.Fan),
    summary="Where a key result will end",
)
@guards(SIGNED_IN)
def forecast(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Answer the forecast of the last check, with what draws its fan."""
    result = one(caller_of(request), KeyResult, pk)
    standing = selectors.fans_of([result.pk]).get(result.pk)
    return {
        "key_result_id": result.pk,
        "chance": standing.chance if standing else None,
        "expected": standing.expected if standing else None,
        "fan": standing.fan if standing else {},
    }
