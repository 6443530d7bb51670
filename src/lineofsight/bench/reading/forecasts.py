"""Read LOS504 and 509, and the chance clause of LOS108: where will a series end.

The formula once more, with plain loops over points. The constants are data: they are read from the
file that the product ships, and nothing else is shared with it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import inf, isfinite, sqrt
from statistics import median

from scipy.special import betainc

from lineofsight.bench.reading.clocks import cadence
from lineofsight.bench.reading.facts import (
    TOLERANCE,
    Record,
    day,
    days_between,
    more,
    number,
    one,
    text,
    word,
)
from lineofsight.bench.reading.seen import Reading, Seen
from lineofsight.bench.reading.truth import update_days

Point = tuple[float, float]
COUNTED = 8  # the last points count
OVER = {"done", "cancelled"}


@dataclass(frozen=True)
class Final:
    """What is known of a final value: Student t about a centre, in progress units."""

    centre: float
    scale: float
    degrees: float

    def below(self, edge: float) -> float:
        """Return the chance of a final value below an edge."""
        if not isfinite(edge):
            return 0.0 if edge < 0 else 1.0
        away = (edge - self.centre) / self.scale
        tail = 0.5 * float(
            betainc(self.degrees / 2, 0.5, self.degrees / (self.degrees + away * away))
        )
        return 1 - tail if away > 0 else tail


@dataclass(frozen=True)
class Way:
    """Where a measure comes from and is to arrive: progress is (value - origin) / unit."""

    origin: float
    unit: float
    low: float
    high: float
    starts: bool
    moves: bool


@cache
def _constants() -> dict[str, dict[str, dict[str, float]]]:
    path = files("lineofsight.engine.forecast") / "constants.json"
    found: dict[str, dict[str, dict[str, float]]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def worth(chance: float) -> float:
    """Read off the curve what a stated chance is worth."""
    curve = _constants()["curve"]
    stated, seen = list(curve["stated"]), list(curve["seen"])
    for place, (left, right) in enumerate(pairwise(map(float, stated))):
        if chance <= right:
            low, high = float(seen[place]), float(seen[place + 1])
            return low + (high - low) * (chance - left) / (right - left)
    return float(seen[-1])


def final_value(points: list[Point], clock: str, *, moves: bool = True) -> Final:
    """Return what is to be expected of a series, by definition section 6."""
    prior = _constants()["priors"][clock]
    points = points[-COUNTED:]
    last_u, last_z = points[-1]
    seen, left = last_u - points[0][0], max(0.0, 1 - last_u)
    slopes = [
        (z2 - z1) / (u2 - u1)
        for place, (u1, z1) in enumerate(points)
        for u2, z2 in points[place + 1 :]
        if u2 > u1
    ]
    pull = prior["span"] * (prior["slope"] if moves else 0.0)
    slope = (seen * (median(slopes) if slopes else 0.0) + pull) / (seen + prior["span"])
    strays = [
        (z2 - z1 - slope * (u2 - u1)) ** 2 / (u2 - u1)
        for (u1, z1), (u2, z2) in pairwise(points)
        if u2 > u1
    ]
    degrees = prior["steps"] + len(strays)
    if len(strays) >= 4:
        strays = [min(stray, 9 * median(strays)) for stray in strays]
    noise = (prior["steps"] * prior["noise"] ** 2 + sum(strays)) / degrees
    spread = noise * (left + left**2 / (seen + prior["span"]))
    return Final(last_z + slope * left, sqrt(spread + 0.02**2), degrees)


def way_of(r: Reading, key_result: str) -> Way | None:
    """Return how the values of a key result are told as progress; None where they cannot be."""
    record = r.plan.key_results[key_result]
    low, high = number(record, "low"), number(record, "high")
    baseline, target = r.progress.base_and_target(key_result)
    if low is None and high is None:
        if baseline is None or target is None or baseline == target:
            return None
        return Way(baseline, target - baseline, 1.0, inf, starts=True, moves=True)
    floor, ceiling = (-inf if low is None else low), (inf if high is None else high)
    if floor >= ceiling:
        return None
    edges = [edge for edge in (low, high) if edge is not None]
    origin = sum(edges) / len(edges) if baseline is None else baseline
    inside = floor <= origin <= ceiling
    if not inside:  # it comes from outside, on the way to the edge that it will meet first
        unit = min((edge - origin for edge in edges), key=abs)
    elif len(edges) > 1:
        unit = (ceiling - floor) / 2
    else:
        unit = abs(edges[0] if baseline is None else baseline - edges[0])
    if unit == 0:
        return None
    left, right = sorted(((floor - origin) / unit, (ceiling - origin) / unit))
    return Way(origin, unit, left, right, starts=baseline is not None, moves=not inside)


@dataclass(frozen=True)
class Told:
    """A forecast: its chance, and whether the 80 % interval misses the target or the band."""

    chance: float
    misses: bool


def told(r: Reading, key_result: str, observations: list[Record], at: date) -> Told | None:
    """Return the forecast of a key result from its observations, as of a day; None without one."""
    record, way = r.plan.key_results[key_result], way_of(r, key_result)
    goal = one(record, "goal_id")
    start = day(record, "start") or day(r.plan.goals[goal], "start")
    end = day(record, "end") or day(r.plan.goals[goal], "end")
    lifetime = days_between(start, end)
    if way is None or start is None or end is None or not lifetime or lifetime < 0:
        return None
    points: list[Point] = []
    for observation in observations:
        when, value = day(observation, "date"), number(observation, "value")
        if when and value is not None:
            points.append(((when - start).days / lifetime, (value - way.origin) / way.unit))
    if not points:
        return None
    arrived = way.low - TOLERANCE <= points[-1][1] <= way.high + TOLERANCE
    if way.starts and points[-1][0] >= 0:
        points = sorted([(0.0, 0.0), *points], key=lambda point: point[0])
    ended = at >= end
    if word(record, "type") == "milestone":
        return Told(1.0 if ended else 0.98, misses=False) if arrived else None
    final = final_value(points, cadence(r, goal), moves=way.moves)
    chance = min(max(final.below(way.high) - final.below(way.low), 0.0), 1.0)
    if not ended:
        chance = min(max(worth(chance), 0.02), 0.98)
    misses = final.below(way.low) > 0.9 or final.below(way.high) < 0.1
    return Told(chance, misses)


def chance_of_goal(r: Reading, goal: str) -> float | None:
    """Return the mean chance of a goal's key results with a forecast, by weight."""
    key_results = r.plan.key_results_of.get(goal, [])
    weights = r.progress.weights(key_results)
    chances = {}
    for key_result in key_results:
        forecast = told(r, key_result, r.plan.observations_of.get(key_result, []), r.as_of)
        if forecast is not None:
            chances[key_result] = forecast.chance
    total = sum(weights[key_result] for key_result in chances)
    if not total:
        return None
    return sum(chances[key_result] * weights[key_result] for key_result in chances) / total


def unlikely(r: Reading, provider: str) -> bool:
    """Tell whether the chance of a providing goal, if it may be told at all, is below 0.3."""
    record = r.plan.goals[provider]
    if word(record, "scope") == "individual" or word(record, "status") in OVER:
        return False
    chance = chance_of_goal(r, provider)
    return chance is not None and more(0.3, chance)


def newest_report(r: Reading, goal: str) -> tuple[str, date] | None:
    """Return what was last reported of a goal, and when; None where nothing has a date."""
    newest: tuple[str, date] | None = None
    for key_result in r.plan.key_results_of.get(goal, []):
        latest: tuple[str, date] | None = None
        for observation in r.plan.observations_of.get(key_result, []):
            when = day(observation, "date")
            if when and word(observation, "reported"):
                latest = word(observation, "reported"), when
        if latest and (newest is None or latest[1] > newest[1]):
            newest = latest
    return newest


def _candidates(r: Reading, reports: set[str]) -> Iterator[tuple[str, list[Record]]]:
    """Yield key results with five observations whose goal has a fresh report of this kind."""
    for key_result, record in r.plan.key_results.items():
        goal = one(record, "goal_id")
        if not r.plan.active(goal) or word(r.plan.goals[goal], "scope") == "individual":
            continue
        newest = newest_report(r, goal)
        if newest is None or newest[0] not in reports:
            continue
        if more(r.plan.days_since(newest[1]), update_days(r, goal)):
            continue
        observations = r.plan.observations_of.get(key_result, [])
        if len(observations) >= 5:
            yield key_result, observations


def _step_to_come(r: Reading, key_result: str) -> bool:
    """Tell whether a planned value of a key result has a date still to come."""
    written = text(r.plan.key_results[key_result], "schedule")
    days = re.findall(r"(\d{4}-\d{2}-\d{2})\s*=", written)
    return any(date.fromisoformat(found) > r.as_of for found in days)


def _twice(r: Reading, key_result: str, observations: list[Record]) -> tuple[Told, Told] | None:
    """Return the forecast now and as of the observation before."""
    before = day(observations[-2], "date") or r.as_of
    now = told(r, key_result, observations, r.as_of)
    earlier = told(r, key_result, observations[:-1], before)
    return (now, earlier) if now and earlier else None


def los504(r: Reading) -> Iterator[Seen]:
    """See key results whose goal is reported on track while the series says otherwise."""
    for key_result, observations in _candidates(r, {"on_track"}):
        both = _twice(r, key_result, observations)
        if both is None or _step_to_come(r, key_result):
            continue
        if both[0].misses and more(0.2, both[0].chance) and more(0.2, both[1].chance):
            yield Seen("key_result", key_result, {"chance": both[0].chance})


def los509(r: Reading) -> Iterator[Seen]:
    """See key results whose goal is reported at risk while the series says it will arrive."""
    for key_result, observations in _candidates(r, {"at_risk", "off_track"}):
        both = _twice(r, key_result, observations)
        if both and more(both[0].chance, 0.8) and more(both[1].chance, 0.8):
            yield Seen("key_result", key_result, {"chance": both[0].chance})


RULES = {"LOS504": los504, "LOS509": los509}
