"""Goals, their measures, and where they lead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import one, resolved, visible, writer
from lineofsight.api.routes.parts import answers, once
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import goals as schemas
from lineofsight.api.versions import expected_version
from lineofsight.goals import services
from lineofsight.goals.models import Goal, KeyResult, Observation
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
KEY_RESULT: dict[str, Any] = {"owner_id": Person}


def _given(caller: Any, given: schemas.GoalChanges) -> dict[str, Any]:
    changes = resolved(caller, given.changes(), GOAL)
    if "serves_id" in changes:
        changes["serves_what"] = changes.pop("serves_id")
    return changes


@router.post("/goals", response=answers(201, schemas.Goal), summary="Make a goal")
@once("goal.create")
def create_goal(
    request: HttpRequest, response: HttpResponse, given: schemas.NewGoal
) -> Status[dict[str, Any]]:
    """Make a goal; without an owner it is the caller's."""
    caller = writer(request)
    changes = {"owner": caller.person, **_given(caller, given)}
    made = services.create_goal(actor=caller.person, **changes)
    return Status(201, with_version(response, one(caller, Goal, made.pk), shown.goal))


@router.get("/goals/{int:pk}", response=answers(200, schemas.Goal), summary="Read a goal")
@guards(SIGNED_IN)
def read_goal(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
    """Answer a goal with its progress; reading a confidential one is recorded."""
    caller = caller_of(request)
    found = one(caller, Goal, pk)
    audit.read(caller.viewer, found)
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
    return with_version(response, one(caller, Goal, pk), shown.goal)


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
    return with_version(response, one(caller, Goal, pk), shown.goal)


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
    return with_version(response, one(caller, Goal, pk), shown.goal)


@router.delete("/goals/{int:pk}", response=answers(204, None), summary="Remove a draft")
@once("goal.remove")
def remove_goal(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a goal that is still a draft; others are cancelled, so that their past stays."""
    caller = writer(request)
    services.remove_goal(
        actor=caller.person, goal=one(caller, Goal, pk), expected=expected_version(request)
    )
    return Status(204, None)


@router.get(
    "/goals/{int:pk}/key-results",
    response=answers(200, Page[schemas.KeyResult]),
    summary="List a goal's key results",
)
@guards(SIGNED_IN)
def key_results(request: HttpRequest, pk: int, paging: Pages) -> dict[str, Any]:
    """Answer the measures of a goal."""
    caller = caller_of(request)
    rows = visible(caller, KeyResult).filter(goal=one(caller, Goal, pk))
    return page_of(rows, paging, shown.key_result)


@router.post(
    "/goals/{int:pk}/key-results",
    response=answers(201, schemas.KeyResult),
    summary="Add a key result",
)
@once("goal.measure")
def add_key_result(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.NewKeyResult
) -> Status[dict[str, Any]]:
    """Add a measure to a goal."""
    caller = writer(request)
    made = services.add_key_result(
        actor=caller.person,
        goal=one(caller, Goal, pk),
        **resolved(caller, given.changes(), KEY_RESULT),
    )
    return Status(201, with_version(response, one(caller, KeyResult, made.pk), shown.key_result))


@router.get(
    "/key-results/{int:pk}", response=answers(200, schemas.KeyResult), summary="Read a key result"
)
@guards(SIGNED_IN)
def read_key_result(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
    """Answer a key result with the value that counts now."""
    return with_version(response, one(caller_of(request), KeyResult, pk), shown.key_result)


@router.patch(
    "/key-results/{int:pk}", response=answers(200, schemas.KeyResult), summary="Edit a key result"
)
@once("goal.measure")
def edit_key_result(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.KeyResultChanges
) -> dict[str, Any]:
    """Set fields of a key result; another target or baseline is kept with its reason."""
    caller = writer(request)
    services.edit_key_result(
        actor=caller.person,
        key_result=one(caller, KeyResult, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), KEY_RESULT),
    )
    return with_version(response, one(caller, KeyResult, pk), shown.key_result)


@router.delete("/key-results/{int:pk}", response=answers(204, None), summary="Remove a key result")
@once("goal.measure")
def remove_key_result(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a measure; its past stays in history."""
    caller = writer(request)
    services.remove_key_result(
        actor=caller.person,
        key_result=one(caller, KeyResult, pk),
        expected=expected_version(request),
    )
    return Status(204, None)


@router.get(
    "/key-results/{int:pk}/observations",
    response=answers(200, Page[schemas.Observation]),
    summary="List a key result's values",
)
@guards(SIGNED_IN)
def values(request: HttpRequest, pk: int, paging: Pages) -> dict[str, Any]:
    """Answer the dated values of a key result, in the order in which they were recorded."""
    caller = caller_of(request)
    rows = visible(caller, Observation).filter(key_result=one(caller, KeyResult, pk))
    return page_of(rows, paging, shown.observation)


@router.post(
    "/key-results/{int:pk}/observations",
    response=answers(201, schemas.Observation),
    summary="Record a value",
)
@once("goal.report")
def record(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.NewObservation
) -> Status[dict[str, Any]]:
    """Record a dated value; when this answers, it is in every roll-up above."""
    caller = writer(request)
    made = services.record_observation(
        actor=caller.person, measure=one(caller, KeyResult, pk), **given.changes()
    )
    return Status(201, shown.observation(made))
