"""Values, progress, what was expected by now, pace, on track, and the days of news."""

from collections import defaultdict
from datetime import date

from lineofsight.bench.reading.facts import (
    TOLERANCE,
    Plan,
    Record,
    at_least,
    day,
    days_between,
    fraction,
    ids,
    number,
    one,
    text,
    word,
)
from lineofsight.bench.reading.graph import Graph, parts

COUNTED = {"", "active", "paused", "done"}  # children whose progress counts for their parent


class Progress:
    """What the measures say, now or at an earlier instant."""

    def __init__(self, plan: Plan, graph: Graph) -> None:
        self.plan = plan
        self.graph = graph
        self.deliveries: dict[str, set[date]] = defaultdict(set)  # source -> its days
        self.fed: dict[str, set[str]] = defaultdict(set)  # source -> measures it feeds
        self.spoken_of: dict[str, set[date | None]] = defaultdict(set)  # goal -> days
        for check_in in plan.check_ins.values():
            for goal in named_goals(check_in):
                self.spoken_of[goal].add(day(check_in, "date"))
        for revision in plan.table("revisions"):
            self.spoken_of[one(revision, "goal_id")].add(day(revision, "date"))
        for measure, observations in plan.observations_of.items():
            for observation in observations:
                source, when = text(observation, "source"), day(observation, "date")
                if source and when:
                    self.deliveries[source].add(when)
                    self.fed[source].add(measure)

    def fed_on(self, measure: str, source: str) -> set[date]:
        """Return the days on which a source delivered a measure."""
        observations = self.plan.observations_of.get(measure, [])
        days = (day(o, "date") for o in observations if text(o, "source") == source)
        return {when for when in days if when}

    # --- key results

    def base_and_target(self, key_result: str) -> tuple[float | None, float | None]:
        """Return baseline and target; of a milestone they are 0 and 1 unless given."""
        record = self.plan.key_results[key_result]
        baseline, target = number(record, "baseline"), number(record, "target")
        if word(record, "type") == "milestone":
            baseline = 0.0 if baseline is None else baseline
            target = 1.0 if target is None else target
        return baseline, target

    def value(self, key_result: str, at: date) -> float | None:
        """Return a key result's value as it was known at an instant up to now."""
        record = self.plan.key_results[key_result]
        observations = self.plan.observations_of.get(key_result, [])
        by_then = [o for o in observations if (day(o, "date") or at) <= at]
        if by_then:
            return number(by_then[-1], "value")
        if observations:
            return self.base_and_target(key_result)[0]
        if number(record, "value") is not None:
            return number(record, "value")
        return self._sum_of_measure(key_result, at)

    def _sum_of_measure(self, key_result: str, at: date) -> float | None:
        """Add up what supporters know of the same measure; nothing known is unknown."""
        record = self.plan.key_results[key_result]
        measure = text(record, "measure")
        if not measure:
            return None
        found = [
            self.value(other, at)
            for link in self.graph.down.get(one(record, "goal_id"), [])
            if self.plan.objective(one(link, "from_id"))
            for other in self.plan.key_results_of.get(one(link, "from_id"), [])
            if text(self.plan.key_results[other], "measure") == measure
        ]
        known = [value for value in found if value is not None]
        return sum(known) if known else None

    def unclipped(self, key_result: str, at: date) -> float | None:
        """Return a key result's progress, below 0 and above 1 where it is so."""
        record = self.plan.key_results[key_result]
        value = self.value(key_result, at)
        baseline, target = self.base_and_target(key_result)
        low, high = number(record, "low"), number(record, "high")
        if value is None:
            return None
        if low is not None or high is not None:
            if low is not None and value < low:
                edge = low
            elif high is not None and value > high:
                edge = high
            else:
                return 1.0
            gap = None if baseline is None else fraction(abs(value - edge), abs(baseline - edge))
            return None if gap is None else 1 - gap
        if baseline is None or target is None:
            return None
        return fraction(value - baseline, target - baseline)

    def key_result(self, key_result: str, at: date) -> float | None:
        """Return a key result's progress, clipped to [0, 1]."""
        return clipped(self.unclipped(key_result, at))

    def expected_of_key_result(self, key_result: str, at: date) -> float | None:
        """Return the progress that a key result should have by an instant."""
        record = self.plan.key_results[key_result]
        goal = self.plan.goals[one(record, "goal_id")]
        start = day(record, "start") or day(goal, "start")
        end = day(record, "end") or day(goal, "end")
        if text(record, "schedule"):
            baseline, target = self.base_and_target(key_result)
            planned = on_schedule(record, baseline, start, at)
            if planned is None or baseline is None or target is None:
                return None
            return fraction(planned - baseline, target - baseline)
        return straight(start, end, at)

    # --- goals

    def own(self, goal: str, at: date) -> float | None:
        """Return the mean progress of a goal's key results, unknown ones left out."""
        key_results = self.plan.key_results_of.get(goal, [])
        return self._weighted({k: self.key_result(k, at) for k in key_results})

    def own_pace(self, goal: str, at: date) -> float | None:
        """Return the pace of a goal's key results taken together."""
        key_results = self.plan.key_results_of.get(goal, [])
        progress = {k: self.key_result(k, at) for k in key_results}
        expected = {
            k: self.expected_of_key_result(k, at) if progress[k] is not None else None
            for k in key_results
        }
        both = {k: p if expected[k] is not None else None for k, p in progress.items()}
        return pace_of(self._weighted(both), self._weighted(expected))

    def _weighted(self, of: dict[str, float | None]) -> float | None:
        """Return a mean over key results by their weights, unknown ones left out."""
        weights = self.weights(list(of))
        return mean([(value, weights[key_result]) for key_result, value in of.items()])

    def weights(self, key_results: list[str]) -> dict[str, float]:
        """Return weights; an empty one is the mean of those given, else 1."""
        found = {k: number(self.plan.key_results[k], "weight") for k in key_results}
        given = [weight for weight in found.values() if weight is not None]
        usual = sum(given) / len(given) if given else 1.0
        weights = {k: usual if weight is None else weight for k, weight in found.items()}
        return weights if any(weights.values()) else dict.fromkeys(weights, 1.0)

    def coverage(self, goal: str, at: date) -> float | None:
        """Return known weight / all weight of a goal's key results."""
        key_results = self.plan.key_results_of.get(goal, [])
        weights = self.weights(key_results)
        known = sum(weights[k] for k in key_results if self.key_result(k, at) is not None)
        return fraction(known, sum(weights.values()))

    def of_children(self, parent: str, at: date) -> float | None:
        """Return the mean progress of the children that count, by contribution."""
        links = [
            link
            for link in self.graph.down.get(parent, [])
            if word(self.plan.goals[one(link, "from_id")], "status") in COUNTED
        ]
        found = [self.goal(one(link, "from_id"), at) for link in links]
        return mean(list(zip(found, parts(links), strict=True)))

    def goal(self, goal: str, at: date) -> float | None:
        """Return a goal's progress by its roll-up setting, in [0, 1]."""
        record = self.plan.goals[goal]
        rollup = word(record, "rollup") or "own"
        has_own = bool(self.plan.key_results_of.get(goal))
        if rollup == "own" and has_own:
            found = self.own(goal, at)
        elif rollup == "blend":
            found = mean([(self.own(goal, at), 1.0), (self.of_children(goal, at), 1.0)])
        else:
            found = self.of_children(goal, at)
        if found is None and word(record, "status") == "done":
            return 1.0
        return found

    def expected(self, goal: str, at: date) -> float | None:
        """Return the progress that a goal should have by an instant, from its own dates."""
        record = self.plan.goals[goal]
        return straight(day(record, "start"), day(record, "end"), at)

    def pace(self, goal: str, at: date) -> float | None:
        """Return progress / expected progress of a goal."""
        return pace_of(self.goal(goal, at), self.expected(goal, at))

    def reported(self, goal: str, at: date) -> str:
        """Return what was reported of a goal by an instant, ``""`` if nothing."""
        newest: Record | None = None
        for key_result in self.plan.key_results_of.get(goal, []):
            latest: Record | None = None
            for observation in self.plan.observations_of.get(key_result, []):
                if word(observation, "reported") and (day(observation, "date") or at) <= at:
                    latest = observation
            if latest and (not newest or str(day(latest, "date")) > str(day(newest, "date"))):
                newest = latest
        return word(newest, "reported") if newest else word(self.plan.goals[goal], "reported")

    def on_track(self, goal: str, at: date) -> bool | None:
        """Tell whether a goal is on track: as reported, else by its pace; None is unknown."""
        reported = self.reported(goal, at)
        if reported:
            return reported == "on_track"
        pace = self.pace(goal, at)
        return None if pace is None else at_least(pace, 0.8)

    # --- news

    def updates(self, goal: str, *, deliveries: bool = False) -> set[date]:
        """Return the days with news of a goal.

        With ``deliveries``, a key result that a source feeds is news on each day on which that
        source delivered anything.
        """
        found: set[date] = set()
        seen: set[str] = set()
        waiting = [goal]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            found |= self._own_updates(current, deliveries=deliveries)
            if not self.plan.key_results_of.get(current):
                waiting.extend(self.graph.supporters(current))
        return found

    def _own_updates(self, goal: str, *, deliveries: bool) -> set[date]:
        plan = self.plan
        days = set(self.spoken_of[goal])
        for key_result in plan.key_results_of.get(goal, []):
            for observation in plan.observations_of.get(key_result, []):
                days.add(day(observation, "date"))
                source = text(observation, "source")
                if deliveries and source:
                    days |= self.deliveries[source]
        return {when for when in days if when}


def named_goals(check_in: Record) -> set[str]:
    """Return the goals that a check-in names."""
    return set(ids(check_in, "goal_ids"))


def clipped(progress: float | None) -> float | None:
    """Return progress held to [0, 1]."""
    return None if progress is None else min(max(progress, 0.0), 1.0)


def mean(weighted: list[tuple[float | None, float]]) -> float | None:
    """Return the mean of (value, weight), unknown values left out; None if none is known."""
    known = [(value, weight) for value, weight in weighted if value is not None]
    total = sum(weight for _, weight in known)
    return fraction(sum(value * weight for value, weight in known), total)


def straight(start: date | None, end: date | None, at: date) -> float | None:
    """Return the share of the time from start to end that is gone, in [0, 1]."""
    gone, whole = days_between(start, at), days_between(start, end)
    if gone is None or whole is None:
        return None
    if whole == 0:  # begins and ends on one day: all or nothing, but on the day itself unknown
        return None if gone == 0 else float(gone > 0)
    return clipped(gone / whole)


def pace_of(progress: float | None, expected: float | None) -> float | None:
    """Return progress / expected; unknown while less than 0.1 is expected."""
    if progress is None or expected is None or expected < 0.1 - TOLERANCE:
        return None
    return progress / expected


def on_schedule(
    record: Record, baseline: float | None, start: date | None, at: date
) -> float | None:
    """Return the planned value at an instant: straight lines between the points of a schedule."""
    points: list[tuple[date, float]] = []
    if start and baseline is not None:
        points.append((start, baseline))
    for point in text(record, "schedule").split(";"):
        when, _, planned = point.partition("=")
        if planned.strip():
            points.append((date.fromisoformat(when.strip()), float(planned)))
    points.sort(key=lambda point: point[0])
    if start and baseline is not None and at <= start:
        return baseline
    if not points or at < points[0][0]:
        return None
    before = [point for point in points if point[0] <= at][-1]
    after = next((point for point in points if point[0] > at), None)
    if after is None:
        return before[1]
    gone = (at - before[0]).days / (after[0] - before[0]).days
    return before[1] + (after[1] - before[1]) * gone
