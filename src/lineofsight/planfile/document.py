"""The plan document: what every reader gives and every writer takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import Notice, Problem, Report, quoted
from lineofsight.planfile.schema import BY_FOLDED_NAME, TABLES, fold
from lineofsight.planfile.table import PlanTable
from lineofsight.planfile.tablereader import TableReader
from lineofsight.planfile.validate import fill_strategy_ids, validate

Rows = Mapping[str, Sequence[Mapping[str, object]]]

__all__ = ["PlanDocument", "PlanTable", "Rows", "assemble"]

_PLACES = {name: place for place, name in enumerate(TABLES)}


@dataclass(slots=True)
class PlanDocument:
    """A plan: its tables by name (only those with a row), and what was noticed in reading it."""

    tables: dict[str, PlanTable]
    notices: tuple[Notice, ...] = field(default=(), compare=False)

    @classmethod
    def from_rows(
        cls,
        rows: Rows,
        file: str = "",
        *,
        source_rows: Mapping[str, Sequence[int]] | None = None,
        outside: bool = False,
        notices: Iterable[Notice] = (),
    ) -> "PlanDocument":
        """Make a document from plain records, checked exactly as a file is.

        Parameters
        ----------
        rows : mapping of table name to records
            Values are text, numbers, days, yes or no, and lists or tuples of text; None or a
            missing key is unknown. Values are read as cells of a file are.
        file : str
            Where the records come from, for messages.
        source_rows : mapping of table name to row numbers, optional
            Row of each record in its source; without it the first record is row 1.
        outside : bool
            True for a reader of an outside format, where a plan may have no goals.
        notices : iterable of Notice
            What the caller noticed before.

        Raises
        ------
        PlanError
            With everything that is wrong.
        """
        report = Report(notices=list(notices))
        intern = Interner()
        tables = {}
        for key, records in rows.items():
            name = BY_FOLDED_NAME.get(fold(key))
            if name is None:
                report.problem(file, _("There is no table {name}.").format(name=quoted(key)))
                continue
            numbers = (source_rows or {}).get(key) or range(1, len(records) + 1)
            reader = TableReader(TABLES[name], file, report, intern)
            table = reader.read_records([(numbers, records)])
            if table is not None:
                tables[name] = table
        return assemble(tables, report, file, outside=outside)

    def records(self, table: str) -> Iterator[dict[str, object]]:
        """Yield the rows of a table as records of what is known; nothing if it is missing."""
        return self.tables[table].records() if table in self.tables else iter(())

    def to_rows(self) -> dict[str, list[dict[str, object]]]:
        """Return all tables as plain records."""
        return {name: list(table.records()) for name, table in self.tables.items()}


class Interner(dict[str, str]):
    """Keeps one copy of each id, however often it is referred to."""

    def __call__(self, text: str) -> str:
        return self.setdefault(text, text)


def assemble(
    tables: Mapping[str, PlanTable], report: Report, file: str, *, outside: bool = False
) -> PlanDocument:
    """Check tables against one another and make the document of them.

    Raises
    ------
    PlanError
        With everything that is wrong, whatever part of the reading found it.
    """
    ordered = {name: tables[name] for name in TABLES if name in tables}
    if "goals" not in ordered and not outside:
        report.problem(
            file,
            _("The plan has no goals."),
            _("Add the table goals with at least the columns id and title, and one row."),
        )
    fill_strategy_ids(ordered)
    validate(ordered, report)
    report.problems.sort(key=_order)
    report.raise_problems()
    return PlanDocument(ordered, tuple(report.notices))


def _order(problem: Problem) -> tuple[int, int, int]:
    spec = TABLES.get(problem.table)
    columns = list(spec.columns) if spec else []
    column = columns.index(problem.column) if problem.column in columns else len(columns)
    return _PLACES.get(problem.table, -1), problem.row or 0, column
