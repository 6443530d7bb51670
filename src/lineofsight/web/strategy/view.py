"""The strategy on one page, as it is shown: read once, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.alignment.selectors import Carrier, PillarStanding, strategy_standing
from lineofsight.goals.models import Goal, Link, Observation
from lineofsight.organization.access import ANYBODY, Viewer, visible_to
from lineofsight.organization.models import Person
from lineofsight.organization.record.prepared import Given, Prepared, among
from lineofsight.strategy.models import Acknowledgement, Kpi, Statement
from lineofsight.strategy.selectors import (
    KpiState,
    PillarLine,
    StrategyPage,
    strategy_on_a_page,
)
from lineofsight.web.pictures.fan import Fan, fan
from lineofsight.web.strategy.headline import headline
from lineofsight.web.strategy.version import version_in_force

ACTIVE = ("", "active")
MOST_GOALS = 4  # of a pillar
MOST_CARRIERS = 6
YEAR = timedelta(days=365)
NEAR = timedelta(days=45)  # of a year ago, for a comparison
SHOWN = timedelta(days=800)  # of the North Star's course
GOAL_COLUMNS = (  # that are shown of a goal, whose row is wide
    "title", "status", "reported", "owner__name", "progress__value", "progress__reported",
    "standing__expected", "standing__chance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PillarGoal:
    """A goal that carries a pillar directly; shares in [0, 1], None where unknown."""

    goal: Goal
    address: str
    owner: str
    progress: float | None
    expected: float | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class Carrying:
    """The goals that carry a pillar directly: the first of them, and how many there are."""

    first: tuple[PillarGoal, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PillarView:
    """One pillar; ``standing`` is None before the first check.

    ``width`` is its weight beside the heaviest one, in [0, 1]; ``missing`` names functions that it
    needs and that carry nothing of it; ``note`` says who carries it and how likely it is.
    """

    line: PillarLine
    width: float
    standing: PillarStanding | None
    champions: tuple[tuple[Person, str], ...]
    goals: tuple[PillarGoal, ...]
    more_goals: int
    carriers: tuple[Carrier, ...]
    missing: tuple[str, ...]
    note: str
    is_thin: bool
    address: str


@dataclass(frozen=True, slots=True)
class Star:
    """The North Star metric with its course."""

    statement: Statement
    measure: KpiState | None
    course: Fan | None
    since: str


@dataclass(frozen=True, slots=True)
class StrategyView:
    """The whole page. ``in_force`` is when its version began; None where nothing was published."""

    headline: str
    page: StrategyPage
    in_force: date | None
    pillars: tuple[PillarView, ...]
    star: Star | None
    others: tuple[KpiState, ...]
    said: tuple[Acknowledgement, ...]
    can_say: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a strategy is on record."""
        return not self.page.statements and not self.page.pillars


def strategy_view(viewer: Viewer) -> StrategyView:
    """Read the page for a reader."""
    version = version_in_force(viewer)
    page = strategy_on_a_page(viewer, last_values(viewer), version)
    standing = {one.pillar.pk: one for one in strategy_standing()}
    goals = _goals(viewer, [line.pillar.pk for line in page.pillars])
    heaviest = max((line.weight for line in page.pillars), default=1.0) or 1.0
    functions = _functions_of(page.pillars)
    pillars = tuple(
        _pillar(line, standing.get(line.pillar.pk), goals, functions, heaviest)
        for line in page.pillars
    )
    told = {kpi.kpi.pk for line in page.pillars for kpi in line.kpis}
    told |= {one.statement.measure_id for one in page.statements if one.statement.measure_id}
    others = [state for state in page.kpis if state.kpi.pk not in told]
    others.sort(key=lambda state: (state.is_healthy is not False, state.kpi.name))
    return StrategyView(
        headline=headline([(p.line.pillar.name, p.standing) for p in pillars]),
        page=page,
        in_force=_in_force(page),
        pillars=pillars,
        star=_star(viewer, page),
        others=tuple(others),
        said=tuple(_SAID(viewer=viewer, version=page.version.pk)) if page.version else (),
        can_say=page.version is not None and page.version.published_on is not None,
    )


def _in_force(page: StrategyPage) -> date | None:
    if page.version is not None and page.version.published_on is not None:
        return page.version.published_on
    days = [one.statement.published_on for one in page.statements if one.statement.published_on]
    return min(days, default=None)


def last_values(viewer: Viewer) -> Mapping[int, tuple[date, float]]:
    """Return the day and value last observed of each KPI; one query."""
    return {pk: (day, value) for pk, day, value in _LAST_VALUES(viewer=viewer)}


def _newest(column: str) -> Subquery:
    seen = Observation.objects.filter(kpi=OuterRef("pk"), date__lte=ANYBODY.today)
    return Subquery(seen.order_by("-date", "-pk").values(column)[:1])


_SAID = Prepared(
    lambda: (
        visible_to(ANYBODY, Acknowledgement)
        .filter(person=ANYBODY.pk, strategy_version=Given("version"))
        .select_related("answered_by")
        .order_by("date", "pk")
    )
)
_LAST_VALUES = Prepared(
    lambda: (
        visible_to(ANYBODY, Kpi)
        .annotate(day=_newest("date"), value=_newest("value"))
        .filter(day__isnull=False)
        .values_list("pk", "day", "value")
    )
)
_CARRYING = Prepared(
    lambda: (
        visible_to(ANYBODY, Link)
        .filter(among("pillar", "pillars"), kind="supports", source__status__in=ACTIVE)
        .values_list("pillar_id", "source_id", "source__title", "source__standing__stake")
    )
)
_GOALS = Prepared(
    lambda: (
        visible_to(ANYBODY, Goal)
        .filter(among("pk", "goals"))
        .select_related("owner", "progress", "standing")
        .only(*GOAL_COLUMNS)
    )
)
_FUNCTIONS = Prepared(
    lambda: Person.objects.filter(among("pk", "people")).values_list("pk", "team__function__name")
)
_COURSE = Prepared(
    lambda: (
        Observation.objects.filter(
            kpi=Given("kpi"), date__lte=Given("today"), date__gte=Given("since")
        )
        .order_by("date", "pk")
        .values_list("date", "value")
    )
)


def _goals(viewer: Viewer, pillars: Sequence[int]) -> Mapping[int, Carrying]:
    """Return the visible goals that carry pillars directly, those that carry most first."""
    # Weighed by little, as hundreds may carry a pillar; only those that are shown are read.
    weighed: dict[int, list[tuple[float, str, int]]] = {}
    for pillar, goal, title, stake in _CARRYING(viewer=viewer, pillars=pillars):
        weighed.setdefault(pillar or 0, []).append((-(stake or 0.0), title, goal))
    first = {pillar: sorted(found)[:MOST_GOALS] for pillar, found in weighed.items()}
    shown = {goal for found in first.values() for _stake, _title, goal in found}
    read = {goal.pk: _pillar_goal(goal) for goal in _GOALS(viewer=viewer, goals=sorted(shown))}
    return {
        pillar: Carrying(tuple(read[goal] for _s, _t, goal in found), len(weighed[pillar]))
        for pillar, found in first.items()
    }


def _pillar_goal(goal: Goal) -> PillarGoal:
    progress, standing = getattr(goal, "progress", None), getattr(goal, "standing", None)
    value = progress.value if progress is not None else None
    return PillarGoal(
        goal=goal,
        address=reverse("goal", args=[goal.pk]),
        owner=goal.owner.name if goal.owner else _("nobody owns it yet"),
        progress=None if value is None else value / 1_000_000,
        expected=standing.expected if standing is not None else None,
        chance=standing.chance if standing is not None else None,
    )


def _functions_of(pillars: Sequence[PillarLine]) -> Mapping[int, str]:
    """Return the name of each champion's function; one query."""
    people = {person.pk for line in pillars for person in line.champions}
    return {pk: name or "" for pk, name in _FUNCTIONS(people=sorted(people))}


def _pillar(
    line: PillarLine,
    standing: PillarStanding | None,
    goals: Mapping[int, Carrying],
    functions: Mapping[int, str],
    heaviest: float,
) -> PillarView:
    mine = goals.get(line.pillar.pk, Carrying((), 0))
    carriers = standing.functions if standing else ()
    names = {one.name for one in carriers}
    missing = tuple(one.name for one in line.functions if one.name not in names)
    return PillarView(
        line=line,
        width=line.weight / heaviest,
        standing=standing,
        champions=tuple((person, functions.get(person.pk, "")) for person in line.champions),
        goals=mine.first,
        more_goals=mine.count - len(mine.first),
        carriers=carriers[:MOST_CARRIERS],
        missing=missing if standing else (),
        note=_note(standing, carriers),
        is_thin=standing is not None and len(carriers) <= 1,
        address=f"{reverse('goals')}?pillar={line.pillar.pk}",
    )


def _note(standing: PillarStanding | None, carriers: Sequence[Carrier]) -> str:
    if standing is None:
        return _("Who carries it is seen after the first check.")
    if not carriers:
        return _("No goal of any function carries it yet.")
    count = len(carriers)
    who = ngettext("Carried by {count} function", "Carried by {count} functions", count).format(
        count=count
    )
    goals = ngettext("{goals} goal", "{goals} goals", standing.goals).format(goals=standing.goals)
    return _("{who}, {goals}").format(who=who, goals=goals)


def _star(viewer: Viewer, page: StrategyPage) -> Star | None:
    found = page.of_kind("north_star")
    if not found:
        return None
    line = found[0]
    if line.measure is None:
        return Star(line.statement, None, None, "")
    seen = _COURSE(kpi=line.measure.kpi.pk, today=viewer.today, since=viewer.today - SHOWN)
    told = {"seen": [(day.isoformat(), value) for day, value in seen]}
    course = None
    if len(seen) > 1:
        told_all = {**told, "plan": [], "end": seen[-1][0].isoformat()}
        course = fan(told_all, target=None, today=viewer.today)
    return Star(line.statement, line.measure, course, _moved(seen))


def _moved(seen: Sequence[tuple[date, float]]) -> str:
    """Say how a measure moved in a year; empty where nothing is known of a year ago."""
    if not seen:
        return ""
    last, now = seen[-1]
    near = [(abs(last - YEAR - day), value) for day, value in seen[:-1]]
    distance, before = min(near, default=(YEAR, 0.0))
    if distance > NEAR or before <= 0:
        return ""
    share = round(abs(now / before - 1) * 100)
    if share == 0:
        return _("as a year ago")
    said = _("{share} % up on a year ago") if now > before else _("{share} % down on a year ago")
    return said.format(share=share)
