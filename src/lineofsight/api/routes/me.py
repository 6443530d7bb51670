"""Who asks, and their tokens."""

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.errors import HttpError

from lineofsight.api import shown, tokens
from lineofsight.api.auth import caller_of
from lineofsight.api.models import Token
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import one, visible
from lineofsight.api.routes.parts import answers, once
from lineofsight.api.schemas import people as schemas
from lineofsight.organization.access.guards import SIGNED_IN, guards

router = Router(tags=["Me"])


@router.get("/me", response=answers(200, schemas.Me), summary="Who asks")
@guards(SIGNED_IN)
def me(request: HttpRequest) -> dict[str, Any]:
    """Answer the person, the roles given to them, and what the token may do."""
    caller = caller_of(request)
    return {
        "person": shown.person(caller.person),
        "roles": sorted({grant.role for grant in caller.viewer.grants}),
        "scopes": sorted(caller.scopes),
    }


@router.get("/tokens", response=answers(200, Page[schemas.Token]), summary="List own tokens")
@guards(SIGNED_IN)
def own_tokens(request: HttpRequest, paging: Pages) -> dict[str, Any]:
    """Answer the caller's tokens; no secret is kept."""
    return page_of(visible(caller_of(request), Token), paging, shown.token)


@router.post("/tokens", response=answers(201, schemas.MadeToken), summary="Make a token")
@guards("token.make")
def make_token(request: HttpRequest, given: schemas.NewToken) -> Status[dict[str, Any]]:
    """Make a token; its secret is in this answer and nowhere else, so the answer is not kept.

    A token cannot make one that may do more than itself. Who is signed in at a page shows once
    more that it is them, and sends the request within ten minutes.
    """
    caller = caller_of(request, "write")
    if not caller.is_program and not did_recently_reauthenticate(request):
        raise HttpError(403, _("Show once more that it is you, on the page of your account."))
    scopes = [scope for scope in given.scopes if scope in caller.scopes]
    token, secret = tokens.make_token(
        actor=caller.person, name=given.name, scopes=scopes, days=given.days
    )
    return Status(201, {**shown.token(token), "secret": secret})


@router.delete("/tokens/{int:pk}", response=answers(204, None), summary="End a token")
@once("token.revoke")
def end_token(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """End a token; it is refused from the next request on."""
    caller = caller_of(request, "write")
    tokens.revoke_token(actor=caller.person, token=one(caller, Token, pk))
    return Status(204, None)
