"""Findings as SARIF 2.1.0, the log that code hosts read to follow findings from run to run."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import lineofsight
from lineofsight.engine.check import CheckResult
from lineofsight.engine.finding import Finding, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue, page
from lineofsight.engine.rules.rule import Rule
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.discretion import Discretion
from lineofsight.report.json import escaped, plain
from lineofsight.report.names import Names, clean, evidence
from lineofsight.report.privacy import about_people, about_secrets
from lineofsight.report.summary import both_numbers

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
FINGERPRINT = "lineofsight/v1"


def render(result: CheckResult, lenses: Lenses) -> str:
    """Write the log of one run; findings about people and confidential goals are only counted."""
    names = Names(lenses)
    parted = Discretion(lenses).parted(result.findings)
    secrets = [about_people(parted.about_people), about_secrets(parted.confidential)]
    run = set(result.run)
    rules = [rule for rule in catalogue() if rule.code in run]
    places = {rule.code: place for place, rule in enumerate(rules)}
    notes = [both_numbers(result, lenses)]
    notes += [said for said in secrets if said]
    notes += [
        _("{rule} was not run: {reason}.").format(rule=one.rule, reason=one.reason)
        for one in result.skipped
    ]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Line of Sight",
                        "semanticVersion": lineofsight.__version__,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {"level": "note", "message": {"text": note}} for note in notes
                        ],
                    }
                ],
                "properties": {
                    "asOf": result.as_of.isoformat(),
                    "goalsWithLine": plain(result.goals_with_line),
                    "peopleWithLine": plain(result.people_with_line),
                    "aboutPeople": _by_code(parted.about_people),
                    "confidential": _by_code(parted.confidential),
                },
                "results": [_result(one, places[one.rule], names) for one in parted.told],
            }
        ],
    }
    return escaped(json.dumps(log, ensure_ascii=False, allow_nan=False, indent=1)) + "\n"


def _by_code(counts: Counter[tuple[str, str]]) -> dict[str, int]:
    return {code: count for (code, _name), count in sorted(counts.items())}


def _rule(rule: Rule) -> dict[str, Any]:
    text = page(rule.code) or f"# {rule.code} {rule.name}\n"
    parts = text.split("\n\n")
    summary = " ".join(parts[1].split()) if len(parts) > 1 else rule.name
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": summary},
        "help": {"text": text, "markdown": text},
        "properties": {"tags": ["alignment", f"{rule.code[:4]}xx"]},
    }


def _result(finding: Finding, place: int, names: Names) -> dict[str, Any]:
    said = [clean(finding.sentence)]
    seen = evidence(finding)
    said += [_("Evidence: {evidence}.").format(evidence=seen)] if seen else []
    said.append(_("Talk: {talk}").format(talk=names.talk(finding)))
    subject = finding.subject
    location: dict[str, Any] = {
        "logicalLocations": [
            {
                "name": subject.id,
                "kind": subject.kind,
                "fullyQualifiedName": f"{subject.kind}:{subject.id}",
            }
        ]
    }
    source = finding.source
    if source.file:
        location["physicalLocation"] = {"artifactLocation": {"uri": uri(source.file)}}
        if source.row > 0:
            # In a workbook or JSON file it is the row of the table that the message names.
            location["physicalLocation"]["region"] = {"startLine": source.row}
    return {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": LEVELS[finding.severity],
        "message": {"text": " ".join(said)},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint(finding)},
        "rank": round(100 * finding.stake * finding.certainty, 4),
        "properties": {
            "stake": plain(finding.stake),
            "certainty": plain(finding.certainty),
            "table": source.table,
        },
    }


def fingerprint(finding: Finding) -> str:
    """What makes a finding the same from run to run: its rule and subject."""
    return hashlib.sha256("\0".join(finding.identity).encode()).hexdigest()


def uri(file: str) -> str:
    """Write a path as a URI reference: relative paths stay relative.

    >>> uri("plans/next year.csv")
    'plans/next%20year.csv'
    """
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
