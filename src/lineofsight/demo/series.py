"""A year of values: how measures move, week by week and month by month."""

import random
from datetime import date, timedelta
from typing import Any

from lineofsight.demo.plan import Plan
from lineofsight.demo.texts import load

# Units that come whole: nobody signs half a contract.
WHOLE = {
    "towns", "villages", "councils", "options", "variants", "tasks", "steps", "releases a year",
    "stories", "sheets", "visitors", "technicians", "accounts", "controllers", "parts", "codes",
    "kinds", "contracts", "bolts", "tenders", "listeners",
}  # fmt: skip
STEP = {"monthly": 6, "quarterly": 10, "half_yearly": 19, "yearly": 23, "multi_year": 29}
# Measures that a machine delivers, each Monday: by team, where they come from.
SOURCES = {
    "ITSP": "plant-gateways",
    "OPSL": "line-test",
    "FLDM": "alarm-server",
    "FLDS": "job-system",
    "ITSW": "ticket-system",
}
ON_TRACK = (1.10, 1.22)  # teams report on track while they are a little ahead
AT_RISK = (0.66, 0.78)
AHEAD = (1.45, 1.55)  # where others wait for a team it has begun with that, and is well ahead
WOBBLE = 0.012  # of the way from baseline to target, one standard deviation


def observe_goals(plan: Plan) -> None:
    """Write the observations of all goals whose story does not write its own."""
    risks = load("risks")["risk"]
    needed = {link["ends"][1] for link in load("plan")["link"] if link["kind"] == "depends_on"}
    for key, goal in plan.goals.items():
        if key in plan.told:
            continue
        status = goal.get("status", "active")
        if status == "active":
            _observe(plan, key, goal, risks.get(key), AHEAD if key in needed else ON_TRACK)
        elif status != "draft":
            _observe_earlier(plan, key, goal, status)


def _days(plan: Plan, key: str, goal: dict[str, Any]) -> list[date]:
    """Days of reports since the start, oldest first."""
    step = STEP[goal["cadence"]]
    if goal["team_id"] in SOURCES and goal["scope"] != "individual":
        last, step = plan.dates.ago(plan.dates.today.weekday()), 7
        shift = False
    else:
        last, shift = plan.dates.ago(plan.rng(f"last:{key}").randint(1, 6)), True
    days = []
    while last > goal["start"]:
        day = last - timedelta(max(0, last.weekday() - 4)) if shift else last
        if day > goal["start"]:
            days.append(day)
        last -= timedelta(step)
    return sorted(set(days))


def _observe(
    plan: Plan, key: str, goal: dict[str, Any], risk: str | None, paces: tuple[float, float]
) -> None:
    days = _days(plan, key, goal)
    source = SOURCES.get(goal["team_id"]) if goal["scope"] != "individual" else None
    moved = False
    series = []
    for place, measure in enumerate(plan.measures[key]):
        values = walk(
            plan.rng(f"values:{measure['id']}"),
            goal,
            measure,
            days,
            AT_RISK if risk and not place else paces,
        )
        moved = moved or (len(values) > 1 and values[-1] != values[-2])
        series.append(values)
    if len(days) > 1 and not moved:
        measure = plan.measures[key][0]
        series[0][-1] = round(
            series[0][-2]
            + _grain(measure) * (1 if measure["target"] > measure["baseline"] else -1),
            6,
        )
    for place, (measure, values) in enumerate(zip(plan.measures[key], series, strict=True)):
        for at, (day, value) in enumerate(zip(days, values, strict=True)):
            late = len(days) - at <= 3
            plan.add(
                "observations",
                measure_id=measure["id"],
                date=day,
                value=value,
                confidence=_confidence(plan, measure["id"], at, risk is not None and late)
                if not place
                else None,
                reported=("at_risk" if risk and late else "on_track") if not place else None,
                note=risk if risk and not place and at == len(days) - 1 else None,
                author_id=None if source else goal["owner_id"],
                source=source,
            )


def walk(
    rng: random.Random,
    goal: dict[str, Any],
    measure: dict[str, Any],
    days: list[date],
    paces: tuple[float, float],
) -> list[float]:
    """Values of a measure on its days: a steady pace towards the target, with a little wobble."""
    pace = rng.uniform(*paces)
    baseline, target = measure["baseline"], measure["target"]
    life = (goal["end"] - goal["start"]).days
    values = []
    for day in days:
        gone = min(1.0, (day - goal["start"]).days / life)
        way = pace * gone + rng.gauss(0.0, WOBBLE) * min(1.0, 4 * gone)
        values.append(rounded(baseline + (target - baseline) * max(0.0, way), measure))
    return values


def _grain(measure: dict[str, Any]) -> float:
    """Smallest step in which a measure is read: one of at least sixty to the target."""
    if measure["unit"] in WHOLE:
        return 1.0
    span = abs(measure["target"] - measure["baseline"])
    return next(
        step for step in (10.0, 1.0, 0.1, 0.01, 0.001) if span / step >= 60 or step == 0.001
    )


def rounded(value: float, measure: dict[str, Any]) -> float:
    """Round a value to the steps in which its measure is read."""
    grain = _grain(measure)
    return round(round(value / grain) * grain, 3)


def _confidence(plan: Plan, key: str, at: int, doubtful: bool) -> int:
    low, high = (4, 6) if doubtful else (7, 9)
    return plan.rng(f"confidence:{key}:{at}").randint(low, high)


def _observe_earlier(plan: Plan, key: str, goal: dict[str, Any], status: str) -> None:
    """Values of a goal that is over, or stopped on the way."""
    life = (goal["end"] - goal["start"]).days
    reached = 1.0 if status == "done" else 0.3
    for measure in plan.measures[key]:
        pace = plan.rng(f"earlier:{measure['id']}").uniform(0.94, 1.08)
        for part in (0.25, 0.5, 0.75, 1.0):
            day = goal["start"] + timedelta(round(life * part * (1.0 if status == "done" else 0.3)))
            if day > plan.dates.today:
                continue
            way = part * reached * pace
            value = measure["baseline"] + (measure["target"] - measure["baseline"]) * way
            plan.add(
                "observations",
                measure_id=measure["id"],
                date=day - timedelta(max(0, day.weekday() - 4)),
                value=rounded(value, measure),
                author_id=goal["owner_id"],
            )


def observe_kpis(plan: Plan) -> None:
    """Write a value of each KPI for each month of the last year, on the first of the next."""
    for kpi in load("strategy")["kpi"]:
        first, last = kpi["values"]
        rng = plan.rng(f"kpi:{kpi['id']}")
        fine = 1 if abs(last) >= 20 else 2
        for month in range(13):
            value = first + (last - first) * month / 12 + rng.gauss(0, abs(last - first) / 25)
            if kpi["id"] == "kpi-samples":
                value = min(value, 100.0)
            plan.add(
                "observations",
                measure_id=kpi["id"],
                date=plan.dates.month_start(month - 12),
                value=round(value, fine),
                source=kpi.get("source"),
            )
