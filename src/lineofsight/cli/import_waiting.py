"""The rows that wait, from the command line: listed, placed, given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lineofsight.cli import import_text, output
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lineofsight.exchange.models import QuarantinedRow
    from lineofsight.organization.models import Person


def list_rows(actor: Person | None) -> int:
    """List the rows that wait, of those that somebody sees."""
    output.write(import_text.waiting_rows(_seen(actor).order_by("pk")))
    return 0


def place_rows(numbers: Sequence[int], actor: Person | None, reason: str) -> int:
    """Place rows, all of them or none.

    Raises
    ------
    PlanError
        One of them still cannot be placed.
    """
    from lineofsight.exchange.waiting import place

    made = place(_rows(numbers, actor), actor=actor, reason=reason)
    if made is None:
        output.say(_("The record says all this already: nothing changes."))
    else:
        output.write(import_text.counted(made))
        output.say(
            _(
                "Import {number} is done; `lineofsight import --undo {number}` takes it back."
            ).format(number=made.pk)
        )
    return 0


def drop_rows(numbers: Sequence[int], actor: Person | None, reason: str) -> int:
    """Give rows up."""
    from lineofsight.exchange.waiting import drop

    rows = _rows(numbers, actor)
    drop(rows, actor=actor, reason=reason)
    said = ngettext("{count} row is given up.", "{count} rows are given up.", len(rows))
    output.say(said.format(count=len(rows)))
    return 0


def _rows(numbers: Sequence[int], actor: Person | None) -> list[QuarantinedRow]:
    found = _seen(actor).in_bulk(list(numbers))
    for number in numbers:
        if number not in found:
            raise click.UsageError(_("No row {number} waits.").format(number=number))
    return [found[number] for number in dict.fromkeys(numbers)]


def _seen(actor: Person | None) -> QuerySet[QuarantinedRow]:
    from lineofsight.exchange.models import QuarantinedRow
    from lineofsight.organization.access import visible_to

    rows = QuarantinedRow.objects.all() if actor is None else visible_to(actor, QuarantinedRow)
    return rows.filter(state="waiting")
