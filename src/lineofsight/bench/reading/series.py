"""Read LOS304 and LOS506: what series of values say beside each other, and cycle after cycle."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise
from math import sqrt
from statistics import median

from scipy.special import stdtr

from lineofsight.bench.reading.facts import TOLERANCE, at_least, day, number, one, word
from lineofsight.bench.reading.seen import Reading, Seen, pair_id
from lineofsight.bench.reading.severity import of_goal

COUNTED = {"", "active", "paused", "done"}
DECIMALS = 6
WAYS = 600  # of leaving some of a row of ranks: so many are followed one by one


@dataclass(frozen=True)
class Compared:
    """Two key results whose changes over the same periods can be compared."""

    pair: str
    rho: float
    n: int
    p: float


# --- the same periods


def _month(when: date) -> int:
    return 12 * when.year + when.month


CLOCKS: tuple[Callable[[date], int], ...] = (
    date.toordinal,
    lambda when: (when.toordinal() - 1) // 7,  # 1 January of year 1 was a Monday
    _month,
    lambda when: (_month(when) - 1) // 3,
)


def _by_period(
    r: Reading, key_result: str, clock: Callable[[date], int]
) -> dict[int, tuple[int, float]]:
    """Return a key result's last value in each period of a clock, and the day that it is from."""
    values = {}
    for observation in r.plan.observations_of.get(key_result, []):
        when, value = day(observation, "date"), number(observation, "value")
        if when and value is not None:
            values[clock(when)] = (when.toordinal(), value)
    return values


def _changes(r: Reading, first: str, second: str) -> list[list[float]]:
    """Return the changes of each of two key results over the periods that both have."""
    common: list[int] = []
    values: list[dict[int, tuple[int, float]]] = [{}, {}]
    for clock in CLOCKS:
        found = [_by_period(r, key_result, clock) for key_result in (first, second)]
        shared = sorted(found[0].keys() & found[1].keys())
        if len(shared) > len(common):
            common, values = shared, found

    def days(begin: int, end: int) -> float:
        """Return the days between two periods, the mean of both key results."""
        return sum(held[end][0] - held[begin][0] for held in values) / 2

    steps = list(pairwise(common))
    usual = median(days(*step) for step in steps) if steps else 0
    kept = [step for step in steps if days(*step) <= 1.5 * usual]
    return [
        _levelled(
            [held[end][1] - held[begin][1] for begin, end in kept],
            max([1.0, *(abs(held[period][1]) for period in common)]),
        )
        for held in values
    ]


def _levelled(changes: list[float], size: float) -> list[float]:
    """Make changes that differ by rounding only the same."""
    level: dict[float, float] = {}
    last = None
    for change in sorted(changes):
        same = last is not None and change - last <= TOLERANCE * size
        level[change] = level[last] if same and last is not None else change
        last = change
    return [level[change] for change in changes]


# --- correlation and chance


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(v) + (ordered.count(v) + 1) / 2 for v in values]


def _rho(x: list[float], y: list[float]) -> float:
    """Return the correlation of ranks; 0 where one of the two stands still."""
    middle = (len(x) + 1) / 2
    a, b = [v - middle for v in x], [v - middle for v in y]
    spread = sqrt(sum(v * v for v in a) * sum(v * v for v in b))
    return sum(v * w for v, w in zip(a, b, strict=True)) / spread if spread else 0.0


def _chance(x: list[float], y: list[float]) -> float:
    """Return the chance that ranks paired at random correlate at most like these.

    Counted pairing by pairing where that can be done; else by Student's t (Kendall and Stuart),
    which does to tell what is clear from what is not.
    """
    if _rho(x, y) >= 0:
        return 1.0
    ways = min(_ways(x), _ways(y))
    n = len(x)
    if ways <= WAYS or n <= 10:
        few, many = (x, y) if _ways(x) == ways else (y, x)
        seen = round(4 * sum(v * w for v, w in zip(x, y, strict=True)))
        counts = _pairings(tuple(sorted(few)), tuple(sorted(many)))
        return sum(c for total, c in counts.items() if total <= seen) / sum(counts.values())
    rho = _rho(x, y)
    return float(stdtr(n - 2, rho * sqrt((n - 2) / max(1 - rho * rho, TOLERANCE))))


def _ways(ranks: list[float]) -> int:
    product = 1
    for value in set(ranks):
        product *= ranks.count(value) + 1
    return product


@lru_cache(maxsize=100_000)
def _pairings(few: tuple[float, ...], many: tuple[float, ...]) -> dict[int, int]:
    """Return four times the sum of products -> in how many pairings of the ranks it comes up."""
    if not many:
        return {0: 1}
    found: dict[int, int] = defaultdict(int)
    for value in sorted(set(few)):
        place = few.index(value)
        rest = _pairings(few[:place] + few[place + 1 :], many[1:])
        moved = round(4 * value * many[0])
        for total, count in rest.items():
            found[total + moved] += few.count(value) * count
    return found


# --- the rules


def _up_is_good(r: Reading, key_result: str) -> int:
    """Return 1 where up is good, -1 where down is, 0 where it is not said."""
    record = r.plan.key_results[key_result]
    baseline, target = r.progress.base_and_target(key_result)
    band = number(record, "low") is not None or number(record, "high") is not None
    if band or baseline is None or target is None:
        return 0
    return (target > baseline) - (target < baseline)


def _measures(r: Reading) -> dict[str, list[str]]:
    """Return for each root the measures that are compared: at most 200, by stake."""
    found: dict[str, list[str]] = defaultdict(list)
    for key_result, record in r.plan.key_results.items():
        goal = one(record, "goal_id")
        days = {day(o, "date") for o in r.plan.observations_of.get(key_result, [])}
        if not r.plan.active(goal) or not r.company.function(goal):
            continue
        depth, root = r.graph.depth(goal), r.graph.primary_pillar(goal)
        near = root and depth is not None and depth <= 2
        if near and len(days) >= 9 and _up_is_good(r, key_result):
            found[root].append(key_result)
    for measures in found.values():
        stake = {m: of_goal(r, one(r.plan.key_results[m], "goal_id")) for m in measures}
        measures.sort(key=lambda measure: (-round(stake[measure], DECIMALS), measure))
    return {root: measures[:200] for root, measures in found.items()}


def compared(r: Reading) -> list[Compared]:
    """Return all pairs of measures of different functions with at least 8 changes."""
    found = []
    for measures in _measures(r).values():
        for first, second in combinations(sorted(measures), 2):
            functions = {
                r.company.function(one(r.plan.key_results[m], "goal_id")) for m in (first, second)
            }
            x, y = _changes(r, first, second) if len(functions) > 1 else ([], [])
            if len(x) < 8:
                continue
            up = [_ranks([_up_is_good(r, first) * v for v in x])]
            up.append(_ranks([_up_is_good(r, second) * v for v in y]))
            pair = pair_id(first, second)
            found.append(Compared(pair, _rho(*up), len(x), _chance(*up)))
    return found


def los304(r: Reading) -> Iterator[Seen]:
    """See measures of which one gets worse whenever the other gets better."""
    pairs = sorted(compared(r), key=lambda pair: pair.p)
    m = len(pairs)
    factor = m * sum(1 / k for k in range(1, m + 1))
    q = 1.0
    for place in range(m, 0, -1):
        pair = pairs[place - 1]
        q = min(q, factor * pair.p / place)
        if q <= 0.05 + TOLERANCE and pair.rho < 0:
            evidence: dict[str, object] = {"rho": pair.rho, "n": pair.n, "p": pair.p, "q": q}
            yield Seen("pair", pair.pair, evidence)


def los506(r: Reading) -> Iterator[Seen]:
    """See teams of which half the key results end far above target, three quarters running."""
    reached: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for key_result, record in r.plan.key_results.items():
        goal = one(record, "goal_id")
        end = day(record, "end") or day(r.plan.goals[goal], "end")
        progress = r.progress.unclipped(key_result, r.as_of)
        counts = word(r.plan.goals[goal], "status") in COUNTED
        own = word(r.plan.goals[goal], "scope") != "individual"
        if counts and own and end and end < r.as_of and progress is not None:
            quarter = 4 * end.year + (end.month - 1) // 3
            reached[r.company.team(goal)][quarter].append(progress)
    for team in sorted(reached.keys() - {""}):
        counted = {q: known for q, known in reached[team].items() if len(known) >= 8}
        last = sorted(counted)[-3:]
        medians = [median(counted[quarter]) for quarter in last]
        if len(last) == 3 and all(at_least(some, 1.3) for some in medians):
            names = [f"{quarter // 4}-Q{quarter % 4 + 1}" for quarter in last]
            yield Seen("team", team, {"quarters": names, "medians": medians})


RULES = {"LOS304": los304, "LOS506": los506}
