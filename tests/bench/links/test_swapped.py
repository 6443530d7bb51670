"""Children that change places between parents, and which of them are named."""

from random import Random

import numpy as np

from lineofsight.bench.links import swapped
from lineofsight.bench.organisation import INSTANT
from lineofsight.bench.reading.facts import Rows
from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning import fit
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

WORDS = {
    "A": "pumps seals bearings overhauls leaks valves",
    "B": "tenders mayors contracts offers towns visits",
}
TURNS = ["keep", "raise", "cut", "hold", "bring", "move", "show", "find", "make", "win", "build"]


def plan() -> Rows:
    """Two branches of eleven goals each, every branch in words of its own."""
    rows: Rows = {
        "organization": [{"name": "Two branches", "as_of": None}],
        "pillars": [{"id": one, "name": said} for one, said in WORDS.items()],
        "goals": [],
        "links": [],
    }
    del rows["organization"][0]["as_of"]
    for branch, said in WORDS.items():
        words = said.split()
        for number, verb in enumerate(TURNS):
            picked = " ".join(words[(number + k) % len(words)] for k in range(5))
            name = f"{branch}{number:02d}"
            rows["goals"].append({"id": name, "title": f"{verb} {picked}", "scope": "team"})
            rows["links"].append({"kind": "supports", "from_id": name, "to_id": branch})
    return rows


def lenses(rows: Rows) -> Lenses:
    return Lenses(Snapshot.build(to_columns(PlanDocument.from_rows(rows)), INSTANT))


def test_children_change_places_and_nothing_else_does() -> None:
    rows = plan()
    rng = Random(0)  # noqa: S311 - a seed that is always the same, no secret
    changed, links = swapped._swap(rows, lenses(rows), rng)

    def ends(one: Rows) -> set[tuple[object, object]]:
        return {(link["from_id"], link["to_id"]) for link in one["links"]}

    assert len(links) == 4
    assert links == ends(changed) - ends(rows)
    assert changed["goals"] == rows["goals"]


def test_tells_what_is_found_and_at_what_price() -> None:
    shipped = fit.shipped(with_vectors=False)
    found = swapped.measure({"two": plan()}, None, {"two": shipped})
    assert (found.goals, found.swapped) == (22, 4)
    assert set(found.found) == set(found.alarms) == {"LOS201", "LOS202"}
    assert found.found["LOS201"] + found.found["LOS202"] > 0
    assert found.alarms["LOS201"] == 0
    assert found.at[1] <= found.at[2] <= 1


def test_a_limit_lets_so_many_through() -> None:
    ranked = np.array([0.9, 0.8, 0.7])
    assert [(ranked > swapped._limit(ranked, n)).sum() for n in range(4)] == [0, 1, 2, 3]
