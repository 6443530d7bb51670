"""Refitting the constants: the same bytes from the same series."""

import json
from pathlib import Path

import numpy as np
import pytest

from lineofsight.bench.forecast import fit
from lineofsight.bench.forecast.cases import Cases, cases_of, lives_of
from lineofsight.bench.forecast.series import read_series
from lineofsight.bench.forecast.shapes import Band, generate
from lineofsight.engine.codes import Cadence
from lineofsight.engine.forecast.constants import (
    STARTING,
    Constants,
    read_constants,
    shipped_constants,
)

HERE = Path(__file__).parent
FITTED = HERE / "fitted.json"


def fixture() -> Cases:
    return cases_of(lives_of(read_series(HERE / "series.csv").measures))


@pytest.fixture(scope="module")
def fitted() -> Constants:
    """Fit to the fixture and to one generated series of each shape and clock."""
    return fit.fit(fixture(), each=1)


@pytest.mark.slow
def test_fit_of_a_small_file_is_reproduced_byte_for_byte(fitted: Constants) -> None:
    assert fit.to_json(fitted).encode() == FITTED.read_bytes()


@pytest.mark.slow
def test_what_is_written_is_what_the_forecast_reads(fitted: Constants) -> None:
    assert read_constants(fit.to_json(fitted)) == fitted


def test_file_that_ships_is_laid_out_as_the_fit_writes_it() -> None:
    assert fit.to_json(shipped_constants()) == fit.SHIPPED.read_text(encoding="utf-8")


def test_numbers_that_ship_lie_on_the_grid_of_the_fit() -> None:
    for prior in shipped_constants().priors.values():
        assert all(getattr(prior, name) in values for name, values in fit.GRID.items())


@pytest.mark.slow
def test_source_says_how_many_series_there_were(fitted: Constants) -> None:
    assert json.loads(fit.to_json(fitted))["source"] == "4 real and 60 generated series"


@pytest.mark.slow
def test_real_series_move_the_constants_that_can_be_fitted_without_them(fitted: Constants) -> None:
    without = fit.fit(cases_of([]), each=1)

    assert without.source == "0 real and 60 generated series"
    assert without.priors != fitted.priors


def test_curve_gives_back_chances_that_came_true() -> None:
    # Ends are drawn with the chances worked out: then nothing is to be corrected.
    lives, _bands = generate(3, 15)
    cases = cases_of(lives)
    low, high = fit.edges(cases, [Band()] * len(lives))
    stated = fit.chances(STARTING, cases, low, high)
    rng = np.random.default_rng(8)
    came = rng.uniform(size=len(cases)) < stated
    final = np.where(came, 1.5, 0.5)
    told = Cases(cases.lives, cases.u, cases.z, final, cases.unit, cases.known, cases.series)

    curve = fit.fit_curve(STARTING, [fit.Told(told, [Band()] * len(lives), 1.0)])

    middle = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
    assert curve(middle) == pytest.approx(middle, abs=0.08)


@pytest.mark.slow
def test_curve_never_falls(fitted: Constants) -> None:
    assert (np.diff(fitted.curve.seen) >= 0).all()


def test_band_is_met_between_its_edges_and_a_target_beyond_it() -> None:
    lives, _bands = generate(3, 1)
    cases = cases_of(lives)
    low, high = fit.edges(cases, [Band(0.5, 0.9)] * len(lives))

    assert np.array_equal(
        fit.arrived(cases, low, high), (cases.final >= 0.5 - 1e-9) & (cases.final <= 0.9 + 1e-9)
    )


@pytest.mark.slow
def test_every_planning_clock_has_its_own_prior(fitted: Constants) -> None:
    assert set(fitted.priors) == set(STARTING.priors)
    assert fitted.priors[Cadence.YEARLY] != fitted.priors[Cadence.WEEKLY]
