"""Fills one table from rows or records of any source, and says everything that is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from operator import eq
from typing import cast

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.cells import CellError, Ids, unknown
from lineofsight.planfile.escape import unescaped
from lineofsight.planfile.problems import MOST_KEPT, PlanError, Problem, Report, quoted
from lineofsight.planfile.schema import (
    MOST_BLANK,
    MOST_CELLS,
    MOST_COLUMNS,
    Column,
    TableSpec,
    fold,
)
from lineofsight.planfile.sink import Sink, extra_text, hashable, is_blank
from lineofsight.planfile.table import PlanTable

Matrix = Iterable[tuple[Sequence[int], Sequence[Sequence[object]]]]
Records = Iterable[tuple[Sequence[int], Sequence[Mapping[str, object]]]]
Raw = dict[int, dict[str, object]]  # by row and column


class TableReader:
    """Fills one table from a source.

    Parameters
    ----------
    spec : TableSpec
        The table.
    file : str
        Where it stands, for messages.
    report : Report
        Takes problems and notices.
    ids : Ids
        Where ids are kept.
    header_row : int or None
        Row of the headers; None where each record names its columns.
    escaped : bool
        Whether a quote before ``=``, ``+``, ``-`` or ``@`` was put there by a writer.

    Attributes
    ----------
    raw : mapping or None
        Takes the cells that cannot be read, as they stand there, if somebody wants them.
    """

    def __init__(
        self,
        spec: TableSpec,
        file: str,
        report: Report,
        ids: Ids,
        *,
        header_row: int | None = None,
        escaped: bool = False,
    ) -> None:
        self.spec = spec
        self.file = file
        self.report = report
        self._ids = ids
        self._header_row = header_row
        self._escaped = escaped
        self._folded = {fold(name): column for name, column in spec.columns.items()}
        self._sinks: dict[str, Sink] = {}
        self._rows: list[int] = []
        self._unreadable: set[tuple[str, int]] = set()
        self._said_beside = False
        self.raw: Raw | None = None
        self._lacking = 0  # cells that every row needs and that are blank

    def read_matrix(
        self, header: Sequence[object], chunks: Matrix, *, loose: bool = False
    ) -> PlanTable | None:
        """Read rows under a header.

        Parameters
        ----------
        header : sequence
            The cells of the header row.
        chunks : iterable
            Row numbers and rows; a row may be shorter than the header.
        loose : bool
            Whether cells beyond the header are notes beside the table, rather than an error.

        Returns
        -------
        PlanTable or None
            None if there is no row at all: such a table counts as missing.
        """
        sinks: list[Sink | None] = []
        for numbers, rows in chunks:
            if not self._rows:
                sinks = self._headed(header)
            columns = zip_longest(*self._trimmed(numbers, rows, len(sinks), loose=loose))
            pairs = zip(sinks, columns, strict=False)
            self._add(numbers, [(sink, cells) for sink, cells in pairs if sink])
            if self._hopeless:
                break
        if any(sink and not sink.name and any(sink.values) for sink in sinks):
            self._say_nameless()
        return self._finish()

    def read_records(self, chunks: Records) -> PlanTable | None:
        """Read records that name their columns; each chunk is row numbers and records.

        Returns
        -------
        PlanTable or None
            None if there is no record at all: such a table counts as missing.
        """
        by_key: dict[str, Sink | None] = {}
        blank = 0
        for numbers, records in chunks:
            cells: dict[str, list[object]] = {}
            kept: list[int] = []
            for number, record in zip(numbers, records, strict=True):
                if len(record) > MOST_COLUMNS:
                    raise self._too_wide(number)
                values = {key: hashable(value) for key, value in record.items()}
                if all(map(is_blank, values.values())):
                    blank += 1
                    if blank > MOST_BLANK:
                        raise self._too_blank(number)
                    continue
                for key in values:
                    if key not in cells:
                        cells[key] = [None] * len(kept)
                if len(cells) > MOST_COLUMNS:
                    raise self._too_wide(number)
                kept.append(number)
                for key, column in cells.items():
                    column.append(values.get(key))
            for key in cells:
                if key not in by_key:
                    by_key[key] = self._open(key)
            if len(by_key) > MOST_COLUMNS:
                raise self._too_wide(numbers[0])
            self._add(kept, [(sink, cells[key]) for key in cells if (sink := by_key[key])])
            if self._hopeless:
                break
        return self._finish()

    def _problem(
        self, message: object, remedy: str = "", *, row: int | None = None, column: str = ""
    ) -> None:
        self.report.problem(
            self.file, message, remedy, table=self.spec.name, row=row, column=column
        )

    def _too_wide(self, row: int) -> PlanError:
        message = _("The table has more than {most} columns.").format(most=MOST_COLUMNS)
        return PlanError([Problem(self.file, self.spec.name, row, "", message, "")])

    def _too_blank(self, row: int) -> PlanError:
        message = _("The table has more than {most} empty rows.").format(most=f"{MOST_BLANK:,}")
        return PlanError([Problem(self.file, self.spec.name, row, "", message, _("Delete them."))])

    @property
    def _hopeless(self) -> bool:
        """Whether more is wrong by now than is ever said."""
        return self.report.full or self._lacking > MOST_KEPT

    def _headed(self, header: Sequence[object]) -> list[Sink | None]:
        sinks: list[Sink | None] = []
        for cell in header:
            shown = unescaped(cell) if self._escaped and isinstance(cell, str) else cell
            # A column without a name is read all the same, to say so if anything stands in it.
            sinks.append(Sink("", None, self._ids) if is_blank(shown) else self._open(shown))
        return sinks

    def _open(self, header: object) -> Sink | None:
        """Open the column that a header names; None if there is none, or it is open already."""
        try:
            name = extra_text(header)
        except CellError as error:
            complaint = error.complaint
            self._problem(complaint, complaint.remedy, row=self._header_row)
            return None
        if not name:
            self._say_nameless()
            return None
        column = self._folded.get(fold(name)) or self._folded.get(fold(name.rstrip("* ")))
        name = column.name if column else name
        if name in self._sinks:
            self._problem(
                _("The column {name} stands there twice.").format(name=quoted(header)),
                _("Keep one of the two."),
                row=self._header_row,
                column=name,
            )
            return None
        self._sinks[name] = Sink(name, column, self._ids, quoted=self._escaped)
        if column is None:
            self._say_unknown(name)
        return self._sinks[name]

    def _say_unknown(self, name: str) -> None:
        known = {folded: column.name for folded, column in self._folded.items()}
        self.report.notice(
            self.file,
            _("{name} is not a column of a plan; it is kept as it is.").format(name=quoted(name)),
            self.report.hint(name, known),
            table=self.spec.name,
            row=self._header_row,
            column=name,
        )

    def _say_nameless(self) -> None:
        self.report.notice(
            self.file,
            _("A column without a name was left out."),
            _("Give it a header to have it kept."),
            table=self.spec.name,
            row=self._header_row,
        )

    def _trimmed(
        self,
        numbers: Sequence[int],
        rows: Sequence[Sequence[object]],
        width: int,
        *,
        loose: bool,
    ) -> Sequence[Sequence[object]]:
        """Cut rows that are longer than the header, and say so unless blanks are cut off."""
        if max(map(len, rows), default=0) <= width:
            return rows
        for number, row in zip(numbers, rows, strict=True):
            beyond = next((cell for cell in row[width:] if not is_blank(cell)), None)
            if beyond is None:
                continue
            if not loose:
                self._problem(
                    _("The row is longer than the header; nothing stands above {value}.").format(
                        value=quoted(beyond)
                    ),
                    _("Put a text that holds a separator into double quotes, or add a header."),
                    row=number,
                )
                self._keep_raw(number, "", tuple(map(extra_text, row[width:])))
            elif not self._said_beside:
                self._said_beside = True
                self.report.notice(
                    self.file,
                    _("{value} stands beside the table, under no header, and was left out.").format(
                        value=quoted(beyond)
                    ),
                    _("Add a header to have it kept."),
                    table=self.spec.name,
                    row=number,
                )
        return [row[:width] for row in rows]

    def _add(self, numbers: Sequence[int], cells: Sequence[tuple[Sink, Sequence[object]]]) -> None:
        before = len(self._rows)
        for sink, column in cells:
            sink.pad(before)
            for index, complaint in sink.take(column):
                # What stands beside a table, under no header, is left out whatever it is.
                if sink.name:
                    row = numbers[index]
                    self._problem(complaint, complaint.remedy, row=row, column=sink.name)
                    self._keep_raw(row, sink.name, column[index])
                if sink.column and sink.column.required:
                    self._unreadable.add((sink.name, numbers[index]))
        self._rows.extend(numbers)
        if len(self._rows) * len(self._sinks) > MOST_CELLS:
            message = _("The table has more than {most} cells.").format(most=MOST_CELLS)
            raise PlanError([Problem(self.file, self.spec.name, None, "", message, "")])
        for sink in self._sinks.values():
            sink.pad(len(self._rows))
            if sink.column and sink.column.required:
                self._lacking += sink.values[before:].count(unknown(sink.column.kind))

    def _keep_raw(self, row: int, column: str, cell: object) -> None:
        if self.raw is not None:
            self.raw.setdefault(row, {})[column] = cell

    def _finish(self) -> PlanTable | None:
        if not self._rows:
            return None
        known = {sink.name: sink.values for sink in self._sinks.values() if sink.column}
        extras = {
            sink.name: cast(list[str], sink.values)
            for sink in self._sinks.values()
            if not sink.column
        }
        for column in self.spec.columns.values():
            if column.required:
                self._require(column, known.get(column.name))
        if self._hopeless:
            raise PlanError([])  # the problems are in the report; half a table is no table
        gapless = range(self._rows[0], self._rows[0] + len(self._rows))
        rows = gapless if all(map(eq, gapless, self._rows)) else self._rows
        return PlanTable(self.spec.name, known, extras, rows, self.file)

    def _require(self, column: Column, values: Sequence[object] | None) -> None:
        if values is None:
            self._problem(
                _("The column {name} is missing.").format(name=column.name),
                _("Every row needs it: {help}").format(help=_(column.help)),
                row=self._header_row,
                column=column.name,
            )
            return
        nothing = unknown(column.kind)
        if nothing not in values:
            return
        message = _("The row has no {name}.").format(name=column.name)
        remedy = _("Every row needs it: {help}").format(help=_(column.help))
        for number, value in zip(self._rows, values, strict=True):
            if value == nothing and (column.name, number) not in self._unreadable:
                self._problem(message, remedy, row=number, column=column.name)
