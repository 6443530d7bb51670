"""Where the text of a command goes: the terminal, a pipe, a file; whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import TextIO

import click

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.atomic import replacing
from lineofsight.planfile.problems import PlanError
from lineofsight.report.paint import Paint

WIDTH = 100  # columns where nobody says how many there are
WIDEST = 100  # longer lines are hard to read


def width() -> int:
    """Columns to write in: those of the terminal, at most ``WIDEST``."""
    return max(40, min(WIDEST, shutil.get_terminal_size((WIDTH, 24)).columns))


def paint(*, err: bool = False) -> Paint:
    """Colours if this goes to a terminal and nobody has asked for none."""
    stream = sys.stderr if err else sys.stdout
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return Paint(on=False)
    return Paint(on=bool(os.environ.get("FORCE_COLOR")) or is_terminal(stream))


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody watches a stream; a closed one is no stream at all."""
    return stream is not None and stream.isatty()


def write(text: str, path: Path | None = None) -> None:
    """Write text to a file, or to standard output where there is none.

    A reader who has seen enough (``| head``) is no error: what was found decides the exit code.

    Raises
    ------
    PlanError
        It cannot be written; a file that was there before is as it was.
    """
    if path is not None and str(path) != "-":
        _replace(path, encoded(text))
        return
    if sys.stdout is None:  # closed by whoever started us
        return
    try:
        click.echo(encoded(text), nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up()
    except OSError as error:
        _give_up()
        message = _("It cannot be written: {reason}.").format(reason=error.strerror or error)
        raise PlanError.one(_("standard output"), message) from error


def _give_up() -> None:
    """Send what is still buffered nowhere: it must not fail again when Python closes the stream."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def encoded(text: str) -> bytes:
    """Encode as UTF-8; half a surrogate pair, which only JSON can bring, stays an escape."""
    return text.encode("utf-8", "backslashreplace")


def say(text: str) -> None:
    """Say something beside the output: on standard error."""
    if sys.stderr is not None:
        # A full or closed standard error must not change what the exit code says.
        with contextlib.suppress(OSError):
            click.echo(encoded(text + "\n"), nl=False, err=True)


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)  # a device or a pipe
        return
    with replacing(path.resolve()) as temporary:
        temporary.write_bytes(content)
