"""Units: which of them measure change, and which count what was done. DEFINITIONS 7, LOS301."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+")


@cache
def _words() -> dict[str, frozenset[str]]:
    """Load the lists of units, the same for all languages."""
    path = files("lineofsight.engine") / "words" / "units.toml"
    return {
        name: frozenset(words)
        for name, words in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def measures_change(unit: str) -> bool:
    """Tell whether a unit measures change: a percentage, money, a length of time or a rate.

    Examples
    --------
    >>> [measures_change(unit) for unit in ("%", "kEUR", "days", "stops a month", "litres/day")]
    [True, True, True, True, True]
    >>> [measures_change(unit) for unit in ("", "releases", "days held", "training hours")]
    [False, False, False, False]
    """
    lists = _words()
    words = _WORD.findall(unit.casefold())
    if lists["signs"] & set(unit) or (lists["shares"] | lists["money"]) & set(words):
        return True
    time = lists["time"]
    if any(each in lists["each"] and word in time for each, word in pairwise(words)):
        return True
    rest = [word for word in words if word not in lists["kinds_of_time"]]
    return bool(rest) and rest[0] in time and (len(rest) == 1 or rest[1] in lists["after_time"])
