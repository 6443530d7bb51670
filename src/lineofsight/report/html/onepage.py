"""The plan on a page: vision, value, North Star; pillars in columns with what carries them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.codes import NORTH_STAR
from lineofsight.engine.columns import IntArray
from lineofsight.engine.finding import Finding
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.html import words
from lineofsight.report.html.carriers import by_function
from lineofsight.report.html.measures import Range, Series
from lineofsight.report.html.sightline import Sightlines
from lineofsight.report.names import listed

MOST_COLUMNS = 6  # pillars side by side; more of them stand in rows, with less about each
MOST_SHORT = 24  # pillars shown in rows
MOST_GOALS = 4
SHORT_GOALS = 2
MOST_KPIS = 3
MOST_CARRIERS = 5
MOST_STATEMENTS = 5
MOST_TABLED = 200


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal under its pillar."""

    title: str
    mark: str
    status: str
    measure: str
    owner: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A function and the part of a pillar that rests on it, in [0, 1]."""

    name: str
    share: float
    percent: str
    bar: float


@dataclass(frozen=True, slots=True)
class PillarColumn:
    """One pillar; ``bar`` is its weight beside the heaviest, 0 to 100."""

    name: str
    text: str
    weight: str
    bar: float
    sponsor: str
    champions: tuple[tuple[str, str], ...]
    goals: tuple[GoalLine, ...]
    goals_more: int
    kpis: tuple[Range, ...]
    carriers: tuple[Carrier, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One goal of the table behind the page."""

    pillar: str
    weight: str
    goal: GoalLine | None


@dataclass(frozen=True, slots=True)
class Star:
    """The North Star and its measure."""

    title: str
    value: str
    series: Series | None


@dataclass(frozen=True, slots=True)
class OnePage:
    """The plan on a page."""

    heading: str
    vision: tuple[str, ...]
    values: tuple[str, ...]
    star: Star | None
    pillars: tuple[PillarColumn, ...]
    short: bool
    more: int
    rows: tuple[TableRow, ...]
    rows_more: int
    version: str
    has_news: bool

    @property
    def is_empty(self) -> bool:
        """Nothing of a strategy is on record."""
        return not (self.vision or self.values or self.star or self.pillars)


class PageMaker:
    """Lays one strategy out on a page."""

    def __init__(self, lenses: Lenses, lines: Sightlines, told: list[Finding]) -> None:
        self.lenses, self.lines = lenses, lines
        self.found = {(one.rule, one.subject.id) for one in told}
        goals = lenses.snapshot.goals
        self.has_news = bool(lenses.progress.reported[goals.active].any())

    def make(self) -> OnePage:
        """Lay it out; pillars in the order of their weight, then of their ids."""
        snapshot = self.lenses.snapshot
        n = len(snapshot.pillars)
        weight = self.lenses.flow.weight[[snapshot.pillar_node(one) for one in range(n)]]
        order = np.lexsort((np.arange(n), -weight)).tolist()
        short = n > MOST_COLUMNS
        shown = order[: MOST_SHORT if short else n]
        rows = [row for one in order for row in self._rows(one)]
        return OnePage(
            heading=self._heading(),
            vision=self._statements("vision") or self._statements("mission"),
            values=self._statements("value"),
            star=self._star(),
            pillars=tuple(self._column(one, short=short) for one in shown),
            short=short,
            more=n - len(shown),
            rows=tuple(rows[:MOST_TABLED]),
            rows_more=max(0, len(rows) - MOST_TABLED),
            version=self._version(),
            has_news=self.has_news,
        )

    def _statements(self, kind: str) -> tuple[str, ...]:
        table = self.lenses.snapshot.strategy
        # Rows stand in the order of ids; people wrote them in that of the file.
        rows = np.flatnonzero(table.kind == kind)
        rows = rows[np.argsort(table.row[rows], kind="stable")]
        return tuple(words.said(str(table.text[row])) for row in rows[:MOST_STATEMENTS].tolist())

    def _version(self) -> str:
        version = self.lenses.snapshot.strategy.version
        given = sorted({str(one) for one in version if one})
        return words.title(given[-1]) if len(given) == 1 else ""

    def _star(self) -> Star | None:
        snapshot = self.lenses.snapshot
        if not snapshot.has_north_star:
            return None
        title = words.title(snapshot.node_title(snapshot.north_star))
        table = snapshot.strategy
        measures = [
            int(kpi)
            for row in np.flatnonzero(table.kind == NORTH_STAR).tolist()
            for kpi in table.measure[row]
        ]
        if not measures:
            return Star(title, "", None)
        kpi = self.lines.measures.kpi(measures[0])
        return Star(title, kpi.value, self.lines.measures.series(measures[0]))

    def _heading(self) -> str:
        """Say which pillars are carried, and what rests on one goal or person."""
        snapshot, graph = self.lenses.snapshot, self.lenses.graph
        nodes = [snapshot.pillar_node(one) for one in range(len(snapshot.pillars))]
        if not nodes:
            return _("The plan names no pillars yet")
        bare = [node for node in nodes if not graph.supporters[node]]
        names = [f"“{words.said(self.lines.title(node), 80)}”" for node in nodes]
        if bare:
            carried = len(nodes) - len(bare)
            said = ngettext(
                "{carried} of {all} pillars is carried",
                "{carried} of {all} pillars are carried",
                carried,
            ).format(carried=words.number_word(carried), all=len(nodes))
            if len(bare) <= 2:
                missing = listed([names[nodes.index(node)] for node in bare])
                said += "; " + _("no goal leads to {pillars}").format(pillars=missing)
            return said
        one_basket = [
            names[place]
            for place, key in enumerate(snapshot.pillars.ids)
            if ("LOS109", str(key)) in self.found
        ]
        said = ngettext(
            "The one pillar is carried", "All {number} pillars are carried", len(nodes)
        ).format(number=words.number_word(len(nodes)).lower())
        if 0 < len(one_basket) <= 2:
            said += "; " + _("most of {pillars} rests on one goal or one owner").format(
                pillars=listed(one_basket)
            )
        return said

    def _column(self, pillar: int, *, short: bool) -> PillarColumn:
        snapshot, table = self.lenses.snapshot, self.lenses.snapshot.pillars
        node = snapshot.pillar_node(pillar)
        weight = float(self.lenses.flow.weight[node])
        goals = self._goals(node)
        most = SHORT_GOALS if short else MOST_GOALS
        heaviest = float(self.lenses.flow.weight.max())
        return PillarColumn(
            name=self.lines.title(node),
            text="" if short else words.said(str(table.text[pillar]), 280),
            weight=words.percent(weight),
            bar=round(100 * weight / heaviest, 1) if heaviest else 0.0,
            sponsor=self.lines.person(int(table.sponsor[pillar])),
            champions=tuple(map(self._champion, table.champions[pillar].tolist())),
            goals=tuple(self._goal(goal) for goal in goals[:most].tolist()),
            goals_more=max(0, len(goals) - most),
            kpis=() if short else tuple(self._kpis(pillar)),
            carriers=() if short else tuple(self._carriers(node)),
            warning="" if len(goals) else _("No goal carries it"),
        )

    def _champion(self, person: int) -> tuple[str, str]:
        snapshot = self.lenses.snapshot
        function = int(snapshot.people.function[person])
        table = snapshot.functions
        name = str(table.name[function]) or str(table.ids[function]) if function >= 0 else ""
        return self.lines.person(person), words.title(name)

    def _goals(self, node: int) -> IntArray:
        """Active objectives directly under a node, the one with most stake first."""
        graph, flow = self.lenses.graph, self.lenses.flow
        edges = graph.down[node]
        goals = graph.edges.child[edges[graph.is_supporter[edges]]]
        return goals[np.lexsort((goals, -flow.stake[goals]))]

    def _goal(self, goal: int) -> GoalLine:
        mark, status = self.lines.status(goal)
        if mark == "no-news" and not self.has_news:
            mark = status = ""  # said once for all of them
        hidden = bool(self.lenses.snapshot.goals.confidential[goal])
        return GoalLine(
            title=self.lines.title(goal),
            mark=mark,
            status=status,
            measure="" if hidden else self.lines.measures.main(goal),
            owner=self.lines.person(int(self.lenses.snapshot.goals.owner[goal])),
        )

    def _kpis(self, pillar: int) -> list[Range]:
        """Its own measures, then the health checks that guard it."""
        snapshot = self.lenses.snapshot
        key = str(snapshot.pillars.ids[pillar])
        own = [int(one) for one in snapshot.pillars.kpis[pillar]]
        guards = [one for one, guarded in enumerate(snapshot.kpis.guards) if key in guarded]
        chosen = list(dict.fromkeys([*own, *guards]))[:MOST_KPIS]
        return [self.lines.measures.kpi(one) for one in chosen]

    def _carriers(self, node: int) -> list[Carrier]:
        """Functions by the part of a pillar that ends at their goals."""
        snapshot = self.lenses.snapshot
        if not len(snapshot.functions):
            return []
        share = by_function(self.lenses, node)
        found = []
        for one in np.lexsort((np.arange(len(share)), -share))[:MOST_CARRIERS].tolist():
            if share[one] < 0.005:
                break
            table = snapshot.functions
            found.append(
                Carrier(
                    name=words.title(str(table.name[one]) or str(table.ids[one])),
                    share=float(share[one]),
                    percent=words.percent(float(share[one])),
                    bar=round(100 * float(share[one]), 1),
                )
            )
        return found

    def _rows(self, pillar: int) -> list[TableRow]:
        snapshot = self.lenses.snapshot
        node = snapshot.pillar_node(pillar)
        name = self.lines.title(node)
        weight = words.percent(float(self.lenses.flow.weight[node]))
        goals = self._goals(node).tolist()
        if not goals:
            return [TableRow(name, weight, None)]
        return [TableRow(name, weight, self._goal(goal)) for goal in goals]
