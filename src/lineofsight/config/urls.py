"""Root addresses."""

from django.urls import URLPattern, URLResolver, path

from lineofsight.api.root import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
]
