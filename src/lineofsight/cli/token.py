"""``lineofsight token``: a personal token for a program, made on the server."""

from __future__ import annotations

import click

from lineofsight.cli import options
from lineofsight.cli.installation import NotPossible, begin, refusals
from lineofsight.kit.i18n import gettext as _

SCOPES = ("read", "write", "admin")


@click.command(
    short_help="Make a token with which a program acts as somebody.",
    epilog=options.examples(
        "lineofsight token ada@example.org --name dashboard",
        "lineofsight token ada@example.org --name sync --scope read --scope write --days 365",
    ),
)
@click.argument("email")
@click.option("--name", required=True, help="What uses it.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    default=("read",),
    show_default=True,
    help="What it may do, within what the person may.",
)
@click.option("--days", type=int, default=90, show_default=True, help="How long it lives.")
@refusals
def command(email: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Print a personal token of the person with this address, once.

    Programs send it as `Authorization: Bearer ...` to /api/v1. It may do what the person may, and
    ends with its days, when the person ends it, or when they leave.
    """
    begin()
    from lineofsight.api.tokens import make_token
    from lineofsight.kit.errors import DomainError
    from lineofsight.organization.models import Person

    found = list(Person.objects.filter(email__iexact=email)[:2])
    if len(found) != 1:
        raise NotPossible(_("{email} is not the e-mail of one person.").format(email=email))
    try:
        token, secret = make_token(actor=found[0], name=name, scopes=scopes, days=days)
    except DomainError as refused:
        raise NotPossible(refused.message or str(refused)) from refused
    click.echo(secret)
    click.echo(
        _("It acts as {name} until {day}; it is not kept and is not shown again.").format(
            name=found[0].name, day=f"{token.expires_at:%Y-%m-%d}"
        ),
        err=True,
    )
