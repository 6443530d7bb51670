"""Which reader reads what."""

import gc
import os
from pathlib import Path

import pytest

from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
from tests.planfile.plans import plan


def refused(path: Path) -> str:
    with pytest.raises(PlanError) as caught:
        read_plan(path)
    [problem] = caught.value.problems
    assert problem.file == str(path)
    return f"{problem.message} {problem.remedy}"


class TestReadPlan:
    def test_takes_a_name_as_text(self, tmp_path: Path) -> None:
        write_plan(plan(), tmp_path / "plan.json")
        assert read_plan(str(tmp_path / "plan.json"))

    def test_does_not_care_for_the_case_of_an_ending(self, tmp_path: Path) -> None:
        write_plan(plan(), tmp_path / "plan.xlsx")
        (tmp_path / "plan.xlsx").rename(tmp_path / "PLAN.XLSX")
        assert read_plan(tmp_path / "PLAN.XLSX")

    def test_says_which_endings_it_reads(self, tmp_path: Path) -> None:
        (tmp_path / "plan.ods").touch()
        said = refused(tmp_path / "plan.ods")
        assert ".ods" in said
        assert ".xlsx, .csv, .json, .xml, .stratml, .zip" in said

    def test_says_that_a_file_may_not_be_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def forbid(*_arguments: object, **_options: object) -> None:
            raise PermissionError(13, "Permission denied")

        path = tmp_path / "plan.json"
        path.write_text("{}")
        # Whoever runs the tests may be allowed everything.
        monkeypatch.setattr(Path, "open", forbid)
        assert "may not be read" in refused(path)

    @pytest.mark.parametrize("name", ["other.csv", "goals.csv", "export.zip", "plan.xlsx"])
    def test_says_of_an_empty_file_that_it_is_empty(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).touch()
        assert "is empty" in refused(tmp_path / name)

    @pytest.mark.parametrize("ending", [".csv", ".zip", ".xlsx"])
    def test_says_that_a_pipe_is_no_file(self, tmp_path: Path, ending: str) -> None:
        os.mkfifo(tmp_path / f"pipe{ending}")
        assert "not a file" in refused(tmp_path / f"pipe{ending}")

    def test_reads_stratml(self, tmp_path: Path) -> None:
        write_plan(plan(pillars=[{"id": "S1", "name": "Reliable"}]), tmp_path / "a.stratml")
        assert read_plan(tmp_path / "a.stratml").tables["pillars"].columns["name"] == ["Reliable"]

    def test_reads_an_export(self, tmp_path: Path) -> None:
        header = "Title,Owner,Aligned to (as shown on table),Object Type\n"
        (tmp_path / "export.csv").write_text(header + "Customers stay,Ada,,Objective\n")
        document = read_plan(tmp_path / "export.csv")
        assert document.tables["goals"].columns["title"] == ["Customers stay"]

    def test_leaves_the_search_for_garbage_as_it_was(self, tmp_path: Path) -> None:
        assert gc.isenabled()
        refused(tmp_path / "absent.json")
        assert gc.isenabled()
