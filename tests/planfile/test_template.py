"""The workbook to fill in."""

from pathlib import Path

import openpyxl
import pytest

from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.schema import TABLES, Kind
from lineofsight.planfile.template import write_template


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    write_template(path, year=2026)
    return path


class TestTemplate:
    def test_has_every_table_and_column(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        found = {name: [cell.value for cell in book[name][1]] for name in book.sheetnames[1:]}
        assert found == {name: list(spec.columns) for name, spec in TABLES.items()}

    def test_begins_with_advice_and_what_is_needed_first(self, path: Path) -> None:
        assert openpyxl.load_workbook(path).sheetnames[:2] == ["Read me", "goals"]

    def test_has_a_note_on_every_column(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        for name, spec in TABLES.items():
            for cell, column in zip(book[name][1], spec.columns.values(), strict=True):
                assert cell.comment is not None
                assert column.help in cell.comment.text

    def test_offers_listed_words(self, path: Path) -> None:
        rules = openpyxl.load_workbook(path)["goals"].data_validations.dataValidation
        offered = [rule.formula1 for rule in rules if rule.type == "list"]
        assert '"draft,active,paused,done,cancelled"' in offered
        assert '"yes,no"' in offered

    def test_offers_every_list_within_what_a_workbook_holds(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        offered = sum(
            rule.type == "list" for sheet in book for rule in sheet.data_validations.dataValidation
        )
        kinds = [column.kind for spec in TABLES.values() for column in spec.columns.values()]
        assert offered == kinds.count(Kind.CHOICE) + kinds.count(Kind.FLAG)

    def test_keeps_ids_from_becoming_dates_or_numbers(self, path: Path) -> None:
        sheet = openpyxl.load_workbook(path)["goals"]
        formats = {cell.value: sheet.column_dimensions[cell.column_letter] for cell in sheet[1]}
        assert [formats[name].number_format for name in ("id", "owner_id", "start")] == [
            "@",
            "@",
            "yyyy-mm-dd",
        ]

    def test_keeps_headers_in_sight(self, path: Path) -> None:
        assert openpyxl.load_workbook(path)["goals"].freeze_panes == "A2"

    def test_reads_as_a_small_plan_without_notices(self, path: Path) -> None:
        document = read_plan(path)
        assert document.notices == ()
        assert {name: len(table) for name, table in document.tables.items()} == {
            "people": 2,
            "pillars": 1,
            "goals": 3,
            "key_results": 1,
            "links": 2,
        }

    def test_has_a_goal_without_a_line_for_the_check_to_find(self, path: Path) -> None:
        document = read_plan(path)
        linked = set(document.tables["links"].columns["from_id"])
        assert set(document.tables["goals"].columns["id"]) - linked == {"G3"}

    def test_marks_its_example(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        for name in ("goals", "people", "pillars", "key_results", "links"):
            row = [cell for cell in book[name][2] if cell.value is not None]
            assert all(cell.font.italic for cell in row)
            assert any(str(cell.value).startswith("Example: ") for cell in row)

    def test_without_its_example_and_with_a_goal_is_a_plan(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        for name in TABLES:
            book[name].delete_rows(2, 10)
        book["goals"]["A2"], book["goals"]["B2"] = "G1", "Customers stay"
        book.save(path)
        assert list(read_plan(path).tables) == ["goals"]

    def test_is_the_same_file_each_time(self, path: Path, tmp_path: Path) -> None:
        write_template(tmp_path / "again.xlsx", year=2026)
        assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()

    def test_is_a_workbook_and_nothing_else(self, tmp_path: Path) -> None:
        with pytest.raises(PlanError, match="Excel workbook"):
            write_template(tmp_path / "plan.csv")
