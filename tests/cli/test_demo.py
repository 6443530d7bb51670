"""demo and bench: what they write, and how they end."""

import json
from pathlib import Path

import pytest

from lineofsight.planfile.read import read_plan
from tests.cli.run import run


@pytest.mark.slow
class TestDemo:
    def test_writes_its_plan_and_report_and_prints_the_findings(self, tmp_path: Path) -> None:
        folder = tmp_path / "demo"

        done = run("demo", "--plan-only", "--out", folder, "--as-of", "2026-11-21")

        assert done.exit_code == 0
        assert done.stdout.startswith("Halvorsen Water on 21 November 2026: ")
        assert "LOS305 local-wins" in done.stdout
        assert str(folder / "report.html") in done.stdout
        assert sorted(one.name for one in folder.iterdir()) == [
            "halvorsen-water.xlsx",
            "report.html",
        ]

    def test_prints_what_a_check_of_its_plan_prints(self, tmp_path: Path) -> None:
        done = run("demo", "--plan-only", "--out", tmp_path, "--as-of", "2026-11-21")

        checked = run("check", tmp_path / "halvorsen-water.xlsx")

        assert done.stdout.startswith(checked.stdout)

    def test_names_nobody_for_themselves(self, tmp_path: Path) -> None:
        done = run("demo", "--plan-only", "--out", tmp_path, "--as-of", "2026-11-21")

        for text in (done.stdout, (tmp_path / "report.html").read_text(encoding="utf-8")):
            assert "Ines Carvalho" not in text


class TestOptions:
    @pytest.mark.parametrize(
        "given",
        [
            ("--as-of", "2026-11-21"),
            ("--force",),
            ("--plan-only", "--fresh"),
            ("--plan-only", "--no-serve"),
            ("--people", "60", "--port", "9000"),
        ],
        ids=" ".join,
    )
    def test_that_would_change_nothing_are_refused(
        self, tmp_path: Path, given: tuple[str, ...]
    ) -> None:
        done = run("demo", *given, "--out", tmp_path / "out")

        assert done.exit_code == 2
        assert "goes with" in done.stderr
        assert not (tmp_path / "out").exists()


class TestCompany:
    def test_of_any_size_is_a_folder_that_can_be_checked(self, tmp_path: Path) -> None:
        folder = tmp_path / "big"

        done = run("demo", "--people", 60, "--goals", 2, "--out", folder, "--as-of", "2026-11-21")

        tables = read_plan(folder).tables
        assert done.exit_code == 0
        assert (len(tables["people"]), len(tables["goals"])) == (60, 120)
        assert run("check", folder).exit_code in {0, 1}

    def test_is_the_same_for_the_same_seed(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            run(
                "demo", "--people", 60, "--goals", 1, "--seed", 7, "--as-of", "2026-11-21",
                "--out", tmp_path / name,
            )  # fmt: skip

        one, two = (
            {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
            for name in ("one", "two")
        )
        assert one == two

    def test_is_not_written_among_other_files(self, tmp_path: Path) -> None:
        (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")

        done = run("demo", "--people", 60, "--out", tmp_path)

        assert done.exit_code == 2
        assert [one.name for one in tmp_path.iterdir()] == ["mine.csv"]

    @pytest.mark.parametrize("people", ["59", "-1", "many"])
    def test_has_people_enough(self, tmp_path: Path, people: str) -> None:
        assert run("demo", "--people", people, "--out", tmp_path / "out").exit_code == 2


class TestBench:
    def test_prints_a_line_a_rule(self) -> None:
        done = run("bench", "rules", "--rule", "LOS106")

        assert done.exit_code == 0
        assert [line.split()[0] for line in done.stdout.splitlines()[1:2]] == ["LOS106"]

    def test_prints_json(self) -> None:
        done = run("bench", "rules", "--rule", "circular-support", "--format", "json", "--seed", 3)

        document = json.loads(done.stdout)
        assert document["seed"] == 3
        (rule,) = document["rules"]
        assert (rule["rule"], rule["precision"], rule["recall"]) == ("LOS106", 1.0, 1.0)

    def test_refuses_data_that_it_cannot_read(self, tmp_path: Path) -> None:
        data = tmp_path / "plans.jsonl"
        data.write_text("{", encoding="utf-8")

        done = run("bench", "rules", "--rule", "LOS106", "--data", data)

        assert done.exit_code == 2
        assert str(data) in done.stderr
