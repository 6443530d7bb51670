"""Closed unless said otherwise: who is not signed in is asked to."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required as public
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

__all__ = ["SignedInMiddleware", "public"]

# The interface for programs asks for its token itself, and says so in its own form.
ANSWERS_FOR_ITSELF = "/api/"


class SignedInMiddleware:
    """Leads to the sign-in page unless the view is ``@public``, Django's ``login_not_required``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the view is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, named: Any
    ) -> HttpResponseBase | None:
        """Stop where nobody is signed in and the view needs somebody."""
        if request.person is not None or not getattr(view, "login_required", True):  # type: ignore[attr-defined] # set by PersonMiddleware
            return None
        if request.path.startswith(ANSWERS_FOR_ITSELF):
            return None
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        response = redirect_to_login(back, str(settings.LOGIN_URL))
        if request.headers.get("HX-Request") == "true":
            # htmx would put the sign-in page into the part that it asked for.
            return HttpResponse(status=401, headers={"HX-Redirect": response.url})
        return response
