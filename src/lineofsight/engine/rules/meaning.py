"""2xx Meaning: does intent survive the cascade? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import LinkKind
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9
LONGEST_VALUE = 40  # longer values before and after a change stand in the evidence alone


@rule(
    "LOS204",
    "stale-link",
    Audience(
        first=_("the one who changed the goal"),
        then=_("the owner at the other end, about their own link"),
        above=_("as a count over at least five teams"),
        never=_("those below as stale: they have not been told"),
    ),
    needs=("links", "revisions"),
    limits={"quiet_days": 14},
)
def stale_link(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find links of which an end changed in substance after they were last confirmed."""
    snapshot, links, goals = lenses.snapshot, lenses.snapshot.links, lenses.snapshot.goals
    table, newest = snapshot.revisions, lenses.changes.newest
    counts = (links.kind == LinkKind.SUPPORTS) | (links.kind == LinkKind.SHARES)
    counts |= links.kind == LinkKind.DEPENDS_ON
    counts &= (goals.active & goals.objective)[links.source]
    counts &= np.maximum(newest[links.source], newest[links.target]) > links.confirmed_on
    for link in np.flatnonzero(counts).tolist():
        changes = lenses.changes.since(link)
        first = changes[0]
        unknown = float(snapshot.day - table.day[first])
        if unknown <= limits["quiet_days"] + TOLERANCE:
            continue
        source, target = int(links.source[link]), int(links.target[link])
        changed = int(table.goal[first])
        other = target if changed == source else source
        ends = dict.fromkeys(int(table.goal[i]) for i in changes)
        yield Hit(
            about=subjects.link(link),
            sentence=_(
                "{changed} changed its {field} on {date}{values}. "
                "Its link with {other} was last confirmed before that, on {confirmed}."
            ).format(
                changed=tell.title(lenses, changed),
                field=_field(str(table.field[first])),
                date=tell.date(table.day[first]),
                values=_values(
                    str(table.field[first]), str(table.before[first]), str(table.after[first])
                ),
                other=tell.title(lenses, other),
                confirmed=tell.date(links.confirmed_on[link]),
            ),
            people=(int(goals.owner[changed]), tell.owner_of_node(lenses, other)),
            question=_("Does this link still hold for you after the change?"),
            evidence={
                "changed": str(goals.ids[changed]),
                "fields": list(dict.fromkeys(str(table.field[i]) for i in changes)),
                "days_unknown": int(unknown),
                "before": str(table.before[first]),
                "after": str(table.after[first]),
            },
            others=tuple(subjects.goal(goal) for goal in ends),
        )


def _field(field: str) -> str:
    """Say what of a goal was changed."""
    return {
        "title": _("title"),
        "text": _("text"),
        "measure": _("measure"),
        "target": _("target"),
        "dates": _("dates"),
    }[field]


def _values(field: str, before: str, after: str) -> str:
    """Say in brackets from what to what, where both are known and short."""
    if field == "dates":
        old, new = tell.last_date(before), tell.last_date(after)
        if np.isnan(old) or np.isnan(new) or old == new:
            return ""
        return " " + _("(its end from {before} to {after})").format(
            before=tell.date(old), after=tell.date(new)
        )
    before, after = " ".join(before.split()), " ".join(after.split())
    if not before or not after or max(len(before), len(after)) > LONGEST_VALUE:
        return ""
    return " " + _("({before} to {after})").format(before=before, after=after)
