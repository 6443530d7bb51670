"""Who asks: a program with a personal token, or a signed-in person's own page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth

from lineofsight.api.problems import TooMany
from lineofsight.api.tokens import find_token
from lineofsight.kit.context import means
from lineofsight.organization import limits
from lineofsight.organization.access import Viewer
from lineofsight.organization.models import Account, Person

REQUESTS, SECONDS = 600, 60  # of one token
_KNOWN = "lineofsight_caller"


@dataclass(frozen=True)
class Caller:
    """Who asks, and by what means."""

    viewer: Viewer
    scopes: frozenset[str]
    means: str  # for the audit entry: "" at a page, token:NAME for a program
    is_program: bool = False

    @property
    def person(self) -> Person:
        """The person, whose rights are the most that the caller has."""
        return self.viewer.person


class TokenAuth(HttpBearer):
    """``Authorization: Bearer los_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller, or None for a token that is unknown, ended, or of one who left.

        Raises
        ------
        TooMany
            The token has been used too often within a minute.
        """
        known = vars(request).get(_KNOWN)
        if isinstance(known, Caller):
            return known  # asked before, in the same request, for its Idempotency-Key
        found = find_token(token)
        if found is None:
            return None
        wait = limits.allow(f"api:{found.pk}", REQUESTS, SECONDS, at_once=max(1, REQUESTS // 60))
        if wait:
            raise TooMany(wait)
        viewer = Viewer(found.person)
        if not viewer.is_active:
            return None
        scopes = frozenset(found.scopes)
        caller = Caller(viewer, scopes, f"token:{found.name}"[:64], is_program=True)
        vars(request)[_KNOWN] = caller
        return caller


class PageAuth(SessionAuth):
    """The session of a signed-in person, with the CSRF token for writes."""

    def _get_key(self, request: HttpRequest) -> str | None:
        # Who sends no session is not signed in, rather than without a CSRF token.
        return super()._get_key(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Return the caller, or None where nobody is signed in."""
        account = request.user
        if not isinstance(account, Account):
            return None
        viewer = getattr(request, "viewer", None) or Viewer(account.person)
        if not viewer.is_active:
            return None
        return Caller(viewer, frozenset({"read", "write", "admin"}), "")


def caller_of(request: HttpRequest, scope: str = "read") -> Caller:
    """Return who asks, if their token has the scope.

    Raises
    ------
    HttpError
        403: the token lacks it.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined] # set by ninja from the classes above
    means.set(caller.means)
    if scope not in caller.scopes:
        raise HttpError(403, f"The token has no scope “{scope}”.")
    return caller


AUTH: tuple[Callable[[HttpRequest], object], ...] = (TokenAuth(), PageAuth())


def caller_before(request: HttpRequest) -> Caller | None:
    """Return who asks before the operation has looked; None where it will refuse."""
    for way in AUTH:
        try:
            found = way(request)
        except (HttpError, TooMany):
            return None
        if isinstance(found, Caller):
            return found
    return None
