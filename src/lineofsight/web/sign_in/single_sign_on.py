"""OpenID Connect: whom the organisation's own provider vouches for.

The provider says an address that it has verified; it opens the account of the one person here
with that address. From then on the provider's own name for the person (``sub``) is what counts,
so that an address given to somebody else later opens nothing.
"""

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from requests import RequestException

from lineofsight.organization.models import Account, Person
from lineofsight.organization.record.change import Change
from lineofsight.web.sign_in.backend import account_of

# Signed by the provider's private key; never by a secret that both sides have.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
LEEWAY = 60  # seconds that two clocks may differ


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Finds the account of whom the provider names."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up; see ``pre_social_login``."""
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> Any:
        """Return the provider of the settings; there is no list of providers in the database."""
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return [
            SocialApp(provider="openid_connect", **app)
            for app in apps
            if provider in {None, "openid_connect", app["provider_id"]}
            and client_id in {None, app["client_id"]}
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Bind the provider's name to an account, once; refuse whom we do not know."""
        if sociallogin.is_existing:
            return
        emails = {one.email for one in sociallogin.email_addresses if _is_verified(one.verified)}
        account = next(filter(None, map(_account_for, emails)), None)
        bound = account and SocialAccount.objects.filter(
            user=account, provider=sociallogin.account.provider
        )
        if account is None or (bound and bound.exists()):
            raise ImmediateHttpResponse(unknown(request))
        sociallogin.connect(request, account)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Say that it did not work, and what else there is."""
        raise ImmediateHttpResponse(render(request, "sign_in/sso_failed.html", status=401))


def unknown(request: HttpRequest) -> HttpResponseBase:
    """Say whom to ask."""
    return render(request, "sign_in/sso_unknown.html", status=403)


def _is_verified(said: object) -> bool:
    # Some providers (Entra ID) never say; an installation may vouch for all of a provider's.
    return said is True or settings.OIDC_EMAILS_ARE_VERIFIED


def _account_for(email: str) -> Account | None:
    """Return the account of whom an address belongs to; make it if they have none yet."""
    account = account_of(email)
    if account is not None:
        return account
    here = Q(end_date__isnull=True) | Q(end_date__gte=timezone.localdate())
    people = list(Person.objects.filter(here, email__iexact=email)[:2])
    if len(people) != 1 or Account.objects.filter(person=people[0]).exists():
        return None
    with transaction.atomic(), Change(None, "account.created", reason="single sign-on") as change:
        account = Account(email=email, person=people[0])
        account.set_unusable_password()
        return change.add(account)


class Provider(OpenIDConnectOAuth2Adapter):
    """The provider's side of the conversation, held to the letter."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **said: Any
    ) -> SocialLogin:
        """Read who it is from the signed token, and what is missing there from the provider.

        Raises
        ------
        OAuth2Error
            The token is not the provider's, not for us, too old, or speaks of somebody else.
        """
        claims = self._claims(app, said["response"].get("id_token", ""))
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("The provider spoke of two people.")
            claims = {**more, **claims}
        kept = {name: claims[name] for name in ("sub", "email", "email_verified") if name in claims}
        login: SocialLogin = self.get_provider().sociallogin_from_response(
            request, {"id_token": kept}
        )
        login.account.extra_data = {}  # nothing of it is needed again
        return login

    def _claims(self, app: SocialApp, token: str) -> dict[str, Any]:
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.openid_config["jwks_uri"])
                answer.raise_for_status()
            name = jwt.get_unverified_header(token).get("kid")
            keys = [
                key
                for key in jwt.PyJWKSet.from_dict(answer.json()).keys
                if name is None or key.key_id == name
            ]
            if not keys:
                raise OAuth2Error("The token is signed with a key that the provider does not name.")
            return jwt.decode(
                token,
                keys[0],
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )
        except (jwt.PyJWTError, RequestException, ValueError) as error:
            raise OAuth2Error("The provider's token does not hold.") from error


@login_not_required
def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead to the provider."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take up whom the provider sends back."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = kind.adapter_view(Provider(request, provider_id))(request)
    except SocialApp.DoesNotExist as absent:
        raise Http404 from absent
    except (RequestException, OAuth2Error):
        return render(request, "sign_in/sso_failed.html", status=502)
    return answer
