"""The cascade sentence: a line of sight in words. Definition: DEFINITIONS section 4."""

from __future__ import annotations

import numpy as np

from lineofsight.engine.codes import Status, word
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.paths import Path
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _


def cascade_sentence(lenses: Lenses, line: Path, person: int = -1) -> str:
    """Say a line of sight as a person would.

    "Ana Silva works on [goal], which supports [goal] (Tom Ek), which carries [pillar]." Owners are
    named where they differ from the one below. A break ends the sentence: "..., which supports
    [goal], paused since 3 March 2026: here the line stops."

    Parameters
    ----------
    lenses : Lenses
    line : Path
        As ``lenses.paths.line`` or ``of_person`` give it.
    person : int
        Who works on its first goal (people); -1: nobody is named.
    """
    snapshot = lenses.snapshot
    first = line.nodes[0]
    before = person if person >= 0 else int(snapshot.goals.owner[first])
    said = _called(lenses, first, before)
    if person >= 0:
        said = _("{person} works on {goal}").format(person=tell.name(lenses, person), goal=said)
    if len(line.nodes) == 1:
        if person >= 0:
            return _("{start}, a goal of the whole enterprise.").format(start=said)
        return _("{goal} is a goal of the whole enterprise.").format(goal=said)
    for place, node in enumerate(line.nodes[1:]):
        before = int(snapshot.goals.owner[line.nodes[place]])
        called = _called(lenses, node, before)
        if place == 0 and person < 0:
            said += " " + _clause(lenses, node, which=False).format(it=called)
        else:
            said += ", " + _clause(lenses, node, which=True).format(it=called)
        if node == line.broken_at:
            return _("{start}, {cause}: here the line stops.").format(
                start=said, cause=cause_of_break(lenses, node)
            )
    return f"{said}."


def _called(lenses: Lenses, node: int, before: int) -> str:
    """Name a node, with its owner if that is another person than the one before."""
    title = tell.title(lenses, node)
    goals = lenses.snapshot.goals
    if node >= len(goals) or goals.owner[node] < 0 or goals.owner[node] == before:
        return title
    return _("{title} ({owner})").format(
        title=title, owner=tell.name(lenses, int(goals.owner[node]))
    )


def _clause(lenses: Lenses, node: int, *, which: bool) -> str:
    """What a goal does for the node above it: support a goal, carry a pillar."""
    if lenses.snapshot.node_kind(node) == "goal":
        return _("which supports {it}") if which else _("supports {it}")
    return _("which carries {it}") if which else _("carries {it}")


def cause_of_break(lenses: Lenses, goal: int) -> str:
    """Say why a goal breaks the lines that run through it: "paused since 3 March 2026"."""
    goals = lenses.snapshot.goals
    if goals.active[goal]:
        return _("which begins on {date}").format(date=tell.date(float(goals.start[goal])))
    status = word(Status(int(goals.status[goal])))
    since = _since(lenses, goal, status)
    if np.isnan(since):
        return {
            "draft": _("still a draft"),
            "paused": _("paused"),
            "done": _("done"),
            "cancelled": _("cancelled"),
        }[status]
    said = {
        "draft": _("a draft since {date}"),
        "paused": _("paused since {date}"),
        "done": _("done since {date}"),
        "cancelled": _("cancelled on {date}"),
    }[status]
    return said.format(date=tell.date(since))


def _since(lenses: Lenses, goal: int, status: str) -> float:
    """Day of the newest revision that gave a goal its status; NaN where none is on record."""
    table = lenses.snapshot.revisions
    mine = np.flatnonzero((table.goal == goal) & (table.field == "status"))
    days = [float(table.day[i]) for i in mine if str(table.after[i]).strip().lower() == status]
    return days[-1] if days else float("nan")
