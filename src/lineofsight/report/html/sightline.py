"""The sightline of a goal or pillar: a vertical thread from the strategy down, one rung an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lineofsight.engine.cascade import cause_of_break
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.paths import Path
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.discretion import Discretion
from lineofsight.report.html import thread, words
from lineofsight.report.html.breaks import Breaks
from lineofsight.report.html.measures import Measures
from lineofsight.report.html.thread import Thread

MOST_RUNGS = 7  # of one picture; of longer lines the middle is left out
STALE = 0.75  # freshness below which a link says when it was confirmed


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung.

    Parameters
    ----------
    kind : str
        What it is: "Pillar, 35 % of the strategy", "Team goal, Workshop".
    mark : str
        Name of its symbol: star, pillar, ghost, the statuses.
    thread : Thread or None
        What runs from it to the rung below.
    note : str
        What is to be said of the link below it.
    note_kind : str
        ``break``, ``open``, ``quiet`` or empty.
    faint : bool
        It stands for what is not there.
    focus : bool
        It is what the picture is about.
    """

    kind: str
    title: str
    mark: str
    status: str = ""
    owner: str = ""
    measure: str = ""
    thread: Thread | None = None
    note: str = ""
    note_kind: str = ""
    faint: bool = False
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Sightline:
    """One line of sight, from the strategy down.

    ``name`` says in words what it shows; ``strength`` in [0, 1].
    """

    name: str
    rungs: tuple[Rung, ...]
    strength: float
    broken: bool


class Sightlines:
    """Draws the sightlines of one organisation."""

    def __init__(
        self, lenses: Lenses, breaks: Breaks, discretion: Discretion, measures: Measures
    ) -> None:
        self.lenses, self.breaks = lenses, breaks
        self.discretion, self.measures = discretion, measures

    def of_goal(self, goal: int, *, star: bool = False) -> Sightline:
        """Draw a goal's line of sight; where it has none, how far up its chain reaches.

        Parameters
        ----------
        goal : int
        star : bool
            Begin at the North Star where the line ends at a pillar.
        """
        line = self.lenses.paths.line(goal)
        name = _("From the strategy down to “{goal}”").format(goal=self.title(goal))
        if line is None:
            return Sightline(name, self._without_path(goal), 0.0, broken=True)
        rungs = self._along(line)
        if star and self.lenses.snapshot.node_kind(line.nodes[-1]) == "pillar":
            rungs = [*self.star(), *rungs]
        return Sightline(name, self._shortened(rungs), line.strength, line.broken_at >= 0)

    def star(self) -> list[Rung]:
        """Make the rung of the North Star; none where there is none."""
        snapshot = self.lenses.snapshot
        if not snapshot.has_north_star:
            return []
        title = self.title(snapshot.north_star)
        kind = _("North Star")
        return [
            Rung(
                kind="" if title == kind else kind,
                title=title,
                mark="star",
                thread=thread.whole(1.0, 1.0),
            )
        ]

    def _along(self, line: Path) -> list[Rung]:
        """Make the rungs of a path, the root first."""
        nodes, edges = line.nodes[::-1], line.edges[::-1]
        rungs, strength, lost = [], 1.0, False
        for node, edge in zip(nodes, edges, strict=False):
            below = strength * float(self.lenses.paths.edge_strength[edge])
            rung = self.rung(node)
            if node == line.broken_at:
                cause = self.cause(node)
                rung = replace(
                    rung,
                    thread=thread.broken(strength, below),
                    note=_("Here the line stops: {cause}.").format(cause=cause),
                    note_kind="break",
                )
                lost = True
            else:
                note, kind = self._of_link(edge)
                draw = thread.waiting if kind == "open" else thread.whole
                piece = draw(strength, below, lost=lost)
                rung = replace(rung, thread=piece, note=note, note_kind=kind)
            rungs.append(rung)
            strength = below
        rungs.append(replace(self.rung(nodes[-1]), focus=True))
        return rungs

    def _without_path(self, goal: int) -> tuple[Rung, ...]:
        """Climb as far as links lead, and show that nothing stands above."""
        graph, top = self.lenses.graph, int(self.breaks.at[goal])
        chain, taken, seen = [goal], [], {goal}
        while chain[-1] != top:
            # A goal that needs no line is not placed in the breaks; it climbs by its first link.
            edges = [
                int(edge)
                for edge in graph.up[chain[-1]]
                if top < 0 or int(self.breaks.at[graph.edges.parent[edge]]) in {top, -1}
            ]
            if not edges or int(graph.edges.parent[edges[0]]) in seen:
                break
            chain.append(int(graph.edges.parent[edges[0]]))
            seen.add(chain[-1])
            taken.append(edges[0])
        rungs = [
            Rung(
                kind="",
                title=_("The strategy"),
                mark="ghost",
                thread=thread.broken(0.6, 0.3),
                note=self._why_without(goal),
                note_kind="break",
                faint=True,
            )
        ]
        for node, _edge in zip(chain[:0:-1], taken[::-1], strict=True):
            rungs.append(replace(self.rung(node), thread=thread.whole(0.3, 0.3, lost=True)))
        rungs.append(replace(self.rung(goal), focus=True))
        return self._shortened(rungs)

    def _why_without(self, goal: int) -> str:
        if self.lenses.graph.circle[goal] >= 0:
            return _("Its goals support each other in a circle; none of them leads up.")
        if self.lenses.sight.has_home[goal]:
            return _("It keeps something healthy, meets a duty or serves a team: it needs no line.")
        return _("Nothing on record leads up from here.")

    def _shortened(self, rungs: Sequence[Rung]) -> tuple[Rung, ...]:
        """Leave out the middle of a long line, never its break."""
        if len(rungs) <= MOST_RUNGS:
            return tuple(rungs)
        keep = {0, 1, len(rungs) - 1, len(rungs) - 2}
        for place, rung in enumerate(rungs):
            if rung.note_kind == "break":
                keep |= {place, min(place + 1, len(rungs) - 1)}
        kept, left_out = [], 0
        for place, rung in enumerate(rungs):
            if place in keep:
                kept.append(rung)
                left_out = 0
                continue
            left_out += 1
            if place + 1 in keep:
                lost = bool(rung.thread and not rung.thread.shapes)
                said = ngettext("{count} rung between", "{count} rungs between", left_out)
                kept.append(
                    Rung(
                        kind="",
                        title=said.format(count=left_out),
                        mark="more",
                        thread=thread.far(0.5, 0.5, lost=lost),
                        faint=True,
                    )
                )
        return tuple(kept)

    def _of_link(self, edge: int) -> tuple[str, str]:
        """Say what is to be said of a link, and how loudly."""
        snapshot = self.lenses.snapshot
        link = int(self.lenses.graph.edges.link[edge])
        confirmed = float(snapshot.links.confirmed_on[link])
        if np.isnan(confirmed):
            return "", ""
        since = self.lenses.changes.since(link)
        if since:
            date = tell.date(confirmed)
            said = _("Changed since this link was confirmed on {date}.").format(date=date)
            return said, "open"
        age = snapshot.day - confirmed
        if float(np.interp(age, [100.0, 365.0], [1.0, 0.5])) < STALE:
            return _("Last confirmed on {date}.").format(date=tell.date(confirmed)), "quiet"
        return "", ""

    def rung(self, node: int) -> Rung:
        """Describe a node: what it is, how it stands, who answers for it."""
        snapshot, title = self.lenses.snapshot, self.title(node)
        kind = snapshot.node_kind(node)
        if kind == "north_star":
            return Rung(kind=_("North Star"), title=title, mark="star")
        if kind == "pillar":
            weight = float(self.lenses.flow.weight[node])
            said = _("Pillar, {share} of the strategy").format(share=words.percent(weight))
            return Rung(kind=said, title=title, mark="pillar", owner=self._owner(node))
        goals = snapshot.goals
        mark, status = self.status(node)
        place = self.place(node)
        said = words.scope(int(goals.scope[node]))
        measure = "" if goals.confidential[node] else self.measures.main(node)
        return Rung(
            kind=_("{kind}, {place}").format(kind=said, place=place) if place else said,
            title=title,
            mark=mark,
            status=status,
            owner=self._owner(node),
            measure=measure,
        )

    def status(self, goal: int) -> tuple[str, str]:
        """Return mark and word for how a goal stands."""
        goals = self.lenses.snapshot.goals
        if not goals.active[goal]:
            return words.stopped(int(goals.status[goal]))
        if not goals.started[goal]:
            return "waiting", _("Not begun")
        return words.reported(int(self.lenses.progress.reported[goal]))

    def title(self, node: int) -> str:
        """Return the title of a goal, pillar or the North Star, unless it is confidential."""
        return words.title(self.discretion.title(node))

    def cause(self, goal: int) -> str:
        """Say why a goal breaks the lines that run through it: "paused since 3 March 2026"."""
        return cause_of_break(self.lenses, goal)

    def place(self, goal: int) -> str:
        """Return the team of a goal, else its function; empty where neither is known."""
        snapshot = self.lenses.snapshot
        team, function = int(snapshot.goals.team[goal]), int(snapshot.goals.function[goal])
        if team >= 0:
            return words.title(str(snapshot.teams.name[team]) or str(snapshot.teams.ids[team]))
        table = snapshot.functions
        name = str(table.name[function]) or str(table.ids[function]) if function >= 0 else ""
        return words.title(name)

    def _owner(self, node: int) -> str:
        return self.person(tell.owner_of_node(self.lenses, node))

    def person(self, person: int) -> str:
        """Return what people call a person, empty for nobody (-1)."""
        table = self.lenses.snapshot.people
        name = str(table.name[person]) or str(table.ids[person]) if person >= 0 else ""
        return words.title(name)
