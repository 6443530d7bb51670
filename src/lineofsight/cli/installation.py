"""What verbs of the server have in common: read the environment, say what is wrong, start Django.

Django is imported here alone, and only when such a verb runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.config.environment import Environment

Verb = TypeVar("Verb", bound=Callable[..., Any])
UNUSABLE = 2


class NotPossible(click.ClickException):
    """It cannot be done as things are; the message says why and what to do."""

    exit_code = UNUSABLE

    def show(self, file: Any = None) -> None:
        """Say it as it is, without a word before it."""
        click.echo(self.format_message(), err=True, file=file)


def environment() -> Environment:
    """Return the settings of this installation; say all that is wrong with them and leave."""
    try:
        from lineofsight.config.environment import WrongEnvironment, read_environment
    except ImportError as error:  # pragma: no cover - needs an environment without the extra
        raise NotPossible(_missing(error)) from error
    try:
        found = read_environment()
    except WrongEnvironment as wrong:
        lines = [f"{one.name}: {one.what} {one.remedy}" for one in wrong.problems]
        raise NotPossible("\n".join(lines)) from None
    for notice in found.notices:
        click.echo(notice, err=True)
    return found


def begin(*, quiet: bool = True) -> Environment:
    """Read the environment, make the data folder, start Django.

    ``quiet`` keeps the log to what is wrong, for verbs that print what they do.
    """
    given = environment()
    try:
        given.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotPossible(
            _("{folder} cannot be made: {reason}. LINEOFSIGHT_DATA names another.").format(
                folder=given.data, reason=error.strerror
            )
        ) from error
    os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.config.settings"
    if quiet:
        os.environ.setdefault("LOG_LEVEL", "warning")
    try:
        import django

        django.setup()
    except ImportError as error:
        if (error.name or "").startswith("lineofsight"):
            raise
        raise NotPossible(_missing(error)) from error
    return given


def _missing(error: ImportError) -> str:
    return _(
        "The server needs packages that are not installed ({name}). Install them with "
        "`pip install 'lineofsight[server]'`; in a clone `make setup` does it."
    ).format(name=error.name)


def refusals(verb: Verb) -> Verb:
    """Turn what an operation refuses, and a database that does not answer, into a sentence."""

    @wraps(verb)
    def guarded(*given: Any, **named: Any) -> Any:
        try:
            return verb(*given, **named)
        except Exception as error:
            raise _said(error) from error

    return guarded  # type: ignore[return-value] # the same signature, by wraps


def _said(error: Exception) -> Exception:
    if "django" not in sys.modules:
        return error
    from django.db import InterfaceError, OperationalError

    from lineofsight.config.operations.errors import Refused

    if isinstance(error, Refused):
        return NotPossible(str(error))
    if isinstance(error, OperationalError | InterfaceError):
        return NotPossible(
            _("The database does not answer, or not as it should ({kind}). {doctor}").format(
                kind=type(error.__cause__ or error).__name__,
                doctor=_("`lineofsight doctor` says more."),
            )
        )
    return error
