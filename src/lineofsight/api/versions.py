"""ETags: an answer names the version that it shows, a change the version it was made on."""

import inspect
import re
from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError

_ETAG = re.compile(r'(?:W/)?"v(\d{1,9})"')


@runtime_checkable
class Numbered(Protocol):
    """A row that counts its versions."""

    version: int


def etag(thing: Numbered) -> str:
    """Return the ETag of a row as it is."""
    return f'"v{thing.version}"'


def show_version(response: HttpResponse, thing: Numbered) -> None:
    """Put the row's ETag on an answer."""
    response["ETag"] = etag(thing)


def expected_version(request: HttpRequest) -> int:
    """Return the version that the caller saw.

    Raises
    ------
    HttpError
        428 without an If-Match header, 422 for one that is none of ours.
    """
    given = request.headers.get("If-Match")
    if given is None:
        raise HttpError(428, _("Send If-Match with the ETag of what you read."))
    match = _ETAG.fullmatch(given.strip())
    if match is None:
        raise HttpError(422, _("If-Match does not hold an ETag of this interface."))
    return int(match.group(1))


def names_version(operation: Callable[..., Any]) -> bool:
    """Tell whether an operation asks for If-Match, by its own code: no mark can be forgotten."""
    code = inspect.unwrap(operation).__code__
    return expected_version.__name__ in code.co_names
