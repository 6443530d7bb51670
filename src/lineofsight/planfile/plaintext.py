"""Text files: they must be UTF-8, without NUL, and with lines of a length that somebody wrote."""

import codecs
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import MEGABYTE, open_regular
from lineofsight.planfile.problems import PlanError

MOST_BYTES = 512 * MEGABYTE
LONGEST_LINE = 8 * MEGABYTE
_BLOCK = 1 << 20
_OTHER_KINDS = {
    b"PK\x03\x04": ".xlsx",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"%PDF": ".pdf",
    b"\x1f\x8b": ".gz",
}


def check_text(path: Path, most: int = MOST_BYTES, longest_line: int = LONGEST_LINE) -> None:
    """Look through a whole text file once, before anything is read from it.

    Raises
    ------
    PlanError
        If it cannot be opened, is another kind of file, is larger than ``most`` bytes, has a line
        of more than ``longest_line`` bytes, holds NUL or is not UTF-8; with the line, if one can be
        named.
    """
    file = str(path)
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, length = 1, 0
    with open_regular(path, most) as stream:
        block = stream.read(_BLOCK)
        _refuse_other_kinds(file, block)
        while block:
            if b"\0" in block:
                line += block.count(b"\n", 0, block.index(b"\0"))
                raise _refused(file, _("Line {line} holds a NUL character.").format(line=line))
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                line += block.count(b"\n", 0, error.start)
                raise _refused(
                    file, _("Line {line} is not written in UTF-8.").format(line=line)
                ) from error
            line += block.count(b"\n")
            end = block.rfind(b"\n")
            length = length + len(block) if end < 0 else len(block) - end
            if length > longest_line:
                message = _("Line {line} has more than {most} MB.")
                raise PlanError.one(file, message.format(line=line, most=longest_line // MEGABYTE))
            block = stream.read(_BLOCK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _refused(file, _("Line {line} is not written in UTF-8.").format(line=line)) from error


def _refuse_other_kinds(file: str, block: bytes) -> None:
    for start, ending in _OTHER_KINDS.items():
        if block.startswith(start):
            message = _("The content is that of a {ending} file.").format(ending=ending)
            raise PlanError.one(file, message, _("Give the file the ending that fits."))
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refused(file, _("The file is written in UTF-16."))


def _refused(file: str, message: str) -> PlanError:
    return PlanError.one(file, message, _("Save it in UTF-8 (in Excel: CSV UTF-8)."))
