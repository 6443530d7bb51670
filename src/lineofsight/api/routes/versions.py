"""Versions of the strategy, what people said to them, and the strategy on a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.reading import last_values_of_kpis, one, resolved, writer, written
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import strategy as schemas
from lineofsight.api.schemas.links import Answer
from lineofsight.api.versions import expected_version
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.strategy import services
from lineofsight.strategy.models import Acknowledgement, StrategyVersion
from lineofsight.strategy.selectors import strategy_on_a_page

router = Router(tags=["Strategy"])

readable(
    router,
    "/strategy-versions",
    StrategyVersion,
    schemas.Version,
    shown.strategy_version,
    what="a version of the strategy",
)
readable(
    router,
    "/acknowledgements",
    Acknowledgement,
    schemas.Acknowledgement,
    shown.acknowledgement,
    what="an acknowledgement",
)


@router.get("/strategy", response=answers(200, schemas.OnAPage), summary="The strategy on a page")
@guards(SIGNED_IN)
def on_a_page(request: HttpRequest, wanted: Query[schemas.WantedPage]) -> dict[str, Any]:
    """Answer the strategy as it holds, or one version of it, with its measures and its echo."""
    caller = caller_of(request)
    version = None if wanted.version_id is None else one(caller, StrategyVersion, wanted.version_id)
    return shown.on_a_page(strategy_on_a_page(caller.viewer, last_values_of_kpis(), version))


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
    return Status(201, with_version(response, made, shown.strategy_version))


@router.post("/strategy-drafts", response=answers(201, schemas.Version), summary="Draft a version")
@once("strategy.publish")
def draft(
    request: HttpRequest, response: HttpResponse, given: schemas.NewDraft
) -> Status[dict[str, Any]]:
    """Begin a version beside the published one, with the statements of another if wished."""
    caller = writer(request)
    found = resolved(caller, given.changes(), {"based_on_id": StrategyVersion})
    made = services.draft_version(actor=caller.person, **found)
    return Status(201, with_version(response, made, shown.strategy_version))


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
    return with_version(response, made, shown.strategy_version)


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
    return with_version(response, written(caller, Acknowledgement, pk), shown.acknowledgement)
