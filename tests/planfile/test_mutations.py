"""Files that were good and had something happen to them: read, or refused; never a surprise."""

import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
from tests.planfile.plans import content, rich_plan

PIECES = [
    *(b"<", b">", b'"', b"'", b";", b",", b"\n", b"\r", b"\t", b"\0", b"\xff", b"=", b"{", b"}"),
    *(b"[", b"]", b"null", b"NaN", b"true", b"-", b"1e400", b"&#0;", b"&#x41;", b"<![CDATA["),
    *(b"<!--", b'r="ZZZ9"', b't="s"', b't="e"', b"_x0000_", b"<f>", b"</row>", b"<row>"),
    *(b"north_star", b"\xed\xa0\x80", b"2026-02-30", b"x" * 3_000, b"%", b":"),
]


@cache
def originals() -> dict[str, bytes]:
    """Everything that can be spoilt: parts of a workbook, files of a folder, a JSON document."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_plan(rich_plan(), folder / "plan.xlsx")
        write_plan(rich_plan(), folder / "plan.json")
        write_plan(rich_plan(), folder / "csv")
        with zipfile.ZipFile(folder / "plan.xlsx") as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        tables = {f"csv/{file.name}": file.read_bytes() for file in (folder / "csv").iterdir()}
        whole = {name: (folder / name).read_bytes() for name in ("plan.json", "plan.xlsx")}
        return parts | tables | whole


@st.composite
def spoilt(draw: st.DrawFn, names: list[str]) -> dict[str, bytes]:
    """One of these files, with pieces put in, taken out and cut off."""
    name = draw(st.sampled_from(names))
    data = originals()[name]
    for _time in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.sampled_from([0, 0, 0, 1, 7, 40, len(data)]))
        data = data[:at] + draw(st.sampled_from(PIECES)) + data[at + gone :]
    return {name: data}


def place(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a plan with these files in the place of its own; return its path."""
    [name] = files
    if name in {"plan.json", "plan.xlsx"}:
        (folder / name).write_bytes(files[name])
        return folder / name
    if name.startswith("csv/"):
        (folder / "csv").mkdir()
        for other, data in originals().items():
            if other.startswith("csv/"):
                (folder / other).write_bytes(files.get(other, data))
        return folder / "csv"
    with zipfile.ZipFile(folder / "plan.xlsx", "w") as archive:
        for other, data in originals().items():
            if not other.startswith(("csv/", "plan.")):
                archive.writestr(other, files.get(other, data))
    return folder / "plan.xlsx"


def tries(folder: Path, files: dict[str, bytes]) -> None:
    path = place(folder, files)
    try:
        document = read_plan(path)
    except PlanError as error:
        refused = error.problems
    else:
        refused = ()
        write_plan(document, folder / "again.json")
        assert content(read_plan(folder / "again.json")) == content(document)
    assert all(problem.file.startswith(str(path)) for problem in refused)


TABLES = ["csv/goals.csv", "csv/links.csv", "csv/kpis.csv"]
XLSX = ["xl/workbook.xml", "xl/styles.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"]
XLSX += [f"xl/worksheets/sheet{number}.xml" for number in range(1, 20)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "names",
    [
        XLSX,
        ["plan.xlsx"],
        ["plan.json"],
        [f"csv/{name}.csv" for name in ("goals", "links", "kpis")],
    ],
    ids=["parts", "archive", "json", "csv"],
)
@given(data=st.data())
@settings(max_examples=120)
def test_never_surprises_the_reader(names: list[str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tries(Path(folder), data.draw(spoilt(names)))
