"""A difference of two plans as a JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from lineofsight.engine.finding import Finding
from lineofsight.report import json
from lineofsight.report.affected import Affected, Person
from lineofsight.report.difference import Difference, TableChange
from lineofsight.report.reasons import Cause, Reason, Why

FORMAT = "lineofsight-difference"


def render(
    difference: Difference,
    *,
    people: bool = False,
    told: tuple[str, ...] = (),
    concerned: Affected | None = None,
) -> str:
    """Write a difference; findings as ``check --format json`` writes them, each with its causes.

    Parameters
    ----------
    difference : Difference
    people : bool
        Name those whose line of sight is another; else they are only counted.
    told : tuple of str
        What the difference comes to, in sentences.
    concerned : Affected, optional
        Whom it concerns.
    """
    old, new = difference.old.result, difference.new.result
    why = Why(difference)
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": 1,
        "as_of": new.as_of.isoformat(),
        "since": old.as_of.isoformat(),
        "summary": {
            "goals_with_line": _pair(old.goals_with_line, new.goals_with_line),
            "people_with_line": _pair(old.people_with_line, new.people_with_line),
            "people": {
                "gain_line": sum(one.has for one in difference.people),
                "lose_line": sum(not one.has for one in difference.people),
            },
            "findings": {
                "opened": len(difference.opened),
                "resolved": len(difference.resolved),
                "still": difference.still,
            },
        },
    }
    if told:
        head["told"] = list(told)
    if concerned is not None:
        head["concerned"] = {
            "own": [_person(one) for one in concerned.own],
            "up": [_person(one) for one in concerned.up],
            "down": [_person(one) for one in concerned.down],
            "sideways": [_person(one) for one in concerned.sideways],
        }
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "tables": (_table(change, why) for change in difference.tables),
        "lines": (
            {"goal": one.id, "before": one.before, "after": one.after} for one in difference.lines
        ),
        "people": (
            {"person": one.id, "before": not one.has, "after": one.has}
            for one in (difference.people if people else ())
        ),
        "stake": (
            {"kind": one.kind, "id": one.id, **_pair(one.before, one.after)}
            for one in difference.stakes
        ),
        "outlook": (
            {"kind": one.kind, "goal": one.id, **_pair(one.before, one.after)}
            for one in difference.outlooks
        ),
        "opened": (_finding(one, why) for one in difference.opened),
        "resolved": (_finding(one, why) for one in difference.resolved),
        "regraded": (
            {
                "rule": one.finding.rule,
                "subject": {"kind": one.finding.subject.kind, "id": one.finding.subject.id},
                "before": one.before.word,
                "after": one.finding.severity.word,
                "causes": [_cause(cause) for cause in why.of_finding(one.finding)],
            }
            for one in difference.regraded
        ),
    }
    return json.document(head, lists)


def _pair(before: float | None, after: float | None) -> dict[str, Any]:
    return {"before": json.plain(before), "after": json.plain(after)}


def _person(one: Person) -> dict[str, Any]:
    return {"person": one.id, "through": [key for key, _title in one.through]}


def _finding(one: Finding, why: Why) -> dict[str, Any]:
    return {**json.finding(one), "causes": [_cause(cause) for cause in why.of_finding(one)]}


def _cause(cause: Cause) -> dict[str, Any]:
    record: dict[str, Any] = {"table": cause.table, "id": cause.id, "how": cause.how}
    if cause.columns:
        record["columns"] = list(cause.columns)
    return record


def _table(change: TableChange, why: Why) -> dict[str, Any]:
    return {
        "table": change.table,
        "rows_added": change.rows_added,
        "rows_removed": change.rows_removed,
        "added": list(change.added),
        "removed": list(change.removed),
        "changed": [
            {
                "id": key,
                "columns": {
                    name: {"before": _value(a), "after": _value(b)}
                    for name, (a, b) in fields.items()
                },
                "reasons": [_reason(one) for one in why.of_row(change.table, key, fields)],
            }
            for key, fields in (change.changed or {}).items()
        ],
    }


def _reason(one: Reason) -> dict[str, Any]:
    return {"kind": one.kind, "id": one.id, "date": _value(one.date), "text": one.text}


def _value(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else json.plain(value)
