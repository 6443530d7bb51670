"""The small verbs: explain, rules, template, convert, completion."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lineofsight.engine.rules import catalogue, page
from lineofsight.planfile.read import read_plan
from tests.cli.run import KESTREL, run, write


class TestExplain:
    @pytest.mark.parametrize("word", ["LOS104", "los104", "broken-rung", "Broken_Rung"])
    def test_prints_the_page(self, word: str) -> None:
        assert run("explain", word).stdout == page("LOS104")

    def test_guesses_what_is_meant(self) -> None:
        assert "Did you mean LOS104 (broken-rung)?" in run("explain", "brokn-rung").stderr


class TestRules:
    def test_lists_every_rule(self) -> None:
        listed = run("rules").stdout

        assert all(f"{one.code}  {one.name} " in listed for one in catalogue())

    def test_says_which_run_with_these_settings(self, tmp_path: Path) -> None:
        settings = tmp_path / "settings.toml"
        settings.write_text('[lineofsight]\nignore = ["LOS1"]\n', encoding="utf-8")

        done = run("rules", "--format", "json", "--config", settings)

        runs = {one["rule"]: one["runs"] for one in json.loads(done.stdout)["rules"]}
        assert (runs["LOS101"], runs["LOS204"], runs["LOS601"]) == ("off", "on", "--people")


class TestTemplate:
    def test_can_be_checked_at_once(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.xlsx"

        assert run("template", path).exit_code == 0
        assert run("check", path).exit_code in {0, 1}

    def test_does_not_write_over_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.xlsx"
        path.write_text("mine", encoding="utf-8")

        done = run("template", path)

        assert (done.exit_code, path.read_text(encoding="utf-8")) == (2, "mine")
        assert "--force" in done.stderr

    def test_writes_over_a_file_if_told_to(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.xlsx"
        path.write_text("mine", encoding="utf-8")

        assert run("template", path, "--force").exit_code == 0
        assert read_plan(path).tables


class TestConvert:
    @pytest.mark.parametrize("name", ["plan.xlsx", "plan.json", "plan"])
    def test_loses_nothing_on_the_way_and_back(self, tmp_path: Path, name: str) -> None:
        there, back = tmp_path / name, tmp_path / "back.json"

        run("convert", KESTREL, there)
        done = run("convert", there, back)

        assert done.exit_code == 0
        assert read_plan(back).to_rows() == read_plan(KESTREL).to_rows()

    def test_does_not_write_over_a_plan(self, tmp_path: Path) -> None:
        there = write(tmp_path)
        before = there.read_bytes()

        assert run("convert", KESTREL, there).exit_code == 2
        assert there.read_bytes() == before
        assert run("convert", KESTREL, there, "--force").exit_code == 0

    def test_writes_nothing_if_the_plan_is_wrong(self, tmp_path: Path) -> None:
        wrong = write(tmp_path, {"goals": [{"id": "G1"}]})

        assert run("convert", wrong, tmp_path / "out.xlsx").exit_code == 2
        assert [one.name for one in tmp_path.iterdir()] == ["plan.json"]

    def test_says_which_endings_it_knows(self, tmp_path: Path) -> None:
        done = run("convert", KESTREL, tmp_path / "plan.pdf")

        assert done.exit_code == 2
        assert ".xlsx" in done.stderr

    @pytest.mark.parametrize("leave_out", [False, True])
    def test_keeps_conversations_unless_told_otherwise(
        self, tmp_path: Path, leave_out: bool
    ) -> None:
        talk = {"id": "C1", "manager_id": "P1", "person_id": "P2", "date": "2026-11-02"}
        path = write(
            tmp_path,
            {
                "people": [{"id": "P1", "name": "Ana"}, {"id": "P2", "name": "Tom"}],
                "goals": [{"id": "G1", "title": "One"}],
                "check_ins": [talk],
                "feedback": [
                    {"id": "F1", "date": "2026-11-02", "from_id": "P1", "to_id": "P2", "text": "Ta"}
                ],
            },
        )
        out = tmp_path / "out.json"

        run("convert", path, out, *(["--without-conversations"] if leave_out else []))

        assert ({"check_ins", "feedback"} <= set(read_plan(out).tables)) is not leave_out


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_prints_what_the_shell_needs(self, shell: str) -> None:
        done = run("completion", shell)

        assert done.exit_code == 0
        assert "_LINEOFSIGHT_COMPLETE" in done.stdout

    @pytest.mark.parametrize(
        ("line", "offered"),
        [
            ("lineofsight ch", "check"),
            ("lineofsight check --fail", "--fail-on"),
            ("lineofsight explain LOS10", "LOS104"),
            ("lineofsight explain brok", "broken-rung"),
            ("lineofsight check --select LOS7,los50", "LOS7,LOS503"),
        ],
    )
    def test_completes_verbs_options_and_rules(self, line: str, offered: str) -> None:
        words = line.split()

        done = subprocess.run(
            [Path(sys.executable).parent / "lineofsight"],
            env={
                **os.environ,
                "_LINEOFSIGHT_COMPLETE": "bash_complete",
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(words) - 1),
            },
            capture_output=True,
            text=True,
            check=False,
        )

        assert f"plain,{offered}" in done.stdout.splitlines()
