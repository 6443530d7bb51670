"""``lineofsight export``: the record as a plan file."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import click

from lineofsight.cli import installation, options, output, record
from lineofsight.cli.problems import line
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext


@click.command(
    short_help="Write the record to a plan file.",
    epilog=options.examples(
        "lineofsight export plan.xlsx                        the record as it stands",
        "lineofsight export then.json --as-of 2026-06-30     as it was at the end of that day",
        "lineofsight export mine.xlsx --as ana@example.org   what Ana sees",
    ),
)
@click.argument("file", type=options.A_FILE, metavar="FILE")
@click.option(
    "--as-of",
    callback=options.day,
    metavar="DATE",
    help="The record as it was at the end of that day.  [default: as it stands]",
)
@click.option(
    "--with-conversations",
    "reason",
    metavar="REASON",
    help="Check-ins, agreements and feedback too; why is kept in the audit log.",
)
@click.option(
    "--as", "who", default="", metavar="EMAIL", help="Only what the person of this e-mail sees."
)
@options.force
def command(*, file: Path, as_of: date | None, reason: str | None, who: str, force: bool) -> int:
    """Write the record of this installation to FILE; its ending says which format.

    Columns that the record knows and the plan file does not stand behind those of the plan file,
    so that `lineofsight import` gives the whole record again.
    """
    from lineofsight.planfile.write import write_plan

    options.refuse_to_overwrite(file, force=force)
    if reason is not None and not reason.strip():
        raise click.UsageError(
            _("Say why check-ins, agreements and feedback are exported: they belong to two people.")
        )
    installation.begin()
    from django.utils import timezone

    from lineofsight.exchange.export import export

    with Progress() as progress:
        progress.step(_("Reading the record"))
        person = record.acting(who)
        at = timezone.make_aware(datetime.combine(as_of, time.max)) if as_of else None
        document = export(actor=person, at=at, conversations=reason or "")
        progress.step(_("Writing {name}").format(name=file.name))
        left_out = write_plan(document, file)
    for notice in left_out:
        output.say(line(notice))
    rows = sum(len(table) for table in document.tables.values())
    output.say(
        ngettext(
            "{file} is written: {rows} row in {tables} tables.",
            "{file} is written: {rows} rows in {tables} tables.",
            rows,
        ).format(file=file, rows=rows, tables=len(document.tables))
    )
    return 0
