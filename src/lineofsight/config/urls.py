"""Root addresses."""

from django.urls import URLPattern, URLResolver, include, path

from lineofsight.api.root import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("lineofsight.web.urls")),
    path("", include("lineofsight.web.sign_in.urls")),
]
handler400 = "lineofsight.web.errors.bad_request"
handler403 = "lineofsight.web.errors.not_allowed"
handler404 = "lineofsight.web.errors.not_found"
handler500 = "lineofsight.web.errors.broken"
handler429 = "lineofsight.web.errors.too_many"
