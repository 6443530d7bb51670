"""5xx Truth, by forecast: do reports and series tell the same? Definitions: DEFINITIONS 6 and 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import Reported, Scope, word
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.finding import DECIMALS, Severity
from lineofsight.engine.forecast.formula import POINTS
from lineofsight.engine.forecast.lens import Outlook
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.progress import schedule_points
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.engine.tables import CodeArray
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9
RARE = 0.03  # below this a chance is not put as one in so many
NEARLY_ALL = 0.95


@rule(
    "LOS504",
    "report-and-series-differ",
    Audience(
        first=_("the owner, alone, for two update intervals"),
        then=_("the owner and the lead, on the agenda"),
        above=_("as a count over at least five key results"),
    ),
    needs=("observations",),
    limits={"min_observations": 5, "max_chance": 0.2, "settling_intervals": 2},
)
def report_and_series_differ(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find key results whose goal is reported on track while their series says otherwise."""
    results = _reported(lenses, limits, (Reported.ON_TRACK,))
    now = lenses.forecast.now(results)
    low = np.flatnonzero(_is_low(now, limits) & now.misses)
    low = low[_last_step(lenses, results[low]) <= lenses.snapshot.day]
    before = lenses.forecast.after(results[low], lenses.forecast.counts(results[low]) - 1)
    low = low[_is_low(before, limits)]
    results, now = results[low], now.of(low)
    since = _true_since(lenses, limits, results)
    due = lenses.clocks.update_days[lenses.snapshot.key_results.goal[results]]
    settled = lenses.snapshot.day - since >= limits["settling_intervals"] * due - TOLERANCE
    for place, result in enumerate(results.tolist()):
        chance = float(now.chance[place])
        interval = [round(float(edge), DECIMALS) for edge in (now.low[place], now.high[place])]
        yield Hit(
            about=subjects.key_result(result),
            sentence=_("{goal} is reported on track. {course} {odds}").format(
                goal=_goal(lenses, result), course=_course(lenses, result), odds=_few(chance)
            ),
            people=_people(lenses, result),
            question=_("What do you know that the numbers don't?"),
            evidence={
                "chance": round(chance, DECIMALS),
                "interval_80": interval,
                "reported": word(Reported.ON_TRACK),
                "values": _values(lenses, result).tolist(),
            },
            certainty=1.0 - chance,
            at_most=Severity.HIGH if settled[place] else Severity.MEDIUM,
            others=(subjects.goal(int(lenses.snapshot.key_results.goal[result])),),
        )


@rule(
    "LOS509",
    "better-than-reported",
    Audience(
        first=_("the owner, alone"),
        then=_("the owner and the lead, if the owner says so"),
        above=_("as a count over at least five key results"),
    ),
    needs=("observations",),
    at_most=Severity.MEDIUM,
    limits={"min_observations": 5, "min_chance": 0.8},
)
def better_than_reported(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find key results whose goal is reported at risk while their series says it will arrive."""
    results = _reported(lenses, limits, (Reported.AT_RISK, Reported.OFF_TRACK))
    chances = lenses.forecast.chance(results)
    high = np.flatnonzero(chances > limits["min_chance"] + TOLERANCE)
    before = lenses.forecast.after(results[high], lenses.forecast.counts(results[high]) - 1)
    high = high[before.chance > limits["min_chance"] + TOLERANCE]
    results, chances = results[high], chances[high]
    goal = lenses.snapshot.key_results.goal[results]
    reported, _day = lenses.reports.newest(goal, lenses.snapshot.day)
    for place, result in enumerate(results.tolist()):
        said = Reported(int(reported[place]))
        sentence = (
            _("{goal} is reported off track. {course} {odds}")
            if said == Reported.OFF_TRACK
            else _("{goal} is reported at risk. {course} {odds}")
        )
        chance = float(chances[place])
        yield Hit(
            about=subjects.key_result(result),
            sentence=sentence.format(
                goal=_goal(lenses, result), course=_course(lenses, result), odds=_many(chance)
            ),
            people=_people(lenses, result),
            question=_("May we tell people?"),
            evidence={
                "chance": round(chance, DECIMALS),
                "reported": word(said),
                "values": _values(lenses, result).tolist(),
            },
            others=(subjects.goal(int(goal[place])),),
        )


def _reported(lenses: Lenses, limits: Limits, codes: tuple[Reported, ...]) -> IntArray:
    """Key results of goals with a fresh report of this kind, and observations enough."""
    goals, results = lenses.snapshot.goals, lenses.snapshot.key_results
    everyone = np.arange(len(goals), dtype=np.int64)
    fits = goals.active & (goals.scope != Scope.INDIVIDUAL)
    fits &= _is_fresh(lenses, everyone, lenses.snapshot.day, codes)
    places = np.flatnonzero(fits[results.goal])
    enough = lenses.forecast.counts(places) >= limits["min_observations"] - TOLERANCE
    return places[enough]


def _is_fresh(
    lenses: Lenses, goals: IntArray, days: FloatArray | float, codes: tuple[Reported, ...]
) -> BoolArray:
    """Tell of which goals the newest report by a day is of this kind and one interval old."""
    code: CodeArray
    code, day = lenses.reports.newest(goals, days)
    age = np.asarray(days) - day
    return np.isin(code, codes) & (age <= lenses.clocks.update_days[goals] + TOLERANCE)


def _last_step(lenses: Lenses, results: IntArray) -> FloatArray:
    """Day of the last planned value of each key result; long ago where nothing is planned."""
    last = np.full(len(results), -np.inf)
    schedule = lenses.snapshot.key_results.schedule[results]
    for place in np.flatnonzero(schedule != "").tolist():
        points = schedule_points(str(schedule[place]))
        last[place] = points[-1][0] if points else -np.inf
    return last


def _true_since(lenses: Lenses, limits: Limits, results: IntArray) -> FloatArray:
    """Day since which LOS504 has been true, as far as the observations can tell; else today.

    It is judged anew on the day of each observation, backwards until it was not true.
    """
    forecast, goal = lenses.forecast, lenses.snapshot.key_results.goal[results]
    since = np.full(len(results), lenses.snapshot.day)
    steps = _last_step(lenses, results)
    count = forecast.counts(results)
    outlook = forecast.after(results, count)
    places = np.arange(len(results), dtype=np.int64)
    while len(places):
        asked, counts = results[places], count[places]
        days = forecast.days_of(asked, counts)
        before = forecast.after(asked, counts - 1)
        holds = (
            (counts >= limits["min_observations"] - TOLERANCE)
            & _is_low(outlook, limits)
            & outlook.misses
            & _is_low(before, limits)
            & (steps[places] <= days)
            & _is_fresh(lenses, goal[places], days, (Reported.ON_TRACK,))
        )
        since[places[holds]] = days[holds]
        places, outlook = places[holds], before.of(holds)
        count[places] -= 1
    return since


def _is_low(outlook: Outlook, limits: Limits) -> BoolArray:
    return np.asarray(outlook.chance < limits["max_chance"] - TOLERANCE)


def _people(lenses: Lenses, result: int) -> tuple[int, ...]:
    """Whoever owns the key result and its goal, then the lead."""
    snapshot = lenses.snapshot
    goal = int(snapshot.key_results.goal[result])
    owner = int(snapshot.key_results.owner[result])
    return owner, int(snapshot.goals.owner[goal]), tell.lead_above(lenses, goal)


def _goal(lenses: Lenses, result: int) -> str:
    return tell.title(lenses, int(lenses.snapshot.key_results.goal[result]))


def _values(lenses: Lenses, result: int) -> FloatArray:
    """Return the observed values that count in the forecast, oldest first."""
    first, stop = lenses.forecast.bounds[result : result + 2].tolist()
    return lenses.snapshot.observations.value[max(first, stop - POINTS) : stop]


def _course(lenses: Lenses, result: int) -> str:
    """Say where a measure stands, from where it came, and where it would be by now."""
    results, progress = lenses.snapshot.key_results, lenses.progress
    values = _values(lenses, result)
    baseline, target = (
        float(column[result]) for column in (progress.scale.baseline, progress.scale.target)
    )
    said = {
        "measure": tell.quoted(str(results.title[result])),
        "came": _came_from(float(values[0]), float(values[-1])),
        "target": tell.number(target),
    }
    if progress.scale.is_band[result]:
        band = _band(float(results.low[result]), float(results.high[result]))
        return _("{measure} stands at {came}; it is to be {band}.").format(band=band, **said)
    if progress.unclipped[result] >= 1.0 - TOLERANCE:
        return _("{measure} stands at {came}; it was to arrive at {target}.").format(**said)
    if lenses.snapshot.day >= results.end[result]:
        return _("{measure} stands at {came}; it was to be {target} by {end}.").format(
            end=tell.date(results.end[result]), **said
        )
    planned = baseline + float(progress.expected_results[result]) * (target - baseline)
    return _(
        "{measure} stands at {came}; on the way to {target} it would be {planned} by now."
    ).format(planned=_as_fine_as(planned, [target, *values.tolist()]), **said)


def _came_from(first: float, last: float) -> str:
    if last == first:
        return _("{value}, as it did at first").format(value=tell.number(last))
    sentence = _("{value}, up from {first}") if last > first else _("{value}, down from {first}")
    return sentence.format(value=tell.number(last), first=tell.number(first))


def _band(low: float, high: float) -> str:
    if np.isnan(high):
        return _("{low} or more").format(low=tell.number(low))
    if np.isnan(low):
        return _("{high} or less").format(high=tell.number(high))
    return _("between {low} and {high}").format(low=tell.number(low), high=tell.number(high))


def _as_fine_as(value: float, others: list[float]) -> str:
    """Say a value that was worked out with no more decimals than those that were read."""
    decimals = max(len(tell.number(other).partition(".")[2]) for other in others)
    return tell.number(round(value, decimals))


def _few(chance: float) -> str:
    """Say how seldom such series arrived."""
    if chance < RARE:
        return _("Fewer than 1 in 30 such series still arrived.")
    return _("About 1 in {count} such series still arrived.").format(count=round(1 / chance))


def _many(chance: float) -> str:
    """Say how often such series arrived."""
    if chance > NEARLY_ALL:
        return _("More than 19 in 20 such series arrived.")
    return _("About {count} in 10 such series arrived.").format(count=round(10 * chance))
