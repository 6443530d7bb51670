"""What ``diff`` and ``whatif`` share: looking at a plan on a day, and the exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lineofsight.cli import load
from lineofsight.cli.check import NEVER, SEVERITIES
from lineofsight.cli.meaning import Maker
from lineofsight.cli.progress import Progress

if TYPE_CHECKING:
    from lineofsight.engine.settings import Settings
    from lineofsight.planfile.document import PlanDocument
    from lineofsight.report.difference import Difference, Side

Command = TypeVar("Command", bound=Callable[..., Any])


def fail_on(command: Command) -> Command:
    """Take the option that says which new findings end with exit code 1."""
    return click.option(
        "--fail-on",
        type=click.Choice((*SEVERITIES, NEVER), case_sensitive=False),
        default=NEVER,
        show_default=True,
        help="The least severity of a new finding that ends with exit code 1.",
    )(command)


def look(
    document: PlanDocument, day: date, chosen: Settings, progress: Progress, meaning: Maker
) -> Side:
    """Look at a plan on a day: what is known of it then, and what the rules find."""
    from lineofsight.planfile.past import document_at
    from lineofsight.report.difference import Side

    lenses = load.look(document, day, chosen, progress, meaning)
    return Side(document_at(document, day), lenses, load.check(lenses, progress))


def code(found: Difference, least: str) -> int:
    """Return the exit code: 1 if a finding opened that is at least so severe."""
    if least == NEVER:
        return 0
    return int(any(one.severity >= SEVERITIES.index(least) + 1 for one in found.opened))
