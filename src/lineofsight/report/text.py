"""Findings as text for people: as good linters print them, the worst first, the sum at the end."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from lineofsight.engine.check import CheckResult
from lineofsight.engine.finding import Finding, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import tell
from lineofsight.engine.settings import Acceptance
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.names import Names, clean, evidence, number, place
from lineofsight.report.paint import PLAIN, Paint
from lineofsight.report.summary import both_numbers, counted, skipped

MANY = 12  # findings, from which on a list by rule helps
MOST_OF_A_RULE = 10  # of one severity; more of the same say little that the first did not
STYLES = {Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "blue"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text is laid out.

    Parameters
    ----------
    width : int
        Columns of the page.
    paint : Paint
        Colours, or none.
    verbose : bool
        Every finding, its whole evidence, and what was accepted.
    """

    width: int = 100
    paint: Paint = PLAIN
    verbose: bool = False

    def wrap(self, text: str, indent: str = "  ") -> str:
        """Break a sentence into lines of the page, all indented alike."""
        return textwrap.fill(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def labelled(self, label: str, text: str) -> str:
        """Break a line that begins with a label; further lines stand below its text."""
        indent = "  " + " " * (len(label) + 1)
        lines = self.wrap(text, indent)
        return f"  {self.paint(label, 'dim')} {lines.removeprefix(indent)}"


def render(
    result: CheckResult, lenses: Lenses, layout: Layout | None = None, *, known: int = 0
) -> str:
    """Write the findings of a check for people.

    Parameters
    ----------
    result : CheckResult
    lenses : Lenses
        Those of the check.
    layout : Layout, optional
    known : int
        Findings of a baseline that are left out.
    """
    layout = layout or Layout()
    parts = [heading(result, lenses, layout), *_findings(result, lenses, layout)]
    parts += [*_by_rule(result, layout), _closing(result, lenses, layout, known)]
    return "\n\n".join(part for part in parts if part) + "\n"


def heading(result: CheckResult, lenses: Lenses, layout: Layout) -> str:
    """Say what was checked: the organisation, the instant, how much there is."""
    counted_as: dict[str, Callable[[int], str]] = {
        "goals": lambda n: ngettext("{count} goal", "{count} goals", n),
        "pillars": lambda n: ngettext("{count} pillar", "{count} pillars", n),
        "people": lambda n: ngettext("{count} person", "{count} people", n),
        "links": lambda n: ngettext("{count} link", "{count} links", n),
    }
    parts = [
        said(result.counts[table]).format(count=result.counts[table])
        for table, said in counted_as.items()
        if result.counts[table] or table == "goals"
    ]
    name = clean(result.name) or _("The plan")
    sentence = _("{name} on {date}: {counts}.").format(
        name=name, date=tell.date(lenses.snapshot.day), counts=", ".join(parts)
    )
    return layout.wrap(sentence, "")


def _findings(result: CheckResult, lenses: Lenses, layout: Layout) -> Iterator[str]:
    names = Names(lenses)
    expired = _expired(result, lenses)
    headings = {
        Severity.HIGH: _("High: {count}"),
        Severity.MEDIUM: _("Medium: {count}"),
        Severity.LOW: _("Low: {count}"),
    }
    for severity, group in groupby(result.findings, key=lambda finding: finding.severity):
        said = headings[severity].format(count=result.count(severity))
        yield layout.paint(said, "underline")
        seen = Counter[str]()
        folded = Counter[tuple[str, str]]()
        for finding in group:
            seen[finding.rule] += 1
            if _is_too_much(finding, seen, layout):
                folded[finding.rule, finding.name] += 1
            else:
                yield one(finding, names, layout, expired.get(finding.identity))
        if folded:
            yield "\n".join(_folded(folded))


def _is_too_much(finding: Finding, seen: Counter[str], layout: Layout) -> bool:
    """Tell whether a finding says what ten of its rule have said; the gravest are always told."""
    if layout.verbose or finding.severity == Severity.HIGH:
        return False
    return seen[finding.rule] > MOST_OF_A_RULE


def _folded(folded: Counter[tuple[str, str]]) -> Iterator[str]:
    for (rule, name), count in folded.items():
        yield ngettext(
            "… and {count} more of {rule} {name}; --verbose shows it.",
            "… and {count} more of {rule} {name}; --verbose shows them.",
            count,
        ).format(count=count, rule=rule, name=name)


def one(finding: Finding, names: Names, layout: Layout, expired: Acceptance | None = None) -> str:
    """Write one finding: place and rule, sentence, evidence, conversation."""
    paint = layout.paint
    graded = _("{severity}, stake {stake}").format(
        severity=finding.severity.word, stake=number(finding.stake)
    )
    first = " ".join(
        (
            f"{paint(place(finding.source), 'bold')}:",
            paint(finding.rule, STYLES[finding.severity]),
            finding.name,
            paint(f"({graded})", "dim"),
        )
    )
    lines = [first, layout.wrap(clean(finding.sentence))]
    seen = evidence(finding, whole=layout.verbose)
    if seen:
        lines.append(layout.labelled(_("Evidence:"), seen))
    lines.append(layout.labelled(_("Talk:"), names.talk(finding)))
    if expired is not None and expired.until is not None:
        said = _("until {date}, and open again: {reason}").format(
            date=expired.until.isoformat(), reason=clean(expired.reason)
        )
        lines.append(layout.labelled(_("Accepted:"), said))
    return "\n".join(lines)


def _expired(result: CheckResult, lenses: Lenses) -> dict[tuple[str, str, str], Acceptance]:
    return {
        (one.rule, *one.subject): one
        for one in lenses.settings.accepted
        if one.until is not None and one.until < result.as_of
    }


def _by_rule(result: CheckResult, layout: Layout) -> Iterator[str]:
    """List how often each rule fired, where there is too much to see it."""
    if len(result.findings) < MANY:
        return
    counts = Counter((finding.rule, finding.name) for finding in result.findings)
    lines = [
        f"  {count:>5}  {rule} {name}"
        for (rule, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    yield "\n".join([layout.paint(_("By rule"), "bold"), *lines])


def _closing(result: CheckResult, lenses: Lenses, layout: Layout, known: int) -> str:
    lines = [layout.wrap(f"{counted(result, known)} {both_numbers(result, lenses)}", "")]
    if layout.verbose:
        for finding, by in result.accepted:
            subject = f"{finding.subject.kind}:{clean(finding.subject.id)}"
            said = _("{rule} {subject}, accepted until {date}: {reason}").format(
                rule=finding.rule,
                subject=subject,
                date=by.until.isoformat() if by.until else _("it is taken back"),
                reason=clean(by.reason),
            )
            lines.append(layout.wrap(said))
    for acceptance in idle(result, lenses):
        said = _(
            "Nothing is left to accept for {rule} {kind}:{id}: take it out of the settings."
        ).format(
            rule=acceptance.rule, kind=acceptance.subject.kind, id=clean(acceptance.subject.id)
        )
        lines.append(layout.wrap(said, ""))
    if result.skipped:
        lines.append(_("Not looked at:"))
        for reason, rules in skipped(result):
            indent = "    "
            said = layout.wrap(f"{reason}: {', '.join(rules)}", indent)
            lines.append("  " + said.removeprefix(indent))
    return "\n".join(lines)


def idle(result: CheckResult, lenses: Lenses) -> list[Acceptance]:
    """Acceptances of rules that were run and found nothing of the kind any more."""
    settings = lenses.settings
    if settings.least > Severity.LOW:
        return []  # what they accept may be there, and less severe than asked for
    found = {finding.identity for finding in result.findings}
    found |= {finding.identity for finding, _by in result.accepted}
    return [
        one
        for one in settings.accepted
        if one.rule in result.run and (one.rule, *one.subject) not in found
    ]
