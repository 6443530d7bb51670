"""What holds for every answer of the interface, also where no operation was reached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from lineofsight.api.problems import problem
from lineofsight.kit.context import means

ROOT = "/api/"
PROBLEM = "application/problem+json"


class InterfaceMiddleware:
    """Forgets after each request by what means it was sent, and refuses programs in their form.

    Without the first, whoever a thread serves next would act under the last token's name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say as a problem what Django says with a page."""
        before = means.set("")
        try:
            response = self.get_response(request)
        finally:
            means.reset(before)
        if not request.path.startswith(ROOT) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM):
            return response
        return _as_problem(response)


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    status = response.status_code
    told = {
        400: _("The request cannot be understood."),
        404: _("There is nothing here, or nothing that you may see."),
        405: _("This address does not answer to this method. Allow says to which it does."),
    }
    kept = {name: response.headers[name] for name in ("Allow",) if name in response.headers}
    sentence = told.get(status, _("Something is broken here. It has been written down."))
    return problem(status, sentence, code="not_found" if status == 404 else "", headers=kept)
