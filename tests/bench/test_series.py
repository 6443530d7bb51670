"""LOS304 on plans drawn at random: engine and reading compare the same pairs, and alike."""

from datetime import date, timedelta
from random import Random

import pytest

from lineofsight.bench import reading
from lineofsight.bench.reading.series import compared
from lineofsight.bench.rules import by_engine
from lineofsight.bench.rules.planting import lenses_of

AS_OF = date(2026, 11, 21)
SCALES = ((0, 100), (100, 0), (5, 5), (None, 3))


def drawn(seed: int) -> reading.Rows:
    """Two functions, two pillars, measures of all kinds on days of all kinds."""
    rng = Random(seed)  # noqa: S311 - plans, no secrets
    rows: reading.Rows = {
        "pillars": [{"id": "P0", "name": "Uptime"}, {"id": "P1", "name": "Growth"}],
        "functions": [{"id": "F0", "name": "Field"}, {"id": "F1", "name": "Sales"}],
        "teams": [
            {"id": "T0", "name": "Coast", "function_id": "F0"},
            {"id": "T1", "name": "Inland", "function_id": "F1"},
            {"id": "T2", "name": "Nobody's"},
        ],
    }
    for table in ("goals", "links", "key_results", "observations"):
        rows[table] = []
    for place in range(9):
        goal = f"G{place}"
        above = rng.choice(["P0", "P0", "P1", "G0", "G1"]) if place > 1 else "P0"
        status = "paused" if rng.random() < 0.1 else "active"
        team = rng.choice(["T0", "T1", "T1", "T2"])
        rows["goals"].append({"id": goal, "title": goal, "team_id": team, "status": status})
        rows["links"].append({"kind": "supports", "from_id": goal, "to_id": above})
        for number in range(2):
            baseline, target = rng.choice(SCALES[:2]) if rng.random() < 0.9 else rng.choice(SCALES)
            name = f"K{place}{number}"
            rows["key_results"].append(
                {"id": name, "goal_id": goal, "title": name, "baseline": baseline, "target": target}
            )
            rows["observations"] += series(rng, name)
    return rows


def series(rng: Random, name: str) -> list[dict[str, object]]:
    """A series with gaps, ties, and days a little off."""
    step, decimals, pushed = rng.choice([7, 7, 10, 30]), rng.choice([0, 1, 3]), rng.choice([-3, 3])
    value, found = 0.0, []
    for place in range(rng.randint(8, 20)):
        value += rng.gauss(0, 1) + (pushed if place % 2 else -pushed)
        day = date(2026, 1, 5) + timedelta(step * place + rng.randint(0, 2))
        if rng.random() < 0.9 and day <= AS_OF:
            found.append({"measure_id": name, "date": day, "value": round(value, decimals)})
    return found


@pytest.mark.parametrize("seed", range(10))
def test_engine_and_reading_compare_the_same_pairs_alike(seed: int):
    rows = drawn(seed)

    lenses = lenses_of(rows, AS_OF)
    ids, pairs = lenses.snapshot.key_results.ids, lenses.divergence.pairs()
    by_lens = {
        f"{ids[one]}>{ids[other]}": (round(float(rho), 9), int(n))
        for one, other, rho, n in zip(pairs.one, pairs.other, pairs.rho, pairs.n, strict=True)
    }

    found = compared(reading.Reading(rows, AS_OF))
    assert by_lens == {pair.pair: (round(pair.rho, 9), pair.n) for pair in found}


@pytest.mark.parametrize("seed", range(10))
def test_engine_and_reading_name_the_same_pairs(seed: int):
    rows = drawn(seed)

    found = by_engine(rows, AS_OF, ["LOS304"])

    assert found == reading.read(rows, AS_OF, rules=["LOS304"])


def test_there_are_pairs_to_name():
    assert sum(len(reading.read(drawn(seed), AS_OF)["LOS304"]) for seed in range(10)) > 5
