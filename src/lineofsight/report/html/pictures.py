"""The picture that proves a finding: a sightline, or a few bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lineofsight.engine.codes import LinkKind
from lineofsight.engine.finding import Finding
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.html import thread, words
from lineofsight.report.html.carriers import by_function
from lineofsight.report.html.sightline import Rung, Sightline, Sightlines

NONE = "none"  # the class of effort that serves no pillar, in the evidence of LOS706
MOST_BARS = 9
MOST_CARRIERS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, ``size`` 0 to 100; a ``plain`` one is what the other is compared with."""

    value: str
    size: float
    plain: bool = False


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of bars and its label; ``note`` says what is missing."""

    label: str
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A few bars with what they show."""

    caption: str
    rows: tuple[BarRow, ...]


class Pictures:
    """Finds the picture for each finding of one organisation."""

    def __init__(self, lines: Sightlines) -> None:
        self.lines, self.lenses = lines, lines.lenses
        self._places: dict[str, dict[str, int]] = {}

    def line(self, finding: Finding) -> Sightline | None:
        """Draw the line that a finding is about; None where it is about no goal or pillar."""
        kind, key = finding.subject
        if kind == "pillar":
            place = self.find("pillars", key)
            if place < 0:
                return None
            return self._pillar(self.lenses.snapshot.pillar_node(place), finding)
        goal = self.goal_of(finding)
        if goal < 0:
            return None
        line = self.lines.of_goal(goal)
        beside, below = self._beside(finding, goal), self._children(finding)
        *above, last = line.rungs
        if beside is not None:
            return replace(line, rungs=(*above, replace(last, thread=thread.beside()), beside))
        if below is None:
            return line
        piece = thread.whole(line.strength, line.strength, lost=line.broken)
        return replace(line, rungs=(*above, replace(last, thread=piece), below))

    def bars(self, finding: Finding) -> Bars | None:
        """Draw the numbers that a finding compares; None where a line says it better."""
        makers = {
            "LOS705": self._champions,
            "LOS706": self._effort,
            "LOS902": self._answers,
            "LOS903": self._explained,
            "LOS904": self._explained,
        }
        maker = makers.get(finding.rule)
        return maker(finding) if maker else None

    def goal_of(self, finding: Finding) -> int:
        """Return the goal whose line shows best what a finding is about; -1 for none."""
        kind, key = finding.subject
        snapshot = self.lenses.snapshot
        if kind == "goal":
            return self.find("goals", key)
        if kind in {"key_result", "action", "blocker"}:
            table = f"{kind}s"
            row = self.find(table, key)
            return int(getattr(snapshot, table).goal[row]) if row >= 0 else -1
        if kind == "link":
            return self.find("goals", key.rpartition(":")[0].split(">")[0])
        if kind == "assumption":
            row = self.find("assumptions", key)
            return self._heaviest(snapshot.assumptions.goals[row].tolist()) if row >= 0 else -1
        if kind == "pair":
            return self._heaviest(self._pair(finding))
        return -1

    def find(self, table: str, key: str) -> int:
        """Return the place of an id in a table, -1 for none."""
        places = self._places.get(table)
        if places is None:
            ids = getattr(self.lenses.snapshot, table).ids
            places = self._places[table] = {str(one): place for place, one in enumerate(ids)}
        return places.get(key, -1)

    def _pair(self, finding: Finding) -> list[int]:
        """Goals of a pair of goals or key results."""
        table = finding.source.table
        if table not in {"goals", "key_results"}:
            return []
        rows = [self.find(table, end) for end in finding.subject.id.split(">")]
        rows = [row for row in rows if row >= 0]
        if table == "goals":
            return rows
        return [int(self.lenses.snapshot.key_results.goal[row]) for row in rows]

    def _heaviest(self, goals: Sequence[int]) -> int:
        if not len(goals):
            return -1
        return min(goals, key=lambda goal: (-float(self.lenses.flow.stake[goal]), goal))

    def _beside(self, finding: Finding, goal: int) -> Rung | None:
        """The other end of a link that is no support, or of a pair."""
        kind, key = finding.subject
        if kind == "pair":
            others = [one for one in self._pair(finding) if one != goal]
            return self._named(others[0], _("Pulls on the same measure")) if others else None
        if kind != "link":
            return None
        ends, _colon, word = key.rpartition(":")
        said = {
            LinkKind.SHARES.name.lower(): _("Shared with"),
            LinkKind.DEPENDS_ON.name.lower(): _("Depends on"),
            LinkKind.COMPETES_WITH.name.lower(): _("Competes with"),
        }.get(word)
        other = self.find("goals", ends.split(">")[1])
        return self._named(other, said) if said and other >= 0 else None

    def _named(self, goal: int, said: str) -> Rung:
        return replace(self.lines.rung(goal), kind=said)

    def _children(self, finding: Finding) -> Rung | None:
        """Who supports a goal that does not move though they all do (LOS305)."""
        if finding.rule != "LOS305":
            return None
        children = finding.evidence.get("children")
        share = finding.evidence.get("share_on_track")
        if not isinstance(children, Sequence) or not isinstance(share, int | float):
            return None
        kind = ngettext(
            "Supported by {count} goal", "Supported by {count} goals", len(children)
        ).format(count=len(children))
        title = (
            _("All of them on track")
            if share >= 1
            else _("{share} of them on track").format(share=words.percent(share))
        )
        return Rung(kind=kind, title=title, mark="on-track")

    def _pillar(self, node: int, finding: Finding) -> Sightline:
        """Draw a pillar between the North Star and what carries it, or what does not."""
        lenses, lines = self.lenses, self.lines
        name = _("“{pillar}” and what carries it").format(pillar=lines.title(node))
        here = replace(lines.rung(node), focus=True)
        missing = self._missing_functions(finding)
        edges = lenses.graph.down[node]
        edges = edges[lenses.graph.is_supporter[edges]]
        if missing or not len(edges):
            note = _("No goal leads here from there.") if missing else _("No goal leads here.")
            here = replace(here, thread=thread.broken(1.0, 0.0), note=note, note_kind="break")
            nobody = Rung(
                kind=_("Counts on") if missing else _("Carried by"),
                title=", ".join(missing) or _("Nobody yet"),
                mark="ghost",
                faint=True,
            )
            return Sightline(name, (*lines.star(), here, nobody), 0.0, broken=True)
        flow = lenses.flow.edge_flow[edges]
        first = int(np.lexsort((lenses.graph.edges.child[edges], -flow))[0])
        edge = int(edges[first])
        strength = float(lenses.paths.edge_strength[edge])
        share = float(flow[first]) / float(flow.sum()) if flow.sum() > 0 else 1.0
        kind = ngettext(
            "Carried by {count} goal", "Carried by {count} goals; {share} of it by", len(edges)
        ).format(count=len(edges), share=words.percent(share))
        here = replace(here, thread=thread.whole(1.0, strength))
        child = self._named(int(lenses.graph.edges.child[edge]), kind)
        return Sightline(name, (*lines.star(), here, child), strength, broken=False)

    def _missing_functions(self, finding: Finding) -> list[str]:
        found = finding.evidence.get("missing_functions")
        keys = found if isinstance(found, Sequence) and not isinstance(found, str) else ()
        return [self._function(str(key)) for key in keys]

    def _function(self, key: str) -> str:
        table, row = self.lenses.snapshot.functions, self.find("functions", key)
        return words.title((str(table.name[row]) if row >= 0 else "") or key)

    def _champions(self, finding: Finding) -> Bars | None:
        """Functions that carry a pillar, and whether a champion comes from there."""
        snapshot = self.lenses.snapshot
        pillar = self.find("pillars", finding.subject.id)
        if pillar < 0 or not len(snapshot.functions):
            return None
        share = by_function(self.lenses, snapshot.pillar_node(pillar))
        champions = snapshot.pillars.champions[pillar]
        present = champions[snapshot.people.present[champions]]
        speak = set(snapshot.people.function[present].tolist())
        rows = [
            BarRow(
                label=self._function(str(snapshot.functions.ids[one])),
                bars=(Bar(words.percent(float(share[one])), round(100 * float(share[one]), 1)),),
                note="" if one in speak else _("no champion"),
            )
            for one in np.lexsort((np.arange(len(share)), -share)).tolist()
            if share[one] >= 0.01
        ]
        return Bars(_("Who carries it, in per cent"), tuple(rows[:MOST_CARRIERS])) if rows else None

    def _effort(self, finding: Finding) -> Bars | None:
        weights, efforts = finding.evidence.get("weights"), finding.evidence.get("efforts")
        if not isinstance(weights, Mapping) or not isinstance(efforts, Mapping):
            return None
        keys = sorted(weights, key=lambda key: (key == NONE, -_number(weights[key]), key))
        rows = [
            BarRow(
                label=self._pillar_name(key),
                bars=(
                    _share_bar(_number(weights[key]), plain=True),
                    _share_bar(_number(efforts.get(key))),
                ),
            )
            for key in keys
            if _number(weights[key]) or _number(efforts.get(key))
        ]
        return Bars(_("Weight of each pillar, and below it the effort"), tuple(rows[:MOST_BARS]))

    def _pillar_name(self, key: str) -> str:
        row = self.find("pillars", key)
        if row >= 0:
            return self.lines.title(self.lenses.snapshot.pillar_node(row))
        return _("No pillar") if key == NONE else words.title(key)

    def _answers(self, finding: Finding) -> Bars | None:
        """What leaders answered, without saying who."""
        found = finding.evidence.get("distribution")
        if not isinstance(found, Mapping) or not found:
            return None
        if all(isinstance(count, int) for count in found.values()):
            total = sum(_number(count) for count in found.values())
            rows = [
                BarRow(words.title(key), (Bar(f"{count}", 100 * _number(count) / total),))
                for key, count in found.items()
            ]
            return Bars(_("Leaders who gave each answer"), tuple(rows[:MOST_BARS]))
        steps = Counter(round(_number(mean)) for mean in found.values())
        rows = [
            BarRow(
                _("{step} of 5").format(step=step),
                (Bar(f"{steps[step]}", 100 * steps[step] / len(found)),),
            )
            for step in range(min(steps), max(steps) + 1)
        ]
        return Bars(_("Functions whose leaders gave each answer"), tuple(rows))

    def _explained(self, finding: Finding) -> Bars | None:
        """On paper and in practice, of a function or team."""
        share = finding.evidence.get("share")
        if not isinstance(share, int | float):
            return None
        table = {"function": "functions", "team": "teams"}.get(finding.subject.kind, "")
        row = self.find(table, finding.subject.id) if table else -1
        rows = [BarRow(_("Say they can explain it"), (_share_bar(share),))]
        if row >= 0:
            people = self.lenses.snapshot.people
            group = people.function if table == "functions" else people.team
            paper = self.lenses.sight.share_with_line(group, row)
            if paper is not None:
                rows.insert(0, BarRow(_("Have a line on paper"), (_share_bar(paper, plain=True),)))
        return Bars(_("People, in per cent"), tuple(rows))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _share_bar(share: float, *, plain: bool = False) -> Bar:
    return Bar(words.percent(share), round(100 * min(share, 1.0), 1), plain)
