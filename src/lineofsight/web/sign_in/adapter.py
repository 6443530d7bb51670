"""How allauth's flows behave here: nobody signs up, nothing tells who has an account."""

from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from lineofsight.organization.models import Account
from lineofsight.web.sign_in import attempts
from lineofsight.web.sign_in.backend import is_here
from lineofsight.web.sign_in.mail import post


class AccountAdapter(DefaultAccountAdapter):
    """Our rules for accounts."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That address and that password do not belong together. Check both, or ask for a new "
            "password."
        ),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": _("That code is not right, or was used already. Take the newest one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Compare a password, unless it was tried too often."""
        email = str(credentials.get("email", ""))
        taken = attempts.take(request, attempts.password_places(request, email))
        account = authenticate(request, **credentials)
        if account is not None:
            attempts.give_back(taken)
        return account

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Compare the password of who is signed in already."""
        request = cast(HttpRequest, self.request)
        return self.authenticate(request, email=user.email, password=password) is not None

    def pre_login(
        self,
        request: HttpRequest,
        user: Account,
        **said: Any,
    ) -> HttpResponse | None:
        """Stop whoever is not here any more, by whatever way they came."""
        if not is_here(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **said)

    def post_login(self, request: HttpRequest, user: Account, **said: Any) -> HttpResponse:
        """Lead on, and know the browser the next time."""
        response = super().post_login(request, user, **said)
        attempts.remember_browser(request, response, user.email)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the browser."""
        return attempts.address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post a mail."""
        post(template_prefix, email, context)

    def add_message(self, *args: Any, **said: Any) -> None:
        """Say nothing of the obvious: that somebody signed in or out is plain to see."""
        template = said.get("message_template") or (args[2] if len(args) > 2 else "")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(*args, **said)
