"""Spearman's rank correlation, how improbable it is by chance, and many of them at once.

By chance means: every way of pairing the ranks of one series with those of the other is equally
likely (the permutation distribution, ties kept as they are). The chance of a correlation as low as
the one seen is worked out

- exactly, for up to 12 ranks, and for more where ties leave few different pairings: the pairings
  are counted by the ranks that are still free (dynamic programming);
- else by a saddlepoint approximation. The moment generating function of the permutation
  distribution is a permanent; it is brought to a doubly stochastic matrix by scaling rows and
  columns (Sinkhorn, R. 1964, Annals of Mathematical Statistics 35, 876-879), whose permanent is
  approximated by McCullagh, P. (2014), "An asymptotic approximation for the permanent of a doubly
  stochastic matrix", Journal of Statistical Computation and Simulation 84, 404-414. The tail is
  that of Barndorff-Nielsen, O. E. (1986), Biometrika 73, 307-322, with the correction for a lattice
  by Daniels, H. E. (1987), International Statistical Review 55, 37-48. Beside exact counts for 12
  to 16 ranks the chance is within 10 % of its value down to 1e-8.

Nothing here is drawn at random.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import erfc, gcd, log, prod, sqrt

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray

COUNTED = 12  # so many ranks are counted exactly, whatever their ties
MOST_STATES = 4096
MOST_CELLS = 20_000_000  # states x different sums of products
# A saddlepoint is looked for with so many ranks. In between, and beyond, the normal deviate grows
# with the root of their number, but for little: that little is read off between two of them.
KNOTS = (13, 16, 20, 26, 34, 45, 60)
CURVED = KNOTS[-1]
STEEPEST, SHALLOWEST, BENDS = 150.0, 0.1, 48  # tilts of the saddlepoint, in eighths of n


def midranks(values: FloatArray, tolerance: FloatArray) -> tuple[IntArray, BoolArray]:
    """Rank the values of each row; equal ones share the middle of their ranks.

    Parameters
    ----------
    values : float array (rows, n)
    tolerance : float array (rows,)
        Neighbours in size that differ by no more are equal.

    Returns
    -------
    int64 array (rows, n)
        Twice the ranks, from 2 to 2 n, so that they are whole.
    bool array (rows,)
        Whether a row has ties.
    """
    n = values.shape[1]
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    begins = np.ones(values.shape, dtype=bool)
    begins[:, 1:] = np.diff(ordered, axis=1) > tolerance[:, None]
    place = np.arange(n)
    first = np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    ends = np.ones(values.shape, dtype=bool)
    ends[:, :-1] = begins[:, 1:]
    last = np.minimum.accumulate(np.where(ends, place, n)[:, ::-1], axis=1)[:, ::-1]
    ranks: IntArray = np.empty(values.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, first + last + 2, axis=1)
    tied: BoolArray = np.logical_not(begins.all(axis=1))
    return ranks, tied


def correlation(one: IntArray, other: IntArray) -> FloatArray:
    """Correlate the ranks of rows: Spearman's rho in [-1, 1]; 0 where a row is constant.

    Both arrays have the shape (rows, n), as `midranks` gives them.
    """
    n = one.shape[1]
    x, y = one - (n + 1), other - (n + 1)  # twice the mean of the ranks is n + 1
    spread = np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1, dtype=np.float64))
    shared = (x * y).sum(axis=1).astype(np.float64)
    return np.divide(shared, spread, out=np.zeros(len(x)), where=spread > 0)


def chance_without_ties(rho: FloatArray, n: int) -> FloatArray:
    """Return the chance of a correlation of at most ``rho`` among ``n`` untied ranks.

    From 0 up the answer is 1: only negative correlations are asked about.
    """
    chance = np.ones(len(rho))
    negative = np.flatnonzero(rho < 0)
    if n <= COUNTED:
        ranks = tuple(range(n))
        middle, spread = n * (n - 1) ** 2 / 4, n * (n * n - 1) / 12
        seen = np.rint(middle + rho[negative] * spread).astype(np.int64)
        chance[negative] = _distribution(ranks, ranks)[seen]
        return chance
    half_step = 6 / (n * (n * n - 1))
    above = bisect_left(KNOTS, n)
    knots = KNOTS[max(0, above - 1) : above + 1]
    deviates = [
        _untied_curve(knot).deviate(rho[negative], half_step) / sqrt(knot - 1) for knot in knots
    ]
    deviate = deviates[-1]
    if len(knots) > 1:  # a straight line in 1 / n between the two
        part = (1 / n - 1 / knots[1]) / (1 / knots[0] - 1 / knots[1])
        deviate = part * deviates[0] + (1 - part) * deviates[1]
    chance[negative] = _normal_tail(deviate * sqrt(n - 1))
    return chance


def chance_with_ties(one: IntArray, other: IntArray) -> float:
    """Return the chance of a correlation of at most that of two rows of ranks with ties.

    Parameters
    ----------
    one, other : int64 array (n,)
        Ranks of the same things, as `midranks` gives them.

    Returns
    -------
    float in (0, 1]
        1 for a correlation that is not negative. Where the number of ranks is too large for a
        saddlepoint, that of the correlation not corrected for ties: it is larger than the true one.
    """
    n = len(one)
    rho = correlation(one[None], other[None])
    if rho[0] >= 0:
        return 1.0
    x, y = _reduced(one), _reduced(other)
    ordered = tuple(np.sort(x).tolist()), tuple(np.sort(y).tolist())
    few, many = sorted(ordered, key=_states)
    if n <= COUNTED or (_states(few) <= MOST_STATES and _cells(few, many) <= MOST_CELLS):
        return float(_distribution(few, many)[int((x * y).sum())])
    if n <= CURVED:
        step = 4 / _spread(one, other)  # in twice the ranks, where products move by four
        curve = _curve(tuple(np.sort(one).tolist()), tuple(np.sort(other).tolist()))
        return float(_normal_tail(curve.deviate(rho, step / 2))[0])
    full = n * (n * n - 1) / 3  # what the squares of twice the ranks add up to without ties
    return float(chance_without_ties(rho * _spread(one, other) / full, n)[0])


def benjamini_yekutieli(chances: FloatArray) -> FloatArray:
    """Return the smallest rate of false discoveries at which each is among what is found.

    Benjamini, Y. and Yekutieli, D. (2001), Annals of Statistics 29, 1165-1188: it holds however
    the tests depend on each other.
    """
    m = len(chances)
    if not m:
        return np.zeros(0)
    order = np.argsort(chances, kind="stable")
    place = np.arange(1, m + 1)
    rate = chances[order] * (m * (1 / place).sum()) / place
    rate = np.minimum.accumulate(rate[::-1])[::-1]
    result = np.empty(m)
    result[order] = np.minimum(rate, 1.0)
    return result


# --- counting


def _reduced(ranks: IntArray) -> IntArray:
    """The same ranks from 0 in the smallest whole steps."""
    shifted = ranks - ranks.min()
    step = reduce(gcd, np.unique(shifted).tolist(), 0)
    return np.asarray(shifted // max(step, 1))


def _states(ranks: tuple[int, ...]) -> int:
    """In how many ways some of the ranks can be left, those that are tied taken as one."""
    return prod(count + 1 for count in Counter(ranks).values())


def _cells(few: tuple[int, ...], many: tuple[int, ...]) -> int:
    most = sum(x * y for x, y in zip(few, many, strict=True))
    return _states(few) * (most + 1)


@lru_cache(maxsize=256)
def _distribution(few: tuple[int, ...], many: tuple[int, ...]) -> FloatArray:
    """Chance that the sum of products is at most 0, 1, 2 ... over all pairings of two rows.

    The ranks of ``many`` take one of the ranks of ``few`` after the other. What is left of
    ``few`` is the state; how the sum so far is distributed is all that is known of the past.
    """
    values, counts = zip(*sorted(Counter(few).items()), strict=True)
    size = sum(x * y for x, y in zip(sorted(few), sorted(many), strict=True)) + 1
    layer: dict[tuple[int, ...], FloatArray] = {counts: np.ones(1)}
    for left, rank in zip(range(len(many), 0, -1), many, strict=True):
        after: dict[tuple[int, ...], FloatArray] = {}
        for state, chance in layer.items():
            for place, count in enumerate(state):
                if not count:
                    continue
                rest = (*state[:place], count - 1, *state[place + 1 :])
                moved = rank * values[place]
                length = min(len(chance) + moved, size)
                held = after.get(rest)
                if held is None:
                    held = after[rest] = np.zeros(length)
                elif len(held) < length:
                    held = after[rest] = np.concatenate([held, np.zeros(length - len(held))])
                held[moved : moved + len(chance)] += chance * (count / left)
        layer = after
    (chance,) = layer.values()
    return np.minimum(np.cumsum(chance), 1.0)


# --- the saddlepoint


@dataclass(frozen=True, slots=True)
class Curve:
    """Correlations from 0 downwards, and the normal deviate that each corresponds to."""

    rho: FloatArray  # falling
    tilt: FloatArray  # below 0
    variance: FloatArray
    root: FloatArray  # signed root of twice the distance between the saddlepoint and the middle

    def deviate(self, rho: FloatArray, half_step: float) -> FloatArray:
        """Return normal deviates of correlations on a lattice; at the end of the curve it stays."""
        lattice = np.sinh(half_step * self.tilt) / half_step * np.sqrt(self.variance)
        deviate = self.root + np.log(lattice / self.root) / self.root
        return np.asarray(np.interp(-(rho + half_step), -self.rho, deviate))


def _untied_curve(n: int) -> Curve:
    ranks = tuple(range(2, 2 * n + 2, 2))
    return _curve(ranks, ranks)


@lru_cache(maxsize=256)
def _curve(one: tuple[int, ...], other: tuple[int, ...]) -> Curve:
    """Work out the curve for two rows of sorted ranks, neither of them constant."""
    n = len(one)
    x, y = (np.array(ranks, dtype=np.float64) - (n + 1) for ranks in (one, other))
    product = np.multiply.outer(x / sqrt((x * x).sum()), y / sqrt((y * y).sum()))
    bends = np.concatenate([[0.0], np.geomspace(SHALLOWEST, STEEPEST, BENDS)])
    tilt = -bends * n / 8
    tilted = tilt[:, None, None] * product
    rows = np.full((len(tilt), n), -log(n) / 2)
    columns = rows.copy()
    for _turn in range(1000):
        scaled = np.exp(tilted + rows[:, :, None] + columns[:, None, :])
        sums = scaled.sum(axis=2)
        rows -= np.log(sums)
        sums = (scaled / sums[:, :, None]).sum(axis=1)
        columns -= np.log(sums)
        if np.abs(sums - 1).max() < 1e-9:
            break
    scaled = np.exp(tilted + rows[:, :, None] + columns[:, None, :])
    # The generating function: scalings of the permanent, and McCullagh's factor for the rest.
    inner = np.eye(n) + np.full((n, n), 1 / n) - scaled.transpose(0, 2, 1) @ scaled
    rest = -0.5 * np.linalg.slogdet(inner)[1]
    generating = rest - rows.sum(axis=1) - columns.sum(axis=1) - n * log(n)
    rho = (product * scaled).sum(axis=(1, 2)) + np.gradient(rest, tilt, edge_order=2)
    variance = np.gradient(rho, tilt, edge_order=2)
    distance = tilt * rho - generating
    # At the very end, where hardly a pairing is left, the arithmetic gives out.
    sound = (variance > 0) & (distance > 0) & (np.diff(rho, prepend=1.0) < 0)
    sound[0] = True
    end = len(sound) if sound.all() else int(np.argmin(sound))
    return Curve(rho[1:end], tilt[1:end], variance[1:end], -np.sqrt(2 * distance[1:end]))


def _spread(one: IntArray, other: IntArray) -> float:
    """Root of the product of the sums of squares of two rows of ranks about their middle."""
    middle = len(one) + 1
    x, y = one - middle, other - middle
    return sqrt(float((x * x).sum()) * float((y * y).sum()))


def _normal_tail(deviate: FloatArray) -> FloatArray:
    """Chance of a standard normal below each deviate; accurate however small it is."""
    return np.array([erfc(-z / sqrt(2)) / 2 for z in deviate.tolist()], dtype=np.float64)
