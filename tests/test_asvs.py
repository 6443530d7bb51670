"""The table of requirements of OWASP ASVS 5.0, level 1: complete, held by tests that exist."""

import ast
import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "reference" / "asvs.csv"
# The 70 of level 1: section -> its requirements.
LEVEL_1 = {
    "1.2": (1, 2, 3, 4, 5),
    "1.3": (1, 2),
    "1.5": (1,),
    "2.1": (1,),
    "2.2": (1, 2),
    "2.3": (1,),
    "3.2": (1, 2),
    "3.3": (1,),
    "3.4": (1, 2),
    "3.5": (1, 2, 3),
    "4.1": (1,),
    "4.4": (1,),
    "5.2": (1, 2),
    "5.3": (1, 2),
    "6.1": (1,),
    "6.2": (1, 2, 3, 4, 5, 6, 7, 8),
    "6.3": (1, 2),
    "6.4": (1, 2),
    "7.2": (1, 2, 3, 4),
    "7.4": (1, 2),
    "8.1": (1,),
    "8.2": (1, 2),
    "8.3": (1,),
    "9.1": (1, 2, 3),
    "9.2": (1,),
    "10.4": (1, 2, 3, 4, 5),
    "11.3": (1, 2),
    "11.4": (1,),
    "12.1": (1,),
    "12.2": (1, 2),
    "13.4": (1,),
    "14.2": (1,),
    "14.3": (1,),
    "15.1": (1,),
    "15.2": (1,),
    "15.3": (1,),
}
VERDICTS = {"held", "partly", "by the operator", "not applicable"}
SOURCE = ROOT / "src" / "lineofsight"
MEASURES = SOURCE / "bench"  # reads back what it has written a moment ago


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_of_level_1_stands_there_once() -> None:
    wanted = [f"{section}.{number}" for section, many in LEVEL_1.items() for number in many]

    assert len(wanted) == 70
    assert [row["id"] for row in rows()] == wanted


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_each_has_a_verdict_and_what_it_rests_on(row: dict[str, str]) -> None:
    assert row["about"]
    assert row["verdict"] in VERDICTS
    assert row["test"] if row["verdict"] == "held" else row["note"]


@pytest.mark.parametrize("row", [row for row in rows() if row["test"]], ids=lambda row: row["id"])
def test_the_tests_that_are_named_exist(row: dict[str, str]) -> None:
    file, _, name = row["test"].partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")

    assert re.search(
        rf"def {name}\(" if name else r"def test_|\.as_state_machine|\.parametrize", text
    )


def test_nothing_runs_a_shell_or_code_made_of_text() -> None:
    forbidden = {"eval", "exec", "compile"}
    found = []
    for path in sorted(set(SOURCE.rglob("*.py")) - set(MEASURES.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name.partition(".")[0] for alias in node.names}
                module = getattr(node, "module", "") or ""
                if {"pickle", "marshal", "shelve"} & {*names, module.partition(".")[0]}:
                    found.append(f"{path}:{node.lineno} pickle")
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            is_builtin = isinstance(called, ast.Name) and called.id in forbidden
            of_os = isinstance(called, ast.Attribute) and (
                ast.unparse(called) in {"os.system", "os.popen"}
            )
            in_shell = any(word.arg == "shell" for word in node.keywords)
            if is_builtin or of_os or in_shell:
                found.append(f"{path}:{node.lineno} {ast.unparse(called)}")

    assert found == []
