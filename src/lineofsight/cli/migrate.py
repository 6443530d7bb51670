"""``lineofsight migrate``: bring the database up to what this version needs."""

from __future__ import annotations

import click

from lineofsight.cli.installation import begin, refusals
from lineofsight.cli.options import examples
from lineofsight.kit.i18n import gettext as _


@click.command(
    "migrate",
    short_help="Bring the database up to date.",
    epilog=examples(
        "lineofsight migrate", "lineofsight migrate --dry-run      say what it would do"
    ),
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@refusals
def command(dry_run: bool) -> None:
    """Bring the database up to what this version of lineofsight needs.

    Only one process does it at a time. The embedded database is copied first. A database of a newer
    version is left alone.
    """
    begin()
    from lineofsight.config.health import foreign_migrations, pending_migrations
    from lineofsight.config.operations.migrating import bring_up_to_date, refuse_newer

    if not dry_run:
        bring_up_to_date(click.echo)
        return
    refuse_newer(foreign_migrations())
    pending = pending_migrations()
    for step in pending:
        click.echo(step)
    if not pending:
        click.echo(_("The database is up to date."))
