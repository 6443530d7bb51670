"""What may stand in files that are made to be passed on: findings about people only as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lineofsight.engine.finding import Finding
from lineofsight.engine.rules import catalogue
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext


def parted(findings: Iterable[Finding]) -> tuple[list[Finding], Counter[tuple[str, str]]]:
    """Part findings into those that may be shown and counts, by code and name, of the others.

    A rule is about people if it says so, whatever the subject of one of its findings: a team that
    lacks a line speaks of the people in it. A rule that is not in the catalogue is kept back too.
    """
    may_show = {rule.code for rule in catalogue() if not rule.about_people}
    shown, counts = [], Counter[tuple[str, str]]()
    for finding in findings:
        if finding.rule in may_show and finding.subject.kind != "person":
            shown.append(finding)
        else:
            counts[finding.rule, finding.name] += 1
    return shown, counts


def about_people(counts: Counter[tuple[str, str]]) -> str:
    """Say how many findings about people there are, and that nobody is named; empty for none."""
    total = counts.total()
    if not total:
        return ""
    said = ngettext(
        "{total} finding about people is only counted here ({by_rule}).",
        "{total} findings about people are only counted here ({by_rule}).",
        total,
    ).format(total=total, by_rule=_by_rule(counts))
    return f"{said} {_('They are shown in text and JSON.')}"


def about_secrets(counts: Counter[tuple[str, str]]) -> str:
    """Say how many findings about confidential goals there are; empty for none."""
    total = counts.total()
    return (
        ngettext(
            "{total} finding about confidential goals is only counted here ({by_rule}).",
            "{total} findings about confidential goals are only counted here ({by_rule}).",
            total,
        ).format(total=total, by_rule=_by_rule(counts))
        if total
        else ""
    )


def _by_rule(counts: Counter[tuple[str, str]]) -> str:
    return ", ".join(f"{code} {name}: {count}" for (code, name), count in sorted(counts.items()))
