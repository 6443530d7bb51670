"""Read LOS205: goals of two teams that say nearly the same, with nothing between them.

How likely two titles mean one thing is a learned number, taken here as the product gives it; when a
pair of them is a finding is read anew.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import exp

import numpy as np

from lineofsight.bench.reading import writing
from lineofsight.bench.reading.facts import at_least, day, ids, one, text, word
from lineofsight.bench.reading.seen import Reading, Seen, pair_id
from lineofsight.engine.lenses.words import shipped
from lineofsight.engine.meaning.alike import Likeness, table
from lineofsight.engine.meaning.alike import shipped as learned
from lineofsight.engine.meaning.near import products


def los205(r: Reading) -> Iterator[Seen]:
    """See pairs of goals of different teams that are twins and do not know of each other."""
    chances = _chances(r)
    for (first, second), chance in sorted(chances.items()):
        if at_least(chance, 0.8) and not _know_each_other(r, first, second):
            yield Seen("pair", pair_id(first, second), {"probability": round(chance, 6)})


def twins(r: Reading) -> list[tuple[str, str]]:
    """Return the two goals of each finding."""
    return [(first, second) for first, _, second in (
        seen.id.partition(">") for seen in r.found("LOS205", los205)
    )]  # fmt: skip


def _chances(r: Reading) -> dict[tuple[str, str], float]:
    """Return for each two goals that the rule may compare how likely they are twins."""
    goals = [goal for goal in sorted(r.plan.goals) if _compared(r, goal)]
    pairs = [
        (a, b)
        for a, b in combinations(range(len(goals)), 2)
        if r.company.team(goals[a]) != r.company.team(goals[b])
        and _days_in_common(r, goals[a], goals[b]) > 0
    ]
    if not pairs:
        return {}
    titles = tuple(text(r.plan.goals[goal], "title") for goal in goals)
    texts = tuple(text(r.plan.goals[goal], "text") for goal in goals)
    odds = _log_odds(titles, texts, tuple(pairs), english=writing.listed_language(r))
    found = {}
    for (a, b), odd in zip(pairs, odds, strict=True):
        shared = _days_in_common(r, goals[a], goals[b])
        logit = odd - float(table()["dates"]) * (1 - shared)
        found[goals[a], goals[b]] = min(1 / (1 + exp(-max(logit, -40))), 0.999)
    return found


@lru_cache(maxsize=8)
def _log_odds(
    titles: tuple[str, ...],
    texts: tuple[str, ...],
    pairs: tuple[tuple[int, int], ...],
    *,
    english: bool,
) -> tuple[float, ...]:
    """Return what was learned about titles like these; hardly any where they are far apart."""
    model = learned(with_vectors=False)
    likeness = Likeness(titles, texts, shipped("en") if english else None, None)
    a, b = np.array(pairs, dtype=np.int64).T
    near = products(likeness.rows, a, b) >= model.floor
    return tuple(np.where(near, model.logit(likeness.features(a, b)), -40.0).tolist())


def _compared(r: Reading, goal: str) -> bool:
    record = r.plan.goals[goal]
    return (
        r.plan.objective(goal)
        and word(record, "scope") != "individual"
        and bool(r.company.team(goal))
        and bool(day(record, "start") and day(record, "end"))
    )


def _days_in_common(r: Reading, first: str, second: str) -> float:
    """Return the days in both lifetimes, as a share of the shorter; 0 where there are none."""
    begins, ends = [], []
    for goal in (first, second):
        start, end = day(r.plan.goals[goal], "start"), day(r.plan.goals[goal], "end")
        if start is None or end is None:
            return 0.0
        begins.append(start.toordinal())
        ends.append(end.toordinal() + 1)
    shorter = min(end - begin for begin, end in zip(begins, ends, strict=True))
    return max(0, min(ends) - max(begins)) / shorter


def _know_each_other(r: Reading, first: str, second: str) -> bool:
    """Tell whether anything stands between two goals: link, parent, measure or line."""
    both = {first, second}
    linked = any({one(link, "from_id"), one(link, "to_id")} == both for link in r.plan.links)
    parents: tuple[set[str], set[str]] = (set(), set())
    measures: tuple[set[str], set[str]] = (set(), set())
    for side, goal in enumerate((first, second)):
        for link in r.plan.links_of("supports"):
            if one(link, "from_id") == goal:
                parents[side].update(ids(link, "to_id"))
        for key_result in r.plan.key_results_of[goal]:
            measures[side].add(text(r.plan.key_results[key_result], "measure"))
    return (
        linked
        or bool(parents[0] & parents[1])
        or bool((measures[0] & measures[1]) - {""})
        or first in r.graph.below(second)
        or second in r.graph.below(first)
    )


RULES = {"LOS205": los205}
