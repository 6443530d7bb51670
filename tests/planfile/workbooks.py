"""Workbooks for tests, made part by part, so that they may be as odd as real ones and worse."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
GOALS = (
    "<row><c t='inlineStr'><is><t>id</t></is></c><c t='inlineStr'><is><t>title</t></is></c></row>"
)


def sheet(rows: str, after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def goals_sheet(*cells: str) -> str:
    """The XML of a sheet of goals: a row each for this XML of cells."""
    return sheet(GOALS + "".join(f"<row>{cell}</row>" for cell in cells))


def text(value: str) -> str:
    """The XML of a cell that holds text."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def parts_of(sheets: Mapping[str, str], **more: str) -> dict[str, str]:
    """The parts of a workbook with these sheets; ``strings`` and ``styles`` may be given too."""
    named, related, parts = [], [], {}
    for number, (name, content) in enumerate(sheets.items(), start=1):
        named.append(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>')
        related.append(_relation(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        parts[f"xl/worksheets/sheet{number}.xml"] = content
    for key, part in (("strings", "sharedStrings"), ("styles", "styles")):
        if key in more:
            related.append(_relation(part, part, f"{part}.xml"))
            parts[f"xl/{part}.xml"] = more[key]
    properties = more.get("properties", "")
    return {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": _relations(_relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_DOCUMENT}">{properties}'
        f"<sheets>{''.join(named)}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations("".join(related)),
        **parts,
    }


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'


def _relations(content: str) -> str:
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}">{content}</Relationships>'


def save(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write parts as a ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


GOAL = text("G1") + text("Customers stay")


def workbook(path: Path, sheets: Mapping[str, str], **more: str) -> Path:
    """Write a workbook with these sheets."""
    return save(path, parts_of(sheets, **more))
