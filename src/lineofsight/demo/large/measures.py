"""Measures and links of a company of any size, as streams of rows."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from lineofsight.demo.large.company import REPORTS, Company, Row, Table
from lineofsight.demo.large.series import observed, results_of
from lineofsight.demo.large.shape import ACTIVE, ENTERPRISE, INDIVIDUAL, TEAM

# How often something real is wrong: shares of the rows that could carry it.
ORPHANS = 0.012  # goals that support nothing
INCOMPLETE = 0.008  # key results that lack their baseline
UNANSWERED = 0.1  # dependencies that nobody has answered

KINDS = {"%": "percent", "kNOK": "currency"}


def key_results(company: Company) -> Table:
    """One row a key result; the first of a goal measures what its title says."""
    columns = ("id", "goal_id", "title", "type", "unit", "baseline", "target")
    places, functions = company.words["places"], company.words["function"]

    def rows() -> Iterator[Row]:
        results = results_of(company)
        known = np.random.default_rng([company.seed, 4]).random(len(results.goal)) > INCOMPLETE
        wording = company.wording
        for goal, nth, function, measure, base, target, thing, place, is_known in zip(
            results.goal.tolist(),
            results.nth.tolist(),
            results.function.tolist(),
            results.measure.tolist(),
            results.base.tolist(),
            results.target.tolist(),
            wording.thing[results.goal].tolist(),
            wording.place[results.goal].tolist(),
            known.tolist(),
            strict=True,
        ):
            what, unit = functions[function]["measures"][measure][:2]
            about = functions[function]["things"][thing]
            name = company.goal(goal)
            yield (
                f"{name}-{nth + 1}",
                name,
                f"{what[0].upper()}{what[1:]}: {about}, {places[place]}",
                KINDS.get(unit, "number"),
                unit,
                base if is_known else None,
                target,
            )

    return "key_results", columns, rows()


def observations(company: Company) -> Table:
    """Values of key results, most of them of active goals, and of the KPIs."""
    columns = ("measure_id", "date", "value", "reported")

    def rows() -> Iterator[Row]:
        results = results_of(company)
        for part in observed(company, results):
            names = [
                f"{company.goal(goal)}-{nth + 1}"
                for goal, nth in zip(
                    results.goal[part.results].tolist(),
                    results.nth[part.results].tolist(),
                    strict=True,
                )
            ]
            ids = map(names.__getitem__, (part.result - part.results.start).tolist())
            days = part.day.astype("datetime64[D]").tolist()
            reported = map(REPORTS.__getitem__, part.reported.tolist())
            yield from zip(ids, days, part.value.tolist(), reported, strict=True)
        yield from observations_of_kpis(company)

    return "observations", columns, rows()


def observations_of_kpis(company: Company) -> Iterator[Row]:
    """Yield a year of months of every KPI, in the order of their ids."""
    values: dict[str, tuple[float, float]] = {
        "kpi-litres": (8_200.0, 60.0),
        "kpi-samples": (99.7, 0.0),
    }
    for pillar in company.words["pillar"]:
        values[f"kpi-{pillar['id']}"] = 100.0, 1.0
        values[f"kpi-{pillar['id']}-guard"] = 30.0, -1.0
    for name, (first, step) in sorted(values.items()):
        for month in range(12):
            yield name, company.today - timedelta(30 * (11 - month) + 3), first + step * month, None


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
