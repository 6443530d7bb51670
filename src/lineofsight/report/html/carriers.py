"""Who carries a pillar: the part of it that ends at the goals of each function."""

from __future__ import annotations

import numpy as np

from lineofsight.engine.columns import FloatArray
from lineofsight.engine.lens import Lenses


def by_function(lenses: Lenses, node: int) -> FloatArray:
    """Follow what a root passes down to where it stops.

    Parameters
    ----------
    lenses : Lenses
    node : int
        A pillar's node.

    Returns
    -------
    float array, length n_functions
        Parts of it in [0, 1]; together less than 1 where goals belong to no function.
    """
    snapshot, flow, edges = lenses.snapshot, lenses.flow, lenses.graph.edges
    arrives = np.zeros(snapshot.n_nodes)
    arrives[node] = 1.0
    for level in edges.levels_down():
        passed = arrives[edges.parent[level]] * flow.share[level]
        np.add.at(arrives, edges.child[level], passed)
    function = snapshot.goals.function
    ends = flow.stops & (function >= 0)
    weights = arrives[: len(function)][ends]
    share = np.bincount(function[ends], weights=weights, minlength=len(snapshot.functions))
    return share.astype(np.float64)
