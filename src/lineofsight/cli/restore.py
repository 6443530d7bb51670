"""``lineofsight restore``: bring a backup back."""

from __future__ import annotations

from pathlib import Path

import click

from lineofsight.cli.installation import begin, refusals
from lineofsight.cli.options import examples
from lineofsight.kit.i18n import gettext as _


@click.command(
    "restore",
    short_help="Bring a backup back.",
    epilog=examples(
        "lineofsight restore /srv/backups/monday.tar.gz",
        "lineofsight restore monday.tar.gz --replace      in the place of what is there",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Put it in the place of the record that is there.")
@refusals
def command(file: Path, replace: bool) -> None:
    """Bring back the record that FILE holds: all of it, or nothing.

    Every checksum is compared first. A backup of a newer version is refused, and so is any where a
    record is already, unless you say --replace.
    """
    begin()
    from lineofsight.config.health import pending_migrations
    from lineofsight.config.operations.backup import bring_back

    manifest = bring_back(file, replace=replace)
    click.echo(
        _("The record is as it was on {when}: {count} rows in {tables} tables.").format(
            when=manifest["taken_at"][:16].replace("T", " "),
            count=sum(manifest["rows"].values()),
            tables=len(manifest["rows"]),
        )
    )
    if pending_migrations():
        click.echo(_("It is of an earlier version: run `lineofsight migrate` next."))
