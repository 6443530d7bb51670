"""The product's addresses, and a few that go wrong in known ways."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from lineofsight.config.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
)
from lineofsight.config.urls import urlpatterns as of_the_product
from lineofsight.kit.context import request_id
from lineofsight.kit.errors import Busy, Conflict, Invalid, NotAllowed, NotFound
from lineofsight.organization import access
from lineofsight.organization.models import Invitation
from lineofsight.web.middleware.signed_in import public

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
ERRORS: dict[str, Exception] = {
    "broken": RuntimeError("secret of the trace"),
    "busy": Busy("Just now not."),
    "conflict": Conflict("Somebody was quicker."),
    "invalid": Invalid({"title": ["A goal needs a title."]}),
    "not-allowed": NotAllowed("Ask <b>its</b> owner."),
    "not-found": NotFound("There is nothing here."),
}


@public
def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise ERRORS[how]


def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.get_visible(request.viewer, Invitation, pk=pk)
    return HttpResponse(found.email)


def who(request: HttpRequest) -> HttpResponse:
    person, viewer = request.person, request.viewer
    same = viewer.person.pk == person.pk
    zone = timezone.get_current_timezone_name()
    return HttpResponse(f"{person.name} {same} {request_id.get()} {zone}")


urlpatterns = [
    path("tests/invitations/<int:pk>/", invitation),
    path("tests/who/", who),
    path("tests/<str:how>/", fail),
    *of_the_product,
]
