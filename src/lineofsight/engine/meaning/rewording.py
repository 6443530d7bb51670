"""What the fits around one goal become when its words change, without looking at all others anew.

How rare words are, and what is usual among the other texts, stays as it was: one text among
thousands does not move it. The whole lens is made anew when a plan is checked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.meaning import fit
from lineofsight.engine.meaning.lens import Meaning
from lineofsight.engine.meaning.nodes import whole_text


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A goal in other words.

    Parameters
    ----------
    edges : int64 array
        Edges of the graph that have the goal at an end.
    before, after : float arrays in [0.001, 0.999]
        Fit of each of these, as it is and as it would be.
    fit : callable
        From children and parents to fits, as they would be.
    """

    edges: IntArray
    before: FloatArray
    after: FloatArray
    fit: Callable[[IntArray, IntArray], FloatArray]


def after_words(meaning: Meaning, goal: int, title: str, text: str = "") -> Rewritten:
    """Work out what other words of a goal would do to its links.

    A reason that is given for a link of the goal goes with its old words: here the goal speaks for
    itself.

    Parameters
    ----------
    meaning : Meaning
    goal : int
    title, text : str
        Its new title and description.
    """
    features = meaning.features.rewritten(goal, title, whole_text(title, text))
    graph = meaning.graph
    edges = np.concatenate([graph.up[goal], graph.down[goal]])

    def fits(child: IntArray, parent: IntArray) -> FloatArray:
        shared = meaning.shares_measure(child, parent)
        return fit.chance(meaning.weights.logit(features.of(child, parent), shared))

    child = meaning.speaker[edges]
    child = np.where(meaning.nodes.original[child] == goal, goal, child)
    return Rewritten(
        edges=edges,
        before=meaning.link_fit[edges],
        after=fits(child, graph.edges.parent[edges]),
        fit=fits,
    )
