"""Read LOS101 to LOS109: is there a line at all."""

from collections import defaultdict
from collections.abc import Iterator

from lineofsight.bench.reading.facts import (
    Record,
    at_least,
    day,
    ids,
    more,
    one,
    word,
    working_days,
)
from lineofsight.bench.reading.forecasts import unlikely
from lineofsight.bench.reading.measures import competing_goals
from lineofsight.bench.reading.people import since
from lineofsight.bench.reading.seen import Reading, Seen, link_id
from lineofsight.bench.reading.twins import twins


def los101(r: Reading) -> Iterator[Seen]:
    """See active objectives without a home, but for those too young to have one."""
    published = [day(row, "published_on") for row in r.plan.strategy.values()]
    newest = since(*(when for when in published if when and when <= r.as_of), None)
    for goal, record in r.plan.goals.items():
        if not r.plan.objective(goal) or goal in r.graph.roots or r.company.has_home(goal):
            continue
        reference = since(day(record, "created_on"), newest)
        if reference and r.plan.days_since(reference) < 14:
            continue
        yield Seen("goal", goal, {"below": len(r.graph.active_below(goal) - {goal})})


def los102(r: Reading) -> Iterator[Seen]:
    """See people, or whole teams, whose work the plan does not show to count."""
    lacking = [person for person in r.plan.people if r.company.without_line(person)]
    by_team: dict[str, list[str]] = defaultdict(list)
    for person in lacking:
        by_team[r.company.team_of_person(person)].append(person)
    for team, theirs in sorted(by_team.items()):
        everyone = r.company.present_people_of(team)
        share = len(theirs) / len(everyone)
        if team and len(theirs) >= 3 and at_least(share, 0.3):
            yield Seen("team", team, {"share": share})
        else:
            for person in theirs:
                yield Seen("person", person)


def los103(r: Reading) -> Iterator[Seen]:
    """See pillars and enterprise goals that nobody carries, or not the function needed."""
    for pillar, record in r.plan.pillars.items():
        supporters = r.graph.supporters(pillar)
        below = [goal for goal in r.graph.below(pillar) if r.plan.objective(goal)]
        carrying = {r.company.function(goal) for goal in below}
        missing = [name for name in ids(record, "function_ids") if name not in carrying]
        if not supporters or missing:
            yield Seen("pillar", pillar, {"supporters": len(supporters)})
    for goal, record in r.plan.goals.items():
        if not r.plan.objective(goal) or word(record, "scope") != "enterprise":
            continue
        if not r.graph.supporters(goal):
            yield Seen("goal", goal, {"supporters": 0})


def los104(r: Reading) -> Iterator[Seen]:
    """See goals whose every path is broken, and whose own parent breaks one."""
    every_path_broken = {
        goal
        for goal in r.plan.goals
        if r.plan.objective(goal)
        and r.graph.paths(goal)
        and all(
            any(r.graph.breaks(above, goal) for above in path[1:]) for path in r.graph.paths(goal)
        )
    }
    for goal in sorted(every_path_broken):
        if any(r.graph.breaks(path[1], goal) for path in r.graph.paths(goal)):
            below = r.graph.active_below(goal) & every_path_broken
            yield Seen("goal", goal, {"below": len(below - {goal})})


def los105(r: Reading) -> Iterator[Seen]:
    """See goals more than five links below a root."""
    for goal in r.plan.goals:
        depth = r.graph.depth(goal)
        if r.plan.objective(goal) and depth is not None and depth > 5:
            yield Seen("goal", goal, {"depth": depth})


def los106(r: Reading) -> Iterator[Seen]:
    """See circles of support; the smallest id of its active objectives stands for each."""
    for circle in r.graph.circles:
        active = [goal for goal in circle if r.plan.objective(goal)]
        if active:
            yield Seen("goal", min(active))


def los107(r: Reading) -> Iterator[Seen]:
    """See teams of which others say that they need it, and whose plan names nobody outside."""
    goals_of: dict[str, list[str]] = defaultdict(list)
    for goal, record in r.plan.goals.items():
        if r.plan.objective(goal) and one(record, "team_id"):
            goals_of[one(record, "team_id")].append(goal)
    for team, goals in sorted(goals_of.items()):
        if len(goals) < 3:
            continue
        linked_outside = any(
            day(link, "accepted_on") or day(link, "confirmed_on")
            for kind in ("shares", "depends_on")
            for link in r.plan.links_of(kind)
            for mine, other in _both_ways(link)
            if mine in goals and _outside(r, team, other)
        )
        if not linked_outside and _is_needed(r, team, goals):
            yield Seen("team", team)


def _both_ways(link: Record) -> list[tuple[str, str]]:
    ends = one(link, "from_id"), one(link, "to_id")
    return [ends, ends[::-1]]


def _outside(r: Reading, team: str, goal: str) -> bool:
    """Tell whether a goal is one of a team outside this team's branch."""
    other = r.company.team(goal) if goal in r.plan.goals else ""
    return bool(other) and not r.company.in_branch(team, other)


def _is_needed(r: Reading, team: str, goals: list[str]) -> bool:
    """Tell whether anybody outside a team's branch shows a need of it."""
    for link in r.plan.links_of("depends_on"):
        unanswered = not day(link, "accepted_on") and one(link, "to_id") in goals
        if unanswered and _outside(r, team, one(link, "from_id")):
            return True
    for blocker in r.plan.table("blockers"):
        can_lift = one(blocker, "can_lift_id")
        ours = not day(blocker, "lifted_on") and can_lift in r.company.present_people_of(team)
        if ours and _outside(r, team, one(blocker, "goal_id")):
            return True
    return any(
        mine in goals and _outside(r, team, other)
        for pair in [*competing_goals(r), *twins(r)]
        for mine, other in (pair, pair[::-1])
    )


def los108(r: Reading) -> Iterator[Seen]:
    """See dependencies that the provider has not answered, or cannot meet."""
    for link in r.plan.links_of("depends_on"):
        goal, provider = one(link, "from_id"), one(link, "to_id")
        if not r.plan.active(goal):
            continue
        asked = (
            day(link, "created_on") or day(link, "confirmed_on") or day(r.plan.goals[goal], "start")
        )
        open_days = working_days(asked, r.as_of) if asked else 0
        unanswered = not day(link, "accepted_on") and open_days > 10
        if unanswered or _cannot_meet(r, provider, link):
            yield Seen("link", link_id(link))


def _cannot_meet(r: Reading, provider: str, link: Record) -> bool:
    record = r.plan.goals.get(provider)
    if record is None:
        return False
    needed_by, end = day(link, "needed_by"), day(record, "end")
    too_late = bool(needed_by and end and end > needed_by)
    stopped = word(record, "status") in {"paused", "cancelled"}
    off_track = r.progress.reported(provider, r.as_of) == "off_track"
    return too_late or stopped or off_track or unlikely(r, provider)


def los109(r: Reading) -> Iterator[Seen]:
    """See pillars most of which rests on one goal or on one person."""
    for pillar in r.plan.pillars:
        ends = r.flow.ends(pillar)
        by_owner: dict[str, float] = defaultdict(float)
        for goal, share in ends.items():
            by_owner[r.plan.owner(goal)] += share
        of_goals = max(ends.values(), default=0.0)
        of_owners = max((share for who, share in by_owner.items() if who), default=0.0)
        if more(max(of_goals, of_owners), 0.5):
            yield Seen("pillar", pillar, {"share": max(of_goals, of_owners)})


RULES = {
    "LOS101": los101,
    "LOS102": los102,
    "LOS103": los103,
    "LOS104": los104,
    "LOS105": los105,
    "LOS106": los106,
    "LOS107": los107,
    "LOS108": los108,
    "LOS109": los109,
}
