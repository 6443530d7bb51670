"""Pages by cursor: the next begins after the last row of this one, whatever was added since."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Query, Schema
from ninja.errors import HttpError
from pydantic import Field

T = TypeVar("T")
M = TypeVar("M", bound=Model)
MOST = 200


class Paging(Schema):
    """Which page."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Rows a page.")] = 50
    cursor: Annotated[
        str, Field(max_length=200, description="`next` of the page before; empty: the first page.")
    ] = ""


Pages = Query[Paging]


class Page(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(None, description="Cursor of the next page; null on the last.")


def page_of(rows: "QuerySet[M]", paging: Paging, shown: Callable[[M], Any]) -> dict[str, Any]:
    """Return one page of a queryset in the order of its ids."""
    rows = rows.order_by("pk")
    rows = rows.filter(pk__gt=after(paging.cursor))
    found = list(rows[: paging.limit + 1])
    more = len(found) > paging.limit
    found = found[: paging.limit]
    return page([shown(row) for row in found], cursor_after(found[-1].pk) if more else None)


def page(items: Iterable[Any], following: str | None) -> dict[str, Any]:
    """Return what a list answers."""
    return {"items": list(items), "next": following}


def cursor_after(pk: int) -> str:
    """Return a cursor that begins after a row; opaque to callers."""
    return base64.urlsafe_b64encode(json.dumps([pk]).encode()).decode().rstrip("=")


def after(cursor: str) -> int:
    """Return the number after which a page begins; 0 for the first.

    Raises
    ------
    HttpError
        422: it is no cursor.
    """
    if not cursor:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        told = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        number = told[0]
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**63:
            return number
    except (ValueError, binascii.Error, LookupError, TypeError, RecursionError):
        pass
    raise HttpError(422, "The cursor is not one of this list. Begin without a cursor.")
