"""What is written is read again, whatever it is and in whatever format."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
from tests.planfile.drawn import documents
from tests.planfile.plans import content, plan, rich_plan

FORMATS = ("plan.xlsx", "plan.json", "plan")


def again(document: PlanDocument, name: str) -> PlanDocument:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_plan(document, path)
        return read_plan(path)


@pytest.mark.parametrize("name", FORMATS)
class TestRoundTrip:
    @pytest.mark.slow
    @given(document=documents())
    @settings(max_examples=60)
    def test_loses_nothing(self, name: str, document: PlanDocument) -> None:
        assert content(again(document, name)) == content(document)

    def test_loses_nothing_of_a_plan_that_uses_every_column(self, name: str) -> None:
        assert content(again(rich_plan(), name)) == content(rich_plan())

    def test_keeps_every_digit_of_a_number(self, name: str) -> None:
        document = plan(kpis=[{"id": "M", "name": "m", "healthy_min": 0.1 + 0.2}])
        assert again(document, name).tables["kpis"].columns["healthy_min"] == [0.1 + 0.2]

    def test_keeps_a_day_before_spreadsheets_count(self, name: str) -> None:
        document = plan(organization=[{"name": "o", "as_of": "1850-02-28"}])
        assert content(again(document, name)) == content(document)

    def test_keeps_a_column_in_which_nothing_is_known(self, name: str) -> None:
        document = plan(functions=[{"id": "F", "name": "f", "contribution": None}])
        assert "contribution" in again(document, name).tables["functions"].columns

    def test_keeps_several_owners(self, name: str) -> None:
        document = plan(goals=[{"id": "G1", "title": "t", "owner_id": ["P1", "P2"]}])
        assert again(document, name).tables["goals"].columns["owner_id"] == ["P1;P2"]

    def test_keeps_a_text_as_long_as_a_cell_of_a_workbook(self, name: str) -> None:
        document = plan(goals=[{"id": "G1", "title": "t", "text": "ä" * 32_767}])
        assert content(again(document, name)) == content(document)

    def test_writing_what_was_read_gives_the_same_bytes(self, name: str, tmp_path: Path) -> None:
        for folder, document in (("1", rich_plan()), ("2", again(rich_plan(), name))):
            (tmp_path / folder).mkdir()
            write_plan(document, tmp_path / folder / name)
        first, second = (
            {file.name: file.read_bytes() for file in (tmp_path / folder).rglob("*.*")}
            for folder in ("1", "2")
        )
        assert first == second


def test_the_rich_plan_uses_every_column() -> None:
    from lineofsight.planfile.schema import TABLES

    missing = {
        (name, column)
        for name, spec in TABLES.items()
        for column in spec.columns
        if column not in rich_plan().tables[name].columns
    }
    assert missing == set()
