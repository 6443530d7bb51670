"""The way in and the way out: verbs, exit codes, what is said when things go wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import lineofsight
from lineofsight.cli.main import VERBS, main
from tests.cli.run import KESTREL, run, write

COMMAND = Path(sys.executable).parent / "lineofsight"


def command(
    *arguments: object, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, env=env
    )


class TestExitCodes:
    def test_are_0_if_nothing_counts(self) -> None:
        assert command("check", KESTREL, "--select", "LOS106").returncode == 0

    def test_are_1_if_something_does(self) -> None:
        assert command("check", KESTREL).returncode == 1

    def test_are_2_if_the_plan_cannot_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "goals.csv").write_text("id,title,status\nG1,One,active\nG1,,actve\n")

        done = command("check", tmp_path)

        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.count(str(tmp_path / "goals.csv")) >= 3
        assert "row 3" in done.stderr
        assert "column status" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        "arguments",
        [
            ["check"],
            ["check", "nowhere.xlsx"],
            ["check", KESTREL, "--format", "pdf"],
            ["check", KESTREL, "--as-of", "2026-02-30"],
            ["check", KESTREL, "--as-of", "20261121"],
            ["check", KESTREL, "--select", "LOS999"],
            ["check", KESTREL, "--config", "nowhere.toml"],
            ["check", KESTREL, "--baseline", "nowhere.json"],
            ["check", KESTREL, "--output", "nowhere/report.json"],
            ["trace", KESTREL, "Nobody At All"],
            ["explain", "LOS999"],
            ["chek", KESTREL],
        ],
        ids=lambda arguments: " ".join(str(one) for one in arguments),
    )
    def test_are_2_if_what_was_asked_for_makes_no_sense(self, arguments: list[str]) -> None:
        done = run(*arguments)

        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr

    def test_are_3_after_a_defect_with_one_line_and_no_trace(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        break_the_engine(monkeypatch)

        done = run("check", KESTREL)

        assert done.exit_code == 3
        assert done.stderr.count("\n") == 1
        assert "ZeroDivisionError" in done.stderr
        assert "please report" in done.stderr
        assert lineofsight.__version__ in done.stderr

    @pytest.mark.parametrize("by_variable", [False, True], ids=["option", "variable"])
    def test_are_3_with_the_trace_on_request(
        self, monkeypatch: pytest.MonkeyPatch, by_variable: bool
    ) -> None:
        break_the_engine(monkeypatch)
        if by_variable:
            monkeypatch.setenv("LINEOFSIGHT_DEBUG", "1")

        done = run(*([] if by_variable else ["--debug"]), "check", KESTREL)

        assert done.exit_code == 3
        assert "Traceback" in done.stderr

    def test_are_130_if_somebody_interrupts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_arguments: object, **_more: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("lineofsight.engine.check.check", interrupted)

        assert run("check", KESTREL).exit_code == 130


def break_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("lineofsight.engine.check.check", broken)


class TestOutput:
    def test_ends_quietly_when_the_reader_has_seen_enough(self) -> None:
        line = f"set -o pipefail; {COMMAND} check {KESTREL} --format json | head -c 20"

        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)

        assert done.returncode == 1  # what was found, not who stopped reading
        assert done.stdout == '{"format": "lineofsi'
        assert done.stderr == ""

    def test_that_cannot_be_written_is_said(self) -> None:
        with Path(os.devnull).open("r") as not_for_writing:
            done = subprocess.run(
                [COMMAND, "check", KESTREL],
                stdout=not_for_writing,
                stderr=subprocess.PIPE,
                check=False,
            )

        assert done.returncode == 2
        assert b"cannot be written" in done.stderr

    def test_has_no_colours_in_a_pipe(self) -> None:
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}

        assert "\x1b" not in command("check", KESTREL, env=environment).stdout

    def test_has_colours_if_asked_for(self) -> None:
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}

        done = command("check", KESTREL, env={**environment, "FORCE_COLOR": "1"})

        assert "\x1b[" in done.stdout

    def test_never_obeys_what_a_plan_says_to_the_terminal(self, tmp_path: Path) -> None:
        title = "Ring \x1b[31m the \u202ebell"
        plan = write(
            tmp_path,
            {
                "pillars": [{"id": "A", "name": "A\x07"}],
                "goals": [{"id": "G1", "title": title, "owner_id": "P\x1b1"}],
            },
        )

        done = run("check", plan, "--as-of", "2026-11-21")

        assert not {"\x1b", "\x07", "\u202e"} & set(done.output)
        assert "Ring" in done.output


class TestHelp:
    @pytest.mark.parametrize("verb", VERBS)
    def test_of_every_verb_teaches_by_example(self, verb: str) -> None:
        done = run(verb, "--help")

        assert done.exit_code == 0
        assert f"lineofsight {verb}" in done.output.partition("Examples:")[2]

    def test_lists_every_verb(self) -> None:
        done = run("--help")

        assert all(f"\n  {verb} " in done.output for verb in VERBS)

    def test_loads_nothing_that_takes_long(self) -> None:
        code = (
            "import sys; from lineofsight.cli.main import main\n"
            "try: main(['--help'])\n"
            "finally:\n"
            "  heavy = {'numpy', 'scipy', 'lxml', 'python_calamine', 'xlsxwriter'}\n"
            "  print(sorted(heavy & set(sys.modules)))"
        )

        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert done.stdout.endswith("\n[]\n")

    def test_answers_to_a_misspelt_verb(self) -> None:
        assert "Did you mean `lineofsight check`?" in run("chek", "plan.xlsx").stderr

    def test_answers_to_a_plan_without_a_verb(self) -> None:
        assert "`lineofsight check plan.xlsx`" in run("plan.xlsx").stderr

    def test_names_the_version(self) -> None:
        assert run("--version").stdout == f"lineofsight {lineofsight.__version__}\n"


def test_can_be_called_from_a_program() -> None:
    code = main(["check", str(KESTREL), "--select", "LOS106"], standalone_mode=False)

    assert code == 0
