"""``lineofsight invite``: a link by which somebody gets in, above all the first administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lineofsight.cli import options
from lineofsight.cli.installation import NotPossible, begin, refusals
from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.organization.models import Person

ROLES = ("administrator", "strategy_office", "hr_partner", "auditor")


@click.command(
    short_help="Invite somebody by a link, such as the first administrator.",
    epilog=options.examples(
        'lineofsight invite ada@example.org --name "Ada Okafor" --role administrator',
        "lineofsight invite bert@example.org",
    ),
)
@click.argument("email")
@click.option("--name", default="", help="For somebody who is not in the record yet.")
@click.option("--role", type=click.Choice(ROLES), help="A role to give along with it.")
@refusals
def command(email: str, name: str, role: str | None) -> None:
    """Print a link with which the person with this address chooses a password.

    The link works once, for seven days, and is mailed to nobody. Whoever runs this command on the
    server is trusted with every role.
    """
    begin()
    from django.db import transaction

    from lineofsight.kit.errors import DomainError
    from lineofsight.organization import invitations, services
    from lineofsight.web.sign_in.invitations import link_of

    try:
        with transaction.atomic():
            person = _person(email, name)
            if role is not None:
                services.grant_role(actor=None, person=person, role=role)
            invitation, secret = invitations.invite(actor=None, person=person, email=email)
    except DomainError as refused:
        raise NotPossible(refused.message or str(refused)) from refused
    click.echo(link_of(secret))
    click.echo(
        _("{name} chooses a password there, until {day}.").format(
            name=person.name, day=f"{invitation.expires_at:%Y-%m-%d}"
        ),
        err=True,
    )


def _person(email: str, name: str) -> Person:
    from lineofsight.organization import services
    from lineofsight.organization.models import Person

    found = list(Person.objects.filter(email__iexact=email)[:2])
    if len(found) > 1:
        raise NotPossible(_("Several people have this address. Mend the record first."))
    if found:
        return found[0]
    if not name:
        raise NotPossible(_("Nobody in the record has this address. Say --name to add them."))
    return services.add_person(actor=None, name=name, email=email)
