"""The sign-in page, with the organisation's own sign-in where there is one."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter


class SignInView(LoginView):
    """Address and password, passkey, single sign-on."""

    def get_context_data(self, **said: Any) -> dict[str, Any]:
        """Add where single sign-on begins."""
        context: dict[str, Any] = super().get_context_data(**said)
        further = get_next_redirect_url(self.request)
        named = {"next": further} if further else {}
        context["sso"] = [
            {"name": provider.name, "url": provider.get_login_url(self.request, **named)}
            for provider in get_adapter().list_providers(self.request)
        ]
        return context
