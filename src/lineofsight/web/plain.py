"""One address for each page: with a slash at its end it leads to the one without."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.views.decorators.common import no_append_slash
from django.views.decorators.http import require_safe

from lineofsight.organization.access.guards import PUBLIC, guards


@no_append_slash
@require_safe
@guards(PUBLIC)
def without_slash(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to the page of this address, with its query; where there is no such page, say so.

    Only what is an address of ours is led to, whether or not the thing behind it is there.
    """
    plain = request.path.removesuffix("/")
    try:
        found = resolve(plain)
    except Resolver404:
        raise Http404 from None
    if found.func is without_slash:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{plain}?{query}" if query else plain)
