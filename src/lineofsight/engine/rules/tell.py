"""How rules say things: names, titles, lists and times as people would say them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

import numpy as np

from lineofsight.engine.columns import IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import to_date, to_day
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TITLE_LENGTH = 120  # longer titles are cut in sentences; the evidence and the plan have them whole
# A quotation within the title, but not the sign of inches after a number.
INNER_QUOTATION = re.compile(r'(?<!\w)"([^"]+)"|“([^”]*)”')


def quoted(text: str) -> str:
    """Return a title in quotation marks, cut at a word where it is very long.

    The full stop of a text that is a sentence is left out: ours goes on around it.
    """
    text = " ".join(text.split())
    if '"' in text or "“" in text:  # most have none
        text = INNER_QUOTATION.sub(_single_quoted, text)
    text = text[:-1] if text.endswith(".") and not text.endswith("..") else text
    if len(text) > TITLE_LENGTH:
        text = text[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",.;:") + " …"
    return f"“{text}”"


def _single_quoted(found: re.Match[str]) -> str:
    return f"‘{found[1] or found[2]}’"


def title(lenses: Lenses, node: int) -> str:
    """Return what people call a goal, pillar or the North Star, in quotation marks."""
    return quoted(lenses.snapshot.node_title(node))


def name(lenses: Lenses, person: int) -> str:
    """Return a person's name, or "nobody" for -1."""
    return str(lenses.snapshot.people.name[person]) if person >= 0 else _("nobody")


def listed(words: Iterable[str], most: int = 4) -> str:
    """Join words as in a sentence: "a", "a and b", "a, b and 3 more"."""
    items = list(words)
    if len(items) > most:
        rest = len(items) - most + 1
        items = [*items[: most - 1], _("{count} more").format(count=rest)]
    if len(items) < 2:
        return "".join(items)
    return _("{first} and {last}").format(first=", ".join(items[:-1]), last=items[-1])


def days(count: float) -> str:
    """Say a number of days: "1 day", "12 days"."""
    whole = round(count)
    return ngettext("{count} day", "{count} days", whole).format(count=whole)


def every(count: float) -> str:
    """Say an interval in days: "every day", "every 12 days"."""
    whole = round(count)
    return ngettext("every day", "every {count} days", whole).format(count=whole)


def date(day: float) -> str:
    """Say a day that is known: "12 October 2026"."""
    when = to_date(day)
    return _("{day} {month} {year}").format(day=when.day, month=_month(when.month), year=when.year)


def _month(number: int) -> str:
    match number:
        case 1:
            return _("January")
        case 2:
            return _("February")
        case 3:
            return _("March")
        case 4:
            return _("April")
        case 5:
            return _("May")
        case 6:
            return _("June")
        case 7:
            return _("July")
        case 8:
            return _("August")
        case 9:
            return _("September")
        case 10:
            return _("October")
        case 11:
            return _("November")
        case _:
            return _("December")


def last_date(text: str) -> float:
    """Return the last ISO date in a text as a day; NaN without one."""
    found = ISO_DATE.findall(text)
    try:
        return to_day(datetime.date.fromisoformat(found[-1])) if found else float("nan")
    except ValueError:
        return float("nan")


def percent(share: float) -> str:
    """Say a share: 0.417 is "42 %"."""
    return _("{percent} %").format(percent=round(100 * share))


def number(value: float) -> str:
    """Say a value: no trailing zeros, at most six significant digits."""
    return f"{value:.6g}"


def ids(values: Iterable[object], which: IntArray | list[int]) -> list[str]:
    """Return the ids of some rows, in the order given."""
    table = np.asarray(values, dtype=object)
    return [str(table[i]) for i in which]


def lead_of(lenses: Lenses, goal: int) -> int:
    """Return who leads the team of a goal (people), -1 if nobody is known to."""
    team = int(lenses.snapshot.goals.team[goal])
    return int(lenses.snapshot.teams.lead[team]) if team >= 0 else -1


def lead_above(lenses: Lenses, goal: int) -> int:
    """Return the nearest lead above a goal's owner: the team's lead, else the owner's manager."""
    snapshot = lenses.snapshot
    owner, lead = int(snapshot.goals.owner[goal]), lead_of(lenses, goal)
    if lead >= 0 and lead != owner:
        return lead
    if owner >= 0 and snapshot.people.manager[owner] >= 0:
        return int(snapshot.people.manager[owner])
    team = int(snapshot.goals.team[goal])
    above = int(snapshot.teams.parent[team]) if team >= 0 else -1
    return int(snapshot.teams.lead[above]) if above >= 0 else -1


def owner_of_node(lenses: Lenses, node: int) -> int:
    """Return who answers for a node: a goal's owner, a pillar's sponsor; -1 if nobody is named."""
    snapshot = lenses.snapshot
    n_goals = len(snapshot.goals)
    if node < n_goals:
        return int(snapshot.goals.owner[node])
    if node == snapshot.north_star:
        return -1
    return int(snapshot.pillars.sponsor[node - n_goals])


def head_of_function(lenses: Lenses, function: int) -> int:
    """Return the head of a function (people), -1 if nobody is named."""
    return int(lenses.snapshot.functions.head[function]) if function >= 0 else -1
