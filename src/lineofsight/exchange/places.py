"""Which row of the record an id of a file means, and what a plan row becomes in its table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lineofsight.exchange.tables import ENDS, Bound, Model, Plain, Several, Single, Target
from lineofsight.organization.record.columns import OneLink
from lineofsight.organization.record.rows import Row
from lineofsight.strategy.models import StrategyVersion

Ids = dict[str, int]


class Places:
    """Numbers of rows by what a plan file names them by: rows that are there, and rows to come.

    A row to come has a negative number of its own until it is given a real one.
    """

    def __init__(self) -> None:
        self._there: dict[tuple[Model, str], Ids] = {}
        self._coming: dict[tuple[Model, str], Ids] = {}

    def there(self, model: Model, key: str = "ref") -> Ids:
        """Return the numbers of the rows that the record has."""
        found = self._there.get((model, key))
        if found is None and key == ENDS:
            ends = OneLink("")
            parts = [path.removeprefix("__") for path in ends.paths]
            rows = model._default_manager.order_by().values_list("pk", *parts).iterator(10_000)
            found = self._there[(model, key)] = {ends.written(row[1:]): row[0] for row in rows}
        if found is None:
            pairs = model._default_manager.order_by().values_list(key, "pk").iterator(10_000)
            found = self._there[(model, key)] = dict(pairs)
        return found

    def coming(self, model: Model, key: str = "ref") -> Ids:
        """Return the numbers of the rows that are added."""
        return self._coming.setdefault((model, key), {})

    def expect(self, model: Model, ids: Iterable[str], key: str = "ref") -> None:
        """Say that rows of these ids will be there."""
        coming = self.coming(model, key)
        for each in ids:
            coming.setdefault(each, -1 - len(coming))

    def forget(self, model: Model, each: str) -> None:
        """Say that a row will not come after all."""
        self.coming(model).pop(each, None)

    def find(self, target: Target, text: str) -> int | None:
        """Return the number of what a reference names; None if it names nothing."""
        if target.model is StrategyVersion:  # made when it is first named
            self.expect(target.model, [text], target.key)
        found = self.there(target.model, target.key).get(text)
        return self.coming(target.model, target.key).get(text) if found is None else found


@dataclass(slots=True)
class Placed:
    """What a plan row becomes: fields of its table, rows it refers to, and what is kept beside."""

    values: dict[str, Any] = field(default_factory=dict)
    several: dict[str, list[int]] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    lost: list[tuple[str, str]] = field(default_factory=list)  # column and id that names nothing


def placed(table: Bound, row: Mapping[str, Any], places: Places) -> Placed:
    """Work out what a plan row becomes in its table.

    A reference that names nothing, or several where one belongs, is kept in ``extras`` as it was
    written; the first one counts.
    """
    found = Placed()
    for column, value in row.items():
        binding = table.bindings.get(column)
        if binding is None:
            found.extras[column] = value
        elif isinstance(binding, Plain):
            found.values[binding.field] = binding.read(value)
        elif isinstance(binding, Single):
            _refer(binding, column, str(value), places, found)
        else:
            _refer_to_all(binding, column, value, places, found)
    if table.name == "allocations" and found.values.get("person_id") and "team_id" in found.values:
        # The file may say both; the share is the person's, and the team is kept beside it.
        found.values.pop("team_id")
        found.extras["team_id"] = row["team_id"]
    return found


def _refer(binding: Single, column: str, text: str, places: Places, found: Placed) -> None:
    if text in binding.words:
        found.values[binding.words[text]] = True
        return
    for part in (text, text.partition(";")[0]) if ";" in text else (text,):
        for target in binding.targets:
            pk = places.find(target, part)
            if pk is not None:
                found.values[target.attname] = pk
                if part != text:
                    found.extras[column] = text
                return
    found.extras[column] = text
    found.lost.append((column, text))


def _refer_to_all(
    binding: Several, column: str, texts: list[str], places: Places, found: Placed
) -> None:
    pks: list[int] = []
    whole = True
    for text in texts:
        pk = places.find(binding.target, text)
        if pk is None:
            found.lost.append((column, text))
            whole = False
        elif pk in pks:
            whole = False
        else:
            pks.append(pk)
    found.several[column] = pks
    if not whole:
        found.extras[column] = list(texts)


def empty_values(table: Bound, columns: Iterable[str]) -> dict[str, Any]:
    """Return what the fields behind some columns hold when nothing is known."""
    values: dict[str, Any] = {}
    for column in columns:
        binding = table.bindings.get(column)
        if isinstance(binding, Plain):
            values[binding.field] = list(binding.empty) if binding.empty == [] else binding.empty
        elif isinstance(binding, Single):
            values.update({target.attname: None for target in binding.targets})
            values.update(dict.fromkeys(binding.words.values(), False))
    return values


def ids_in(table: Bound, row: Row) -> str:
    """Return the id of a row; "" in a table without ids."""
    return str(row.get("id", "")) if table.has_ids else ""
