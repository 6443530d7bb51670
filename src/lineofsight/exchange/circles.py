"""Circles that rows of a file would close: of supports, of teams, of managers."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from lineofsight.planfile.validate import circles as circles_of

Node = TypeVar("Node", bound=Hashable)
MOST_TRIED = 1_000  # links of one tangle that are tried one by one; beyond it, by order alone


def closing(there: Iterable[tuple[Node, Node]], new: Sequence[tuple[Node, Node]]) -> list[int]:
    """Find the new links that close a circle of supports.

    Parameters
    ----------
    there : iterable of (child, parent)
        Links that stay; they hold no circle.
    new : sequence of (child, parent)
        Links to be added, in the order of the file: of those that close a circle together the
        later ones are named.

    Returns
    -------
    list of int
        Places in ``new``; without them there is no circle. Time grows with the number of links.
    """
    above: dict[Node, list[Node]] = {}
    for child, parent in there:
        above.setdefault(child, []).append(parent)
    fresh: dict[Node, list[Node]] = {child: list(parents) for child, parents in above.items()}
    for child, parent in new:
        fresh.setdefault(child, []).append(parent)
    tangled = _tangled(fresh)
    if not tangled:
        return []
    above = {
        child: [parent for parent in parents if tangled.get(parent) == tangled.get(child, -1)]
        for child, parents in above.items()
        if child in tangled
    }
    tried = 0
    found: list[int] = []
    for at, (child, parent) in enumerate(new):
        if child not in tangled or tangled[child] != tangled.get(parent):
            continue
        tried += 1
        if child == parent or tried > MOST_TRIED or _leads(above, parent, child):
            found.append(at)
        else:
            above.setdefault(child, []).append(parent)
    return found


def _leads(above: Mapping[Node, Sequence[Node]], start: Node, end: Node) -> bool:
    seen, stack = {start}, [start]
    while stack:
        for parent in above.get(stack.pop(), ()):
            if parent == end:
                return True
            if parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return False


def _tangled(above: Mapping[Node, Sequence[Node]]) -> dict[Node, int]:
    """Number the tangles (sets of nodes that lead to one another) that each node lies in.

    Tarjan's algorithm without recursion; nodes in no circle are left out.
    """
    number: dict[Node, int] = {}
    low: dict[Node, int] = {}
    on_stack: set[Node] = set()
    stack: list[Node] = []
    found: dict[Node, int] = {}
    tangles = 0
    for root in above:
        if root in number:
            continue
        work: list[tuple[Node, int]] = [(root, 0)]
        while work:
            node, place = work.pop()
            if place == 0:
                number[node] = low[node] = len(number)
                stack.append(node)
                on_stack.add(node)
            parents = above.get(node, ())
            deeper = False
            while place < len(parents):
                parent = parents[place]
                place += 1
                if parent not in number:
                    work += [(node, place), (parent, 0)]
                    deeper = True
                    break
                if parent in on_stack:
                    low[node] = min(low[node], number[parent])
            if deeper:
                continue
            if work:
                below = work[-1][0]
                low[below] = min(low[below], low[node])
            if low[node] == number[node]:
                members = []
                while True:
                    member = stack.pop()
                    on_stack.discard(member)
                    members.append(member)
                    if member == node:
                        break
                if len(members) > 1 or node in parents:
                    tangles += 1
                    found.update(dict.fromkeys(members, tangles))
    return found


def going_round(above: Mapping[str, str]) -> set[str]:
    """Return who stands above themselves in a tree given as child to parent."""
    names = list(above)
    place = {name: at for at, name in enumerate(names)}
    parents = [place.get(above[name], -1) for name in names]
    return {names[at] for circle in circles_of(parents) for at in circle}
