"""A plan as it was: --as-of everywhere, and what changed since a day."""

import json
from pathlib import Path

import pytest

from tests.cli.run import findings, plan, run, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plan in which G2, above G4, was paused in October, and G3 was thought of in September."""
    tables = plan()
    tables["links"][2]["to_id"] = "G2"
    tables["goals"][1]["status"] = "paused"
    tables["goals"][3]["created_on"] = "2026-09-01"
    tables["revisions"] = [
        {
            "goal_id": "G2",
            "date": "2026-10-05",
            "field": "status",
            "before": "active",
            "after": "paused",
            "reason": "The tills were late",
        }
    ]
    return write(tmp_path, tables)


def test_check_finds_what_it_would_have_found(path: Path) -> None:
    now = {one["rule"] for one in findings(path)}
    then = {one["rule"] for one in findings(path, "--as-of", "2026-08-01")}

    assert {"LOS101", "LOS104"} <= now
    assert then.isdisjoint({"LOS101", "LOS104"})


def test_trace_draws_the_line_of_the_day(path: Path) -> None:
    assert "here the line stops" in " ".join(run("trace", path, "G4").stdout.split())
    assert "here the line stops" not in run("trace", path, "G4", "--as-of", "2026-08-01").stdout


def test_a_goal_that_was_not_there_yet_cannot_be_traced(path: Path) -> None:
    assert run("trace", path, "G3", "--as-of", "2026-08-01").exit_code == 2


def test_a_plan_of_a_day_before_all_its_goals_has_none(tmp_path: Path) -> None:
    tables = plan()
    for one in tables["goals"]:
        one["created_on"] = "2026-09-01"
    path = write(tmp_path, tables)

    found = json.loads(run("check", path, "--as-of", "2026-08-01", "--format", "json").stdout)

    assert found["counts"]["goals"] == 4  # rows read
    assert {one["rule"] for one in found["findings"]} == {"LOS103"}
    assert run("diff", path, "--since", "2026-08-01").exit_code == 0


def test_convert_writes_the_plan_of_the_day(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "then.json"

    assert run("convert", path, target, "--as-of", "2026-08-01").exit_code == 0
    written = json.loads(target.read_text(encoding="utf-8"))
    assert written["organization"]["as_of"] == "2026-08-01"
    assert [one["id"] for one in written["goals"]] == ["G1", "G2", "G4"]
    assert written["goals"][1]["status"] == "active"
    assert "revisions" not in written


def test_what_the_plan_does_not_tell_is_said(tmp_path: Path) -> None:
    tables = plan()
    tables["goals"][1]["status"] = "paused"

    done = run("check", write(tmp_path, tables), "--as-of", "2026-08-01", "--fail-on", "never")

    assert "1 goal is not active and no revision says since when" in done.stderr


class TestDiffSince:
    def test_says_what_changed_and_why(self, path: Path) -> None:
        said = " ".join(run("diff", path, "--since", "2026-08-01").stdout.split())

        assert said.startswith(f"{path} from 1 August 2026 to 21 November 2026.")
        assert "status active → paused. Revised on 5 October 2026: “The tills were late”" in said
        assert "Because G2 “Shops order what they sold on the same weekday” changed" in said

    def test_says_so_in_json(self, path: Path) -> None:
        found = json.loads(run("diff", path, "--since", "2026-08-01", "--format", "json").stdout)

        assert (found["since"], found["as_of"]) == ("2026-08-01", "2026-11-21")
        (goals,) = [one for one in found["tables"] if one["table"] == "goals"]
        assert goals["added"] == ["G3"]
        assert goals["changed"][0]["reasons"] == [
            {"kind": "revision", "id": "G2", "date": "2026-10-05", "text": "The tills were late"}
        ]

    def test_ends_on_another_day_if_told_to(self, path: Path) -> None:
        done = run("diff", path, "--since", "2026-08-01", "--as-of", "2026-08-20")

        assert "Nothing has changed." in done.stdout

    def test_says_where_time_alone_opened_something(self, tmp_path: Path) -> None:
        tables = plan()
        tables["assumptions"] = [
            {"id": "A1", "text": "Flour", "review_by": "2026-11-01", "goal_ids": ["G1"]}
        ]

        done = run("diff", write(tmp_path, tables), "--since", "2026-10-20")

        assert "LOS501" in done.stdout
        assert "Because time passed: no change of the plan is near." in done.stdout

    def test_looks_at_the_older_of_two_plans_on_that_day(self, path: Path) -> None:
        done = run("diff", path, path, "--since", "2026-08-01")

        assert "from 1 August 2026" in " ".join(done.stdout.split())

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ((), "Give two plans, or one with --since and a day."),
            (("--since", "2027-01-01"), "--since 2027-01-01 lies after the day of the plan"),
            (("--since", "soon"), "is not a day such as 2026-11-21"),
        ],
    )
    def test_says_what_it_needs(self, path: Path, arguments: tuple[str, ...], said: str) -> None:
        done = run("diff", path, *arguments)

        assert done.exit_code == 2
        assert said in done.stderr
