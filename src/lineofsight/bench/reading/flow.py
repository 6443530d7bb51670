"""Stake: how much of the strategy's weight comes to rest on each goal."""

from collections import defaultdict
from collections.abc import Iterable

from lineofsight.bench.reading.facts import Plan, number, one
from lineofsight.bench.reading.graph import NORTH_STAR, Graph, parts


class Flow:
    """Weights of the roots, stake of the goals, and what flows on each link."""

    def __init__(self, plan: Plan, graph: Graph) -> None:
        self.plan = plan
        self.graph = graph
        self.weights = self._weights()
        self._shares: dict[str, list[tuple[str, float]]] = {}
        self._order = self._from_the_top()
        self.stakes = dict.fromkeys(plan.goals, 0.0)
        self.flows: dict[tuple[str, str], float] = {}
        self._pass_down(self.weights, self.stakes, self.flows)

    def _weights(self) -> dict[str, float]:
        """Return the weight of each root; they add up to 1 where there is one that counts."""
        pillars = self.plan.pillars
        if not pillars:
            roots = sorted(self.graph.roots)
            return {root: 1 / len(roots) for root in roots}
        given = [w for w in (number(p, "weight") for p in pillars.values()) if w is not None]
        if not given or max(given) <= 0:
            weights = dict.fromkeys(pillars, 1.0)
        else:
            mean = sum(given) / len(given)
            found = {pillar: number(record, "weight") for pillar, record in pillars.items()}
            weights = {pillar: mean if w is None else w for pillar, w in found.items()}
        total = sum(weights.values())
        shares = {pillar: weight / total for pillar, weight in weights.items()}
        # Beside pillars the North Star has no weight of its own.
        return shares | ({NORTH_STAR: 0.0} if NORTH_STAR in self.graph.roots else {})

    def shares(self, parent: str) -> list[tuple[str, float]]:
        """Return the supporters of a parent, each with its part of what the parent passes on."""
        if parent not in self._shares:
            links = [
                link
                for link in self.graph.down.get(parent, [])
                if self.plan.objective(one(link, "from_id"))
            ]
            k = parts(links)
            self._shares[parent] = [
                (one(link, "from_id"), part / sum(k)) for link, part in zip(links, k, strict=True)
            ]
        return self._shares[parent]

    def _from_the_top(self) -> list[str]:
        """Return roots and goals, every parent before its children."""
        order: list[str] = []
        waiting = {goal: len(self.graph.up.get(goal, [])) for goal in self.plan.goals}
        ready = sorted((self.graph.roots | {NORTH_STAR}) - set(waiting))
        ready += sorted(goal for goal, above in waiting.items() if above == 0)
        while ready:
            node = ready.pop(0)
            order.append(node)
            for link in self.graph.down.get(node, []):
                child = one(link, "from_id")
                waiting[child] -= 1
                if waiting[child] == 0:
                    ready.append(child)
        return order

    def _pass_down(
        self,
        weights: dict[str, float],
        stakes: dict[str, float],
        flows: dict[tuple[str, str], float],
    ) -> None:
        """Give each root its weight, then let every parent pass all it has to its supporters."""
        for node in self._order:
            if node in self.graph.roots:
                stakes[node] = weights.get(node, 0.0)
            elif not self.plan.active(node):
                continue
            for child, share in self.shares(node):
                amount = stakes.get(node, 0.0) * share
                flows[child, node] = amount
                stakes[child] = stakes.get(child, 0.0) + amount

    def is_leaf(self, goal: str) -> bool:
        """Tell whether what reaches a goal stops there, for want of a supporter."""
        return not self.shares(goal)

    def ends(self, pillar: str) -> dict[str, float]:
        """Return where a pillar's weight ends: goal without a supporter -> its share, sum 1.

        Empty where nobody carries the pillar, or where it has no weight to share out.
        """
        if self.weights.get(pillar, 0.0) <= 0:
            return {}
        stakes: dict[str, float] = {}
        self._pass_down({pillar: 1.0}, stakes, {})
        return {
            goal: share
            for goal, share in sorted(stakes.items())
            if goal in self.plan.goals and share > 0 and self.is_leaf(goal)
        }

    def held(self, goals: Iterable[str]) -> float:
        """Return what rests on some goals taken together, counting nothing twice."""
        theirs = {goal for goal in goals if self.plan.active(goal)}
        total = sum(self.stakes[goal] for goal in sorted(theirs))
        inside = sum(
            amount
            for (child, parent), amount in sorted(self.flows.items())
            if child in theirs and parent in theirs
        )
        return min(total - inside, 1.0)

    def leaf_sum(self) -> float:
        """Return the stake of all goals where it stops + the weight of roots nobody carries."""
        reached: dict[str, float] = defaultdict(float)
        for (child, _), amount in self.flows.items():
            reached[child] += amount
        stopped = sum(
            s for goal, s in self.stakes.items() if goal in reached and self.is_leaf(goal)
        )
        alone = sum(
            weight
            for root, weight in self.weights.items()
            if root not in reached and self.is_leaf(root)
        )
        return stopped + alone
