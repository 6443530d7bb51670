"""What every list and every single row of the interface goes through: the one door."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from lineofsight.api.auth import Caller, caller_of
from lineofsight.api.shown import WITH
from lineofsight.goals.models import KeyResult, Observation
from lineofsight.kit.errors import Invalid, NotFound
from lineofsight.organization import access
from lineofsight.organization.access import Viewer
from lineofsight.strategy.models import Kpi

M = TypeVar("M", bound=Model)


def visible(caller: Caller, model: type[M]) -> "QuerySet[M]":
    """Return the rows that the caller sees, with what is shown of each."""
    joined, fetched = WITH[model]
    return (
        access.visible_to(caller.viewer, model).select_related(*joined).prefetch_related(*fetched)
    )


def one(caller: Caller, model: type[M], pk: int) -> M:
    """Return one row that the caller sees.

    Raises
    ------
    NotFound
        There is none, or none for them.
    """
    found = visible(caller, model).filter(pk=pk).first()
    if found is None:
        # What was written a moment ago may be visible for a reason that is new.
        again = replace(caller, viewer=Viewer(caller.person))
        access.get_visible(again.viewer, model, pk=pk)
        found = visible(again, model).get(pk=pk)
    return found


def written(caller: Caller, model: type[M], pk: int) -> M:
    """Return a row that the caller has written in this request, also where they gave it away.

    Who hands a confidential goal to somebody else does not see it any more, yet has done it: to
    answer as if there were no such goal would be untrue, and tell less than they know.
    """
    try:
        return one(caller, model, pk)
    except NotFound:
        joined, fetched = WITH[model]
        rows = model._default_manager.select_related(*joined).prefetch_related(*fetched)
        return rows.get(pk=pk)


def reads_one(operation: Callable[..., Any]) -> bool:
    """Tell whether an operation answers 404 where a row is not there, by its own code."""
    return one.__name__ in inspect.unwrap(operation).__code__.co_names


def writer(request: HttpRequest, scope: str = "write") -> Caller:
    """Return who writes, if their token may."""
    return caller_of(request, scope)


def resolved(
    caller: Caller, changes: dict[str, Any], references: dict[str, type[Model]]
) -> dict[str, Any]:
    """Turn numbers (``owner_id``, ``contributor_ids``) into visible rows (``owner``, ...).

    Raises
    ------
    Invalid
        A number names nothing, or nothing that the caller sees; all such fields at once.
    """
    out = dict(changes)
    problems: dict[str, list[str]] = {}
    for field, model in references.items():
        if field not in out:
            continue
        given = out.pop(field)
        several = field.endswith("_ids")
        name = field.removesuffix("_ids") + "s" if several else field.removesuffix("_id")
        wanted = list(dict.fromkeys(given)) if several else [] if given is None else [given]
        found = access.visible_to(caller.viewer, model).in_bulk(wanted) if wanted else {}
        missing = [pk for pk in wanted if pk not in found]
        if missing:
            problems[field] = [f"There is nothing with the number {pk}." for pk in missing]
        rows = [found[pk] for pk in wanted if pk in found]
        out[name] = rows if several else rows[0] if rows else None
    if problems:
        raise Invalid(problems)
    return out


def last_values_of_kpis() -> dict[int, tuple[date, float]]:
    """Return the day and the value of each KPI's last observation; everybody sees them."""
    newest = Observation.objects.filter(kpi=OuterRef("pk")).order_by("-date", "-pk").values("pk")
    last = Kpi.objects.annotate(last=Subquery(newest[:1])).values("last")
    rows = Observation.objects.filter(pk__in=last).values_list("kpi_id", "date", "value")
    return {kpi: (day, value) for kpi, day, value in rows if kpi is not None}


def refs_of_hidden_key_results(caller: Caller) -> set[str]:
    """Return what a caller may not read among the words that tell what a KPI guards."""
    seen = access.visible_to(caller.viewer, KeyResult).values("pk")
    return set(KeyResult.objects.exclude(pk__in=seen).values_list("ref", flat=True))
