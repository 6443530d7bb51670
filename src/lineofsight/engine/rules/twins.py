"""2xx Meaning, across teams: two that hold one goal, and may not know it.

Definitions: DEFINITIONS section 7, where they leave room decision 0002, rows 45 to 49.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import LinkKind
from lineofsight.engine.columns import BoolArray, FloatArray, IntArray
from lineofsight.engine.finding import DECIMALS
from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning.said import shared_words
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9


@rule(
    "LOS205",
    "twin-goals",
    Audience(
        first=_("both owners"),
        then=_("both owners and the leads of their teams"),
        above=_("as a count over at least five pairs"),
        never=_("either team, as the one that copies"),
    ),
    limits={"min_probability": 0.8},
)
def twin_goals(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find near-identical goals of two teams with nothing between them."""
    goals, teams = lenses.snapshot.goals, lenses.snapshot.teams
    one, other, probability = unnamed_twins(lenses, limits["min_probability"])
    results = lenses.snapshot.key_results
    results_of = Ragged.group(results.goal, np.arange(len(results), dtype=np.int64), len(goals))
    words = lenses.wording.words
    for first, second, likely in zip(
        one.tolist(), other.tolist(), probability.tolist(), strict=True
    ):
        mine, theirs = int(goals.team[first]), int(goals.team[second])
        yield Hit(
            about=subjects.pair_of_goals(first, second),
            sentence=_(
                "{one} ({team}) and {other} ({other_team}) say nearly the same, "
                "and nothing in the plan stands between them."
            ).format(
                one=tell.title(lenses, first),
                team=teams.name[mine],
                other=tell.title(lenses, second),
                other_team=teams.name[theirs],
            ),
            people=(int(goals.owner[first]), int(goals.owner[second])),
            question=_("Is this one goal that we share, two parts of one, or the same work twice?"),
            evidence={
                "probability": round(likely, DECIMALS),
                "words": shared_words(str(goals.title[first]), str(goals.title[second]), words),
                "measures": tell.ids(
                    results.ids, np.concatenate([results_of[first], results_of[second]])
                ),
            },
            certainty=likely,
            others=(subjects.goal(first), subjects.goal(second)),
        )


def unnamed_twins(lenses: Lenses, least: float) -> tuple[IntArray, IntArray, FloatArray]:
    """List what LOS205 finds: one goal, the other, and the probability that they are twins.

    Parameters
    ----------
    least : float
        The least probability.
    """
    twins = lenses.meaning.twins
    likely = np.flatnonzero(twins.probability >= least - TOLERANCE)
    one, other = twins.one[likely], twins.other[likely]
    for tie in (_linked, _one_parent, _one_measure, _one_below):
        if not len(likely):
            break
        free = ~tie(lenses, one, other)
        one, other, likely = one[free], other[free], likely[free]
    return one, other, twins.probability[likely]


def _linked(lenses: Lenses, one: IntArray, other: IntArray) -> BoolArray:
    """Tell of pairs of goals whether a link of any kind stands between them."""
    links, n = lenses.snapshot.links, lenses.snapshot.n_nodes
    least, most = np.minimum(links.source, links.target), np.maximum(links.source, links.target)
    return np.isin(one * n + other, least * n + most)


def _one_parent(lenses: Lenses, one: IntArray, other: IntArray) -> BoolArray:
    """Tell of pairs of goals whether they have a parent in common, of whatever status."""
    links, n = lenses.snapshot.links, lenses.snapshot.n_nodes
    supports = links.kind == LinkKind.SUPPORTS
    parents = Ragged.group(links.source[supports], links.target[supports], n)
    (pair, above), (place, others) = parents.gather(one), parents.gather(other)
    common = np.zeros(len(one), dtype=bool)
    common[np.intersect1d(pair * n + above, place * n + others) // n] = True
    return common


def _one_measure(lenses: Lenses, one: IntArray, other: IntArray) -> BoolArray:
    """Tell of pairs of goals whether a key result of each has the same measure."""
    return lenses.meaning.shares_measure(one, other)


def _one_below(lenses: Lenses, one: IntArray, other: IntArray) -> BoolArray:
    """Tell of pairs of goals whether one is below the other, through active goals."""
    graph, goals, n = lenses.graph, lenses.snapshot.goals, lenses.snapshot.n_nodes
    below = np.zeros(len(one), dtype=bool)
    for lower, upper in ((one, other), (other, one)):
        pair, node = np.arange(len(one), dtype=np.int64), lower
        while len(node):
            place, edge = graph.up.gather(node)
            pair, node = pair[place], graph.edges.parent[edge]
            below[pair[node == upper[pair]]] = True
            climbs = (node < len(goals)) & ~below[pair]
            climbs[climbs] = goals.active[node[climbs]]
            pair, node = np.divmod(np.unique(pair[climbs] * n + node[climbs]), n)
    return below
