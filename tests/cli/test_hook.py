"""The definition of the pre-commit hook fits the command."""

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from lineofsight.cli.main import main
from tests.cli.run import write

HOOK = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def entry() -> list[str]:
    """The command that the hook runs, without the program's name."""
    found = re.search(r"^  entry: (.+)$", HOOK, re.MULTILINE)
    assert found is not None
    program, *arguments = shlex.split(found[1])
    assert program == "lineofsight"
    return arguments


def test_its_entry_checks_a_plan_against_a_baseline(tmp_path: Path) -> None:
    plan, known = write(tmp_path), tmp_path / "baseline.json"
    CliRunner().invoke(main, [*entry(), str(plan), "--output", str(known)])

    done = CliRunner().invoke(main, [*entry(), str(plan), "--baseline", str(known)])

    assert done.exit_code == 0


def test_it_runs_on_whatever_a_plan_or_its_settings_are_kept_in() -> None:
    found = re.search(r"^  files: (.+)$", HOOK, re.MULTILINE)

    assert found is not None
    names = ("plan/goals.csv", "plan.xlsx", "plan.json", "plan.xml", "plan/lineofsight.toml")
    assert all(re.search(found[1], name) for name in names)
    assert not re.search(found[1], "README.md")
