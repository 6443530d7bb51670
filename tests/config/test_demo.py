"""The demo organisation in the record: what it gives, and who can sign in."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.alignment import selectors
from lineofsight.alignment.models import Finding
from lineofsight.alignment.services import rule_states
from lineofsight.config.environment import WrongEnvironment, read_environment
from lineofsight.config.operations import demo, demo_folder
from lineofsight.config.operations.errors import Refused
from lineofsight.demo.build import build
from lineofsight.demo.log_ins import log_ins, new_phrase
from lineofsight.demo.manifest import expected, read_manifest
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.organization.access import Viewer
from lineofsight.organization.models import Account, Person
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from tests.web.sign_in.helpers import sign_in

PHRASE = "bakodu-rimena-solipa"


@pytest.mark.slow
@pytest.mark.django_db
def test_the_record_gives_the_findings_of_the_plan_and_of_the_manifest() -> None:
    today = timezone.localdate()
    rows = build(today)

    demo.fill(rows)
    done = demo.look(today)

    columns = to_columns(PlanDocument.from_rows(rows))
    in_the_plan = {
        (finding.rule, finding.subject.kind, finding.subject.id)
        for finding in check(Snapshot.build(columns, today), Settings(people=True)).findings
    }
    wanted = {
        (rule, *subject)
        for rule, subjects in expected(read_manifest(rows), people=True).items()
        for subject in subjects
    }
    found = set(Finding.objects.values_list("rule", "subject_kind", "subject_ref"))
    assert done.state == "done"
    assert found == in_the_plan == wanted
    # All rules look, but the one that is off until somebody asks for it.
    assert [state.rule.code for state in rule_states() if not state.is_on] == ["LOS206"]

    _people_of_the_record(rows)


def _people_of_the_record(rows: dict[str, list[dict[str, object]]]) -> None:
    """The second half of the same test: the record is filled once, as that takes seconds."""
    who = log_ins(rows)
    demo.let_in(who, PHRASE)

    assert Account.objects.count() == len(who)
    viewers = {one.name: Viewer(Person.objects.get(ref=one.person)) for one in who}
    roles = {one.role: viewers[one.name] for one in who}
    assert roles["manager"].reports
    assert roles["strategy office"].is_strategy_office
    assert roles["administrator"].is_administrator
    champions = {name for row in rows["pillars"] for name in row["champion_ids"]}
    assert {one.person for one in who if one.role == "champion"} <= champions
    asked = {name: bool(selectors.findings_for(viewer)) for name, viewer in viewers.items()}
    assert {name for name, is_asked in asked.items() if is_asked} >= {
        "Wen Li", "Torunn Vik", "Zeynep Arslan",
    }  # fmt: skip
    assert not {finding.rule for finding in selectors.findings_for(viewers["Ines Carvalho"])} & {
        "LOS605", "LOS607",
    }  # fmt: skip
    assert sign_in(Client(), who[0].email, PHRASE).status_code == 302
    assert sign_in(Client(), who[0].email, "another phrase").status_code == 200


class TestPhrase:
    def test_is_another_each_time(self) -> None:
        assert len({new_phrase() for _ in range(50)}) == 50

    def test_can_be_typed_on_any_keyboard(self) -> None:
        words = new_phrase().split("-")

        assert len(words) == 3
        assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


class TestFolder:
    def test_is_made_for_its_owner_alone(self, tmp_path: Path) -> None:
        folder = tmp_path / "record"
        demo_folder.begin(folder)
        demo_folder.keep(folder, demo_folder.Kept(date(2026, 1, 1), 7, PHRASE))

        assert [oct(path.stat().st_mode)[-3:] for path in (folder, folder / demo_folder.MARK)] == [
            "700",
            "600",
        ]

    def test_keeps_a_finished_record(self, tmp_path: Path) -> None:
        demo_folder.begin(tmp_path / "record")
        kept = demo_folder.Kept(date(2026, 1, 1), 7, PHRASE)
        demo_folder.keep(tmp_path / "record", kept)
        demo_folder.begin(tmp_path / "record")

        assert demo_folder.kept(tmp_path / "record") == kept

    @pytest.mark.parametrize("finished", [True, False])
    def test_is_made_anew_when_asked_or_never_finished(
        self, tmp_path: Path, finished: bool
    ) -> None:
        demo_folder.begin(tmp_path / "record")
        (tmp_path / "record" / "record.sqlite3").write_text("half a record")
        if finished:
            demo_folder.keep(tmp_path / "record", demo_folder.Kept(date(2026, 1, 1), 7, PHRASE))
        demo_folder.begin(tmp_path / "record", fresh=finished)

        assert [one.name for one in (tmp_path / "record").iterdir()] == [demo_folder.MARK]

    def test_of_somebody_else_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "mine").write_text("mine")

        with pytest.raises(Refused, match="no record of a demo"):
            demo_folder.begin(tmp_path, fresh=True)
        assert [one.name for one in tmp_path.iterdir()] == ["mine"]


class TestMode:
    def test_is_reached_on_this_machine_alone(self) -> None:
        given = {"LINEOFSIGHT_MODE": "demo", "LINEOFSIGHT_URL": "http://sight.example.org"}

        with pytest.raises(WrongEnvironment) as wrong:
            read_environment(given)
        assert [one.name for one in wrong.value.problems] == ["LINEOFSIGHT_URL"]
