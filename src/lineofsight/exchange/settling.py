"""References that named nothing when they came, and name something now."""

from collections.abc import Iterator
from typing import Any

from lineofsight.exchange.matching import Changed
from lineofsight.exchange.places import Places, placed
from lineofsight.exchange.tables import Bound, Several, Single, all_tables, bound
from lineofsight.exchange.writing import Writer
from lineofsight.organization.models import Membership, ReportingLine
from lineofsight.organization.record.rows import rows_by_pk

AT_ONCE = 1_000


def settle(writer: Writer) -> None:
    """Link what was kept as text because nothing had that id; rows that say the same stay."""
    writer.places = Places()
    for name in all_tables():
        table = bound(name)
        if not table.versioned:
            continue
        columns = {column for column, _targets in table.references()}
        rows = table.model._default_manager.exclude(extras={})
        found: list[Changed] = []
        for pk, version, extras in rows.values_list("pk", "version", "extras").iterator(AT_ONCE):
            own = columns.intersection(extras)
            if own:
                kept = {column: extras[column] for column in own}
                found += _settled(table, writer.places, pk, version, kept)
        writer.alter(name, found)


def _settled(
    table: Bound, places: Places, pk: int, version: int, kept: dict[str, Any]
) -> Iterator[Changed]:
    fields = {
        column: (value, value)
        for column, value in kept.items()
        if _names_more(table, places, pk, column, value) and not _planned(table, pk, column)
    }
    if fields:
        row = rows_by_pk(table.model, [pk])[pk]
        if table.name == "people":  # since when stands beside who
            for column in ("manager_since", "team_since"):
                if column.replace("since", "id") in fields and column in row:
                    fields[column] = (row[column], row[column])
        yield Changed(pk, version, "", -1, fields)


def _names_more(table: Bound, places: Places, pk: int, column: str, value: Any) -> bool:
    """Tell whether a text names something that the row does not refer to yet."""
    binding = table.bindings[column]
    made = placed(table, {column: value}, places)
    if isinstance(binding, Several):
        rows = binding.through._default_manager.filter(**{binding.own: pk})
        present = set(rows.values_list(binding.target.attname, flat=True))
        return not present.issuperset(made.several[column])
    if isinstance(binding, Single) and made.values:
        names = [target.attname for target in binding.targets]
        row = table.model._default_manager.filter(pk=pk).values(*names).first() or {}
        return any(made.values.get(name) != row[name] for name in names)
    return False


def _planned(table: Bound, pk: int, column: str) -> bool:
    """Tell whether a manager or team is text because it holds from a later day on."""
    if table.name != "people":
        return False
    if column == "manager_id":
        return ReportingLine.objects.filter(person=pk, kind="line", manager__isnull=False).exists()
    return column == "team_id" and Membership.objects.filter(person=pk).exists()
