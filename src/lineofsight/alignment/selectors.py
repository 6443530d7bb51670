"""What pages and programs read of checks and findings, always as one reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.alignment import lease
from lineofsight.alignment.models import (
    Check,
    Finding,
    FindingAudience,
    FindingObject,
    FindingShown,
    GoalStanding,
    KeyResultStanding,
)
from lineofsight.alignment.models.finding import WEEKLY
from lineofsight.organization.access import ANYBODY, Viewer, viewer_of, visible_to
from lineofsight.organization.models import Person
from lineofsight.organization.record.prepared import Given, Prepared, among
from lineofsight.organization.work.presence import workers_present
from lineofsight.strategy.models import Pillar

ORDER = ("-severity", "-stake", "rule", "subject_ref")
POINTS = 60  # of a trend

_ON_GOAL = Prepared(
    lambda: FindingObject.objects.filter(goal=Given("goal"), is_subject=True).values_list(
        "finding_id", flat=True
    )
)
_FANS = Prepared(lambda: KeyResultStanding.objects.filter(among("pk", "key_results")))


def visible_findings(
    who: Viewer | Person, *, states: Sequence[str] = ("open",)
) -> QuerySet[Finding]:
    """Return the findings that a reader sees, those that weigh most first.

    An objected one is muted for everybody until it is answered, an accepted one until its day:
    name their states to see them.
    """
    return visible_to(who, Finding).filter(state__in=states).order_by(*ORDER)


def findings_about(who: Viewer | Person, kind: str, ref: str) -> QuerySet[Finding]:
    """Return the open findings that name something, as a reader sees them."""
    named = Q(subject_kind=kind, subject_ref=ref) | Q(
        objects_named__kind=kind, objects_named__ref=ref
    )
    return visible_findings(who).filter(named).distinct()


def findings_on_goal(who: Viewer | Person, goal: int) -> QuerySet[Finding]:
    """Return the open findings whose subject is a goal (id) or hangs on it."""
    return visible_findings(who).filter(pk__in=_ON_GOAL(goal=goal))


def first_on_goal(who: Viewer | Person, goal: int, most: int) -> list[Finding]:
    """Return the first of them; they are judged where there are any, and on most goals is none."""
    return list(findings_on_goal(who, goal)[:most]) if _ON_GOAL(goal=goal) else []


_SHOWN = Prepared(
    lambda: FindingShown.objects.filter(person=Given("person"), week=Given("week")).values_list(
        "finding_id", "place"
    )
)
_MINE = Prepared(  # those of this week first, then as many others as a week has places
    lambda: (
        visible_findings(ANYBODY)
        .filter(audience__person=ANYBODY.pk, audience__from_day__lte=ANYBODY.today)
        .order_by(Case(When(among("pk", "shown"), then=0), default=1), *ORDER)[:WEEKLY]
    )
)


def findings_for(who: Viewer | Person) -> list[Finding]:
    """Return this week's questions to a person: three at most, the same all week.

    Those that weigh most are chosen when the person first looks, and the others wait; what is
    mended meanwhile leaves its place free until Monday, so that a week never asks more.
    """
    viewer = viewer_of(who)
    monday = viewer.today - timedelta(days=viewer.today.weekday())
    shown = dict(_SHOWN(person=viewer.pk, week=monday))
    found = _MINE(viewer=viewer, shown=list(shown))
    free = max(0, WEEKLY - len(shown))
    fresh = [finding for finding in found if finding.pk not in shown][:free]
    if fresh:
        _remember(viewer, monday, shown, fresh)
        shown = dict(_SHOWN(person=viewer.pk, week=monday))
        found = _MINE(viewer=viewer, shown=list(shown))
    asked = [finding for finding in found if finding.pk in shown]
    return sorted(asked, key=lambda finding: shown[finding.pk])


_BESIDE = Prepared(
    lambda: (
        FindingAudience.objects.filter(among("finding", "findings"))
        .exclude(person=Given("person"))
        .select_related("person")
        .order_by("-place")
    )
)
_NAMED = Prepared(
    lambda: (
        FindingObject.objects.filter(among("finding", "findings"), goal__isnull=False)
        .order_by("is_subject")
        .values_list("finding_id", "goal_id")
    )
)


def heard_beside(findings: Sequence[int], person: Person) -> dict[int, Person]:
    """Return who else hears of some findings (ids), the next in turn of each.

    The caller has made sure that the findings may be seen.
    """
    rows = _BESIDE(findings=findings, person=person.pk)
    return {row.finding_id: row.person for row in rows}


def goals_named(findings: Sequence[int]) -> dict[int, int]:
    """Return a goal that each of some findings (ids) names, the subject before others.

    The caller has made sure that the findings may be seen.
    """
    return {finding: goal for finding, goal in _NAMED(findings=findings) if goal is not None}


def _remember(
    viewer: Viewer, monday: date, shown: Mapping[int, int], fresh: Sequence[Finding]
) -> None:
    free = [place for place in range(1, WEEKLY + 1) if place not in shown.values()]
    FindingShown.objects.bulk_create(
        [
            FindingShown(person_id=viewer.pk, finding=finding, week=monday, place=place)
            for finding, place in zip(fresh, free, strict=False)
        ],
        ignore_conflicts=True,  # the same person in another window was quicker
    )


def waiting(who: Viewer | Person) -> int:
    """Count the open findings for a person beyond this week's questions."""
    viewer = viewer_of(who)
    monday = viewer.today - timedelta(days=viewer.today.weekday())
    shown = FindingShown.objects.filter(person=viewer.pk, week=monday).values("finding")
    return (
        visible_findings(viewer)
        .filter(audience__person=viewer.pk, audience__from_day__lte=viewer.today)
        .exclude(pk__in=shown)
        .count()
    )


def counted(who: Viewer | Person) -> dict[str, int]:
    """Count the open findings that a reader sees by severity: low, medium, high; one query."""
    words = {1: "low", 2: "medium", 3: "high"}
    rows = visible_findings(who).order_by().values_list("severity").annotate(Count("pk"))
    found = dict.fromkeys(words.values(), 0)
    for severity, count in rows:
        found[words[severity]] = count
    return found


_LAST_CHECK = Prepared(lambda: Check.objects.filter(state="done").order_by("-as_of")[:1])


def last_check() -> Check | None:
    """Return the newest check that got through."""
    return _LAST_CHECK.first()


def check_under_way() -> Check | None:
    """Return the check that waits for the worker, or is at it now."""
    return lease.check_under_way(timezone.now())


def doing(check: Check) -> str:
    """Say what a check is doing, or what it waits for; empty once it is over."""
    if check.state != "waiting":
        return check.doing
    if workers_present():
        return _("Waiting for its turn")
    return _("No worker is running. The check begins as soon as one does.")


# Standing -----------------------------------------------------------------------------------------


_STANDING = Prepared(
    lambda: GoalStanding.objects.filter(among("pk", "goals")).select_related("pillar")
)


def standing_of(goals: Sequence[int]) -> dict[int, GoalStanding]:
    """Return the standing of some goals (ids); the caller has made sure that they may be seen."""
    return {row.pk: row for row in _STANDING(goals=goals)}


def fans_of(key_results: Sequence[int]) -> dict[int, KeyResultStanding]:
    """Return where some key results (ids) will end; the caller has made sure as above."""
    return {row.pk: row for row in _FANS(key_results=key_results)}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A function that carries part of a pillar; ``share`` in (0, 1] of the pillar's stake."""

    function: int | None
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class PillarStanding:
    """A pillar at the last check. ``stake`` is what is carried of its weight; None: unknown."""

    pillar: Pillar
    weight: float
    stake: float
    goals: int
    progress: float | None
    chance: float | None
    on_track: int
    not_on_track: int
    unknown: int
    functions: tuple[Carrier, ...]


_PILLARS = Prepared(lambda: Pillar.objects.order_by("ref"))


def strategy_standing() -> list[PillarStanding]:
    """Return how each pillar stood at the last check, in the order of refs; two queries.

    Empty before the first check. Pillars added since have nothing carried yet.
    """
    check = last_check()
    if check is None:
        return []
    told = {one["pillar"]: one for one in check.summary.get("pillars", [])}
    return [_pillar(pillar, told.get(pillar.pk, {})) for pillar in _PILLARS()]


def _pillar(pillar: Pillar, told: Mapping[str, Any]) -> PillarStanding:
    return PillarStanding(
        pillar=pillar,
        weight=told.get("weight", 0.0),
        stake=told.get("stake", 0.0),
        goals=told.get("goals", 0),
        progress=told.get("progress"),
        chance=told.get("chance"),
        on_track=told.get("on_track", 0),
        not_on_track=told.get("not_on_track", 0),
        unknown=told.get("unknown", 0),
        functions=tuple(Carrier(**one) for one in told.get("functions", ())),
    )


# Trends -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """One check in a trend: shares in [0, 1], None where there was nothing to count."""

    day: date
    findings: int
    goals_with_line: float | None
    people_with_line: float | None


def trend(rule: str | None = None, *, most: int = POINTS) -> list[Point]:
    """Return how findings (of one rule, or all) and lines went, a point a day, the oldest first."""
    by_day: dict[date, Mapping[str, Any]] = {}
    rows = Check.objects.filter(state="done").order_by("as_of").values_list("as_of", "summary")
    for as_of, summary in rows.iterator():
        by_day[as_of.date()] = summary
    days = sorted(by_day)[-most:]
    return [
        Point(
            day=day,
            findings=by_day[day].get("by_rule", {}).get(rule, 0)
            if rule
            else by_day[day].get("findings", 0),
            goals_with_line=by_day[day].get("goals_with_line"),
            people_with_line=by_day[day].get("people_with_line"),
        )
        for day in days
    ]
