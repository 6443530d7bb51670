"""The words of a goal tool's export: types of objects, states, periods, units."""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

from lineofsight.planfile.schema import fold


class ObjectKind(StrEnum):
    """What an object of the export becomes in a plan."""

    GOAL = "goal"
    KEY_RESULT = "key_result"
    ACTION = "action"


# Organisations could rename the types; these are the names seen in exports.
_KINDS = {
    ObjectKind.GOAL: "objective bigrock goal outcome theme strategicpriority",
    ObjectKind.KEY_RESULT: "keyresult kr kpi metric measure",
    ObjectKind.ACTION: "deliverable project initiative keyinitiative task action activity",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}

# The tool grades on track, behind, at risk, from best to worst. A plan's at_risk says that the end
# is in doubt; off_track, that it will be missed: nobody said that of a goal that is behind.
_REPORTED = {
    "ontrack": "on_track",
    "behind": "at_risk",
    "atrisk": "at_risk",
    "offtrack": "off_track",
}
_STATUS = {
    "notstarted": "active",
    "reopened": "active",
    "active": "active",
    "inprogress": "active",
    "closed": "done",
    "done": "done",
    "completed": "done",
    "achieved": "done",
    "postponed": "paused",
    "paused": "paused",
    "onhold": "paused",
    "draft": "draft",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "dropped": "cancelled",
    "abandoned": "cancelled",
    **dict.fromkeys(_REPORTED, "active"),
}
_SCOPES = {
    "organization": "enterprise",
    "organisation": "enterprise",
    "company": "enterprise",
    "department": "function",
    "team": "team",
    "individual": "individual",
    "personal": "individual",
}

PERCENT_UNITS = frozenset({"%", "percent", "percentage", "pct"})
_CURRENCY = re.compile(
    r"[$€£¥₹]|\b(?:[kmb]|mn|bn)?(?:usd|eur|gbp|chf|jpy|cad|aud|nzd|sek|nok|dkk|inr|cny|sgd)\b"
    r"|\b(?:us )?dollars?\b|\beuros?\b|\bpounds?\b|\byen\b|\brupees?\b|\bcurrency\b",
    re.IGNORECASE,
)
_YES_NO = frozenset({"yesno", "boolean", "done", "milestone", "truefalse"})

_YEAR = r"(?P<year>20\d{2})"
_PERIODS = (
    re.compile(rf"Q(?P<quarter>[1-4])\W*{_YEAR}", re.IGNORECASE | re.ASCII),
    re.compile(rf"{_YEAR}\W*Q(?P<quarter>[1-4])", re.IGNORECASE | re.ASCII),
    re.compile(rf"Quarter\W*(?P<quarter>[1-4])\W+{_YEAR}", re.IGNORECASE | re.ASCII),
    re.compile(rf"(?P<quarter>[1-4])Q\W*{_YEAR}", re.IGNORECASE | re.ASCII),
    re.compile(r"(?P<quarter>[1-4])Q\W*(?P<short>\d{2})", re.IGNORECASE | re.ASCII),
    re.compile(rf"H(?P<half>[12])\W*{_YEAR}", re.IGNORECASE | re.ASCII),
    re.compile(rf"{_YEAR}\W*H(?P<half>[12])", re.IGNORECASE | re.ASCII),
    re.compile(rf"(?:Annual|Year|Yearly)?\W*{_YEAR}", re.IGNORECASE | re.ASCII),
)


def kind_of(word: str) -> ObjectKind | None:
    """Tell what an object of this type becomes; None for a type that nobody knows.

    >>> kind_of("Key Result"), kind_of("Big rock")
    (<ObjectKind.KEY_RESULT: 'key_result'>, <ObjectKind.GOAL: 'goal'>)
    """
    return _KIND_OF.get(fold(word))


@lru_cache(maxsize=1_000)
def status_of(word: str) -> tuple[str, str] | None:
    """Read a state as ``status`` and ``reported`` of a goal; None if nobody knows the word.

    >>> status_of("On Track"), status_of("Closed"), status_of("")
    (('active', 'on_track'), ('done', ''), ('', ''))
    """
    folded = fold(word)
    if not folded:
        return "", ""
    status = _STATUS.get(folded)
    return None if status is None else (status, _REPORTED.get(folded, ""))


def scope_of(word: str) -> str:
    """Read the older column ``OKR type`` as a scope, where it says one."""
    return _SCOPES.get(fold(word), "")


def is_development(goal_type: str) -> bool:
    """Tell whether a goal type means personal development."""
    return fold(goal_type).startswith("development")


def period_of(name: str) -> tuple[date, date] | None:
    """Read the name of a calendar period as its first and last day; None if it may mean another.

    Fiscal years (``FY25``) begin where the organisation says, so they give no dates.

    >>> period_of("Q2 2025")
    (datetime.date(2025, 4, 1), datetime.date(2025, 6, 30))
    """
    text = name.strip()
    for pattern in _PERIODS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        found = match.groupdict()
        year = int(found.get("year") or "20" + str(found["short"]))
        if found.get("quarter"):
            last = 3 * int(str(found["quarter"]))
            first = last - 2
        elif found.get("half"):
            last = 6 * int(str(found["half"]))
            first = last - 5
        else:
            first, last = 1, 12
        return date(year, first, 1), date(year, last, 31 if last in {3, 12} else 30)
    return None


def measure_type(unit: str, outcome: str) -> str:
    """Tell the type of a key result from its unit and, where given, the type of its outcome.

    >>> measure_type("%", ""), measure_type("k€", "Metric"), measure_type("", "Metric")
    ('percent', 'currency', 'number')
    """
    if fold(unit) in PERCENT_UNITS or (not unit and fold(outcome) in PERCENT_UNITS):
        return "percent"
    if _CURRENCY.search(unit):
        return "currency"
    if fold(unit) in _YES_NO or fold(outcome) in _YES_NO:
        return "milestone"
    return "number"


def stays(target_type: str) -> str:
    """Tell whether a measure should stay ``below`` or ``above`` its target, or neither (``""``).

    >>> stays("Stay below"), stays("Increase from")
    ('below', '')
    """
    folded = fold(target_type)
    if any(word in folded for word in ("staybelow", "keepbelow", "atmost", "lessthan")):
        return "below"
    if any(word in folded for word in ("stayabove", "keepabove", "atleast", "morethan")):
        return "above"
    return ""
