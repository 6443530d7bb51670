"""``lineofsight doctor``: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import sys

import click

from lineofsight.cli.installation import begin, refusals
from lineofsight.cli.options import examples
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext


@click.command(
    "doctor",
    short_help="Say what is wrong with this installation.",
    epilog=examples("lineofsight doctor", "lineofsight doctor --quiet      only what is wrong"),
)
@click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong.")
@refusals
def command(quiet: bool) -> None:
    """Look at settings, database, worker, mail and backups; say what is wrong and how to mend it.

    The exit code is 1 if something needs to be mended. Nothing is changed.
    """
    given = begin()
    from lineofsight.config.operations.doctor import examine

    wrong = grave = 0
    for note in examine(given):
        if note.is_well:
            if not quiet:
                click.echo(f"ok     {note.about}: {note.said}")
            continue
        wrong += 1
        grave += note.grave
        mark = "WRONG " if note.grave else "note  "
        click.echo(f"{mark} {note.about}: {note.said}\n       > {note.remedy}")
    if not wrong and not quiet:
        click.echo(_("All is well."))
    if grave:
        click.echo(
            ngettext("{count} thing to mend.", "{count} things to mend.", grave).format(
                count=grave
            ),
            err=True,
        )
        sys.exit(1)
