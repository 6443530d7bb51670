"""The house rules that no linter knows. Each message says what to do instead."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "lineofsight"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MOST_LINES = 400
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "asyncio"}
# The instant is an argument of the engine; it never asks the clock what day it is.
CLOCK_CALLS = {"today", "now", "utcnow", "time", "localtime", "gmtime"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def comments_of(path: Path) -> Iterator[tuple[int, str]]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    yield from (
        (token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT
    )


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_a_file_fits_in_the_head(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES, f"{lines} lines: divide it by what its parts are about"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_talks_to_a_network(path: Path) -> None:
    used = {name.partition(".")[0] for name in imports_of(path)} & NETWORK
    # Pure text functions that happen to live beside the network ones.
    used -= {"urllib"} if "urllib.request" not in set(imports_of(path)) else set()

    assert not used, f"{used}: the product sends nothing anywhere (SECURITY.md, 'No telemetry')"


@pytest.mark.parametrize("path", sorted((SOURCE / "engine").rglob("*.py")), ids=name_of)
def test_the_engine_does_not_ask_what_day_it_is(path: Path) -> None:
    calls = [
        f"line {node.lineno}: {node.func.attr}()"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK_CALLS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"date", "datetime", "time", "dt"}
    ]

    assert not calls, f"{calls}: take the instant as an argument, so that any day can be checked"


def test_a_check_loads_only_what_it_needs() -> None:
    """A check of CSV files starts without a framework and without what writes other formats."""
    program = (
        "import sys\n"
        "from lineofsight.cli.main import main\n"
        "main(['check', 'docs/examples/kestrel'], standalone_mode=False)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = set(done.stderr.split())
    assert "numpy" in loaded
    assert not loaded & {
        "django", "xlsxwriter", "jinja2", "lxml", "python_calamine", "openpyxl", "scipy",
    }  # fmt: skip


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_a_silenced_check_says_why(path: Path) -> None:
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:)(:\s*[A-Z0-9, ]+|\[[\w, -]+\])?")
    bare = []
    for line, comment in comments_of(path):
        match = silenced.match(comment)
        if match and len(comment[match.end() :].strip(" -:#").split()) < 2:
            bare.append(f"line {line}: {comment}")

    assert not bare, f"{bare}: give the reason beside it"


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_nothing_is_left_to_do(path: Path) -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HACK)\b")
    found = [f"line {line}: {text}" for line, text in comments_of(path) if marks.search(text)]

    assert not found, f"{found}: finish it or take it out"


def test_no_file_names_this_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    hosts = re.compile(
        r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|" + re.escape(f"{ROOT}/")
    )
    named = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file() or path.is_symlink():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{name}: {match.group()}" for match in hosts.finditer(text)]

    assert not named, "say it without the host: whoever installs decides where packages come from"
