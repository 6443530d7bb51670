"""Passes over a cascade that is deep and narrow, edge by edge.

Elsewhere a cascade is worked through level by level, each level at once. That is quick where levels
are few and wide, as in every plan that people make; where a chain of links has thousands of rungs,
each with a goal or two, it is quicker to go edge by edge. What comes out is the same to the last
bit: sums run in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan

import numpy as np

from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.ragged import Ragged

RUNGS = 256  # no cascade that people made has come near
NARROW = 64  # edges a level, on average
BITS_AT_ONCE = 1 << 25  # unpacked into bytes at a time


def is_deep(n_edges: int, n_levels: int) -> bool:
    """Tell whether a cascade is so deep and narrow that going edge by edge is quicker."""
    return n_levels > RUNGS and n_edges < NARROW * n_levels


def levels(down: Ragged, level: IntArray, waiting: IntArray, frontier: IntArray, rung: int) -> None:
    """Go on numbering levels from a frontier; ``level`` and ``waiting`` are brought up to date.

    Parameters
    ----------
    down : Ragged
        For each node, its children, one entry an edge.
    level, waiting : int64 arrays, one entry a node
        Levels so far; how many parents of each node are not yet numbered.
    frontier : int64 array
        Nodes of level ``rung`` whose children come next.
    """
    start, items = down.start.tolist(), down.items.tolist()
    left, found = waiting.tolist(), level.tolist()
    due = frontier.tolist()
    while due:
        rung += 1
        following = []
        for node in due:
            for child in items[start[node] : start[node + 1]]:
                left[child] -= 1
                if not left[child]:
                    found[child] = rung
                    following.append(child)
        due = following
    waiting[:], level[:] = left, found


def depths(children: Ragged, depth: IntArray, frontier: IntArray, distance: int) -> None:
    """Go on measuring depths from a frontier; ``depth`` (-1 not reached) is brought up to date."""
    start, items, found = children.start.tolist(), children.items.tolist(), depth.tolist()
    due = frontier.tolist()
    while due:
        distance += 1
        following = []
        for node in due:
            for child in items[start[node] : start[node + 1]]:
                if found[child] < 0:
                    found[child] = distance
                    following.append(child)
        due = following
    depth[:] = found


def branch(
    children: Ragged, seen: BoolArray, active: BoolArray, frontier: IntArray, most: int | None
) -> IntArray | None:
    """Go on collecting the goals below a frontier, through active ones.

    Returns
    -------
    int64 array of goals not ``seen`` before; None where more than ``most`` links come in question
    """
    start, items, known = children.start.tolist(), children.items.tolist(), seen.tolist()
    found, count = [], 0
    due = frontier.tolist()
    while due:
        node = due.pop()
        below = items[start[node] : start[node + 1]]
        count += len(below)
        if most is not None and count > most:
            return None
        for child in below:
            if not known[child]:
                known[child] = True
                found.append(child)
                if active[child]:
                    due.append(child)
    return np.array(found, dtype=np.int64)


def pour(
    stake: FloatArray, share: FloatArray, child: IntArray, parent: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Pour stake down edges that are ordered by the level of their parent.

    Returns
    -------
    stake of each node, flow through each edge
    """
    held = stake.tolist()
    flow = []
    for below, above, part in zip(child.tolist(), parent.tolist(), share.tolist(), strict=True):
        passed = held[above] * part
        flow.append(passed)
        held[below] += passed
    return np.array(held, dtype=np.float64), np.array(flow, dtype=np.float64)


def smallest_above(top: IntArray, child: IntArray, parent: IntArray) -> IntArray:
    """Give each child the smallest of its own number and its parents', edges from the top down."""
    held = top.tolist()
    for below, above in zip(child.tolist(), parent.tolist(), strict=True):
        held[below] = min(held[below], held[above])
    return np.array(held, dtype=np.int64)


def sums_up(n: int, child: IntArray, parent: IntArray, own: IntArray, passes: IntArray) -> IntArray:
    """Add up along edges what each child has and holds, from the bottom up.

    Parameters
    ----------
    n : int
        Number of nodes.
    child, parent : int64 arrays, one entry an edge
        Ordered by the level of the parent, from the top.
    own : int64 array, length n
        What a node adds to what it holds.
    passes : int64 array, length n
        0 for a node that passes nothing up, else 1.
    """
    held, mine, opens = [0] * n, own.tolist(), passes.tolist()
    for below, above in zip(child[::-1].tolist(), parent[::-1].tolist(), strict=True):
        if opens[below]:
            held[above] += mine[below] + held[below]
    return np.array(held, dtype=np.int64)


def weights_below(
    n: int, child: IntArray, parent: IntArray, weight: dict[int, int], asked: Sequence[int]
) -> IntArray:
    """Add up for each node asked about the weights of the weighted nodes below it, each once.

    Each set of nodes is one long number, dropped as soon as nobody above asks for it: in a narrow
    cascade few are held at a time.
    """
    bits = {node: place for place, node in enumerate(weight)}
    digits = max((one.bit_length() for one in weight.values()), default=0)
    masks = [0] * digits
    for digit in range(digits):
        held_bits = bytearray(-(-len(bits) // 8))
        for node, place in bits.items():
            if weight[node] >> digit & 1:
                held_bits[place >> 3] |= 1 << (place & 7)
        masks[digit] = int.from_bytes(held_bits, "little")
    pending = np.bincount(child, minlength=n).tolist()
    wanted, total = set(asked), dict.fromkeys(asked, 0)
    held: dict[int, int] = {}
    above = -1
    sets = 0

    def done(node: int, sets: int) -> None:
        if node in wanted:
            total[node] = sum(
                (sets & mask).bit_count() << digit for digit, mask in enumerate(masks)
            )
        if pending[node] and sets:
            held[node] = sets

    for below, parent_of in zip(child[::-1].tolist(), parent[::-1].tolist(), strict=True):
        if parent_of != above:
            if above >= 0:
                done(above, sets)
            above, sets = parent_of, 0
        sets |= held.get(below, 0)
        if below in bits:
            sets |= 1 << bits[below]
        pending[below] -= 1
        if not pending[below]:
            held.pop(below, None)
    if above >= 0:
        done(above, sets)
    return np.array([total[node] for node in asked], dtype=np.int64)


def days_up(
    goal: IntArray, day: FloatArray, child: IntArray, parent: IntArray
) -> tuple[IntArray, FloatArray]:
    """Let parents take the days of their children, along edges from the bottom up.

    Parameters
    ----------
    goal, day : arrays of equal length
        Pairs, each once; days are whole numbers.
    child, parent : int64 arrays, one entry an edge

    Returns
    -------
    goal, day
        The pairs with those taken, ordered by both.
    """
    if not len(goal):
        return goal, day
    first = int(day.min())
    width = -(-(int(day.max()) - first + 1) // 8)
    held: dict[int, int] = {}
    for one, place in zip(goal.tolist(), (day - first).astype(np.int64).tolist(), strict=True):
        held[one] = held.get(one, 0) | 1 << place
    for below, above in zip(child.tolist(), parent.tolist(), strict=True):
        if below in held:
            held[above] = held.get(above, 0) | held[below]
    goals = sorted(held)
    at_once = max(1, BITS_AT_ONCE // (8 * width))
    found_goals, found_days = [], []
    for start in range(0, len(goals), at_once):
        some = goals[start : start + at_once]
        packed = b"".join([held[one].to_bytes(width, "little") for one in some])
        rows = np.frombuffer(packed, dtype=np.uint8).reshape(len(some), width)
        row, place = np.nonzero(np.unpackbits(rows, axis=1, bitorder="little"))
        found_goals.append(np.array(some, dtype=np.int64)[row])
        found_days.append(place.astype(np.float64) + first)
    return np.concatenate(found_goals), np.concatenate(found_days)


def roll_up(
    child: IntArray,
    parent: IntArray,
    share: FloatArray,
    children: FloatArray,
    node: FloatArray,
    *,
    settle: Callable[[int, float], float],
) -> None:
    """Bring the means of children and what nodes make of them up to date, from the bottom.

    Parameters
    ----------
    child, parent : int64 arrays, one entry an edge
        Ordered by the level of the parent, from the top, then by parent.
    share : float array, one entry an edge
        Weight of each child in its parent's mean.
    children, node : float arrays, one entry a node
        NaN where unknown; those of parents are replaced.
    settle : callable
        Turns a node and the mean of its children into the value of the node.
    """
    means, values = children.tolist(), node.tolist()
    below, weights, above = child.tolist(), share.tolist(), parent.tolist()
    last = len(above)
    while last:
        one, first = above[last - 1], last - 1
        while first and above[first - 1] == one:
            first -= 1
        known_weight = summed = 0.0
        for edge in range(first, last):
            value = values[below[edge]]
            if not isnan(value):
                known_weight += weights[edge]
                summed += value * weights[edge]
        means[one] = summed / known_weight if known_weight > 0 else nan
        values[one] = settle(one, means[one])
        last = first
    children[:], node[:] = means, values
