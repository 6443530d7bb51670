"""``lineofsight audit``: whether the audit log still says what was written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from lineofsight.cli import options
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

if TYPE_CHECKING:
    from lineofsight.organization.audit import Fault

BROKEN = 1


@click.group(
    short_help="Verify the audit log.",
    epilog=options.examples(
        "lineofsight audit verify",
        "lineofsight audit verify --head 5f0c...    and that this block is still in it",
    ),
)
def command() -> None:
    """Ask whether the audit log of this installation is whole."""


@command.command(short_help="Read the whole log and compare it with its seals.")
@click.option(
    "--head",
    default="",
    metavar="HASH",
    help="A seal that was noted elsewhere, such as in a log line: it must still be in the chain.",
)
@click.pass_context
def verify(context: click.Context, head: str) -> None:
    """Read the whole audit log, compare it with its seals, and name what does not hold.

    The exit code is 0 if everything holds and 1 if anything was changed, taken out or put in.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.config.settings")
    import django

    django.setup()
    from lineofsight.organization import audit

    verdict = audit.verify(head)
    for fault in verdict.faults:
        click.echo(_told(fault))
    click.echo(
        ngettext(
            "{count} entry under {seals} seals; {unsealed} not sealed yet.",
            "{count} entries under {seals} seals; {unsealed} not sealed yet.",
            verdict.entries,
        ).format(count=verdict.entries, seals=verdict.seals, unsealed=verdict.unsealed)
    )
    if verdict.head:
        click.echo(_("The last seal is {hash}.").format(hash=verdict.head))
    if verdict.holds:
        click.echo(_("The audit log is whole."))
    else:
        context.exit(BROKEN)


def _told(fault: Fault) -> str:
    where = fault.where
    match fault.kind:
        case "changed":
            return _("Entry {where} was changed after it was sealed.").format(where=where)
        case "missing":
            return _("Entry {where} is missing.").format(where=where)
        case "inserted":
            return _("Entry {where} was put in behind the seals.").format(where=where)
        case "unguarded":
            return _(
                "The database no longer refuses changes: its trigger {where} is gone. Find out who "
                "removed it."
            ).format(where=where)
        case "head":
            return _(
                "The seal {where} is not in the log: entries were cut off at its end, or it is the "
                "log of another installation."
            ).format(where=where)
    return _("Seal {where} does not follow from the one before it.").format(where=where)
