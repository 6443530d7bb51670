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
    ValueError
        With the line that is no node, or a plan whose parents go in a circle.
    OSError
    """
    content = path.read_bytes()
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(_("It is not UTF-8 at byte {place}.").format(place=error.start)) from error
    plans: dict[str, list[Record]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            node = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(_("Line {n} is not JSON.").format(n=number)) from error
        if not isinstance(node, dict) or "plan" not in node or "id" not in node:
            raise ValueError(_("Line {n} is no node with a plan and an id.").format(n=number))
        plans[str(node["plan"])].append(node)
    read_ones = (_plan(name, nodes) for name, nodes in plans.items())
    return Corpus(tuple(read_ones), sha256(content).hexdigest())


def _plan(name: str, records: list[Record]) -> LinkPlan:
    ids = tuple(str(record["id"]) for record in records)
    place = {id_: number for number, id_ in enumerate(ids)}
    if len(place) < len(ids):
        raise ValueError(_("Plan {plan} has two nodes of one id.").format(plan=name))
    above = np.array([place.get(str(record.get("parent") or ""), -1) for record in records])
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
        depth=_depth(name, above),
        holder=np.array([holders.setdefault(who, len(holders)) if who else -1 for who in owners]),
        start=np.array([_day(record.get("start")) for record in records]),
        end=np.array([_day(record.get("end")) for record in records]),
        measured=np.array([float(record.get("target") is not None) for record in records]),
        stop=frozenset(shipped(language).stop) if language else frozenset(),
    )
    source = str(records[0].get("source") or name).split(":")[0]
    is_vision = np.array([record.get("level") == "vision" for record in records])
    return LinkPlan(name, source, ids, nodes, tuple(owners), is_vision)


def _depth(name: str, above: IntArray) -> IntArray:
    depth = np.zeros(len(above), dtype=np.int64)
    for node in range(len(above)):
        up = above[node]
        while up >= 0:
            depth[node] += 1
            if depth[node] > len(above):
                raise ValueError(_("In plan {plan} parents go in a circle.").format(plan=name))
            up = above[up]
    return depth


def _day(value: object) -> float:
    try:
        return float(np.datetime64(str(value)[:10], "D").astype(np.int64)) if value else np.nan
    except ValueError:
        return np.nan
