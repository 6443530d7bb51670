"""One table of a plan, column by column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast


@dataclass(slots=True)
class PlanTable:
    """One table as columns of equal length, a place for each of ``rows``.

    ``columns`` holds the known columns that the source has, with values as ``schema.Kind`` says;
    ``extras`` those it has besides, as text; ``rows`` the row number of each record in ``file``.
    """

    name: str
    columns: dict[str, list[object]]
    extras: dict[str, list[str]] = field(default_factory=dict)
    rows: Sequence[int] = ()
    file: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def texts(self, column: str) -> Sequence[str]:
        """Return a column of ids, references, words or text; ``""`` throughout if it is absent."""
        values = self.columns.get(column)
        return [""] * len(self) if values is None else cast(Sequence[str], values)

    def values(self, column: str) -> Sequence[object]:
        """Return a column of any kind; None throughout if it is absent."""
        return self.columns.get(column, [None] * len(self))

    @property
    def everything(self) -> dict[str, Sequence[object]]:
        """All columns by name, those that are not ours at the end."""
        return {**self.columns, **self.extras}

    def records(self) -> Iterator[dict[str, object]]:
        """Yield each row as a record of what is known, columns that are not ours included."""
        columns = self.everything
        for values in zip(*columns.values(), strict=True):
            yield {
                name: value
                for name, value in zip(columns, values, strict=True)
                if value is not None and value not in ("", ())
            }


class Flaw(NamedTuple):
    """Something that does not hold between cells: at which row of a table, what, what instead."""

    table: PlanTable
    at: int
    column: str
    message: str
    remedy: str
