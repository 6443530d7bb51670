"""One way up the cascade: what changed below is added above, goal by goal, from the bottom.

Some goals are worked out anew (``full``), from their key results and all that supports them. Every
other goal only adds the differences that reach it; no other goal below it is read. Goals are taken
in the order of height, so that each is done once, after all that changed below it, by however many
ways it is reached.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from lineofsight.goals.arithmetic import millionths, shares
from lineofsight.goals.models import GoalProgress, KeyResult, Link, RootProgress
from lineofsight.goals.rollup.state import Edge, Moved, Node, Result
from lineofsight.organization.record.bulk import update

Root = int | None  # a pillar's id; None is the North Star


class Walk:
    """The goals concerned, and what is known of them.

    Parameters
    ----------
    nodes, roots : dict
        The goals and roots that may change.
    up : iterable of Edge
        Links upwards from goals that may change.
    results : iterable of Result
        Of goals in ``full`` all their key results; of others those that may stand for a sum.
    full : collection of int
        Goals to be worked out anew; ``full_roots``: pillars likewise.
    down : iterable of Edge
        Links that end at those.
    beside : dict
        Goals below those that do not change themselves, and ``beside_results`` of theirs.
    seen : collection of int
        Key results on which something new was observed.
    """

    def __init__(
        self,
        nodes: dict[int, Node],
        roots: dict[Root, Node],
        up: Iterable[Edge],
        results: Iterable[Result],
        *,
        full: Collection[int] = (),
        full_roots: Collection[Root] = (),
        down: Iterable[Edge] = (),
        beside: dict[int, Node] | None = None,
        beside_results: Iterable[Result] = (),
        seen: Collection[int] = (),
    ) -> None:
        self.nodes, self.roots = nodes, roots
        self.full, self.full_roots, self.seen = set(full), set(full_roots), set(seen)
        self.all_below = {**(beside or {}), **nodes}
        self.up: dict[int, list[Edge]] = defaultdict(list)
        for edge in up:
            self.up[edge.child].append(edge)
        self.down: dict[int, list[Edge]] = defaultdict(list)
        self.down_roots: dict[Root, list[Edge]] = defaultdict(list)
        for edge in down:
            if edge.goal is not None:
                self.down[edge.goal].append(edge)
            else:
                self.down_roots[edge.pillar].append(edge)
        self.results: dict[int, list[Result]] = defaultdict(list)
        for result in results:
            self.results[result.goal].append(result)
        self.beside_results: dict[int, list[Result]] = defaultdict(list)
        for result in beside_results:
            self.beside_results[result.goal].append(result)
        self._moved: dict[int, list[Moved]] = defaultdict(list)

    def run(self) -> None:
        """Work out everything that may change."""
        stood = {goal: node.parts for goal, node in self.nodes.items()}
        for goal, node in sorted(self.nodes.items(), key=lambda item: (item[1].height, item[0])):
            if goal in self.full:
                self._reckon(goal, node)
            else:
                self._follow(goal, node)
            after = node.parts
            node.value = millionths(after)
            self._pass_on(goal, node, stood[goal], after)
        for root, node in self.roots.items():
            if root in self.full_roots:
                self._reckon_below(node, self.down_roots[root])
            node.value = millionths(node.parts)

    def save(self, at: datetime) -> None:
        """Write what differs from what is in the database."""
        changed = [
            one for some in self.results.values() for one in some if one.computed != one.kept
        ]
        update(
            KeyResult,
            ("present", "progress", "share", "parts_known", "parts_sum"),
            [(one.pk, *one.computed) for one in changed],
        )
        edges = [edge for some in (*self.down.values(), *self.down_roots.values()) for edge in some]
        update(Link, ("share",), [(e.pk, e.share) for e in edges if e.share != e.kept])
        below = ("below", "below_known", "value")
        update(
            GoalProgress,
            (*below, "own", "own_known", "own_all", "height"),
            [(n.row, *n.computed) for n in self.nodes.values() if n.computed != n.kept],
            {"changed_at": at},
        )
        update(
            RootProgress,
            below,
            [(n.row, *n.computed) for n in self.roots.values() if n.computed != n.kept],
            {"changed_at": at},
        )

    # Working out anew ---------------------------------------------------------------------------

    def _reckon(self, goal: int, node: Node) -> None:
        results = self.results.get(goal, [])
        parts = self._parts_below(goal) if any(one.is_summed for one in results) else {}
        node.own = node.own_known = node.own_all = 0
        for one, share in zip(results, shares([one.weight for one in results]), strict=True):
            before = one.present
            one.share = share
            if one.is_summed:
                one.take_parts(parts.get(one.measure, []))
            one.settle()
            node.own_all += share
            node.add_own(share, None, one.parts)
            self._note(node, one, before)
        self._reckon_below(node, self.down.get(goal, []))

    def _parts_below(self, goal: int) -> dict[str, list[float]]:
        """Known values of the measures of the goals that support a goal, by measure."""
        found: dict[str, list[float]] = defaultdict(list)
        for edge in self.down.get(goal, []):
            if self.all_below[edge.child].carries:
                inside = edge.child in self.nodes
                known = self.results if inside else self.beside_results
                for one in known.get(edge.child, []):
                    if one.measure and one.present is not None:
                        found[one.measure].append(one.present)
        return found

    def _reckon_below(self, node: Node, down: list[Edge]) -> None:
        node.below = node.below_known = 0
        counting = [edge for edge in down if self.all_below[edge.child].counts]
        for edge in down:
            edge.share = 0
        for edge, share in zip(counting, shares([e.contribution for e in counting]), strict=True):
            edge.share = share
            node.add_below(share, None, self.all_below[edge.child].parts)

    # Adding differences -------------------------------------------------------------------------

    def _follow(self, goal: int, node: Node) -> None:
        moved = self._moved.pop(goal, [])
        for one in self.results.get(goal, []):
            here = [change for change in moved if change[0] == one.measure]
            if one.pk not in self.seen and not (here and one.is_summed):
                continue
            before, parts = one.present, one.parts
            if one.is_summed:
                one.move_parts(here)
            one.settle()
            node.add_own(one.share, parts, one.parts)
            self._note(node, one, before)

    def _note(self, node: Node, one: Result, before: float | None) -> None:
        if one.measure and one.present != before:
            node.moved.append((one.measure, before, one.present))

    def _pass_on(self, goal: int, node: Node, before: int | None, after: int | None) -> None:
        for edge in self.up.get(goal, []):
            if edge.goal is None:
                if edge.pillar in self.roots and edge.pillar not in self.full_roots:
                    self.roots[edge.pillar].add_below(edge.share, before, after)
            elif edge.goal in self.nodes and edge.goal not in self.full:
                self.nodes[edge.goal].add_below(edge.share, before, after)
                if node.carries:
                    self._moved[edge.goal] += node.moved
