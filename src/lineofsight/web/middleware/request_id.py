"""A name for each request, in logs, audit entries and the answer."""

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from lineofsight.kit.context import request_id

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9_.-]{8,64}")  # what a proxy may name it; nothing that breaks a log


class RequestIdMiddleware:
    """Takes the proxy's name for the request, or makes one, and says it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within the request's name."""
        given = request.headers.get(HEADER, "")
        name = given if _GIVEN.fullmatch(given) else secrets.token_hex(12)
        before = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(before)
        response.headers[HEADER] = name
        return response
