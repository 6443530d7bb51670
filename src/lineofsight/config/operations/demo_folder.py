"""The folder of a demo's record: what says that it is one, and what is kept to open it again.

Nothing here needs Django: the folder is looked at before the record in it is.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lineofsight.config.operations.errors import Refused
from lineofsight.kit.i18n import gettext as _

MARK = "demo.json"  # its presence says that the folder may be thrown away


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a finished record: its present day, the seed, the one password."""

    day: date
    seed: int
    phrase: str


def begin(folder: Path, *, fresh: bool = False) -> None:
    """Make the folder a demo's before anything else stands in it.

    A record that was begun and never finished is thrown away, and any with ``fresh``.

    Raises
    ------
    Refused
        The folder holds something else.
    """
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise Refused(
                _("{folder} is there, and is no record of a demo.").format(folder=folder),
                _("Name another folder with --out."),
            )
        if not fresh and kept(folder) is not None:
            return
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder, {})


def kept(folder: Path) -> Kept | None:
    """Return what is kept of a finished record; None where there is none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return Kept(date.fromisoformat(said["day"]), int(said["seed"]), str(said["phrase"]))
    return None


def keep(folder: Path, what: Kept) -> None:
    """Write down that the record is finished; readable by its owner alone, for the password."""
    said = {"day": what.day.isoformat(), "seed": what.seed, "phrase": what.phrase}
    _write(folder, said)


def _write(folder: Path, said: dict[str, object]) -> None:
    part = folder / f"{MARK}.part"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(said, file)
    part.replace(folder / MARK)
