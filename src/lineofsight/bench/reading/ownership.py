"""Read LOS701 to LOS708: does somebody hold it, and can they."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from lineofsight.bench.reading.facts import (
    TOLERANCE,
    at_least,
    day,
    fraction,
    ids,
    more,
    number,
    one,
    text,
    word,
    yes,
)
from lineofsight.bench.reading.graph import NORTH_STAR
from lineofsight.bench.reading.progress import named_goals
from lineofsight.bench.reading.seen import Reading, Seen


def los701(r: Reading) -> Iterator[Seen]:
    """See goals and actions without exactly one owner, and key results with several."""
    for goal, record in r.plan.goals.items():
        owners = ids(record, "owner_id")
        if r.plan.active(goal) and len(owners) != 1:
            yield Seen("goal", goal, {"owners": owners})
    for key_result, record in r.plan.key_results.items():
        owners = ids(record, "owner_id")
        if r.plan.active(one(record, "goal_id")) and len(owners) > 1:
            yield Seen("key_result", key_result, {"owners": owners})
    for action in r.plan.table("actions"):
        owners = ids(action, "owner_id")
        if not day(action, "done_on") and len(owners) != 1:
            yield Seen("action", text(action, "id"), {"owners": owners})


def los702(r: Reading) -> Iterator[Seen]:
    """See goals whose owner has left, is away, or has moved to another branch."""
    for goal, record in r.plan.goals.items():
        owner = r.plan.owner(goal)
        if not r.plan.active(goal) or not owner:
            continue
        mine, theirs = r.company.team_of_person(owner), r.company.team(goal)
        moved = (
            word(record, "scope") == "team"
            and bool(mine and theirs)
            and not r.company.in_branch(theirs, mine)
        )
        if moved or not r.company.here(owner):
            yield Seen("goal", goal)


def _allocations(r: Reading, person: str) -> dict[str, float]:
    """Return a person's allocations to active objectives: goal -> share."""
    found: dict[str, float] = defaultdict(float)
    for row in r.plan.table("allocations"):
        goal, share = one(row, "goal_id"), number(row, "share")
        if one(row, "person_id") == person and r.plan.objective(goal) and share is not None:
            found[goal] += share
    return found


def los703(r: Reading) -> Iterator[Seen]:
    """See people with more promised time, or more goals, than one person has."""
    for person in r.company.employees():
        allocated = _allocations(r, person)
        owned = [goal for goal in r.company.goals_of(person) if r.plan.objective(goal)]
        bearable = 10 if r.company.reports(person) else 5
        promised = sum(allocated.values())
        if more(promised, 1) or (not allocated and len(owned) > bearable):
            yield Seen("person", person, {"allocated": promised})


def los704(r: Reading) -> Iterator[Seen]:
    """See people on whom four pillars pull, and on whom it shows."""
    overdue: dict[str, set[str]] = defaultdict(set)  # person -> primary pillars
    for action in r.plan.table("actions"):
        due, goal = day(action, "due"), one(action, "goal_id")
        if due and due < r.as_of and not day(action, "done_on") and goal in r.plan.goals:
            overdue[one(action, "owner_id")].add(r.graph.primary_pillar(goal))
    for person in r.company.employees():
        if r.company.reports(person) or yes(r.plan.people[person], "serves_all"):
            continue
        allocated = _allocations(r, person)
        total = sum(allocated.values())
        by_pillar: dict[str, float] = defaultdict(float)
        for goal, share in allocated.items():
            by_pillar[r.graph.primary_pillar(goal)] += share
        if allocated:
            pillars = {
                pillar
                for pillar, share in by_pillar.items()
                if pillar in r.plan.pillars and at_least(fraction(share, total) or 0.0, 0.1)
            }
        else:
            owned = [goal for goal in r.company.goals_of(person) if r.plan.objective(goal)]
            pillars = {r.graph.primary_pillar(goal) for goal in owned} & set(r.plan.pillars)
        late = overdue[person] & pillars
        if len(pillars) >= 4 and len(late) >= 2:
            yield Seen("person", person, {"pillars": sorted(pillars), "overdue": sorted(late)})


def los705(r: Reading) -> Iterator[Seen]:
    """See pillars without a champion, or without one from a function that carries much."""
    for pillar, record in r.plan.pillars.items():
        champions = ids(record, "champion_ids")
        if "people" in r.plan.there:
            nobody = not any(r.company.present(champion) for champion in champions)
        else:
            nobody = not champions
        carried: dict[str, float] = defaultdict(float)
        for goal, share in r.flow.ends(pillar).items():
            carried[r.company.function(goal)] += share
        speaking = {r.company.function_of_person(champion) for champion in champions}
        silent = [
            function
            for function, share in sorted(carried.items())
            if function and at_least(share, 0.3) and function not in speaking
        ]
        if nobody or (silent and "people" in r.plan.there):
            yield Seen("pillar", pillar, {"functions": silent})


def los706(r: Reading) -> Iterator[Seen]:
    """See effort that goes elsewhere than the strategy's weight."""
    effort: dict[str, float] = defaultdict(float)
    for row in r.plan.table("allocations"):
        goal, share = one(row, "goal_id"), number(row, "share")
        if r.plan.objective(goal) and share is not None:
            pillar = r.graph.primary_pillar(goal)
            effort["" if pillar == NORTH_STAR else pillar] += share
    total = sum(effort.values())
    if total <= 0:
        return
    shares = {pillar: amount / total for pillar, amount in effort.items()}
    weights = {pillar: r.flow.weights[pillar] for pillar in r.plan.pillars}
    classes = sorted(set(shares) | set(weights))
    distance = sum(abs(shares.get(c, 0.0) - weights.get(c, 0.0)) for c in classes) / 2
    if more(distance, 0.25):
        short = {p: weights[p] - shares.get(p, 0.0) for p in weights}
        pillar = min(sorted(short), key=lambda p: round(-short[p] / TOLERANCE))
        evidence = {"weight": weights[pillar], "distance": distance}
        yield Seen("pillar", pillar, {"effort": shares.get(pillar, 0.0), **evidence})


def _spoke_of_goals(r: Reading, person: str, since: date) -> bool:
    return any(
        named_goals(check_in) and (day(check_in, "date") or date.min) >= since
        for check_in in r.company.check_ins_of[person]
    )


def los707(r: Reading) -> Iterator[Seen]:
    """See people who have a new manager or team, and no talk on goals since."""
    for person in r.company.employees():
        record = r.plan.people[person]
        for change in (day(record, "manager_since"), day(record, "team_since")):
            recent = change is not None and 21 <= r.plan.days_since(change) <= 90
            if change and recent and not _spoke_of_goals(r, person, change):
                yield Seen("person", person)
                break


def los708(r: Reading) -> Iterator[Seen]:
    """See people who started a month or more ago, and no talk on goals since."""
    for person in r.company.employees():
        start = day(r.plan.people[person], "start_date")
        recent = start is not None and 30 <= r.plan.days_since(start) <= 90
        if start and recent and not _spoke_of_goals(r, person, start):
            yield Seen("person", person, {"days": r.plan.days_since(start)})


RULES = {
    "LOS701": los701,
    "LOS702": los702,
    "LOS703": los703,
    "LOS704": los704,
    "LOS705": los705,
    "LOS706": los706,
    "LOS707": los707,
    "LOS708": los708,
}
