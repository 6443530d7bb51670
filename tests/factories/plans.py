"""A whole plan in the record from rows of the plan file, for tests that need many kinds of rows."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

from lineofsight.organization.record.base import Versioned
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.columns import Many, OneOf, PlanColumns
from lineofsight.organization.record.locks import count_anew
from lineofsight.strategy.models import StrategyVersion

Rows = Mapping[str, list[dict[str, Any]]]
ORDER = (
    "organization", "people", "functions", "teams", "kpis", "strategy", "pillars", "goals",
    "key_results", "links", "observations", "revisions", "assumptions", "blockers", "actions",
    "check_ins", "agreements", "feedback", "allocations", "acknowledgements", "answers",
)  # fmt: skip


def keep(rows: Rows) -> dict[str, dict[str, models.Model]]:
    """Write a plan into an empty record, in one change; the objects by table and ref."""
    with Change(None, "plan.kept") as change:
        return _Keeper(change).keep(rows)


class _Keeper:
    def __init__(self, change: Change) -> None:
        self.change = change
        self.model: dict[str, type[models.Model]] = {
            model.PLAN.table: model for model in apps.get_models() if _plan(model) is not None
        }
        self.refs: dict[type[models.Model], dict[str, Any]] = {}
        self.made: dict[str, dict[str, models.Model]] = {}

    def keep(self, rows: Rows) -> dict[str, dict[str, models.Model]]:
        names = {
            str(row["version"])
            for table in ("strategy", "acknowledgements")
            for row in rows.get(table, [])
            if row.get("version")
        }
        versions = [StrategyVersion.objects.create(name=name) for name in sorted(names)]
        self.refs[StrategyVersion] = {one.name: one for one in versions}
        pending = []
        for table in ORDER:
            if rows.get(table):
                pending.append((table, self._make(table, rows[table])))
        for table, objects in pending:
            self._finish(table, objects, rows[table])
        count_anew(*(self.model[table] for table, _ in pending))
        return self.made

    def _make(self, table: str, rows: list[dict[str, Any]]) -> list[models.Model]:
        model = self.model[table]
        objects = [self._one(model, row) for row in rows]
        if table == "organization":
            model._default_manager.all().delete()
        if issubclass(model, Versioned):
            self.change.add_all(objects)
        else:
            model._default_manager.bulk_create(objects)
        self.refs[model] = {getattr(one, "ref", str(one.pk)): one for one in objects}
        self.made[table] = self.refs[model]
        return objects

    def _one(self, model: type[models.Model], row: dict[str, Any]) -> models.Model:
        values: dict[str, Any] = {}
        for column, source in _declared(model).columns.items():
            value = row.get(column)
            if value is None or value in ("", ()) or isinstance(source, Many):
                continue
            if isinstance(source, OneOf):
                values |= self._one_of(model, source, value)
            elif "__" in source:
                field = source.split("__")[0]
                target = self._target(model, field)
                if value in self.refs.get(target, {}):
                    values[field] = self.refs[target][value]
                elif target in self.refs and target is not model:
                    values.setdefault("extras", {})[column] = value
            else:
                values[source] = list(value) if isinstance(value, tuple) else value
        if model._meta.model_name == "observation":
            from django.utils import timezone

            values["recorded_at"] = timezone.now()
        return model(**values)

    def _one_of(self, model: type[models.Model], source: OneOf, value: str) -> dict[str, Any]:
        flag = next((f for f, word in source.words.items() if word == value), None)
        if flag:
            return {flag: True}
        for path in source.paths:
            field = path.split("__")[0]
            found = self.refs.get(self._target(model, field), {}).get(value)
            if found is not None:
                return {field: found}
        raise LookupError(value)

    def _finish(self, table: str, objects: list[models.Model], rows: list[dict[str, Any]]) -> None:
        """Set what points at rows that were not there yet, and relations."""
        model = self.model[table]
        late: set[str] = set()
        related: dict[str, list[models.Model]] = {}
        for thing, row in zip(objects, rows, strict=True):
            for column, source in _declared(model).columns.items():
                value = row.get(column)
                if not value:
                    continue
                if isinstance(source, Many):
                    target = model._meta.get_field(source.relation).related_model
                    through = getattr(model, source.relation).through
                    own, other = _ends(model, source.relation)
                    related.setdefault(source.relation, []).extend(
                        through(**{own: thing.pk, other: self.refs[target][ref].pk})
                        for ref in dict.fromkeys(value)
                    )
                elif isinstance(source, str) and "__" in source:
                    field = source.split("__")[0]
                    found = self.refs.get(self._target(model, field), {}).get(value)
                    if found is not None and getattr(thing, f"{field}_id") is None:
                        setattr(thing, field, found)
                        late.add(field)
        if late:
            model._default_manager.bulk_update(objects, sorted(late), batch_size=500)
        for relation, pairs in related.items():
            through = getattr(model, relation).through
            through._default_manager.bulk_create(pairs, batch_size=500)
            count_anew(through)

    def _target(self, model: type[models.Model], field: str) -> Any:
        return model._meta.get_field(field).related_model


def _ends(model: type[models.Model], relation: str) -> tuple[str, str]:
    """Name the columns of a relation's table for the row itself and for the other."""
    field: Any = model._meta.get_field(relation)
    return f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"


def _plan(model: type[models.Model]) -> PlanColumns | None:
    return getattr(model, "PLAN", None)


def _declared(model: type[models.Model]) -> PlanColumns:
    plan = _plan(model)
    assert plan is not None
    return plan
