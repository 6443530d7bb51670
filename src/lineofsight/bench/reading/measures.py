"""Read LOS301 to LOS308: do the measures pull together."""

from collections.abc import Iterator
from datetime import timedelta

from lineofsight.bench.reading import words
from lineofsight.bench.reading.facts import (
    TOLERANCE,
    Record,
    at_least,
    day,
    ids,
    number,
    one,
    text,
    word,
)
from lineofsight.bench.reading.graph import NORTH_STAR, parts
from lineofsight.bench.reading.seen import Reading, Seen, link_id, pair_id

OUTCOME_TYPES = {"number", "percent", "currency"}


def parents_have_outcome(r: Reading, goal: str, *, free_of: frozenset[str] = frozenset()) -> bool:
    """Tell whether a parent goal has a number, percent or currency key result.

    Key results in ``free_of`` (those that LOS301 sees) do not count.
    """
    return any(has_outcome(r, parent, free_of=free_of) for parent in r.graph.parents.get(goal, []))


def has_outcome(r: Reading, goal: str, *, free_of: frozenset[str] = frozenset()) -> bool:
    """Tell whether a goal has a number, percent or currency key result, some not counted."""
    return any(
        word(r.plan.key_results[key_result], "type") in OUTCOME_TYPES and key_result not in free_of
        for key_result in r.plan.key_results_of.get(goal, [])
    )


def los301(r: Reading) -> Iterator[Seen]:
    """See key results that count work done, where no parent carries the outcome."""
    for key_result, record in r.plan.key_results.items():
        goal = one(record, "goal_id")
        kind, unit = word(record, "type"), text(record, "unit")
        counts_work = kind == "milestone" or (kind == "number" and not words.measures_change(unit))
        if (
            r.plan.active(goal)
            and counts_work
            and words.first_verb_is_work(text(record, "title"))
            and word(r.plan.goals[goal], "scope") != "individual"
            and not parents_have_outcome(r, goal)
        ):
            yield Seen("key_result", key_result, {"type": kind, "unit": unit})


def los302(r: Reading) -> Iterator[Seen]:
    """See key results of active goals that lack a unit, a baseline, a target or an end."""
    for key_result, record in r.plan.key_results.items():
        goal = one(record, "goal_id")
        if not r.plan.active(goal):
            continue
        kind = word(record, "type")
        missing = []
        if kind not in {"percent", "currency", "milestone"} and not text(record, "unit"):
            missing.append("unit")
        if kind != "milestone":
            missing += [name for name in ("baseline", "target") if number(record, name) is None]
        if not day(record, "end") and not day(r.plan.goals[goal], "end"):
            missing.append("end")
        if missing:
            yield Seen("key_result", key_result, {"missing": missing})


def _competitions(r: Reading) -> list[Record]:
    """Return the declared competitions between active goals."""
    return [
        link
        for link in r.plan.links_of("competes_with")
        if r.plan.active(one(link, "from_id")) and r.plan.active(one(link, "to_id"))
    ]


def _opposed(r: Reading) -> list[tuple[str, str]]:
    """Return key results of different active goals that push one measure opposite ways."""
    settled = {
        frozenset((one(link, "from_id"), one(link, "to_id")))
        for link in r.plan.links_of("competes_with")
        if text(link, "trade_off")
    }
    directed = []
    for key_result, record in r.plan.key_results.items():
        baseline, target = number(record, "baseline"), number(record, "target")
        measure, goal = text(record, "measure"), one(record, "goal_id")
        if measure and baseline is not None and target is not None and r.plan.active(goal):
            directed.append((key_result, goal, measure, target - baseline))
    return [
        (first, second)
        for first, goal, measure, change in directed
        for second, other_goal, other_measure, other_change in directed
        if first < second
        and goal != other_goal
        and measure == other_measure
        and min(change, other_change) < -TOLERANCE
        and max(change, other_change) > TOLERANCE
        and frozenset((goal, other_goal)) not in settled
    ]


def los303(r: Reading) -> Iterator[Seen]:
    """See goals that compete without an agreed trade-off."""
    for link in _competitions(r):
        if not text(link, "trade_off"):
            yield Seen("link", link_id(link))
    for first, second in _opposed(r):
        yield Seen("pair", pair_id(first, second))


def competing_goals(r: Reading) -> list[tuple[str, str]]:
    """Return the two goals of each finding of LOS303."""
    pairs = [
        (one(link, "from_id"), one(link, "to_id"))
        for link in _competitions(r)
        if not text(link, "trade_off")
    ]
    goal_of = {
        key_result: one(record, "goal_id") for key_result, record in r.plan.key_results.items()
    }
    return pairs + [(goal_of[first], goal_of[second]) for first, second in _opposed(r)]


def los305(r: Reading) -> Iterator[Seen]:
    """See goals that do not move although nearly all their children do well."""
    for goal, record in r.plan.goals.items():
        if not r.plan.objective(goal):
            continue
        gone = r.plan.time_gone(goal, r.as_of)
        observed = sum(
            len(r.plan.observations_of.get(key_result, []))
            for key_result in r.plan.key_results_of.get(goal, [])
        )
        if gone is None or not at_least(gone, 0.5) or observed < 2:
            continue
        pace = r.progress.own_pace(goal, r.as_of)
        if pace is None:
            slow = r.progress.reported(goal, r.as_of) == "off_track"
        else:
            slow = at_least(0.5, pace)
        if slow and _children_do_well(r, goal, int(number(record, "lag_days") or 0)):
            yield Seen("goal", goal, {"pace": pace})


def _children_do_well(r: Reading, goal: str, lag_days: int) -> bool:
    """Tell whether at least 3 children of 2 teams are known, and 0.8 of them on track."""
    then = r.as_of - timedelta(days=lag_days)
    links = [link for link in r.graph.down[goal] if r.plan.objective(one(link, "from_id"))]
    known = []
    for link, k in zip(links, parts(links), strict=True):
        child = one(link, "from_id")
        state = r.progress.on_track(child, then)
        if state is not None:
            known.append((child, k, state))
    teams = {r.company.team(child) for child, _, _ in known} - {""}
    total = sum(k for _, k, _ in known)
    well = sum(k for _, k, state in known if state)
    return len(known) >= 3 and len(teams) != 1 and total > 0 and at_least(well / total, 0.8)


def los306(r: Reading) -> Iterator[Seen]:
    """See pillars, and the North Star, whose measure no healthy bound watches over."""
    measures = {pillar: ids(record, "kpi_ids") for pillar, record in r.plan.pillars.items()}
    for row in r.plan.strategy.values():
        if word(row, "kind") == NORTH_STAR:
            measures[NORTH_STAR] = measures.get(NORTH_STAR, []) + ids(row, "measure_id")
    guarded = {
        name
        for kpi in r.plan.kpis.values()
        if number(kpi, "healthy_min") is not None or number(kpi, "healthy_max") is not None
        for name in ids(kpi, "guards")
    }
    for pillar, named in sorted(measures.items()):
        if named and pillar not in guarded:
            yield Seen("pillar", pillar, {"measures": named})


def los307(r: Reading) -> Iterator[Seen]:
    """See functions that have not said what they add, or how they measure it."""
    asked = ("contribution", "success_measure")
    if not set(asked) <= r.plan.columns["functions"]:
        return
    for function, record in r.plan.functions.items():
        missing = [column for column in asked if not text(record, column)]
        if missing:
            yield Seen("function", function, {"missing": missing})


def los308(r: Reading) -> Iterator[Seen]:
    """See competitions without decision for three weeks, or past their review."""
    for link in _competitions(r):
        created, review = day(link, "created_on"), day(link, "review_by")
        waiting = not text(link, "trade_off") and created and r.plan.days_since(created) > 21
        if waiting or (review and review < r.as_of):
            yield Seen("link", link_id(link))


RULES = {
    "LOS301": los301,
    "LOS302": los302,
    "LOS303": los303,
    "LOS305": los305,
    "LOS306": los306,
    "LOS307": los307,
    "LOS308": los308,
}
