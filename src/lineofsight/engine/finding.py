"""What a rule saw, ready to be told: the one form in which findings leave the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

TOLERANCE = 1e-9
DECIMALS = 6  # of stake and certainty, as printed and sorted

EvidenceValue = (
    str | int | float | bool | None | Sequence["EvidenceValue"] | Mapping[str, "EvidenceValue"]
)
Evidence = Mapping[str, EvidenceValue]


class Severity(IntEnum):
    """How much it matters; larger is worse."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """The word in the output: low, medium or high."""
        return self.name.lower()


class Subject(NamedTuple):
    """What a finding is about: kind and id. With the rule's code it is the finding's identity."""

    kind: str
    id: str


class Place(NamedTuple):
    """Where the subject stands in the plan: file, table and row."""

    file: str
    table: str
    row: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One break in alignment, its evidence, and the conversation that would mend it.

    Parameters
    ----------
    stake, certainty : float in [0, 1], rounded to 6 decimals
    people : tuple of str
        Ids of those who should talk, the one who hears it first in front.
    question : str
        The question to open with.
    fix : mapping or None
        A mechanical change that would mend it, as a proposal: table, id, column, value.
    """

    rule: str
    name: str
    severity: Severity
    stake: float
    certainty: float
    subject: Subject
    others: tuple[Subject, ...]
    sentence: str
    evidence: Evidence
    people: tuple[str, ...]
    question: str
    fix: Evidence | None
    source: Place

    @property
    def identity(self) -> tuple[str, str, str]:
        """Rule, subject kind and subject id: the same from check to check."""
        return (self.rule, *self.subject)


def severity_of(score: float, high: float, medium: float) -> Severity:
    """Grade ``stake x certainty``; the bounds belong to the higher grade."""
    if score >= high - TOLERANCE:
        return Severity.HIGH
    return Severity.MEDIUM if score >= medium - TOLERANCE else Severity.LOW
