"""``lineofsight explain``: print a rule's page."""

from __future__ import annotations

import re

import click

from lineofsight.cli import options, output
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.paint import Paint


@click.command(
    short_help="Print a rule's page.",
    epilog=options.examples(
        "lineofsight explain LOS104",
        "lineofsight explain broken-rung      by name",
    ),
)
@click.argument("rule", shell_complete=options.complete_rules)
def command(rule: str) -> int:
    """Print the page of a RULE, given by its code or name.

    It says what the rule sees and why, when exactly it fires, whom the finding is meant for, and
    how it could be satisfied without mending anything.
    """
    from lineofsight.engine.rules import catalogue, page

    by_word = {form: one for one in catalogue() for form in (one.code, one.name)}
    found = by_word.get(rule.upper()) or by_word.get(rule.lower().replace("_", "-"))
    if found is None:
        raise click.UsageError(options.unknown_rule(rule, catalogue()))
    text = page(found.code)
    if text is None:  # a rule of somebody else's package
        text = _("# {code} {name}\n\n{what}\n\nHears it first: {first}.\n").format(
            code=found.code,
            name=found.name,
            what=" ".join((found.judge.__doc__ or "").split()),
            first=found.audience.first,
        )
    output.write(painted(text, output.paint()))
    return 0


def painted(page: str, paint: Paint) -> str:
    """Set the headings of a page apart on a terminal; elsewhere it stays Markdown."""
    if not paint.on:
        return page
    return re.sub(r"^#+ (.+)$", lambda match: paint(match[1], "bold"), page, flags=re.MULTILINE)
