"""How often somebody may try: enough for a person, too little for a guesser.

A password may be tried five times a minute for one account. Browsers that signed in to it before
carry a signed cookie and have a count of their own, so that strangers who try somebody's password
use up the strangers' count only, and cannot lock the owner out. Beside it each address has thirty
failures a minute. What turns out right gives its places back.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from lineofsight.organization import limits
from lineofsight.web.errors import too_many

MINUTE = 60
A_YEAR = 365 * 24 * 3600
_SALT = "lineofsight.known-browser"


def address_of(request: HttpRequest) -> str:
    """Return the address of the browser, seen past as many proxies as stand before us."""
    return get_client_ip(request) or "0.0.0.0"  # noqa: S104 - a socket without an address


def take(request: HttpRequest, places: Sequence[tuple[str, int, int]]) -> list[str]:
    """Take a place in each count (key, limit, seconds) and return the keys.

    Raises
    ------
    ImmediateHttpResponse
        One is full: the page that says how long to wait.
    """
    taken: list[str] = []
    for key, limit, seconds in places:
        wait = limits.allow(key, limit, seconds)
        if wait:
            raise ImmediateHttpResponse(too_many(request, wait))
        taken.append(key)
    return taken


def give_back(keys: Sequence[str]) -> None:
    """Return places: the attempt was right."""
    for key in keys:
        limits.give_back(key)


def password_places(request: HttpRequest, email: str) -> list[tuple[str, int, int]]:
    """Return what an attempt at a password counts towards."""
    browser = known_browser(request, email) or "strangers"
    return [
        (f"sign-in:address:{address_of(request)}", 30, MINUTE),
        (f"password:{_name(email)}:{browser}", 5, MINUTE),
    ]


def reset_places(request: HttpRequest, email: str) -> Iterator[tuple[str, int, int]]:
    """Return what asking for a new password counts towards, whether or not anybody has it."""
    yield f"reset:address:{address_of(request)}", 10, MINUTE
    yield f"reset:{_name(email)}", 5, 15 * MINUTE


def known_browser(request: HttpRequest, email: str) -> str:
    """Return the name of a browser that signed in to this account before; empty if it has not."""
    said = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        kept = signing.loads(said, salt=_SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return ""
    if not isinstance(kept, dict) or kept.get("account") != _name(email):
        return ""
    return str(kept.get("browser", ""))


def remember_browser(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Let a browser be known by its next attempt."""
    browser = known_browser(request, email) or secrets.token_urlsafe(12)
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps({"account": _name(email), "browser": browser}, salt=_SALT),
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()[:32]
