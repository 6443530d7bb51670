"""Engine and independent reading forecast the same, on plans drawn at random."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from lineofsight.bench import reading
from lineofsight.bench.reading import forecasts
from lineofsight.bench.reading.facts import Record, Rows
from lineofsight.engine.check import check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

AS_OF = date(2026, 11, 21)
RULES = ("LOS108", "LOS504", "LOS509")
SEEDS = range(40)


def ago(days: int) -> date:
    return AS_OF - timedelta(days)


def drawn(seed: int) -> Rows:
    """Draw goals of all kinds and ages, measures that rise, fall and stay, and odd observations."""
    random = Random(seed)  # noqa: S311 - a seeded choice, not a secret
    rows: Rows = {"goals": [], "key_results": [], "observations": [], "links": []}
    for number in range(8):
        goal = _goal(random, f"G{number}")
        rows["goals"].append(goal)
        for place in range(random.randint(0, 3)):
            result = _key_result(random, goal, f"K{number}.{place}")
            rows["key_results"].append(result)
            rows["observations"] += _observations(random, result)
    for source, target in {(*random.sample(range(8), 2),) for _ in range(6)}:
        ends: Record = {"from_id": f"G{source}", "to_id": f"G{target}"}
        rows["links"].append({"kind": "depends_on", "accepted_on": AS_OF, **ends})
    random.shuffle(rows["observations"])
    return rows


def _goal(random: Random, name: str) -> Record:
    start = ago(random.randint(-20, 300))
    goal: Record = {
        "id": name,
        "title": f"Clean water in {name}",
        "scope": random.choice(["team", "individual", "", "function"]),
        "status": random.choice([*["active"] * 5, "paused", "done", "cancelled", "draft"]),
        "cadence": random.choice(["", "weekly", "monthly", "quarterly", "own", "multi_year"]),
        "reported": random.choice(["", "", "on_track", "at_risk"]),
        "start": start if random.random() < 0.9 else None,
        "end": start + timedelta(random.choice([0, 30, 180, 365, 365, 900])),
    }
    if random.random() < 0.1:
        goal["end"] = None
    return goal


def _key_result(random: Random, goal: Record, name: str) -> Record:
    result: Record = {
        "id": name,
        "goal_id": goal["id"],
        "title": "Days without a stop",
        "type": random.choice(["number", "percent", "number", "milestone"]),
        "baseline": random.choice([0, 50, 100, -20, None]),
        "target": random.choice([0, 100, 88, 1, None]),
        "weight": random.choice([None, None, 0, 1, 3]),
    }
    if random.random() < 0.3:
        low, high = sorted(random.choices(range(100), k=2))
        result |= random.choice([{"low": low}, {"high": high}, {"low": low, "high": high}])
    if random.random() < 0.2:
        result["schedule"] = f"{ago(random.randint(-40, 40))}=10;{ago(random.randint(0, 40))}=5"
    return result


def _observations(random: Random, result: Record) -> list[Record]:
    count, last = random.randint(0, 12), random.randint(0, 20)
    days = [last + 14 * back for back in range(count)]
    if random.random() < 0.3:  # in bursts, on one day, before the start
        days = [last + random.randint(0, 160) for _ in range(count)]
    value = float(str(result["baseline"] or 10))
    step = random.choice([-8, -2, 0, 3, 9, 15])
    found = []
    for day in sorted(days, reverse=True):
        value += step + random.gauss(0, 3)
        said = random.choice(["", "", "on_track", "on_track", "at_risk", "off_track"])
        found.append({"measure_id": result["id"], "date": ago(day), "value": round(value, 2)})
        found[-1]["reported"] = said
    return found


def _snapshot(rows: Rows) -> Snapshot:
    return Snapshot.build(to_columns(PlanDocument.from_rows(rows)), AS_OF)


@pytest.mark.parametrize("seed", SEEDS)
def test_chances_and_intervals_are_the_same(seed: int) -> None:
    rows = drawn(seed)
    snapshot, plan = _snapshot(rows), reading.Reading(rows, AS_OF)
    outlook = Lenses(snapshot).forecast.now(np.arange(len(snapshot.key_results)))
    for place, name in enumerate(snapshot.key_results.ids):
        told = forecasts.told(plan, name, plan.plan.observations_of.get(name, []), AS_OF)
        if told is None:
            assert np.isnan(outlook.chance[place]), name
        else:
            assert outlook.chance[place] == pytest.approx(told.chance, abs=1e-9), name
            assert bool(outlook.misses[place]) == told.misses, name


@pytest.mark.parametrize("seed", SEEDS)
def test_chances_of_goals_are_the_same(seed: int) -> None:
    rows = drawn(seed)
    snapshot, plan = _snapshot(rows), reading.Reading(rows, AS_OF)
    chance = Lenses(snapshot).forecast.chance_of_goals(np.arange(len(snapshot.goals)))
    told = [forecasts.chance_of_goal(plan, name) for name in snapshot.goals.ids]
    assert chance == pytest.approx([np.nan if one is None else one for one in told], nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_rules_find_the_same(seed: int) -> None:
    rows = drawn(seed)
    seen = reading.read(rows, AS_OF, rules=RULES)
    found = check(_snapshot(rows), Settings(people=True, select=RULES)).findings
    named = {(one.rule, one.subject.kind, one.subject.id) for one in found}
    assert named == {(rule, *subject) for rule, seens in seen.items() for subject in seens}
