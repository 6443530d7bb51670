"""What happened: the story of a goal, and the audit log."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.paging import Page, Pages, page, page_of
from lineofsight.api.reading import one
from lineofsight.api.routes.parts import answers
from lineofsight.api.schemas import alignment as schemas
from lineofsight.api.schemas.common import named
from lineofsight.goals.models import Goal
from lineofsight.organization import access, audit
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import AuditEntry, Person
from lineofsight.organization.record.history import Step, story_of

router = Router(tags=["History"])


@router.get(
    "/goals/{int:pk}/history",
    response=answers(200, list[schemas.HistoryEntry]),
    summary="A goal's history",
)
@guards(SIGNED_IN)
def history(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Answer every change of a goal: who, when, why, and each field before and after."""
    caller = caller_of(request)
    steps = story_of(one(caller, Goal, pk))
    seen = access.visible_to(caller.viewer, Goal).values("pk")
    hidden = set(Goal.objects.exclude(pk__in=seen).values_list("ref", flat=True))
    people = access.visible_to(caller.viewer, Person).in_bulk(
        {step.entry.actor_id for step in steps if step.entry.actor_id is not None}
    )
    return [_told(step, people, hidden) for step in steps]


def _told(step: Step, people: dict[int, Person], hidden: set[str]) -> dict[str, Any]:
    before = step.before or {}
    fields: Iterable[str] = dict.fromkeys([*before, *step.after])
    return {
        "at": step.entry.at,
        "actor": named(people.get(step.entry.actor_id or 0)),
        "verb": step.entry.verb,
        "reason": step.entry.reason,
        "changes": [
            {
                "field": field,
                "before": _open(before.get(field), hidden),
                "after": _open(step.after.get(field), hidden),
            }
            for field in fields
            if before.get(field) != step.after.get(field)
        ],
    }


def _open(value: Any, hidden: set[str]) -> Any:
    """Leave out the id of a goal that the reader does not see, such as the one carried on."""
    return None if isinstance(value, str) and value in hidden else value


@router.get("/audit", response=answers(200, Page[schemas.AuditEntry]), summary="The audit log")
@guards("audit.read")
def log(request: HttpRequest, paging: Pages) -> dict[str, Any]:
    """Answer who did what to what; reasons only of what the caller sees."""
    caller = caller_of(request)
    rows = access.visible_to(caller.viewer, AuditEntry)
    found = page_of(rows, paging, lambda entry: entry)
    told = audit.shown(caller.viewer, found["items"])
    items = [
        {
            "id": entry.pk,
            **shown.plain(line, "at", "actor_id", "on_behalf_of", "verb", "subject_kind"),
            **shown.plain(line, "subject_id", "reason"),
            "fields": list(line.fields),
        }
        for entry, line in zip(found["items"], told, strict=True)
    ]
    return page(items, found["next"])
