"""The bytes of an audit entry, the same on every database and every machine."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from lineofsight.organization.models import AuditEntry

COLUMNS = (
    "id",
    "at",
    "actor_id",
    "on_behalf_of",
    "verb",
    "subject_kind",
    "subject_id",
    "fields",
    "reason",
    "request_id",
    "transaction",
)
SHORT = 16  # hexadecimal digits of a row's own digest: enough to tell which row was changed
NOTHING = ""  # what stands before the first seal


def rows_between(first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """Yield the entries with ids in [first, last], in order, as ``COLUMNS``."""
    entries = AuditEntry.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    return entries.values_list(*COLUMNS).iterator(2_000)


def canonical(row: Iterable[Any]) -> bytes:
    """Return an entry's bytes: a JSON array in UTF-8, instants in UTC to the microsecond."""
    values = [_plain(value) for value in row]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def short(row: bytes) -> str:
    """Return the digest by which a single row is told."""
    return hashlib.sha256(row).hexdigest()[:SHORT]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
