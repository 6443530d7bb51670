"""``lineofsight export``: the record as a file."""

from pathlib import Path

import pytest

from lineofsight.organization.models import AuditEntry
from lineofsight.planfile.read import read_plan
from tests.cli.run import run
from tests.exchange.doing import SMALL, said, small, take, whole

pytestmark = pytest.mark.django_db

TALK = {
    "check_ins": [{"id": "C", "manager_id": "lea", "person_id": "ana", "date": "2026-03-02"}],
    "feedback": [
        {"id": "F", "date": "2026-03-02", "from_id": "lea", "to_id": "ana", "text": "Thanks"}
    ],
}


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.json", "plan"])
def test_writes_what_the_record_says(tmp_path: Path, name: str) -> None:
    take(small())
    result = run("export", tmp_path / name)
    assert result.exit_code == 0
    assert said(read_plan(tmp_path / name)) == whole()


def test_does_not_overwrite_unasked(tmp_path: Path) -> None:
    take(small())
    run("export", tmp_path / "plan.json")
    before = (tmp_path / "plan.json").read_bytes()
    assert run("export", tmp_path / "plan.json").exit_code == 2
    assert (tmp_path / "plan.json").read_bytes() == before
    assert run("export", tmp_path / "plan.json", "--force").exit_code == 0


def test_conversations_stay_out(tmp_path: Path) -> None:
    take(small(**TALK))
    run("export", tmp_path / "plan.json")
    assert not {"check_ins", "feedback"} & read_plan(tmp_path / "plan.json").tables.keys()


def test_conversations_come_for_a_reason_that_is_kept(tmp_path: Path) -> None:
    take(small(**TALK))
    run("export", tmp_path / "plan.json", "--with-conversations", "we move house")
    assert len(read_plan(tmp_path / "plan.json").tables["feedback"]) == 1
    entry = AuditEntry.objects.get(verb="plan.exported")
    assert entry.reason == "we move house"


def test_an_empty_reason_is_none(tmp_path: Path) -> None:
    result = run("export", tmp_path / "plan.json", "--with-conversations", " ")
    assert (result.exit_code, (tmp_path / "plan.json").exists()) == (2, False)


def test_as_somebody_holds_what_they_see(tmp_path: Path) -> None:
    secret = {"id": "G7", "title": "Secret", "owner_id": "lea", "confidential": True}
    take(small(goals=[*SMALL["goals"], secret]))
    run("export", tmp_path / "plan.json", "--as", "ana@example.org")
    assert "Secret" not in (tmp_path / "plan.json").read_text()


def test_as_of_a_day_before_anything_there_is_nothing(tmp_path: Path) -> None:
    take(small())
    run("export", tmp_path / "plan.json", "--as-of", "2020-01-01")
    assert '"goals"' not in (tmp_path / "plan.json").read_text()
