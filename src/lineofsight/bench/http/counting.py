"""How many statements each page takes, and how many bytes it has; not how long."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.bench.http.visits import Visit


@dataclass(frozen=True)
class Count:
    """What one visit took."""

    name: str
    who: str
    status: int
    queries: int
    bytes: int


def counted(visits: list[Visit]) -> list[Count]:
    """Open each page twice in this process, and count the second time: some things are kept."""
    return [_count(visit) for visit in visits]


def _count(visit: Visit) -> Count:
    client = Client(raise_request_exception=False)
    if visit.cookie:
        name, _, value = visit.cookie.partition("=")
        client.cookies[name] = value
    said = {"HTTP_HOST": settings.ALLOWED_HOSTS[0]}
    if visit.htmx:
        said["HTTP_HX_REQUEST"] = "true"
    client.get(visit.address, secure=True, **said)  # type: ignore[arg-type] # headers of the request
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(visit.address, secure=True, **said)  # type: ignore[arg-type] # as above
    return Count(visit.name, visit.who, answer.status_code, len(seen), len(answer.content))
