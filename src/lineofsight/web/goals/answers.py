"""How a page answers when something was done."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from lineofsight.web.middleware.person import PersonRequest


def done(request: PersonRequest, address: str, said: str) -> HttpResponse:
    """Say that it is done, and go on to an address; for htmx by its own header."""
    messages.success(request, said)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
