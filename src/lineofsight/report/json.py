"""Findings as JSON: a contract, the same bytes for the same input.

One finding stands on one line, so that two documents can be compared line by line.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lineofsight.engine.check import CheckResult
from lineofsight.engine.finding import DECIMALS, Finding, Severity, Subject
from lineofsight.engine.settings import Acceptance
from lineofsight.planfile.problems import Problem

FORMAT = "lineofsight-findings"
PROBLEMS_FORMAT = "lineofsight-problems"
VERSION = 1

# Control characters of 8 bits, and those that set the direction of text.
UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


NOISE = 1e-12


def render(result: CheckResult, *, known: int | None = None) -> str:
    """Write the document of a check.

    Parameters
    ----------
    result : CheckResult
    known : int, optional
        Findings of a baseline that are left out; the key ``known`` is there only with a baseline.
    """
    severities = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "as_of": result.as_of.isoformat(),
        "counts": dict(result.counts),
        "summary": {
            "goals_with_line": plain(result.goals_with_line),
            "people_with_line": plain(result.people_with_line),
            "findings": {one.word: result.count(one) for one in severities},
        },
        "rules": {
            "run": list(result.run),
            "skipped": [{"rule": one.rule, "reason": one.reason} for one in result.skipped],
        },
    }
    if known is not None:
        head["known"] = known
    lists: dict[str, Iterable[dict[str, Any]]] = {"findings": map(finding, result.findings)}
    if result.accepted:
        lists["accepted"] = (accepted(one, by) for one, by in result.accepted)
    return document(head, lists)


def finding(one: Finding) -> dict[str, Any]:
    """Return a finding as the record that is printed."""
    return {
        "rule": one.rule,
        "name": one.name,
        "severity": one.severity.word,
        "stake": plain(one.stake),
        "certainty": plain(one.certainty),
        "subject": _subject(one.subject),
        "others": [_subject(other) for other in one.others],
        "sentence": one.sentence,
        "evidence": plain(one.evidence),
        "conversation": {"people": list(one.people), "question": one.question},
        "fix": plain(one.fix),
        "source": {"file": one.source.file, "table": one.source.table, "row": one.source.row},
    }


def accepted(one: Finding, by: Acceptance) -> dict[str, Any]:
    """Return an accepted finding: what it is, and why and how long it may stand."""
    return {
        "rule": one.rule,
        "subject": _subject(one.subject),
        "reason": by.reason,
        "until": by.until.isoformat() if by.until else None,
    }


def problems(found: Iterable[Problem]) -> str:
    """Write what is wrong with a plan that could not be read."""
    records = (
        {
            "file": one.file,
            "table": one.table,
            "row": one.row,
            "column": one.column,
            "message": one.message,
            "remedy": one.remedy,
        }
        for one in found
    )
    return document({"format": PROBLEMS_FORMAT, "version": VERSION}, {"problems": records})


def document(head: Mapping[str, Any], lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> str:
    """Write an object: each key of the head on a line, each record of the lists on a line."""
    parts = [f'"{key}": {_compact(value)}' for key, value in head.items()]
    for key, records in lists.items():
        lines = ",\n  ".join(map(_compact, records))
        parts.append(f'"{key}": [\n  {lines}\n ]' if lines else f'"{key}": []')
    return "{" + ",\n ".join(parts) + "}\n"


def _compact(value: object) -> str:
    return escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))


def escaped(text: str) -> str:
    """Write characters that steer a terminal or turn a line round as JSON escapes."""
    return UNSEEN.sub(_escape, text)


def _escape(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def _subject(subject: Subject) -> dict[str, str]:
    return {"kind": subject.kind, "id": subject.id}


def plain(value: Any) -> Any:
    """Return a value of evidence as JSON has it: numbers rounded, what is not a number null.

    >>> plain({"share": 1 / 3, "days": 12, "none": float("nan"), "ids": ("a", "b")})
    {'share': 0.333333, 'days': 12, 'none': None, 'ids': ['a', 'b']}
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        rounded = round(value, DECIMALS) + 0.0  # no -0.0
        # A probability of one in a thousand million is not 0; a difference left by rounding is.
        return float(f"{value:.3g}") if not rounded and abs(value) > NOISE else rounded
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [plain(one) for one in value]
    return plain(value.item())  # a number of NumPy
