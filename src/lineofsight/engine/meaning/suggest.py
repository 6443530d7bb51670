"""Five parents that a goal could have, most likely first: an offer, never a link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import IntArray
from lineofsight.engine.meaning.lens import Meaning
from lineofsight.engine.meaning.reasons import reasons

OFFERED = 5
LOOKED_AT = 200  # of more candidates, those most alike in words and meaning


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A parent that a goal could have.

    Parameters
    ----------
    node : int
        A goal, pillar or the North Star.
    fit : float in [0.001, 0.999]
        Probability that the link is right, where one of four candidates is.
    reasons : tuple of str
        Why, in sentences, the strongest first.
    claimed : bool
        The goal supports it already.
    """

    node: int
    fit: float
    reasons: tuple[str, ...]
    claimed: bool


def suggest(meaning: Meaning, goal: int, most: int = OFFERED) -> tuple[Suggestion, ...]:
    """Offer parents for a goal.

    Candidates are active goals that something supports, pillars and the North Star, but for the
    goal itself and what is below it. What it supports already is judged too, and stands first.

    Parameters
    ----------
    meaning : Meaning
    goal : int
    most : int
        How many are offered beside those claimed.

    Returns
    -------
    tuple of Suggestion
        Those claimed, then the others; each by fit, then by id.
    """
    open_to = _candidates(meaning, goal)
    claimed = np.unique(meaning.nodes.up[goal])
    others = np.setdiff1d(open_to, claimed)
    if len(others) > LOOKED_AT:
        like = meaning.space.similarity(np.full(len(others), goal), others)
        nearest = np.lexsort((meaning.graph.rank[others], -like))[:LOOKED_AT]
        others = others[nearest]
    offered = _judged(meaning, goal, others, claimed=False, most=most)
    return tuple(_judged(meaning, goal, claimed, claimed=True) + offered)


def _candidates(meaning: Meaning, goal: int) -> IntArray:
    snapshot, nodes = meaning.snapshot, meaning.nodes
    n_goals = len(snapshot.goals)
    carried = np.zeros(snapshot.n_nodes, dtype=bool)
    carried[nodes.candidates] = True
    carried[:n_goals] &= snapshot.goals.active & snapshot.goals.objective
    carried[n_goals:] = True
    carried[goal] = False
    circle = meaning.graph.circle
    if circle[goal] >= 0:  # what goes round with it is below it too
        carried[:n_goals] &= circle != circle[goal]
    carried[meaning.graph.branch(np.array([goal], dtype=np.int64))] = False
    return np.flatnonzero(carried)


def _judged(
    meaning: Meaning, goal: int, parents: IntArray, *, claimed: bool, most: int | None = None
) -> list[Suggestion]:
    if not len(parents):
        return []
    fits = meaning.fit(np.full(len(parents), goal), parents)
    order = np.lexsort((meaning.graph.rank[parents], -fits))
    return [
        Suggestion(
            node=int(parents[i]),
            fit=float(fits[i]),
            reasons=tuple(reasons(meaning, goal, int(parents[i]))),
            claimed=claimed,
        )
        for i in order[:most].tolist()
    ]
