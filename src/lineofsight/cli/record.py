"""What commands on the record of an installation share: who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.organization.models import Person


def acting(email: str) -> Person | None:
    """Return who acts: the person of an e-mail; None, the installation itself, without one.

    Raises
    ------
    click.UsageError
        Nobody has this e-mail, or several have.
    """
    from lineofsight.organization.models import Person

    if not email:
        return None
    found = list(Person.objects.filter(email__iexact=email)[:2])
    if len(found) != 1:
        raise click.UsageError(_("{email} is not the e-mail of one person.").format(email=email))
    return found[0]
