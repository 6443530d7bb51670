"""Everything or nothing: what is written appears under its name only when it is complete."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import PlanError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside ``path``, which takes its place if all goes well.

    Raises
    ------
    PlanError
        If the place cannot be written to.
    """
    with _saying_why(path):
        if path.is_dir():
            raise PlanError.one(
                str(path), _("A folder has this name."), _("Choose another name for the file.")
            )
        descriptor, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix
        )
        os.close(descriptor)
        temporary = Path(name)
        try:
            yield temporary
            # The temporary file is for its owner alone; what takes its place is as usual.
            temporary.chmod(_usual_mode(path, 0o666))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def replacing_folder(path: Path, names: frozenset[str]) -> Iterator[Path]:
    """Give a temporary folder beside ``path``, whose files move there if all goes well.

    Parameters
    ----------
    path : Path
        The folder; it may be there already, and other files in it stay.
    names : frozenset of str
        Names of files that belong together: those that were not written again are removed.

    Raises
    ------
    PlanError
        If the place cannot be written to.
    """
    with _saying_why(path):
        if path.exists() and not path.is_dir():
            raise PlanError.one(
                str(path), _("A file has this name."), _("Choose another name for the folder.")
            )
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        try:
            yield temporary
            if not path.exists():
                temporary.chmod(_usual_mode(path, 0o777))
                temporary.rename(path)
                return
            written = {file.name for file in temporary.iterdir()}
            for name in sorted(written):
                (temporary / name).replace(path / name)
            for name in names - written:
                (path / name).unlink(missing_ok=True)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _usual_mode(path: Path, mode: int) -> int:
    if path.exists():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return mode & ~mask


@contextmanager
def _saying_why(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PlanError.one(
            str(path),
            _("It cannot be written: {reason}.").format(reason=error.strerror or error),
            _("Check the name, the rights and the room on the disk."),
        ) from error
