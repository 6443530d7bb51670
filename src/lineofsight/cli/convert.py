"""``lineofsight convert``: turn a plan into another format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.problems import line
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

if TYPE_CHECKING:
    from lineofsight.planfile.document import PlanDocument

CONVERSATIONS = ("check_ins", "agreements", "feedback")


@click.command(
    short_help="Turn a plan into another format.",
    epilog=options.examples(
        "lineofsight convert agency-plan.xml plan.xlsx      StratML to a workbook",
        "lineofsight convert plan.xlsx plan                 a workbook to a folder of CSV files",
        "lineofsight convert export.zip plan.json           a goal tool's export to JSON",
        "lineofsight convert plan.xlsx public.xlsx --without-conversations",
        "lineofsight convert plan.xlsx then.xlsx --as-of 2026-06-30    as it was that day",
    ),
)
@click.argument("source", type=options.A_FILE, metavar="IN")
@click.argument("target", type=options.A_FILE, metavar="OUT")
@click.option(
    "--without-conversations",
    is_flag=True,
    help="Leave out who talked with whom: check_ins, agreements, feedback.",
)
@click.option(
    "--as-of",
    callback=options.day,
    metavar="DATE",
    help="The plan as it was on that day.  [default: as it stands]",
)
@options.force
def command(
    *, source: Path, target: Path, without_conversations: bool, as_of: date | None, force: bool
) -> int:
    """Turn the plan IN into the plan OUT; the ending of OUT says which format.

    Nothing is left out but what the format has no place for, and that is said. To pass a plan on,
    leave out the conversations: they belong to the two people who had them. With --as-of later
    changes are taken back as far as revisions tell, and what is dated later is left out.
    """
    # Both files are the user's own, so a conversion must not lose what they keep; leaving the
    # tables out by default would lose them for good where IN is then deleted.
    from lineofsight.planfile.write import write_plan

    options.refuse_to_overwrite(target, force=force)
    with Progress() as progress:
        document = load.read(source, progress)
        if as_of is not None:
            document = _at(document, as_of)
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


def _at(document: PlanDocument, as_of: date) -> PlanDocument:
    """Return the plan as it was on a day, and let it say that this is its day."""
    from lineofsight.planfile.changes import changes_from_rows
    from lineofsight.planfile.overlay import overlay
    from lineofsight.planfile.past import document_at

    day = changes_from_rows({"organization": [{"as_of": as_of}]})
    return overlay(document_at(document, as_of), day)
