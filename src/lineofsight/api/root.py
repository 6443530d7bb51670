"""The interface as a whole: /api/v1, its description, and its routes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from lineofsight.api.auth import AUTH
from lineofsight.api.problems import handle_errors, problem
from lineofsight.api.routes import alignment, beside, goals, history, links, me, people, strategy

VERSION = "1.0.0"
TOLD = """Everything that the record holds and does, under the rights of the person who asks.

Send a personal token (`Authorization: Bearer los_…`). Lists come in pages: ask again with the
`cursor` that `next` gave. A change names the version it was made on (`If-Match` with the `ETag`
that was read). A request that makes something may carry an `Idempotency-Key`: sent again, it has
one effect and one answer. Errors are `application/problem+json`. What you may not see answers as
what is not there: 404.
"""

REFUSAL = {"$ref": "#/components/responses/Problem"}


class Interface(NinjaAPI):
    """The interface, whose description says in one place how it refuses."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """Describe the interface; refusals are one response that all operations refer to."""
        schema = super().get_openapi_schema(**given)
        for path in schema["paths"].values():
            for operation in path.values():
                answers = operation["responses"]
                answers.update({code: REFUSAL for code in answers if int(code) >= 400})
        schema["components"]["responses"] = {
            "Problem": {
                "description": "Refused; RFC 9457 says why.",
                "content": {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                },
            }
        }
        return schema


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
    goals.router,
    links.router,
    beside.router,
    alignment.router,
    history.router,
):
    api.add_router("", _router)


def absent(_request: HttpRequest, **_path: str) -> HttpResponse:
    """Answer for an address under /api that is none."""
    return problem(404, "There is nothing here, or nothing that you may see.", code="not_found")
