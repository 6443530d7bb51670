"""Findings by cause: one cause is one entry on the page, however often it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lineofsight.engine.finding import Finding

Key = tuple[str, ...]
# Rules that a page tells only as a share by function: how people write is for those who wrote.
BY_SHARE = ("LOS801", "LOS802", "LOS803", "LOS804", "LOS805")
# Causes among which those of one subject are joined; a page shows far fewer.
NEAR = 200
# Rules whose findings go back to one goal, and where their evidence names it.
ONE_GOAL = {"LOS101": "top", "LOS104": "broken_at", "LOS204": "changed"}


@dataclass(slots=True)
class Cause:
    """Findings that one conversation would mend.

    Parameters
    ----------
    findings : list of Finding
        Of one rule, the one that stands for them first.
    beside : list of Finding
        Of other rules, about the same subject and for the same people.
    alike : int
        Findings of other causes of the same rule that the page does not bring forward.
    """

    findings: list[Finding]
    beside: list[Finding] = field(default_factory=list)
    alike: int = 0

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def size(self) -> int:
        """Number of findings that the conversation covers."""
        return len(self.findings) + len(self.beside)


def causes(findings: Iterable[Finding]) -> list[Cause]:
    """Group findings by cause, in the order of the check: the worst first.

    Parameters
    ----------
    findings : iterable of Finding
        By severity, then stake, as a check gives them.
    """
    grouped: dict[Key, list[Finding]] = {}
    for finding in findings:
        if finding.rule not in BY_SHARE:
            grouped.setdefault(_key(finding), []).append(finding)
    found = [Cause(_topmost_first(group)) for group in grouped.values()]
    return _beside(found[:NEAR]) + found[NEAR:]


def in_front(found: Sequence[Cause], few: int, of_one_rule: int) -> list[Cause]:
    """Choose the causes that a page brings forward: the worst, and not all of one kind.

    Parameters
    ----------
    found : sequence of Cause
        The worst first.
    few, of_one_rule : int
        Most causes, and most of one rule.
    """
    chosen: list[Cause] = []
    by_rule: dict[str, list[Cause]] = {}
    for cause in found:
        mine = by_rule.setdefault(cause.first.rule, [])
        if len(mine) == of_one_rule:
            mine[-1].alike += len(cause.findings)
        elif len(chosen) < few:
            chosen.append(cause)
            mine.append(cause)
    return chosen


def _key(finding: Finding) -> Key:
    """What findings of one cause have in common: the goal it goes back to, else who should talk."""
    name = ONE_GOAL.get(finding.rule)
    origin = finding.evidence.get(name) if name else None
    if isinstance(origin, str):
        return (finding.rule, "goal", origin)
    return (finding.rule, "people", *sorted(finding.people))


def _topmost_first(group: list[Finding]) -> list[Finding]:
    """Put the goal that a cause goes back to in front, where it is among the subjects."""
    origin = group[0].evidence.get(ONE_GOAL.get(group[0].rule, ""))
    if len(group) == 1 or not isinstance(origin, str):
        return group
    return sorted(group, key=lambda one: one.subject.id != origin)  # stable: the worst of the rest


def _beside(found: Sequence[Cause]) -> list[Cause]:
    """Join what different rules say of one subject to the same people."""
    kept: list[Cause] = []
    by_subject: dict[tuple[str, str], list[Cause]] = {}
    for cause in found:
        subject = (cause.first.subject.kind, cause.first.subject.id)
        host = next(
            (one for one in by_subject.get(subject, ()) if _same_talk(one, cause)),
            None,
        )
        if host is not None:
            host.beside.append(cause.first)
            continue
        kept.append(cause)
        by_subject.setdefault(subject, []).append(cause)
    return kept


def _same_talk(one: Cause, other: Cause) -> bool:
    """Tell whether two single findings call for the same people."""
    if len(one.findings) > 1 or len(other.findings) > 1:
        return False
    mine, theirs = set(one.first.people), set(other.first.people)
    return mine <= theirs or theirs <= mine


def further(cause: Cause) -> int:
    """How many more goals, links or findings a cause reaches, beside the one that stands for it."""
    more = len(cause.findings) - 1
    if cause.first.rule == "LOS104":
        # Goals further down than those reported are only counted.
        counts = (one.evidence.get("below") for one in cause.findings)
        return more + sum(count for count in counts if isinstance(count, int))
    return more
