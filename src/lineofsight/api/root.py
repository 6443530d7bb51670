"""The interface as a whole: /api/v1, its description, and its routes."""

from lineofsight.api.auth import AUTH
from lineofsight.api.interface import Interface
from lineofsight.api.problems import handle_errors
from lineofsight.api.routes import (
    alignment,
    beside,
    exchange,
    goals,
    history,
    lines,
    links,
    me,
    measures,
    people,
    strategy,
    talks,
    tree,
    versions,
)

VERSION = "1.0.0"
TOLD = """Everything that the record holds and does, under the rights of the person who asks.

Send a personal token (`Authorization: Bearer los_…`). Lists come in pages: ask again with the
`cursor` that `next` gave. A change names the version it was made on (`If-Match` with the `ETag`
that was read). A request that makes something may carry an `Idempotency-Key`: sent again, it has
one effect and one answer. Errors are `application/problem+json`. What you may not see answers as
what is not there: 404.
"""

api = Interface(
    title="Line of Sight",
    version=VERSION,
    description=TOLD,
    auth=list(AUTH),
    docs_url=None,
    urls_namespace="api",
    openapi_url="/openapi.json",
)
handle_errors(api)
for _router in (
    me.router,
    people.router,
    strategy.router,
    versions.router,
    goals.router,
    tree.router,
    measures.router,
    links.router,
    beside.router,
    talks.router,
    lines.router,
    alignment.router,
    history.router,
    exchange.router,
):
    api.add_router("", _router)
