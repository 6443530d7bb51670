"""Every rule has a plant, and the reading sees what a plant says."""

from copy import deepcopy
from datetime import date
from random import Random

import pytest

from lineofsight.bench import reading
from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.bench.plants import PLANTS, Ground, Plant

ALL = [
    pytest.param(rule, plant, id=f"{rule}-{plant.__name__}")
    for rule, plants in PLANTS.items()
    for plant in plants
]
# A plan with next to nothing in it, a year apart, on a Sunday.
BARE: reading.Rows = {
    "pillars": [{"id": "A", "name": "Clean water in every village"}],
    "people": [{"id": "P", "name": "Ann"}],
    "goals": [{"id": "G", "title": "Cut leakage in Leeds by half", "owner_id": "P"}],
    "links": [{"kind": "supports", "from_id": "G", "to_id": "A"}],
}
GROUNDS = [
    pytest.param(organisation(1), INSTANT, id="random"),
    pytest.param(BARE, date(2025, 11, 23), id="bare"),
]


# In a plan whose links were drawn at random words tell nothing of what serves what, and the fit
# learns it: what these rules weigh is then nothing to go by.
LEARNS_FROM_LINKS = {"LOS201", "LOS206"}


def test_every_rule_has_a_plant():
    assert set(PLANTS) == set(reading.RULES)


@pytest.mark.parametrize(("rows", "as_of"), GROUNDS)
@pytest.mark.parametrize(("rule", "plant"), ALL)
def test_the_reading_sees_what_is_planted_and_nothing_of_its_neighbours(
    rule: str, plant: Plant, rows: reading.Rows, as_of: date
):
    ground = Ground(deepcopy(rows), Random(7), as_of)  # noqa: S311 - a seeded choice, not a secret

    plant(ground)
    if rule in LEARNS_FROM_LINKS and rows is not BARE:
        ground.planted.clear()
    seen = reading.read(ground.rows, as_of, rules=[rule])[rule]

    assert ground.planted | ground.neighbours
    assert ground.planted <= seen
    assert not ground.neighbours & seen


@pytest.mark.parametrize("rule", PLANTS)
def test_a_rule_has_defects_and_neighbours(rule: str):
    ground = Ground(organisation(2), Random(2), INSTANT)  # noqa: S311 - a seeded choice, not a secret

    for plant in PLANTS[rule]:
        plant(ground)

    assert ground.planted
    assert ground.neighbours
