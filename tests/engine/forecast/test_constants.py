"""The data file of the forecast's constants."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from lineofsight.engine.codes import Cadence
from lineofsight.engine.forecast.constants import (
    CADENCES,
    Curve,
    read_constants,
    shipped_constants,
)


def document() -> dict[str, Any]:
    """Return constants as they stand in the file, all at their starting values."""
    names = ("weekly", "monthly", "quarterly", "half_yearly", "yearly", "multi_year")
    prior = {"slope": 0.3, "noise": 0.35, "span": 0.5, "steps": 4.0}
    return {
        "source": "a test",
        "priors": {name: dict(prior) for name in names},
        "curve": {"stated": [0.0, 0.5, 1.0], "seen": [0.05, 0.4, 0.9]},
    }


def test_what_ships_has_a_prior_for_every_cadence() -> None:
    assert set(shipped_constants().priors) == set(CADENCES)


def test_priors_are_taken_by_cadence() -> None:
    given = document()
    given["priors"]["weekly"]["slope"] = 0.7
    slope = read_constants(json.dumps(given)).prior_of(
        np.array([Cadence.WEEKLY, Cadence.YEARLY, Cadence.UNKNOWN])
    )
    assert np.asarray(slope.slope).tolist() == [0.7, 0.3, 0.3]


def test_the_curve_joins_its_points_with_straight_lines() -> None:
    curve = read_constants(json.dumps(document())).curve
    assert curve(np.array([0.0, 0.25, 0.5, 1.0])) == pytest.approx([0.05, 0.225, 0.4, 0.9])


def test_an_unknown_chance_stays_unknown() -> None:
    assert np.isnan(Curve((0.0, 1.0), (0.1, 0.9))(np.array([np.nan]))).all()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("priors", "weekly"), None),
        (("priors", "weekly", "noise"), 0.0),
        (("priors", "weekly", "slope"), float("inf")),
        (("priors", "weekly", "width"), 1.0),
        (("curve", "stated"), [0.0, 0.0, 1.0]),
        (("curve", "stated"), [0.1, 0.5, 1.0]),
        (("curve", "seen"), [0.3, 0.2, 0.9]),
        (("curve", "seen"), [0.0, 0.5, 1.1]),
        (("curve", "seen"), [0.0, 1.0]),
        (("curve",), None),
    ],
)
def test_constants_out_of_range_are_refused(path: tuple[str, ...], value: object) -> None:
    given = document()
    place = given
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(ValueError, match=r"constants|prior|curve"):
        read_constants(json.dumps(given))
