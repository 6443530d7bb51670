"""The two numbers that stand together wherever one stands: on paper, and what people say."""

from __future__ import annotations

import numpy as np

from lineofsight.engine.check import CheckResult
from lineofsight.engine.codes import GroupKind
from lineofsight.engine.finding import Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules.understanding import CAN_EXPLAIN, latest_wave
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

FEWEST_ANSWERS = 5  # fewer than these are never shown


def both_numbers(result: CheckResult, lenses: Lenses) -> str:
    """Say on paper and in practice in one sentence.

    "On paper 31 of 40 people have a line; 12 of the 29 who answered say they can explain it."
    """
    return _("{paper}; {practice}.").format(paper=on_paper(result, lenses), practice=asked(lenses))


def on_paper(result: CheckResult, lenses: Lenses) -> str:
    """Say how many people have a line by the plan; of a plan without people, how many goals."""
    sight, people, goals = lenses.sight, lenses.snapshot.people, lenses.snapshot.goals
    if result.people_with_line is not None:
        here = int(people.present.sum())
        have = here - int(sight.without_line[people.present].sum())
        return ngettext(
            "On paper {have} of {all} person has a line",
            "On paper {have} of {all} people have a line",
            here,
        ).format(have=have, all=here)
    if result.goals_with_line is not None:
        counted = goals.active & goals.objective
        have = int(lenses.graph.has_path[: len(goals)][counted].sum())
        return ngettext(
            "On paper {have} of {all} goal has a line",
            "On paper {have} of {all} goals have a line",
            int(counted.sum()),
        ).format(have=have, all=int(counted.sum()))
    if not lenses.graph.has_root:
        return _("The plan names no pillar, North Star or enterprise goal that a line could end at")
    return _("The plan has no active goal that could have a line")


def asked(lenses: Lenses) -> str:
    """Say how many of those who answered say that they can explain their line."""
    can, answered = explained(lenses)
    if not answered:
        return _("nobody has been asked yet whether they can explain it")
    if answered < FEWEST_ANSWERS:
        return _("too few have answered to say whether people can explain it")
    return _("{can} of the {answered} who answered say they can explain it").format(
        can=can, answered=answered
    )


def explained(lenses: Lenses) -> tuple[int, int]:
    """Count who can explain and who answered, in the latest wave.

    Groups of one kind do not overlap, but the kinds do: functions are counted if they were asked,
    else teams, else leaders.
    """
    answers = lenses.snapshot.answers
    counted = (answers.question == CAN_EXPLAIN) & (answers.count > 0) & ~np.isnan(answers.score)
    for kind in (GroupKind.FUNCTION, GroupKind.TEAM, GroupKind.LEADERS):
        rows = latest_wave(lenses, np.flatnonzero(counted & (answers.group_kind == kind)))
        if len(rows):
            can = float((answers.score[rows] * answers.count[rows]).sum())
            return round(can), int(answers.count[rows].sum())
    return 0, 0


def counted(result: CheckResult, known: int = 0) -> str:
    """Say how many findings there are, such as "3 high, 12 medium, 4 low; 2 accepted".

    Parameters
    ----------
    result : CheckResult
    known : int
        Findings that a baseline holds and that are left out.
    """
    by_severity = (
        (result.count(Severity.HIGH), _("{count} high")),
        (result.count(Severity.MEDIUM), _("{count} medium")),
        (result.count(Severity.LOW), _("{count} low")),
    )
    parts = [text.format(count=count) for count, text in by_severity if count]
    said = ", ".join(parts) if parts else _("No findings")
    aside = []
    if result.accepted:
        aside.append(_("{count} accepted").format(count=len(result.accepted)))
    if known:
        aside.append(_("{count} known from the baseline").format(count=known))
    return "; ".join([said, *aside]) + "."


def skipped(result: CheckResult) -> list[tuple[str, list[str]]]:
    """Group the rules that were not run by their reasons, the reason with most rules first."""
    reasons: dict[str, list[str]] = {}
    for one in result.skipped:
        reasons.setdefault(one.reason, []).append(one.rule)
    return sorted(reasons.items(), key=lambda entry: (-len(entry[1]), entry[1]))
