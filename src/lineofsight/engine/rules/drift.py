"""2xx Meaning, in words: whether what a goal says fits what it claims to serve.

Definitions: DEFINITIONS section 7, where they leave room decision 0002, rows 50 to 56.
"""

from __future__ import annotations

from collections.abc import Iterator

from lineofsight.engine import subjects
from lineofsight.engine.finding import DECIMALS, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning import drift
from lineofsight.engine.meaning.reasons import Reasons
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9


@rule(
    "LOS201",
    "drifted-link",
    Audience(
        first=_("the owner of the goal"),
        then=_("the owner of the goal and the owner of what it supports"),
        above=_("as a count over at least five goals"),
        never=_("the owner, as working on the wrong thing"),
    ),
    needs=("links",),
    at_most=Severity.MEDIUM,
    limits=drift.DRIFTED,
)
def drifted_link(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find links that the words of neither end speak for, and nobody has given a reason for."""
    edges, goals = lenses.graph.edges, lenses.snapshot.goals
    found, reasons = lenses.drift.drifted(limits), Reasons(lenses.meaning)
    said = lenses.drift.content_words
    for place, edge in enumerate(found.edge.tolist()):
        child, parent = int(edges.child[edge]), int(edges.parent[edge])
        yield Hit(
            about=subjects.link(int(edges.link[edge])),
            sentence=_(
                "From its wording {child} fits {parent} no better than goals that do not serve it. "
                "No measure ties the two, and no reason for the link is on record."
            ).format(child=tell.title(lenses, child), parent=tell.title(lenses, parent)),
            people=(int(goals.owner[child]), tell.owner_of_node(lenses, parent)),
            question=_("If we succeed, what changes for you?"),
            evidence={
                "fit": round(float(found.fit[place]), DECIMALS),
                "median_of_others": round(float(found.median[place]), DECIMALS),
                "others_compared": int(found.compared[place]),
                "words": {
                    "child": int(said[child]),
                    "parent": int(said[parent]),
                    "shared": list(reasons.shared_words(child, parent)),
                },
            },
            certainty=float(found.certainty[place]),
            others=(subjects.goal(child), subjects.node(lenses, parent)),
        )


@rule(
    "LOS202",
    "better-parent",
    Audience(
        first=_("the owner of the goal, while writing and planning"),
        then=_("the owner and the team's lead"),
        above=_("as a count over at least five goals"),
        never=_("the owner, as having chosen wrongly"),
    ),
    needs=("links",),
    limits=drift.BETTER,
)
def better_parent(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find links beside which another goal or pillar of the parent's depth fits clearly better."""
    edges, goals = lenses.graph.edges, lenses.snapshot.goals
    found, reasons = lenses.drift.better(limits), Reasons(lenses.meaning)
    for place, edge in enumerate(found.edge.tolist()):
        child, parent = int(edges.child[edge]), int(edges.parent[edge])
        better, fit = int(found.parent[place]), float(found.fit[place])
        better_fit = float(found.better_fit[place])
        yield Hit(
            about=subjects.link(int(edges.link[edge])),
            sentence=_(
                "From its wording {child} fits {better} clearly better than {parent}, "
                "which it is said to support."
            ).format(
                child=tell.title(lenses, child),
                better=tell.title(lenses, better),
                parent=tell.title(lenses, parent),
            ),
            people=(int(goals.owner[child]), tell.lead_of(lenses, child)),
            question=_("Which of the two would notice first if this goal were dropped?"),
            evidence={
                "fit": round(fit, DECIMALS),
                "better": str(lenses.graph.node_ids[better]),
                "better_fit": round(better_fit, DECIMALS),
                "reasons": list(reasons(int(lenses.meaning.speaker[edge]), better)),
            },
            certainty=better_fit / (better_fit + fit),
            others=(
                subjects.goal(child),
                subjects.node(lenses, parent),
                subjects.node(lenses, better),
            ),
        )


@rule(
    "LOS206",
    "off-value",
    Audience(
        first=_("the owner of the goal"),
        then=_("the owner and the sponsor of the pillar"),
        above=_("as a count over at least five goals"),
        never=_("the owner, as working against the organisation's values"),
    ),
    needs=("strategy",),
    on_request=True,
    limits={"percentile": 5},
)
def off_value(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals to which nothing in the definition of value speaks, nor their own pillar."""
    goals, values = lenses.snapshot.goals, lenses.values
    bound = values.bound(limits["percentile"])
    for goal in values.goals[values.to_pillar < bound - TOLERANCE].tolist():
        best, fit = values.best(goal)
        if best < 0 or fit >= bound - TOLERANCE:
            continue
        root = int(lenses.paths.root[goal])
        yield Hit(
            about=subjects.goal(goal),
            sentence=_(
                "From its wording nothing in the definition of value speaks to {title}, "
                "and its pillar {pillar} does not either."
            ).format(title=tell.title(lenses, goal), pillar=tell.title(lenses, root)),
            people=(int(goals.owner[goal]), tell.owner_of_node(lenses, root)),
            question=_("For whom is this valuable, in their own words?"),
            evidence={
                "best_value": str(lenses.snapshot.strategy.ids[best]),
                "fit": round(fit, DECIMALS),
            },
            others=(subjects.node(lenses, root), subjects.statement(best)),
        )
