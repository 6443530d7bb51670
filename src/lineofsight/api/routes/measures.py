"""What goals and the strategy are measured by, and the values that were seen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import one, resolved, visible, writer, written
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import goals as schemas
from lineofsight.api.versions import expected_version
from lineofsight.goals import services
from lineofsight.goals.models import Goal, KeyResult, Observation
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Person
from lineofsight.strategy.models import Kpi

router = Router(tags=["Measures"])
KEY_RESULT: dict[str, Any] = {"owner_id": Person}

readable(
    router, "/key-results", KeyResult, schemas.KeyResult, shown.key_result, what="a key result"
)


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
    return Status(
        201, with_version(response, written(caller, KeyResult, made.pk), shown.key_result)
    )


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
    return with_version(response, written(caller, KeyResult, pk), shown.key_result)


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


@router.get(
    "/kpis/{int:pk}/observations",
    response=answers(200, Page[schemas.Observation]),
    summary="List a KPI's values",
)
@guards(SIGNED_IN)
def kpi_values(request: HttpRequest, pk: int, paging: Pages) -> dict[str, Any]:
    """Answer the dated values of a KPI, in the order in which they were recorded."""
    caller = caller_of(request)
    rows = visible(caller, Observation).filter(kpi=one(caller, Kpi, pk))
    return page_of(rows, paging, shown.observation)


@router.post(
    "/kpis/{int:pk}/observations",
    response=answers(201, schemas.Observation),
    summary="Record a KPI's value",
)
@once("kpi.report")
def record_kpi(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.NewObservation
) -> Status[dict[str, Any]]:
    """Record a dated value; a correction is a new one."""
    caller = writer(request)
    made = services.record_observation(
        actor=caller.person, measure=one(caller, Kpi, pk), **given.changes()
    )
    return Status(201, shown.observation(made))
