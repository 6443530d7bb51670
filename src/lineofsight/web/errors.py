"""Pages for what did not work: each says what happened, and the next step.

They stand on a layout of their own that asks nothing of the record, so that they come even when
the database is away; and a page that is hidden reads to the byte like one that does not exist.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lineofsight.kit.context import request_id
from lineofsight.kit.errors import Busy, Conflict, DomainError, Invalid, NotAllowed, NotFound

STATUS: dict[type[DomainError], int] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Conflict: HTTPStatus.CONFLICT,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
}


def status_of(error: DomainError) -> int:
    """Return the HTTP status of an expected refusal."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return HTTPStatus.BAD_REQUEST


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Render an expected refusal."""
    status = status_of(error)
    if status == HTTPStatus.NOT_FOUND:
        return not_found(request)
    response = _page(status, error.message)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(error.facts.get("retry_after", 5))
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render the page for what is not there, or not for this reader: always the same bytes."""
    return _page(HTTPStatus.NOT_FOUND)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render the page for what is there but not theirs to do."""
    return _page(HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render the page for a request that cannot be understood."""
    return _page(HTTPStatus.BAD_REQUEST)


def broken(request: HttpRequest) -> HttpResponse:
    """Render the page for a defect of ours, with the request's name to report it by."""
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR)


def too_many(request: HttpRequest, wait: int = 60) -> HttpResponse:
    """Render the page for who asks too often; they may ask again in ``wait`` seconds."""
    response = _page(HTTPStatus.TOO_MANY_REQUESTS, wait=wait)
    response.headers["Retry-After"] = str(wait)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Render the page for a form that was not sent from our own page, or too late."""
    return _page(
        HTTPStatus.FORBIDDEN,
        _(
            "This form could not be told from a forged one. Cookies may be switched off, or the "
            "page was open while you signed in elsewhere. Go back, load the page again, and send "
            "the form once more."
        ),
    )


def _page(status: int, message: str = "", **facts: object) -> HttpResponse:
    said = {"message": message, "request_id": request_id.get(), **facts}
    return HttpResponse(render_to_string(f"errors/{int(status)}.html", said), status=status)
