"""No file makes a reader fail: what cannot be read is refused, with its name and a remedy."""

from pathlib import Path

import pytest

from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
from tests.planfile.hostile import CORPUS

# Each of these is millions of cells or characters to look at.
HEAVY = {
    "a_million_formatted_rows",
    "csv_with_dangling_references",
    "json_of_braces",
    "long_string_in_a_hundred_thousand_cells",
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name in HEAVY)) for name in CORPUS],
)
def test_is_refused_and_named(name: str, tmp_path: Path) -> None:
    path = CORPUS[name](tmp_path)
    with pytest.raises(PlanError) as caught:
        read_plan(path)
    assert all(problem.file.startswith(str(path)) for problem in caught.value.problems)
    assert all(problem.message for problem in caught.value.problems)
    assert str(caught.value).isprintable() or "\n" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("archive_of_one_repeated_byte", "unpacks to more than 64 MB"),
        ("archive_with_twenty_thousand_parts", "20000 parts"),
        ("archive_whose_parts_overlap", "damaged"),
        ("archive_with_a_password", "password"),
        ("old_workbook_or_one_with_a_password", "old Excel file"),
        ("workbook_with_macros", "macros"),
        ("workbook_that_is_called_one_with_macros", ".xlsm"),
        ("workbook_with_links_to_other_files", "other files"),
        ("sheet_with_an_entity_bomb", "document type"),
        ("sheet_that_reads_a_file", "document type"),
        ("names_of_sheets_with_an_entity_bomb", "document type"),
        ("sheet_with_a_hundred_thousand_levels", "nested too deeply"),
        ("sheet_in_utf_16", "UTF-8"),
        ("sheet_with_an_endless_attribute", "too large"),
        ("json_ten_thousand_levels_deep", "nested too deeply"),
        pytest.param("json_of_braces", "empty rows", marks=pytest.mark.slow),
        ("csv_that_never_ends_its_quote", "cannot be told apart"),
        ("csv_with_a_thousand_columns_and_a_million_rows", "more than 40000000 cells"),
        ("csv_that_is_a_workbook", ".xlsx"),
        ("circle_of_a_hundred_thousand_managers", "leads back to it"),
        ("nothing_there", "no such file"),
        ("empty_file", "empty"),
        ("pipe_that_never_speaks", "not a file"),
        ("device_that_never_ends", "ending"),
    ],
)
def test_is_refused_for_what_it_is(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=said):
        read_plan(CORPUS[name](tmp_path))
