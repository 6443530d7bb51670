"""The strategy: statements, pillars, KPIs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import Caller, caller_of
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import (
    one,
    refs_of_hidden_key_results,
    resolved,
    visible,
    writer,
)
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import strategy as schemas
from lineofsight.api.versions import expected_version
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Function, Person
from lineofsight.strategy import services
from lineofsight.strategy.models import Kpi, Pillar, Statement, StrategyVersion

router = Router(tags=["Strategy"])
STATEMENT: dict[str, Any] = {"measure_id": Kpi, "strategy_version_id": StrategyVersion}
PILLAR: dict[str, Any] = {
    "sponsor_id": Person,
    "champion_ids": Person,
    "function_ids": Function,
    "kpi_ids": Kpi,
}
KPI: dict[str, Any] = {"owner_id": Person}

readable(router, "/statements", Statement, schemas.Statement, shown.statement, what="a statement")
readable(router, "/pillars", Pillar, schemas.Pillar, shown.pillar, what="a pillar")


@router.get("/kpis", response=answers(200, Page[schemas.Kpi]), summary="List KPIs")
@guards(SIGNED_IN)
def kpis(request: HttpRequest, paging: Pages) -> dict[str, Any]:
    """Answer the health checks with what they guard, as far as the caller sees it."""
    caller = caller_of(request)
    hidden = refs_of_hidden_key_results(caller)
    return page_of(visible(caller, Kpi), paging, lambda each: shown.kpi(each, hidden))


@router.get("/kpis/{int:pk}", response=answers(200, schemas.Kpi), summary="Read a KPI")
@guards(SIGNED_IN)
def kpi(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
    """Answer a health check."""
    return _kpi(caller_of(request), response, pk)


def _kpi(caller: Caller, response: HttpResponse, pk: int) -> dict[str, Any]:
    hidden = refs_of_hidden_key_results(caller)
    return with_version(response, one(caller, Kpi, pk), lambda each: shown.kpi(each, hidden))


@router.post("/statements", response=answers(201, schemas.Statement), summary="Add a statement")
@once("statement.create")
def add_statement(
    request: HttpRequest, response: HttpResponse, given: schemas.NewStatement
) -> Status[dict[str, Any]]:
    """Add a statement to the strategy as it is drafted."""
    caller = writer(request)
    made = services.add_statement(
        actor=caller.person, **resolved(caller, given.changes(), STATEMENT)
    )
    return Status(201, with_version(response, one(caller, Statement, made.pk), shown.statement))


@router.patch(
    "/statements/{int:pk}", response=answers(200, schemas.Statement), summary="Edit a statement"
)
@once("statement.edit")
def edit_statement(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.StatementChanges
) -> dict[str, Any]:
    """Set fields of a statement."""
    caller = writer(request)
    services.edit_statement(
        actor=caller.person,
        statement=one(caller, Statement, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), STATEMENT),
    )
    return with_version(response, one(caller, Statement, pk), shown.statement)


@router.delete("/statements/{int:pk}", response=answers(204, None), summary="Remove a statement")
@once("statement.remove")
def remove_statement(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a statement; its past stays in history."""
    caller = writer(request)
    services.remove_statement(
        actor=caller.person,
        statement=one(caller, Statement, pk),
        expected=expected_version(request),
    )
    return Status(204, None)


@router.post("/pillars", response=answers(201, schemas.Pillar), summary="Add a pillar")
@once("pillar.create")
def add_pillar(
    request: HttpRequest, response: HttpResponse, given: schemas.NewPillar
) -> Status[dict[str, Any]]:
    """Add a strategic priority."""
    caller = writer(request)
    made = services.add_pillar(actor=caller.person, **resolved(caller, given.changes(), PILLAR))
    return Status(201, with_version(response, one(caller, Pillar, made.pk), shown.pillar))


@router.patch("/pillars/{int:pk}", response=answers(200, schemas.Pillar), summary="Edit a pillar")
@once("pillar.edit")
def edit_pillar(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.PillarChanges
) -> dict[str, Any]:
    """Set fields of a pillar."""
    caller = writer(request)
    services.edit_pillar(
        actor=caller.person,
        pillar=one(caller, Pillar, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), PILLAR),
    )
    return with_version(response, one(caller, Pillar, pk), shown.pillar)


@router.delete("/pillars/{int:pk}", response=answers(204, None), summary="Remove a pillar")
@once("pillar.remove")
def remove_pillar(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a pillar that nothing supports any more."""
    caller = writer(request)
    services.remove_pillar(
        actor=caller.person, pillar=one(caller, Pillar, pk), expected=expected_version(request)
    )
    return Status(204, None)


@router.post("/kpis", response=answers(201, schemas.Kpi), summary="Add a KPI")
@once("kpi.create")
def add_kpi(
    request: HttpRequest, response: HttpResponse, given: schemas.NewKpi
) -> Status[dict[str, Any]]:
    """Add a health check with its healthy range."""
    caller = writer(request)
    made = services.add_kpi(actor=caller.person, **resolved(caller, given.changes(), KPI))
    return Status(201, _kpi(caller, response, made.pk))


@router.patch("/kpis/{int:pk}", response=answers(200, schemas.Kpi), summary="Edit a KPI")
@once("kpi.edit")
def edit_kpi(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.KpiChanges
) -> dict[str, Any]:
    """Set fields of a KPI."""
    caller = writer(request)
    services.edit_kpi(
        actor=caller.person,
        kpi=one(caller, Kpi, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), KPI),
    )
    return _kpi(caller, response, pk)


@router.delete("/kpis/{int:pk}", response=answers(204, None), summary="Remove a KPI")
@once("kpi.remove")
def remove_kpi(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a KPI that nothing names."""
    caller = writer(request)
    services.remove_kpi(
        actor=caller.person, kpi=one(caller, Kpi, pk), expected=expected_version(request)
    )
    return Status(204, None)
