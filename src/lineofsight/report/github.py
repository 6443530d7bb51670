"""Findings as workflow commands of GitHub, which puts them beside the rows that they are about."""

from __future__ import annotations

from pathlib import PurePath

from lineofsight.engine.check import CheckResult
from lineofsight.engine.finding import Finding, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.discretion import Discretion
from lineofsight.report.names import Names, clean, evidence, place
from lineofsight.report.privacy import about_people, about_secrets
from lineofsight.report.summary import both_numbers, counted

LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice"}


def render(result: CheckResult, lenses: Lenses, *, known: int = 0) -> str:
    """Write one command a finding, and one that sums up.

    Findings about people and about confidential goals are only counted.

    Parameters
    ----------
    result : CheckResult
    lenses : Lenses
        Those of the check.
    known : int
        Findings of a baseline that are left out.
    """
    names = Names(lenses)
    parted = Discretion(lenses).parted(result.findings)
    lines = [_annotation(finding, names) for finding in parted.told]
    said = [counted(result, known), both_numbers(result, lenses)]
    said += [about_people(parted.about_people), about_secrets(parted.confidential)]
    text = " ".join(part for part in said if part)
    lines.append(f"::notice title=Line of Sight::{_data(text)}")
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, names: Names) -> str:
    source = finding.source
    properties = {"title": f"{finding.rule} {finding.name}"}
    if source.file:
        properties = {"file": PurePath(source.file).as_posix(), **properties}
        if source.row > 0 and PurePath(source.file).suffix.lower() == ".csv":
            properties["line"] = str(source.row)
    message = [
        clean(finding.sentence),
        _("Evidence: {evidence}").format(evidence=evidence(finding)) if finding.evidence else "",
        _("Talk: {talk}").format(talk=names.talk(finding)),
        place(source) if "line" not in properties else "",
    ]
    head = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = "\n".join(part for part in message if part)
    return f"::{LEVELS[finding.severity]} {head}::{_data(text)}"


def _data(text: str) -> str:
    """Escape a message, so that nothing in a plan can be a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
