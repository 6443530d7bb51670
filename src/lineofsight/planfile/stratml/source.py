"""Opens a StratML file without trusting it, and finds the plan in it.

Nothing in the file can make the reader fetch, expand or run anything: a document type
declaration is refused before the text reaches the XML library, entities are never resolved, and
size, depth and number of elements are bounded. What an element is called decides what it is;
its namespace does not, since the standard has changed its own several times.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lxml import etree

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import open_regular
from lineofsight.planfile.problems import PlanError, Problem

MAX_BYTES = 20_000_000
MAX_TAGS = 1_000_000
PLAN_NAMES = ("StrategicPlan", "PerformancePlanOrReport")
CORE_NAME = "StrategicPlanCore"
TEXTS = frozenset({"Name", "Description", "OtherInformation", "MeasurementDimension"})

# Single-byte encodings that old plans declare; every other file has to be UTF-8. Encodings in
# which "<" is not the byte 0x3C are left out on purpose: they exist to slip past scanners.
_ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "us-ascii": "utf-8-sig",
    "ascii": "utf-8-sig",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
_NEXT = re.compile(r"\S|\Z")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*?\?>")
_DECLARED = re.compile(
    rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']"
)
_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Source:
    """A plan found in a file.

    Parameters
    ----------
    plan : element
        ``StrategicPlan``, ``PerformancePlanOrReport``, or a bare ``StrategicPlanCore``.
    core : element
        The ``StrategicPlanCore`` below it, or the plan itself where it has none.
    file : str
        The file's name as the caller gave it.
    others : int
        Further plans with content in the same file, which are not read.
    """

    plan: etree._Element
    core: etree._Element
    file: str
    others: int


def open_source(path: Path) -> Source:
    """Read a file as XML and find the plan in it.

    Raises
    ------
    PlanError
        The file cannot be opened, is too large, is not UTF-8 (or one of the single-byte
        encodings that old plans declare), declares a document type, is not well-formed XML, is
        nested too deeply, or holds no plan.
    """
    text = _decoded(path, _bytes(path))
    _refuse_document_type(path, text)
    if text.count("<") > MAX_TAGS:
        raise _refused(
            path,
            _("The file has more than {limit} tags.").format(limit=f"{MAX_TAGS:,}"),
            _("Split the plan into several files."),
        )
    root = _parsed(path, text)
    plans = [element for element in root.iter(etree.Element) if name_of(element) in PLAN_NAMES]
    if not plans:
        plans = [element for element in root.iter(etree.Element) if name_of(element) == CORE_NAME]
    if not plans:
        raise _refused(
            path,
            _("There is no StrategicPlan or PerformancePlanOrReport in this file."),
            _("Give a StratML file, Part 1 or Part 2."),
        )
    # A form often carries an empty template beside the plan that was filled in.
    filled = [plan for plan in plans if _has_goals(plan)]
    plan = (filled or plans)[0]
    core = next((e for e in plan.iter(etree.Element) if name_of(e) == CORE_NAME), plan)
    return Source(plan=plan, core=core, file=str(path), others=max(0, len(filled) - 1))


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    tag = str(element.tag)
    return tag[tag.rfind("}") + 1 :]


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of that name, whatever their namespace, in the file's order."""
    return [child for child in element.iterchildren(etree.Element) if name_of(child) == name]


def content(element: etree._Element | None) -> str:
    """Return all text in an element (of nested mark-up too), without blanks at the ends."""
    if element is None:
        return ""
    if len(element) == 0:
        return str(element.text or "").strip()
    return "".join(str(part) for part in element.itertext()).strip()


def field(element: etree._Element, name: str) -> str:
    """Return the text of the first child of that name that has any; ``""`` if none has."""
    return next((text for child in children(element, name) if (text := content(child))), "")


def fields(element: etree._Element) -> dict[str, str]:
    """Return what ``field`` would for every child that holds text alone, in one pass.

    Children that hold other elements stand there too, with ``""``.
    """
    found: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        name = name_of(child)
        if found.get(name):
            continue
        leaf = len(child) == 0 or name in TEXTS
        found[name] = content(child) if leaf else ""
    return found


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which the element starts, from 1."""
    return cast("int | None", element.sourceline) or 0


def _has_goals(plan: etree._Element) -> bool:
    return any(
        field(element, "Name") or field(element, "Description")
        for element in plan.iter(etree.Element)
        if name_of(element) in {"Goal", "Objective"}
    )


def _bytes(path: Path) -> bytes:
    with open_regular(path, most=sys.maxsize) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _refused(
            path,
            _("The file is larger than {limit} MB.").format(limit=MAX_BYTES // 1_000_000),
            _("Split the plan into several files."),
        )
    return data


def _decoded(path: Path, data: bytes) -> str:
    found = _DECLARED.match(data.removeprefix(_UTF8_MARK))
    declared = found.group(1).decode("ascii").lower() if found else "utf-8"
    if data.startswith(_UTF8_MARK):
        declared = "utf-8"
    encoding = _ENCODINGS.get(declared)
    if encoding is None:
        raise _refused(
            path,
            _("The encoding {encoding} is not read.").format(encoding=declared),
            _("Save the file as UTF-8."),
        )
    if b"\x00" in data:
        raise _refused(
            path,
            _("The file is not text: it holds a NUL byte."),
            _("Save the file as UTF-8."),
            data.count(b"\n", 0, data.index(b"\x00")) + 1,
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused(
            path,
            _("The file is not {encoding}.").format(encoding=declared.upper()),
            _("Save the file as UTF-8."),
            data.count(b"\n", 0, error.start) + 1,
        ) from error


def _refuse_document_type(path: Path, text: str) -> None:
    """A document type may only stand before the first element: look through what stands there."""
    position = 0
    while True:
        found = _NEXT.search(text, position)
        position = found.start() if found else len(text)
        if text.startswith("<?", position):
            position = text.find("?>", position) + 2
        elif text.startswith("<!--", position):
            position = text.find("-->", position) + 3
        else:
            break
        if position < 3:  # not closed: the XML library says where
            return
    if text[position : position + 9].upper() == "<!DOCTYPE":
        raise _refused(
            path,
            _("The file declares a document type; such files are not read."),
            _("Remove the DOCTYPE and everything that it declares."),
            text.count("\n", 0, position) + 1,
        )


def _parsed(path: Path, text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    # The text is ours now: the declaration, which may name another encoding, must not count.
    declaration = _DECLARATION.match(text)
    if declaration:
        text = "\n" * declaration.group().count("\n") + text[declaration.end() :]
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise _refused(
            path,
            _("The file is not well-formed XML: {reason}.").format(reason=_reason(error)),
            _("Give the file as it was published, or save it again with the tool it is from."),
            line,
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(
            path,
            _("The file declares a document type; such files are not read."),
            _("Remove the DOCTYPE and everything that it declares."),
        )
    return root


def _reason(error: Exception) -> str:
    message = getattr(error, "msg", None) or str(error) or type(error).__name__
    return re.sub(r",? ?(use|try) XML_PARSE_HUGE( option)?|, line \d+, column \d+.*$", "", message)


def _refused(path: Path, message: str, remedy: str, row: int | None = None) -> PlanError:
    return PlanError([Problem(str(path), row=row, message=message, remedy=remedy)])
