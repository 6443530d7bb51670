"""The sightline: one line of sight drawn from the strategy down to a person's goal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lineofsight.engine.cascade import cause_of_break
from lineofsight.engine.codes import Reported
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.paths import Path
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.names import clean, number
from lineofsight.report.paint import Paint

STRONG, FAIR = 0.75, 0.4  # least strength of a link for the heavy and the plain thread
NORTH_STAR, PILLAR, STOPPED = "★", "◆", "○"
MARKS = {
    Reported.ON_TRACK: ("●", "green"),
    Reported.AT_RISK: ("◐", "yellow"),
    Reported.OFF_TRACK: ("□", "red"),
    Reported.UNKNOWN: ("–", "dim"),
}
INDENT = "  "


def draw(lenses: Lenses, line: Path, *, width: int, paint: Paint) -> str:
    """Draw a line of sight from top to bottom: heavy where it is strong, with a gap at a break.

    Parameters
    ----------
    lenses : Lenses
    line : Path
    width : int
        Columns of the page.
    paint : Paint
    """
    return "\n".join(_Drawing(lenses, line, width, paint).lines())


@dataclass(frozen=True, slots=True)
class _Drawing:
    lenses: Lenses
    line: Path
    width: int
    paint: Paint

    def lines(self) -> Iterator[str]:
        lenses, line, snapshot = self.lenses, self.line, self.lenses.snapshot
        nodes, edges = line.nodes[::-1], line.edges[::-1]
        if snapshot.has_north_star and snapshot.node_kind(nodes[0]) == "pillar":
            yield from self.rung(snapshot.north_star, "┊")
            yield f"{INDENT}┊"
        for node, edge in zip(nodes, edges, strict=False):
            broken = node == line.broken_at
            thread = " " if broken else _thread(lenses, edge)
            yield from self.rung(node, thread)
            if broken:
                stopped = self.paint(_("here the line stops"), "red")
                yield f"{INDENT}{self.paint('╳', 'red')}  {stopped}"
            else:
                yield from self.beside(thread, _strength(lenses, edge))
                yield f"{INDENT}{thread}"
        yield from self.rung(nodes[-1], " ")

    def rung(self, node: int, thread: str) -> Iterator[str]:
        """Draw a node: its mark and title, and who answers for it, beside the thread below."""
        mark, style = _mark(self.lenses, self.line, node)
        title = clean(self.lenses.snapshot.node_title(node))
        for place, part in enumerate(self.wrapped(title)):
            sign = thread if place else self.paint(mark, style)
            yield f"{INDENT}{sign}  {self.paint(part, 'bold')}"
        yield from self.beside(thread, _about(self.lenses, self.line, node))

    def beside(self, thread: str, text: str) -> Iterator[str]:
        """Write text beside the thread, however many lines it takes."""
        for part in self.wrapped(text):
            yield f"{INDENT}{thread}  {self.paint(part, 'dim')}"

    def wrapped(self, text: str) -> list[str]:
        return textwrap.wrap(text, self.width - len(INDENT) - 3, break_on_hyphens=False)


def _thread(lenses: Lenses, edge: int) -> str:
    strength = float(lenses.paths.edge_strength[edge])
    return "┃" if strength >= STRONG else "│" if strength >= FAIR else "┆"


def _mark(lenses: Lenses, line: Path, node: int) -> tuple[str, str]:
    kind = lenses.snapshot.node_kind(node)
    if kind != "goal":
        return (PILLAR if kind == "pillar" else NORTH_STAR), "cyan"
    if node == line.broken_at or not lenses.snapshot.goals.active[node]:
        return STOPPED, "red"
    return MARKS[Reported(int(lenses.progress.reported[node]))]


def _about(lenses: Lenses, line: Path, node: int) -> str:
    """Say who answers for a node, and how it stands."""
    snapshot = lenses.snapshot
    owner = tell.owner_of_node(lenses, node)
    name = clean(tell.name(lenses, owner)) if owner >= 0 else ""
    if snapshot.node_kind(node) == "north_star":
        return _("North Star")
    if snapshot.node_kind(node) == "pillar":
        weight = tell.percent(float(lenses.flow.weight[node]))
        parts = [_("pillar, {weight} of the strategy").format(weight=weight)]
        parts += [_("sponsor {name}").format(name=name)] if name else []
        return ", ".join(parts)
    if node == line.broken_at or not snapshot.goals.active[node]:
        state = cause_of_break(lenses, node)
    else:
        state = _state(lenses, node)
    return ", ".join([name or _("nobody is named as its owner"), state])


def _state(lenses: Lenses, goal: int) -> str:
    said = {
        Reported.ON_TRACK: _("reported on track"),
        Reported.AT_RISK: _("reported at risk"),
        Reported.OFF_TRACK: _("reported off track"),
        Reported.UNKNOWN: "",
    }[Reported(int(lenses.progress.reported[goal]))]
    progress = float(lenses.progress.node[goal])
    parts = [said] if said else []
    if not np.isnan(progress):
        parts.append(_("{percent} of the way").format(percent=tell.percent(progress)))
    return ", ".join(parts) if parts else _("no news")


def _strength(lenses: Lenses, edge: int) -> str:
    """Say how strong a link is, and why it is not stronger."""
    snapshot = lenses.snapshot
    index = int(lenses.graph.edges.link[edge])
    confirmed = float(snapshot.links.confirmed_on[index])
    if np.isnan(confirmed):
        why = _("never confirmed")
    elif lenses.changes.since(index):
        why = _("an end has changed since it was confirmed on {date}")
    else:
        why = _("confirmed on {date}")
    if not np.isnan(confirmed):
        why = why.format(date=tell.date(confirmed))
    strength = number(round(float(lenses.paths.edge_strength[edge]), 2))
    return _("strength {strength}: {why}").format(strength=strength, why=why)
