"""What several commands ask for: a plan, an instant, rules, settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.engine.rules.rule import Rule

Command = TypeVar("Command", bound=Callable[..., Any])

A_FILE = click.Path(path_type=Path)


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a calendar day, as ISO 8601 writes it."""
    if value is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # such as 2026-02-30
    message = _("“{value}” is not a day such as 2026-11-21.").format(value=value)
    raise click.BadParameter(message, ctx, param)


def examples(*lines: str) -> str:
    """Lay out examples for the end of a help text, so that they are not run together."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


def plan(command: Command) -> Command:
    """Take the path of a plan."""
    return click.argument("plan", type=A_FILE, metavar="PLAN")(command)


def when(command: Command) -> Command:
    """Take the options that say when to look, and where the settings stand."""
    for option in (
        click.option(
            "--config",
            type=A_FILE,
            metavar="FILE",
            help="Settings, instead of lineofsight.toml beside the plan.",
        ),
        click.option(
            "--as-of",
            callback=day,
            metavar="DATE",
            help="The instant of the check.  [default: the plan's own, else today]",
        ),
    ):
        command = option(command)
    return command


def instant(command: Command) -> Command:
    """Take the options that say when and how to look, and where the settings stand."""
    meaning = click.option(
        "--meaning/--no-meaning",
        default=None,
        help="Compare goals by a sentence model too, or by their words alone.  "
        "[default: as the settings say, else with the model if it is installed]",
    )
    return when(meaning(command))


def settings(command: Command) -> Command:
    """Take the options that say how to check."""
    people = click.option(
        "--people", is_flag=True, help="Run the rules about a person or a pair of people too."
    )
    return people(instant(command))


def form(*names: str) -> Callable[[Command], Command]:
    """Take the option ``--format``; the first name is its default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names, case_sensitive=False),
        default=names[0],
        show_default=True,
        help="What is written.",
    )


def seed(default: int) -> Callable[[Command], Command]:
    """Take the option ``--seed``."""
    return click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=default,
        show_default=True,
        metavar="NUMBER",
        help="The same number gives the same result.",
    )


force = click.option("--force", is_flag=True, help="Write over a file that is there.")


def refuse_to_overwrite(path: Path, *, force: bool) -> None:
    """Refuse to write over what is there.

    Raises
    ------
    click.UsageError
        There is such a file, or a folder that holds something, and nobody said ``--force``.
    """
    if force or not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return
    message = _("{path} is there already. Choose another name, or write over it with --force.")
    raise click.UsageError(message.format(path=path))


def complete_rules(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer codes and names of rules; of several with commas between, the last is completed."""
    from lineofsight.engine.rules import catalogue

    before, comma, word = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{form}", help=one.name)
        for one in catalogue()
        for form in (one.code, one.name)
        if form.lower().startswith(word.lower()) and (word or form == one.code)
    ]


def codes(given: Iterable[str]) -> tuple[str, ...]:
    """Take codes, beginnings of codes, or names of rules apart, as people write them.

    Raises
    ------
    click.UsageError
        Something is no rule's code, beginning or name.

    Examples
    --------
    >>> codes(["los1,broken-rung"])
    ('LOS1', 'LOS104')
    """
    from lineofsight.engine.rules import catalogue

    rules = catalogue()
    asked = [word.strip() for text in given for word in text.split(",") if word.strip()]
    found, wrong = [], []
    for word in asked:
        code = code_of(word, rules)
        if code is None:
            wrong.append(unknown_rule(word, rules))
        else:
            found.append(code)
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return tuple(dict.fromkeys(found))


def code_of(word: str, rules: Iterable[Rule]) -> str | None:
    """Return the code, or beginning of codes, that a word means; None if it means nothing."""
    upper, lower = word.upper(), word.lower().replace("_", "-")
    for one in rules:
        if one.name == lower:
            return one.code
    return upper if any(one.code.startswith(upper) for one in rules) else None


def unknown_rule(word: str, rules: Iterable[Rule]) -> str:
    """Say that a word is no rule's, and which rule may be meant."""
    by_word = {form: one for one in rules for form in (one.code, one.name)}
    near = get_close_matches(word.upper(), by_word, n=1, cutoff=0.75) or get_close_matches(
        word.lower(), by_word, n=1
    )
    said = _("There is no rule “{word}”.").format(word=word)
    if near:
        one = by_word[near[0]]
        hint = _("Did you mean {code} ({name})?").format(code=one.code, name=one.name)
    else:
        hint = _("`lineofsight rules` lists them.")
    return f"{said} {hint}"
