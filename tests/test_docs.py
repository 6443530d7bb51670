"""What the documentation says is so: commands, links, rule pages, examples."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import documents
import reference
from lineofsight.cli.main import main as command_line
from lineofsight.engine.rules import catalogue, page
from lineofsight.engine.rules.rule import Rule

ROOT = Path(__file__).parents[1]
DOCUMENTS = documents.documents()
RULES = [rule for rule in catalogue() if rule.code.startswith("LOS")]
SECTIONS = [
    "What it sees",
    "Why it matters",
    "Example",
    "When it fires, exactly",
    "Thresholds",
    "The conversation",
    "Purpose and audience",
    "How it could be satisfied without mending anything",
    "Measured",
]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Name the anchors of a page's headings as hosts of Markdown do."""
    headings = re.findall(r"^#+ (.+)$", without_code(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fenced(language: str) -> list[pytest.param]:
    found = []
    for path in DOCUMENTS:
        blocks = re.findall(rf"^```{language}\n(.*?)^```$", text_of(path), re.DOTALL | re.MULTILINE)
        found += [
            pytest.param(block, id=f"{name_of(path)}-{place}") for place, block in enumerate(blocks)
        ]
    return found


# Options of other programs: pip, git, pytest, containers, systemd.
OTHERS = {
    "--dest",
    "--detach",
    "--file",
    "--find-links",
    "--home-dir",
    "--hypothesis-profile",
    "--locale",
    "--no-build-isolation",
    "--no-deps",
    "--no-index",
    "--no-location",
    "--now",
    "--require-hashes",
    "--signoff",
    "--system",
}


def options(command: click.Command) -> set[str]:
    """Name the options of a command and of those below it."""
    # The help option is made once a command: with both its names, as the program makes it.
    with click.Context(command, help_option_names=["-h", "--help"]) as context:
        named = {
            name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)
        }
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                named |= options(below) if below else set()
    return named


class TestCommands:
    @pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
    def test_have_the_options_that_are_named(self, path: Path) -> None:
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text_of(path)))

        assert named - OTHERS <= options(command_line)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "path",
        [path for path in DOCUMENTS if any(documents.blocks(text_of(path)))],
        ids=name_of,
    )
    def test_print_what_stands_there(self, path: Path, tmp_path: Path) -> None:
        documents.prepare(tmp_path)
        for block in documents.blocks(text_of(path)):
            if block.file:
                documents.write(block, tmp_path)
            for command in block.commands:
                printed, code = documents.run(command.line, tmp_path)

                assert code == command.code, f"$ {command.line}\n{printed}"
                assert documents.agrees(command.expected, printed), (
                    f"$ {command.line}\n{printed}\nDiffers from the page; run `make docs`."
                )

    @pytest.mark.parametrize(
        ("expected", "printed", "agree"),
        [
            ("a\n", "a\n", True),
            ("a\n...\nd\n", "a\nb\nc\nd\n", True),
            ("a\n...\nd\n", "a\nb\nc\n", False),
            ("a\n", "a\nb\n", False),
        ],
    )
    def test_are_compared_line_by_line(self, expected: str, printed: str, agree: bool) -> None:
        assert documents.agrees(expected, printed) is agree


class TestReference:
    @pytest.mark.parametrize("part", reference.PARTS)
    def test_says_what_the_code_says(self, part: str) -> None:
        file, make = reference.PARTS[part]
        text = text_of(reference.REFERENCE / file)

        assert reference.renewed(text, part, "".join(make())) == text, "run `make docs`"


class TestPicture:
    """What the picture of the README shows is what the commands below it print."""

    SAID = ("h", "hi", "hb", "say", "w", "q")

    def test_says_what_the_example_gives(self, tmp_path: Path) -> None:
        documents.prepare(tmp_path)
        picture = text_of(ROOT / "docs" / "images" / "sightline.svg")
        shown = re.findall(r'class="(\w+)"[^>]*>([^<]+)<', picture)
        said = [line.strip() for kind, line in shown if kind in self.SAID]
        printed = " ".join(
            documents.run(f"lineofsight {command}", tmp_path)[0]
            for command in (
                "check docs/examples/kestrel",
                'trace docs/examples/kestrel "Liv Aune"',
            )
        )
        plain = " ".join(printed.split())

        assert len(said) > 10
        assert [line for line in said if line not in plain and line != "on track"] == []


class TestLinks:
    @pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
    def test_lead_somewhere(self, path: Path) -> None:
        broken = []
        for target in re.findall(r"\]\(([^)\s]+)\)", without_code(text_of(path))):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            aim = (path.parent / file).resolve() if file else path
            known = aim.exists() and (not anchor or anchor in anchors(text_of(aim)))
            broken += [] if known else [target]

        assert not broken

    def test_reach_every_page(self) -> None:
        reached, waiting = set(), [ROOT / "README.md"]
        while waiting:
            path = waiting.pop()
            if path in reached or path.suffix != ".md" or not path.is_file():
                continue
            reached.add(path)
            targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", without_code(text_of(path)))
            waiting += [(path.parent / target).resolve() for target in targets]

        assert {name_of(path) for path in DOCUMENTS} <= {name_of(path) for path in reached}


class TestBlocks:
    @pytest.mark.parametrize("block", fenced("json"))
    def test_of_json_are_json(self, block: str) -> None:
        assert json.loads(block)

    @pytest.mark.parametrize("block", fenced("toml"))
    def test_of_toml_are_toml(self, block: str) -> None:
        assert tomllib.loads(block)

    @pytest.mark.parametrize("block", fenced("python"))
    def test_of_python_are_python(self, block: str) -> None:
        assert compile(block, "a page", "exec")


class TestRulePages:
    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
    def test_have_every_section_in_order(self, rule: Rule) -> None:
        text = page(rule.code) or ""

        assert text.startswith(f"# {rule.code} {rule.name}\n")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
    def test_name_the_thresholds_that_the_rule_has(self, rule: Rule) -> None:
        said = re.findall(
            rf"^- `{rule.code}\.(\w+)` = ([\d.]+)", page(rule.code) or "", re.MULTILINE
        )

        assert {name: float(value) for name, value in said} == dict(rule.limits)

    def test_are_there_for_rules_alone(self) -> None:
        pages = {path.stem for path in reference.PAGES.glob("*.md")}

        assert pages == {rule.code for rule in RULES}

    def test_of_rules_about_people_are_listed_under_privacy(self) -> None:
        text = text_of(ROOT / "docs" / "explanation" / "privacy.md")
        section = text.partition("## Which rules are about people")[2].partition("\n## ")[0]
        listed = set(re.findall(r"\b(\d{3})\b", section.replace("LOS", "")))

        assert listed == {rule.code.removeprefix("LOS") for rule in RULES if rule.about_people}


@pytest.fixture
def newcomer(tmp_path: Path) -> Path:
    """Return a copy of the project in which somebody did what the page on adding a rule says."""
    text = text_of(ROOT / "docs" / "how-to" / "add-a-rule.md")
    leave = shutil.ignore_patterns("__pycache__")
    for name in ("src", "tests/engine", "docs/explanation"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave)
    for block in documents.blocks(text):
        documents.write(block, tmp_path)
    additions = r"^<!-- add to: (\S+) -->\n```python\n(.*?)^```$"
    for name, code in re.findall(additions, text, re.DOTALL | re.MULTILINE):
        path = tmp_path / name
        before, mark, after = text_of(path).partition("\nRULES = {")
        path.write_text(f"{before}\n\n{code}\n{mark}{after}", encoding="utf-8")
    for name, table, line in re.findall(
        r"^\| `(\S+)` \| `(\w+)`.*? \| `(.+)` \|$", text, re.MULTILINE
    ):
        path = tmp_path / name
        start = re.search(rf"^{table}\b.* = {{\n", text_of(path), re.MULTILINE)
        assert start is not None, f"{name} has no list {table}"
        place = start.end()
        path.write_text(f"{text_of(path)[:place]}    {line}\n{text_of(path)[place:]}")
    guide = tmp_path / "docs" / "explanation" / "conversations.md"
    guide.write_text(text_of(guide).replace("LOS106*", "LOS106, LOS110*"), encoding="utf-8")
    return tmp_path


@pytest.mark.slow
class TestAddRule:
    def run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in a copy of the project, with the copy's package before ours."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}"},
            capture_output=True,
            text=True,
            check=False,
        )

    def test_is_exact_as_the_page_shows_it(self, newcomer: Path) -> None:
        command = "from lineofsight.cli.main import main; main()"

        done = self.run(newcomer, "-c", command, "bench", "rules", "--rule", "LOS110")

        assert re.search(r"^LOS110 .* 1\.00 +1\.00 ", done.stdout, re.MULTILINE), done
        assert done.returncode == 0

    def test_passes_the_tests_that_the_page_shows(self, newcomer: Path) -> None:
        tests = [f"tests/engine/rules/test_{name}.py" for name in ("lonely_goal", "pages")]

        done = self.run(newcomer, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)

        assert done.returncode == 0, done.stdout


@pytest.mark.slow
class TestOwnRules:
    def test_run_as_the_page_shows_them(self, tmp_path: Path) -> None:
        text = text_of(ROOT / "docs" / "how-to" / "own-rules.md")
        for block in documents.blocks(text):
            documents.write(block, tmp_path)
        # What an installer leaves behind for the entry point of the page.
        about = tmp_path / "kestrel_rules-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: kestrel-rules\nVersion: 1.0\n"
        )
        (about / "entry_points.txt").write_text("[lineofsight.rules]\nkestrel = kestrel_rules\n")
        (tmp_path / "goals.csv").write_text("id,title\nG1,Winter comes to nobody by surprise\n")

        done = subprocess.run(
            [Path(sys.executable).parent / "lineofsight", "check", "goals.csv", "--select", "KES"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

        assert "KES101" in done.stdout
        assert "is about winter and has no last day" in done.stdout
