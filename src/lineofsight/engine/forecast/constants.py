"""The constants of the forecast: a small data file that ``lineofsight bench forecast`` refits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.codes import Cadence, word
from lineofsight.engine.columns import FloatArray

CADENCES = (
    Cadence.WEEKLY,
    Cadence.MONTHLY,
    Cadence.QUARTERLY,
    Cadence.HALF_YEARLY,
    Cadence.YEARLY,
    Cadence.MULTI_YEAR,
)
ABOVE_ZERO = ("noise", "span", "steps")


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of a series before it is seen; each a number, or one number a series.

    Parameters
    ----------
    slope : float or float array of shape (n,)
        Progress a lifetime (starting value 0.3).
    noise : float or float array of shape (n,), above 0
        How far a series strays in a lifetime, in progress units (0.35).
    span : float or float array of shape (n,), above 0
        How much of a lifetime must be seen to weigh as much as the prior slope (0.5).
    steps : float or float array of shape (n,), above 0
        How many steps must be seen to weigh as much as the prior noise (4).
    """

    slope: float | FloatArray = 0.3
    noise: float | FloatArray = 0.35
    span: float | FloatArray = 0.5
    steps: float | FloatArray = 4.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Which share of the series given a chance arrived: straight lines between points.

    Parameters
    ----------
    stated : tuple of float
        Chances as worked out, rising from 0 to 1.
    seen : tuple of float of the same length
        What each of them is worth, in [0, 1], never falling.
    """

    stated: tuple[float, ...] = (0.0, 1.0)
    seen: tuple[float, ...] = (0.0, 1.0)

    def __call__(self, chance: FloatArray) -> FloatArray:
        """Return what chances are worth; NaN stays NaN."""
        if self == Curve():
            return chance
        return np.asarray(np.interp(chance, self.stated, self.seen))


@dataclass(frozen=True, slots=True)
class Constants:
    """What the forecast takes from series that have ended.

    Parameters
    ----------
    source : str
        What they were fitted to.
    priors : mapping of Cadence to Prior
        One for each of the six planning clocks.
    curve : Curve
    """

    source: str
    priors: Mapping[Cadence, Prior]
    curve: Curve

    def prior_of(self, cadence: NDArray[np.signedinteger[Any]]) -> Prior:
        """Return the priors of many series by their cadence codes; unknown counts as quarterly."""
        usual = self.priors[Cadence.QUARTERLY]
        by_code = [self.priors.get(code, usual) for code in Cadence]
        return Prior(
            slope=np.array([prior.slope for prior in by_code])[cadence],
            noise=np.array([prior.noise for prior in by_code])[cadence],
            span=np.array([prior.span for prior in by_code])[cadence],
            steps=np.array([prior.steps for prior in by_code])[cadence],
        )


STARTING = Constants("starting values", {cadence: Prior() for cadence in CADENCES}, Curve())


def read_constants(text: str) -> Constants:
    """Read constants from JSON.

    Raises
    ------
    ValueError
        A cadence or number is missing, or a number is out of its range.
    """
    try:
        data = json.loads(text)
        priors = {
            cadence: Prior(**{name: float(number) for name, number in given.items()})
            for cadence in CADENCES
            for given in [data["priors"][word(cadence)]]
        }
        stated, seen = (
            tuple(float(number) for number in data["curve"][name]) for name in ("stated", "seen")
        )
        source = str(data["source"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not the constants of a forecast: {error!r}") from error
    for cadence, prior in priors.items():
        numbers = {name: float(getattr(prior, name)) for name in ("slope", *ABOVE_ZERO)}
        if not all(isfinite(number) for number in numbers.values()) or any(
            numbers[name] <= 0 for name in ABOVE_ZERO
        ):
            raise ValueError(f"the prior of {word(cadence)} is out of range: {numbers}")
    if not (
        len(stated) == len(seen) >= 2
        and (stated[0], stated[-1]) == (0.0, 1.0)
        and (np.diff(stated) > 0).all()
        and (np.diff(seen) >= 0).all()
        and seen[0] >= 0
        and seen[-1] <= 1
    ):
        raise ValueError("the curve does not rise from 0 to 1")
    return Constants(source, priors, Curve(stated, seen))


@cache
def shipped_constants() -> Constants:
    """Return the constants that come with the product, ``constants.json`` beside this module."""
    path = files("lineofsight.engine.forecast") / "constants.json"
    return read_constants(path.read_text(encoding="utf-8"))
