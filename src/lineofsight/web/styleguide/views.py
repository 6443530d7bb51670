"""The gallery: every component in every state, in both themes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.web.middleware.person import PersonRequest
from lineofsight.web.styleguide.samples import specimens

PARTS = (
    "page_head", "section", "sightline", "rung", "mark", "status", "state", "severity", "progress",
    "spark", "fan", "kpi", "finding", "ask", "act", "fold", "talk",
    "change", "story", "person", "button", "field",
    "problems", "empty", "table", "tree", "dialog", "icon",
)  # fmt: skip


@require_GET
@guards(SIGNED_IN)
def styleguide(request: PersonRequest) -> HttpResponse:
    """Show every component; nothing of the record."""
    context = {
        "parts": [(name, f"styleguide/parts/{name}.html") for name in PARTS],
        "specimens": specimens(),
        "place": [(_("Styleguide"), "")],
    }
    return render(request, "styleguide/page.html", context)
