"""Names and the ids made of them."""

import random

import pytest

from lineofsight.demo.names import distinct, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Åse Næss", "ase-naess"),
        ("Bogdan Wójcik", "bogdan-wojcik"),
        ("Øyvind Østby", "oyvind-ostby"),
        ("Łukasz Zając", "lukasz-zajac"),
        ("Anne-Lise Brenden", "anne-lise-brenden"),
        ("Kęstutis van Dijk", "kestutis-van-dijk"),
    ],
)
def test_an_id_has_plain_letters(name: str, expected: str) -> None:
    assert slug(name) == expected


def dice() -> random.Random:
    return random.Random(3)  # noqa: S311 - names, no secrets


def test_drawn_names_differ_in_their_ids() -> None:
    names = distinct(dice(), set())
    ids = [slug(next(names)) for _ in range(400)]
    assert len(set(ids)) == 400


def test_a_taken_name_is_not_drawn() -> None:
    first = next(distinct(dice(), set()))
    assert next(distinct(dice(), {slug(first)})) != first
