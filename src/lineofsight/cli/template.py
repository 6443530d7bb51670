"""``lineofsight template``: write an empty plan."""

from __future__ import annotations

from pathlib import Path

import click

from lineofsight.cli import options, output
from lineofsight.kit.i18n import gettext as _


@click.command(
    short_help="Write an empty plan to fill in.",
    epilog=options.examples(
        "lineofsight template plan.xlsx",
    ),
)
@click.argument("file", type=options.A_FILE)
@options.force
def command(*, file: Path, force: bool) -> int:
    """Write an empty workbook to fill in: a sheet a table, with notes and drop-downs."""
    from lineofsight.planfile.template import write_template

    options.refuse_to_overwrite(file, force=force)
    write_template(file)
    output.say(
        _("{file} is written. Fill in goals first: only they must be there.").format(file=file)
    )
    return 0
