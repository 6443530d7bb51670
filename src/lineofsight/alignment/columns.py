"""The record as the column tables that the engine takes: no object is made for a row.

Each model says in ``PLAN`` how its columns read in the plan file, and ``planfile.schema`` what kind
each is; nothing about any table stands here. ``rows`` of each table holds the record's ids, by
which what the engine finds is told again of the record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.apps import apps
from django.db import models

from lineofsight.engine.columns import ColumnTable
from lineofsight.organization.record.columns import Many, OneOf, PlanColumns, Source
from lineofsight.organization.record.rows import Row
from lineofsight.planfile.columns import array
from lineofsight.planfile.schema import TABLES, Kind

CHUNK = 5_000
OBSERVATIONS = "observations"  # read from their own file, see ``alignment.observations``
SEVERAL = frozenset({Kind.REFS, Kind.CHOICES})
Keys = Mapping[int, str]


def models_by_table() -> dict[str, type[models.Model]]:
    """Return the model of each table of the plan file, in the order of the plan file."""
    found = {
        plan.table: model
        for model in apps.get_models()
        if isinstance(plan := getattr(model, "PLAN", None), PlanColumns)
    }
    return {name: found[name] for name in TABLES if name in found}


class Reader:
    """Reads tables over one connection; what names rows of another table is read once.

    Parameters
    ----------
    using : str
        The alias of the connection; the caller holds a transaction on it.
    """

    def __init__(self, using: str) -> None:
        self.using = using
        self._keys: dict[tuple[type[models.Model], str], Keys] = {}

    def table(self, name: str, model: type[models.Model]) -> ColumnTable | None:
        """Read one table as it is now; None where it has no row."""
        plan = plan_of(model)
        kinds = {column: spec.kind for column, spec in TABLES[name].columns.items()}
        declared = {column: plan.columns[column] for column in kinds if column in plan.columns}
        paths = [path for source in declared.values() for path in self._stored(model, source)]
        paths = list(dict.fromkeys(paths))
        rows = list(
            model._default_manager.using(self.using)
            .order_by("pk")
            .values_list("pk", "extras", *paths)
            .iterator(CHUNK)
        )
        if not rows:
            return None
        pks, extras, *values = (list(column) for column in zip(*rows, strict=True))
        found = dict(zip(paths, values, strict=True))
        columns = {
            column: self._column(model, source, found, pks) for column, source in declared.items()
        }
        _apply(extras, columns, kinds)
        return ColumnTable(
            name,
            np.array(pks, dtype=np.int64),
            {column: array(kinds[column], _plain(kinds[column], columns.get(column), len(pks)))
             for column in kinds},
        )  # fmt: skip

    def keys(self, model: type[models.Model], field: str = "ref") -> Keys:
        """Return how each row of a table is named, by its id in the record."""
        if (model, field) not in self._keys:
            rows = model._default_manager.using(self.using).values_list("pk", field)
            self._keys[model, field] = dict(rows.iterator(CHUNK))
        return self._keys[model, field]

    def _stored(self, model: type[models.Model], source: Source) -> Iterator[str]:
        """Name the fields of the table itself in which a column stands."""
        if isinstance(source, OneOf):
            for path in source.paths:
                yield from self._stored(model, path)
            yield from source.words
        elif isinstance(source, str):
            yield f"{source.split('__')[0]}_id" if "__" in source else source

    def _column(
        self,
        model: type[models.Model],
        source: Source,
        found: Mapping[str, list[Any]],
        pks: Sequence[int],
    ) -> list[Any]:
        if isinstance(source, Many):
            named = self._several(model, source)
            return [named.get(pk, ()) for pk in pks]
        if isinstance(source, OneOf):
            return self._one_of(model, source, found)
        if "__" not in source:
            return found[source]
        field, key = source.split("__")
        keys = self.keys(_target(model, field), key)
        return [keys.get(pk, "") for pk in found[f"{field}_id"]]

    def _one_of(
        self, model: type[models.Model], source: OneOf, found: Mapping[str, list[Any]]
    ) -> list[Any]:
        parts = [self._column(model, path, found, ()) for path in source.paths]
        parts += [[word if on else "" for on in found[flag]] for flag, word in source.words.items()]
        return [next(filter(None, cell), "") for cell in zip(*parts, strict=True)]

    def _several(self, model: type[models.Model], source: Many) -> dict[int, tuple[str, ...]]:
        """Return what each row refers to, in the order in which it was given."""
        relation = getattr(model, source.relation)
        own, other = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
        keys = self.keys(relation.field.related_model, source.key)
        pairs = relation.through._default_manager.using(self.using).order_by(own, "pk")
        named: dict[int, list[str]] = {}
        for pk, to in pairs.values_list(f"{own}_id", f"{other}_id").iterator(CHUNK):
            named.setdefault(pk, []).append(keys[to])
        return {pk: tuple(refs) for pk, refs in named.items()}


def table_of_rows(name: str, rows: Iterable[tuple[int, Row]]) -> ColumnTable | None:
    """Make a table of plan rows as history keeps them; None where there is none."""
    kinds = {column: spec.kind for column, spec in TABLES[name].columns.items()}
    pks, values = [], {column: list[Any]() for column in kinds}
    for pk, row in rows:
        pks.append(pk)
        for column, cells in values.items():
            cells.append(row.get(column))
    if not pks:
        return None
    return ColumnTable(
        name,
        np.array(pks, dtype=np.int64),
        {
            column: array(kinds[column], _plain(kinds[column], cells, len(pks)))
            for column, cells in values.items()
        },
    )


def plan_of(model: type[models.Model]) -> PlanColumns:
    """Return how a model's rows read in the plan file."""
    plan: PlanColumns = model.PLAN  # type: ignore[attr-defined] # asked of those that have one
    return plan


def _target(model: type[models.Model], field: str) -> type[models.Model]:
    target = model._meta.get_field(field).related_model
    if not isinstance(target, type):
        raise TypeError(f"{model.__name__}.{field} refers to nothing")
    return target


def _apply(
    extras: Sequence[Mapping[str, Any] | None],
    columns: dict[str, list[Any]],
    kinds: Mapping[str, Kind],
) -> None:
    """Let what a reference said that names nobody here, or several, stand where it was said."""
    for place, cell in enumerate(extras):
        for column, value in (cell or {}).items():
            if column in kinds:
                columns.setdefault(column, [None] * len(extras))[place] = value


def _plain(kind: Kind, values: list[Any] | None, n: int) -> list[Any]:
    """Bring the values of a column to what ``planfile.columns.array`` takes."""
    if values is None:
        values = [None] * n
    if kind in SEVERAL:
        return [_tuple(value) for value in values]
    if kind is Kind.DATE:
        return [_day(value) for value in values]
    if kind in (Kind.NUMBER, Kind.SHARE, Kind.FLAG):
        return values
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _tuple(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return tuple(map(str, value)) if value else ()


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None
