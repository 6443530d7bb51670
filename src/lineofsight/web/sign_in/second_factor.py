"""Codes and passkeys: kept encrypted, tried rarely, and each code used once."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lineofsight.organization import limits
from lineofsight.organization.models import Account
from lineofsight.web.sign_in import attempts

MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError)
CODES_A_MINUTE = 5
CODE_LIVES = 5 * 60  # seconds: longer than any code is valid


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our rules for second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not right, or was used already. Take the newest one."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under the installation's key: a copy of the database is not enough."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Turn it back; keys of ``SECRET_KEY_FALLBACKS`` are tried too."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """Suggest a name for a passkey."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1)

    def _get_site_name(self) -> str:
        return "Line of Sight"


def _keys() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"second factor " + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class _Once(forms.Form):
    """Counts attempts for all processes together, and takes each code once."""

    user: Account

    def clean_code(self) -> str:
        """Compare the code."""
        taken = _take(context.request, self.user)
        code: str = super().clean_code()  # type: ignore[misc] # the form it is mixed into has it
        used = f"code-used:{self.user.pk}:{code.replace(' ', '')}"
        if limits.allow(used, 1, CODE_LIVES):
            raise get_adapter().validation_error("incorrect_code")
        attempts.give_back(taken)
        return code


def _take(request: HttpRequest, account: Account) -> list[str]:
    return attempts.take(request, [(f"code:{account.pk}", CODES_A_MINUTE, attempts.MINUTE)])


class CodeForm(_Once, AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        _dress(self)


class CodeAgainForm(_Once, ReauthenticateForm):
    """The code once more, before something that matters."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        _dress(self)


class ActivateForm(_Once, ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        _dress(self)


class _Passkey(forms.Form):
    """What a browser says of a passkey is a stranger's until it is checked: nothing may crash."""

    def clean_credential(self) -> Any:
        """Check the browser's answer."""
        try:
            return super().clean_credential()  # type: ignore[misc] # as above
        except MALFORMED as malformed:
            raise get_adapter().validation_error("incorrect_code") from malformed


class PasskeySignInForm(_Passkey, LoginWebAuthnForm):
    """Signing in by passkey alone."""

    def clean_credential(self) -> Any:
        """Check the browser's answer, not too often for one address."""
        request = context.request
        key = f"sign-in:address:{attempts.address_of(request)}"
        taken = attempts.take(request, [(key, 30, attempts.MINUTE)])
        found = super().clean_credential()
        attempts.give_back(taken)
        return found


class PasskeyForm(_Passkey, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeyAgainForm(_Passkey, ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: always one that signs in by itself, after finger, face or code."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["name"].label = _("Name")
        self.fields["name"].max_length = 100
        self.fields["passwordless"] = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def clean(self) -> Any:
        """Check the browser's answer."""
        try:
            return super().clean()
        except MALFORMED as malformed:
            raise get_adapter().validation_error("incorrect_code") from malformed


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=100)


def _dress(form: forms.Form) -> None:
    form.fields["code"].label = _("Code")
    form.fields["code"].widget.attrs = {
        "autocomplete": "one-time-code",
        "autofocus": True,
        "spellcheck": "false",
    }
