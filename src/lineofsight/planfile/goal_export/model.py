"""What an export holds, whichever of its two forms it came in."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Parent:
    """An object that another is aligned to; ``id`` is ``""`` where only a title was given.

    ``weight`` is the child's share beside its siblings, a fraction; None if none was given.
    """

    id: str
    title: str = ""
    weight: float | None = None


@dataclass(slots=True)
class CheckIn:
    """A dated update of an object.

    ``order`` sorts the updates of one day: the time of the entry, then its place in the file.
    ``is_last`` marks the newest update where the file gives no others: its value is the object's.
    """

    date: date | None
    value: float | None
    reported: str = ""
    note: str = ""
    author: str = ""
    order: tuple[str, int] = ("", 0)
    row: int = 0
    is_last: bool = False


@dataclass(slots=True)
class ExportedObject:
    """One objective, key result or deliverable.

    Numbers, dates and shares are read; people and teams are ids of ``Export.people`` and
    ``Export.teams``; ``row`` is the row (record) of the source, from 1.
    """

    id: str
    title: str
    type: str = ""
    text: str = ""
    row: int = 0
    owners: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    parents: list[Parent] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    start: date | None = None
    end: date | None = None
    created: date | None = None
    period: str = ""
    scope: str = ""
    state: str = ""
    goal_type: str = ""
    outcome: str = ""
    metric: str = ""
    unit: str = ""
    target_type: str = ""
    baseline: float | None = None
    target: float | None = None
    progress: float | None = None
    actual: float | None = None
    planned: dict[date, float] = field(default_factory=dict)
    check_ins: list[CheckIn] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Export:
    """A whole export.

    ``people`` and ``teams`` map ids to records of the plan's tables.
    """

    objects: list[ExportedObject]
    people: dict[str, dict[str, object]]
    teams: dict[str, dict[str, object]]
