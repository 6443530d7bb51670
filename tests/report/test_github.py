"""Workflow commands: nothing in a plan may become one, and nobody is named for themselves."""

import re
from urllib.parse import unquote

from lineofsight.engine.settings import Settings
from lineofsight.report import github
from tests.cli.run import Tables, goal, plan
from tests.report.checked import checked, kestrel

COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^:,]*,?)*)::(.*)")


def test_one_command_a_finding_and_one_that_sums_up() -> None:
    result, lenses = kestrel()

    lines = github.render(result, lenses).splitlines()

    assert len(lines) == len(result.findings) + 1
    assert all(COMMAND.fullmatch(line) for line in lines)
    assert lines[-1].startswith("::notice title=Line of Sight::11 high. On paper 6 of 11 people")


def test_stands_beside_its_row_of_a_csv_file() -> None:
    result, lenses = kestrel(Settings(select=("LOS104",)))

    first = github.render(result, lenses).splitlines()[0]

    assert first.startswith("::error file=")
    assert "kestrel/goals.csv,title=LOS104 broken-rung,line=8::The only way up" in first


def test_names_the_table_where_a_file_has_several() -> None:
    result, lenses = checked(settings=Settings(select=("LOS101",)))

    first = github.render(result, lenses).splitlines()[0]

    assert "line=" not in first
    assert first.endswith("%0Aplan.xlsx:goals:4")


def test_escapes_what_a_plan_says() -> None:
    tables = plan()
    tables["goals"].append(goal("G9", "100 %\n::error title=x,y::Ha", "P3"))
    result, lenses = checked(tables, settings=Settings(select=("LOS101",)), file="a,b:c%.xlsx")

    text = github.render(result, lenses)

    assert text.count("\n") == 3  # two findings and the sum
    assert sum(line.startswith("::") for line in text.splitlines()) == 3
    assert "file=a%2Cb%3Ac%25.xlsx" in text
    assert "“100 % ::error title=x,y::Ha”" in unquote(text)


def test_counts_findings_about_people_and_names_nobody() -> None:
    tables = with_a_stranger()
    result, lenses = checked(tables, settings=Settings(people=True))

    text = github.render(result, lenses)

    assert "LOS102 person-without-line: 1" in text
    assert "Cleo Quist" not in text
    assert "P4" not in text


def with_a_stranger() -> Tables:
    """A plan that shows no work of Cleo Quist, and names her nowhere else."""
    return plan()
