"""Workbooks that mean harm, or come from programs that do: each must be refused or reported.

``CORPUS`` names them all; each builder writes one below a folder and returns its path. Those in
``LARGE`` take a second or more to write, and are tried by the long tests only.
"""

import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.planfile.workbooks import (
    GOAL,
    HEAD,
    MAIN,
    goals_sheet,
    parts_of,
    save,
    sheet,
    text,
    workbook,
)

Builder = Callable[[Path], Path]
CORPUS: dict[str, Builder] = {}
LARGE: dict[str, Builder] = {}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
_DOCTYPE = f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'


def corpus(builder: Builder) -> Builder:
    CORPUS[builder.__name__] = builder
    return builder


def large(builder: Builder) -> Builder:
    LARGE[builder.__name__] = builder
    return builder


def _plan_parts() -> dict[str, str]:
    return parts_of({"goals": goals_sheet(GOAL)})


@contextmanager
def big_part(
    path: Path, name: str, parts: Mapping[str, str]
) -> Iterator[Callable[[bytes], object]]:
    """A ZIP file with these parts, and one that is written piece by piece."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in parts.items():
            if other != name:
                archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as stream:
            yield stream.write


def repeated(folder: Path, piece: str, times: int, around: tuple[str, str] = ("", "")) -> Path:
    """A workbook whose sheet of goals holds the same piece over and over again."""
    path = folder / "plan.xlsx"
    block = piece.encode() * 1_000
    with big_part(path, SHEET, _plan_parts()) as write:
        write((_BEFORE + around[0]).encode())
        for _time in range(times // 1_000):
            write(block)
        write((around[1] + _AFTER).encode())
    return path


SHEET = "xl/worksheets/sheet1.xml"
_BEFORE = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
_AFTER = "</sheetData></worksheet>"


# Archives


@corpus
def no_archive_at_all(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    path.write_text("id,title\nG1,t\n")
    return path


@corpus
def half_an_archive(folder: Path) -> Path:
    path = save(folder / "plan.xlsx", _plan_parts())
    path.write_bytes(path.read_bytes()[:-200])
    return path


@corpus
def archive_with_damaged_content(folder: Path) -> Path:
    path = save(folder / "plan.xlsx", _plan_parts())
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
    start = info.header_offset + 30 + len(SHEET)
    data[start + 20 : start + 40] = b"\xff" * 20
    path.write_bytes(data)
    return path


@corpus
def archive_of_one_repeated_byte(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    with big_part(path, SHEET, _plan_parts()) as write:
        for _time in range(100):
            write(b" " * 1_000_000)
    return path


@corpus
def archive_that_lies_about_its_size(folder: Path) -> Path:
    path = archive_of_one_repeated_byte(folder)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
    at = data.rindex(SHEET.encode()) - 46
    field = struct.pack("<L", 1_000)
    extra = at + 46 + len(SHEET)
    lying = bytearray(data)
    lying[at + 24 : at + 28] = field
    if info.file_size >= 0xFFFFFFFF:
        lying[extra + 4 : extra + 12] = struct.pack("<Q", 1_000)
    path.write_bytes(lying)
    return path


@corpus
def archive_with_twenty_thousand_parts(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"xl/{number}", b"")
    return path


@corpus
def archive_whose_parts_overlap(folder: Path) -> Path:
    """Two parts of the directory that point at the same bytes."""
    path = save(folder / "plan.xlsx", {**_plan_parts(), "xl/a": "x" * 5_000, "xl/b": "y" * 5_000})
    data = bytearray(path.read_bytes())
    first, second = (data.rindex(name) - 46 for name in (b"xl/a", b"xl/b"))
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)
    return path


@corpus
def archive_within_archives(folder: Path) -> Path:
    inner = save(folder / "inner.zip", {"a": "0" * 1_000_000}).read_bytes()
    for _level in range(5):
        inner = save(folder / "inner.zip", {f"{n}.zip": inner for n in range(3)}).read_bytes()
    (folder / "inner.zip").unlink()
    path = folder / "plan.xlsx"
    path.write_bytes(inner)
    return path


@corpus
def archive_with_two_parts_of_one_name(folder: Path) -> Path:
    path = save(folder / "plan.xlsx", {**_plan_parts(), "xl/worksheets/sheetX.xml": sheet("")})
    data = path.read_bytes().replace(b"sheetX.xml", b"sheet1.xml")
    path.write_bytes(data)
    return path


@corpus
def archive_with_a_password(folder: Path) -> Path:
    path = save(folder / "plan.xlsx", _plan_parts())
    data = bytearray(path.read_bytes())
    at = data.rindex(SHEET.encode()) - 46
    data[at + 8] |= 1
    path.write_bytes(data)
    return path


@corpus
def archive_packed_in_an_odd_way(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in _plan_parts().items():
            archive.writestr(name, content)
    return path


# Workbooks


@corpus
def old_workbook_or_one_with_a_password(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    path.write_bytes(_OLE + bytes(4_000))
    return path


@corpus
def workbook_with_macros(folder: Path) -> Path:
    return save(folder / "plan.xlsx", {**_plan_parts(), "xl/vbaProject.bin": "x"})


@corpus
def workbook_with_old_macros(folder: Path) -> Path:
    return save(folder / "plan.xlsx", {**_plan_parts(), "xl/macrosheets/sheet1.xml": "x"})


@corpus
def workbook_that_is_called_one_with_macros(folder: Path) -> Path:
    return save(folder / "plan.xlsm", _plan_parts())


@corpus
def workbook_with_links_to_other_files(folder: Path) -> Path:
    return save(folder / "plan.xlsx", {**_plan_parts(), "xl/externalLinks/externalLink1.xml": "x"})


@corpus
def workbook_in_binary_form(folder: Path) -> Path:
    return save(folder / "plan.xlsx", {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"})


@corpus
def archive_of_something_else(folder: Path) -> Path:
    return save(folder / "plan.xlsx", {"readme.txt": "hello"})


def _with_part(folder: Path, name: str, content: str | bytes) -> Path:
    return save(folder / "plan.xlsx", {**_plan_parts(), name: content})


@corpus
def sheet_with_an_entity_bomb(folder: Path) -> Path:
    content = goals_sheet(GOAL.replace("G1", "&l11;")).replace(HEAD, HEAD + _DOCTYPE)
    return _with_part(folder, SHEET, content)


@corpus
def sheet_with_a_quadratic_bomb(folder: Path) -> Path:
    doctype = f'<!DOCTYPE x [<!ENTITY l "{"x" * 100_000}">]>'
    content = goals_sheet(GOAL.replace("G1", "&l;" * 10_000)).replace(HEAD, HEAD + doctype)
    return _with_part(folder, SHEET, content)


@corpus
def sheet_that_reads_a_file(folder: Path) -> Path:
    doctype = '<!DOCTYPE x [<!ENTITY l SYSTEM "file:///etc/passwd">]>'
    content = goals_sheet(GOAL.replace("G1", "&l;")).replace(HEAD, HEAD + doctype)
    return _with_part(folder, SHEET, content)


@corpus
def sheet_with_thousands_of_different_elements(folder: Path) -> Path:
    return _with_part(folder, SHEET, _BEFORE + "".join(f"<a{n}/>" for n in range(5_000)) + _AFTER)


@corpus
def sheet_with_thousands_of_different_attributes(folder: Path) -> Path:
    attributes = "".join(f' a{n}=""' for n in range(5_000))
    return _with_part(folder, SHEET, f"{_BEFORE}<row{attributes}/>{_AFTER}")


@corpus
def workbook_that_names_half_a_million_sheets(folder: Path) -> Path:
    name = "xl/workbook.xml"
    return _with_part(
        folder, name, _plan_parts()[name].replace("<sheets>", "<sheets>" + "<a/>" * 500_000)
    )


@corpus
def names_of_sheets_with_an_entity_bomb(folder: Path) -> Path:
    name = "xl/workbook.xml"
    content = _plan_parts()[name].replace('name="goals"', 'name="&l11;"')
    return _with_part(folder, name, content.replace(HEAD, HEAD + _DOCTYPE))


@corpus
def sheet_in_utf_16(folder: Path) -> Path:
    content = goals_sheet(GOAL).replace("UTF-8", "UTF-16").encode("utf-16")
    return _with_part(folder, SHEET, content)


@corpus
def sheet_in_utf_7(folder: Path) -> Path:
    content = goals_sheet(GOAL).replace("UTF-8", "UTF-7").encode("utf-7")
    return _with_part(folder, SHEET, content)


@corpus
def sheet_with_a_hundred_thousand_levels(folder: Path) -> Path:
    return _with_part(folder, SHEET, _BEFORE + "<c>" * 100_000)


@corpus
def sheet_that_is_no_xml(folder: Path) -> Path:
    return _with_part(folder, SHEET, "\x00\x01 not XML")


@corpus
def sheet_with_an_endless_attribute(folder: Path) -> Path:
    return _with_part(
        folder, SHEET, f'{_BEFORE}<row r="1"><c r="{"A" * 20_000_000}"/></row>{_AFTER}'
    )


@corpus
def sheet_with_a_hundred_thousand_attributes(folder: Path) -> Path:
    attributes = "".join(f' a{n}=""' for n in range(300_000))
    return _with_part(folder, SHEET, f"{_BEFORE}<row{attributes}/>{_AFTER}")


@corpus
def sheet_with_a_cell_at_the_far_end(folder: Path) -> Path:
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _with_part(
        folder, SHEET, goals_sheet(GOAL).replace("</sheetData>", cell + "</sheetData>")
    )


@corpus
def sheet_with_impossible_addresses(folder: Path) -> Path:
    cell = '<row r="-7"><c r="1A"><v>1</v></c></row>'
    return _with_part(
        folder, SHEET, goals_sheet(GOAL).replace("</sheetData>", cell + "</sheetData>")
    )


@corpus
def sheet_with_numbers_that_are_none(folder: Path) -> Path:
    cell = "<row><c><v>many</v></c></row>"
    return _with_part(
        folder, SHEET, goals_sheet(GOAL).replace("</sheetData>", cell + "</sheetData>")
    )


@corpus
def sheet_with_strings_that_are_not_there(folder: Path) -> Path:
    cell = '<row><c t="s"><v>99</v></c></row>'
    return _with_part(
        folder, SHEET, goals_sheet(GOAL).replace("</sheetData>", cell + "</sheetData>")
    )


@corpus
def long_string_in_a_hundred_thousand_cells(folder: Path) -> Path:
    strings = f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"x" * 1_100_000}</t></si></sst>'
    cell = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'
    rows = goals_sheet(GOAL).replace("</sheetData>", cell * 100_000 + "</sheetData>")
    return workbook(folder / "plan.xlsx", {"goals": rows}, strings=strings)


@corpus
def formulas_that_were_never_calculated(folder: Path) -> Path:
    row = f"{text('G1')}<c><f>A1</f></c>"
    return workbook(folder / "plan.xlsx", {"goals": goals_sheet(*[row] * 2_000)})


@corpus
def workbook_without_sheets(folder: Path) -> Path:
    return save(folder / "plan.xlsx", parts_of({}))


@corpus
def workbook_whose_parts_are_missing(folder: Path) -> Path:
    parts = _plan_parts()
    del parts[SHEET]
    return save(folder / "plan.xlsx", parts)


@corpus
def a_million_formatted_rows(folder: Path) -> Path:
    rows = '<row r="2" s="1" customFormat="1" ht="15"/>'
    return repeated(folder, rows, 1_048_000)
