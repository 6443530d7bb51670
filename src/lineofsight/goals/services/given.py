"""Reading what somebody gave for the fields of a row: all that is wrong with it, at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from lineofsight.goals.models import Observation
from lineofsight.kit.errors import Invalid
from lineofsight.organization.record.base import LONGEST_TEXT, Versioned
from lineofsight.planfile.cells import CellError, Ids, reader_for, unknown
from lineofsight.planfile.column import Column
from lineofsight.planfile.schema import TABLES

Planned = Versioned | Observation


class Given:
    """Values for fields of a model, read as the plan file reads them.

    What is kept can therefore always be exported, and what a page, a program or a file may say is
    the same. ``None`` and blank text mean unknown. References are rows of their table.

    Parameters
    ----------
    model : a model of the plan
    values : mapping of field to value
    present : row, optional
        The row as it stands, for checks between a field given and one that is not.
    columns : mapping of field to Column, optional
        For fields that the plan file has no column for.

    Raises
    ------
    TypeError
        A field is none of the model's plan columns: a mistake in the program.
    """

    def __init__(
        self,
        model: type[Planned],
        values: Mapping[str, object],
        *,
        present: Planned | None = None,
        columns: Mapping[str, Column] | None = None,
    ) -> None:
        self.model = model
        self.present = present
        self.problems: dict[str, list[str]] = {}
        self._columns = {**plan_fields(model), **(columns or {})}
        self._values: dict[str, Any] = {}
        for field, value in values.items():
            self._read(field, value)

    def __contains__(self, field: str) -> bool:
        return field in self._values

    def get(self, field: str) -> Any:
        """Return a field as it would be: as given, else as it stands, else its default."""
        if field in self._values:
            return self._values[field]
        if self.present is not None:
            return getattr(self.present, field)
        return self.model._meta.get_field(field).get_default()  # type: ignore[union-attr] # no relation

    def wrong(self, field: str, said: str) -> None:
        """Note what does not hold."""
        self.problems.setdefault(field, []).append(said)

    def need(self, *fields: str) -> None:
        """Note the fields that are left empty and must not be."""
        for field in fields:
            if field not in self.problems and self.get(field) in (None, ""):
                self.wrong(field, _("This is needed."))

    def in_order(self, first: str, last: str, said: str) -> None:
        """Note an end before its start, where one of the two was given."""
        if first not in self._values and last not in self._values:
            return
        low, high = self.get(first), self.get(last)
        if low is not None and high is not None and high < low:
            self.wrong(last, said)

    def not_later(self, field: str, day: date) -> None:
        """Note a day that has not come."""
        found = self._values.get(field)
        if found is not None and found > day:
            self.wrong(field, _("This day has not come yet. Give today or an earlier day."))

    @property
    def read(self) -> dict[str, Any]:
        """What was read, with what is unknown in the place of what could not be."""
        return self._values

    def values(self) -> dict[str, Any]:
        """Return what was read.

        Raises
        ------
        Invalid
            Something does not hold; all of it is named.
        """
        if self.problems:
            raise Invalid(self.problems)
        return self._values

    def _read(self, field: str, value: object) -> None:
        relation = self._relation(field)
        if relation is not None:
            if value is not None and not isinstance(value, relation):
                raise TypeError(f"{field} is a {relation.__name__}")
            self._values[field] = value
            return
        column = self._columns.get(field)
        if column is None:
            raise TypeError(f"{self.model.__name__} has no field {field} that can be given")
        try:
            self._values[field] = reader_for(column, Ids())(value)
        except CellError as error:
            complaint = error.complaint
            self.wrong(field, " ".join(filter(None, (str(complaint), complaint.remedy))))
            self._values[field] = unknown(column.kind)

    def _relation(self, field: str) -> type[Model] | None:
        found = self.model._meta.get_field(field)
        related = found.related_model
        return related if isinstance(found, ForeignKey) and isinstance(related, type) else None


def plan_fields(model: type[Planned]) -> dict[str, Column]:
    """Return the plan file's column for each field of a model that has one of its own."""
    table = TABLES.get(model.PLAN.table)
    return {
        source: _kept(table.columns[column])
        for column, source in model.PLAN.columns.items()
        if table is not None and isinstance(source, str) and "__" not in source
    }


def _kept(column: Column) -> Column:
    """Return a column that takes no longer text than the record does."""
    if column.longest <= LONGEST_TEXT:
        return column
    return Column(
        column.name,
        column.kind,
        column.required,
        column.refs,
        column.choices,
        column.low,
        column.high,
        column.help,
        column.open,
        column.whole,
        LONGEST_TEXT,
    )


def rows(value: Iterable[Any] | None, model: type[Model]) -> list[Any]:
    """Return the rows of a relation that were given, each once, in their order.

    Raises
    ------
    TypeError
        One of them is of another table.
    """
    found = {one.pk: one for one in value or ()}
    if not all(isinstance(one, model) for one in found.values()):
        raise TypeError(f"these are rows of {model.__name__}")
    return list(found.values())
