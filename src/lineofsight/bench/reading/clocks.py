"""Read LOS401 to LOS405: do the clocks mesh."""

from collections.abc import Iterator
from datetime import timedelta

from lineofsight.bench.reading.facts import (
    Record,
    at_least,
    day,
    days_between,
    fraction,
    more,
    number,
    one,
    word,
)
from lineofsight.bench.reading.seen import Reading, Seen, link_id

# A lifetime of up to so many days is planned on this clock; a longer one on multi_year.
CLOCKS = (
    (10, "weekly"),
    (45, "monthly"),
    (135, "quarterly"),
    (270, "half_yearly"),
    (550, "yearly"),
)


def cadence(r: Reading, goal: str) -> str:
    """Return a goal's cadence: as given, else by its lifetime, else quarterly."""
    given = word(r.plan.goals[goal], "cadence")
    lifetime = r.plan.lifetime(goal)
    if given and given != "own":
        return given
    if lifetime is None:
        return "quarterly"
    return next((clock for days, clock in CLOCKS if lifetime <= days), "multi_year")


def _standing(r: Reading, parent: str) -> Record | None:
    """Return a parent that a goal's dates are measured by: a pillar, active or paused goal."""
    if parent in r.plan.pillars:
        return r.plan.pillars[parent]
    record = r.plan.goals.get(parent)
    return record if record and word(record, "status") in {"", "active", "paused"} else None


def _serves_strategy(r: Reading, goal: str) -> bool:
    return r.plan.objective(goal) and word(r.plan.goals[goal], "serves") in {"", "strategy"}


def los401(r: Reading) -> Iterator[Seen]:
    """See goals that run well past all that they support, where nothing continues those."""
    continued = {
        one(record, "continues")
        for goal, record in r.plan.goals.items()
        if word(record, "status") != "cancelled" and one(record, "continues") != goal
    }
    for goal, record in r.plan.goals.items():
        end, lifetime = day(record, "end"), r.plan.lifetime(goal)
        if not _serves_strategy(r, goal) or end is None or lifetime is None:
            continue
        parents = (_standing(r, parent) for parent in r.graph.parents.get(goal, []))
        ends = [day(parent, "end") for parent in parents if parent]
        over = [(end - parent_end).days for parent_end in ends if parent_end]
        carried_on = any(parent in continued for parent in r.graph.parents.get(goal, []))
        if over and more(min(over), max(14, 0.1 * lifetime)) and not carried_on:
            yield Seen("goal", goal, {"days": min(over)})


def los402(r: Reading) -> Iterator[Seen]:
    """See goals that start when more than half of their parent's time is gone."""
    for link in r.graph.supports:
        goal, parent = one(link, "from_id"), one(link, "to_id")
        contribution = number(link, "contribution")
        small = contribution is not None and more(0.2, contribution)
        if not _serves_strategy(r, goal) or small:
            continue
        above = _standing(r, parent)
        if above is None:
            continue
        late = days_between(day(above, "start"), day(r.plan.goals[goal], "start"))
        whole = days_between(day(above, "start"), day(above, "end"))
        gone = None if late is None or whole is None else fraction(late, whole)
        if gone is not None and more(gone, 0.5):
            yield Seen("link", link_id(link), {"share_gone": gone})


def los403(r: Reading) -> Iterator[Seen]:
    """See long pillars on which at least three functions are forced to one cadence."""
    for pillar, record in r.plan.pillars.items():
        length = days_between(day(record, "start"), day(record, "end"))
        open_ended = day(record, "end") is None
        goals = r.graph.active_below(pillar)
        functions = {r.company.function(goal) for goal in goals} - {""}
        clocks = {cadence(r, goal) for goal in goals}
        is_long = open_ended or (length is not None and length >= 360)
        if is_long and len(functions) >= 3 and len(clocks) == 1:
            yield Seen("pillar", pillar, {"cadence": min(clocks), "goals": len(goals)})


def los404(r: Reading) -> Iterator[Seen]:
    """See goals with too few days of news before half of their time was gone."""
    for goal, record in r.plan.goals.items():
        start, lifetime = day(record, "start"), r.plan.lifetime(goal)
        if not r.plan.active(goal) or start is None or lifetime is None or lifetime < 60:
            continue
        if not at_least(r.plan.time_gone(goal, r.as_of) or 0.0, 0.5):
            continue
        updates = r.progress.updates(goal, deliveries=True)
        early = [when for when in updates if (when - start).days < lifetime / 2]
        if len(early) < 3:
            yield Seen("goal", goal, {"updates": len(early)})


def los405(r: Reading) -> Iterator[Seen]:
    """See people whose long goals stand still while their short ones move."""
    then = r.as_of - timedelta(days=60)
    standing: set[str] = set()
    moving: set[str] = set()
    for goal in r.plan.goals:
        lifetime, owner = r.plan.lifetime(goal), r.plan.owner(goal)
        if not r.plan.active(goal) or lifetime is None or not owner:
            continue
        now, before = r.progress.goal(goal, r.as_of), r.progress.goal(goal, then)
        if now is None or before is None:
            continue
        due, was_due = r.progress.expected(goal, r.as_of), r.progress.expected(goal, then)
        rose = 0.0 if due is None or was_due is None else due - was_due
        if lifetime >= 360 and more(0.02, now - before) and at_least(rose, 0.05):
            standing.add(owner)
        if lifetime <= 135 and at_least(now - before, 0.05):
            moving.add(owner)
    for person in sorted(standing & moving):
        yield Seen("person", person)


RULES = {
    "LOS401": los401,
    "LOS402": los402,
    "LOS403": los403,
    "LOS404": los404,
    "LOS405": los405,
}
