"""What goes in comes out: the whole record round-trips through the plan file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from lineofsight.demo.build import build
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.exchange.export import document_of
from lineofsight.goals.models import Decision, Goal, Link
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
from tests.exchange.doing import look, marks, said, small, take, whole
from tests.planfile.drawn import documents
from tests.planfile.goal_export.exports import check_in, row, under, write_csv

TODAY = date(2026, 11, 22)


@contextmanager
def installation() -> Iterator[None]:
    """An installation of its own, forgotten at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_organisation_comes_out_as_it_went_in() -> None:
    document = PlanDocument.from_rows(build(TODAY, seed=1887))
    take(document)
    out = document_of(private=True)
    assert said(out) == said(document)

    def findings(plan: PlanDocument) -> list[tuple[object, ...]]:
        snapshot = Snapshot.build(to_columns(plan), TODAY)
        found = check(snapshot, Settings(people=True)).findings
        return [(one.rule, one.subject, one.others, one.sentence, one.evidence) for one in found]

    assert findings(out) == findings(document)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["plan.xlsx", "plan", "plan.json"])
def test_an_exported_file_changes_nothing_when_it_is_imported(tmp_path: Path, name: str) -> None:
    take(small())
    _with_more_than_the_plan_file_knows()
    write_plan(document_of(private=True), tmp_path / name)
    before = marks()
    seen = look(read_plan(tmp_path / name))
    assert seen.problems == []
    assert seen.counts == {}
    assert marks() == before


@pytest.mark.django_db
def test_what_the_record_knows_beyond_the_plan_file_comes_along(tmp_path: Path) -> None:
    with installation():
        take(small())
        _with_more_than_the_plan_file_knows()
        write_plan(document_of(private=True), tmp_path / "plan.xlsx")
        before = whole()
    take(read_plan(tmp_path / "plan.xlsx"))
    goal = Goal.objects.get(ref="G1")
    assert goal.override == 0.25
    assert [person.ref for person in goal.readers.all()] == ["lea"]
    decision = Decision.objects.get()
    assert decision.alternatives == "two; three"
    assert decision.link == Link.objects.get(source__ref="G2", goal__ref="G1")
    assert {goal.ref for goal in decision.goals.all()} == {"G1", "G2"}
    assert whole() == before


def _with_more_than_the_plan_file_knows() -> None:
    goal = Goal.objects.get(ref="G1")
    lea = Person.objects.get(ref="lea")
    with Change(None, "goal.edited") as change:
        change.save(goal, override=0.25, override_reason="measured by hand")
        change.relate(goal, "readers", [lea])
        decision = change.add(
            Decision(
                title="One plant first",
                reason="cash",
                alternatives="two; three",
                decided_on=TODAY,
                decided_by=lea,
                link=Link.objects.get(source__ref="G2", goal__ref="G1"),
            )
        )
        change.relate(decision, "goals", [Goal.objects.get(ref="G2"), goal])


@pytest.mark.slow
@pytest.mark.django_db
@given(document=documents())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_any_plan_comes_out_as_it_went_in(document: PlanDocument) -> None:
    with installation():
        seen = look(document, new_people=True)
        if not seen.problems:
            take(document, new_people=True)
            ours, theirs = whole(), said(document)
            if "people" not in theirs:
                ours.pop("people", None)  # those whom the plan only named
            assert ours == theirs
            assert take(document, new_people=True) is None


@pytest.mark.slow
@pytest.mark.django_db
@given(document=documents())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_any_plan_can_be_taken_in_with_a_list_of_rows_that_wait(document: PlanDocument) -> None:
    with installation():
        assert look(document, quarantine=True).problems == []
        take(document, quarantine=True)
        assert take(document, quarantine=True) is None


@pytest.mark.slow
@pytest.mark.django_db
def test_a_large_export_of_a_goal_tool_is_taken_in_once_and_travels(tmp_path: Path) -> None:
    document = read_plan(_export_of_5000(tmp_path))
    assert len(document.tables["goals"]) == 5_000
    with installation():
        take(document)
        before = marks()
        assert take(document) is None
        assert marks() == before
        write_plan(document_of(private=True), tmp_path / "first.json")
    with installation():
        take(read_plan(tmp_path / "first.json"))
        write_plan(document_of(private=True), tmp_path / "second.json")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()


def _export_of_5000(folder: Path) -> Path:
    """Write what a goal tool exports: a tree of objectives, a key result with check-ins each."""
    rows = []
    for number in range(1, 5_001):
        title, above = f"Objective {number}", number // 8
        parent = {"parent": under(f"Objective {above}", above)} if above else {}
        owner = f"Person {number % 300}"
        rows.append(row(number, title, owner=owner, **parent))
        rows.append(
            row(
                100_000 + number,
                f"Reach {number}",
                "Key result",
                parent=under(title, number),
                owner=owner,
                metric="Sites",
                baseline=0,
                target=100,
                check_ins=[check_in("2026-02-03", number % 100)],
            )
        )
    return write_csv(folder, rows)
