"""Random organisations: the same from the same seed, and plans that a reader takes."""

import pytest

from lineofsight.bench import reading
from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.schema import TABLES


def test_a_seed_gives_the_same_rows():
    assert organisation(5) == organisation(5)


def test_another_seed_gives_another_organisation():
    assert organisation(5)["goals"] != organisation(6)["goals"]


def test_every_table_of_the_plan_file_has_rows():
    assert {table for table, rows in organisation(1).items() if rows} == set(TABLES)


@pytest.mark.parametrize("seed", range(6))
def test_a_reader_takes_it_without_a_problem(seed: int):
    rows = organisation(seed)

    assert len(list(PlanDocument.from_rows(rows).records("goals"))) == 60


def test_sizes_are_as_asked():
    rows = organisation(1, people=25, goals=33)

    assert (len(rows["people"]), len(rows["goals"])) == (25, 33)


@pytest.mark.parametrize("seed", range(6))
def test_stake_is_conserved(seed: int):
    assert reading.leaf_sum(organisation(seed), INSTANT) == pytest.approx(1)
