"""The addresses of the product, and one more: the floor that pages are compared with."""

from django.urls import URLPattern, URLResolver, path

from lineofsight.bench.http.floor import FLOOR, floor
from lineofsight.config import urls

urlpatterns: list[URLPattern | URLResolver] = [path(FLOOR, floor), *urls.urlpatterns]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler429 = urls.handler429
handler500 = urls.handler500
