"""Opening a ZIP file that somebody else made, without letting it fill memory or time.

What an archive says about itself is checked before anything is unpacked; while a part is unpacked
the bytes that really come out are counted too.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import PlanError, quoted

MEGABYTE = 1_000_000
MOST_PACKED = 64 * MEGABYTE  # size of the file
MOST_UNPACKED = 64 * MEGABYTE  # all parts together
MOST_PARTS = 5_000
CHUNK = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any office file with a password
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """A ZIP file whose parts can be read one after another.

    Every method raises ``PlanError`` where the file is broken or larger than allowed.
    """

    def __init__(self, file: str, archive: zipfile.ZipFile) -> None:
        self.file = file
        self._archive = archive
        self._left = MOST_UNPACKED
        self._parts = self._checked()

    @property
    def names(self) -> list[str]:
        """Names of all parts, as they stand in the archive."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part piece by piece.

        Raises
        ------
        KeyError
            If there is no such part.
        """
        info = self._parts[name]
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self._too_large()
                    yield chunk
        except (*_BROKEN, OSError) as error:
            raise self._broken(error) from error

    def read(self, name: str) -> bytes:
        """Unpack a part whole."""
        return b"".join(self.chunks(name))

    def _checked(self) -> Mapping[str, zipfile.ZipInfo]:
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        if len(infos) > MOST_PARTS:
            message = _("The file has {count} parts; at most {most} are read.")
            raise PlanError.one(self.file, message.format(count=len(infos), most=MOST_PARTS))
        if sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise self._too_large()
        end = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.flag_bits & 1:
                raise PlanError.one(
                    self.file,
                    _("The file is protected with a password."),
                    _("Save it without one."),
                )
            # Parts that lie over one another unpack to far more than the file holds.
            if info.compress_type not in _METHODS or info.header_offset < end:
                raise self._broken(None)
            end = info.header_offset + info.compress_size
        parts = {info.filename: info for info in infos}
        if len(parts) != len(infos):
            raise self._broken(None)
        return parts

    def _too_large(self) -> PlanError:
        message = _("The file unpacks to more than {size} MB.")
        return PlanError.one(
            self.file,
            message.format(size=MOST_UNPACKED // MEGABYTE),
            _("Save so much data as a folder of CSV files."),
        )

    def _broken(self, error: BaseException | None) -> PlanError:
        message = _("The file is damaged and cannot be unpacked.")
        if error is not None:
            message = _("The file is damaged and cannot be unpacked: {reason}.").format(
                reason=quoted(error)
            )
        return PlanError.one(self.file, message, _("Save it again from the program it is from."))


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a ZIP file after checking what it says about itself.

    Raises
    ------
    PlanError
        If it cannot be opened, is no ZIP file, is protected by a password, is damaged, or is
        larger than ``MOST_PACKED`` packed or ``MOST_UNPACKED`` unpacked.
    """
    file = str(path)
    with open_regular(path) as stream:
        head = stream.read(8)
        stream.seek(0)
        if head == _OLD_OFFICE:
            raise PlanError.one(
                file,
                _("The file is an old Excel file, or is protected with a password."),
                _("Save it as an Excel workbook (.xlsx) without a password."),
            )
        if head[:2] != b"PK":
            raise PlanError.one(
                file,
                _("The content is not that of a {ending} file.").format(ending=path.suffix),
                _("Give the file the ending that fits its content."),
            )
        try:
            archive = zipfile.ZipFile(stream)
        except (*_BROKEN, OSError) as error:
            raise PlanError.one(
                file,
                _("The file is damaged and cannot be unpacked: {reason}.").format(
                    reason=quoted(error)
                ),
                _("Save it again from the program it is from."),
            ) from error
        with archive:
            yield Archive(file, archive)


@contextmanager
def open_regular(path: Path, most: int = MOST_PACKED) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, if it is a file and not too large.

    Raises
    ------
    PlanError
        If it is absent, no regular file, empty, larger than ``most`` bytes, or may not be read.
    """
    file = str(path)
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            # A pipe or a device could keep a reader waiting for ever.
            raise PlanError.one(file, _("This is not a file."), _("Name a file or a folder."))
        if status.st_size == 0:
            raise PlanError.one(file, _("The file is empty."), _("Fill it, or name another one."))
        if status.st_size > most:
            message = _("The file has {size} MB; at most {most} MB are read.")
            raise PlanError.one(
                file,
                message.format(size=status.st_size // MEGABYTE, most=most // MEGABYTE),
                _("Save so much data as a folder of CSV files.")
                if most <= MOST_PACKED
                else _("Split it."),
            )
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise unreadable(file, error) from error


def unreadable(file: str, error: OSError) -> PlanError:
    """Say why the system does not let a file be read."""
    if isinstance(error, FileNotFoundError):
        return PlanError.one(file, _("There is no such file."), _("Check the name."))
    if isinstance(error, PermissionError):
        return PlanError.one(
            file, _("The file may not be read."), _("Ask for the right to read it.")
        )
    return PlanError.one(
        file,
        _("The file cannot be read: {reason}.").format(reason=error.strerror or error),
        _("Check the name and the disk."),
    )
