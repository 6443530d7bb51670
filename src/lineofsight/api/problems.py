"""Errors as programs read them: RFC 9457, ``application/problem+json``."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lineofsight.kit.context import request_id
from lineofsight.kit.errors import DomainError, Invalid
from lineofsight.planfile.problems import PlanError

# As RFC 9110 has them; Python says it so from 3.13 on.
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
STATUS = {
    "not_found": 404,
    "not_allowed": 403,
    "invalid": 422,
    "conflict": 409,
    "busy": 503,
    "refused": 409,
    "too_many": 429,
}


class TooMany(DomainError):
    """This is asked too often; ``facts["wait"]`` is how many seconds to wait."""

    code = "too_many"

    def __init__(self, wait: int) -> None:
        super().__init__(_("That is too often. Wait as long as Retry-After says."), wait=wait)


def problem(
    status: int,
    detail: str,
    *,
    code: str = "",
    headers: Mapping[str, str] | None = None,
    **members: object,
) -> HttpResponse:
    """Return an answer that says what went wrong; ``code`` is stable, ``detail`` is for people."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code or title.lower().replace(" ", "_").replace("-", "_"),
        "detail": detail,
        "instance": f"urn:request:{request_id.get()}" if request_id.get() else None,
        **members,
    }
    return HttpResponse(
        json.dumps({name: value for name, value in body.items() if value is not None}),
        status=status,
        reason=title,
        content_type="application/problem+json",
        headers=dict(headers or {}),
    )


def too_big() -> HttpResponse:
    """Return the answer to a request that is larger than any may be."""
    return problem(413, _("That is too much at once. Send less, or import it by command."))


def handle_errors(api: NinjaAPI) -> None:
    """Make every error of an API answer as a problem."""

    @api.exception_handler(DomainError)
    def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
        members: dict[str, object] = {}
        if isinstance(error, Invalid):
            members["errors"] = [
                {"field": field, "detail": sentence}
                for field, sentences in error.problems.items()
                for sentence in sentences
            ]
        if isinstance(error.facts.get("version"), int):
            members["version"] = error.facts["version"]
        status = STATUS.get(error.code, 409)
        if error.code == "conflict" and "If-Match" in request.headers:
            status = 412
        wait = error.facts.get("wait", 5)
        headers = {"Retry-After": str(wait)} if status in {429, 503} else None
        return problem(status, error.message, code=error.code, headers=headers, **members)

    @api.exception_handler(PlanError)
    def unreadable(_request: HttpRequest, error: PlanError) -> HttpResponse:
        errors = [
            {
                "table": one.table,
                "row": one.row,
                "column": one.column,
                "detail": one.message,
                "remedy": one.remedy,
            }
            for one in error.problems
        ]
        return problem(422, _("The plan cannot be read."), code="invalid", errors=errors)

    @api.exception_handler(ValidationError)
    def malformed(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            {"field": ".".join(str(part) for part in one["loc"][1:]), "detail": one["msg"]}
            for one in error.errors
        ]
        return problem(422, _("What was sent does not hold."), code="malformed", errors=errors)

    @api.exception_handler(AuthenticationError)
    def unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return problem(
            401,
            _("Send a personal token: Authorization: Bearer los_…"),
            code="not_signed_in",
            headers={"WWW-Authenticate": 'Bearer realm="lineofsight"'},
        )

    @api.exception_handler(HttpError)
    def said(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))

    @api.exception_handler(RequestDataTooBig)
    def too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return too_big()

    @api.exception_handler(SuspiciousOperation)
    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(UnreadablePostError)
    def unclear(_request: HttpRequest, _error: Exception) -> HttpResponse:
        return problem(400, _("What was sent cannot be read as what it says it is."))

    @api.exception_handler(Http404)
    def absent(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem(
            404, _("There is nothing here, or nothing that you may see."), code="not_found"
        )
