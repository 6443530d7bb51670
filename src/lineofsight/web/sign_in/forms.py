"""The forms of the entrance."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core import context
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lineofsight.organization.work.queue import enqueue
from lineofsight.web.sign_in import attempts


class _Plain:
    """Fields have a label above them, and do not say it once more where one writes."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AgainForm(_Plain, ReauthenticateForm):
    """Asks for the password before something that matters."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["password"].help_text = ""


class ChangeForm(_Plain, ChangePasswordForm):
    """Puts a new password in the place of the old one."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["oldpassword"].help_text = ""


class FirstForm(_Plain, SetPasswordForm):
    """Chooses the first password of who came in by another way."""


class NewPasswordForm(_Plain, ResetPasswordKeyForm):
    """Chooses a new password at the end of a link that was mailed."""


class SignInForm(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("E-mail address")
        login.widget.attrs = {"autocomplete": "username webauthn", "autofocus": True}
        password.label = _("Password")
        password.help_text = ""
        password.widget.attrs = {"autocomplete": "current-password"}


class ResetForm(ResetPasswordForm):
    """Asks for a new password; the answer is the same for addresses that nobody here has."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs = {"autocomplete": "username", "autofocus": True}

    def clean_email(self) -> str:
        """Take the address as it is; whose it is, the worker finds out."""
        email = str(self.cleaned_data["email"])
        attempts.take(context.request, list(attempts.reset_places(context.request, email)))
        return email

    def save(self, request: HttpRequest, **said: Any) -> str:
        """Put the same job into the queue for every address: even the time tells nothing."""
        email = str(self.cleaned_data["email"])
        enqueue("sign_in.new_password", email=email)
        return email
