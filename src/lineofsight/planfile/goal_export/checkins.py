"""Check-ins of the spreadsheet: one cell each, with named parts in one text."""

import re
from functools import cache

from lineofsight.planfile.goal_export.model import CheckIn
from lineofsight.planfile.goal_export.words import status_of
from lineofsight.planfile.outside import Ledger, Place, day_of, number_of
from lineofsight.planfile.schema import fold

# Checkin Date: 2025-03-10; User: A. Person; Note: Pilot signed; Metric Name: Progress;
# Status: On Track; Current Value: 25%; Activity Date: 2025-03-10 20:57:08 UTC;
_BEFORE_NOTE = ("date", "user", "note")
_KEYS = {
    "checkindate": "date",
    "user": "user",
    "checkinowner": "user",
    "note": "note",
    "checkinnote": "note",
    "metricname": "metric",
    "status": "status",
    "currentvalue": "value",
    "activitydate": "activity",
}
_PART = re.compile(
    r"(?:^|(?<=;)|(?<=\n))\s{0,20}(?P<key>Check-?in Date|User|Check-?in Owner|Check-?in Note|Note"
    r"|Metric Name|Status|Current Value|Activity Date)[ \t]{0,20}:",
    re.IGNORECASE,
)
_LEADING_DATE = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\b", re.ASCII)
_LEADING_NUMBER = re.compile(r"[^\d\s+-]{0,3}\s?[+-]?[\d.,]+", re.ASCII)


def check_in_of(cell: str, unit: str, place: Place, ledger: Ledger) -> CheckIn | None:
    """Read one check-in.

    Parameters
    ----------
    cell : str
        The text of the cell. The note may hold semicolons, even words that look like parts.
    unit : str
        The unit of the measure, which may stand behind the value.
    place : Place
        Where the cell stands, for messages.
    ledger : Ledger
        Told of what cannot be read.

    Returns
    -------
    CheckIn or None
        None for an empty cell. A text of another shape is a note as a whole, dated if it begins
        with a date. The author is a display name.
    """
    text = cell.strip()
    if not text:
        return None
    parts = _parts(text)
    if not parts:
        date = _LEADING_DATE.match(text)
        return CheckIn(
            date=day_of(date[1]) if date else None, value=None, note=text, row=place.row or 0
        )
    state = status_of(parts.get("status", ""))
    return CheckIn(
        date=ledger.day(parts.get("date") or parts.get("activity"), place),
        value=value_of(parts.get("value", ""), unit, place, ledger),
        reported=state[1] if state else "",
        note=parts.get("note", ""),
        author=" ".join(parts.get("user", "").split()),
        order=(parts.get("activity", ""), 0),
        row=place.row or 0,
    )


def value_of(value: object, unit: str, place: Place, ledger: Ledger) -> float | None:
    """Read a current value; the measure's unit may stand behind it.

    >>> value_of("1,250 sites", "sites", Place(), Ledger(""))
    1250.0
    """
    if isinstance(value, str) and unit and number_of(value) is None:
        match = _LEADING_NUMBER.match(value.strip())
        if match and fold(value.strip()[match.end() :]) == fold(unit):
            return ledger.number(match.group(), place)
    return ledger.number(value, place)


@cache
def _key(word: str) -> str:
    return _KEYS[fold(word)]


def _parts(text: str) -> dict[str, str]:
    """Take a cell apart: what stands before the note from the left, the rest from the right."""
    marks = [(_key(mark["key"]), mark) for mark in _PART.finditer(text)]
    if not marks or marks[0][1].start() != 0:
        return {}
    chosen: dict[str, re.Match[str]] = {}
    for key, mark in marks:
        if key in _BEFORE_NOTE and key not in chosen and "note" not in chosen:
            chosen[key] = mark
    note = chosen.get("note")
    for key, mark in reversed(marks):
        if key in chosen or key in _BEFORE_NOTE:
            continue
        if note is None or mark.start() > note.start():
            chosen[key] = mark
    for key, mark in marks:
        if key not in _BEFORE_NOTE:
            chosen.setdefault(key, mark)
    ordered = sorted(chosen.items(), key=lambda item: item[1].start())
    ends = [mark.start() for _key, mark in ordered[1:]] + [len(text)]
    return {
        key: text[mark.end() : end].strip().removesuffix(";").strip()
        for (key, mark), end in zip(ordered, ends, strict=True)
    }
