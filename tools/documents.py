"""The commands that stand in the documentation: find them, run them, compare what they print.

A fenced block counts if a comment stands in the line before it::

    <!-- file: plan/goals.csv -->     the block is the content of that file
    <!-- tested exit=1 -->            the block is a terminal: run its "$ " lines, in order

The blocks of one document share one folder, so that a tutorial builds on what it wrote. In the
expected output a line with nothing but "..." stands for any lines.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH = 100  # columns of the terminal
SECONDS = 120
# What a person who reads the page for the first time has not set: the record is in their folder.
NOT_A_NEWCOMERS = frozenset(
    {
        "DATABASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "FORCE_COLOR",
        "LINEOFSIGHT_DATA",
        "LINEOFSIGHT_MODE",
    }
)

_BLOCK = re.compile(
    r"^(?P<indent> *)<!-- (?P<mark>file: \S+|tested(?: exit=\d+)?) -->\n"
    r" *```(?P<language>\w*)\n(?P<body>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a terminal block, what should follow it, and the code it should end with."""

    line: str
    expected: str
    code: int


@dataclass(frozen=True, slots=True)
class Block:
    """A marked block: a file to write, or commands to run. ``span`` is that of its body."""

    file: str
    commands: tuple[Command, ...]
    body: str
    span: tuple[int, int]


def documents() -> list[Path]:
    """Every document of the project that a person reads."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(text: str) -> Iterator[Block]:
    """Find the marked blocks of a document, in order."""
    for match in _BLOCK.finditer(text):
        mark, body = match["mark"], match["body"]
        span = match.span("body")
        if mark.startswith("file: "):
            yield Block(mark.removeprefix("file: "), (), body, span)
            continue
        code = int(mark.partition("exit=")[2] or 0)
        parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
        lines = [part.partition("\n") for part in parts]
        commands = tuple(
            Command(line, expected, code if place == len(lines) else 0)
            for place, (line, _, expected) in enumerate(lines, start=1)
        )
        yield Block("", commands, body, span)


def prepare(folder: Path) -> None:
    """Put beside the commands what they find in a clone: the examples."""
    shutil.copytree(ROOT / "docs" / "examples", folder / "docs" / "examples")


def write(block: Block, folder: Path) -> None:
    """Write the file that a block holds."""
    path = folder / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.body, encoding="utf-8")


def run(line: str, folder: Path) -> tuple[str, int]:
    """Run one line as a person would, with this environment's command; output and exit code."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {
        **{name: value for name, value in os.environ.items() if name not in NOT_A_NEWCOMERS},
        "PATH": path,
        "COLUMNS": str(WIDTH),
        "NO_COLOR": "1",
        "LANGUAGE": "en",
    }
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        check=False,
    )
    return done.stdout.decode("utf-8"), done.returncode


def agrees(expected: str, printed: str) -> bool:
    r"""Compare, blanks at the ends of lines aside; a line "..." stands for any lines.

    >>> agrees("first\n...\nlast\n", "first\nsecond\nthird\nlast \n")
    True
    """
    lines = [line.rstrip() for line in expected.rstrip().splitlines()]
    wanted = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in lines)
    shown = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(wanted, shown) is not None


def renewed(text: str, folder: Path) -> str:
    """Return a document with what its commands print now; what still agrees stays as it is."""
    prepare(folder)
    pieces, end = [], 0
    for block in blocks(text):
        if block.file:
            write(block, folder)
            continue
        shown = []
        for command in block.commands:
            printed, _ = run(command.line, folder)
            keep = agrees(command.expected, printed)
            output = command.expected if keep else printed.rstrip() + "\n"
            shown.append(f"$ {command.line}\n{output}")
        pieces += [text[end : block.span[0]], "".join(shown)]
        end = block.span[1]
    return "".join([*pieces, text[end:]])
