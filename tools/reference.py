"""Write anew what the code knows of the documentation.

That is the reference of tables, rules and commands, the tables for works councils, and what the
commands on any page print. Such a part stands between ``<!-- from the code: NAME -->`` and
``<!-- end -->``; the rest of the page is written by hand. Run it with ``make docs``, and read the
difference before you commit it: the tests compare, but only a person sees that an output became
worse.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from os.path import relpath
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import django
from click.testing import CliRunner

import documents
from lineofsight.cli.main import main as command_line
from lineofsight.config.variables import table as variables
from lineofsight.engine.rules import catalogue
from lineofsight.planfile.schema import TABLES, Column, Kind

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
DESCRIPTION = ROOT / "src" / "lineofsight" / "api" / "openapi.json"
PAGES = ROOT / "src" / "lineofsight" / "engine" / "rules" / "pages"
WIDTH = 100

HUNDREDS = {
    "1": "Structure: is there a line at all?",
    "2": "Meaning: does intent survive the cascade?",
    "3": "Measures: do they pull together?",
    "4": "Time: do the clocks mesh?",
    "5": "Truth: is what we believe still so?",
    "6": "Rhythm: do the conversations happen?",
    "7": "Ownership and load: does somebody hold it?",
    "8": "Writing: would a newcomer understand it?",
    "9": "Shared understanding: do people see the same picture?",
}

HOLDS = {
    Kind.ID: "id",
    Kind.TEXT: "text",
    Kind.CHOICES: "words separated by `;`",
    Kind.NUMBER: "number",
    Kind.SHARE: "share, `0.25` or `25 %`",
    Kind.DATE: "date",
    Kind.FLAG: "`yes` or `no`",
    Kind.SCHEDULE: "schedule",
}


def tables() -> Iterator[str]:
    """List every table of the plan file with its columns."""
    for table in TABLES.values():
        yield f"### {table.name}\n\n{table.help}\n\n"
        yield "| column | holds | |\n| --- | --- | --- |\n"
        for column in table.columns.values():
            star = " **\\***" if column.required else ""
            yield f"| `{column.name}`{star} | {holds(column)} | {cell(column.help)} |\n"
        yield "\n"


def holds(column: Column) -> str:
    """Say what a cell of a column may hold."""
    if column.kind in {Kind.CHOICE, Kind.CHOICES}:
        words = ", ".join(f"`{word}`" for word in column.choices)
        return f"{words}, or another word" if column.open else words
    if column.kind in {Kind.REF, Kind.REFS}:
        to = " or ".join(f"`{table}`" for table in column.refs)
        one, many = ("id of ", "ids of ") if to else ("id", "ids")
        return (one if column.kind is Kind.REF else many) + to
    words = HOLDS[column.kind]
    if column.low is not None and column.high is not None:
        return f"{words}, {column.low:g} to {column.high:g}"
    if column.low is not None:
        return f"{words}, at least {column.low:g}"
    return words


def cell(text: str) -> str:
    """Keep a text from ending its cell of a Markdown table."""
    return text.replace("|", "\\|")


def rules() -> Iterator[str]:
    """List every rule by its hundred, with the first sentence of its page."""
    hundred = ""
    for rule in (one for one in catalogue() if one.code.startswith("LOS")):
        if rule.code[3] != hundred:
            hundred = rule.code[3]
            yield f"\n### {hundred}xx {HUNDREDS[hundred]}\n\n"
            yield "| rule | what it sees | needs | hears it first |\n| --- | --- | --- | --- |\n"
        path = PAGES / f"{rule.code}.md"
        needs = ", ".join(
            " or ".join(f"`{name}`" for name in need.split("|")) for need in rule.needs
        )
        if rule.about_people:
            needs += (", " if needs else "") + "`--people`"
        yield (
            f"| [{rule.code} {rule.name}]({relpath(path, REFERENCE)}) | {cell(summary(path))} "
            f"| {needs} | {cell(rule.audience.first)} |\n"
        )


def summary(page: Path) -> str:
    """Take the first sentence below a page's heading."""
    paragraph = page.read_text(encoding="utf-8").split("\n\n")[1]
    sentence = re.match(r".+?[.?!](?=\s|$)", " ".join(paragraph.split()))
    return sentence.group() if sentence else paragraph


def works_council() -> Iterator[str]:
    """List what each rule is for and who hears of it, as its page says."""
    heads = ("Purpose", "First", "Then", "Above", "Never")
    hundred = ""
    for rule in (one for one in catalogue() if one.code.startswith("LOS")):
        if rule.code[3] != hundred:
            hundred = rule.code[3]
            yield f"\n### {hundred}xx {HUNDREDS[hundred]}\n\n"
            yield "| rule | purpose | hears it first | then | above | never | off |\n"
            yield "| --- | --- | --- | --- | --- | --- | --- |\n"
        said = audience(PAGES / f"{rule.code}.md")
        off = "off unless `--people`" if rule.about_people else f"`--ignore {rule.code}`"
        cells = [f"{rule.code} {rule.name}", *(cell(said[head]) for head in heads), off]
        yield "| " + " | ".join(cells) + " |\n"


def audience(page: Path) -> dict[str, str]:
    """Read what stands under "Purpose and audience" of a page: label -> sentence."""
    text = page.read_text(encoding="utf-8").partition("\n## Purpose and audience\n")[2]
    items = re.findall(
        r"^- ([\w ]+): (.+?)(?=^- |^\s*$|\Z)", text.partition("\n## ")[0], re.DOTALL | re.MULTILINE
    )
    return {label: " ".join(sentence.split()) for label, sentence in items}


def commands() -> Iterator[str]:
    """Give the help of every command, as the terminal shows it."""
    yield from command(command_line, ["lineofsight"])


def command(one: click.Command, path: list[str]) -> Iterator[str]:
    """Give the help of a command and of those below it."""
    shown = CliRunner().invoke(
        command_line, [*path[1:], "--help"], prog_name=path[0], terminal_width=WIDTH
    )
    text = "\n".join(line.rstrip() for line in shown.output.rstrip().splitlines())
    yield f"### {' '.join(path)}\n\n```text\n{text}\n```\n\n"
    if isinstance(one, click.Group):
        context = click.Context(one)
        for name in one.list_commands(context):
            below = one.get_command(context, name)
            if below is not None and not below.hidden:
                yield from command(below, [*path, name])


AREAS = {
    "organization": "People, teams, accounts, and what is kept of changes",
    "work": "Work in the background",
    "strategy": "Strategy",
    "goals": "Goals and what hangs on them",
    "rhythm": "Conversations",
    "pulse": "Surveys",
    "exchange": "Imports",
    "alignment": "Findings and checks",
    "api": "The interface for programs",
}


def who_sees_what() -> Iterator[str]:
    """List what each policy says of itself, and the verbs that it knows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.config.settings")
    django.setup()
    from lineofsight.organization.access.rules import policies  # noqa: PLC0415 - once Django has started

    area = ""
    order = list(AREAS)
    known = sorted(policies().items(), key=lambda one: order.index(one[0]._meta.app_label))
    for model, policy in known:
        if model._meta.app_label != area:
            area = model._meta.app_label
            yield f"\n### {AREAS[area]}\n\n"
            yield "| what | who sees and changes it | verbs |\n| --- | --- | --- |\n"
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
        verbs = ", ".join(f"`{verb}`" for verb in sorted((*policy.verbs, *policy.makes)))
        yield f"| {name} | {cell(policy.told)} | {verbs} |\n"


def interface() -> str:
    """Give the description of the interface for programs, as it is committed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.config.settings")
    os.environ.setdefault("LINEOFSIGHT_MODE", "test")
    import django  # noqa: PLC0415 - the tables come once Django has started

    django.setup()
    from lineofsight.api.description import described  # noqa: PLC0415 - as above

    return described()


def operations() -> Iterator[str]:
    """List every address of the interface with what it does."""
    schema = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    by_tag: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            named = {one["name"] for one in operation["parameters"]}
            star = " **\\***" if "If-Match" in named else ""
            address = path.removeprefix("/api/v1")
            told = cell(" ".join(operation["description"].split()))
            by_tag.setdefault(operation["tags"][0], []).append(
                f"| `{method.upper()} {address}`{star} | {told} |\n"
            )
    for tag, lines in by_tag.items():
        yield f"### {tag}\n\n| address | what it does |\n| --- | --- |\n"
        yield from lines
        yield "\n"


PARTS: dict[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "tables": ("plan-file.md", tables),
    "rules": ("rules.md", rules),
    "commands": ("command-line.md", commands),
    "operations": ("api.md", operations),
    "environment": ("environment.md", lambda: iter(variables())),
    "who-sees-what": ("who-sees-what.md", who_sees_what),
    "works-council": ("../explanation/works-council.md", works_council),
}


def renewed(page: str, name: str, part: str) -> str:
    """Put a part between its two marks.

    Raises
    ------
    ValueError
        The page has no such marks.
    """
    marks = re.compile(rf"(<!-- from the code: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not marks.search(page):
        raise ValueError(f"no place for the part {name}")
    return marks.sub(lambda match: f"{match[1]}\n{part.strip()}\n\n{match[2]}", page)


def main() -> None:
    """Write every part that differs, and every output that differs, and say which."""
    _write(DESCRIPTION, interface())
    for name, (file, part) in PARTS.items():
        path = REFERENCE / file
        _write(path, renewed(path.read_text(encoding="utf-8"), name, "".join(part())))
    for path in documents.documents():
        with TemporaryDirectory() as folder:
            _write(path, documents.renewed(path.read_text(encoding="utf-8"), Path(folder)))


def _write(path: Path, text: str) -> None:
    if path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        print(f"{path.resolve().relative_to(ROOT)} written")


if __name__ == "__main__":
    main()
