"""A backup as one file: a tar with what it holds said first, and a checksum for each part."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lineofsight.config.operations.errors import Refused
from lineofsight.kit.i18n import gettext as _

MANIFEST = "manifest.json"
FORMAT = "lineofsight-backup"
VERSION = 1
LARGEST_MANIFEST = 4 * 2**20  # bytes
BLOCK = 2**20


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def pack(target: Path, manifest: Mapping[str, Any], parts: Mapping[str, Path]) -> None:
    """Write a backup, readable by its owner alone; it is there whole or not at all."""
    said = {
        "format": FORMAT,
        "version": VERSION,
        **manifest,
        "parts": {
            name: {"sha256": checksum(path), "bytes": path.stat().st_size}
            for name, path in parts.items()
        },
    }
    text = json.dumps(said, indent=1, sort_keys=True).encode()
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
                _put(tar, MANIFEST, io.BytesIO(text), len(text))
                for name, path in parts.items():
                    with path.open("rb") as part:
                        _put(tar, name, part, path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _put(tar: tarfile.TarFile, name: str, file: Any, size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, file)


@contextmanager
def unpacked(source: Path, folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Path]]]:
    """Yield what a backup says of itself, and its parts as files in ``folder``, all checked.

    Raises
    ------
    Refused
        It is no backup, is of a later form, or any part is not as it was written.
    """
    broken = _("{file} is no backup, or a damaged one.").format(file=source)
    remedy = _("Take another copy of it.")
    try:
        with tarfile.open(source, "r:gz") as tar:
            manifest = _manifest(tar, broken)
            parts: dict[str, Path] = {}
            for name, about in manifest["parts"].items():
                entry = tar.next()
                # Names are ours: nothing is ever written where the file says.
                if entry is None or entry.name != name or not entry.isreg():
                    raise Refused(broken, remedy)
                parts[name] = folder / f"part-{len(parts)}"
                if _take(tar, entry, parts[name]) != about["sha256"]:
                    raise Refused(broken, remedy)
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(broken, remedy) from error
    yield manifest, parts


def _manifest(tar: tarfile.TarFile, broken: str) -> dict[str, Any]:
    entry = tar.next()
    if entry is None or entry.name != MANIFEST or entry.size > LARGEST_MANIFEST:
        raise Refused(broken)
    file = tar.extractfile(entry)
    manifest: dict[str, Any] = json.loads(file.read() if file else b"")
    if manifest["format"] != FORMAT:
        raise Refused(broken)
    if manifest["version"] > VERSION:
        what = _("The backup was made by a newer version of lineofsight.")
        raise Refused(what, _("Install that version or a later one."))
    return manifest


def _take(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> str:
    digest = hashlib.sha256()
    file = tar.extractfile(entry)
    number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as out:
        while file and (block := file.read(BLOCK)):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()
