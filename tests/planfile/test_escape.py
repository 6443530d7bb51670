"""Text that a spreadsheet would run as a formula."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.planfile.escape import escaped, unescaped
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.schema import LONGEST_TEXT
from lineofsight.planfile.write import write_plan
from tests.planfile.plans import content, plan

STARTS = tuple("=+-@＝＋－＠")  # the wide signs are meant
TEXTS = st.text(st.sampled_from("';=+-@\t\r\na ＝"))  # likewise


@given(TEXTS.map(str.strip))
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(TEXTS.map(str.strip), st.sampled_from(",;\t"))
def test_no_cell_is_a_formula_whatever_a_spreadsheet_cuts_lines_at(text: str, cut: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow(["G1", escaped(text), escaped("a," + text)])
    pieces = [piece for line in out.getvalue().splitlines() for piece in line.split(cut)]
    # A comma within a cell stands behind a double quote, which starts the cell.
    assert cut == "," or not any(piece.startswith(STARTS) for piece in pieces)


@pytest.mark.parametrize("name", ["plan", "plan.xlsx"])
def test_ids_and_texts_with_formulas_behind_semicolons_come_back(tmp_path: Path, name: str) -> None:
    document = plan(
        goals=[
            {"id": "=G", "title": "a;=1+1", "text": "b\n+1\t@c", "contributor_ids": ("-P", "'=Q")}
        ]
    )
    write_plan(document, tmp_path / name)
    assert content(read_plan(tmp_path / name)) == content(document)


def test_a_text_as_long_as_any_may_be_comes_back_from_csv(tmp_path: Path) -> None:
    document = plan(goals=[{"id": "G", "title": "t", "text": ";=" * (LONGEST_TEXT // 2)}])
    write_plan(document, tmp_path / "plan")
    assert content(read_plan(tmp_path / "plan")) == content(document)
