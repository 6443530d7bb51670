"""What the options and settings say about meaning, and the model that comes of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lineofsight.cli import output
from lineofsight.cli.config import Config, near
from lineofsight.cli.progress import Progress
from lineofsight.embedding.choice import BUILTIN, ENDPOINT, NONE, Choice, where
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

if TYPE_CHECKING:
    from lineofsight.embedding.embedder import Embedder
    from lineofsight.engine.snapshot import Snapshot

Maker = Callable[["Snapshot"], "Embedder | None"]
Wrong = Callable[[str, str, str], None]

TABLE = "meaning"
BETWEEN_SECONDS = 30.0  # of lines where nobody watches, such as in a log
MANY = 5000  # texts from which on people are told that they will wait
MOST_NAME, MOST_THREADS = 200, 64
INSTALL = 'pip install "lineofsight[meaning]"'


def chosen(found: Config, wish: bool | None, progress: Progress, *, log: bool = False) -> Maker:
    """Return what makes the model for a snapshot: as the options say, else as the settings say.

    Parameters
    ----------
    found : Config
        What the settings say.
    wish : bool or None
        ``--meaning``, ``--no-meaning``, or neither.
    progress : Progress
        Told how many texts are embedded.
    log : bool
        Say so in a line now and then where nobody watches.
    """

    def make(snapshot: Snapshot) -> Embedder | None:
        asked = found.meaning
        if wish is False or (asked.model == NONE and wish is None):
            return None
        if asked.model == NONE:
            asked = replace(asked, model=BUILTIN)
        from lineofsight.embedding import model, ready
        from lineofsight.embedding.errors import NotInstalledError

        if asked.model != ENDPOINT and not model.installed():
            if wish or asked.model == BUILTIN:
                raise NotInstalledError(_not_installed())
            output.say(_not_installed(_("Goals are compared by their words alone.")))
            return None
        report = Report(progress, where(asked), log=log)
        return ready.embedder(asked, snapshot, report, environment=os.environ)

    return make


class Report:
    """Says how far the embedding is, and before it begins where texts are sent."""

    def __init__(self, progress: Progress, host: str, *, log: bool) -> None:
        self.progress, self.host = progress, host
        self.log, self.hint = log and not progress.watched, not log
        self._began = self._said = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say how many of the texts that are to be embedded are done."""
        now = time.monotonic()
        if done == 0:
            self._began = self._said = now
            if self.host:
                output.say(_sending(total, self.host))
            elif total >= MANY and self.hint:
                output.say(_many(total))
        pace = _pace(done, total, now - self._began)
        self.progress.part(_("Reading what goals mean") + pace, done, total)
        if self.log and now - self._said >= BETWEEN_SECONDS:
            self._said = now
            told = _("{done} of {total} texts").format(done=f"{done:,}", total=f"{total:,}")
            output.say(told + pace)


def _many(count: int) -> str:
    message = _(
        "{count} texts are new and read first, once: that takes minutes. `lineofsight index` does "
        "it beforehand; --no-meaning leaves it out."
    )
    return message.format(count=f"{count:,}")


def _pace(done: int, total: int, seconds: float) -> str:
    if not done or seconds <= 0:
        return ""
    rate = done / seconds
    left = (total - done) / rate
    message = _(", {rate} a second, {left} min left") if left > 90 else _(", {rate} a second")
    return message.format(rate=f"{rate:,.0f}", left=f"{left / 60:.0f}")


def _not_installed(first: str = "") -> str:
    message = _("The sentence model is not installed (`{install}`; --no-meaning leaves this out).")
    return f"{first} {message}".lstrip().format(install=INSTALL)


def _sending(count: int, host: str) -> str:
    message = ngettext(
        "{count} text of goals and pillars is sent to {host}, as your settings say; what "
        "confidential goals say is not.",
        "{count} texts of goals and pillars are sent to {host}, as your settings say; what "
        "confidential goals say is not.",
        count,
    )
    return message.format(count=f"{count:,}", host=host)


def read(place: str, table: object, wrong: Wrong) -> Choice | None:
    """Read the table ``[lineofsight.meaning]`` of the settings.

    Parameters
    ----------
    wrong : callable
        Told the place, what is wrong there, and what would be right.
    """
    if not isinstance(table, Mapping):
        wrong(place, _("It is not a table."), f'[lineofsight.{TABLE}] model = "{BUILTIN}"')
        return None
    readers: dict[str, Callable[[str, Any, Wrong], Any]] = {
        "model": _model,
        "url": _url,
        "name": _name,
        "dimensions": _dimensions,
        "threads": _threads,
    }
    found: dict[str, Any] = {}
    for key, value in table.items():
        at = f"[lineofsight.{TABLE}] {key}"
        if key.lower().replace("-", "_") in ("key", "api_key", "token", "password"):
            from lineofsight.embedding.endpoint_address import KEY_VARIABLE

            remedy = _("Take it out here, and put it into the environment variable {variable}.")
            wrong(at, _("A key does not belong into a file."), remedy.format(variable=KEY_VARIABLE))
        elif key not in readers:
            wrong(at, _("There is no such setting."), near(key, readers))
        else:
            found[key] = readers[key](at, value, wrong)
    if None in found.values():
        return None
    choice = Choice(**found)
    needed = ("url", "name", "dimensions")
    for key in needed:
        if choice.model == ENDPOINT and key not in found:
            wrong(
                f"[lineofsight.{TABLE}] {key}",
                _("It is missing."),
                _("An endpoint needs {names}.").format(names=", ".join(needed)),
            )
        elif choice.model != ENDPOINT and key in found:
            wrong(
                f"[lineofsight.{TABLE}] {key}",
                _("Only an endpoint has it."),
                _('Write model = "endpoint" beside it, or take it out.'),
            )
    return choice


def _model(place: str, value: object, wrong: Wrong) -> str | None:
    words = (BUILTIN, NONE, ENDPOINT)
    if isinstance(value, str) and value.lower() in words:
        return value.lower()
    wrong(
        place,
        _("It is none of its words."),
        _("Write one of {words}.").format(words=", ".join(f'"{word}"' for word in words)),
    )
    return None


def _url(place: str, value: object, wrong: Wrong) -> str | None:
    from lineofsight.embedding.endpoint_address import problem_of

    problem = problem_of(value) if isinstance(value, str) else _("It is not an address.")
    if not problem:
        return str(value)
    wrong(place, problem, _("Write it so: url = {it}").format(it='"https://example.org/v1"'))
    return None


def _name(place: str, value: object, wrong: Wrong) -> str | None:
    if isinstance(value, str) and value.strip() and len(value) <= MOST_NAME:
        return value.strip()
    wrong(place, _("It is no name of a model."), _("Write what the endpoint calls its model."))
    return None


def _dimensions(place: str, value: object, wrong: Wrong) -> int | None:
    from lineofsight.embedding.endpoint_address import MOST_DIMENSIONS

    remedy = _("It is how many numbers a vector of the model has, such as 1024; at most {most}.")
    return _count(place, value, MOST_DIMENSIONS, remedy, wrong)


def _threads(place: str, value: object, wrong: Wrong) -> int | None:
    remedy = _("It is how many processors the model may use; at most {most}.")
    return _count(place, value, MOST_THREADS, remedy, wrong)


def _count(place: str, value: object, most: int, remedy: str, wrong: Wrong) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
        return value
    wrong(place, _("It is not a whole number from 1 up."), remedy.format(most=most))
    return None
