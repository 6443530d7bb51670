"""Statements that are put together once and asked again with other values.

Django takes a query apart anew each time it is asked. For the lookup of a few rows that costs
several times what the database does, and a page asks thirty of them. A ``Prepared`` statement is
written as any other query, with ``Given`` where a value comes later; its text is kept for the life
of the process, and asking costs what sending it and reading its rows cost.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    Expression,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.sql.compiler import SQLCompiler

from lineofsight.organization.record.locks import as_one, cursor_for, is_among

T = TypeVar("T")
BEYOND = 2**63
Values = Mapping[str, Any]
Take = Callable[[Values], Any]


@dataclass(frozen=True)
class _Slot:
    """Stands among the parameters of a statement where a value comes later."""

    take: Take


class Given(Expression):
    """A value that is known when the statement is asked: a number, a text, a day.

    ``take`` is the name under which it is handed in, or says how to find it in what is.
    """

    def __init__(self, take: str | Take) -> None:
        super().__init__()
        self.take = _named(take) if isinstance(take, str) else take

    def as_sql(
        self,
        compiler: SQLCompiler,  # noqa: ARG002 - Django hands both to all
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - as above
    ) -> tuple[str, tuple[Any, ...]]:
        """Return a place for the value."""
        return "%s", (_Slot(self.take),)


class GivenNumbers:
    """Any number of numbers that are known when the statement is asked."""

    def __init__(self, take: str | Take) -> None:
        self._take = _named(take) if isinstance(take, str) else take

    @property
    def param(self) -> Any:
        """The place for them: one parameter, however many they are."""
        return _Slot(lambda values: as_one(self._take(values)))


class _Among(Func):
    """Whether a column is one of them."""

    output_field = BooleanField()

    def __init__(self, path: str, numbers: GivenNumbers) -> None:
        super().__init__(F(path))
        self.numbers = numbers

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django hands it to all
        *_given: Any,
        **_named: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        (column,) = self.get_source_expressions()
        sql, params = compiler.compile(column)
        return is_among(sql), (*params, self.numbers.param)


def among(path: str, name: str) -> Q:
    """Return the condition that a column is one of the numbers handed in under this name."""
    return Q(_Among(path, GivenNumbers(name)))


class Truth(Expression):
    """A condition that is the same for every row: known now, or when the statement is asked."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, holds: bool | Take) -> None:
        super().__init__()
        self.holds = holds

    def as_sql(
        self,
        compiler: SQLCompiler,  # noqa: ARG002 - Django hands both to all
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - as above
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition, in a form that every database takes."""
        holds = self.holds
        if isinstance(holds, bool):
            return "(%s = 1)", (int(holds),)
        return "(%s = 1)", (_Slot(lambda values: int(holds(values))),)


def pairs(model: type[Model], name: str) -> "QuerySet[Any, Any]":
    """Return the rows of the table behind a field of many to many, in the order of their making."""
    rows: QuerySet[Any, Any] = getattr(model, name).through._default_manager.order_by("pk")
    return rows


def _named(name: str) -> Take:
    return lambda values: values[name]


class Prepared(Generic[T]):
    """A query that is put together when it is first asked.

    ``make`` writes it without looking at anything that may differ the next time: whatever does is
    ``Given``. It is run once for each kind of database.
    """

    def __init__(self, make: Callable[[], "QuerySet[Any, T]"]) -> None:
        self._make = make
        self._kept: dict[str, _Statement] = {}

    def __call__(self, **values: Any) -> list[T]:
        """Return the rows for these values.

        Raises
        ------
        KeyError
            A value that the statement needs was not handed in.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        kept = self._kept.get(connection.vendor)
        if kept is None:
            kept = self._kept[connection.vendor] = _Statement.of(self._make(), connection)
        return cast("list[T]", kept.rows(values, connection))

    def first(self, **values: Any) -> T | None:
        """Return the first row, if there is any: say in the query that one is enough."""
        return next(iter(self(**values)), None)


@dataclass(frozen=True)
class _Statement:
    """The text of a query, where its values go, and what Django needs to read its rows."""

    sql: str
    params: Sequence[Any]
    compiler: SQLCompiler
    converters: Mapping[int, Any]
    queryset: Any

    @classmethod
    def of(cls, queryset: "QuerySet[Any, Any]", connection: BaseDatabaseWrapper) -> "_Statement":
        compiler = queryset.query.get_compiler(using=connection.alias)
        sql, params = compiler.as_sql()
        columns = [column for column, *_rest in (compiler.select or ())[: compiler.col_count]]
        return cls(sql, tuple(params), compiler, compiler.get_converters(columns), queryset)

    def rows(self, values: Values, connection: BaseDatabaseWrapper) -> list[Any]:
        params = tuple(one.take(values) if isinstance(one, _Slot) else one for one in self.params)
        if any(isinstance(one, int) and not -BEYOND <= one < BEYOND for one in params):
            return []  # no database keeps such a number: nothing has it
        with cursor_for(connection) as cursor:
            cursor.execute(self.sql, params)
            read = cursor.fetchall()
        compiler: Any = copy(self.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_given, **_named: [read]
        compiler.get_converters = lambda _columns: self.converters
        asked: Any = _Asked(self.queryset, _Query(self.queryset.query, compiler))
        found = list(self.queryset._iterable_class(asked))
        if found and self.queryset._prefetch_related_lookups:
            prefetch_related_objects(found, *self.queryset._prefetch_related_lookups)
        return found


@dataclass(frozen=True)
class _Query:
    """The query as those who read its rows see it: put together already."""

    query: Any
    compiler: SQLCompiler

    def get_compiler(self, using: str) -> SQLCompiler:  # noqa: ARG002 - it is chosen already
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)


class _Asked:
    """The queryset as those who read its rows see it."""

    def __init__(self, queryset: Any, query: _Query) -> None:
        self.model, self.db, self.query = queryset.model, DEFAULT_DB_ALIAS, query
        self._fields = queryset._fields
        self._known_related_objects: dict[Any, Any] = {}
