"""Whose session is it, and is this password theirs."""

from datetime import date
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils import timezone

from lineofsight.organization.models import Account, Organization
from lineofsight.web.sign_in.passwords import LONGEST


def is_here(account: Account, today: date | None = None) -> bool:
    """Tell whether an account may be used: not switched off, and its person has not left."""
    end = account.person.end_date
    return account.is_active and (end is None or end >= (today or timezone.localdate()))


def account_of(email: str) -> Account | None:
    """Find the account of an address, whatever its case, of somebody who is here."""
    found = Account.objects.select_related("person").filter(email__iexact=email.strip()).first()
    return found if found is not None and is_here(found) else None


class AccountBackend(BaseBackend):
    """Asked once a request for the account of the session: switching off works at once.

    The same query brings the person and what the organisation settled on time and language.
    """

    def get_user(self, user_id: int) -> Account | None:
        """Return the account of a session, unless its owner may no longer sign in."""
        organization = Organization.objects.filter(pk=1)
        account = (
            Account.objects.select_related("person")
            .annotate(
                organization_time_zone=Subquery(organization.values("time_zone")[:1]),
                organization_language=Subquery(organization.values("language")[:1]),
                organization_name=Subquery(organization.values("name")[:1]),
            )
            .filter(pk=user_id)
            .first()
        )
        return account if account is not None and is_here(account) else None

    def authenticate(
        self,
        request: HttpRequest | None,
        email: str | None = None,
        password: str | None = None,
        **others: Any,
    ) -> Account | None:
        """Return the account with this address and password; the work is the same if none has."""
        if not email or not password or len(password) > LONGEST:
            return None
        account = account_of(email)
        if account is None or not account.has_usable_password():
            make_password(password)  # one hash either way: time does not tell who has an account
            return None
        return account if account.check_password(password) else None
