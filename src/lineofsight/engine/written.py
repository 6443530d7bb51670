"""Numbers and days in texts that people wrote, such as before and after a change."""

from __future__ import annotations

import re
from datetime import date

from lineofsight.engine.loading import to_day

_THOUSANDS = re.compile(r"(?<=\d)[,\s'’](?=\d{3}\b)")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def first_number(text: str) -> float | None:
    """Return the first number in a text, None without one.

    A comma, space or apostrophe may group its thousands.

    >>> first_number("from 1,250 towns to 9")
    1250.0
    """
    found = _NUMBER.search(_THOUSANDS.sub("", text))
    return float(found[0]) if found else None


def iso_days(text: str) -> list[float]:
    """Return the ISO dates in a text in their order, as days since 1970-01-01.

    None at all where one of them is no day of the calendar, such as 2026-02-30.
    """
    try:
        return [to_day(date.fromisoformat(found)) for found in _ISO_DATE.findall(text)]
    except ValueError:
        return []
