"""What is wrong with a file, told line by line."""

from __future__ import annotations

import sys

from lineofsight.cli.output import is_terminal, say
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.problems import PlanError, Problem

MOST_ON_A_TERMINAL = 100


def show(error: PlanError) -> None:
    """Print every problem on standard error; on a terminal the first hundred."""
    shown = error.problems
    if is_terminal(sys.stderr):
        shown = shown[:MOST_ON_A_TERMINAL]
    lines = [line(one) for one in shown]
    count = len(error.problems)
    if len(shown) < count:
        lines.append(
            _("… and {count} more; all of them: `2> problems.txt`.").format(
                count=count - len(shown)
            )
        )
    if count > 1:
        lines.append(ngettext("{count} problem.", "{count} problems.", count).format(count=count))
    say("\n".join(lines))


def line(one: Problem) -> str:
    """Write a problem or notice on one line: place, what is wrong, what would be right."""
    return str(one)
