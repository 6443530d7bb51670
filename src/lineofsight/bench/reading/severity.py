"""The stake of a finding: what rests on its subject."""

from collections.abc import Iterable

from lineofsight.bench.reading.facts import TOLERANCE, ids, one, text
from lineofsight.bench.reading.graph import NORTH_STAR
from lineofsight.bench.reading.seen import Reading, Seen

CONVERSATIONS = {"LOS601", "LOS602", "LOS604"}  # pairs of a manager and a person


def of_goal(r: Reading, goal: str) -> float:
    """Return a goal's stake; where that is 0, its reach."""
    if goal not in r.plan.goals:
        return 0.0
    stake = r.flow.stakes[goal]
    return stake if stake > TOLERANCE else r.graph.reach(goal)


def of_pillar(r: Reading, pillar: str) -> float:
    """Return a pillar's weight; the North Star's is 1."""
    return 1.0 if pillar == NORTH_STAR else r.flow.weights.get(pillar, 0.0)


def of_node(r: Reading, node: str) -> float:
    """Return the stake of a goal, a pillar or the North Star."""
    return of_goal(r, node) if node in r.plan.goals else of_pillar(r, node)


def of_kpi(r: Reading, kpi: str) -> float:
    """Return the stake of what a KPI guards or measures, the larger; else 0."""
    found = [0.0]
    for guarded in ids(r.plan.kpis[kpi], "guards"):
        if guarded in r.plan.key_results:
            found.append(of_goal(r, one(r.plan.key_results[guarded], "goal_id")))
        elif guarded in r.plan.pillars or guarded == NORTH_STAR:
            found.append(of_pillar(r, guarded))
    for pillar, record in r.plan.pillars.items():
        if kpi in ids(record, "kpi_ids"):
            found.append(of_pillar(r, pillar))
    if any(one(row, "measure_id") == kpi for row in r.plan.strategy.values()):
        found.append(1.0)
    return max(found)


def of_people(r: Reading, goals: Iterable[str], present: int) -> float:
    """Return what is held; at least these present people / all present people."""
    everyone = sum(r.company.present(person) for person in r.plan.people)
    return max(r.flow.held(goals), present / everyone if everyone else 0.0)


def of_person(r: Reading, person: str) -> float:
    """Return what a person holds, at least one head's share."""
    return of_people(r, r.company.goals_of(person), int(r.company.present(person)))


def of_team(r: Reading, team: str) -> float:
    """Return what a team holds, at least its heads' share."""
    goals = [goal for goal in r.plan.goals if r.company.team(goal) == team]
    return of_people(r, goals, len(r.company.present_people_of(team)))


def of_function(r: Reading, function: str) -> float:
    """Return what a function holds, at least its heads' share."""
    goals = [goal for goal in r.plan.goals if r.company.function(goal) == function]
    theirs = [
        person
        for person in r.plan.people
        if r.company.present(person) and r.company.function_of_person(person) == function
    ]
    return of_people(r, goals, len(theirs))


def of_link(r: Reading, link: str) -> float:
    """Return the flow on a supports link, else what rests on its ends."""
    ends, _, kind = link.rpartition(":")
    child, _, parent = ends.partition(">")
    if kind == "supports":
        flow = r.flow.flows.get((child, parent), 0.0)
        return flow if flow > TOLERANCE else r.graph.reach(child)
    if kind == "depends_on":
        return of_goal(r, child)
    return max(of_node(r, child), of_node(r, parent))


def of_pair(r: Reading, rule: str, pair: str) -> float:
    """Return the stake of the report, or of the larger of two goals or key results."""
    first, _, second = pair.partition(">")
    if rule in CONVERSATIONS:
        return of_person(r, second)
    return max(of_measure(r, first), of_measure(r, second))


def of_measure(r: Reading, measure: str) -> float:
    """Return the stake of a key result (its goal's), a KPI, or a goal."""
    if measure in r.plan.key_results:
        return of_goal(r, one(r.plan.key_results[measure], "goal_id"))
    return of_kpi(r, measure) if measure in r.plan.kpis else of_goal(r, measure)


def stake_of(r: Reading, rule: str, seen: Seen) -> float:
    """Return the stake of one finding, in [0, 1]."""
    if seen.kind == "goal":
        return of_goal(r, seen.id)
    if seen.kind in {"key_result", "kpi"}:
        return of_measure(r, seen.id)
    if seen.kind == "action":
        action = next(a for a in r.plan.table("actions") if text(a, "id") == seen.id)
        return of_goal(r, one(action, "goal_id"))
    if seen.kind == "assumption":
        found = next(a for a in r.plan.table("assumptions") if text(a, "id") == seen.id)
        return r.flow.held(ids(found, "goal_ids"))
    if seen.kind == "pair":
        return of_pair(r, rule, seen.id)
    if seen.kind in {"question", "strategy"}:
        return 1.0
    by_kind = {
        "pillar": of_pillar,
        "person": of_person,
        "team": of_team,
        "function": of_function,
        "link": of_link,
    }
    if seen.kind == "blocker":
        found = next(b for b in r.plan.table("blockers") if text(b, "id") == seen.id)
        return of_goal(r, one(found, "goal_id"))
    return by_kind[seen.kind](r, seen.id)


def severity(stake: float, certainty: float = 1.0) -> str:
    """Return high from 0.10, medium from 0.01, else low."""
    score = stake * certainty
    if score >= 0.10 - TOLERANCE:
        return "high"
    return "medium" if score >= 0.01 - TOLERANCE else "low"
