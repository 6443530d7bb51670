"""Making, finding and ending personal tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.api.models import SCOPES, Token
from lineofsight.kit.errors import Invalid
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.prepared import Given, Prepared

MARK = "los_"  # lets secret scanners know what they have found
LONGEST_DAYS = 366


def make_token(
    *, actor: Person, name: str, scopes: Sequence[str], days: int = 90
) -> tuple[Token, str]:
    """Make a token for oneself; return it with the secret, which is shown once and not kept.

    Raises
    ------
    Invalid
        The name is empty, a scope is unknown, or it would live for no day or over a year.
    """
    access.require(actor, "token.make", Token(person=actor))
    problems: dict[str, list[str]] = {}
    if not name.strip():
        problems["name"] = [_("Give the token a name that says what uses it.")]
    if not scopes or not set(scopes) <= set(SCOPES):
        problems["scopes"] = [_("Choose one or more of: read, write, admin.")]
    if not 1 <= days <= LONGEST_DAYS:
        problems["days"] = [_("A token lives from 1 to {most} days.").format(most=LONGEST_DAYS)]
    if problems:
        raise Invalid(problems)
    secret = MARK + secrets.token_urlsafe(32)
    now = timezone.now()
    with Change(actor, "token.made") as change:
        token = change.add(
            Token(
                person=actor,
                name=name.strip()[:100],
                digest=digest_of(secret),
                start=secret[:8],
                scopes=sorted(set(scopes)),
                made_at=now,
                expires_at=now + timedelta(days=days),
            )
        )
    return token, secret


def revoke_token(*, actor: Person, token: Token) -> None:
    """End a token now; programs that use it are refused from the next request on."""
    access.require(actor, "token.revoke", token)
    if token.revoked_at is None:
        with Change(actor, "token.revoked") as change:
            token.revoked_at = timezone.now()
            Token.objects.filter(pk=token.pk).update(revoked_at=token.revoked_at)
            change.touch(token)


_TOKEN = Prepared(
    lambda: Token.objects.select_related("person__account").filter(
        digest=Given("digest"), revoked_at__isnull=True
    )
)


def find_token(secret: str, now: datetime | None = None) -> Token | None:
    """Return the token of a secret if it may be used now; one query."""
    now = now or timezone.now()
    found = _TOKEN.first(digest=digest_of(secret))
    if found is None or found.expires_at <= now:
        return None
    if found.used_on != now.date():
        # A day is enough to find tokens that nobody uses; an instant would be a trace of work.
        Token.objects.filter(pk=found.pk).update(used_on=now.date())
    return found


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
