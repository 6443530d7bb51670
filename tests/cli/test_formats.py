"""The five formats from outside: each is itself, and those made to be passed on name nobody."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.run import KESTREL, run, write

FORMATS = ("text", "json", "github", "sarif", "html")
PASSED_ON = ("github", "sarif", "html")


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("text", "Kestrel Ferries on "),
        ("json", '{"format": "lineofsight-findings"'),
        ("github", "::error file="),
        ("sarif", '{\n "$schema"'),
        ("html", "<!doctype html>"),
    ],
)
def test_each_begins_as_itself(form: str, beginning: str) -> None:
    done = run("check", KESTREL, "--format", form)

    assert done.exit_code == 1
    assert done.stdout.lower().startswith(beginning.lower())


@pytest.mark.parametrize("form", FORMATS)
def test_each_is_the_same_for_the_same_plan(form: str) -> None:
    once = run("check", KESTREL, "--format", form, "--people")
    again = run("check", KESTREL, "--format", form, "--people")

    assert once.stdout_bytes == again.stdout_bytes


@pytest.mark.parametrize("form", FORMATS)
def test_each_goes_into_a_file(tmp_path: Path, form: str) -> None:
    file = tmp_path / "out"

    done = run("check", KESTREL, "--format", form, "--output", file)

    assert done.stdout == ""
    assert file.read_text(encoding="utf-8") == run("check", KESTREL, "--format", form).stdout


@pytest.mark.parametrize("form", PASSED_ON)
def test_what_is_passed_on_names_nobody_for_themselves(tmp_path: Path, form: str) -> None:
    path = write(tmp_path)
    told = run("check", path, "--people")

    done = run("check", path, "--people", "--format", form)

    assert "Cleo Quist" in told.stdout  # LOS102 speaks of her on the terminal
    assert "Cleo Quist" not in done.stdout


def test_annotations_point_into_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(KESTREL, tmp_path / "plan")
    monkeypatch.chdir(tmp_path)

    annotations = run("check", "plan/", "--format", "github").stdout
    log = json.loads(run("check", "plan/", "--format", "sarif").stdout)

    assert "::error file=plan/goals.csv," in annotations
    uris = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in log["runs"][0]["results"]
    }
    assert "plan/goals.csv" in uris
    assert all(uri.startswith("plan/") for uri in uris)
