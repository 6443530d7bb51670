"""What happens to accounts, on record: changes in the audit log, sign-ins in the log of the server.

Neither holds a password, a code or an address of mail; people stand there by their number.
"""

import logging
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from lineofsight.organization.models import Account
from lineofsight.organization.record.change import Change

_log = logging.getLogger("lineofsight.sign_in")
SIGNED_OUT = "signed_out"  # on the request: its answer lets the browser forget the pages


def _recorded(verb: str) -> Any:
    def record(sender: object, user: Account, **said: Any) -> None:
        kind = getattr(said.get("authenticator"), "type", "")
        with Change(user.person, verb, reason=str(kind)) as change:
            change.touch(user)

    return record


CHANGES = {
    "account.password_changed": (password_changed, password_set, password_reset),
    "account.second_factor_added": (authenticator_added,),
    "account.second_factor_removed": (authenticator_removed,),
    "account.second_factor_renewed": (authenticator_reset,),
}


def _signed_in(sender: object, user: Account, **said: Any) -> None:
    _log.info("sign_in.done", extra={"person": user.person_id})


def _signed_out(
    sender: object, request: HttpRequest | None, user: Account | None, **said: Any
) -> None:
    if user is not None:
        _log.info("sign_in.ended", extra={"person": user.person_id})
    if request is not None:
        setattr(request, SIGNED_OUT, True)


def _refused(sender: object, **said: Any) -> None:
    _log.warning("sign_in.refused")


def listen() -> None:
    """Begin to listen; once, at start."""
    for verb, signals in CHANGES.items():
        record = _recorded(verb)
        for number, signal in enumerate(signals):
            signal.connect(record, weak=False, dispatch_uid=f"{verb}.{number}")
    user_logged_in.connect(_signed_in, dispatch_uid="lineofsight.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="lineofsight.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="lineofsight.refused")
