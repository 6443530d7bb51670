"""What key results measure and what was observed of them, as arrays: millions of values at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.demo.large.company import Company
from lineofsight.demo.large.shape import ACTIVE, Ints

Floats = NDArray[np.float64]

# How often something real is wrong: shares of the active goals.
SILENT = 0.02  # without a report for months
SLOW = 0.08  # well behind their time
AT_ONCE = 1 << 16  # key results whose observations are held in memory together


@dataclass(frozen=True, slots=True)
class Results:
    """Key results in the order of their goals; one entry each.

    ``function`` and ``measure`` say what of the vocabulary is measured, ``nth`` counts within a
    goal.
    """

    goal: Ints
    nth: Ints
    function: Ints
    measure: Ints
    base: Floats
    target: Floats


@dataclass(frozen=True, slots=True)
class Observed:
    """Observations of a run of key results, ordered by key result and day; one entry each.

    ``day`` counts from 1970-01-01, ``reported`` is an index into ``company.REPORTS``.
    """

    results: slice
    result: Ints
    day: Ints
    value: Floats
    reported: Ints


def spread(total: int, weights: Ints) -> Ints:
    """Deal ``total`` over places, in proportion to whole-number weights; exact."""
    if not len(weights) or not weights.sum():
        return np.zeros(len(weights), dtype=np.int64)
    edges: Ints = np.floor(np.cumsum(weights) / weights.sum() * total + 1e-9).astype(np.int64)
    parts: Ints = np.diff(edges, prepend=0)
    return parts


def results_of(company: Company) -> Results:
    """Lay out the key results; the first of a goal measures what its title says."""
    goals, wording, words = company.shape.goals, company.wording, company.words["function"]
    per_goal = spread(company.size.key_results, np.ones(company.size.goals, dtype=np.int64))
    goal = np.repeat(np.arange(company.size.goals, dtype=np.int64), per_goal)
    nth = np.arange(len(goal), dtype=np.int64) - (np.cumsum(per_goal) - per_goal)[goal]
    function = np.maximum(0, company.shape.teams.function[goals.team[goal]])
    known = np.array([len(one["measures"]) for one in words])
    measure = (wording.measure[goal] + nth) % known[function]
    low, high, change = (
        np.array([one[field] for group in words for one in group["measures"]], dtype=np.float64)
        for field in (2, 3, 4)
    )
    at = (np.cumsum(known) - known)[function] + measure
    beside = low[at] + (high[at] - low[at]) * ((goal * 7 + nth * 3) % 10) / 10
    base: Floats = np.where(nth == 0, wording.base[goal], beside)
    target: Floats = np.round(base * (1 + change[at]), 2)
    start: Floats = np.round(base, 2)
    return Results(goal, nth, function, measure, start, target)


def observed(company: Company, results: Results) -> Iterator[Observed]:
    """Draw what was observed of key results, so many of them at a time.

    The measures of a goal take turns, spread from its start to now.
    """
    goals = company.shape.goals
    active = goals.status == ACTIVE
    rng = np.random.default_rng([company.seed, 5])
    start, end = company.lifetimes
    newest = np.where(active, _day(company) - rng.integers(1, 11, len(active)), end)
    newest -= np.where(active & (rng.random(len(active)) < SILENT), 75, 0)
    slow = active & (rng.random(len(active)) < SLOW)
    pace = np.where(slow, rng.uniform(0.3, 0.8, len(active)), rng.uniform(0.85, 1.1, len(active)))
    life = np.maximum(1, end - start)
    counts = _counts(company, active[results.goal])
    per_goal = np.bincount(results.goal, minlength=len(active))
    for first in range(0, len(counts), AT_ONCE):
        run = slice(first, min(first + AT_ONCE, len(counts)))
        of_run = counts[run]
        result = np.repeat(np.arange(run.start, run.stop, dtype=np.int64), of_run)
        k = np.arange(len(result)) - np.repeat(np.cumsum(of_run) - of_run, of_run)
        goal, nth = results.goal[result], results.nth[result]
        way = (k + 1 - nth / per_goal[goal]) / counts[result]
        gone_by = np.floor((newest[goal] - start[goal]) * way).astype(np.int64)
        day = start[goal] + np.maximum(0, gone_by)
        gone = np.minimum(1.0, (day - start[goal]) / life[goal]) * pace[goal]
        gone += rng.uniform(-0.02, 0.02, len(result))
        value = results.base[result] + (results.target - results.base)[result] * gone
        last = (nth == 0) & (k == counts[result] - 1)
        reported = np.where(last, company.reported[goal], 0)
        yield Observed(run, result, day, np.round(value, 2), reported)


def _day(company: Company) -> int:
    return int(np.datetime64(company.today, "D").astype(np.int64))


def _counts(company: Company, alive: NDArray[np.bool_]) -> Ints:
    """Number of observations of each key result: one of a finished one, as far as they go."""
    counts = np.zeros(len(alive), dtype=np.int64)
    finished = min(int((~alive).sum()), company.size.observations // 2)
    counts[~alive] = spread(finished, np.ones(int((~alive).sum()), dtype=np.int64))
    left = company.size.observations - finished
    counts[alive] = spread(left, np.ones(int(alive.sum()), dtype=np.int64))
    return counts
