"""What stands around everything else: health, a line of log a request, a word without database."""

import hmac
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.html import escape
from django.utils.translation import gettext as _

from lineofsight.config import metrics
from lineofsight.config.environment import is_this_machine
from lineofsight.config.health import is_migrated, is_ready, readiness

Answer = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("lineofsight.request")
RETRY_AFTER = "5"  # seconds


class Health:
    """Answers ``/healthz``, ``/readyz`` and ``/metrics`` before anything else has a say."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or go on."""
        match request.path:
            case "/healthz":
                return _plain("ok\n")
            case "/readyz":
                return _readiness()
            case "/metrics":
                return _metrics(request)
        return self.get_response(request)


def _plain(text: str, status: int = 200) -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _readiness() -> HttpResponse:
    parts = readiness()
    answer = JsonResponse(parts, status=200 if is_ready(parts) else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read_metrics(request):
        return _plain("not found\n", 404)
    answer = HttpResponse(
        metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # Through a proxy on this machine everybody seems to be on this machine.
    direct = "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    return direct and is_this_machine(request.META.get("REMOTE_ADDR", ""))


class RequestLog:
    """Writes one line for each request, and counts it: its route, never its address or content."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say how it went."""
        statements = 0

        def count(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(*given)

        began = time.perf_counter()
        with connection.execute_wrapper(count):
            try:
                answer = self.get_response(request)
            except Exception as error:  # not even the page of errors could be made
                log.exception("request.broken", exc_info=error)
                answer = _plain(_("Something is broken here.") + "\n", 500)
        spent = time.perf_counter() - began
        match = request.resolver_match
        route = match.route if match is not None else "-"
        method = request.method if request.method in METHODS else "OTHER"
        metrics.requests.labels(route, method).observe(spent)
        metrics.answers.labels(route, method, str(answer.status_code)).inc()
        metrics.queries.labels(route).observe(statements)
        log.log(
            logging.WARNING if answer.status_code >= 500 else logging.INFO,
            "request.answered",
            extra={
                "request": answer.headers.get("X-Request-ID", ""),
                "route": route,
                "method": method,
                "status": answer.status_code,
                "ms": round(spent * 1000, 1),
                "queries": statements,
                "person": _person(request),
            },
        )
        return answer


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _person(request: HttpRequest) -> int | None:
    """Return the number of who asked, if that was found out; it is not asked for here."""
    person = vars(request).get("person")
    number = getattr(person, "pk", None)
    return number if isinstance(number, int) else None


class DatabaseAway:
    """Says that it will be back, with 503, where the database is away, busy, or not set up."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say when to come back."""
        try:
            answer = self.get_response(request)
        except DatabaseError as error:
            note_error(None, request, error)
            answer = _plain("", 500)
        heard = vars(request).get("lineofsight_error")
        if answer.status_code < 500 or not isinstance(heard, DatabaseError | InterfaceError):
            return answer
        away = _why(heard)
        return answer if away is None else _away(request, away)


def note_error(_sender: object, request: HttpRequest | None, error: BaseException | None) -> None:
    """Keep with a request what went wrong: the layers in between make an answer of it."""
    if request is not None:
        vars(request)["lineofsight_error"] = error


def _heard(sender: object, request: HttpRequest | None = None, **_more: object) -> None:
    note_error(sender, request, sys.exc_info()[1])


got_request_exception.connect(_heard, dispatch_uid="lineofsight.outermost")


def _why(error: BaseException) -> str | None:
    """Say why the database did not answer; None if the statement was at fault."""
    try:
        if not is_migrated():
            return _(
                "The database of this installation has not been brought up to date yet. Whoever "
                "runs it does so with `lineofsight migrate`."
            )
    except DatabaseError:
        pass
    if isinstance(error, OperationalError | InterfaceError):
        connection.close()
        return _("The database does not answer just now. Nothing is lost; please try again soon.")
    return None


def _away(request: HttpRequest, sentence: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Busy", "status": 503, "detail": sentence}
        answer: HttpResponse = JsonResponse(problem, status=503)
        answer.headers["Content-Type"] = "application/problem+json"
    else:
        title = _("Back soon")
        answer = HttpResponse(
            f"<!doctype html><html lang=en-GB><meta charset=utf-8><title>{escape(title)}</title>"
            f"<main><h1>{escape(title)}</h1><p>{escape(sentence)}</p></main></html>",
            status=503,
        )
    answer.headers["Retry-After"] = RETRY_AFTER
    answer.headers["Cache-Control"] = "no-store"
    return answer
