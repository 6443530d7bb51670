"""How long a check takes and how much memory, at several sizes, beside a floor in the same run.

Each size is a company of the same kind (``demo.scale``): a tenth as many people as goals, three key
results and twenty-five observations a goal. One process makes its columns and another checks them,
so that the memory of the check is its own. The floor is one NumPy pass over the same columns, taken
in the process that checks. The smaller sizes are also written to CSV files and read by a third
process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from lineofsight.kit.i18n import gettext as _

SIZES = (2_000, 20_000, 200_000)
MOST_PARSED = 20_000  # goals; beyond, writing the files would take longer than all the rest
GOALS_PER_PERSON = 10
FEWEST_PEOPLE = 60
DAY = date(2026, 11, 21)
WORKBOOK_GOALS = 1_000
CHILD = "lineofsight.bench.scale_child"
MIB = 1024 * 1024

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """What one size took.

    Seconds are of wall time; ``changes`` are those after one change of a kind, ``index`` those of
    the text index from nothing, which a check finds up to date. ``peak_bytes`` is
    the largest resident size of the process that checks, columns included; ``parse_peak_bytes``
    that of the one that reads. What was not parsed has None.
    """

    goals: int
    counts: dict[str, int]
    parse: float | None
    floor: float
    snapshot: float
    lenses: dict[str, float]
    rules: dict[str, float]
    in_all: float
    changes: dict[str, float]
    index: dict[str, float]
    text_floor: float
    one_percent: float
    findings: int
    columns_bytes: int
    peak_bytes: int
    parse_peak_bytes: int | None

    @property
    def ratio(self) -> float:
        """Snapshot, lenses and rules together, in floors."""
        return self.in_all / self.floor


@dataclass(frozen=True, slots=True)
class Result:
    """All sizes, smallest first, and the command on a workbook, from a cold start."""

    seed: int
    workbook_seconds: float
    workbook_bytes: int
    sizes: tuple[Size, ...]

    def growth(self) -> list[float]:
        """Exponent of growth from each size to the next; 1 is linear."""
        steps = zip(self.sizes, self.sizes[1:], strict=False)
        return [log(b.in_all / a.in_all) / log(b.goals / a.goals) for a, b in steps]


def run(sizes: Sequence[int] = SIZES, seed: int = 0, progress: Progress | None = None) -> Result:
    """Measure.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of goals, each at least 600.
    seed : int
        Of the companies.
    progress : callable, optional
        Called with (what comes, parts done, parts in all).

    Raises
    ------
    ValueError
        A size is too small.
    """
    ordered = sorted(set(sizes))
    if not ordered or ordered[0] < FEWEST_PEOPLE * GOALS_PER_PERSON:
        least = FEWEST_PEOPLE * GOALS_PER_PERSON
        raise ValueError(_("A size is at least {least} goals.").format(least=least))
    tell = progress or (lambda _what, _done, _all: None)
    with TemporaryDirectory(prefix="lineofsight-scale-") as folder:
        place = Path(folder)
        tell(_("a workbook"), 0, len(ordered) + 1)
        seconds, size = _workbook(place, seed)
        measured = []
        for done, goals in enumerate(ordered, start=1):
            tell(_("{goals} goals").format(goals=goals), done, len(ordered) + 1)
            measured.append(_size(place / str(goals), goals, seed))
    return Result(seed, seconds, size, tuple(measured))


def _size(place: Path, goals: int, seed: int) -> Size:
    place.mkdir()
    people = goals // GOALS_PER_PERSON
    columns = place / "columns"
    day = DAY.isoformat()
    _python("-m", CHILD, "make", str(columns), str(people), day, str(seed))
    told: dict[str, Any] = json.loads(_python("-m", CHILD, "check", str(columns), day))
    columns.unlink()
    read = _parsed(place / "plan", people, seed) if goals <= MOST_PARSED else None
    return Size(
        goals=goals,
        counts=told["counts"],
        parse=read["parse"] + read["columns"] if read else None,
        floor=told["floor"],
        snapshot=told["snapshot"],
        lenses=told["lenses"],
        rules=told["rules"],
        in_all=told["in_all"],
        changes=told["changes"],
        index=told["index"],
        text_floor=told["text_floor"],
        one_percent=told["one_percent"],
        findings=told["findings"],
        columns_bytes=told["columns_bytes"],
        peak_bytes=told["peak_bytes"],
        parse_peak_bytes=read["peak_bytes"] if read else None,
    )


def _parsed(plan: Path, people: int, seed: int) -> dict[str, Any]:
    """Read the same company from CSV files."""
    _python("-c", _WRITE, str(plan), str(people), DAY.isoformat(), str(seed))
    told: dict[str, Any] = json.loads(_python("-m", CHILD, "parse", str(plan)))
    return told


_WRITE = """
import sys
from datetime import date
from pathlib import Path
from lineofsight.bench.scale_child import OBSERVATIONS
from lineofsight.demo.scale import SEED, write_company
folder, people, day, seed = sys.argv[1:]
write_company(
    Path(folder), int(people), today=date.fromisoformat(day), seed=SEED + int(seed),
    observations_per_key_result=OBSERVATIONS,
)
"""

_CONVERT = """
import sys
from pathlib import Path
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
write_plan(read_plan(Path(sys.argv[1])), Path(sys.argv[2]))
"""

_COMMAND = "import sys; from lineofsight.cli.main import main; sys.argv[0] = 'lineofsight'; main()"


def _workbook(place: Path, seed: int) -> tuple[float, int]:
    """Time ``lineofsight check`` on a workbook, the start of Python included."""
    plan, book = place / "workbook", place / "plan.xlsx"
    people = WORKBOOK_GOALS // GOALS_PER_PERSON
    _python("-c", _WRITE, str(plan), str(people), DAY.isoformat(), str(seed))
    _python("-c", _CONVERT, str(plan), str(book))
    began = perf_counter()
    _python("-c", _COMMAND, "check", str(book), "--fail-on", "never")
    return perf_counter() - began, book.stat().st_size


def _python(*arguments: str) -> str:
    """Run a part in a fresh interpreter and return what it printed; what it complains of shows."""
    told = subprocess.run(  # noqa: S603 - our own modules, arguments that we made
        [sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    return told.stdout


def to_json(result: Result) -> str:
    """Return the result as JSON: a list of sizes, and the workbook."""
    told = {
        "format": "lineofsight-bench-scale",
        "version": 1,
        "seed": result.seed,
        "workbook": {
            "goals": WORKBOOK_GOALS,
            "bytes": result.workbook_bytes,
            "seconds": round(result.workbook_seconds, 6),
        },
        "growth": [round(exponent, 3) for exponent in result.growth()],
        "sizes": [
            {
                "goals": size.goals,
                "counts": size.counts,
                "findings": size.findings,
                "seconds": {
                    "parse": None if size.parse is None else round(size.parse, 6),
                    "floor": round(size.floor, 6),
                    "snapshot": round(size.snapshot, 6),
                    "lenses": {name: round(s, 6) for name, s in size.lenses.items()},
                    "rules": {code: round(s, 6) for code, s in size.rules.items()},
                    "in_all": round(size.in_all, 6),
                    "text_index": {name: round(s, 6) for name, s in size.index.items()},
                    "text_floor": round(size.text_floor, 6),
                    "text_index_after_one_percent": round(size.one_percent, 6),
                    "after_one_change": {name: round(s, 6) for name, s in size.changes.items()},
                },
                "ratio_to_floor": round(size.ratio, 3),
                "peak_bytes": size.peak_bytes,
                "columns_bytes": size.columns_bytes,
                "parse_peak_bytes": size.parse_peak_bytes,
            }
            for size in result.sizes
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def render_text(result: Result) -> str:
    """Return the result as a table: a column a size, a row a part, slowest rules last."""
    sizes = result.sizes
    lines = [
        _(
            "lineofsight check on a workbook of {goals} goals, cold start included: {seconds} s"
        ).format(goals=WORKBOOK_GOALS, seconds=f"{result.workbook_seconds:.2f}"),
        "",
        _row(_("goals"), [f"{size.goals:,}" for size in sizes]),
        _row(_("people"), [f"{size.counts.get('people', 0):,}" for size in sizes]),
        _row(_("key results"), [f"{size.counts.get('key_results', 0):,}" for size in sizes]),
        _row(_("observations"), [f"{size.counts.get('observations', 0):,}" for size in sizes]),
        _row(_("findings"), [f"{size.findings:,}" for size in sizes]),
        "",
        _row(_("parsing CSV, s"), [_seconds(size.parse) for size in sizes]),
        _row(_("floor, s"), [_seconds(size.floor) for size in sizes]),
        _row(_("snapshot, s"), [_seconds(size.snapshot) for size in sizes]),
        _row(_("all lenses, s"), [_seconds(sum(size.lenses.values())) for size in sizes]),
        _row(_("all rules, s"), [_seconds(sum(size.rules.values())) for size in sizes]),
        _row(_("from arrays in memory, s"), [_seconds(size.in_all) for size in sizes]),
        _row(_("in floors"), [f"{size.ratio:.0f}" for size in sizes]),
        _row(_("growth, 1 is linear"), ["", *(f"{e:.2f}" for e in result.growth())]),
        _row(_("peak memory, MiB"), [_mebibytes(size.peak_bytes) for size in sizes]),
        _row(_("of which columns, MiB"), [_mebibytes(size.columns_bytes) for size in sizes]),
        _row(_("peak while parsing, MiB"), [_mebibytes(size.parse_peak_bytes) for size in sizes]),
        "",
    ]
    largest = sizes[-1]
    lines.append(_("The text index, by words alone, from nothing, in seconds:"))
    lines += [_row(name, [_seconds(size.index[name]) for size in sizes]) for name in largest.index]
    lines += [
        _row(_("in all"), [_seconds(sum(size.index.values())) for size in sizes]),
        _row(_("its floor, one product"), [_seconds(size.text_floor) for size in sizes]),
        _row(_("after 1 % of texts changed"), [_seconds(size.one_percent) for size in sizes]),
        "",
    ]
    lines.append(_("After one change, in milliseconds:"))
    lines += [
        _row(_change(name), [f"{1000 * size.changes[name]:.1f}" for size in sizes])
        for name in largest.changes
    ]
    lines.append("")
    lines += [
        _row(name, [_seconds(size.lenses[name]) for size in sizes]) for name in largest.lenses
    ]
    lines.append("")
    slowest = sorted(largest.rules, key=lambda code: -largest.rules[code])
    lines += [
        _row(code, [_seconds(size.rules.get(code, 0.0)) for size in sizes]) for code in slowest
    ]
    return "\n".join(lines) + "\n"


def _change(name: str) -> str:
    return {
        "value": _("new value"),
        "contribution": _("other contribution"),
        "status": _("goal paused"),
        "words": _("other words"),
        "new_link": _("new link"),
        "lost_link": _("link gone"),
    }[name]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<26}" + "".join(f"{cell:>14}" for cell in cells)


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _mebibytes(count: int | None) -> str:
    return "-" if count is None else f"{count / MIB:.0f}"
