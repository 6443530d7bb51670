"""Root addresses."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from lineofsight.api.root import api
from lineofsight.web.plain import without_slash

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("lineofsight.web.urls")),
    path("", include("lineofsight.web.sign_in.urls")),
    re_path(r"^(?!api/)(?P<address>.+)/$", without_slash, name="without_slash"),  # the last resort
]
handler400 = "lineofsight.web.errors.bad_request"
handler403 = "lineofsight.web.errors.not_allowed"
handler404 = "lineofsight.web.errors.not_found"
handler500 = "lineofsight.web.errors.broken"
handler429 = "lineofsight.web.errors.too_many"
