"""Measures and links of a company of any size, as streams of rows."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from lineofsight.demo.large.company import REPORTS, Company, Row, Table
from lineofsight.demo.large.shape import ACTIVE, ENTERPRISE, INDIVIDUAL, TEAM, Ints

# How often something real is wrong: shares of the rows that could carry it.
ORPHANS = 0.012  # goals that support nothing
SILENT = 0.02  # active goals without a report for months
INCOMPLETE = 0.008  # key results that lack their baseline
UNANSWERED = 0.1  # dependencies that nobody has answered

KINDS = {"%": "percent", "kNOK": "currency"}


def _spread(total: int, weights: Ints) -> Ints:
    """Deal ``total`` over places, in proportion to whole-number weights; exact."""
    if not len(weights) or not weights.sum():
        return np.zeros(len(weights), dtype=np.int64)
    edges: Ints = np.floor(np.cumsum(weights) / weights.sum() * total + 1e-9).astype(np.int64)
    parts: Ints = np.diff(edges, prepend=0)
    return parts


def _per_goal(company: Company) -> Ints:
    return _spread(company.size.key_results, np.ones(company.size.goals, dtype=np.int64))


def _measure(company: Company, goal: int, nth: int) -> tuple[str, str, float, float]:
    """What the nth key result of a goal measures, its unit, baseline and target."""
    goals, wording = company.shape.goals, company.wording
    code = max(0, int(company.shape.teams.function[goals.team[goal]]))
    measures = company.words["function"][code]["measures"]
    what, unit, low, high, change = measures[(int(wording.measure[goal]) + nth) % len(measures)]
    base = (
        float(wording.base[goal])
        if nth == 0
        else low + (high - low) * ((goal * 7 + nth * 3) % 10) / 10
    )
    return what, unit, round(base, 2), round(base * (1 + change), 2)


def key_results(company: Company) -> Table:
    """One row a key result; the first of a goal measures what its title says."""
    columns = ("id", "goal_id", "title", "type", "unit", "baseline", "target")
    places = company.words["places"]

    def rows() -> Iterator[Row]:
        rng = company.rng(4)
        place = company.wording.place
        for goal, count in enumerate(_per_goal(company).tolist()):
            name = company.goal(goal)
            for nth in range(count):
                what, unit, base, target = _measure(company, goal, nth)
                yield (
                    f"{name}-{nth + 1}",
                    name,
                    f"{what[0].upper()}{what[1:]}, {places[int(place[goal])]}",
                    KINDS.get(unit, "number"),
                    unit,
                    base if rng.random() > INCOMPLETE else None,
                    target,
                )

    return "key_results", columns, rows()


def observations(company: Company) -> Table:
    """Values of key results, most of them of active goals, and of the KPIs."""
    columns = ("measure_id", "date", "value", "reported")
    goals = company.shape.goals
    per_goal = _per_goal(company)
    alive = np.repeat(goals.status == ACTIVE, per_goal)
    finished = min(int((~alive).sum()), company.size.observations // 2)
    counts = np.zeros(len(alive), dtype=np.int64)
    counts[~alive] = _spread(finished, np.ones(int((~alive).sum()), dtype=np.int64))
    counts[alive] = _spread(
        company.size.observations - finished, np.ones(int(alive.sum()), dtype=np.int64)
    )

    def rows() -> Iterator[Row]:
        rng = company.rng(5)
        at = 0
        for goal, of_goal in enumerate(per_goal.tolist()):
            start, end = company.period(goal)
            active = goals.status[goal] == ACTIVE
            newest = company.days_ago(1, 10, rng) if active else end
            reported = REPORTS[int(company.reported[goal])]
            pace = rng.uniform(0.85, 1.1)
            if active and rng.random() < SILENT:
                newest -= timedelta(75)
            elif active and rng.random() < 0.08:
                pace = rng.uniform(0.3, 0.8)
            life = max(1, (end - start).days)
            name = company.goal(goal)
            for nth in range(of_goal):
                _, _, base, target = _measure(company, goal, nth)
                count = int(counts[at])
                at += 1
                for k in range(count):
                    # The measures of a goal take turns, spread from its start to now.
                    way = (k + 1 - nth / of_goal) / count
                    day = max(start, start + (newest - start) * way)
                    gone = min(1.0, (day - start).days / life) * pace + rng.uniform(-0.02, 0.02)
                    yield (
                        f"{name}-{nth + 1}",
                        day,
                        round(base + (target - base) * gone, 2),
                        reported if nth == 0 and k == count - 1 else None,
                    )
        for pillar in company.words["pillar"]:
            for month in range(12):
                day = company.today - timedelta(30 * (11 - month) + 3)
                yield f"kpi-{pillar['id']}", day, 100 + month, None
                yield f"kpi-{pillar['id']}-guard", day, 30 - month, None
        for month in range(12):
            day = company.today - timedelta(30 * (11 - month) + 3)
            yield "kpi-litres", day, 8_200 + 60 * month, None
            yield "kpi-samples", day, 99.7, None

    return "observations", columns, rows()


def links(company: Company) -> Table:
    """What supports what, and what stands beside what: about five links for four goals."""
    goals = company.shape.goals
    columns = (
        "kind",
        "from_id",
        "to_id",
        "contribution",
        "rationale",
        "created_on",
        "confirmed_on",
        "confirmed_by",
        "needed_by",
        "accepted_on",
    )

    def supports(child: int, parent: int, draw: float) -> Row:
        to = (
            company.goal(parent) if parent >= 0 else str(company.words["pillar"][-1 - parent]["id"])
        )
        confirmed = company.today - timedelta(26 + int(draw * 40)) if draw < 0.85 else None
        share = round(0.5 + draw, 2) if child % 2 else None
        by = company.person(int(goals.owner[child])) if confirmed else None
        return (
            "supports",
            company.goal(child),
            to,
            share,
            None,
            company.today - timedelta(70 + child % 120),
            confirmed,
            by,
            None,
            None,
        )

    def rows() -> Iterator[Row]:
        rng = company.rng(6)
        tier = goals.tier
        for child, parent in enumerate(goals.parent.tolist()):
            if tier[child] != ENTERPRISE and rng.random() < ORPHANS:
                continue
            yield supports(child, parent, rng.random())
            # Some serve a second goal of the team above.
            beside = parent + 1
            if (
                rng.random() < 0.2
                and 0 < beside < child
                and goals.team[beside] == goals.team[parent]
                and tier[beside] < INDIVIDUAL
                and goals.status[beside] == ACTIVE
            ):
                yield supports(child, beside, rng.random())
        yield from _beside(company)

    return "links", columns, rows()


def _beside(company: Company) -> Iterator[Row]:
    """Draw shares, dependencies and competitions between team goals."""
    goals = company.shape.goals
    pool = np.flatnonzero((goals.tier == TEAM) & (goals.status == ACTIVE)).tolist()
    rng = company.rng(7)
    seen: set[tuple[int, int]] = set()
    if len(pool) < 2:
        return
    for _ in range(round(company.size.goals * 0.11)):
        a, b = rng.choice(pool), rng.choice(pool)
        if a == b or (a, b) in seen:
            continue
        seen.add((a, b))
        created = company.days_ago(20, 60, rng)
        kind = rng.choices(("depends_on", "shares", "competes_with"), weights=(60, 38, 2))[0]
        answered = rng.random() > UNANSWERED
        accepted = created + timedelta(6) if kind == "depends_on" and answered else None
        needed = company.today + timedelta(rng.randint(200, 300)) if kind == "depends_on" else None
        confirmed = created + timedelta(8) if kind == "shares" else None
        yield (
            kind,
            company.goal(a),
            company.goal(b),
            None,
            None,
            created,
            confirmed,
            None,
            needed,
            accepted,
        )
