"""A workbook file: its sheets by name, and what it must not hold."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import Archive, open_archive
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.xlsx.markup import elements
from lineofsight.planfile.xlsx.sheet import Book, Row, SheetNotes, shared_texts, sheet_rows

_ROOT_RELATIONS = "_rels/.rels"
# Formats of the standard that show a date or a time of day; 46 and 49 show spans and text.
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_NOT_SHOWN_AS_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SPAN = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE_SIGNS = frozenset("dmyhs")
# The elements that anything is read from in the parts that are not sheets.
_WANTED = frozenset(
    {"Relationship", "sheet", "workbookPr", "numFmt", "xf", "cellXfs", "cellStyles", "dxfs"}
)


class Workbook:
    """The sheets of an open workbook; every method raises ``PlanError`` if it is damaged."""

    def __init__(self, file: str, archive: Archive) -> None:
        self.file = file
        self._archive = archive
        self._refuse_active_content()
        main = self._related(_ROOT_RELATIONS, "/officeDocument")
        self._main = next(iter(main.values()), "xl/workbook.xml")
        folder, name = posixpath.split(self._main)
        self._relations = posixpath.join(folder, "_rels", name + ".rels")
        self._parts: dict[str, str] = {}
        self._from_1904 = False
        self._read_main()

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets in their order; charts are no sheets."""
        return list(self._parts)

    def rows(self, sheet: str, notes: SheetNotes | None = None) -> Iterator[Row]:
        """Yield the rows of a sheet that hold anything: row number, cells from column A on.

        Cells are None, text, float, bool, ``datetime``, ``time`` or ``Complaint``.
        """
        chunks = self._archive.chunks(self._parts[sheet])
        return sheet_rows(self._book, sheet, chunks, notes or SheetNotes())

    @cached_property
    def _book(self) -> Book:
        texts: list[str] = []
        for part in self._related(self._relations, "/sharedStrings").values():
            texts = shared_texts(self.file, part, self._archive.chunks(part))
        return Book(self.file, texts, self._date_formats(), self._from_1904)

    def _refuse_active_content(self) -> None:
        names = [name.lower() for name in self._archive.names]
        if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
            raise PlanError.one(
                self.file,
                _("The workbook holds macros."),
                _("Save it as a workbook without macros (.xlsx)."),
            )
        if any("/externallinks/" in name for name in names):
            raise PlanError.one(
                self.file,
                _("The workbook takes values from other files."),
                _("Break its links to them (in Excel: Data, Edit Links, Break Link), and save it."),
            )
        if "[content_types].xml" not in names:
            raise PlanError.one(
                self.file,
                _("The file is a ZIP archive, but no Excel workbook."),
                _("Save the plan as an Excel workbook (.xlsx)."),
            )

    def _read_main(self) -> None:
        if self._main not in self._archive:
            raise PlanError.one(
                self.file,
                _("The file holds no workbook that can be read."),
                _("Save the plan as an Excel workbook (.xlsx)."),
            )
        parts = self._related(self._relations, "/worksheet")
        for name, attributes in self._elements(self._main):
            if name == "sheet":
                part = parts.get(_prefixed(attributes).get("id", ""), "")
                if part in self._archive:
                    self._parts[attributes.get("name", "")] = part
            elif name == "workbookPr":
                self._from_1904 = attributes.get("date1904") in {"1", "true"}

    def _elements(self, part: str) -> Iterator[tuple[str, dict[str, str]]]:
        return elements(self.file, part, self._archive.chunks(part), _WANTED)

    def _related(self, relations: str, kind: str) -> Mapping[str, str]:
        """Return the parts of one kind that a part names and that exist, by its name for them."""
        if relations not in self._archive:
            return {}
        folder = posixpath.dirname(posixpath.dirname(relations))
        return {
            attributes.get("Id", ""): part
            for name, attributes in self._elements(relations)
            if name == "Relationship"
            and attributes.get("Type", "").endswith(kind)
            and attributes.get("TargetMode") != "External"
            and (part := _resolved(folder, attributes.get("Target", ""))) in self._archive
        }

    def _date_formats(self) -> frozenset[str]:
        """Numbers of the cell formats that show a number as a date."""
        dated: set[str] = set()
        codes: dict[str, str] = {}
        for part in self._related(self._relations, "/styles").values():
            place, counting = 0, False
            for name, attributes in self._elements(part):
                if name == "numFmt":
                    codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
                elif name in {"cellXfs", "cellStyles", "dxfs"}:
                    counting = name == "cellXfs"
                elif name == "xf" and counting:
                    if _shows_date(attributes.get("numFmtId", "0"), codes):
                        dated.add(str(place))
                    place += 1
        return frozenset(dated)


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Open a workbook for reading.

    Raises
    ------
    PlanError
        If it is no workbook, is damaged, too large or protected, or holds macros or links to other
        files.
    """
    with open_archive(path) as archive:
        yield Workbook(str(path), archive)


def _prefixed(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes that have a prefix, without it."""
    return {name.partition(":")[2]: value for name, value in attributes.items() if ":" in name}


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(folder, target))


def _shows_date(number: str, codes: Mapping[str, str]) -> bool:
    if number not in codes:
        return number.isascii() and number.isdigit() and int(number[:9]) in _BUILT_IN_DATES
    code = codes[number]
    if _SPAN.search(code) or code.casefold() in {"general", "standard"}:
        return False
    return not _DATE_SIGNS.isdisjoint(_NOT_SHOWN_AS_DATE.sub("", code).casefold())
