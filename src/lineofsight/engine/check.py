"""The check: every rule over one snapshot, findings in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import numpy as np

from lineofsight.engine.columns import IntArray
from lineofsight.engine.finding import DECIMALS, Finding, Severity, Subject, severity_of
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue
from lineofsight.engine.rules.rule import Hit, Rule
from lineofsight.engine.settings import Acceptance, Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.engine.subjects import Subjects
from lineofsight.engine.tables import People

COUNTED = ("goals", "pillars", "people", "links")
NO_ROOT = "no pillar, North Star or enterprise goal"
NO_WORDS = "no word list for this language"
PEOPLE_OFF = "about people: only with --people"
NOT_ASKED = "off until asked for"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that was not run, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Parameters
    ----------
    findings : tuple of Finding
        By severity, then stake, then rule, then id.
    accepted : tuple of (Finding, Acceptance)
        Findings that people have let stand for now.
    goals_with_line, people_with_line : float in [0, 1] or None
        On paper; None where there is nothing to count.
    seconds : mapping of rule code to float
        What each rule took.
    """

    name: str
    as_of: date
    counts: Mapping[str, int]
    goals_with_line: float | None
    people_with_line: float | None
    run: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Acceptance], ...]
    seconds: Mapping[str, float]

    def count(self, severity: Severity) -> int:
        """Number of findings of a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check(
    snapshot: Snapshot,
    settings: Settings | None = None,
    *,
    lenses: Lenses | None = None,
    rules: tuple[Rule, ...] | None = None,
    progress: Callable[[Rule, int, int], None] | None = None,
) -> CheckResult:
    """Run the rules over a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
    settings : Settings, optional
    lenses : Lenses, optional
        Lenses over the same snapshot that a caller already has.
    rules : tuple of Rule, optional
        Instead of the whole catalogue.
    progress : callable, optional
        Called with (rule, its place, number of rules) before each rule.
    """
    settings = settings or Settings()
    lenses = lenses or Lenses(snapshot, settings)
    finding_of = _Findings(lenses, settings)
    run, skipped, found = [], [], []
    seconds: dict[str, float] = {}
    chosen = [one for one in rules or catalogue() if settings.wants(one.code)]
    chosen.sort(key=lambda one: one.code)
    for place, one in enumerate(chosen):
        reason = why_not(one, lenses, settings)
        if reason:
            skipped.append(Skipped(one.code, reason))
            continue
        if progress is not None:
            progress(one, place, len(chosen))
        began = perf_counter()
        hits = one(lenses, settings.thresholds.get(one.code))
        found += _one_a_subject([finding_of(one, hit) for hit in hits])
        seconds[one.code] = perf_counter() - began
        run.append(one.code)
    found = [finding for finding in found if finding.severity >= settings.least]
    # Of those that weigh the same the rules stand in order, and of each rule its subjects.
    found.sort(key=lambda f: (-f.severity, -f.stake))
    open_ones, accepted = _sort_out_accepted(found, settings, snapshot.as_of)
    return CheckResult(
        name=snapshot.name,
        as_of=snapshot.as_of,
        counts={name: snapshot.counts.get(name, 0) for name in COUNTED},
        goals_with_line=lenses.sight.goals_with_line,
        people_with_line=lenses.sight.people_with_line,
        run=tuple(run),
        skipped=tuple(skipped),
        findings=tuple(open_ones),
        accepted=tuple(accepted),
        seconds=seconds,
    )


def why_not(one: Rule, lenses: Lenses, settings: Settings) -> str:
    """Say why a rule is not run on this plan; empty if it is."""
    if one.on_request and not settings.asks_for(one.code):
        return NOT_ASKED
    for need in one.needs:
        names = need.split("|")
        if not any(lenses.snapshot.has(name) for name in names):
            return f"no table {' or '.join(names)}"
    if one.needs_root and not lenses.graph.has_root:
        return NO_ROOT
    if one.about_people and not settings.people:
        return PEOPLE_OFF
    if one.needs_words and lenses.wording.language is None:
        return NO_WORDS
    return ""


def _one_a_subject(found: list[Finding]) -> list[Finding]:
    """Put what one rule found in order, one finding a subject: the first of the most severe."""
    kept: dict[Subject, Finding] = {}
    for finding in found:
        other = kept.setdefault(finding.subject, finding)
        if finding.severity > other.severity:
            kept[finding.subject] = finding
    return sorted(kept.values(), key=lambda f: (f.subject.id, f.subject.kind))


class _Findings:
    """Turns what rules saw into findings: names, place, stake, severity, who should talk."""

    def __init__(self, lenses: Lenses, settings: Settings) -> None:
        self._subjects, self._settings = Subjects(lenses), settings
        people = lenses.snapshot.people
        at_hand = _at_hand(people).tolist()
        ids = people.ids.tolist()
        self._who = [ids[person] if person >= 0 else None for person in at_hand]

    def __call__(self, one: Rule, hit: Hit) -> Finding:
        subjects, settings = self._subjects, self._settings
        stake = round(subjects.stake(hit.about), DECIMALS)
        certainty = round(min(max(hit.certainty, 0.0), 1.0), DECIMALS)
        severity = severity_of(stake * certainty, settings.high, settings.medium)
        who = dict.fromkeys([self._who[person] for person in hit.people if person >= 0])
        return Finding(
            rule=one.code,
            name=one.name,
            severity=min(severity, one.at_most, hit.at_most),
            stake=stake,
            certainty=certainty,
            subject=subjects.name(hit.about),
            others=tuple([subjects.name(other) for other in hit.others]),
            sentence=hit.sentence,
            evidence=hit.evidence,
            people=tuple([person for person in who if person is not None]),
            question=hit.question,
            fix=hit.fix,
            source=subjects.place(hit.about),
        )


def _at_hand(people: People) -> IntArray:
    """For each person, who can talk: themselves; for one who has left, the nearest manager."""
    at_hand = np.arange(len(people), dtype=np.int64)
    gone = np.flatnonzero(~people.present) if people.given else at_hand[:0]
    while len(gone):
        at_hand[gone] = people.manager[at_hand[gone]]
        gone = gone[at_hand[gone] >= 0]
        gone = gone[~people.present[at_hand[gone]]]
    return at_hand


def _sort_out_accepted(
    found: list[Finding], settings: Settings, today: date
) -> tuple[list[Finding], list[tuple[Finding, Acceptance]]]:
    """Set aside what people have accepted and whose time has not run out."""
    standing = {
        (one.rule, *one.subject): one
        for one in settings.accepted
        if one.until is None or one.until >= today
    }
    if not standing:
        return found, []
    accepted = [(f, standing[f.identity]) for f in found if f.identity in standing]
    return [f for f in found if f.identity not in standing], accepted
