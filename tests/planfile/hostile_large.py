"""Workbooks that mean harm and take a second or more to write: for the long tests only."""

from pathlib import Path

from tests.planfile.hostile_workbooks import big_part, large, repeated
from tests.planfile.workbooks import GOAL, HEAD, MAIN, goals_sheet, parts_of, text


@large
def sheet_of_200_megabytes(folder: Path) -> Path:
    row = f"<row>{text('G123456')}{text('A goal with a title of usual length')}</row>"
    return repeated(folder, row, 200_000_000 // len(row))


@large
def sheet_just_below_the_limit(folder: Path) -> Path:
    row = f"<row>{text('G123456')}{text('A goal with a title of usual length')}</row>"
    return repeated(folder, row, 62_000_000 // len(row))


@large
def sheet_of_the_smallest_cells(folder: Path) -> Path:
    return repeated(folder, "<c/>", 15_000_000, ("<row>", "</row>"))


@large
def sheet_of_cells_with_one_digit(folder: Path) -> Path:
    piece = "<row><c><v>1</v></c></row>"
    return repeated(folder, piece, 2_300_000)


@large
def three_million_strings(folder: Path) -> Path:
    parts = parts_of({"goals": goals_sheet(GOAL)}, strings="")
    name = "xl/sharedStrings.xml"
    path = folder / "plan.xlsx"
    with big_part(path, name, parts) as write:
        write(f'{HEAD}<sst xmlns="{MAIN}">'.encode())
        for number in range(2_000):
            write(b"".join(b"<si><t>%d</t></si>" % (number * 1_000 + n) for n in range(1_000)))
        write(b"</sst>")
    return path
