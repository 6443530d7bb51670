"""Changes of a goal in substance, in the words that the plan file's revisions use."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from lineofsight.goals.models import Goal, KeyResult, Revision
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change


class Was(NamedTuple):
    """How a field read before, and reads since."""

    field: str
    before: str
    after: str


def dates(start: date | None, end: date | None) -> str:
    """Write a lifetime as ``start..end``; the last date is always the end, so none without one."""
    if end is None:
        return ""
    return f"{start.isoformat()}..{end.isoformat()}" if start else end.isoformat()


def number(value: float | None) -> str:
    """Write a number so that it reads back the same; a whole one without a point."""
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def of_goal(goal: Goal, changes: dict[str, Any]) -> list[Was]:
    """List the changes in substance that new values of a goal's fields would make."""
    found = [
        Was(field, getattr(goal, field), changes[field])
        for field in ("title", "text")
        if field in changes
    ]
    if "start" in changes or "end" in changes:
        start, end = changes.get("start", goal.start), changes.get("end", goal.end)
        found.append(Was("dates", dates(goal.start, goal.end), dates(start, end)))
    if "owner" in changes:
        found.append(Was("owner", _ref(goal.owner), _ref(changes["owner"])))
    if "status" in changes:
        found.append(Was("status", goal.status or "active", changes["status"] or "active"))
    return [was for was in found if was.before != was.after]


def of_key_result(result: KeyResult, changes: dict[str, Any]) -> list[Was]:
    """List the changes in substance that new values of a key result's fields would make."""
    found = [
        Was(field, number(getattr(result, field)), number(changes[field]))
        for field in ("target", "baseline")
        if field in changes
    ]
    found += [
        Was("measure", getattr(result, field), changes[field])
        for field in ("title", "measure")
        if field in changes
    ]
    return [was for was in found if was.before != was.after]


def write(change: Change, goal: Goal, changed: list[Was]) -> None:
    """Add a revision for each change."""
    change.add_all(list(_rows(goal, changed, change.reason)))


def _rows(goal: Goal, changed: list[Was], reason: str) -> Iterator[Revision]:
    today = timezone.localdate()
    for was in changed:
        yield Revision(
            goal=goal,
            date=today,
            field=was.field,
            before=was.before,
            after=was.after,
            reason=reason,
        )


def _ref(person: Person | None) -> str:
    return person.ref if person else ""


def was_begun(goal: Goal) -> bool:
    """Tell whether a goal is, or was before it became a draft again, more than a draft."""
    return goal.status != "draft" or goal.revisions.filter(field="status", after="draft").exists()
