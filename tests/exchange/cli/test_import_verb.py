"""``lineofsight import``: what it prints, how it ends, and what it leaves alone."""

from pathlib import Path

import pytest

from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.goals.models import Goal
from lineofsight.organization.models import AuditEntry, Person
from lineofsight.planfile.write import write_plan
from tests.cli.run import run
from tests.exchange.doing import marks, small, taken
from tests.factories.organization import grant

pytestmark = pytest.mark.django_db

GOALS = "id,title,end\nG1,Plants run,2026-12-31\nG2,Books closed,next week\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    write_plan(small(), tmp_path / "plan.json")
    return tmp_path / "plan.json"


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    (tmp_path / "goals.csv").write_text(GOALS)
    return tmp_path / "goals.csv"


def test_says_what_it_adds_and_how_to_take_it_back(plan: Path) -> None:
    result = run("import", plan, "--reason", "new year")
    made = Import.objects.get()
    assert result.exit_code == 0
    assert "goals: 2 added" in result.stdout
    assert f"--undo {made.pk}" in result.stderr
    assert (made.reason, made.file) == ("new year", str(plan))


def test_the_same_file_again_changes_nothing(plan: Path) -> None:
    run("import", plan)
    before = marks()
    result = run("import", plan)
    assert "nothing changes" in result.stdout
    assert (result.exit_code, marks()) == (0, before)


def test_a_dry_run_changes_nothing(plan: Path) -> None:
    result = run("import", plan, "--dry-run")
    assert "goals: 2 added" in result.stdout
    assert (result.exit_code, marks()) == (0, (0, 0))


def test_a_file_with_a_problem_is_refused_with_its_place(flawed: Path) -> None:
    result = run("import", flawed)
    assert result.exit_code == 2
    assert "goals, row 3, column end" in result.stderr
    assert marks() == (0, 0)


def test_a_row_with_a_problem_waits_if_asked(flawed: Path) -> None:
    result = run("import", flawed, "--quarantine")
    assert result.exit_code == 0
    assert "1 row cannot be placed and waits:" in result.stdout
    assert list(Goal.objects.values_list("ref", flat=True)) == ["G1"]
    waiting = QuarantinedRow.objects.get()
    assert (waiting.table, waiting.row) == ("goals", 3)
    assert waiting.content == {"id": "G2", "title": "Books closed", "end": "next week"}


def test_what_waits_is_listed(flawed: Path) -> None:
    run("import", flawed, "--quarantine")
    listed = run("import", "--waiting").stdout
    assert "title: Books closed, end: next week" in listed
    assert "is not a date" in listed


def test_nothing_waits_in_a_new_record() -> None:
    assert run("import", "--waiting").stdout == "No row waits.\n"


def test_a_row_that_still_cannot_be_read_is_refused(flawed: Path) -> None:
    run("import", flawed, "--quarantine")
    result = run("import", "--place", QuarantinedRow.objects.get().pk)
    assert result.exit_code == 2
    assert "row 3, column end" in result.stderr


def test_a_row_is_placed_when_what_it_names_is_there(tmp_path: Path) -> None:
    taken(small())
    (tmp_path / "people.csv").write_text("id,name\nbo,Bo\n")
    (tmp_path / "goals.csv").write_text("id,title,owner_id\nG3,New,ana\n")
    run("import", tmp_path, "--quarantine")
    assert not Goal.objects.filter(ref="G3").exists()
    result = run("import", "--place", QuarantinedRow.objects.get().pk)
    assert (result.exit_code, result.stdout) == (0, "goals: 1 added\n")
    assert Goal.objects.get(ref="G3").owner == Person.objects.get(ref="ana")


def test_a_row_is_dropped(flawed: Path) -> None:
    run("import", flawed, "--quarantine")
    result = run("import", "--drop", QuarantinedRow.objects.get().pk, "--reason", "a test")
    assert (result.exit_code, QuarantinedRow.objects.get().state) == (0, "dropped")
    assert run("import", "--waiting").stdout == "No row waits.\n"


def test_a_number_that_does_not_wait_is_named() -> None:
    result = run("import", "--drop", 7)
    assert (result.exit_code, "No row 7 waits." in result.stderr) == (2, True)


def test_is_listed_and_taken_back(plan: Path) -> None:
    run("import", plan, "--as", "", "--reason", "x")
    number = Import.objects.get().pk
    assert str(plan) in run("import", "--list").stdout
    assert run("import", "--undo", number).exit_code == 0
    assert not Goal.objects.exists()
    assert "taken back" in run("import", "--list").stdout


def test_an_import_that_is_not_there_is_named() -> None:
    result = run("import", "--undo", 9)
    assert (result.exit_code, "There is no import 9." in result.stderr) == (2, True)


def test_who_imports_stands_in_the_audit_log(plan: Path) -> None:
    run("import", plan)
    lea = Person.objects.get(ref="lea")
    grant(lea, "strategy_office")
    write_plan(
        small(
            goals=[{"id": "G9", "title": "New"}],
            links=[],
            key_results=[],
            observations=[],
            allocations=[],
            kpis=[],
        ),
        plan,
    )
    assert run("import", plan, "--as", "lea@example.org").exit_code == 0
    entry = AuditEntry.objects.filter(verb="plan.imported").last()
    assert entry is not None
    assert entry.actor_id == lea.pk


def test_whoever_may_not_import_is_told_so(plan: Path) -> None:
    run("import", plan)
    before = marks()
    result = run("import", plan, "--as", "ana@example.org")
    assert (result.exit_code, marks()) == (2, before)


def test_wants_one_thing_at_a_time(plan: Path) -> None:
    assert run("import", plan, "--list").exit_code == 2
    assert run("import").exit_code == 2


def test_a_mapping_says_who_is_meant(plan: Path, tmp_path: Path) -> None:
    run("import", plan)
    (tmp_path / "goals.csv").write_text("id,title,owner_id\nG5,More,a.silva\n")
    assert run("import", tmp_path / "goals.csv", "--map", "a.silva=ana").exit_code == 0
    assert Goal.objects.get(ref="G5").owner == Person.objects.get(ref="ana")
