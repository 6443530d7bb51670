"""What goes with rows that a file removes: rows that cannot be without them, and references."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.exchange.given import FromRows, Given
from lineofsight.exchange.matching import Changed, Difference, Removed
from lineofsight.exchange.tables import Bound, Model, Several, Single, all_tables, bound, label_of
from lineofsight.organization.access import visible_to
from lineofsight.organization.models import Person
from lineofsight.organization.record.rows import rows_by_pk
from lineofsight.planfile.problems import Problem, quoted

AT_ONCE = 1_000
Numbers = dict[str, set[int]]


def follow_removals(
    given: dict[str, Given], tables: dict[str, Difference], actor: Person | None
) -> list[Problem]:
    """Add to a comparison what must happen to rows that refer to removed ones.

    Where the reference is needed the row is removed too; elsewhere the reference is taken out.
    Rows that the importer does not see stay; that they need a removed row is a problem.
    """
    _keep_hidden(tables, actor)
    problems: list[Problem] = []
    news: Numbers = {
        name: {one.pk for one in each.removed} for name, each in tables.items() if each.removed
    }
    gone: Numbers = {name: set(pks) for name, pks in news.items()}
    while news:
        found: Numbers = {}
        models: Mapping[Model, str] = {bound(name).model: name for name in news}
        for name in all_tables():
            table = bound(name)
            for column, own, other, target, rows in table.pairs():
                needed = news.get(models.get(target, ""), set())
                users: dict[int, set[int]] = {}
                for some in _some(needed):
                    pairs = rows.filter(**{f"{other}__in": some}).values_list(own, other)
                    for user, pk in pairs:
                        if user not in gone.get(name, ()):
                            users.setdefault(user, set()).add(pk)
                if users:
                    looked = _Users(table, column, models[target], users, actor)
                    problems += looked.problems()
                    found.setdefault(name, set()).update(looked.act(given, tables))
        for name, pks in found.items():
            gone.setdefault(name, set()).update(pks)
        news = {name: pks for name, pks in found.items() if pks}
    return problems


class _Users:
    """Rows that refer, in one column, to rows that are removed."""

    def __init__(
        self,
        table: Bound,
        column: str,
        target: str,
        users: dict[int, set[int]],
        actor: Person | None,
    ) -> None:
        self.table = table
        self.column = column
        self.rows = rows_by_pk(table.model, sorted(users))
        self.versions: dict[int, int] = {}
        if table.versioned:
            for pks in _some(set(users)):
                pairs = table.model._default_manager.filter(pk__in=pks).values_list("pk", "version")
                self.versions.update(pairs)
        removed = {pk for pks in users.values() for pk in pks}
        self.ids = {
            label_of(bound(target), row)
            for row in rows_by_pk(bound(target).model, sorted(removed)).values()
        }
        self.hidden: set[int] = set()
        if actor is not None:
            seen = visible_to(actor, table.model).filter(pk__in=list(users))
            self.hidden = set(users) - set(seen.values_list("pk", flat=True))

    def problems(self) -> list[Problem]:
        if not self.hidden:
            return []
        message = _("Something that is not yours to change needs one of {ids}.")
        ids = ", ".join(quoted(key) for key in sorted(self.ids)[:3])
        return [
            Problem(
                "",
                self.table.name,
                message=message.format(ids=ids),
                remedy=_("Ask the strategy office, or keep these rows in the file."),
            )
        ]

    def act(self, given: dict[str, Given], tables: dict[str, Difference]) -> set[int]:
        """Remove the rows or take the references out; return the numbers of those removed."""
        name = self.table.name
        each = tables.setdefault(name, Difference(name))
        given.setdefault(name, FromRows(self.table, []))
        changed = {one.pk: one for one in each.changed}
        binding = self.table.bindings[self.column]
        vital = name == "allocations" or (isinstance(binding, Single) and binding.required)
        removed: set[int] = set()
        for pk, row in self.rows.items():
            one = changed.get(pk)
            if one is not None and self.column in one.fields:
                continue  # the file says something else in its place
            if pk in self.hidden:
                continue
            each.unchanged -= 1 if one is None and each.unchanged else 0
            label = label_of(self.table, row)
            if vital:
                removed.add(pk)
                each.removed.append(Removed(pk, self.versions.get(pk, 0), label))
                continue
            if one is None:
                one = Changed(pk, self.versions.get(pk, 0), label, -1, {})
                each.changed.append(one)
            before = row.get(self.column)
            one.fields[self.column] = (before, self._rest(binding, before))
        each.changed = [one for one in each.changed if one.pk not in removed]
        return removed

    def _rest(self, binding: object, before: Any) -> Any:
        parts = before if isinstance(before, list) else str(before or "").split(";")
        rest = [part for part in parts if part and part not in self.ids]
        if not rest:
            return None
        return rest if isinstance(binding, Several) else ";".join(rest)


def _keep_hidden(tables: Mapping[str, Difference], actor: Person | None) -> None:
    """What the importer does not see is not removed by an import of theirs."""
    if actor is None:
        return
    for name, each in tables.items():
        if each.removed:
            seen = set(visible_to(actor, bound(name).model).values_list("pk", flat=True))
            each.left += sum(one.pk not in seen for one in each.removed)
            each.removed = [one for one in each.removed if one.pk in seen]


def _some(pks: set[int]) -> list[list[int]]:
    every = sorted(pks)
    return [every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE)]
