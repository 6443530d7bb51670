"""Vectors that were worked out before, by what they were worked out from.

One SQLite file for each edition of a model, in the user's own cache folder, readable by that user
alone: whoever holds a vector can guess at its text. Whatever goes wrong with it, a text is embedded
anew and nothing else happens; :attr:`Cache.trouble` then says why.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np

from lineofsight.embedding.rows import Packed, lengths, sound, unpack
from lineofsight.engine.meaning.vectors import VectorArray
from lineofsight.kit.i18n import gettext as _

VARIABLE = "LINEOFSIGHT_CACHE"
FOLDER = "meaning"
ENDING = ".vectors"
MOST_BYTES = 1024**3  # a million and a quarter of texts
KEY_BYTES = 16
WAIT_SECONDS = 5.0  # for another process that writes
AT_ONCE = 400  # keys in one question; SQLite takes 999 at least
PATIENCE = 3  # failures in a row after which nothing more is kept
TOGETHER = 4096  # rows that are unpacked together
FORMAT = 1

SCHEMA = "CREATE TABLE IF NOT EXISTS kept (key BLOB NOT NULL UNIQUE, row BLOB NOT NULL)"


def place(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the folder of kept vectors; None where a user has no folder at all."""
    said = os.environ if environment is None else environment
    if said.get(VARIABLE):
        return Path(said[VARIABLE]) / FOLDER
    home = said.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if home and Path(home).is_absolute():  # as the XDG base directory specification has it
        return Path(home) / "lineofsight" / FOLDER
    try:
        return Path.home() / ".cache" / "lineofsight" / FOLDER
    except RuntimeError:
        return None


def key_of(text: str) -> bytes:
    """Return what a text is found by. It does not tell the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]


def sizes(folder: Path | None) -> dict[Path, int]:
    """Return the files of kept vectors and their bytes, the one used longest ago first."""
    found = []
    for path in _listed(folder):
        try:
            about = path.stat()
        except OSError:
            continue  # another process removed it
        found.append((about.st_mtime, path, about.st_size))
    return {path: size for _when, path, size in sorted(found)}


def clear(folder: Path | None) -> int:
    """Remove all kept vectors, and return how many bytes that frees.

    Raises
    ------
    OSError
        A file cannot be removed.
    """
    freed = 0
    for path, size in sizes(folder).items():
        path.unlink(missing_ok=True)
        freed += size
    return freed


def _listed(folder: Path | None) -> list[Path]:
    try:
        return [] if folder is None else [p for p in folder.iterdir() if p.suffix == ENDING]
    except OSError:
        return []


class Cache:
    """What one edition of a model was asked before.

    Parameters
    ----------
    folder : path or None
        Where the files are; None keeps nothing.
    edition : str
        The model, and whatever else decides its vectors.
    dimensions : int
        Of a vector. Kept rows of another length are not used.
    most : int, optional
        Bytes that all files together may take. The oldest go first.

    Attributes
    ----------
    trouble : str
        Why something could not be read or kept; empty if all went well.
    """

    def __init__(
        self, folder: Path | None, edition: str, dimensions: int, most: int = MOST_BYTES
    ) -> None:
        name = hashlib.sha256(f"{FORMAT}/{dimensions}/{edition}".encode()).hexdigest()[:32]
        self.path = None if folder is None else folder / f"{name}{ENDING}"
        self.dimensions = dimensions
        self.most = most
        self.trouble = ""
        self._failures = 0

    def fill(self, wanted: Mapping[bytes, int], vectors: VectorArray) -> set[bytes]:
        """Write the vectors of known texts to their rows, and return whose were known.

        Parameters
        ----------
        wanted : mapping of key to row
        vectors : float32 array, shape (rows, dimensions)
            Written to.
        """
        known: set[bytes] = set()
        if self.path is None or not wanted or not self.path.exists():
            return known
        with self._guarded(), self._opened(self.path) as kept:
            with suppress(OSError):  # it may only be read
                os.utime(self.path)  # used now: what is used stays longest
            keys: list[bytes] = []
            rows: list[bytes] = []
            for key, row in self._asked(kept, wanted):
                if key in wanted and len(row) == 2 * self.dimensions:
                    keys.append(key)
                    rows.append(row)
                if len(rows) == TOGETHER:
                    self._unpack(keys, rows, wanted, vectors, known)
                    keys, rows = [], []
            self._unpack(keys, rows, wanted, vectors, known)
        return known

    def _asked(
        self, kept: sqlite3.Connection, wanted: Mapping[bytes, int]
    ) -> Iterator[tuple[bytes, bytes]]:
        (count,) = kept.execute("SELECT count(*) FROM kept").fetchone()
        if len(wanted) * 4 > count:  # reading all in order is quicker than looking each up
            yield from kept.execute("SELECT key, row FROM kept")
            return
        keys = list(wanted)
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            marks = ",".join("?" * len(some))
            yield from kept.execute(
                f"SELECT key, row FROM kept WHERE key IN ({marks})",  # noqa: S608 - marks only
                some,
            )

    def _unpack(
        self,
        keys: list[bytes],
        rows: list[bytes],
        wanted: Mapping[bytes, int],
        vectors: VectorArray,
        known: set[bytes],
    ) -> None:
        if not rows:
            return
        packed = np.frombuffer(b"".join(rows), "<i2").reshape(len(rows), self.dimensions)
        length = lengths(packed)
        good = np.flatnonzero(sound(length))
        keys = [keys[at] for at in good]
        places = np.array([wanted[key] for key in keys], np.intp)
        vectors[places] = unpack(packed[good], length[good])
        known.update(keys)

    def put(self, keys: Sequence[bytes], packed: Packed) -> None:
        """Keep rows, at once and for good: what follows may be interrupted."""
        if self.path is None or self._failures >= PATIENCE or not keys:
            return
        with self._guarded():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._opened(self.path) as kept:
                whole = np.ascontiguousarray(packed, "<i2")
                kept.execute("BEGIN IMMEDIATE")
                kept.executemany(
                    "INSERT OR REPLACE INTO kept (key, row) VALUES (?, ?)",
                    ((key, row.tobytes()) for key, row in zip(keys, whole, strict=True)),
                )
                kept.execute("COMMIT")
                self._bound(kept, self.path)
                self._failures, self.trouble = 0, ""

    def _bound(self, kept: sqlite3.Connection, path: Path) -> None:
        """Let the oldest go: files of other editions, then the rows that were put first."""
        found = sizes(path.parent)
        over = sum(found.values()) - self.most
        for other in [other for other in found if other != path]:
            if over <= 0:
                return
            other.unlink(missing_ok=True)
            over -= found[other]
        if over <= 0:
            return
        # A tenth more than is over, so that this is rare; freed pages are used for what comes next.
        (page, pages, free) = (
            kept.execute(f"PRAGMA {what}").fetchone()[0]
            for what in ("page_size", "page_count", "freelist_count")
        )
        too_many = page * (pages - free) - self.most * 9 // 10
        (count,) = kept.execute("SELECT count(*) FROM kept").fetchone()
        gone = max(0, min(count, count * too_many // max(1, page * (pages - free)) + 1))
        kept.execute(
            "DELETE FROM kept WHERE rowid IN (SELECT rowid FROM kept ORDER BY rowid LIMIT ?)",
            (gone,),
        )

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn whatever goes wrong into :attr:`trouble`; begin anew where the file is broken."""
        try:
            yield
        except sqlite3.OperationalError as error:  # locked, full, read-only, not to be opened
            self._troubled(error)
        except sqlite3.Error as error:  # no database, or a broken one
            self._troubled(error)
            self._remove()
        except OSError as error:
            self._troubled(error.strerror or error)

    def _troubled(self, reason: object) -> None:
        message = _("Vectors cannot be kept in {path}: {reason}.")
        self.trouble = message.format(path=self.path, reason=reason)
        self._failures += 1

    def _remove(self) -> None:
        if self.path is None:
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return  # it stays broken, and is not used
        self._failures, self.trouble = 0, ""

    @contextmanager
    def _opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        """Open the file, made if need be; for reading only where it may not be written."""
        _private(path.parent)
        if not path.exists():
            # Made with its mode before SQLite opens it: nobody else can read it for a moment.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        address = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, timeout=WAIT_SECONDS, isolation_level=None, uri=True)
        with closing(connection):
            if not path.stat().st_size:
                connection.execute(SCHEMA)
            yield connection


def _private(folder: Path) -> None:
    """See to it that a folder is this user's alone.

    Raises
    ------
    OSError
        It is somebody else's, or its mode cannot be changed.
    """
    about = folder.lstat()
    owner = getattr(os, "getuid", None)  # not on Windows, where folders are private by their place
    if owner is None:
        return
    if about.st_uid != owner() or folder.is_symlink():
        raise OSError(_("the folder belongs to somebody else"))
    if about.st_mode & 0o077:
        folder.chmod(0o700)
