"""What supports what: circles, roots, paths, depth, what lies below, and the line of sight."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lineofsight.bench.reading.facts import (
    TOLERANCE,
    Plan,
    Record,
    day,
    number,
    one,
    text,
    word,
)

NORTH_STAR = "north_star"
SUBSTANCE = {"title", "text", "measure", "target", "dates"}


@dataclass(frozen=True)
class Line:
    """The strongest path of a goal: from the goal itself up to a root.

    ``strength`` is 0 where every path is broken; ``broken_at`` then names the lowest goal that
    breaks the path that is shown.
    """

    strength: float
    path: tuple[str, ...]
    broken_at: str = ""


def letters(written: str) -> str:
    """Return a text without case, space and punctuation.

    What makes a number another number is no punctuation: its sign, a point or dash between
    digits, a percent sign. The comma that parts thousands is.
    """
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", written.casefold())
    kept = []
    for place, sign in enumerate(text):
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        is_letter = unicodedata.category(sign)[0] not in {"P", "Z", "C"}
        starts_number = sign == "-" and not before.isalnum()
        in_number = after.isdigit() and (before.isdigit() or starts_number)
        is_share = sign == "%" and text[:place].rstrip()[-1:].isdigit()
        if is_letter or in_number or is_share:
            kept.append(sign)
    return "".join(kept)


def parts(links: list[Record]) -> list[float]:
    """Return the contribution of each link of one parent, not yet made to add up to 1.

    An empty one takes the mean of those given; all empty, or all 0: 1 each.
    """
    given = [k for k in (number(link, "contribution") for link in links) if k is not None]
    if not given or max(given) <= 0:
        return [1.0 for _ in links]
    mean = sum(given) / len(given)
    found = (number(link, "contribution") for link in links)
    return [mean if k is None else k for k in found]


def _no_texts(_child: str, _parent: str) -> float:
    return 1.0


class Graph:
    """The ``supports`` links of a plan, read upwards and downwards.

    ``up`` and ``down`` hold the links that are in no circle; ``parents`` and ``children`` name
    both ends of every link, whether in a circle or not.
    """

    def __init__(self, plan: Plan, fit: Callable[[str, str], float] = _no_texts) -> None:
        self.plan, self._fit = plan, fit
        self.supports = plan.links_of("supports")
        self.parents: dict[str, list[str]] = defaultdict(list)
        self.children: dict[str, list[str]] = defaultdict(list)
        for link in self.supports:
            self.parents[one(link, "from_id")].append(one(link, "to_id"))
            self.children[one(link, "to_id")].append(one(link, "from_id"))
        self.circles = self._circles()
        turning = {goal: i for i, circle in enumerate(self.circles) for goal in circle}
        self.up: dict[str, list[Record]] = defaultdict(list)
        self.down: dict[str, list[Record]] = defaultdict(list)
        for link in self.supports:
            child, parent = one(link, "from_id"), one(link, "to_id")
            if child in turning and turning[child] == turning.get(parent):
                continue
            self.up[child].append(link)
            self.down[parent].append(link)
        self.roots = self._roots()
        self._paths: dict[str, list[tuple[str, ...]]] = {}
        self._changes = self._substantial_changes()
        self._lines: dict[str, Line | None] = {}

    # --- circles and roots

    def _reach(self, goal: str) -> set[str]:
        """Return all that a goal supports, directly or through others."""
        seen: set[str] = set()
        waiting = list(self.parents.get(goal, []))
        while waiting:
            parent = waiting.pop()
            if parent not in seen:
                seen.add(parent)
                waiting.extend(self.parents.get(parent, []))
        return seen

    def _circles(self) -> list[list[str]]:
        """Return the circles: goals that support each other, or one that supports itself."""
        above = {goal: self._reach(goal) for goal in self.plan.goals}
        circles: list[list[str]] = []
        placed: set[str] = set()
        for goal in self.plan.goals:
            if goal in placed or goal not in above[goal]:
                continue
            circle = sorted(other for other in above[goal] if goal in above.get(other, ()))
            circles.append(circle)
            placed.update(circle)
        return circles

    def _roots(self) -> set[str]:
        """Pillars and the North Star; without pillars also top goals of scope enterprise."""
        plan = self.plan
        roots = set(plan.pillars)
        named = any(word(row, "kind") == NORTH_STAR for row in plan.strategy.values())
        if named or ("strategy" not in plan.there and self.children.get(NORTH_STAR)):
            roots.add(NORTH_STAR)
        if not plan.pillars:
            for goal, record in plan.goals.items():
                is_top = word(record, "scope") == "enterprise" and not self.parents.get(goal)
                if plan.active(goal) and is_top:
                    roots.add(goal)
        return roots

    # --- up and down

    def supporters(self, parent: str) -> list[str]:
        """Return the active objectives that are children of this, circles included."""
        return [child for child in self.children.get(parent, []) if self.plan.objective(child)]

    def paths(self, goal: str) -> list[tuple[str, ...]]:
        """Return every chain of links from a goal up to a root, over goals of any status."""
        if goal not in self._paths:
            found: list[tuple[str, ...]] = []
            for link in self.up.get(goal, []):
                parent = one(link, "to_id")
                if parent in self.roots:
                    found.append((goal, parent))
                else:
                    found.extend((goal, *rest) for rest in self.paths(parent))
            self._paths[goal] = found
        return self._paths[goal]

    def has_path(self, goal: str) -> bool:
        """Tell whether a goal has a path; a root has one."""
        return goal in self.roots or bool(self.paths(goal))

    def depth(self, goal: str) -> int | None:
        """Return the links on the shortest path; 0 for a root, None without a path."""
        if goal in self.roots:
            return 0
        return min((len(path) - 1 for path in self.paths(goal)), default=None)

    def below(self, node: str) -> set[str]:
        """Return all goals with a path to this one (or this pillar) through active goals."""
        seen: set[str] = set()
        waiting = [node]
        while waiting:
            for link in self.down.get(waiting.pop(), []):
                child = one(link, "from_id")
                if child not in seen:
                    seen.add(child)
                    if self.plan.active(child):
                        waiting.append(child)
        return seen

    def active_below(self, node: str) -> set[str]:
        """Return the active goals below."""
        return {goal for goal in self.below(node) if self.plan.active(goal)}

    def reach(self, goal: str) -> float:
        """Return (1 + active goals that climb to it) / all active goals, in (0, 1]."""
        everyone = sum(self.plan.active(other) for other in self.plan.goals)
        return (1 + len(self.active_below(goal) - {goal})) / max(everyone, 1)

    # --- links and lines

    def _substantial_changes(self) -> dict[str, list[Record]]:
        """Goal -> its changes in substance by date."""
        found: dict[str, list[Record]] = defaultdict(list)
        for revision in self.plan.table("revisions"):
            before, after = text(revision, "before"), text(revision, "after")
            if word(revision, "field") in SUBSTANCE and letters(before) != letters(after):
                found[one(revision, "goal_id")].append(revision)
        for changes in found.values():
            changes.sort(key=lambda change: day(change, "date") or date.min)
        return found

    def changed_since(self, link: Record, since: date) -> list[Record]:
        """Return the changes in substance of either end after a date, the first one first."""
        changes = [
            change
            for end in (one(link, "from_id"), one(link, "to_id"))
            for change in self._changes.get(end, [])
            if (day(change, "date") or since) > since
        ]
        return sorted(changes, key=lambda change: day(change, "date") or date.min)

    def link_strength(self, link: Record) -> float:
        """Return contribution x confirmation x freshness x fit of a link."""
        fit = self._fit(one(link, "from_id"), one(link, "to_id"))
        siblings = self.down[one(link, "to_id")]
        k = parts(siblings)
        contribution = 1.0
        if any(number(sibling, "contribution") is not None for sibling in siblings):
            contribution = max(0.1, k[siblings.index(link)] / max(k))
        confirmed = day(link, "confirmed_on")
        if confirmed is None:
            return contribution * 0.8 * fit
        confirmation = 0.5 if self.changed_since(link, confirmed) else 1.0
        age = self.plan.days_since(confirmed)
        freshness = 1 - 0.5 * min(max((age - 100) / (365 - 100), 0.0), 1.0)
        return contribution * confirmation * freshness * fit

    def breaks(self, above: str, looker: str) -> bool:
        """Tell whether a goal above breaks the path of the one that looks up."""
        if above not in self.plan.goals:
            return False
        waits = self.plan.started(looker) and not self.plan.started(above)
        return waits or not self.plan.active(above)

    def line(self, goal: str) -> Line | None:
        """Return a goal's line of sight, None without a path; a root sees itself."""
        if goal not in self._lines:
            self._lines[goal] = self._line(goal)
        return self._lines[goal]

    def _line(self, goal: str) -> Line | None:
        if goal in self.roots:
            return Line(1.0, (goal,))
        found = []
        for path in self.paths(goal):
            product = 1.0
            for child, parent in pairwise(path):
                link = next(x for x in self.up[child] if one(x, "to_id") == parent)
                product *= self.link_strength(link)
            broken = next((node for node in path[1:] if self.breaks(node, goal)), "")
            # Unbroken first, then stronger, then shorter, then smaller ids from the top.
            rank = (bool(broken), -round(product / TOLERANCE), len(path), path[::-1])
            found.append((rank, Line(0.0 if broken else product, path, broken)))
        return min(found, key=lambda item: item[0])[1] if found else None

    def primary_pillar(self, goal: str) -> str:
        """Return the root at the end of the strongest path, ``""`` without a path."""
        line = self.line(goal)
        return line.path[-1] if line else ""
