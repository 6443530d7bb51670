"""Pillars: what the strategy stands on, and who carries each."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from lineofsight.organization import access
from lineofsight.organization.models import Function, Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.checks import Checks
from lineofsight.organization.record.locks import lock_structure
from lineofsight.organization.services.fields import (
    Rule,
    a,
    check_fields,
    remove_if_free,
    some,
)
from lineofsight.strategy import refs
from lineofsight.strategy.models import Kpi, Pillar

WORDS: dict[str, Rule] = {"text": Checks.text}  # what a sponsor may change
COLUMNS: dict[str, Rule] = {
    "name": Checks.title,
    **WORDS,
    "weight": partial(Checks.number, low=0),
    "sponsor": a(Person),
    "start": Checks.day,
    "end": Checks.day,
}
RELATIONS: dict[str, Rule] = {
    "champions": some(Person),
    "functions": some(Function),
    "kpis": some(Kpi),
}


def add_pillar(
    *, actor: Person | None, name: str, ref: str = "", reason: str = "", **fields: Any
) -> Pillar:
    """Put a pillar on record; ``fields`` are those of COLUMNS and RELATIONS (lists, in order).

    ``weight`` is kept as given; ``effective_weights`` makes them add up to 1.

    Raises
    ------
    Invalid
        With all that is wrong, by field; a goal or a pillar has this id.
    """
    access.require(actor, "pillar.create", Pillar(name=name))
    values = {"name": name, **fields}
    checks = check_fields({**COLUMNS, **RELATIONS}, values)
    checks.in_order("start", values.get("start"), "end", values.get("end"))
    checks.text("reason", reason)
    checks.done()
    with Change(actor, "pillar.created", reason=reason) as change:
        lock_structure(exclusive=True)
        pillar = change.add(Pillar(ref=refs.claim(ref), **_of(COLUMNS, values)))
        for relation, others in _of(RELATIONS, values).items():
            change.relate(pillar, relation, others)
    return pillar


def edit_pillar(
    *, actor: Person | None, pillar: Pillar, expected: int, reason: str = "", **changes: Any
) -> Pillar:
    """Change a pillar; ``changes`` are those of COLUMNS and RELATIONS.

    Its words alone may be changed by its sponsor too.

    Raises
    ------
    Invalid
        With all that is wrong, by field.
    Conflict
        Somebody has changed it since version ``expected``.
    """
    verb = "pillar.word" if changes.keys() <= WORDS.keys() else "pillar.edit"
    access.require(actor, verb, pillar)
    present = Pillar.objects.get(pk=pillar.pk)
    checks = check_fields({**COLUMNS, **RELATIONS}, changes)
    start, end = changes.get("start", present.start), changes.get("end", present.end)
    checks.in_order("start", start, "end", end)
    checks.text("reason", reason)
    checks.done()
    with Change(actor, "pillar.edited", reason=reason) as change:
        change.hold(present, expected)
        change.save(present, expected=expected, **_of(COLUMNS, changes))
        for relation, others in _of(RELATIONS, changes).items():
            change.relate(present, relation, others)
    return present


def remove_pillar(*, actor: Person | None, pillar: Pillar, expected: int, reason: str = "") -> None:
    """Take a pillar off the record, with the links that lead to it.

    Raises
    ------
    Conflict
        Somebody has changed it since version ``expected``.
    """
    access.require(actor, "pillar.remove", pillar)
    with Change(actor, "pillar.removed", reason=reason) as change:
        lock_structure(exclusive=True)
        remove_if_free(change, pillar, expected=expected)


def _of(fields: Mapping[str, Rule], values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in values.items() if field in fields}
