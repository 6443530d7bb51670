"""``lineofsight backup``: keep the whole record in one file."""

from __future__ import annotations

from pathlib import Path

import click

from lineofsight.cli.installation import begin, refusals
from lineofsight.cli.options import examples
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext


@click.command(
    "backup",
    short_help="Keep the whole record in one file.",
    epilog=examples("lineofsight backup /srv/backups/monday.tar.gz"),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@refusals
def command(file: Path) -> None:
    """Write the whole record as it is at one instant to FILE, which only you can read.

    Nobody has to stop working meanwhile. The file holds checksums and numbers of rows, and the
    secret of an embedded installation: keep it as you keep the record itself.
    """
    begin()
    from lineofsight.config.operations.backup import back_up

    if not file.parent.is_dir():
        raise click.BadParameter(_("There is no folder {folder}.").format(folder=file.parent))
    rows = back_up(file)["rows"]
    total = sum(rows.values())
    click.echo(
        ngettext(
            "{file}: {count} row in {tables} tables.",
            "{file}: {count} rows in {tables} tables.",
            total,
        ).format(file=file, count=total, tables=len(rows))
    )
