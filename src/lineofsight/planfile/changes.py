"""Reading changes to a plan: the same tables and formats, with only what should become otherwise.

A row whose id the plan has changes the columns that it gives. Two columns more say the rest, in
every table: ``remove`` (yes) takes the row away, ``clear`` names columns to be emptied, with ``;``
between them. In JSON ``null`` empties a column too.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import unreadable
from lineofsight.planfile.csvfolder import is_table_name, read_csv_folder, read_single_csv
from lineofsight.planfile.document import Gathering, PlanDocument
from lineofsight.planfile.problems import PlanError, Problem
from lineofsight.planfile.schema import TABLES, Column, fold
from lineofsight.planfile.sink import hashable, is_blank
from lineofsight.planfile.tablereader import Records, TableReader
from lineofsight.planfile.validate import fill_strategy_ids

REMOVE, CLEAR = "remove", "clear"
CONTROLS = (REMOVE, CLEAR)


class Changes(NamedTuple):
    """Changes as they were read.

    ``document`` holds only what the source gives, each cell read as in a plan; ``remove`` and
    ``clear`` stand among the extras. ``problems`` are the cells that cannot be read. Laying the
    changes over a plan finds what else is wrong, and raises it all at once.
    """

    document: PlanDocument
    problems: tuple[Problem, ...] = ()


def read_changes(path: str | Path) -> Changes:
    """Read changes from a workbook, a folder of ``.csv`` files or one of them, or JSON.

    Raises
    ------
    PlanError
        The file as a whole cannot be read, or holds no change.
    """
    path = Path(path)
    gathering = _Changes(str(path))
    try:
        if path.is_dir():
            return Changes(read_csv_folder(path, gathering), gathering.found)
        path.stat()
    except OSError as error:
        raise unreadable(str(path), error) from error
    except ValueError as error:  # no file can have such a name
        raise PlanError.one(str(path), _("There is no such file."), _("Check the name.")) from error
    reader = _READERS.get(path.suffix.lower())
    if reader is None or (path.suffix.lower() == ".csv" and not is_table_name(path)):
        raise PlanError.one(
            str(path),
            _("Changes are not read from such a file."),
            _(
                "Write them as a workbook, a JSON document, a folder of CSV files, or one CSV file "
                "named after its table, such as goals.csv."
            ),
        )
    return Changes(reader(path, gathering), gathering.found)


def changes_from_rows(rows: dict[str, list[dict[str, object]]], file: str = "") -> Changes:
    """Make changes from plain records, as ``read_changes`` does from a file; None empties a cell.

    Raises
    ------
    PlanError
        They hold no change.
    """
    gathering = _Changes(file)
    for key, records in rows.items():
        name = gathering.table_named(key)
        if name is not None:
            gathering.read_records(name, [(range(1, len(records) + 1), records)])
    return Changes(gathering.document(), gathering.found)


def _read_workbook(path: Path, gathering: Gathering) -> PlanDocument:
    from lineofsight.planfile.xlsx.read import read_xlsx  # noqa: PLC0415 - for this format alone

    return read_xlsx(path, gathering)


def _read_json(path: Path, gathering: Gathering) -> PlanDocument:
    from lineofsight.planfile.jsonplan import read_json  # noqa: PLC0415 - for this format alone

    return read_json(path, gathering)


_READERS: dict[str, Callable[[Path, Gathering], PlanDocument]] = {
    ".xlsx": _read_workbook,
    ".csv": read_single_csv,
    ".json": _read_json,
}


class _Changes(Gathering):
    """Gathers tables that are no plan by themselves: nothing is required, or checked, of a row."""

    def read_records(self, table: str, chunks: Records) -> None:
        """Read records; a key that holds nothing is one to be emptied."""
        super().read_records(table, map(_with_nulls_named, chunks))

    @property
    def found(self) -> tuple[Problem, ...]:
        """The cells that cannot be read."""
        return tuple(self.report.problems)

    def document(self, *, outside: bool = False) -> PlanDocument:  # noqa: ARG002 - as the base class
        """Return what was gathered.

        Raises
        ------
        PlanError
            There is nothing, with why.
        """
        if not self._tables and not self.report.problems:
            self.report.problem(
                self.file,
                _("It holds no change."),
                _("Write at least one row under the headers of a table of the plan."),
            )
        if not self._tables or self.report.full:
            self.report.raise_problems()
        tables = {name: self._tables[name] for name in TABLES if name in self._tables}
        fill_strategy_ids(tables)
        return PlanDocument(tables, tuple(self.report.notices))

    def _reader(
        self, table: str, file: str, header_row: int | None, *, escaped: bool
    ) -> TableReader:
        return _ChangeReader(
            TABLES[table],
            file or self.file,
            self.report,
            self._ids,
            header_row=header_row,
            escaped=escaped,
        )


def _with_nulls_named(
    chunk: tuple[Sequence[int], Sequence[object]],
) -> tuple[list[int], list[dict[str, object]]]:
    numbers, records = chunk
    return list(numbers), [dict(_named(record)) for record in records if isinstance(record, dict)]


def _named(record: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the cells of a record, with the names of its nulls added to what it clears."""
    nulls = [key for key, value in record.items() if value is None and fold(key) not in CONTROLS]
    cleared = next((key for key in record if fold(key) == CLEAR), CLEAR)
    for key, value in record.items():
        if key != cleared:
            yield key, value
    given = hashable(record.get(cleared))
    names = given if isinstance(given, tuple) else (() if is_blank(given) else (given,))
    if names or nulls:
        yield cleared, (*names, *nulls)


class _ChangeReader(TableReader):
    """Reads a table of which rows give only what should become otherwise."""

    @property
    def _hopeless(self) -> bool:
        return self.report.full

    def _require(self, column: Column, values: Sequence[object] | None) -> None:
        """Nothing is required before it is known which rows are new."""

    def _say_unknown(self, name: str) -> None:
        if fold(name) not in CONTROLS:
            super()._say_unknown(name)
