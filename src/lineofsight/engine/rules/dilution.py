"""2xx Meaning, along the way: what is left of a pillar at the end of a line.

Definitions: DEFINITIONS sections 6 and 7, where they leave room decision 0002, rows 50 to 56.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.columns import IntArray
from lineofsight.engine.finding import DECIMALS
from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning import drift
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9


@rule(
    "LOS203",
    "diluted-path",
    Audience(
        first=_("the head of the function that carries the rung where most is lost"),
        then=_("the head of that function and the sponsor of the pillar"),
        above=_("as the dilution curve, by function, over at least five goals"),
        never=_("the team at the end of the line"),
    ),
    needs=("links", "pillars"),
    limits={"percentile": 5, "least_depth": 2, "fewest_words": 5},
)
def diluted_path(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals at whose end of the line little is left of what their pillar is about."""
    snapshot, graph, lens = lenses.snapshot, lenses.graph, lenses.dilution
    n_goals = len(snapshot.goals)
    ends = lens.judged & (graph.supporters[:n_goals] == 0)
    ends &= graph.depth[:n_goals] >= limits["least_depth"] - TOLERANCE
    ends &= lens.left < lens.rare(limits["percentile"]) - TOLERANCE
    # Of a text that says too little nobody knows what is left of it.
    said = np.minimum(lenses.drift.content_words[:n_goals], _words_of_pillar(lenses))
    ends &= said >= limits["fewest_words"] - TOLERANCE
    if not ends.any():
        return
    # Where a link has drifted, that is the cause, and it is told once.
    settings = lenses.settings.thresholds.get("LOS201", {})
    drifted = set(lenses.drift.drifted({**drift.DRIFTED, **settings}).edge.tolist())
    for goal in np.flatnonzero(ends).tolist():
        way = lens.way(goal)
        if way is None or drifted & set(way.path.edges):
            continue
        lost_at, root = way.lost_at, way.path.nodes[-1]
        above = way.path.nodes[way.path.nodes.index(lost_at) + 1]
        head = tell.head_of_function(lenses, int(snapshot.goals.function[lost_at]))
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "Of what {pillar} is about, little is left in the words of {goal}. "
                "Most was lost on rung {rung}, from {above} to {lost_at}."
            ).format(
                pillar=tell.title(lenses, root),
                goal=tell.title(lenses, goal),
                rung=way.rung,
                above=tell.title(lenses, above),
                lost_at=tell.title(lenses, lost_at),
            ),
            people=(head, tell.owner_of_node(lenses, root)),
            question=_("What would the people at the end of this line say that it is for?"),
            evidence={
                "retention": round(way.curve[-1], DECIMALS),
                "lost_at": str(snapshot.goals.ids[lost_at]),
                "curve": [round(left, DECIMALS) for left in way.curve],
            },
            others=(subjects.goal(lost_at), subjects.node(lenses, root)),
        )


def _words_of_pillar(lenses: Lenses) -> IntArray:
    """For each goal the content words of the root at the end of its line; 0 without a line."""
    root = lenses.paths.root
    return np.where(root >= 0, lenses.drift.content_words[root], 0)
