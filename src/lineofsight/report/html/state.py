"""The state of the organisation in a sentence or two: on paper, and as people see it."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.engine.check import CheckResult
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import to_day
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.html import words
from lineofsight.report.html.breaks import Breaks
from lineofsight.report.html.grid import CLEARLY, GridMaker
from lineofsight.report.names import listed
from lineofsight.report.summary import asked, both_numbers

MOST_NAMED = 3  # functions named as places of breaks


@dataclass(frozen=True, slots=True)
class State:
    """What the page says first.

    Parameters
    ----------
    answer : str
        The heading of the page.
    lead : str
        Paper and practice, always both.
    next_step : str
        What to add to the plan so that it can be judged; empty where nothing is wanting.
    """

    answer: str
    lead: str
    next_step: str


def state(result: CheckResult, lenses: Lenses, breaks: Breaks, maker: GridMaker) -> State:
    """Say how many goals have an unbroken line, where lines break, and who can explain theirs."""
    return State(_answer(lenses, breaks, maker), _lead(result, lenses, maker), _next(lenses))


def _answer(lenses: Lenses, breaks: Breaks, maker: GridMaker) -> str:
    all_goals, whole = breaks.n_counted, breaks.n_whole
    if not lenses.graph.has_root:
        return _("The plan does not say yet what its goals lead to.")
    if not all_goals:
        return _("No goal of this plan is active today.")
    if whole == all_goals:
        return ngettext(
            "The one goal has an unbroken line to the strategy.",
            "All {count} goals have an unbroken line to the strategy.",
            all_goals,
        ).format(count=f"{all_goals:,}")
    if not whole:
        said = _("None of {all} goals has an unbroken line to the strategy; {where}.")
    else:
        said = _("{have} of {all} goals have an unbroken line to the strategy; {where}.")
    return said.format(have=f"{whole:,}", all=f"{all_goals:,}", where=_where(lenses, breaks, maker))


def _where(lenses: Lenses, breaks: Breaks, maker: GridMaker) -> str:
    """Say where lines break: at one place most often, or in which functions."""
    if not lenses.snapshot.has("links"):
        return _("no goal says yet what it supports")
    broken = breaks.n_counted - breaks.n_whole
    function, rung, count = maker.worst()
    if broken == 1:
        return _("one breaks {where}").format(where=maker.between(function, rung))
    if count > 1 and count >= CLEARLY * broken:
        return _("most often it breaks {where}").format(where=maker.between(function, rung))
    places = maker.broken_in()
    if len(places) <= MOST_NAMED:
        return _("it breaks in {places}").format(places=listed(places))
    return _("it breaks in {count} functions, most in {places}").format(
        count=len(places), places=listed(places[:2])
    )


def _lead(result: CheckResult, lenses: Lenses, maker: GridMaker) -> str:
    if result.people_with_line is None and result.goals_with_line is not None:
        # The heading has said how many goals; a plan without people has no second number.
        said = _("That is what the plan says; {practice}.").format(practice=asked(lenses))
    else:
        said = both_numbers(result, lenses)
    least = maker.least_explained()
    if least is not None:
        said += " " + _("Fewest can in {function}: {said}.").format(
            function=least[0], said=least[1]
        )
    return said


def _next(lenses: Lenses) -> str:
    snapshot = lenses.snapshot
    if not lenses.graph.has_root:
        return _(
            "Next: name what the strategy wants, as pillars or a North Star, and link each goal to "
            "what it supports. “lineofsight template plan.xlsx” writes a workbook with room for it."
        )
    if not snapshot.has("links"):
        return _("Next: link each goal to what it supports, in the table “links”.")
    return ""


def when(result: CheckResult) -> str:
    """The instant of the check, in words."""
    return tell.date(to_day(result.as_of))


def organisation(result: CheckResult, source: str) -> str:
    """Name the organisation, else the file."""
    return words.title(result.name) or words.title(source) or _("The plan")
