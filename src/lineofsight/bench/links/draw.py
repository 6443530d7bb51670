"""The pairs that are judged: each link beside wrong parents of its plan, and of other plans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lineofsight.bench.links.corpus import Corpus, LinkPlan
from lineofsight.engine.columns import IntArray
from lineofsight.engine.meaning.nodes import Nodes

WRONG_EACH = 3
Far = tuple[LinkPlan, int]  # a node of another plan


@dataclass(frozen=True)
class Drawn:
    """Wrong parents of one plan's children.

    Parameters
    ----------
    hard : list of int64 arrays
        For each judged child up to three places among its candidates that are neither its parent
        nor above it.
    far : list of (LinkPlan, node)
        Three parents of other plans for each judged child, one child after another.
    """

    hard: list[IntArray]
    far: list[Far]

    @property
    def each(self) -> int:
        """Parents of other plans for each child."""
        return len(self.far) // len(self.hard) if self.hard else 0

    @property
    def foreign(self) -> list[tuple[str, int]]:
        """The parents of other plans, by plan name and node."""
        return [(plan.name, node) for plan, node in self.far]


def draw(corpus: Corpus, plan: LinkPlan, rng: np.random.Generator) -> Drawn:
    """Draw wrong parents for each judged child of a plan."""
    others = [
        (other, node)
        for other in corpus.plans
        if other.name != plan.name
        for node in other.nodes.candidates.tolist()
    ]
    hard: list[IntArray] = []
    far: list[Far] = []
    for child, candidates in plan.judged:
        above = {node for node in candidates.tolist() if plan.is_below(child, node)}
        wrong = np.array([i for i, node in enumerate(candidates.tolist()) if node not in above])
        chosen = rng.permutation(len(wrong))[:WRONG_EACH]
        hard.append(wrong[chosen].astype(np.int64) if len(wrong) else np.zeros(0, dtype=np.int64))
        if others:
            far += [others[i] for i in rng.integers(0, len(others), WRONG_EACH).tolist()]
    return Drawn(hard, far)


def with_guests(plan: LinkPlan, drawn: Drawn) -> tuple[Nodes, IntArray]:
    """Put the drawn parents of other plans, with their families, beside the nodes of a plan.

    Returns
    -------
    Nodes
        Guests last; they say nothing of what is usual in the plan.
    int64 array
        Number of each drawn parent among them.
    """
    place: dict[tuple[str, int], int] = {}
    guests: list[Far] = []

    def add(other: LinkPlan, node: int) -> None:
        if (other.name, node) not in place:
            place[other.name, node] = len(plan.ids) + len(guests)
            guests.append((other, node))

    for other, node in drawn.far:
        add(other, node)
        if other.parent[node] >= 0:
            add(other, int(other.parent[node]))
        for kin in other.nodes.down[node].tolist():
            add(other, kin)
    home = plan.nodes
    links = [
        (place[other.name, node], place[other.name, int(other.parent[node])])
        for other, node in guests
        if (other.name, int(other.parent[node])) in place
    ]
    child, parent = np.array(links, dtype=np.int64).reshape(-1, 2).T
    names = {name: number for number, name in reversed(list(enumerate(plan.owners)))}
    codes = {name: int(home.holder[number]) for name, number in names.items() if name}
    holder = [
        codes.setdefault(other.owners[node], len(codes)) if other.owners[node] else -1
        for other, node in guests
    ]
    nodes = Nodes(
        titles=[*home.titles, *(other.nodes.titles[node] for other, node in guests)],
        texts=[*home.texts, *(other.nodes.texts[node] for other, node in guests)],
        child=np.concatenate([home.child, child]),
        parent=np.concatenate([home.parent, parent]),
        depth=np.append(home.depth, [other.nodes.depth[node] for other, node in guests]),
        holder=np.append(home.holder, np.array(holder, dtype=np.int64)),
        start=np.append(home.start, [other.nodes.start[node] for other, node in guests]),
        end=np.append(home.end, [other.nodes.end[node] for other, node in guests]),
        measured=np.append(home.measured, [other.nodes.measured[node] for other, node in guests]),
        stop=home.stop,
        native=np.arange(len(home) + len(guests)) < len(home),
    )
    numbers = [place[other.name, node] for other, node in drawn.far]
    return nodes, np.array(numbers, dtype=np.int64)
