"""Workbooks, as spreadsheet programs really write them."""

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError, Problem
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
from lineofsight.planfile.xlsx.sheet import decoded
from lineofsight.planfile.xlsx.workbook import open_workbook
from lineofsight.planfile.xlsx.write import encoded
from tests.planfile.plans import content, plan, rich_plan
from tests.planfile.workbooks import HEAD, MAIN, goals_sheet, parts_of, save, sheet, text, workbook

Rows = list[list[object]]


def by_openpyxl(path: Path, **sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def goals_of(document: PlanDocument) -> list[dict[str, object]]:
    return list(document.records("goals"))


def problems_in(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(PlanError) as caught:
        read_plan(path)
    return caught.value.problems


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


class TestReading:
    def test_a_sheet_of_goals_is_a_plan(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title"], ["G1", "Customers stay"]])
        assert goals_of(read_plan(path)) == [{"id": "G1", "title": "Customers stay"}]

    def test_cells_keep_their_types(self, path: Path) -> None:
        header = ["id", "title", "confidence", "end", "blocked", "contributor_ids"]
        by_openpyxl(path, goals=[header, [17, 2026, 7.5, date(2026, 11, 21), True, "P1;P2"]])
        assert goals_of(read_plan(path)) == [
            {
                "id": "17",
                "title": "2026",
                "confidence": 7.5,
                "end": date(2026, 11, 21),
                "blocked": True,
                "contributor_ids": ("P1", "P2"),
            }
        ]

    def test_names_of_sheets_and_columns_are_read_in_any_spelling(self, path: Path) -> None:
        by_openpyxl(
            path,
            Goals=[["ID", "Title"], ["G1", "t"]],
            **{"Key results": [["Id", "goal-id", "TITLE"], ["K1", "G1", "t"]]},
        )
        assert list(read_plan(path).tables) == ["goals", "key_results"]

    def test_rows_are_numbered_as_the_program_shows_them(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title"], ["G1", "t"], [], [None, " "], ["G2", "t"]])
        assert list(read_plan(path).tables["goals"].rows) == [2, 5]

    def test_a_header_may_stand_further_down(self, path: Path) -> None:
        by_openpyxl(path, goals=[[], [], ["id", "title"], ["G1", ""]])
        [problem] = problems_in(path)
        assert (problem.row, problem.column) == (4, "title")

    def test_a_table_may_begin_in_another_column(self, path: Path) -> None:
        by_openpyxl(path, goals=[[None, "id", "title"], [None, "G1", "t"]])
        assert goals_of(read_plan(path)) == [{"id": "G1", "title": "t"}]

    def test_a_sheet_of_headers_counts_as_missing(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title"], ["G", "t"]], people=[["id", "salary"]], teams=[])
        document = read_plan(path)
        assert (list(document.tables), document.notices) == (["goals"], ())

    def test_an_unknown_sheet_is_left_out_and_said(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title"], ["G", "t"]], Pivot=[["a"]], readme=[["b"]])
        [notice] = read_plan(path).notices
        assert "“Pivot”" in notice.message

    def test_a_sheet_that_stands_there_twice_is_an_error(self, path: Path) -> None:
        rows: Rows = [["id", "title"], ["G", "t"]]
        by_openpyxl(path, goals=rows, **{"Goals ": rows})
        [problem] = problems_in(path)
        assert "twice" in problem.message

    def test_what_stands_beside_the_table_is_left_out_and_said(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title"], ["G", "t", None, "ask Bo"], ["H", "t", 1]])
        document = read_plan(path)
        [notice] = document.notices
        assert (notice.row, "“ask Bo”" in notice.message) == (2, True)
        assert goals_of(document) == [{"id": "G", "title": "t"}, {"id": "H", "title": "t"}]

    def test_a_column_without_a_header_is_left_out_and_said(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", None, "title"], ["G", "ask Bo", "t"]])
        document = read_plan(path)
        assert "without a name" in document.notices[0].message
        assert goals_of(document) == [{"id": "G", "title": "t"}]

    def test_problems_name_the_sheets_row_and_column(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title", "end"], ["G", "t", 46347]])
        [problem] = problems_in(path)
        assert (problem.file, problem.table, problem.row, problem.column) == (
            str(path),
            "goals",
            2,
            "end",
        )

    def test_a_workbook_without_tables_is_refused(self, path: Path) -> None:
        by_openpyxl(path, Sheet1=[["a"], [1]])
        assert len(problems_in(path)) == 1

    @pytest.mark.parametrize("constant_memory", [True, False])
    def test_reads_what_xlsxwriter_writes(self, path: Path, constant_memory: bool) -> None:
        with xlsxwriter.Workbook(path, {"constant_memory": constant_memory}) as book:
            page = book.add_worksheet("goals")
            page.write_row(0, 0, ["id", "title", "confidence"])
            page.write_row(1, 0, ["G1", "Größe\n<&>\x02", 7])
        [goal] = goals_of(read_plan(path))
        assert goal == {"id": "G1", "title": "Größe\n<&>\x02", "confidence": 7.0}


class TestFormulas:
    def test_the_value_last_calculated_is_taken_and_said(self, path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("goals")
            page.write_row(0, 0, ["id", "title", "confidence"])
            for row in range(1, 6):
                page.write_row(row, 0, [f"G{row}", "t"])
                page.write_formula(row, 2, "=3+4", None, 7)
        document = read_plan(path)
        [notice] = document.notices
        assert document.tables["goals"].columns["confidence"] == [7.0] * 5
        assert "5 formulas" in notice.message
        assert "“C2”, “C3”, “C4” …" in notice.message

    def test_one_that_was_never_calculated_is_an_error(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title"], ["G1", "=A2"]])
        [problem] = problems_in(path)
        assert (problem.row, problem.column) == (2, "title")
        assert "never calculated" in problem.message

    def test_one_that_gives_no_text_is_unknown(self, path: Path) -> None:
        cells = text("G1") + text("t") + '<c t="str"><f>""</f><v></v></c>'
        rows = goals_sheet(cells).replace("</row><row>", text("text") + "</row><row>", 1)
        assert goals_of(read_plan(workbook(path, {"goals": rows}))) == [{"id": "G1", "title": "t"}]

    def test_an_error_in_a_cell_is_an_error(self, path: Path) -> None:
        cells = text("G1") + '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        [problem] = problems_in(workbook(path, {"goals": goals_sheet(cells)}))
        assert "#DIV/0!" in problem.message

    def test_an_error_beside_the_table_does_no_harm(self, path: Path) -> None:
        header = text("id") + text("title") + "<c/>" + text("text")
        row = text("G1") + text("t") + '<c t="e"><v>#REF!</v></c>' + text("u")
        rows = sheet(f"<row>{header}</row><row>{row}</row>")
        assert goals_of(read_plan(workbook(path, {"goals": rows})))[0]["text"] == "u"


class TestForms:
    """The same content in the forms that different programs give it."""

    def test_shared_strings_with_formats_and_hints_at_speech(self, path: Path) -> None:
        strings = (
            f'{HEAD}<sst xmlns="{MAIN}"><si><t>id</t></si><si><t>title</t></si><si/>'
            "<si><r><rPr><b/></rPr><t>Custo</t></r>\n <r><t>mers</t></r>"
            "<rPh sb='0' eb='1'><t>kasutama</t></rPh><phoneticPr/></si><si><t>G1</t></si></sst>"
        )
        cells = [f'<c t="s"><v>{index}</v></c>' for index in (0, 1, 4, 3, 2, 2)]
        rows = "".join(f"<row>{''.join(cells[at : at + 2])}</row>" for at in (0, 2, 4))
        workbook(path, {"goals": sheet(rows)}, strings=strings)
        assert goals_of(read_plan(path)) == [{"id": "G1", "title": "Customers"}]

    def test_prefixed_elements(self, path: Path) -> None:
        rows = goals_sheet(text("G1") + text("t"))
        for name in ("worksheet", "sheetData", "row", "c", "is", "t"):
            rows = rows.replace(f"<{name}>", f"<x:{name}>").replace(f"<{name} ", f"<x:{name} ")
            rows = rows.replace(f"</{name}>", f"</x:{name}>")
        rows = rows.replace("xmlns=", "xmlns:x=")
        assert goals_of(read_plan(workbook(path, {"goals": rows}))) == [{"id": "G1", "title": "t"}]

    def test_the_strict_form_of_the_standard(self, path: Path) -> None:
        parts = parts_of({"goals": goals_sheet(text("G1") + text("t"))})
        strict = {
            name: part.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
            for name, part in parts.items()
        }
        assert goals_of(read_plan(save(path, strict))) == [{"id": "G1", "title": "t"}]

    def test_absolute_targets(self, path: Path) -> None:
        parts = parts_of({"goals": goals_sheet(text("G1") + text("t"))})
        name = "xl/_rels/workbook.xml.rels"
        parts[name] = parts[name].replace('"worksheets/', '"/xl/worksheets/')
        assert goals_of(read_plan(save(path, parts)))

    def test_cells_out_of_order_and_far_apart(self, path: Path) -> None:
        def cell(address: str, value: str) -> str:
            return text(value).replace("<c ", f'<c r="{address}" ')

        header = f'<row r="1">{cell("A1", "title")}{cell("C1", "id")}</row>'
        row = f'<row r="2">{cell("C2", "G1")}{cell("A2", "t")}</row>'
        workbook(path, {"goals": sheet(header + row)})
        assert goals_of(read_plan(path)) == [{"title": "t", "id": "G1"}]

    def test_merged_cells_are_said(self, path: Path) -> None:
        book = openpyxl.Workbook()
        page = book.active
        page.title = "goals"
        for row in (["id", "title", "owner_id"], ["G1", "t", "P1"], ["G2", "t", None]):
            page.append(row)
        page.merge_cells("C2:C3")
        book.save(path)
        [notice] = read_plan(path).notices
        assert "“C2:C3”" in notice.message

    def test_formatted_rows_that_hold_nothing_are_passed_over(self, path: Path) -> None:
        empty = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(3, 20_000))
        rows = goals_sheet(text("G1") + text("t")).replace("</sheetData>", empty + "</sheetData>")
        assert len(read_plan(workbook(path, {"goals": rows})).tables["goals"]) == 1

    @pytest.mark.parametrize("missing", ["xl/styles.xml", "xl/sharedStrings.xml"])
    def test_a_part_that_is_named_but_not_there_is_passed_over(
        self, path: Path, missing: str
    ) -> None:
        parts = parts_of({"goals": goals_sheet(text("G1") + text("t"))}, styles="", strings="")
        del parts[missing]
        parts = {name: content or f"{HEAD}<empty/>" for name, content in parts.items()}
        assert goals_of(read_plan(save(path, parts))) == [{"id": "G1", "title": "t"}]

    def test_escapes_of_characters(self, path: Path) -> None:
        workbook(path, {"goals": goals_sheet(text("G1") + text("a_x000D_b_x005F_x000D_"))})
        assert goals_of(read_plan(path))[0]["title"] == "a\rb_x000D_"

    @pytest.mark.parametrize(
        "value", ["_x0041_", "_x0041_x0042_", "__x0041_", "\x01", "\ufffe", "_"]
    )
    def test_what_is_encoded_is_decoded_again(self, value: str) -> None:
        assert decoded(encoded(value)) == value

    def test_a_character_that_is_escaped_nul_is_an_error(self, path: Path) -> None:
        [problem] = problems_in(
            workbook(path, {"goals": goals_sheet(text("G1") + text("a_x0000_"))})
        )
        assert "NUL" in problem.message


class TestDates:
    STYLES = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{{formats}}</numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
        '<cellStyles><xf numFmtId="14"/></cellStyles></styleSheet>'
    )

    def cell(
        self, path: Path, serial: str, number: int, code: str = "", properties: str = ""
    ) -> object:
        formats = f'<numFmt numFmtId="{number}" formatCode="{code}"/>' if code else ""
        styles = self.STYLES.format(formats=formats, number=number)
        rows = sheet(f'<row><c s="1"><v>{serial}</v></c></row>')
        workbook(path, {"goals": rows}, styles=styles, properties=properties)
        with open_workbook(path) as book:
            [(_number, [value])] = book.rows("goals")
        return value

    @pytest.mark.parametrize(
        ("serial", "moment"),
        [
            ("46347", datetime(2026, 11, 21)),
            ("46347.5", datetime(2026, 11, 21, 12)),
            ("61", datetime(1900, 3, 1)),
            ("59", datetime(1900, 2, 28)),
            ("1", datetime(1900, 1, 1)),
            ("2958465", datetime(9999, 12, 31)),
            ("0.25", time(6)),
        ],
    )
    def test_are_numbers_with_a_format(self, path: Path, serial: str, moment: object) -> None:
        assert self.cell(path, serial, 14) == moment

    def test_may_be_counted_from_1904(self, path: Path) -> None:
        properties = '<workbookPr date1904="1"/>'
        assert self.cell(path, "44885", 14, properties=properties) == datetime(2026, 11, 21)

    @pytest.mark.parametrize("serial", ["-1", "2958466", "1e300"])
    def test_beyond_the_calendar_stay_numbers(self, path: Path, serial: str) -> None:
        assert self.cell(path, serial, 14) == float(serial)

    @pytest.mark.parametrize(
        "code", ["yyyy-mm-dd", "dd.mm.yy", "[$-407]d. mmmm yyyy;@", "m/d/yyyy h:mm AM/PM", "hh:mm"]
    )
    def test_codes_that_show_a_date(self, path: Path, code: str) -> None:
        assert isinstance(self.cell(path, "46347", 164, code), datetime)

    @pytest.mark.parametrize(
        "code",
        [
            *("0.00", "#,##0.00 [$€-407]", "0 &quot;days&quot;", "[Red]0", "General", "0.0E+00"),
            *("[h]:mm", r"0\d", "0_d", "Standard"),
        ],
    )
    def test_codes_that_do_not(self, path: Path, code: str) -> None:
        assert self.cell(path, "46347", 164, code) == 46347.0

    def test_written_as_text_are_read_too(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title", "end"], ["G", "t", "2026-11-21"]])
        assert goals_of(read_plan(path))[0]["end"] == date(2026, 11, 21)

    def test_in_a_column_of_text_are_written_out(self, path: Path) -> None:
        by_openpyxl(path, goals=[["id", "title", "text"], ["G", "t", date(2026, 11, 21)]])
        assert goals_of(read_plan(path))[0]["text"] == "2026-11-21"


class TestWriting:
    def test_other_programs_see_no_formula_and_the_same_values(self, path: Path) -> None:
        goal = {
            "id": "G1",
            "title": "=1+1",
            "text": "@SUM(1)",
            "confidence": 5,
            "end": "2026-11-21",
        }
        write_plan(plan(goals=[goal]), path)
        book = openpyxl.load_workbook(path)
        cells = [cell for page in book for row in page for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        expected = ["G1", "'=1+1", "'@SUM(1)", 5]
        assert [cell.value for cell in book["goals"][2]] == [*expected, datetime(2026, 11, 21)]
        rows = python_calamine.load_workbook(path).get_sheet_by_name("goals").to_python()
        assert rows[1] == [*expected, date(2026, 11, 21)]

    def test_every_sheet_of_a_rich_plan_opens_elsewhere(self, path: Path) -> None:
        write_plan(rich_plan(), path)
        assert openpyxl.load_workbook(path).sheetnames == list(rich_plan().tables)

    def test_a_text_longer_than_a_cell_is_refused_with_its_place(self, path: Path) -> None:
        document = plan(goals=[{"id": "G", "title": "t", "text": "😀" * 16_384}])
        with pytest.raises(PlanError) as caught:
            write_plan(document, path)
        [problem] = caught.value.problems
        assert (problem.table, problem.row, problem.column) == ("goals", 1, "text")
        assert not path.exists()

    def test_a_header_longer_than_a_cell_is_refused(self, path: Path) -> None:
        with pytest.raises(PlanError, match="a cell of a workbook holds 32767"):
            write_plan(plan(goals=[{"id": "G", "title": "t", "x" * 32_768: "u"}]), path)

    def test_text_that_looks_like_formatted_text_stays_text(self, path: Path) -> None:
        document = plan(goals=[{"id": "G", "title": "<r><t>x</t></r>"}])
        write_plan(document, path)
        assert content(read_plan(path)) == content(document)
        assert openpyxl.load_workbook(path)["goals"]["B2"].value == "<r><t>x</t></r>"

    def test_a_plan_without_tables_gives_an_empty_sheet(self, path: Path) -> None:
        write_plan(PlanDocument({}), path)
        assert openpyxl.load_workbook(path).sheetnames == ["goals"]
