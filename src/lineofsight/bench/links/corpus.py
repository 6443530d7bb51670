"""Published plans as the text lens sees them: one goal node a line (see ``bench.plans``)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from lineofsight.engine.columns import BoolArray, IntArray
from lineofsight.engine.lenses.language import plan_language
from lineofsight.engine.lenses.words import shipped
from lineofsight.engine.meaning.nodes import Nodes, whole_text
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import PlanError, Problem

Record = Mapping[str, Any]


@dataclass(frozen=True)
class LinkPlan:
    """One published plan.

    Parameters
    ----------
    name : str
    organisation : str
        Who published it, or whose collection it is from: plans of one are trained on together.
    ids : tuple of str
    nodes : Nodes
        Numbered as ``ids``.
    owners : tuple of str
        Who owns each node; empty where unknown.
    is_vision : bool array
        Nodes that stand above the pillars.
    """

    name: str
    organisation: str
    ids: tuple[str, ...]
    nodes: Nodes
    owners: tuple[str, ...]
    is_vision: BoolArray

    @cached_property
    def parent(self) -> IntArray:
        """Parent of each node, -1 for none."""
        parent = np.full(len(self.ids), -1, dtype=np.int64)
        parent[self.nodes.child] = self.nodes.parent
        return parent

    @cached_property
    def pillar(self) -> IntArray:
        """The topmost node above each that is no vision; of visions themselves -1."""
        top = np.where(self.is_vision, -1, np.arange(len(self.ids)))
        for node in np.argsort(self.nodes.depth, kind="stable").tolist():
            above = int(self.parent[node])
            if above >= 0 and not self.is_vision[above]:
                top[node] = top[above]
        return top

    def candidates(self, child: int) -> IntArray:
        """Nodes that carry something, but for the child and what is below it."""
        return np.array(
            [node for node in self.nodes.candidates.tolist() if not self.is_below(node, child)],
            dtype=np.int64,
        )

    def is_below(self, node: int, other: int) -> bool:
        """Tell whether a node is another, or below it."""
        while node >= 0:
            if node == other:
                return True
            node = int(self.parent[node])
        return False

    @cached_property
    def judged(self) -> list[tuple[int, IntArray]]:
        """Children with a parent, each with its candidates, of which the parent is one."""
        return [(child, self.candidates(child)) for child in self.nodes.child.tolist()]


@dataclass(frozen=True)
class Corpus:
    """Plans from one file, in its order, and the SHA-256 of the file."""

    plans: tuple[LinkPlan, ...]
    digest: str

    @property
    def links(self) -> int:
        """Number of links in all plans."""
        return sum(len(plan.nodes.child) for plan in self.plans)


def read(path: Path) -> Corpus:
    """Read published plans.

    Raises
    ------
    PlanError
        With every line that is no node, that repeats an id, or of which the parents go in a circle.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = _("It cannot be read: {why}.").format(why=error.strerror)
        raise PlanError.one(str(path), message, _("Check the name and the rights.")) from error
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        message = _("It is not UTF-8 at byte {place}.").format(place=error.start)
        raise PlanError.one(str(path), message, _("Save it as UTF-8.")) from error
    problems: list[Problem] = []
    plans: dict[str, dict[str, Record]] = defaultdict(dict)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        node = _node(line)
        wrong = _wrong(node, plans)
        if wrong is not None:
            problems.append(Problem(str(path), row=number, message=wrong[0], remedy=wrong[1]))
        else:
            plans[str(node["plan"])][str(node["id"])] = {**node, "line": number}
    for nodes in plans.values():
        problems += [
            Problem(
                str(path),
                row=nodes[key]["line"],
                message=_("The parents of “{id}” go in a circle.").format(id=key),
                remedy=_("Leave one of them without a parent."),
            )
            for key in _in_circle(nodes)
        ]
    if problems:
        raise PlanError(problems)
    read_ones = (_plan(name, list(nodes.values())) for name, nodes in plans.items())
    return Corpus(tuple(read_ones), sha256(content).hexdigest())


def _node(line: str) -> Any:
    """Read one line; None where it is no JSON that can be used."""
    try:
        node = json.loads(line)
        json.dumps(node, ensure_ascii=False).encode()  # half a character cannot be written
    except (ValueError, RecursionError):
        return None
    return node


def _wrong(node: Any, plans: Mapping[str, Mapping[str, Record]]) -> tuple[str, str] | None:
    """Say what is wrong with a node and what would be right; None where nothing is."""
    if node is None:
        return _("It is not JSON."), _("Write one JSON object a line, as UTF-8.")
    named = isinstance(node, dict) and all(_text(node.get(key)) for key in ("plan", "id"))
    if not named:
        return (
            _("It is no node with a plan and an id."),
            _('Write it so: {"plan": "a", "id": "a/1", "parent": null, "name": "…"}.'),
        )
    before = plans.get(str(node["plan"]), {}).get(str(node["id"]))
    if before is not None:
        message = _("The id “{id}” stands in row {row} of this plan too.")
        return (
            message.format(id=node["id"], row=before["line"]),
            _("Give every node of a plan an id of its own."),
        )
    return None


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _in_circle(nodes: Mapping[str, Record]) -> list[str]:
    """Find a node of each circle of parents."""
    found: list[str] = []
    done: set[str] = set()
    for start in nodes:
        way: dict[str, None] = {}
        node = start
        while node in nodes and node not in done and node not in way:
            way[node] = None
            node = _text(nodes[node].get("parent"))
        if node in way:
            found.append(node)
        done.update(way)
    return found


def _plan(name: str, records: list[Record]) -> LinkPlan:
    ids = tuple(str(record["id"]) for record in records)
    place = {id_: number for number, id_ in enumerate(ids)}
    above = np.array([place.get(_text(record.get("parent")), -1) for record in records])
    children = np.flatnonzero(above >= 0)
    titles = [str(record.get("name") or "").strip() for record in records]
    texts = [
        whole_text(title, str(record.get("text") or ""))
        for title, record in zip(titles, records, strict=True)
    ]
    language = plan_language(titles)
    holders: dict[str, int] = {}
    owners = [str(record.get("owner") or "").strip().lower() for record in records]
    nodes = Nodes(
        titles=titles,
        texts=texts,
        child=children,
        parent=above[children],
        depth=_depth(above),
        holder=np.array([holders.setdefault(who, len(holders)) if who else -1 for who in owners]),
        start=np.array([_day(record.get("start")) for record in records]),
        end=np.array([_day(record.get("end")) for record in records]),
        measured=np.array([float(record.get("target") is not None) for record in records]),
        stop=frozenset(shipped(language).stop) if language else frozenset(),
    )
    source = str(records[0].get("source") or name).split(":")[0]
    is_vision = np.array([record.get("level") == "vision" for record in records])
    return LinkPlan(name, source, ids, nodes, tuple(owners), is_vision)


def _depth(above: IntArray) -> IntArray:
    depth = np.zeros(len(above), dtype=np.int64)
    for node in range(len(above)):
        up = above[node]
        while up >= 0:
            depth[node] += 1
            up = above[up]
    return depth


def _day(value: object) -> float:
    """Days since 1970 of a date such as "2026-03-31", "2026-03" or "2026"; NaN for no date."""
    if not isinstance(value, str) or not value:
        return np.nan
    try:
        return float(np.datetime64(value[:10], "D").astype(np.int64))
    except ValueError:
        return np.nan
