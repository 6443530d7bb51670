"""Links: how goals hang together, and what their parties have agreed."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import one, resolved, visible, writer, written
from lineofsight.api.routes.parts import answers, once
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import links as schemas
from lineofsight.api.schemas.common import Why
from lineofsight.api.versions import expected_version
from lineofsight.goals import services
from lineofsight.goals.models import Goal, Link
from lineofsight.kit.errors import Invalid
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.strategy.models import Pillar

router = Router(tags=["Links"])


@router.get("/links", response=answers(200, Page[schemas.Link]), summary="List links")
@guards(SIGNED_IN)
def several(
    request: HttpRequest,
    paging: Pages,
    wanted: Query[schemas.WantedLinks],
) -> dict[str, Any]:
    """Answer links of which the caller sees both ends."""
    rows = visible(caller_of(request), Link)
    if wanted.goal_id is not None:
        rows = rows.filter(Q(source_id=wanted.goal_id) | Q(goal_id=wanted.goal_id))
    if wanted.pillar_id is not None:
        rows = rows.filter(pillar_id=wanted.pillar_id)
    return page_of(rows, paging, shown.link)


@router.get("/links/{int:pk}", response=answers(200, schemas.Link), summary="Read a link")
@guards(SIGNED_IN)
def single(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
    """Answer a link."""
    return with_version(response, one(caller_of(request), Link, pk), shown.link)


@router.post("/links", response=answers(201, schemas.Link), summary="Link")
@once("link.create")
def link(
    request: HttpRequest, response: HttpResponse, given: schemas.NewLink
) -> Status[dict[str, Any]]:
    """Link a goal to a goal, a pillar or the North Star; a circle of supports is refused."""
    caller = writer(request)
    ends = [given.goal_id is not None, given.pillar_id is not None, given.to_north_star]
    if sum(ends) != 1:
        raise Invalid({"goal_id": ["Give exactly one of goal_id, pillar_id and to_north_star."]})
    found = resolved(
        caller, given.changes(), {"source_id": Goal, "goal_id": Goal, "pillar_id": Pillar}
    )
    end = found.pop("goal", None) or found.pop("pillar", None)
    found.pop("pillar", None)
    found.pop("to_north_star", None)
    made = services.link(actor=caller.person, end=end, **found)
    return Status(201, with_version(response, written(caller, Link, made.pk), shown.link))


@router.patch("/links/{int:pk}", response=answers(200, schemas.Link), summary="Edit a link")
@once("link.edit")
def edit(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.LinkChanges
) -> dict[str, Any]:
    """Set fields of a link; siblings' contributions stay as they were given."""
    caller = writer(request)
    services.edit_link(
        actor=caller.person,
        link=one(caller, Link, pk),
        expected=expected_version(request),
        **given.changes(),
    )
    return with_version(response, written(caller, Link, pk), shown.link)


@router.post(
    "/links/{int:pk}/confirmation", response=answers(200, schemas.Link), summary="Confirm a link"
)
@once("link.confirm")
def confirm(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
    """Say that the link still holds for both ends as they read now."""
    caller = writer(request)
    services.confirm_link(
        actor=caller.person, link=one(caller, Link, pk), expected=expected_version(request)
    )
    return with_version(response, written(caller, Link, pk), shown.link)


@router.post(
    "/links/{int:pk}/acceptance", response=answers(200, schemas.Link), summary="Accept a dependency"
)
@once("link.accept")
def accept(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
    """Say, as the provider, that it will be there when it is needed."""
    caller = writer(request)
    services.accept_link(
        actor=caller.person, link=one(caller, Link, pk), expected=expected_version(request)
    )
    return with_version(response, written(caller, Link, pk), shown.link)


@router.put(
    "/links/{int:pk}/trade-off", response=answers(200, schemas.Link), summary="Agree a trade-off"
)
@once("link.trade_off")
def trade_off(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.TradeOff
) -> dict[str, Any]:
    """Keep what two competing goals have agreed, and when they look at it again."""
    caller = writer(request)
    services.agree_trade_off(
        actor=caller.person,
        link=one(caller, Link, pk),
        expected=expected_version(request),
        **given.changes(),
    )
    return with_version(response, written(caller, Link, pk), shown.link)


@router.delete("/links/{int:pk}", response=answers(204, None), summary="Unlink")
@once("link.remove")
def unlink(
    request: HttpRequest,
    response: HttpResponse,
    pk: int,
    why: Query[Why],
) -> Status[None]:
    """Take a link away; its past stays in history."""
    caller = writer(request)
    services.unlink(
        actor=caller.person,
        link=one(caller, Link, pk),
        expected=expected_version(request),
        reason=why.reason,
    )
    return Status(204, None)
