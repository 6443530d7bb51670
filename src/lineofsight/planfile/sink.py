"""Takes the cells of one column as they come, and reads equal ones only once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from lineofsight.planfile.bulk import bulk_for
from lineofsight.planfile.cells import (
    CellError,
    Complaint,
    Ids,
    Reader,
    reader_for,
    text_of,
    unknown,
)
from lineofsight.planfile.escape import unescaped
from lineofsight.planfile.schema import Column

MOST_REMEMBERED = 50_000  # different cells of a column whose reading is kept for the next time


@dataclass(frozen=True, slots=True)
class Structure:
    """A cell of JSON that is an object or a list of lists, kept as its text."""

    text: str

    def __str__(self) -> str:
        return self.text


class _Memo(dict[object, object]):
    """What cells of one type and column say."""

    def __init__(self, read: Reader) -> None:
        super().__init__()
        self.read = read
        self.failed = False

    def __missing__(self, cell: object) -> object:
        try:
            value = self.read(cell)
        except CellError as error:
            self.failed = True
            value = error.complaint
        # Tuples are left out: (1,) and (True,) are equal but do not say the same.
        if len(self) < MOST_REMEMBERED and not isinstance(cell, tuple):
            self[cell] = value
        return value


class _Memos(dict[type, _Memo]):
    """A memo for each type of cell, because 1, 1.0 and True are equal."""

    def __init__(self, read: Reader, *, quoted: bool) -> None:
        super().__init__()
        self.read = read
        self.quoted = quoted

    def __missing__(self, kind: type) -> _Memo:
        read = self.read
        if kind is Complaint:
            read = _refuse
        elif kind is str and self.quoted:
            read = self.read_quoted
        memo = self[kind] = _Memo(read)
        return memo

    def read_quoted(self, cell: object) -> object:
        return self.read(unescaped(str(cell)))


def _refuse(cell: object) -> object:
    complaint = cast(Complaint, cell)
    raise CellError(complaint.message, complaint.remedy, complaint.value)


class Sink:
    """Takes the cells of one column.

    Parameters
    ----------
    name : str
        Name of the column.
    column : Column or None
        What it should hold; None for a column that is not ours, which is kept as text.
    ids : Ids
        Where ids are kept.
    quoted : bool
        Whether a quote before ``=``, ``+``, ``-`` or ``@`` was put there by a writer.
    """

    def __init__(self, name: str, column: Column | None, ids: Ids, *, quoted: bool = False) -> None:
        self.name = name
        self.column = column
        self.values: list[object] = []
        self._nothing: object = unknown(column.kind) if column else ""
        read = reader_for(column, ids) if column else extra_text
        self._memos = _Memos(read, quoted=quoted)
        self._bulk = bulk_for(column, ids)

    def take(self, cells: Sequence[object]) -> list[tuple[int, Complaint]]:
        """Read cells and keep them; return the places of those that cannot be read, with why."""
        memos = self._memos
        types = set(map(type, cells))
        if types == {str}:
            plain = self._bulk(cast(Sequence[str], cells)) if self._bulk else None
            values: list[object] = list(plain or map(memos[str].__getitem__, cells))
        else:
            values = [memos[type(cell)][cell] for cell in cells]
        failed: list[tuple[int, Complaint]] = []
        if any(memo.failed for memo in memos.values()):
            for index, value in enumerate(values):
                if isinstance(value, Complaint):
                    failed.append((index, value))
                    values[index] = self._nothing
        self.values.extend(values)
        return failed

    def pad(self, length: int) -> None:
        """Fill up with unknown to this length."""
        if len(self.values) < length:
            self.values.extend([self._nothing] * (length - len(self.values)))


def extra_text(cell: object) -> str:
    """Read a cell of a column that is not ours: whatever it is, as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, tuple):
        return ";".join(map(extra_text, cell))
    return str(cell) if isinstance(cell, Structure) else text_of(cell)


def is_blank(cell: object) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or cell == () or (isinstance(cell, str) and not cell.strip())


def hashable(value: object) -> object:
    """Bring a value of a record to a cell: lists become tuples, anything deeper its text."""
    if value is None or isinstance(value, str | float | int):
        return value
    if isinstance(value, list | tuple) and all(
        part is None or isinstance(part, str | float | int) for part in value
    ):
        return tuple("" if part is None else part for part in value)
    if isinstance(value, list | tuple | dict):
        return Structure(json.dumps(value, ensure_ascii=False, default=str))
    item = getattr(value, "item", None)  # a numpy scalar
    return item() if callable(item) else value
