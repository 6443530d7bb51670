"""Goals."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.paging import Page, Pages, page
from lineofsight.api.reading import one, resolved, writer, written
from lineofsight.api.routes.parts import answers, once
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import goals as schemas
from lineofsight.api.versions import expected_version
from lineofsight.goals import services
from lineofsight.goals.models import Goal
from lineofsight.goals.selectors import Wanted
from lineofsight.goals.selectors import page as page_of_goals
from lineofsight.organization import audit
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Person, Team

router = Router(tags=["Goals"])
GOAL: dict[str, Any] = {
    "owner_id": Person,
    "contributor_ids": Person,
    "reader_ids": Person,
    "team_id": Team,
    "continues_id": Goal,
}


def _given(caller: Any, given: schemas.GoalChanges) -> dict[str, Any]:
    changes = resolved(caller, given.changes(), GOAL)
    if "serves_id" in changes:
        changes["serves_what"] = changes.pop("serves_id")
    return changes


@router.get("/goals", response=answers(200, Page[schemas.Goal]), summary="List goals")
@guards(SIGNED_IN)
def list_goals(request: HttpRequest, paging: Pages, wanted: Query[schemas.Wanted]) -> Any:
    """Answer the goals that the caller sees and wants, in the order asked for."""
    caller = caller_of(request)
    asked = Wanted(
        scope=wanted.scope,
        status=wanted.status,
        kind=wanted.kind,
        serves=wanted.serves,
        team=wanted.team_id,
        function=wanted.function_id,
        owner=wanted.owner_id,
        pillar=wanted.pillar_id,
        words=wanted.words,
        due_from=wanted.due_from,
        due_by=wanted.due_by,
    )
    found = page_of_goals(
        caller.viewer, asked, order=wanted.order, cursor=paging.cursor, limit=paging.limit
    )
    shown.fetch(found.goals)
    return page((shown.goal(goal) for goal in found.goals), found.next or None)


@router.post("/goals", response=answers(201, schemas.Goal), summary="Make a goal")
@once("goal.create")
def create_goal(
    request: HttpRequest, response: HttpResponse, given: schemas.NewGoal
) -> Status[dict[str, Any]]:
    """Make a goal; without an owner it is the caller's."""
    caller = writer(request)
    changes = {"owner": caller.person, **_given(caller, given)}
    made = services.create_goal(actor=caller.person, **changes)
    return Status(201, with_version(response, written(caller, Goal, made.pk), shown.goal))


@router.get("/goals/{int:pk}", response=answers(200, schemas.Goal), summary="Read a goal")
@guards(SIGNED_IN)
def read_goal(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
    """Answer a goal with its progress; reading a confidential one is recorded."""
    caller = caller_of(request)
    found = one(caller, Goal, pk)
    audit.read(caller.viewer, found, on_behalf_of=caller.means)
    return with_version(response, found, shown.goal)


@router.patch("/goals/{int:pk}", response=answers(200, schemas.Goal), summary="Edit a goal")
@once("goal.edit")
def edit_goal(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.GoalChanges
) -> dict[str, Any]:
    """Set fields of a goal; a change in substance is kept with its reason."""
    caller = writer(request)
    services.edit_goal(
        actor=caller.person,
        goal=one(caller, Goal, pk),
        expected=expected_version(request),
        **_given(caller, given),
    )
    return with_version(response, written(caller, Goal, pk), shown.goal)


@router.put("/goals/{int:pk}/status", response=answers(200, schemas.Goal), summary="Set a status")
@once("goal.status")
def set_status(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.NewStatus
) -> dict[str, Any]:
    """Begin, pause, finish, cancel or reopen a goal."""
    caller = writer(request)
    services.change_status(
        actor=caller.person,
        goal=one(caller, Goal, pk),
        expected=expected_version(request),
        **given.changes(),
    )
    return with_version(response, written(caller, Goal, pk), shown.goal)


@router.put(
    "/goals/{int:pk}/override", response=answers(200, schemas.Goal), summary="Override progress"
)
@once("goal.override")
def override(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Override
) -> dict[str, Any]:
    """Say what the progress is, beside the roll-up; it enters no other goal's."""
    caller = writer(request)
    services.override_progress(
        actor=caller.person,
        goal=one(caller, Goal, pk),
        expected=expected_version(request),
        value=given.value,
        reason=given.reason,
    )
    return with_version(response, written(caller, Goal, pk), shown.goal)


@router.delete("/goals/{int:pk}", response=answers(204, None), summary="Remove a draft")
@once("goal.remove")
def remove_goal(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a goal that is still a draft; others are cancelled, so that their past stays."""
    caller = writer(request)
    services.remove_goal(
        actor=caller.person, goal=one(caller, Goal, pk), expected=expected_version(request)
    )
    return Status(204, None)
