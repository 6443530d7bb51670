"""How each table of the record takes in a plan row, read off the models' own declarations.

``PlanColumns`` says where each column of a row stands in its model. From it and from Django's
fields a *binding* follows for each column, so that one reader, one comparison and one writer serve
all tables.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import models
from django.db.models import QuerySet

from lineofsight.goals import models as goals
from lineofsight.organization import models as organization
from lineofsight.organization.record.columns import Many, OneLink, OneOf, PlanColumns
from lineofsight.organization.record.rows import Row
from lineofsight.planfile.cells import CellError, Ids, reader_for
from lineofsight.planfile.schema import TABLES, Column, Kind
from lineofsight.pulse import models as pulse
from lineofsight.rhythm import models as rhythm
from lineofsight.strategy import models as strategy

DECISIONS = "decisions"  # a table of the record that the plan file has no sheet for
CONVERSATIONS = ("check_ins", "agreements", "feedback")  # they belong to the two who talked
ENDS = "ends"  # in the place of a field: a link is named by its ends and kind
Model = type[Any]  # a model with PLAN; not all are versioned

MODELS: Mapping[str, Model] = {
    model.PLAN.table: model
    for model in (
        organization.Organization,
        organization.Function,
        organization.Team,
        organization.Person,
        strategy.Statement,
        strategy.Pillar,
        strategy.Kpi,
        goals.Goal,
        goals.KeyResult,
        goals.Link,
        goals.Observation,
        goals.Revision,
        goals.Assumption,
        rhythm.Blocker,
        goals.Action,
        rhythm.CheckIn,
        rhythm.Agreement,
        rhythm.Feedback,
        goals.Allocation,
        strategy.Acknowledgement,
        pulse.GroupAnswer,
        goals.Decision,
    )
}


@dataclass(frozen=True)
class Target:
    """What a reference leads to: the column of ids that it sets, and what it names."""

    attname: str
    model: Model
    key: str  # the field of the model that a plan file names it by


@dataclass(frozen=True)
class Plain:
    """A column that is a field of its own; ``read`` takes what a plan row holds."""

    field: str
    read: Callable[[Any], Any]
    empty: Any


@dataclass(frozen=True)
class Single:
    """A column that refers to one row, of one of several tables; ``words`` stand for flags."""

    targets: tuple[Target, ...]
    words: Mapping[str, str]
    required: bool


@dataclass(frozen=True)
class Several:
    """A column that refers to any number of rows through a table of pairs."""

    through: type[models.Model]
    own: str
    target: Target


Binding = Plain | Single | Several


@dataclass(frozen=True)
class Bound:
    """One table of the record, as plan rows are written into it."""

    name: str
    model: Model
    plan: PlanColumns
    bindings: Mapping[str, Binding]

    @property
    def versioned(self) -> bool:
        """Whether history keeps each of its rows."""
        from lineofsight.organization.record.base import Versioned  # noqa: PLC0415 - a cycle else

        return issubclass(self.model, Versioned)

    @property
    def unique(self) -> bool:
        """Whether its key tells every two rows apart."""
        return self.plan.key in {("id",), ()} or self.name == "links"

    @property
    def has_ids(self) -> bool:
        """Whether each row has an id of its own."""
        return self.plan.key == ("id",)

    def references(self) -> Iterator[tuple[str, tuple[Target, ...]]]:
        """Yield each column that refers to rows, and where it may lead."""
        for column, binding in self.bindings.items():
            if isinstance(binding, Single):
                yield column, binding.targets
            elif isinstance(binding, Several):
                yield column, (binding.target,)

    def pairs(self) -> "Iterator[tuple[str, str, str, Model, QuerySet[Any]]]":
        """Yield each way in which rows refer to others.

        The column of the plan file, the names of the fields that hold who refers and to whom, the
        model that it leads to, and the rows in which it stands.
        """
        for column, binding in self.bindings.items():
            if isinstance(binding, Single):
                for target in binding.targets:
                    rows = self.model._default_manager.all()
                    yield column, "pk", target.attname, target.model, rows
            elif isinstance(binding, Several):
                other = binding.target
                rows = binding.through._default_manager.all()
                yield column, binding.own, other.attname, other.model, rows

    def names_people(self, column: str) -> bool:
        """Tell whether a column refers to people."""
        return any(
            name == column and targets[0].model is organization.Person
            for name, targets in self.references()
        )


@cache
def bound(name: str) -> Bound:
    """Return the table of this name with its bindings."""
    model = MODELS[name]
    plan: PlanColumns = model.PLAN
    bindings = {column: _binding(model, source) for column, source in plan.everything.items()}
    return Bound(name, model, plan, bindings)


def table_of(model: Model) -> str:
    """Name the table of a model; "" for one that the plan file does not have."""
    plan = getattr(model, "PLAN", None)
    return plan.table if plan is not None else ""


def all_tables() -> tuple[str, ...]:
    """Name all tables in the order of the plan file, what it has no sheet for at the end."""
    return tuple(MODELS)


def _binding(model: Model, source: object) -> Binding:
    if isinstance(source, Many):
        relation = getattr(model, source.relation)
        field = relation.field
        other = Target(f"{field.m2m_reverse_field_name()}_id", field.related_model, source.key)
        return Several(relation.through, f"{field.m2m_field_name()}_id", other)
    if isinstance(source, OneOf):
        targets = tuple(_target(model, path) for path in source.paths)
        return Single(targets, {word: flag for flag, word in source.words.items()}, required=True)
    if isinstance(source, OneLink):
        field = model._meta.get_field(source.relation)
        return Single((Target(field.attname, field.related_model, ENDS),), {}, required=False)
    path = str(source)
    if "__" in path:
        field = model._meta.get_field(path.partition("__")[0])
        return Single((_target(model, path),), {}, required=not field.null)
    return _plain(model._meta.get_field(path))


def _target(model: Model, path: str) -> Target:
    name, _sep, key = path.partition("__")
    field = model._meta.get_field(name)
    return Target(field.attname, field.related_model, key)


def _plain(field: "models.Field[Any, Any]") -> Plain:
    if isinstance(field, models.DateTimeField):
        return Plain(field.name, datetime.fromisoformat, None)
    if isinstance(field, models.DateField):
        return Plain(field.name, date.fromisoformat, None)
    if isinstance(field, models.JSONField):
        return Plain(field.name, list, [])
    if isinstance(field, models.CharField | models.TextField):
        return Plain(field.name, str, "" if callable(field.default) else field.get_default())
    return Plain(field.name, _same, field.get_default())


def _same(value: Any) -> Any:
    return value


def beyond_reader(table: Bound, column: str) -> Callable[[object], object]:
    """Return what reads a cell of a column that the record knows and the plan file does not.

    It raises ``CellError`` for what it cannot read.
    """
    binding = table.bindings[column]
    if isinstance(binding, Several):
        return reader_for(Column(column, Kind.REFS), Ids())
    if isinstance(binding, Plain):
        field = table.model._meta.get_field(binding.field)
        return reader_for(Column(column, _kind(field)), Ids())
    return reader_for(Column(column, Kind.TEXT), Ids())


def _kind(field: "models.Field[Any, Any]") -> Kind:
    if isinstance(field, models.DateField):
        return Kind.DATE
    if isinstance(field, models.BooleanField):
        return Kind.FLAG
    if isinstance(field, models.FloatField | models.IntegerField):
        return Kind.NUMBER
    return Kind.REFS if isinstance(field, models.JSONField) else Kind.TEXT


def plain_value(value: object) -> object:
    """Turn a value of a plan document into what a plan row of the record holds; None if unknown."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def key_of(table: Bound, row: Row) -> tuple[object, ...]:
    """Return what tells a row from the others of its table."""
    return tuple(row.get(column) for column in table.plan.key)


def label_of(table: Bound, row: Mapping[str, object]) -> str:
    """Name a row for people: its id, or its key's parts."""
    if table.name == "links":
        return f"{row.get('from_id')}>{row.get('to_id')}:{row.get('kind')}"
    return " ".join(str(row[column]) for column in table.plan.key if row.get(column) is not None)


__all__ = [
    "CONVERSATIONS",
    "DECISIONS",
    "MODELS",
    "TABLES",
    "Binding",
    "Bound",
    "CellError",
    "Plain",
    "Several",
    "Single",
    "Target",
    "all_tables",
    "beyond_reader",
    "bound",
    "key_of",
    "label_of",
    "plain_value",
    "table_of",
]
