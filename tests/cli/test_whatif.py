"""whatif: changes tried on a plan."""

import json
from pathlib import Path

import pytest

from tests.cli.run import plan, run, write


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A plan, and changes that pause G2."""
    changes = tmp_path / "goals.csv"
    changes.write_text("id,status\nG2,paused\n", encoding="utf-8")
    return write(tmp_path), changes


def test_says_it_in_sentences_first(files: tuple[Path, Path]) -> None:
    done = run("whatif", *files)

    assert done.exit_code == 0
    first, second, *_rest = done.stdout.splitlines()
    assert first == "If “Shops order what they sold on the same weekday” is paused:"
    assert second == "  - 1 person has no line of sight any more."
    assert "What changed\n  goals: 1 changed\n" in done.stdout


def test_names_people_only_if_told_to(files: tuple[Path, Path]) -> None:
    assert "Tom Ek" not in run("whatif", *files).stdout
    assert "any more: Tom Ek." in run("whatif", *files, "--people").stdout


def test_writes_json(files: tuple[Path, Path]) -> None:
    found = json.loads(run("whatif", *files, "--format", "json").stdout)

    assert found["format"] == "lineofsight-difference"
    assert found["told"][0] == "If “Shops order what they sold on the same weekday” is paused:"
    assert found["summary"]["people"] == {"gain_line": 0, "lose_line": 1}
    assert found["people"] == []
    assert [one["person"] for one in found["concerned"]["up"]] == ["P1"]
    assert found["opened"][0]["causes"][0] == {
        "table": "goals",
        "id": "G2",
        "how": "changed",
        "columns": ["status"],
    }


@pytest.mark.parametrize(("fail_on", "code"), [("high", 1), ("never", 0)])
def test_fails_on_what_opens_if_told_to(files: tuple[Path, Path], fail_on: str, code: int) -> None:
    assert run("whatif", *files, "--fail-on", fail_on).exit_code == code


def test_leaves_the_files_as_they_are(files: tuple[Path, Path]) -> None:
    before = [path.read_bytes() for path in files]

    run("whatif", *files)

    assert [path.read_bytes() for path in files] == before


def test_says_everything_that_is_wrong_and_ends_with_2(files: tuple[Path, Path]) -> None:
    path, changes = files
    changes.write_text("id,status,end\nG2,stopped,\nG9,,2026-12-31\nG1,,soon\n", encoding="utf-8")

    done = run("whatif", path, changes)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert "goals.csv, goals, row 2, column status: “stopped” is not a listed word." in done.stderr
    assert "goals.csv, goals, row 4, column end: “soon” is not a date." in done.stderr


def test_says_what_is_wrong_with_both_files(files: tuple[Path, Path]) -> None:
    path, changes = files
    changes.write_text("id,end\nG1,soon\n", encoding="utf-8")
    path.write_text('{"format": "else"}', encoding="utf-8")

    done = run("whatif", path, changes)

    assert "plan.json" in done.stderr
    assert "goals.csv" in done.stderr


def test_says_what_a_new_row_lacks(files: tuple[Path, Path]) -> None:
    path, changes = files
    changes.write_text("id,status\nG9,active\n", encoding="utf-8")

    done = run("whatif", path, changes)

    assert done.exit_code == 2
    assert "goals.csv, goals, row 2, column title: The row has no title." in done.stderr


def test_changes_are_laid_over_the_plan_of_the_day(tmp_path: Path) -> None:
    tables = plan()
    tables["goals"][1]["end"] = "2027-06-30"
    tables["revisions"] = [
        {
            "goal_id": "G2",
            "date": "2026-10-01",
            "field": "dates",
            "before": "2026-12-31",
            "after": "2027-06-30",
        }
    ]
    changes = tmp_path / "goals.csv"
    changes.write_text("id,end\nG2,2027-03-31\n", encoding="utf-8")

    done = run("whatif", write(tmp_path, tables), changes, "--as-of", "2026-09-01")

    assert "end 2026-12-31 → 2027-03-31" in done.stdout


def test_what_is_dated_after_the_day_is_said_to_have_no_effect(files: tuple[Path, Path]) -> None:
    path, changes = files
    changes.write_text("id,title,created_on\nG9,Tins stand,2026-12-01\n", encoding="utf-8")

    done = run("whatif", path, changes)

    assert "The changes leave everything as it is." in done.stdout
    assert "1 row is dated after 2026-11-21, and is not known on that day." in done.stderr


def test_a_column_that_is_not_known_is_noticed(files: tuple[Path, Path]) -> None:
    path, changes = files
    changes.write_text("id,statis\nG2,paused\n", encoding="utf-8")

    assert "Did you mean status?" in run("whatif", path, changes).stderr
