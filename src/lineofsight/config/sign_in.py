"""Settings of signing in, sessions, cookies and headers; ``settings`` takes them over whole.

Environment: ``LINEOFSIGHT_URL`` (where people reach the installation; with ``https`` cookies are
bound to it), ``LINEOFSIGHT_PROXIES`` (how many proxies stand before it), ``OIDC_ISSUER``,
``OIDC_CLIENT_ID``, ``OIDC_CLIENT_SECRET``, ``OIDC_NAME``,
``OIDC_EMAILS_ARE_VERIFIED`` (single sign-on), ``SESSION_IDLE_HOURS``,
``SESSION_DAYS``.
"""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC
from django.core.exceptions import ImproperlyConfigured

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "lineofsight.web.middleware.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "lineofsight.web.middleware.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lineofsight.web.middleware.person.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lineofsight.web.middleware.errors.ErrorsMiddleware",
    "lineofsight.web.middleware.signed_in.SignedInMiddleware",
]
YEAR = 365 * 24 * 60 * 60


def sign_in_settings(given: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return Django's settings for signing in, as the environment asks for them.

    Raises
    ------
    ImproperlyConfigured
        Something in the environment cannot be meant.
    """
    given = os.environ if given is None else given
    url = given.get("LINEOFSIGHT_URL", "http://localhost:8000").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            "LINEOFSIGHT_URL must be an address like https://sight.example.org, without a path."
        )
    return {
        "LINEOFSIGHT_URL": url,
        **_accounts(),
        **_sessions(given),
        **_transport(url, https=parts.scheme == "https", given=given),
        **_single_sign_on(given),
    }


def _number(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    said = given.get(name, "") or str(default)
    if not said.isdecimal() or not low <= int(said) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}.")
    return int(said)


def _accounts() -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": ["lineofsight.web.sign_in.backend.AccountBackend"],
        "PASSWORD_HASHERS": ["lineofsight.web.sign_in.hashing.BoundedArgon2"],
        # ASVS 6.2: length and a list of common passwords; no rules on which signs to use.
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 10},
            },
            {"NAME": "lineofsight.web.sign_in.passwords.MaximumLength"},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {
                "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["email"]},
            },
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "PASSWORD_RESET_TIMEOUT": 60 * 60,
        "ACCOUNT_ADAPTER": "lineofsight.web.sign_in.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": (
            "django.contrib.auth.tokens.PasswordResetTokenGenerator"
        ),
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # invited by mail, or vouched for by the provider
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 10 * 60,
        "ACCOUNT_RATE_LIMITS": False,  # organization.limits counts for all processes together
        "ACCOUNT_FORMS": {
            "login": "lineofsight.web.sign_in.forms.SignInForm",
            "reset_password": "lineofsight.web.sign_in.forms.ResetForm",
            "reset_password_from_key": "lineofsight.web.sign_in.forms.NewPasswordForm",
            "reauthenticate": "lineofsight.web.sign_in.forms.AgainForm",
            "change_password": "lineofsight.web.sign_in.forms.ChangeForm",
            "set_password": "lineofsight.web.sign_in.forms.FirstForm",
        },
        "MFA_ADAPTER": "lineofsight.web.sign_in.second_factor.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Line of Sight",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_RATE_LIMITS": False,
        "MFA_RECOVERY_CODES_SHOW_ONCE": False,
        "MFA_FORMS": {
            "authenticate": "lineofsight.web.sign_in.second_factor.CodeForm",
            "reauthenticate": "lineofsight.web.sign_in.second_factor.CodeAgainForm",
            "activate_totp": "lineofsight.web.sign_in.second_factor.ActivateForm",
            "login_webauthn": "lineofsight.web.sign_in.second_factor.PasskeySignInForm",
            "authenticate_webauthn": "lineofsight.web.sign_in.second_factor.PasskeyForm",
            "reauthenticate_webauthn": "lineofsight.web.sign_in.second_factor.PasskeyAgainForm",
            "add_webauthn": "lineofsight.web.sign_in.second_factor.AddPasskeyForm",
            "edit_webauthn": "lineofsight.web.sign_in.second_factor.RenamePasskeyForm",
        },
        "USERSESSIONS_TRACK_ACTIVITY": False,
    }


def _sessions(given: Mapping[str, str]) -> dict[str, Any]:
    idle = _number(given, "SESSION_IDLE_HOURS", 12, 1, 24 * 7) * 3600
    return {
        "SESSION_IDLE_SECONDS": idle,
        "SESSION_LONGEST_SECONDS": _number(given, "SESSION_DAYS", 7, 1, 90) * 24 * 3600,
        "SESSION_COOKIE_AGE": idle,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",  # a link in a mail must find the reader signed in
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_FAILURE_VIEW": "lineofsight.web.errors.csrf_failure",
    }


def _transport(url: str, *, https: bool, given: Mapping[str, str]) -> dict[str, Any]:
    prefix = "__Host-" if https else ""
    proxies = _number(given, "LINEOFSIGHT_PROXIES", 0, 0, 9)
    found: dict[str, Any] = {
        "SESSION_COOKIE_NAME": f"{prefix}sessionid",
        "SESSION_COOKIE_SECURE": https,
        "CSRF_COOKIE_NAME": f"{prefix}csrftoken",
        "CSRF_COOKIE_SECURE": https,
        "CSRF_TRUSTED_ORIGINS": [url],
        "LANGUAGE_COOKIE_NAME": f"{prefix}language",
        "LANGUAGE_COOKIE_SECURE": https,
        "KNOWN_BROWSER_COOKIE_NAME": f"{prefix}known",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "SECURE_HSTS_SECONDS": YEAR if https else 0,
        "ALLAUTH_TRUSTED_PROXY_COUNT": proxies,
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": _content_policy(given)},
    }
    if https:
        found["ACCOUNT_DEFAULT_HTTP_PROTOCOL"] = "https"
    if https and proxies:  # without a proxy anybody could send the header
        found["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return found


def _content_policy(given: Mapping[str, str]) -> dict[str, Any]:
    issuer = urlsplit(given.get("OIDC_ISSUER", ""))
    # A form that leads to the provider is redirected there, and browsers hold that to form-action.
    forms = [SELF, f"{issuer.scheme}://{issuer.netloc}"] if issuer.netloc else [SELF]
    return {
        "default-src": [NONE],
        "script-src": [SELF, NONCE, STRICT_DYNAMIC],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": forms,
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }


def _single_sign_on(given: Mapping[str, str]) -> dict[str, Any]:
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    said = [name for name in names if given.get(name)]
    if said and len(said) < len(names):
        missing = ", ".join(name for name in names if name not in said)
        raise ImproperlyConfigured(f"Single sign-on is half set up: {missing} is missing.")
    apps = []
    if said:
        apps.append(
            {
                "provider_id": "sso",
                "name": given.get("OIDC_NAME", "") or "single sign-on",
                "client_id": given["OIDC_CLIENT_ID"],
                "secret": given["OIDC_CLIENT_SECRET"],
                "settings": {"server_url": given["OIDC_ISSUER"], "oauth_pkce_enabled": True},
            }
        )
    return {
        "OIDC_EMAILS_ARE_VERIFIED": given.get("OIDC_EMAILS_ARE_VERIFIED", "") == "yes",
        "SOCIALACCOUNT_ADAPTER": "lineofsight.web.sign_in.single_sign_on.SingleSignOnAdapter",
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_LOGIN_ON_GET": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,  # matched in the adapter, with its own rules
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": apps}},
    }
