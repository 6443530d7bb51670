"""What findings are called when people read them: places, people, values."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from lineofsight.engine.finding import EvidenceValue, Finding, Place
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import printable

MOST_VALUES = 6  # of a list or table of evidence, where it is shortened
SIGNIFICANT = 6  # digits of a number
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INNER_QUOTES = str.maketrans("“”", "‘’")  # a question stands in quotes itself


class Names:
    """Names of the people of a plan by their ids; an id that names nobody stands for itself."""

    def __init__(self, lenses: Lenses) -> None:
        people = lenses.snapshot.people
        self._by_id = {
            str(key): clean(str(name) or str(key))
            for key, name in zip(people.ids, people.name, strict=True)
        }

    def person(self, key: str) -> str:
        """Return what people call a person."""
        return self._by_id.get(key, clean(key))

    def who(self, finding: Finding) -> str:
        """Name those who should talk, the one who hears it first in front; empty if nobody is.

        >>> "Ana Silva with Tom Ek and Bo Lund"
        'Ana Silva with Tom Ek and Bo Lund'
        """
        first, *others = [self.person(key) for key in finding.people] or [""]
        if not others:
            return first
        return _("{first} with {others}").format(first=first, others=listed(others))

    def talk(self, finding: Finding) -> str:
        """Say who should talk with whom, and the question to open with."""
        who = self.who(finding)
        question = clean(finding.question).translate(_INNER_QUOTES)
        return f"{who}: “{question}”" if who else f"“{question}”"


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def clean(text: str) -> str:
    r"""Put text from a plan on one line, without anything that a terminal would obey.

    Joiners and soft hyphens stay, which some languages are not written without; marks that turn
    the direction of what follows do not.

    >>> clean("Ring \x1b[31m the\n bell")
    'Ring \\x1b[31m the bell'
    """
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(c if _is_harmless(c) else printable(c) for c in text)


def _is_harmless(character: str) -> bool:
    if character.isprintable():
        return True
    return unicodedata.category(character) == "Cf" and character not in _TURNS


def place(source: Place) -> str:
    """Name a place as linters do: file, table, row; a CSV file is its table.

    >>> place(Place("plan.xlsx", "goals", 18)), place(Place("plan/goals.csv", "goals", 18))
    ('plan.xlsx:goals:18', 'plan/goals.csv:18')
    """
    file = PurePath(source.file)
    parts = [printable(source.file)] if source.file else []
    if not (file.suffix.lower() == ".csv" and file.stem.lower() == source.table):
        parts.append(source.table)
    if source.row > 0:
        parts.append(str(source.row))
    return ":".join(parts)


def evidence(finding: Finding, *, whole: bool = False) -> str:
    """Say the evidence of a finding on one line: what is unknown is left out.

    Parameters
    ----------
    finding : Finding
    whole : bool
        Do not shorten long lists.
    """
    parts = [
        f"{key.replace('_', ' ')} {_value(value, whole)}"
        for key, value in finding.evidence.items()
        if not _is_empty(value)
    ]
    return "; ".join(parts)


def _is_empty(value: EvidenceValue) -> bool:
    if isinstance(value, str | Sequence | Mapping):
        return not len(value)
    return value is None


def _value(value: EvidenceValue, whole: bool) -> str:
    if isinstance(value, str):
        return f"“{clean(value)}”" if " " in value else clean(value)
    if isinstance(value, Mapping):
        pairs = [f"{clean(key) or _('none')} {_inner(one, whole)}" for key, one in value.items()]
        return _joined(pairs, whole)
    if isinstance(value, Sequence):
        return _joined([_inner(one, whole) for one in value], whole)
    if value is None:
        return "?"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number(value)


def _inner(value: EvidenceValue, whole: bool) -> str:
    """Write a value within another: a list within a list in brackets."""
    nested = isinstance(value, Mapping | Sequence) and not isinstance(value, str)
    return f"({_value(value, whole)})" if nested else _value(value, whole)


def _joined(parts: list[str], whole: bool) -> str:
    if not whole and len(parts) > MOST_VALUES:
        rest = _("{count} more").format(count=len(parts) - MOST_VALUES + 1)
        parts = [*parts[: MOST_VALUES - 1], rest]
    return ", ".join(parts)


def number(value: float) -> str:
    """Write a number as people do: no trailing zeros, no exponent for common sizes.

    >>> number(0.1), number(1250000.0), number(2 / 3)
    ('0.1', '1250000', '0.666667')
    """
    if abs(value - round(value)) < 1e-9 and abs(value) < 1e15:
        return str(round(value))
    return f"{value:.{SIGNIFICANT}g}"
