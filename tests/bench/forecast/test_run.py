"""The forecast bench as a whole: what it says, and that what ships does as it should."""

import json
from pathlib import Path

import pytest

from lineofsight.bench.forecast import fit, told
from lineofsight.bench.forecast.chance import Chance
from lineofsight.bench.forecast.run import Result, run
from lineofsight.bench.forecast.shapes import SHAPES
from lineofsight.bench.forecast.table import METHODS, Row

FIXTURE = Path(__file__).with_name("series.csv")
NAIVE = METHODS[1:]


@pytest.fixture(scope="module")
def result() -> Result:
    """Judge what ships on the fixture and on generated series."""
    return run(FIXTURE, seed=2, each=5)


def overall(rows: list[Row]) -> Row:
    assert rows[0].points == "all"
    return rows[0]


def chance(result: Result, name: str = "all") -> Chance:
    (one,) = (one for one in result.chance if one.name == name)
    return one


def test_intervals_on_generated_series_hold_about_their_share(result: Result) -> None:
    score = overall(result.generated).scores["forecast"]

    assert score.coverage_50.value == pytest.approx(0.5, abs=0.1)
    assert score.coverage_90.value == pytest.approx(0.9, abs=0.1)


@pytest.mark.parametrize("method", NAIVE)
def test_forecast_beats_the_naive_ones_on_generated_series(result: Result, method: str) -> None:
    assert overall(result.generated).against[method].high < 0


@pytest.mark.parametrize("method", NAIVE)
def test_chance_beats_that_of_the_naive_ones(result: Result, method: str) -> None:
    brier = chance(result).brier

    assert brier["forecast"] < brier[method]


def test_chance_comes_true_and_the_curve_is_what_makes_it(result: Result) -> None:
    one = chance(result)

    assert one.calibration_error < 0.05
    assert one.brier["forecast"] < one.brier["uncalibrated"]
    assert one.brier["forecast"] < 0.25


def test_more_points_known_make_the_forecast_better(result: Result) -> None:
    few, many = (row.scores["forecast"] for row in (result.generated[1], result.generated[-1]))

    assert many.crps < few.crps
    assert many.width_90 < few.width_90


def test_rows_by_points_add_up_to_all(result: Result) -> None:
    whole, *parts = result.generated

    assert sum(row.forecasts for row in parts) == whole.forecasts


def test_chances_are_judged_by_shape_clock_points_and_kind_of_target(result: Result) -> None:
    named = {(one.part, one.name) for one in result.chance}

    assert {("shape", shape) for shape in SHAPES} <= named
    assert {("cadence", "weekly"), ("points", "1"), ("target", "band")} <= named


def test_real_series_with_and_without_target_stand_apart(result: Result) -> None:
    assert overall(result.with_target).series == 4
    assert overall(result.without_target).series == 1


def test_without_data_nothing_is_said_of_real_series() -> None:
    only = run(seed=2, each=1)

    assert (only.read, only.with_target, only.without_target, only.real_chance) == (
        None,
        [],
        [],
        [],
    )
    assert "Real series" not in told.render_text(only)


def test_same_seed_gives_the_same_result() -> None:
    first, second, other = (told.to_json(run(FIXTURE, seed=seed, each=1)) for seed in (3, 3, 4))

    assert first == second
    assert first != other


def test_json_says_everything_under_stable_names(result: Result) -> None:
    document = json.loads(told.to_json(result))
    row = document["real"]["with_target"][0]

    assert set(document) == {
        "format", "version", "seed", "data", "constants", "read", "real", "generated",
    }  # fmt: skip
    assert set(document["real"]) == {"with_target", "without_target", "held_out", "chance"}
    assert set(document["generated"]) == {"intervals", "chance"}
    assert set(document["constants"]) == {"source", "priors", "curve"}
    assert set(row) == {"points", "series", "forecasts", "methods", "against"}
    assert set(row["methods"]) == set(METHODS)
    assert set(row["methods"]["forecast"]) == {
        "coverage_50", "coverage_50_interval", "width_50",
        "coverage_90", "coverage_90_interval", "width_90", "crps",
    }  # fmt: skip
    assert set(row["against"]) == set(NAIVE)
    assert set(row["against"]["drift"]) == {"crps_difference", "interval"}
    assert set(document["generated"]["chance"][0]) == {
        "part", "name", "forecasts", "success", "brier", "calibration_error", "reliability",
    }  # fmt: skip


def test_text_shows_each_table_and_how_to_read_it(result: Result) -> None:
    text = told.render_text(result)

    assert "Real series with a target\n" in text
    assert "Generated series\n" in text
    assert "CRPS less that of “last value”: -" in text
    assert "Constants, fitted to: " in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_cells_left_out_are_told(tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_text(FIXTURE.read_text().replace("2024-06-30,86", "2024-06-30,soon"))
    one = run(path, each=1)

    assert "1 cell was left out:" in told.render_text(one)
    assert json.loads(told.to_json(one))["read"]["left_out"] == [
        {"line": 3, "column": "value", "message": "“soon” is no number that can be read."}
    ]


def test_held_out_series_are_judged_by_constants_that_do_not_know_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    groups: list[set[str]] = []

    def spy(real: fit.Cases, **_given: object) -> fit.Constants:
        groups.append({real.lives[place].group for place in real.series})
        return fit.STARTING

    monkeypatch.setattr(fit, "fit", spy)
    one = run(FIXTURE, refit=True, each=1)

    assert groups == [{"borough-2030"}, {"acme-2024"}] * 2
    assert set(one.held_out) == {"by_plan", "by_source"}
    assert overall(one.held_out["by_plan"]).forecasts == overall(one.with_target).forecasts
    assert "fitted without their source" in told.render_text(one)
