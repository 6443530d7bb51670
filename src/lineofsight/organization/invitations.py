"""Inviting people to sign in: the only way to an account with a password."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.kit.errors import Invalid, NotFound
from lineofsight.organization import access
from lineofsight.organization.models import Account, Invitation, Person
from lineofsight.organization.record.change import Change

OPEN_FOR = timedelta(days=7)


def invite(*, actor: Person | None, person: Person, email: str = "") -> tuple[Invitation, str]:
    """Invite a person; an older invitation that is still open ends.

    Returns
    -------
    tuple
        The invitation, and the secret of its link, which is kept nowhere else.

    Raises
    ------
    Invalid
        The person has left, has an account already, or the address cannot be one.
    """
    to = (email or person.email).strip().lower()
    now = timezone.now()
    invitation = Invitation(
        person=person, email=to, sent_by=actor, sent_at=now, expires_at=now + OPEN_FOR
    )
    access.require(actor, "invitation.send", invitation)
    _check(person, to)
    secret = secrets.token_urlsafe(32)
    invitation.secret = _hashed(secret)
    with Change(actor, "invitation.sent") as change:
        _open().filter(person=person).update(withdrawn_at=now)
        change.add(invitation)
    return invitation, secret


def withdraw(*, actor: Person | None, invitation: Invitation) -> None:
    """End an invitation before it is used; one that has ended already is no error."""
    access.require(actor, "invitation.withdraw", invitation)
    with Change(actor, "invitation.withdrawn") as change:
        if _open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
            change.touch(invitation, ["withdrawn_at"])


def invited_by(secret: str) -> Invitation:
    """Return the open invitation of a link.

    Raises
    ------
    NotFound
        There is none, or it was used, withdrawn or has expired: all read the same.
    """
    found = (
        _open()
        .select_related("person")
        .filter(secret=_hashed(secret), expires_at__gt=timezone.now())
        .first()
    )
    if found is None or not access.viewer_of(found.person).is_active:
        raise NotFound(_("This invitation was used, was withdrawn, or is too old."))
    return found


def accept(*, secret: str, password: str) -> Account:
    """Make the account of the invited person; the invitation is used by this.

    Raises
    ------
    NotFound
        The invitation is not open (any more).
    Invalid
        The person or the address has an account by now.
    """
    invitation = invited_by(secret)
    account = Account(email=invitation.email, person=invitation.person)
    account.set_password(password)  # slow on purpose, and so before the transaction
    try:
        with Change(invitation.person, "account.created", reason="invitation") as change:
            if not _open().filter(pk=invitation.pk).update(used_at=timezone.now()):
                raise NotFound(_("This invitation was used, was withdrawn, or is too old."))
            return change.add(account)
    except IntegrityError:
        raise _has_account() from None


def _check(person: Person, email: str) -> None:
    if not access.viewer_of(person).is_active:
        raise Invalid({"person": [_("{name} has left.").format(name=person.name)]})
    taken = Account.objects.filter(person=person) | Account.objects.filter(email__iexact=email)
    if taken.exists():
        raise _has_account()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"email": [_("Give the e-mail address to which the link goes.")]}) from None


def _has_account() -> Invalid:
    return Invalid(
        {
            "person": [
                _(
                    "This person or this address has an account already. Who has forgotten the "
                    "password asks for a new one at the sign-in page."
                )
            ]
        }
    )


def _open() -> "QuerySet[Invitation]":
    return Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
