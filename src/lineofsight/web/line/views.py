"""My line of sight."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.organization.access.guards import SIGNED_IN, guards


@guards(SIGNED_IN)
def my_line(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return render(request, "line/page.html")
