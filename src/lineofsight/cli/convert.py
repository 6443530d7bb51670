"""``lineofsight convert``: turn a plan into another format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.problems import line
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

CONVERSATIONS = ("check_ins", "agreements", "feedback")


@click.command(
    short_help="Turn a plan into another format.",
    epilog=options.examples(
        "lineofsight convert agency-plan.xml plan.xlsx      StratML to a workbook",
        "lineofsight convert plan.xlsx plan                 a workbook to a folder of CSV files",
        "lineofsight convert export.zip plan.json           a goal tool's export to JSON",
        "lineofsight convert plan.xlsx public.xlsx --without-conversations",
    ),
)
@click.argument("source", type=options.A_FILE, metavar="IN")
@click.argument("target", type=options.A_FILE, metavar="OUT")
@click.option(
    "--without-conversations",
    is_flag=True,
    help="Leave out who talked with whom: check_ins, agreements, feedback.",
)
@options.force
def command(*, source: Path, target: Path, without_conversations: bool, force: bool) -> int:
    """Turn the plan IN into the plan OUT; the ending of OUT says which format.

    Nothing is left out but what the format has no place for, and that is said. To pass a plan on,
    leave out the conversations: they belong to the two people who had them.
    """
    # Both files are the user's own, so a conversion must not lose what they keep; leaving the
    # tables out by default would lose them for good where IN is then deleted.
    from lineofsight.planfile.write import write_plan

    options.refuse_to_overwrite(target, force=force)
    with Progress() as progress:
        document = load.read(source, progress)
        if without_conversations:
            kept = {
                name: table for name, table in document.tables.items() if name not in CONVERSATIONS
            }
            document = replace(document, tables=kept)
        progress.step(_("Writing {name}").format(name=target.name))
        left_out = write_plan(document, target)
    for notice in (*document.notices, *left_out):
        output.say(line(notice))
    rows = sum(len(table) for table in document.tables.values())
    output.say(
        ngettext(
            "{target} is written: {rows} row in {tables} tables.",
            "{target} is written: {rows} rows in {tables} tables.",
            rows,
        ).format(target=target, rows=rows, tables=len(document.tables))
    )
    return 0
