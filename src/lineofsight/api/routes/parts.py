"""What the routes have in common."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.decorators import decorate_view

from lineofsight.api.auth import Caller, caller_of
from lineofsight.api.idempotency import idempotent
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import one, visible
from lineofsight.api.versions import Numbered, show_version
from lineofsight.organization.access.guards import SIGNED_IN, guards

M = TypeVar("M", bound=Model)
F = TypeVar("F", bound=Callable[..., Any])
Show = Callable[[Any], dict[str, Any]]
Narrow = Callable[[Caller, "QuerySet[Any]"], "QuerySet[Any]"]


class Problem(Schema):
    """An error, RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str | None = None
    errors: list[dict[str, Any]] | None = None
    version: int | None = None


def answers(status: int, schema: Any) -> dict[int, Any]:
    """Return what an operation may answer; by which refusals is said by its description."""
    return {status: schema, 401: Problem}


def once(verb: str) -> Callable[[F], F]:
    """Mark an operation that writes: its verb, and one effect for one Idempotency-Key."""

    def mark(operation: F) -> F:
        operation.takes_key = True  # type: ignore[attr-defined] # read by the description
        return guards(verb)(decorate_view(idempotent)(operation))

    return mark


def shown(response: HttpResponse, thing: Numbered, show: Show) -> dict[str, Any]:
    """Show one row, with its ETag."""
    show_version(response, thing)
    return show(thing)


def readable(
    router: Router, path: str, model: type[M], schema: type[Schema], show: Show, *, what: str
) -> None:
    """Add the list of a model and a single row of it to a router.

    ``what`` names one row in the operations' summaries: ``a team``.
    """
    plural = path.strip("/").replace("-", " ")
    name = path.strip("/").replace("-", "_")
    page: Any = Page.__class_getitem__(schema)

    @router.get(
        path,
        response=answers(200, page),
        summary=f"List {plural}",
        operation_id=f"list_{name}",
    )
    @guards(SIGNED_IN)
    def several(request: HttpRequest, paging: Pages) -> dict[str, Any]:
        """Answer what the caller sees of them, in the order in which they came."""
        return page_of(visible(caller_of(request), model), paging, show)

    @router.get(
        path + "/{int:pk}",
        response=answers(200, schema),
        summary=f"Read {what}",
        operation_id=f"read_{name}",
    )
    @guards(SIGNED_IN)
    def single(request: HttpRequest, response: HttpResponse, pk: int) -> dict[str, Any]:
        """Answer one of them, if the caller sees it."""
        found = one(caller_of(request), model, pk)
        return shown(response, found, show) if isinstance(found, Numbered) else show(found)
