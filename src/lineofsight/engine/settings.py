"""What an organisation may set about a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lineofsight.engine.finding import Severity, Subject


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that people have looked at and let stand, with a reason and an end.

    ``until`` is the last day on which it is silent; None: until it is taken back.
    """

    rule: str
    subject: Subject
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Settings:
    """How to check.

    Parameters
    ----------
    people : bool
        Run the rules whose subject is a person or a pair of people.
    select : tuple of str
        Codes or beginnings of codes (``LOS1``, ``LOS204``) to run; empty for all but those that
        are off until they are asked for by their whole code.
    ignore : tuple of str
        Codes or beginnings of codes to leave out; outranks ``select``.
    high, medium : float in [0, 1]
        Least ``stake x certainty`` for these severities.
    least : Severity
        Findings below it are left out.
    thresholds : mapping of rule code to mapping of name to number
        What differs from the defaults that the rules state.
    words : mapping of language to mapping of list name to words
        Words that the organisation adds to the word lists.
    accepted : tuple of Acceptance
    """

    people: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    high: float = 0.10
    medium: float = 0.01
    least: Severity = Severity.LOW
    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    accepted: tuple[Acceptance, ...] = ()

    def asks_for(self, code: str) -> bool:
        """Tell whether a rule is selected by its whole code, as those that are off have to be."""
        return code in self.select

    def wants(self, code: str) -> bool:
        """Tell whether a rule is chosen by ``select`` and ``ignore``."""
        chosen = not self.select or code.startswith(self.select)
        return chosen and not (self.ignore and code.startswith(self.ignore))
