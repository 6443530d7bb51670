"""Who asks: ``request.person``, ``request.viewer``, their language, time zone and theme."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from lineofsight.organization.access import Viewer
from lineofsight.organization.models import Account, Person

BEGAN, SEEN = "began", "seen"  # seconds since 1970, in the session
RENEWED_EVERY = 10 * 60  # seconds: an idle limit needs no write at each request

if TYPE_CHECKING:

    class PersonRequest(HttpRequest):
        """A request of somebody who is signed in: what every view but the public ones gets."""

        person: Person
        viewer: Viewer
        theme: str


else:
    PersonRequest = HttpRequest


class PersonMiddleware:
    """Sets ``request.person`` and ``request.viewer``; both are None where nobody is signed in.

    A session ends when it was idle too long or is too old, and from the next request on when the
    account was switched off or its person has left (``sign_in.backend`` looks at every request).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the person who asks would read it."""
        asking = cast(Any, request)
        account = self._account(request)
        asking.person = account.person if account else None
        asking.viewer = SimpleLazyObject(partial(Viewer, account.person)) if account else None
        asking.theme = account.theme if account else ""
        if account is None:
            return self.get_response(request)
        zone, language = _setting_of(account)
        with timezone.override(zone), translation.override(language):
            asking.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response

    def _account(self, request: HttpRequest) -> Account | None:
        # Without a session's cookie there is nobody, and no query.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if _is_over(request):
            logout(request)
            return None
        return request.user


def _is_over(request: HttpRequest) -> bool:
    """Tell whether the session has ended; note that it is in use."""
    now = time.time()
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        return True  # not begun by signing in: nothing to trust
    if now - began > settings.SESSION_LONGEST_SECONDS:
        return True
    if now - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if now - seen > RENEWED_EVERY:
        request.session[SEEN] = now
    return False


def _begin(sender: object, request: HttpRequest, **said: object) -> None:
    """Note when a session began, at sign-in."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


user_logged_in.connect(_begin, dispatch_uid="lineofsight.session_began")


def _setting_of(account: Account) -> tuple[ZoneInfo, str]:
    """Return the time zone and the language of the person, else of the organisation."""
    name = account.person.time_zone or getattr(account, "organization_time_zone", "") or "UTC"
    language = getattr(account, "organization_language", "") or settings.LANGUAGE_CODE
    try:
        return ZoneInfo(name), language
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC"), language
