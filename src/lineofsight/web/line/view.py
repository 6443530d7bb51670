"""My line of sight, as the page shows it: read once, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from lineofsight.alignment.line import Line, goals_of, line_of_person, lines_of
from lineofsight.goals.models import Goal, KeyResult, Revision
from lineofsight.organization.access import ANYBODY, Viewer, visible_to
from lineofsight.organization.models import Person
from lineofsight.organization.record.prepared import Given, Prepared, among
from lineofsight.rhythm.selectors import blockers_near
from lineofsight.strategy.models import StrategyVersion
from lineofsight.strategy.selectors import published_to
from lineofsight.web.line.asked import asked_among, own_results
from lineofsight.web.line.items import Items
from lineofsight.web.line.near import ACTIVE, goals_near, links_near
from lineofsight.web.line.owed import owed_to
from lineofsight.web.line.sentence import Sentence, sentence_of
from lineofsight.web.line.steps import steps_of, week_of
from lineofsight.web.line.updates import due_on
from lineofsight.web.pictures.sightline import Step
from lineofsight.web.templatetags.pictures import percent

MOST_GOALS = 12
MOST_CHANGES = 6
OF_TEAM = 8  # goals of the team that are looked at for its line

Kind = Literal["own", "team", "unlinked", "none"]


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """One of the person's goals; ``due`` is when its next value is, None where nothing says so."""

    goal: Goal
    progress: float | None
    expected: float | None
    due: date | None
    is_due: bool
    is_owner: bool
    address: str


@dataclass(frozen=True, slots=True)
class Above:
    """One change above the person."""

    day: date
    title: str
    about: str
    address: str
    says: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class MyLine:
    """The whole page.

    ``kind``: the line is the person's own, their team's (who has no goals of their own), missing
    because their goals lead nowhere yet (unlinked), or there is nothing at all (none).
    """

    person: Person
    week: str
    kind: Kind
    sentence: Sentence | None
    steps: tuple[Step, ...]
    stake: str
    breaks: bool
    open_rungs: int
    asked: Items
    owed: Items
    goals: tuple[OwnGoal, ...]
    more_goals: int
    changes: tuple[Above, ...]
    since: date

    @property
    def asked_count(self) -> int:
        """How many things are asked, those not shown too."""
        return len(self.asked.items) + self.asked.more

    @property
    def asks_questions(self) -> bool:
        """Whether findings are among what is asked."""
        return any(item.kind == "finding" for item in self.asked.items)


_HOME = Prepared(
    lambda: Person.objects.filter(pk=Given("person")).select_related("manager", "team")
)


def _with_home(viewer: Viewer) -> Person:
    """Return the person with manager and team, which the page names: both at once."""
    for row in _HOME(person=viewer.pk):
        viewer.person.manager, viewer.person.team = row.manager, row.team
    return viewer.person


def my_line_of(viewer: Viewer, asked: Items | None = None) -> MyLine:
    """Read the page of a person; ``asked`` is given where an answer to it was refused."""
    person, today = _with_home(viewer), viewer.today
    owned, contributed = goals_of(person, today)
    line, kind = _line(viewer, owned, contributed)
    if kind == "none" and (owned or contributed):
        kind = "unlinked"
    steps, stake = steps_of(line, viewer, here=kind == "own") if line else ((), 0.0)
    since = today - timedelta(days=today.weekday() + 7)
    near = goals_near(viewer, contributed)
    links, results = links_near(viewer, near), own_results(viewer, near)
    to_lift, raised = blockers_near(viewer)
    goals = _goals(viewer, near, results)
    return MyLine(
        person=person,
        week=week_of(today),
        kind=kind,
        sentence=_sentence(line, steps, kind) if line else None,
        steps=steps,
        stake=percent(stake) if stake else "",
        breaks=bool(line and line.is_broken),
        open_rungs=sum(step.gap is not None and step.gap.kind == "open" for step in steps),
        asked=asked if asked is not None else asked_among(viewer, links, results, to_lift),
        owed=owed_to(viewer, links, raised),
        goals=goals[:MOST_GOALS],
        more_goals=max(0, len(goals) - MOST_GOALS),
        changes=_changes(viewer, line, since),
        since=since,
    )


def _line(viewer: Viewer, owned: list[int], contributed: list[int]) -> tuple[Line | None, Kind]:
    """Return the person's line, else that of their team's goals, else none."""
    mine = (owned, contributed)
    line = line_of_person(viewer.person, viewer, on=viewer.today, goals=mine)
    if line is not None:
        return line, "own"
    team = viewer.person.team_id
    if team is None:
        return None, "none"
    asked = visible_to(viewer, Goal).filter(team=team, status__in=ACTIVE)
    numbers = list(
        asked.filter(kind__in=["", "objective"])
        .order_by("pk")
        .values_list("pk", flat=True)[:OF_TEAM]
    )
    found = lines_of(numbers, viewer, on=viewer.today) if numbers else {}
    reaching = [one for one in found.values() if one.reaches]
    if not reaching:
        return None, "none"
    return max(reaching, key=lambda one: one.strength), "team"


def _sentence(line: Line, steps: tuple[Step, ...], kind: Kind) -> Sentence:
    return sentence_of(line, steps, {s.anchor: s.strength for s in steps}, of_team=kind == "team")


def _goals(viewer: Viewer, rows: list[Goal], results: list[KeyResult]) -> tuple[OwnGoal, ...]:
    due: dict[int, date] = {}
    for result in results:
        if result.last_source:  # type: ignore[attr-defined] # the query annotates it
            continue
        day = due_on(result, result.last_day)  # type: ignore[attr-defined] # the query annotates it
        if day is not None:
            due[result.goal_id] = min(day, due.get(result.goal_id, day))
    found = [_own_goal(viewer, row, due.get(row.pk)) for row in rows]
    found.sort(key=lambda one: (not one.is_owner, one.due or date.max, one.goal.pk))
    return tuple(found)


def _own_goal(viewer: Viewer, goal: Goal, due: date | None) -> OwnGoal:
    progress, standing = getattr(goal, "progress", None), getattr(goal, "standing", None)
    value = progress.value if progress is not None else None
    return OwnGoal(
        goal=goal,
        progress=None if value is None else value / 1_000_000,
        expected=standing.expected if standing is not None else None,
        due=due,
        is_due=due is not None and due <= viewer.today,
        is_owner=goal.owner_id == viewer.pk,
        address=reverse("goal", args=[goal.pk]),
    )


_CHANGED = Prepared(
    lambda: (
        visible_to(ANYBODY, Revision)
        .filter(among("goal", "goals"), date__gte=Given("since"), date__lte=ANYBODY.today)
        .select_related("goal__team")
        .order_by("-date", "-pk")[:MOST_CHANGES]
    )
)


def _changes(viewer: Viewer, line: Line | None, since: date) -> tuple[Above, ...]:
    """Return what changed in substance above the person, and new versions of the strategy."""
    above = [r.pk for r in line.rungs[1:] if r.kind == "goal" and r.pk] if line else []
    found = [_above(row) for row in _CHANGED(viewer=viewer, goals=above, since=since)]
    found += [
        _published(one) for one in published_to(viewer) if (one.published_on or since) >= since
    ]
    return tuple(sorted(found, key=lambda one: one.day, reverse=True)[:MOST_CHANGES])


def _above(row: Revision) -> Above:
    words = {
        "title": _("Its title was changed:"),
        "text": _("What it means was written anew:"),
        "measure": _("It is measured otherwise:"),
        "target": _("Its target was moved:"),
        "baseline": _("Its baseline was moved:"),
        "dates": _("Its dates were moved:"),
        "owner": _("It has another owner:"),
        "status": _("Its status was changed:"),
    }
    return Above(
        day=row.date,
        title=row.goal.title,
        about=row.goal.team.name if row.goal.team else "",
        address=reverse("goal", args=[row.goal_id]),
        says=words[row.field],
        before=row.before,
        after=row.after,
        why=row.reason,
    )


def _published(version: StrategyVersion) -> Above:
    return Above(
        day=version.published_on or date.min,
        title=_("Strategy"),
        about="",
        address=reverse("strategy"),
        says=_("Version {name} was published.").format(name=version.name),
        before="",
        after="",
        why=version.reason,
    )
