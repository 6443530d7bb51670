"""What was not looked at and why, what was accepted, and the counts that the page stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lineofsight.engine.check import NO_ROOT, NO_WORDS, NOT_ASKED, PEOPLE_OFF, CheckResult
from lineofsight.engine.finding import Finding
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import to_day
from lineofsight.engine.rules import catalogue, tell
from lineofsight.engine.settings import Acceptance
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.discretion import Discretion
from lineofsight.report.html import words
from lineofsight.report.html.breaks import Breaks
from lineofsight.report.summary import skipped

NO_TABLE = re.compile(r"no table (.+)")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some rules were not run; ``rules`` as (code, name)."""

    said: str
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that people let stand."""

    code: str
    name: str
    sentence: str
    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """The last section."""

    heading: str
    reasons: tuple[Reason, ...]
    accepted: tuple[Accepted, ...]
    accepted_untold: int
    counts: tuple[tuple[str, str], ...]


def unseen(result: CheckResult, lenses: Lenses, breaks: Breaks, discretion: Discretion) -> Unseen:
    """Say what the check did not see."""
    names = {one.code: one.name for one in catalogue()}
    reasons = tuple(
        Reason(_reason(reason), tuple((code, names.get(code, "")) for code in codes))
        for reason, codes in skipped(result)
    )
    by_identity = {finding.identity: by for finding, by in result.accepted}
    told = discretion.parted(finding for finding, _by in result.accepted).told
    accepted = tuple(_accepted(one, by_identity[one.identity]) for one in told)
    return Unseen(
        heading=_heading(result),
        reasons=reasons,
        accepted=accepted,
        accepted_untold=len(result.accepted) - len(accepted),
        counts=tuple(_counts(result, lenses, breaks)),
    )


def _heading(result: CheckResult) -> str:
    run, left = len(result.run), len(result.skipped)
    if not left:
        return ngettext("The one rule was run", "All {count} rules were run", run).format(count=run)
    return ngettext(
        "{run} rules were run; {left} could not be",
        "{run} rules were run; {left} could not be",
        left,
    ).format(run=run, left=left)


def _reason(reason: str) -> str:
    """Say a reason of the check as a sentence."""
    table = NO_TABLE.fullmatch(reason)
    if table:
        return _("The plan has no table “{table}”.").format(
            table=table[1].replace(" or ", _("” or “"))
        )
    return {
        NO_ROOT: _("The plan names no pillar, North Star or enterprise goal."),
        NO_WORDS: _("There is no word list for the language of the plan."),
        NOT_ASKED: _("They are off until they are asked for by name (--select)."),
        PEOPLE_OFF: _("They are about people, and run only on request (--people)."),
    }.get(reason, words.said(reason))


def _accepted(finding: Finding, by: Acceptance) -> Accepted:
    until = (
        _("until {date}").format(date=tell.date(to_day(by.until)))
        if by.until is not None
        else _("until it is taken back")
    )
    return Accepted(
        finding.rule, finding.name, words.said(finding.sentence), words.said(by.reason), until
    )


def _counts(result: CheckResult, lenses: Lenses, breaks: Breaks) -> list[tuple[str, str]]:
    """What the sentence at the top is made of, so that it can be added up again."""
    goals = lenses.snapshot.goals
    objectives = goals.active & goals.objective
    elsewhere = int((objectives & ~breaks.counted).sum()) if lenses.graph.has_root else 0
    missing = int(breaks.missing.sum())
    rows = [
        (_("Goals in the plan"), len(goals)),
        (_("of these active objectives"), int(objectives.sum())),
        (_("with an unbroken line to the strategy"), breaks.n_whole),
        (
            _("whose line is stopped by a goal that is closed, paused or not begun"),
            breaks.n_counted - breaks.n_whole - missing,
        ),
        (_("with nothing above on record"), missing),
        (
            _("that keep something healthy, meet a duty or serve a team, and need no line"),
            elsewhere,
        ),
        (_("Pillars"), result.counts["pillars"]),
        (_("People"), result.counts["people"]),
        (_("Links"), result.counts["links"]),
    ]
    return [(name, f"{count:,}") for name, count in rows]
