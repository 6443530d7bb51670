"""Expected refusals of the domain, as pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from lineofsight.kit.errors import DomainError
from lineofsight.web.errors import refusal


class ErrorsMiddleware:
    """Answers a ``DomainError`` that a view lets through with the page of its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Render what is expected; whatever else is raised is a defect and goes on."""
        return refusal(request, error) if isinstance(error, DomainError) else None
