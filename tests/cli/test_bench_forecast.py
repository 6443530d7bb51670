"""``bench forecast``: what it writes, and how it ends."""

import json
from pathlib import Path

import pytest

from lineofsight.engine.forecast.constants import CADENCES, read_constants
from tests.cli.run import run

HEADER = "plan,metric_id,metric,date,value,target,baseline,unit,reported_status\n"


def series(folder: Path, *rows: str) -> Path:
    path = folder / "series.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.slow
def test_json_names_its_format_and_says_nothing_else(tmp_path: Path) -> None:
    data = series(tmp_path, "p,m,,2023,3,10,0,,", "p,m,,2024,5,10,0,,", "p,m,,2025,8,10,0,,")
    done = run("bench", "forecast", "--data", data, "--format", "json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["format"] == "lineofsight-bench-forecast"


def test_rows_of_no_measure_end_with_2_their_lines_and_what_to_do(tmp_path: Path) -> None:
    data = series(tmp_path, "p,m,,2023,3,,,,", ",m,,2024,5,,,,", "p,,,2025,8,,,,")
    done = run("bench", "forecast", "--data", data)

    assert done.exit_code == 2
    assert "row 3, column plan" in done.stderr
    assert "row 4, column metric_id" in done.stderr
    assert "Give it, or delete the row." in done.stderr


def test_fit_needs_series_to_fit_to() -> None:
    done = run("bench", "forecast", "--fit")

    assert done.exit_code == 2
    assert "--data" in done.stderr


@pytest.mark.slow
def test_fit_writes_constants_that_the_forecast_reads(tmp_path: Path) -> None:
    data = series(tmp_path, "p,m,,2023,3,10,0,,", "p,m,,2024,5,10,0,,", "p,m,,2025,8,10,0,,")
    path = tmp_path / "constants.json"
    done = run("bench", "forecast", "--data", data, "--fit", path, "--format", "json")

    assert done.exit_code == 0
    assert done.stdout == path.read_text(encoding="utf-8")
    assert set(read_constants(done.stdout).priors) == set(CADENCES)
