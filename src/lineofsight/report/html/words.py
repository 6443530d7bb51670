"""How the page says things: short, on one line, in figures that people read."""

from __future__ import annotations

import math
import unicodedata

from lineofsight.engine.codes import Reported, Scope, Status
from lineofsight.engine.finding import Severity
from lineofsight.kit.i18n import gettext as _

LONGEST_TITLE = 200  # characters of a title that the page repeats; the plan has it whole
LONGEST_SENTENCE = 600
FIXED_SPACE = "\u00a0"
# Marks that turn the direction of everything after them; the page isolates each title instead.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})


def said(text: str, longest: int = LONGEST_SENTENCE) -> str:
    r"""Put text from a plan on one line, without what cannot be shown, cut at a word if very long.

    >>> said("Close  the books\n in four\u202e days")
    'Close the books in four days'
    """
    text = " ".join(text.split())
    if not text.isprintable():
        text = "".join(c for c in text if c not in TURNS and unicodedata.category(c) not in UNSEEN)
    if len(text) <= longest:
        return text
    head = text[: longest - 2]
    at_word = head.rsplit(" ", 1)[0]
    # A text without spaces, in Japanese say, is cut where it is.
    return (at_word if len(at_word) > longest // 2 else head).rstrip(",.;:") + " …"


def title(text: str) -> str:
    """Put a title on one line, at most ``LONGEST_TITLE`` long."""
    return said(text, LONGEST_TITLE)


def figure(value: float, unit: str = "") -> str:
    r"""Write a value as people read it, with its unit on the same line.

    >>> figure(6010), figure(11.25, "min"), figure(0.0521), figure(-3.0, "%")
    ('6,010', '11.2\xa0min', '0.0521', '-3\xa0%')
    """
    if abs(value) >= 1000 or math.isclose(value, round(value), abs_tol=1e-9):
        text = f"{value:,.0f}"
    else:
        text = f"{value:.3g}"
    return f"{text}{FIXED_SPACE}{unit}" if unit else text


def percent(share: float) -> str:
    r"""Write a share in whole per cent; more than nothing is never nothing.

    >>> percent(0.417), percent(0.002), percent(0.997), percent(1.0)
    ('42\xa0%', 'under 1\xa0%', '99\xa0%', '100\xa0%')
    """
    if 0 < share < 0.01:
        return _("under {percent} %").format(percent=1).replace(" %", f"{FIXED_SPACE}%")
    return _("{percent} %").format(percent=whole_percent(share)).replace(" ", FIXED_SPACE)


def whole_percent(share: float) -> int:
    """Round a share to per cent, but call only all of it 100 and only nothing 0.

    >>> [whole_percent(x) for x in (0.0, 0.001, 0.5, 0.999, 1.0)]
    [0, 1, 50, 99, 100]
    """
    if 0 < share < 1:
        return min(99, max(1, round(100 * share)))
    return round(100 * share)


def number_word(count: int) -> str:
    """Write a small number as a word that begins a sentence; a larger one in figures."""
    few = (
        _("No"),
        _("One"),
        _("Two"),
        _("Three"),
        _("Four"),
        _("Five"),
        _("Six"),
        _("Seven"),
    )
    return few[count] if count < len(few) else f"{count:,}"


def inside(count: int) -> str:
    """Write a small number as a word within a sentence; a larger one in figures."""
    word = number_word(count)
    return word if word[0].isdigit() else word[0].lower() + word[1:]


def severity(grade: Severity) -> str:
    """Return the word for a severity."""
    return {
        Severity.HIGH: _("High"),
        Severity.MEDIUM: _("Medium"),
        Severity.LOW: _("Low"),
    }[grade]


def scope(code: int) -> str:
    """Say what kind of goal it is by how far it reaches."""
    return {
        Scope.UNKNOWN: _("Goal"),
        Scope.ENTERPRISE: _("Enterprise goal"),
        Scope.FUNCTION: _("Function goal"),
        Scope.TEAM: _("Team goal"),
        Scope.INDIVIDUAL: _("Individual goal"),
    }[Scope(code)]


def reported(code: int) -> tuple[str, str]:
    """Return mark and word for what is reported of a goal."""
    return {
        Reported.ON_TRACK: ("on-track", _("On track")),
        Reported.AT_RISK: ("at-risk", _("At risk")),
        Reported.OFF_TRACK: ("off-track", _("Off track")),
        Reported.UNKNOWN: ("no-news", _("No news")),
    }[Reported(code)]


def stopped(code: int) -> tuple[str, str]:
    """Return mark and word for a goal that is not active."""
    return {
        Status.DRAFT: ("waiting", _("Draft")),
        Status.PAUSED: ("paused", _("Paused")),
        Status.DONE: ("done", _("Done")),
        Status.CANCELLED: ("cancelled", _("Cancelled")),
    }[Status(code)]
