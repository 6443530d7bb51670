"""Writing a plan: by the ending of its name, all or nothing."""

import stat
from pathlib import Path

import pytest

from lineofsight.planfile import write
from lineofsight.planfile.atomic import replacing
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
from tests.planfile.plans import content, plan

PEOPLE = [{"id": "P", "name": "n"}]


class TestFormats:
    @pytest.mark.parametrize("name", ["a.xlsx", "a.JSON", "a", "folder.d/a"])
    def test_go_by_the_ending(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "folder.d").mkdir()
        write_plan(plan(), tmp_path / name)
        assert content(read_plan(tmp_path / name)) == content(plan())

    def test_a_folder_that_is_there_may_have_a_dot(self, tmp_path: Path) -> None:
        (tmp_path / "plan.2026").mkdir()
        write_plan(plan(), str(tmp_path / "plan.2026"))
        assert (tmp_path / "plan.2026" / "goals.csv").is_file()

    @pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.pdf"])
    def test_others_are_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(PlanError, match="not written"):
            write_plan(plan(), tmp_path / name)

    def test_stratml_is_written_too(self, tmp_path: Path) -> None:
        write_plan(plan(pillars=[{"id": "S1", "name": "Reliable"}]), tmp_path / "a.xml")
        assert b"Reliable" in (tmp_path / "a.xml").read_bytes()


class TestAllOrNothing:
    def test_a_failure_leaves_what_was_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "plan.json"
        path.write_text("before")

        def fail(_value: object) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(write, "_json", fail)
        with pytest.raises(PlanError, match="No space left"):
            write_plan(plan(), path)
        assert [file.name for file in tmp_path.iterdir()] == ["plan.json"]
        assert path.read_text() == "before"

    def test_a_failure_leaves_no_half_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_value: object) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(write, "_csv_value", fail)
        with pytest.raises(PlanError, match="No space left"):
            write_plan(plan(), tmp_path / "out")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["absent/plan.xlsx", "absent/plan.json", "absent/plan"])
    def test_a_folder_that_is_not_there_is_an_error(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(PlanError, match="cannot be written"):
            write_plan(plan(), tmp_path / name)

    def test_a_file_does_not_replace_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "plan.json").mkdir()
        with pytest.raises(PlanError, match="A folder has this name"):
            write_plan(plan(), tmp_path / "plan.json")

    def test_a_folder_does_not_replace_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "plan").write_text("mine")
        with pytest.raises(PlanError, match="A file has this name"):
            write_plan(plan(), tmp_path / "plan")

    def test_a_new_file_may_be_read_by_those_who_may_read_others(self, tmp_path: Path) -> None:
        other, path = tmp_path / "other", tmp_path / "plan.json"
        other.touch()
        write_plan(plan(), path)
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)

    def test_a_file_keeps_who_may_read_it(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.json"
        path.touch(0o600)
        write_plan(plan(), path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_another_error_takes_the_temporary_file_away(self, tmp_path: Path) -> None:
        with pytest.raises(ZeroDivisionError), replacing(tmp_path / "a"):
            raise ZeroDivisionError
        assert list(tmp_path.iterdir()) == []


class TestFolders:
    def test_that_are_there_keep_other_files(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("mine")
        (tmp_path / "budget.csv").write_text("mine")
        write_plan(plan(), tmp_path)
        assert {file.name for file in tmp_path.iterdir()} == {
            "notes.txt",
            "budget.csv",
            "goals.csv",
        }

    def test_that_are_there_lose_tables_that_the_plan_does_not_have(self, tmp_path: Path) -> None:
        write_plan(plan(people=PEOPLE), tmp_path)
        write_plan(plan(), tmp_path)
        assert content(read_plan(tmp_path)) == content(plan())
