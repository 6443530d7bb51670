"""The strategy: versions, statements, pillars, KPIs, acknowledgements."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import one, resolved, visible, writer
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import goals as measures
from lineofsight.api.schemas import strategy as schemas
from lineofsight.api.schemas.links import Answer
from lineofsight.api.versions import expected_version
from lineofsight.goals import services as goals
from lineofsight.goals.models import Observation
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Function, Person
from lineofsight.strategy import services
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, Statement, StrategyVersion

router = Router(tags=["Strategy"])
STATEMENT: dict[str, Any] = {"measure_id": Kpi, "strategy_version_id": StrategyVersion}
PILLAR: dict[str, Any] = {
    "sponsor_id": Person,
    "champion_ids": Person,
    "function_ids": Function,
    "kpi_ids": Kpi,
}
KPI: dict[str, Any] = {"owner_id": Person}

readable(
    router,
    "/strategy-versions",
    StrategyVersion,
    schemas.Version,
    shown.strategy_version,
    what="a version of the strategy",
)
readable(router, "/statements", Statement, schemas.Statement, shown.statement, what="a statement")
readable(router, "/pillars", Pillar, schemas.Pillar, shown.pillar, what="a pillar")
readable(router, "/kpis", Kpi, schemas.Kpi, shown.kpi, what="a KPI")
readable(
    router,
    "/acknowledgements",
    Acknowledgement,
    schemas.Acknowledgement,
    shown.acknowledgement,
    what="an acknowledgement",
)


@router.post(
    "/strategy-versions", response=answers(201, schemas.Version), summary="Publish a version"
)
@once("strategy.publish")
def publish(
    request: HttpRequest, response: HttpResponse, given: schemas.NewVersion
) -> Status[dict[str, Any]]:
    """Publish the strategy as it stands as a new version, with the reason for it."""
    caller = writer(request)
    made = services.publish_version(actor=caller.person, **given.changes())
    return Status(201, shown.strategy_version(made))


@router.post("/strategy-drafts", response=answers(201, schemas.Version), summary="Draft a version")
@once("strategy.publish")
def draft(
    request: HttpRequest, response: HttpResponse, given: schemas.NewDraft
) -> Status[dict[str, Any]]:
    """Begin a version beside the published one, with the statements of another if wished."""
    caller = writer(request)
    found = resolved(caller, given.changes(), {"based_on_id": StrategyVersion})
    made = services.draft_version(actor=caller.person, **found)
    response["ETag"] = f'"v{made.version}"'
    return Status(201, shown.strategy_version(made))


@router.patch(
    "/strategy-versions/{int:pk}", response=answers(200, schemas.Version), summary="Edit a version"
)
@once("strategy.publish")
def edit_version(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.VersionChanges
) -> dict[str, Any]:
    """Set fields of a drafted version."""
    caller = writer(request)
    made = services.edit_version(
        actor=caller.person,
        version=one(caller, StrategyVersion, pk),
        expected=expected_version(request),
        **given.changes(),
    )
    response["ETag"] = f'"v{made.version}"'
    return shown.strategy_version(made)


@router.delete("/strategy-versions/{int:pk}", response=answers(204, None), summary="Remove a draft")
@once("strategy.publish")
def remove_version(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a drafted version; a published one stays."""
    caller = writer(request)
    services.remove_version(
        actor=caller.person,
        version=one(caller, StrategyVersion, pk),
        expected=expected_version(request),
    )
    return Status(204, None)


@router.post(
    "/strategy-versions/{int:pk}/acknowledgements",
    response=answers(201, schemas.Acknowledgement),
    summary="Acknowledge a version",
)
@once("acknowledge")
def acknowledge(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.NewAcknowledgement
) -> Status[dict[str, Any]]:
    """Say that one has read a version; ask, raise a concern, or say what one contributes."""
    caller = writer(request)
    made = services.acknowledge(
        actor=caller.person, version=one(caller, StrategyVersion, pk), **given.changes()
    )
    return Status(201, with_version(response, made, shown.acknowledgement))


@router.put(
    "/acknowledgements/{int:pk}/answer",
    response=answers(200, schemas.Acknowledgement),
    summary="Answer a question or a concern",
)
@once("acknowledgement.answer")
def answer(request: HttpRequest, response: HttpResponse, pk: int, given: Answer) -> dict[str, Any]:
    """Answer what somebody asked or worried about."""
    caller = writer(request)
    services.answer_acknowledgement(
        actor=caller.person,
        acknowledgement=one(caller, Acknowledgement, pk),
        expected=expected_version(request),
        answer=given.answer,
    )
    return with_version(response, one(caller, Acknowledgement, pk), shown.acknowledgement)


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
    return Status(201, with_version(response, one(caller, Kpi, made.pk), shown.kpi))


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
    return with_version(response, one(caller, Kpi, pk), shown.kpi)


@router.delete("/kpis/{int:pk}", response=answers(204, None), summary="Remove a KPI")
@once("kpi.remove")
def remove_kpi(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a KPI that nothing names."""
    caller = writer(request)
    services.remove_kpi(
        actor=caller.person, kpi=one(caller, Kpi, pk), expected=expected_version(request)
    )
    return Status(204, None)


@router.get(
    "/kpis/{int:pk}/observations",
    response=answers(200, Page[measures.Observation]),
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
    response=answers(201, measures.Observation),
    summary="Record a KPI's value",
)
@once("kpi.report")
def record_kpi(
    request: HttpRequest, response: HttpResponse, pk: int, given: measures.NewObservation
) -> Status[dict[str, Any]]:
    """Record a dated value; a correction is a new one."""
    caller = writer(request)
    made = goals.record_observation(
        actor=caller.person, measure=one(caller, Kpi, pk), **given.changes()
    )
    return Status(201, shown.observation(made))
