"""diff: two plans on one day."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from tests.cli.run import plan, run, write


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    """A plan, and the same a year later with one goal that nothing connects more."""
    later = deepcopy(plan())
    later["organization"]["as_of"] = "2026-12-20"
    later["goals"].append({"id": "G9", "title": "Every tin stands in its place at four"})
    return write(tmp_path, name="old.json"), write(tmp_path, later, name="new.json")


def test_says_what_opened(plans: tuple[Path, Path]) -> None:
    done = run("diff", *plans)

    assert done.exit_code == 0
    assert "+ G9 “Every tin stands in its place at four”" in done.stdout
    assert "LOS101 no-line-of-sight (high)" in done.stdout


def test_looks_at_both_on_the_day_of_the_newer(plans: tuple[Path, Path]) -> None:
    assert json.loads(run("diff", *plans, "--format", "json").stdout)["as_of"] == "2026-12-20"


def test_looks_at_both_on_the_day_asked_for(plans: tuple[Path, Path]) -> None:
    done = run("diff", *plans, "--as-of", "2026-12-24")

    assert "both on 24 December 2026" in " ".join(done.stdout.split())


@pytest.mark.parametrize(("fail_on", "code"), [("high", 1), ("never", 0)])
def test_fails_on_what_opened_if_told_to(plans: tuple[Path, Path], fail_on: str, code: int) -> None:
    assert run("diff", *plans, "--fail-on", fail_on).exit_code == code


def test_does_not_fail_on_what_was_there(plans: tuple[Path, Path]) -> None:
    old, _new = plans

    assert run("diff", old, old, "--fail-on", "low").exit_code == 0


def test_says_which_of_the_two_cannot_be_read(plans: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("diff", plans[0], tmp_path / "none.xlsx")

    assert done.exit_code == 2
    assert "none.xlsx" in done.stderr
    assert "old.json" not in done.stderr
