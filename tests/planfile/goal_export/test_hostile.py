"""Exports that are broken, or were made to do harm."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.goal_export import looks_like_goal_export, read_goal_export
from lineofsight.planfile.problems import PlanError
from tests.planfile.goal_export.exports import (
    COLUMNS,
    HEADER,
    column,
    okr,
    read,
    row,
    write_csv,
    write_zip,
)

GOOD = json.dumps([okr(1, "A")])


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def false_size() -> bytes:
    """Return an archive whose entry says that it is small and unpacks to 100 MB."""
    packed = bytearray(zipped(("objectives.json", b" " * 100_000_000)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = packed.index(mark)
        packed[place + offset : place + offset + 4] = struct.pack("<I", 1_000)
    return bytes(packed)


def encrypted() -> bytes:
    """Return an archive whose entry says that it is encrypted."""
    packed = bytearray(zipped(("objectives.json", GOOD.encode())))
    packed[packed.index(b"PK\x03\x04") + 6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb": ("zip", lambda: zipped(("objectives.json", b" " * 120_000_000))),
    "a bomb in parts": (
        "zip",
        lambda: zipped(*((f"objectives{n}.json", b" " * 6_000_000) for n in range(10))),
    ),
    "a false size": ("zip", false_size),
    "ten thousand entries": ("zip", lambda: zipped(*((f"x{n}.json", b"") for n in range(10_000)))),
    "encrypted": ("zip", encrypted),
    "cut off": ("zip", lambda: zipped(("objectives.json", GOOD.encode()))[:-40]),
    "no archive": ("zip", lambda: b"objectives.json"),
    "an archive in an archive": (
        "zip",
        lambda: zipped(("objectives.zip", zipped(("objectives.json", GOOD.encode())))),
    ),
    "JSON a hundred thousand deep": (
        "zip",
        lambda: zipped(("objectives.json", b"[" * 100_000 + b"]" * 100_000)),
    ),
    "ten million empty lists": (
        "zip",
        lambda: zipped(("objectives.json", b"[" + b"[]," * 10_000_000 + b"[]]")),
    ),
    "broken JSON": ("zip", lambda: zipped(("objectives.json", b'[{"ID": 1,'))),
    "JSON in UTF-16": ("zip", lambda: zipped(("objectives.json", GOOD.encode("utf-16")))),
    "JSON in Latin 1": (
        "zip",
        lambda: zipped(("objectives.json", '[{"ID": 1, "Title": "Ü"}]'.encode("latin-1"))),
    ),
    "a number of a million digits": (
        "zip",
        lambda: zipped(("objectives.json", b'[{"ID": ' + b"1" * 1_000_000 + b"}]")),
    ),
    "no list": ("zip", lambda: zipped(("objectives.json", b"5"))),
    "an empty list": ("zip", lambda: zipped(("objectives.json", b"[]"))),
    "CSV in UTF-16": ("csv", lambda: f"{HEADER}\n1,A\n".encode("utf-16")),
    "CSV in Latin 1": ("csv", lambda: f"{HEADER}\n1,Übersee\n".encode("latin-1")),
    "CSV with NUL": ("csv", lambda: HEADER.encode() + b"\n1,A\x00\n"),
    "a quote that is not closed": ("csv", lambda: HEADER.encode() + b'\n1,"A\n2,B\n'),
    "a line of nine megabytes": ("csv", lambda: HEADER.encode() + b"\n1," + b"a" * 9_000_000),
    "too many rows": ("csv", lambda: HEADER.encode() + b"\n1,A" * 200_010),
    "a workbook that is none": ("xlsx", lambda: b"PK\x03\x04" + bytes(range(100))),
    "an empty workbook": ("xlsx", lambda: zipped(("[Content_Types].xml", b"<Types/>"))),
    "an empty file": ("csv", lambda: b""),
}


def written(folder: Path, name: str) -> Path:
    """Write one of the hostile files."""
    ending, content = HOSTILE[name]
    path = folder / f"hostile.{ending}"
    path.write_bytes(content())
    return path


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_and_the_file_named(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)

    with pytest.raises(PlanError) as caught:
        read_goal_export(path)

    assert [problem.file for problem in caught.value.problems] == [str(path)]


@pytest.mark.parametrize("name", HOSTILE)
def test_asking_what_it_is_never_fails(tmp_path: Path, name: str) -> None:
    assert looks_like_goal_export(written(tmp_path, name)) in {True, False}


@pytest.mark.parametrize("name", ["no.csv", "no.zip", "no.xlsx", "no.txt"])
def test_what_is_not_there_is_no_export(tmp_path: Path, name: str) -> None:
    assert not looks_like_goal_export(tmp_path / name)


def test_names_of_entries_lead_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(
        zipped(
            ("../../objectives.json", GOOD.encode()),
            ("__MACOSX/._objectives.json", b"\x00\x05"),
            ("/etc/users.json", b"[]"),
        )
    )

    assert column(read_goal_export(path), "goals", "id") == ["1"]
    assert [each.name for each in tmp_path.iterdir()] == ["export.zip"]


def test_thousands_of_dates_that_cannot_be_read_are_summed_up(tmp_path: Path) -> None:
    updates = [{"ID": n, "OKR ID": 1, "CheckIn Date": "soon"} for n in range(20_000)]

    document = read_goal_export(write_zip(tmp_path, objectives=GOOD, checkins=updates))

    assert len(document.notices) < 210


def test_a_cell_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    document = read(tmp_path, row(1, "=cmd|'/c calc'!A0"))

    assert column(document, "goals", "title") == ["=cmd|'/c calc'!A0"]


def test_a_very_long_alignment_is_read_at_once(tmp_path: Path) -> None:
    parent = "(weight: 5%, Id: 7)" * 20_000

    document = read(tmp_path, row(1, "A", parent=parent))

    assert column(document, "goals", "id") == ["1"]


def test_a_very_long_check_in_is_read_at_once(tmp_path: Path) -> None:
    cell = "Checkin Date: 2025-01-01; Note: " + "; Status: x" * 50_000 + "; Current Value: 5;"
    objective = row(1, "A")
    objective["Checkins"] = [cell]

    document = read(tmp_path, objective)

    assert column(document, "observations", "value") == [5]


def read_or_reason(path: Path) -> tuple[PlanDocument | None, str]:
    """Read an export, or return why it is refused."""
    try:
        return read_goal_export(path), ""
    except PlanError as error:
        return None, str(error)


# Whatever the fields hold, an export is read or refused with a reason.

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 12)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["1", "2025-01-01", "100%", "On Track", "Objective", "Kpi", "Project", "1;2"])
)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ID", "Name", "Title", "Weight", "Email", "Phased Targets", "Start"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
_FIELDS = [
    "ID",
    "Title",
    "Type",
    "Owner",
    "Teams",
    "Alignment",
    "Parent IDs",
    "Children",
    "Outcome",
    "Phased Targets",
    "Start Date",
    "End Date",
    "Status",
    "Progress",
    "OKR ID",
    "CheckIn Date",
    "Current Value",
    "Check In Owner",
    "Team Name",
    "Parent Team",
    "Team Owners",
    "Manager",
    "Email",
    "Name",
]
_RECORDS = st.lists(
    st.dictionaries(st.sampled_from(_FIELDS), _ANYTHING, max_size=8) | _SCALARS, max_size=5
)


@given(objectives=_RECORDS, checkins=_RECORDS, users=_RECORDS, teams=_RECORDS)
def test_any_archive_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, **parts: object
) -> None:
    path = write_zip(tmp_path_factory.mktemp("zip"), **parts)

    document, reason = read_or_reason(path)

    assert ("goals" in document.tables) if document else ("The export" in reason)


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_LIKELY = st.sampled_from(
    [
        "1",
        "2",
        "A(weight: 5%, Id: 1)",
        "Objective",
        "Key result",
        "Project",
        "2025-01-01",
        "-5",
        ";",
    ]
)
_ROWS = st.lists(
    st.dictionaries(st.sampled_from(COLUMNS), _LIKELY | _CELLS, max_size=9), max_size=6
)


@given(_ROWS)
def test_any_spreadsheet_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("csv")

    document, reason = read_or_reason(write_csv(folder, rows))
    turned, _reason = read_or_reason(write_csv(folder, rows[::-1]))

    assert (document or turned) is not None or "holds no objective" in reason
    assert document is None or (turned and document.to_rows() == turned.to_rows())
