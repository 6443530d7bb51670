"""The house rules that no linter knows. Each message says what to do instead."""

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "lineofsight"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MOST_LINES = 400
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "asyncio"}
# The one room that may: it speaks to the embedding endpoint that an organisation has set.
ENDPOINT = "lineofsight.embedding.endpoint"
SPEAKS = SOURCE / "embedding" / "endpoint.py"
# And of the server: single sign-on asks its provider, and `serve --open` asks itself.
SERVER_SPEAKS = {
    SOURCE / "web" / "sign_in" / "single_sign_on.py",
    SOURCE / "config" / "operations" / "serving.py",
    # The bench of pages asks the server that it has started, on this machine, over HTTP.
    SOURCE / "bench" / "http" / "client.py",
    SOURCE / "bench" / "http" / "installation.py",
}
# The instant is an argument of the engine; it never asks the clock what day it is.
CLOCK_CALLS = {"today", "now", "utcnow", "time", "localtime", "gmtime"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def nothing_in(paths: Iterable[Path], find: Callable[[Path], Iterable[str]]) -> None:
    """Name everything that is wrong in any of the files, all of it at once."""
    found = [f"{name_of(path)}: {fault}" for path in paths for fault in find(path)]
    assert not found, "\n".join(found)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


@cache
def comments_of(path: Path) -> list[tuple[int, str]]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


def test_a_file_fits_in_the_head() -> None:
    def too_long(path: Path) -> Iterator[str]:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            yield f"{lines} lines: divide it by what its parts are about"

    written = [path for path in [*MODULES, *TESTS] if path.parent.name != "migrations"]  # by Django
    nothing_in(written, too_long)


def test_nothing_talks_to_a_network() -> None:
    def speaks(path: Path) -> Iterator[str]:
        names = set(imports_of(path))
        used = {name.partition(".")[0] for name in names} & NETWORK
        # Pure text functions that happen to live beside the network ones.
        used -= {"urllib"} if "urllib.request" not in names else set()
        used -= {"http"} if not {"http.client", "http.server"} & names else set()
        if used:
            yield f"{used}: the product sends nothing anywhere (SECURITY.md, 'No telemetry')"

    nothing_in([path for path in MODULES if path not in {SPEAKS, *SERVER_SPEAKS}], speaks)
    assert list(speaks(SPEAKS))


def test_the_engine_does_not_ask_what_day_it_is() -> None:
    def asks(path: Path) -> Iterator[str]:
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in CLOCK_CALLS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"date", "datetime", "time", "dt"}
            ):
                yield f"line {node.lineno}: {node.func.attr}(): take the instant as an argument"

    nothing_in((SOURCE / "engine").rglob("*.py"), asks)


def test_what_speaks_to_an_endpoint_is_imported_only_where_one_is_chosen() -> None:
    """Inside the function that makes the chosen model ready, and nowhere else."""

    def imports_it(path: Path) -> Iterator[str]:
        tree = tree_of(path)
        inside = {
            statement
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for statement in ast.walk(function)
            if path.name == "ready.py" and function.name == "_endpoint"
        }
        annotations = {
            statement
            for block in tree.body
            if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
            for statement in ast.walk(block)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Import | ast.ImportFrom) or node in inside | annotations:
                continue
            names = {alias.name for alias in node.names}
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            beside = module == "lineofsight.embedding" and "endpoint" in names
            if ENDPOINT in {*names, module} or beside:
                yield f"line {node.lineno}: ask embedding.ready for the chosen model"

    nothing_in(MODULES, imports_it)


def loaded_by(*arguments: str, **environment: str) -> set[str]:
    """Run a command in a process that may open no connection; return the modules it loaded."""
    program = (
        "import sys\n"
        "def refuse(event, told):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto'):\n"
        "        raise SystemExit(f'{event} {told}')\n"
        "sys.addaudithook(refuse)\n"
        "from lineofsight.cli.main import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "print('\\0', *sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.partition("\0")[2].split())


def test_a_check_loads_only_what_it_needs() -> None:
    """A check of CSV files starts without a framework and without what writes other formats."""
    loaded = loaded_by("check", "docs/examples/kestrel", "--no-meaning")

    assert "numpy" in loaded
    assert not {name.partition(".")[0] for name in loaded} & {
        "django", "xlsxwriter", "jinja2", "lxml", "python_calamine", "openpyxl",
        "onnxruntime", "sqlite3", "ssl",
    }  # fmt: skip
    assert not loaded & {ENDPOINT, "lineofsight.embedding.model", "http.client", "urllib.request"}


@pytest.mark.parametrize("verb", [("check", "--meaning"), ("index",)], ids=lambda verb: verb[0])
def test_what_reads_meaning_opens_no_connection(verb: tuple[str, ...], tmp_path: Path) -> None:
    """With nothing kept, so that the model is loaded and run."""
    loaded = loaded_by(*verb, "docs/examples/kestrel", LINEOFSIGHT_CACHE=str(tmp_path))

    assert "lineofsight.embedding.model" in loaded
    assert verb[0] == "check" or "onnxruntime" in loaded
    assert not loaded & {ENDPOINT, "http.client", "urllib.request"}


def test_a_silenced_check_says_why() -> None:
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:)(:\s*[A-Z0-9, ]+|\[[\w, -]+\])?")

    def bare(path: Path) -> Iterator[str]:
        for line, comment in comments_of(path):
            match = silenced.match(comment)
            if match and len(comment[match.end() :].strip(" -:#").split()) < 2:
                yield f"line {line}: {comment}: give the reason beside it"

    nothing_in([*MODULES, *TESTS], bare)


def test_nothing_is_left_to_do() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HACK)\b")

    def left(path: Path) -> Iterator[str]:
        for line, text in comments_of(path):
            if marks.search(text):
                yield f"line {line}: {text}: finish it or take it out"

    nothing_in([*MODULES, *TESTS], left)


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
