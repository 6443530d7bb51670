"""Fans: key results as they were observed, as they were planned, and where they may end.

Those whose report and series differ come first, then those on which most rests. What people set
themselves and what is confidential is never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.codes import MeasureType, Scope
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.finding import Finding
from lineofsight.engine.forecast.course import Course, Shape
from lineofsight.engine.forecast.course import Period as CoursePeriod
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import to_date
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.html import chart, fandraw, words
from lineofsight.report.html.fandraw import Drawing
from lineofsight.report.html.measures import Measures
from lineofsight.report.html.scatter import GOOD, LITTLE
from lineofsight.report.html.sightline import Sightlines

MOST = 6
ENOUGH = 5  # observations
LONGEST, LONGEST_UNIT = 90, 12  # characters of a title, and of a unit behind a number
WORSE, BETTER = "LOS504", "LOS509"
RARE, NEARLY_ALL = 0.03, 0.95  # chances that are not put as so many in so many
SELDOM = 0.35  # up to here a chance is told as one in so many


@dataclass(frozen=True, slots=True)
class Period:
    """One month or quarter in words."""

    until: str
    planned: str
    actual: str


@dataclass(frozen=True, slots=True)
class Fan:
    """One key result.

    Parameters
    ----------
    unit : str
        Its unit and the days that it runs.
    said : str
        Where it stands, where it would be by the plan, how often such series arrive.
    differs : str
        What is reported of it where its series says otherwise; empty elsewhere.
    worse : bool
        The series says worse.
    described : str
        The drawing in words.
    facts : tuple of (name, value)
        The numbers of the drawing.
    """

    title: str
    goal: str
    place: str
    unit: str
    mark: str
    status: str
    said: str
    differs: str
    worse: bool
    described: str
    drawing: Drawing
    facts: tuple[tuple[str, str], ...]
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Fans:
    """The whole section; ``total`` counts key results that could be drawn."""

    heading: str
    fans: tuple[Fan, ...]
    total: int
    next_step: str


class FanMaker:
    """Makes the fans of one organisation."""

    def __init__(self, lenses: Lenses, lines: Sightlines, measures: Measures) -> None:
        self.lenses, self.lines, self.measures = lenses, lines, measures

    def make(self, told: Iterable[Finding]) -> Fans:
        """Draw the key results that matter most.

        Parameters
        ----------
        told : iterable of Finding
            Those that may be told, the worst first.
        """
        results = self._results()
        place = {str(key): row for row, key in enumerate(self.lenses.snapshot.key_results.ids)}
        differ = {
            place[one.subject.id]: one
            for one in told
            if one.rule in (WORSE, BETTER) and one.subject.id in place
        }
        shown = self._first(results, [row for row in differ if row in set(results.tolist())])
        outlook = self.lenses.forecast.now(np.array(shown, dtype=np.int64))
        fans = tuple(self._fan(result, differ.get(result)) for result in shown)
        return Fans(
            heading=_heading(sum(result in differ for result in shown), outlook.chance),
            fans=fans,
            total=len(results),
            next_step="" if fans else self._next(),
        )

    def _results(self) -> IntArray:
        """Key results that have a forecast and observations enough, of goals that may be named."""
        snapshot = self.lenses.snapshot
        goals, results = snapshot.goals, snapshot.key_results
        fits = goals.active & goals.objective & ~goals.confidential
        fits &= goals.scope != Scope.INDIVIDUAL
        found = np.flatnonzero(fits[results.goal] & (results.type != MeasureType.MILESTONE))
        found = found[self.lenses.forecast.counts(found) >= ENOUGH]
        # Those on which most rests; of one goal the weightiest. The chance of few need be known.
        stake = self.lenses.stakes.of_key_results[found]
        weight = self.lenses.progress.result_weight[found]
        found = found[np.lexsort((found, -weight, -np.round(stake, 9)))]
        return found[~np.isnan(self.lenses.forecast.chance(found))]

    def _first(self, results: IntArray, differ: Sequence[int]) -> list[int]:
        """Choose those that are shown, no goal twice unless its reports differ twice."""
        shown = list(differ[:MOST])
        goal = self.lenses.snapshot.key_results.goal
        taken = {int(goal[result]) for result in shown}
        for result in results.tolist():
            if len(shown) >= MOST:
                break
            if int(goal[result]) not in taken:
                taken.add(int(goal[result]))
                shown.append(result)
        return shown

    def _fan(self, result: int, finding: Finding | None) -> Fan:
        snapshot, course = self.lenses.snapshot, self.lenses.courses.of(result)
        results = snapshot.key_results
        goal = int(results.goal[result])
        mark, status = self.lines.status(goal)
        whole_unit = self.measures.unit(result)
        # A long one stands above the drawing, not behind each number.
        unit = whole_unit if len(whole_unit) <= LONGEST_UNIT else ""
        low, high = self.lenses.forecast.interval(np.array([result]), 0.5)
        drawing = fandraw.draw(
            course,
            start=float(results.start[result]),
            end=float(results.end[result]),
            now=float(snapshot.day),
            target=self._target(result),
            half=(float(low[0]), float(high[0])),
        )
        title = words.said(str(results.title[result]), LONGEST) or self.lines.title(goal)
        said = self._said(result, course, unit)
        facts = tuple(self._facts(result, course, unit, (float(low[0]), float(high[0]))))
        return Fan(
            title=title,
            goal=words.said(self.lines.title(goal), LONGEST),
            place=self.lines.place(goal),
            unit=self._unit_line(result, whole_unit),
            mark=mark,
            status=status,
            said=said,
            differs=_differs(finding),
            worse=finding is not None and finding.rule == WORSE,
            described=f"{said} " + " ".join(f"{name}: {value}." for name, value in facts),
            drawing=drawing,
            facts=facts,
            periods=tuple(_period(one) for one in course.periods),
        )

    def _unit_line(self, result: int, unit: str) -> str:
        results = self.lenses.snapshot.key_results
        start, end = (tell.date(float(day[result])) for day in (results.start, results.end))
        if unit:
            return _("{unit}; {start} to {end}").format(unit=unit, start=start, end=end)
        return _("{start} to {end}").format(start=start, end=end)

    def _target(self, result: int) -> tuple[float, float]:
        """Return the edges of what is to be reached: a number twice, or a band."""
        results, scale = self.lenses.snapshot.key_results, self.lenses.progress.scale
        if scale.is_band[result]:
            return float(results.low[result]), float(results.high[result])
        target = float(scale.target[result])
        return target, target

    def _said(self, result: int, course: Course, unit: str) -> str:
        chance = float(course.outlook.chance[0])
        return f"{self._stands(result, course, unit)} {odds(chance)}"

    def _stands(self, result: int, course: Course, unit: str) -> str:
        """Say where it stands, where it came from, and where it would be by the plan."""
        values = course.observed[:, 1]
        came = _came_from(course.observed, unit)
        low, high = self._target(result)
        if self.lenses.progress.scale.is_band[result]:
            return _("{came}; it is to stay {band}.").format(came=came, band=_band(low, high, unit))
        target = words.figure(low, unit)
        day, end = self.lenses.snapshot.day, float(self.lenses.snapshot.key_results.end[result])
        if day >= end:
            return _("{came}; it was to be {target} by {end}.").format(
                came=came, target=target, end=tell.date(end)
            )
        if float(self.lenses.progress.unclipped[result]) >= 1.0:
            return _("{came}; it was to arrive at {target}.").format(came=came, target=target)
        planned = float(np.interp(day, course.planned[:, 0], course.planned[:, 1]))
        return _("{came}; on the way to {target} it would be {planned} by now.").format(
            came=came, target=target, planned=words.figure(_as_fine(planned, values, low), unit)
        )

    def _facts(
        self, result: int, course: Course, unit: str, half: tuple[float, float]
    ) -> Iterable[tuple[str, str]]:
        """Say the numbers of a drawing one by one."""
        outlook = course.outlook
        day, value = course.observed[-1]
        low, high = self._target(result)
        finest = np.append(course.observed[:, 1], [low, high])

        def figure(one: float) -> str:
            return words.figure(_as_fine(one, finest), unit)

        yield (
            _("Last value"),
            _("{value} on {date}").format(
                value=words.figure(float(value), unit), date=tell.date(float(day))
            ),
        )
        yield (
            _("Plan"),
            {
                Shape.STRAIGHT: _("straight to the target")
                if len(course.planned)
                else _("to stay in the band"),
                Shape.SCHEDULE: _("as scheduled"),
                Shape.SEASON: _("as in earlier years at this season"),
            }[course.shape],
        )
        yield _("Target"), _band(low, high, unit) if low != high else words.figure(low, unit)
        yield _("Forecast for the end"), figure(float(outlook.centre[0]))
        yield (
            _("in 5 of 10 cases"),
            _("{low} to {high}").format(low=figure(half[0]), high=figure(half[1])),
        )
        yield (
            _("in 8 of 10 cases"),
            _("{low} to {high}").format(
                low=figure(float(outlook.low[0])), high=figure(float(outlook.high[0]))
            ),
        )
        yield _("Chance to arrive"), words.percent(float(outlook.chance[0]))

    def _next(self) -> str:
        snapshot = self.lenses.snapshot
        if not len(snapshot.key_results):
            return _("Next: say with key results how each goal will be seen to have arrived.")
        if not len(snapshot.observations):
            return _(
                "Next: add what was observed, in a table “observations” with a measure, a day and "
                "a value a row. Five values are enough for a first picture."
            )
        return _(
            "It needs key results with a baseline, a target, dates and five observed values; none "
            "of those that may be shown here has them all."
        )


def odds(chance: float) -> str:
    """Say how often series like this one arrive."""
    if chance < RARE:
        return _("Fewer than 1 in 30 such series still arrived.")
    if chance <= SELDOM:
        return _("About 1 in {count} such series still arrived.").format(count=round(1 / chance))
    if chance > NEARLY_ALL:
        return _("More than 19 in 20 such series arrived.")
    return _("About {count} in 10 such series arrived.").format(count=round(10 * chance))


def _heading(differ: int, chance: FloatArray) -> str:
    """Say what the fans show together."""
    if not len(chance):
        return _("Too little has been observed to say where a key result will end")
    if differ:
        return ngettext(
            "One key result runs otherwise than it is reported",
            "{number} key results run otherwise than they are reported",
            differ,
        ).format(number=words.number_word(differ))
    unlikely, likely = int((chance < LITTLE).sum()), int((chance > GOOD).sum())
    if unlikely:
        return ngettext(
            "The one key result that can be told will probably not arrive",
            "Of the {count} key results on which most rests, {unlikely} will probably not arrive",
            len(chance),
        ).format(count=words.inside(len(chance)), unlikely=words.inside(unlikely))
    return ngettext(
        "The one key result that can be told may well arrive",
        "Of the {count} key results on which most rests, {likely} will probably arrive",
        len(chance),
    ).format(count=words.inside(len(chance)), likely=words.inside(likely))


def _differs(finding: Finding | None) -> str:
    if finding is None:
        return ""
    if finding.rule == WORSE:
        return _("Reported on track; the series says otherwise.")
    return _("It runs better than it is reported.")


def _came_from(observed: FloatArray, unit: str) -> str:
    """Say the last value beside the first, and when that was."""
    (day, first), last = observed[0].tolist(), float(observed[-1, 1])
    when = to_date(day)
    said = {
        "value": words.figure(last, unit),
        "first": words.figure(first),
        "month": f"{chart.month_name(when.month)} {when.year}",
    }
    if last == first:
        return _("{value}, as in {month}").format(**said)
    if last > first:
        return _("{value}, up from {first} in {month}").format(**said)
    return _("{value}, down from {first} in {month}").format(**said)


def _band(low: float, high: float, unit: str) -> str:
    if np.isnan(high):
        return _("at {low} or more").format(low=words.figure(low, unit))
    if np.isnan(low):
        return _("at {high} or less").format(high=words.figure(high, unit))
    return _("between {low} and {high}").format(
        low=words.figure(low), high=words.figure(high, unit)
    )


def _as_fine(value: float, others: FloatArray, *more: float) -> float:
    """Round a value that was worked out to no more decimals than those that were read."""
    known = [one for one in (*others.tolist(), *more) if np.isfinite(one)]
    decimals = max((_decimals(one) for one in known), default=0)
    return round(value, decimals)


def _decimals(value: float) -> int:
    return next((n for n in range(4) if abs(value - round(value, n)) < 1e-9), 4)


def _period(one: CoursePeriod) -> Period:
    return Period(
        until=tell.date(one.until),
        planned=words.figure(one.planned),
        actual="" if np.isnan(one.actual) else words.figure(one.actual),
    )
