"""Whatever was changed later, a plan looked at on an earlier day is the plan of that day."""

from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest

from lineofsight.bench import reading, rules
from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from tests.engine.organisations import Rows, shuffled

pytestmark = pytest.mark.slow
SEEDS = range(25)
STATUSES = ["draft", "active", "paused", "done", "cancelled"]


def of_the_day(rows: Rows) -> Rows:
    """The plan without what is dated later than the instant in it already."""
    rows = dict(rows)
    rows["revisions"] = [r for r in rows["revisions"] if r["date"] <= INSTANT]
    rows["links"] = [r for r in rows["links"] if (r.get("created_on") or INSTANT) <= INSTANT]
    return rows


def changed_later(rows: Rows, random: Random) -> Rows:
    """The plan after changes of some of its goals, each with its revision."""
    rows = deepcopy(rows)
    people = [person["id"] for person in rows["people"]]
    for goal in random.sample(rows["goals"], len(rows["goals"]) // 2):
        day = INSTANT
        for _turn in range(random.randint(1, 4)):
            day += timedelta(random.randint(0, 20)) if day > INSTANT else timedelta(1)
            change(rows, goal, day, people, random)
    for number in range(3):
        later = {"created_on": INSTANT + timedelta(number + 1)}
        rows["goals"].append({"id": f"new{number}", "title": "Thought of later", **later})
        rows["links"].append(
            {"kind": "supports", "from_id": f"new{number}", "to_id": rows["goals"][0]["id"]}
        )
        rows["key_results"].append({"id": f"newk{number}", "goal_id": f"new{number}", "title": "K"})
    return shuffled(rows, random)


def change(rows: Rows, goal: dict[str, Any], day: date, people: list[str], random: Random) -> None:
    field = random.choice(["title", "text", "status", "owner", "dates", "target", "baseline"])
    before: object = ""
    after: object = ""
    if field in {"title", "text"}:
        before = goal.get(field) or ""
        after = goal[field] = f"{before} and {random.choice(['north', 'south', 'east'])}"
    elif field == "status":
        before = goal.get("status") or ""
        after = goal["status"] = random.choice(STATUSES)
    elif field == "owner":
        owner = goal.get("owner_id") or ""
        before = owner if isinstance(owner, str) else ";".join(owner)
        after = goal["owner_id"] = random.choice(people)
    elif field == "dates" and goal.get("end"):
        before = goal["end"].isoformat()
        goal["end"] += timedelta(random.randint(1, 90))
        after = goal["end"].isoformat()
    elif field in {"target", "baseline"}:
        results = [k for k in rows["key_results"] if k["goal_id"] == goal["id"]]
        results = [k for k in results if isinstance(k.get(field), int | float)]
        if not results:
            return
        result = random.choice(results)
        taken = {k[field] for k in results}
        new = next(n for n in iter(lambda: random.randint(-500, 500), None) if n not in taken)
        before, after = f"from {result[field]!r}", f"now {new}"
        result[field] = new
    else:
        return
    rows["revisions"].append(
        {"goal_id": goal["id"], "date": day, "field": field, "before": before, "after": after}
    )


def build(rows: Rows) -> Snapshot:
    return Snapshot.build(to_columns(PlanDocument.from_rows(rows)), INSTANT)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_changed_later_reads_as_it_did(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawn plans, not secrets
    rows = of_the_day(organisation(seed, people=20, goals=30))

    was, found = build(rows), build(changed_later(rows, random))

    for table in ("goals", "key_results"):
        for column in ("ids", "title", "text", "status", "owner", "owners", "start", "end",
                       "target", "baseline"):  # fmt: skip
            if hasattr(getattr(was, table), column):
                np.testing.assert_array_equal(
                    getattr(getattr(found, table), column), getattr(getattr(was, table), column)
                )
    assert len(found.links) == len(was.links)
    assert len(found.revisions) == len(was.revisions)


@pytest.mark.parametrize("seed", SEEDS)
def test_engine_and_reading_look_back_alike(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawn plans, not secrets
    rows = changed_later(organisation(seed, people=20, goals=30), random)
    as_of = INSTANT - timedelta(random.choice([0, 0, 3, 40, 150]))

    found, expected = rules.by_engine(rows, as_of), reading.read(rows, as_of)

    structural = expected.keys() - rules.TEXTUAL
    assert {rule: found.get(rule) for rule in structural} == {
        rule: expected[rule] for rule in structural
    }
