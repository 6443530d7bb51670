"""Plans as separated text: folders of .csv files and single ones."""

from pathlib import Path

import pytest

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import MOST_KEPT, PlanError, Problem
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.schema import MOST_BLANK, MOST_COLUMNS
from lineofsight.planfile.write import write_plan
from tests.planfile.plans import plan


def folder(path: Path, **files: str | bytes) -> Path:
    """A folder with these files; the ending .csv is added."""
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (path / f"{name}.csv").write_bytes(data)
    return path


def problems_in(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(PlanError) as caught:
        read_plan(path)
    return caught.value.problems


def only_problem_in(path: Path) -> Problem:
    [problem] = problems_in(path)
    return problem


def goals_of(document: PlanDocument) -> list[dict[str, object]]:
    return list(document.records("goals"))


GOALS = "id,title\nG1,Customers stay\n"


class TestFolders:
    def test_hold_a_file_a_table(self, tmp_path: Path) -> None:
        folder(tmp_path, goals=GOALS, people="id,name\nP1,Ada\n")
        assert list(read_plan(tmp_path).tables) == ["people", "goals"]

    def test_names_of_files_are_read_in_any_spelling(self, tmp_path: Path) -> None:
        (tmp_path / "Key Results.CSV").write_text("id,goal_id,title\nK,G1,t\n")
        assert "key_results" in read_plan(folder(tmp_path, Goals=GOALS)).tables

    def test_tables_name_their_own_file(self, tmp_path: Path) -> None:
        document = read_plan(folder(tmp_path, goals=GOALS))
        assert document.tables["goals"].file == str(tmp_path / "goals.csv")

    def test_other_csv_files_are_left_out_and_said(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("x")
        [notice] = read_plan(folder(tmp_path, goals=GOALS, budget="a\n1\n")).notices
        assert (notice.file, "budget" in notice.message) == (str(tmp_path / "budget.csv"), True)

    def test_a_table_in_another_format_is_left_out_and_said(self, tmp_path: Path) -> None:
        (tmp_path / "people.xlsx").write_bytes(b"PK")
        [notice] = read_plan(folder(tmp_path, goals=GOALS)).notices
        assert notice.file == str(tmp_path / "people.xlsx")

    def test_hidden_files_are_passed_over(self, tmp_path: Path) -> None:
        assert read_plan(folder(tmp_path, goals=GOALS, **{".goals": "x"})).notices == ()

    def test_an_empty_file_counts_as_missing(self, tmp_path: Path) -> None:
        assert list(read_plan(folder(tmp_path, goals=GOALS, people="")).tables) == ["goals"]

    def test_without_any_table_are_refused(self, tmp_path: Path) -> None:
        assert "no table of a plan" in only_problem_in(folder(tmp_path, budget="a\n")).message

    def test_problems_of_all_files_are_said(self, tmp_path: Path) -> None:
        folder(tmp_path, goals=b"id,title\nG1,\xff\n", people="id,name\nP1,\n", teams='id,name\n"')
        assert [(Path(p.file).stem, p.table, p.row) for p in problems_in(tmp_path)] == [
            ("teams", "teams", 2),
            ("people", "people", 2),
            ("goals", "goals", None),
        ]


class TestSingleFiles:
    def test_are_the_table_that_they_are_named_after(self, tmp_path: Path) -> None:
        folder(tmp_path, goals=GOALS)
        assert list(read_plan(tmp_path / "goals.csv").tables) == ["goals"]

    def test_without_goals_are_no_plan(self, tmp_path: Path) -> None:
        folder(tmp_path, people="id,name\nP,n\n")
        assert "no goals" in only_problem_in(tmp_path / "people.csv").message

    def test_of_another_name_must_be_an_export(self, tmp_path: Path) -> None:
        folder(tmp_path, budget="a,b\n1,2\n")
        assert "neither a table" in only_problem_in(tmp_path / "budget.csv").message

    def test_that_are_empty_are_refused(self, tmp_path: Path) -> None:
        folder(tmp_path, goals="")
        assert "empty" in only_problem_in(tmp_path / "goals.csv").message


class TestForms:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_separators_line_ends_and_marks(
        self, tmp_path: Path, separator: str, end: str, mark: str
    ) -> None:
        rows = [["id", "title", "contributor_ids"], ["G1", '"a, b; c\td"', '"P1;P2"']]
        text = mark + "".join(separator.join(row) + end for row in rows)
        assert goals_of(read_plan(folder(tmp_path, goals=text))) == [
            {"id": "G1", "title": "a, b; c\td", "contributor_ids": ("P1", "P2")}
        ]

    def test_the_separator_is_the_one_that_gives_known_columns(self, tmp_path: Path) -> None:
        text = 'id;"a,b,c,d,e";title\nG1;x;t\n'
        assert goals_of(read_plan(folder(tmp_path, goals=text)))[0]["title"] == "t"

    def test_a_line_that_names_the_separator_is_passed_over(self, tmp_path: Path) -> None:
        document = read_plan(folder(tmp_path, goals="sep=|\r\nid|title\r\nG1|t\r\n"))
        assert (goals_of(document), list(document.tables["goals"].rows)) == (
            [{"id": "G1", "title": "t"}],
            [2],
        )

    def test_rows_are_numbered_as_spreadsheets_do(self, tmp_path: Path) -> None:
        text = 'id,title\nG1,"two\nlines"\n\n , \nG2,\n'
        assert only_problem_in(folder(tmp_path, goals=text)).row == 5

    def test_short_rows_are_filled_up(self, tmp_path: Path) -> None:
        document = read_plan(folder(tmp_path, goals="id,title,end\nG1,t\nG2,t,2026-01-01\n"))
        assert document.tables["goals"].columns["end"][0] is None

    def test_long_rows_are_an_error(self, tmp_path: Path) -> None:
        problem = only_problem_in(folder(tmp_path, goals="id,title\nG1,Faults, mended\n"))
        assert (problem.row, "“ mended”" in problem.message) == (2, True)

    def test_long_rows_of_blanks_are_none(self, tmp_path: Path) -> None:
        assert read_plan(folder(tmp_path, goals="id,title\nG1,t,, \n"))

    def test_a_quote_within_a_cell_is_kept(self, tmp_path: Path) -> None:
        document = read_plan(folder(tmp_path, goals='id,title\nG1,5" pipe\n'))
        assert goals_of(document)[0]["title"] == '5" pipe'

    @pytest.mark.parametrize("cell", ['"ends"early', '"never ends'])
    def test_a_quote_that_makes_no_sense_is_an_error(self, tmp_path: Path, cell: str) -> None:
        problem = only_problem_in(folder(tmp_path, goals=f"id,title\nG1,t\nG2,{cell}\n"))
        assert (problem.table, problem.row) == ("goals", 3)

    def test_text_behind_a_quote_is_read_without_it(self, tmp_path: Path) -> None:
        text = "id,title,text\n'-1,'=1+1,''@x\nG2,'tis,' \n"
        assert goals_of(read_plan(folder(tmp_path, goals=text))) == [
            {"id": "-1", "title": "=1+1", "text": "'@x"},
            {"id": "G2", "title": "'tis", "text": "'"},
        ]

    def test_numbers_are_no_formulas(self, tmp_path: Path) -> None:
        text = "id,name,healthy_min,healthy_max\nM,n,-5,'+5\n"
        document = read_plan(folder(tmp_path, goals=GOALS, kpis=text))
        assert document.tables["kpis"].columns["healthy_min"] == [-5.0]
        assert document.tables["kpis"].columns["healthy_max"] == [5.0]

    def test_a_header_named_twice_is_an_error(self, tmp_path: Path) -> None:
        problem = only_problem_in(folder(tmp_path, goals="id,title,TITLE\nG,t,u\n"))
        assert (problem.row, problem.column) == (1, "title")

    def test_a_star_behind_a_header_is_passed_over(self, tmp_path: Path) -> None:
        assert read_plan(folder(tmp_path, goals="id*,title *\nG,t\n")).notices == ()

    def test_more_rows_than_are_read_at_once(self, tmp_path: Path) -> None:
        text = "id,title,end\n" + "".join(f"G{i},t,2026-01-01\n" for i in range(25_000))
        table = read_plan(folder(tmp_path, goals=text + "G,t,soon\n".replace("soon", ""))).tables[
            "goals"
        ]
        assert (len(table), table.columns["end"][-1], table.rows[-1]) == (25_001, None, 25_002)

    def test_a_bad_cell_far_down_is_named_by_its_row(self, tmp_path: Path) -> None:
        rows = [f"G{i},t,{'soon' if i in {3, 24_000} else ''}\n" for i in range(25_000)]
        problems = problems_in(folder(tmp_path, goals="id,title,end\n" + "".join(rows)))
        assert [problem.row for problem in problems] == [5, 24_002]


class TestWrongFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("id,title\nG1,ä\n".encode("latin-1"), "Line 2 is not written in UTF-8"),
            ("id,title\nG1,t\n".encode("utf-16"), "UTF-16"),
            (b"id,title\nG1,t\nG2,a\0b\n", "Line 3 holds a NUL"),
            (b"id,title\nG1,\xc3", "Line 2 is not written in UTF-8"),
            (b"PK\x03\x04rest", ".xlsx"),
            (b"\xd0\xcf\x11\xe0rest", ".xls"),
        ],
    )
    def test_are_named_for_what_they_are(self, tmp_path: Path, content: bytes, said: str) -> None:
        problem = only_problem_in(folder(tmp_path, goals=content))
        assert (said in problem.message, problem.table) == (True, "goals")

    def test_too_many_columns(self, tmp_path: Path) -> None:
        header = ",".join(f"c{i}" for i in range(MOST_COLUMNS + 1))
        assert "1001 cells" in only_problem_in(folder(tmp_path, goals=header + "\n")).message

    def test_a_cell_beyond_measure(self, tmp_path: Path) -> None:
        problem = only_problem_in(folder(tmp_path, goals="id,title\nG,t\nH," + "x" * 1_000_001))
        assert problem.row == 3

    def test_a_line_beyond_measure(self, tmp_path: Path) -> None:
        text = b"id,title\nG," + b"x" * 9_000_000
        assert "Line 2" in only_problem_in(folder(tmp_path, goals=text)).message


def test_what_is_written_has_no_cell_that_a_spreadsheet_runs(tmp_path: Path) -> None:
    document = plan(
        goals=[{"id": "@1", "title": "=1+1", "text": "-x", "=h": "+y", "confidence": 5}]
    )
    write_plan(document, tmp_path / "out")
    text = (tmp_path / "out" / "goals.csv").read_text()
    assert text == "id,title,text,confidence,'=h\n'@1,'=1+1,'-x,5,'+y\n"


class TestMoreThanAnybodyReads:
    def test_a_table_is_read_no_further_once_its_problems_are_only_counted(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "goals.csv"
        path.write_text("id,title\n" + "G,\n" * 150_000)
        with pytest.raises(PlanError) as caught:
            read_plan(path)
        assert len(caught.value.problems) == MOST_KEPT + 1
        left_out = int(caught.value.problems[-1].message.split()[4])
        assert left_out < 20_000

    def test_empty_rows_beyond_those_of_a_sheet_are_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "goals.csv"
        path.write_text("id,title\n" + "\n" * (MOST_BLANK + 1) + "G1,t\n")
        with pytest.raises(PlanError, match="empty rows"):
            read_plan(path)
