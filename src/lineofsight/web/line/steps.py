"""The steps of a sightline, read from the record: what a line says and what its goals say.

Takes the same number of queries for a line of any length.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.alignment.line import Line, Rung
from lineofsight.goals.models import Goal, Observation
from lineofsight.organization.access import Viewer
from lineofsight.organization.record.prepared import Given, Prepared, among, pairs
from lineofsight.report.html.thread import Thread
from lineofsight.strategy.models import Kpi, Pillar, Statement
from lineofsight.strategy.selectors import all_pillars, north_stars, weights_of_pillars
from lineofsight.web.pictures.sightline import Gap, Joint, Reading, Step, piece
from lineofsight.web.pictures.spark import spark
from lineofsight.web.strategy.version import version_in_force
from lineofsight.web.templatetags.pictures import figure, percent, state_word, status_shape

SEEN_SINCE = timedelta(days=400)  # of the values that a small line shows
MOST_SEEN = 18
HOLDS_FOR = 30  # days for which a confirmation needs no words

SHOWN = (  # of goals, whose rows are wide
    "status", "reported", "end", "scope", "cadence", "owner__name", "team__name",
    "team__function__name", "standing__stake", "standing__strength", "progress__reported",
)  # fmt: skip

_GOALS = Prepared(
    lambda: (
        Goal.objects.filter(among("pk", "goals"))
        .select_related("owner", "team__function", "standing", "progress")
        .only(*SHOWN)
    )
)
_CHAMPIONS = Prepared(
    lambda: (
        pairs(Pillar, "champions")
        .filter(pillar=Given("pillar"))
        .values_list("person__name", flat=True)
    )
)
_VALUES = Prepared(
    lambda: (
        Observation.objects.filter(
            Q(among("key_result", "key_results")) | Q(among("kpi", "kpis")),
            date__gte=Given("since"),
            date__lte=Given("today"),
        )
        .order_by("date", "pk")
        .values_list("key_result_id", "kpi_id", "value")
    )
)


@dataclass(frozen=True)
class Facts:
    """What the steps of one line are made from."""

    goals: Mapping[int, Goal]
    pillar: Pillar | None
    champions: Sequence[str]
    weight: float | None
    star: Statement | None
    values: Mapping[tuple[str, int], list[float]] = field(default_factory=dict)


def steps_of(line: Line, viewer: Viewer, *, here: bool = True) -> tuple[tuple[Step, ...], float]:
    """Return the steps of a line from the North Star down to its goal, as a reader may see them.

    And how much of the strategy runs through that goal: its stake in [0, 1], 0 where unknown.
    ``here`` marks the lowest goal as the reader's own place.
    """
    facts = read(line, viewer)
    lowest = facts.goals.get(line.rungs[0].pk or 0)
    standing = getattr(lowest, "standing", None)
    stake = float(standing.stake) if standing is not None else 0.0
    return _Drawing(line, viewer, facts, here=here).steps(), stake


def read(line: Line, viewer: Viewer) -> Facts:
    """Read what a line does not tell of its goals; five queries or six."""
    seen = [rung.pk for rung in line.rungs if rung.kind == "goal" and rung.pk is not None]
    goals = _GOALS(goals=seen)  # those that the line shows the reader by name
    version = version_in_force(viewer)
    star = next(
        (
            one
            for one, is_seen in north_stars(viewer)
            if is_seen and one.strategy_version_id in {None, version.pk if version else None}
        ),
        None,
    )
    top = line.top
    pillar, champions = None, []
    if top.kind == "pillar" and top.pk is not None:
        pillar = next(one for one in all_pillars(viewer) if one.pk == top.pk)
        champions = _CHAMPIONS(pillar=pillar.pk)
    results = [rung.measure.pk for rung in line.rungs if rung.measure]
    kpi = star.measure if star else None
    return Facts(
        goals={goal.pk: goal for goal in goals},
        pillar=pillar,
        champions=champions,
        weight=weights_of_pillars(viewer).get(pillar.pk) if pillar else None,
        star=star,
        values=values_of(viewer, results, [kpi] if kpi else []),
    )


def values_of(
    viewer: Viewer, results: list[int], kpis: list[Kpi]
) -> Mapping[tuple[str, int], list[float]]:
    """Return the last values of key results (ids) and KPIs, the oldest first; one query."""
    since = viewer.today - SEEN_SINCE
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    if not (results or kpis):
        return found
    for result, kpi, value in _VALUES(
        key_results=results, kpis=[kpi.pk for kpi in kpis], since=since, today=viewer.today
    ):
        found["kpi" if result is None else "key_result", result or kpi].append(value)
    return {key: values[-MOST_SEEN:] for key, values in found.items()}


class _Drawing:
    """Draws one line from the top down."""

    def __init__(self, line: Line, viewer: Viewer, facts: Facts, *, here: bool) -> None:
        self.line, self.viewer, self.facts, self.here = line, viewer, facts, here

    def steps(self) -> tuple[Step, ...]:
        rungs = self.line.rungs
        drawn = [self._step(place) for place in range(len(rungs))]
        drawn.reverse()
        if self.facts.star is not None and self.line.top.kind != "north_star":
            gap = self._stop(self.line.top) if self.line.top.breaks else None
            drawn.insert(0, self._star(self.facts.star, None, gap))
        return tuple(drawn)

    def _step(self, place: int) -> Step:
        rung = self.line.rungs[place]
        below = self.line.rungs[place - 1] if place else None
        gap = self._gap(rung, below) if below else None
        lost = self._is_lost(place - 1) if below else False
        thread = None
        if below is not None:
            joint: Joint = gap.kind if gap else "whole"
            thread = piece(self._strength(rung), self._strength(below), joint, lost=lost)
        if rung.kind == "pillar":
            return self._pillar(rung, thread, gap)
        if rung.kind == "north_star":
            return self._star(self.facts.star, thread, gap)
        return self._goal(place, thread, gap)

    def _is_lost(self, place: int) -> bool:
        """Tell whether the line stops somewhere above a rung."""
        return any(rung.breaks for rung in self.line.rungs[place + 1 :])

    def _strength(self, rung: Rung) -> float:
        """How strong the line is at a rung: as at the last check, and whole at the top."""
        if rung.kind != "goal":
            return 1.0
        goal = self.facts.goals.get(rung.pk or 0)
        standing = getattr(goal, "standing", None)
        known = standing.strength if standing is not None else None
        return self.line.strength if known is None else float(known)

    def _gap(self, rung: Rung, below: Rung) -> Gap | None:
        """Say why the thread is not whole between two rungs."""
        if below.breaks:
            return self._stop(below)
        if below.link is None:
            return None
        if below.confirmed_on is None:
            text = _("Nobody has said yet that “{below}” serves “{above}”.")
            label = _("Open rung: never confirmed")
        elif not below.holds:
            days = below.days or 0
            label = ngettext(
                "Open rung: last confirmed {days} day ago",
                "Open rung: last confirmed {days} days ago",
                days,
            ).format(days=days)
            text = _(
                "One of the two has changed since. Nobody has said yet whether “{below}” still "
                "serves “{above}”."
            )
        else:
            return None
        return Gap("open", label, text.format(below=below.title, above=rung.title))

    def _stop(self, rung: Rung) -> Gap:
        """Say that the line stops at a rung, and why."""
        return Gap(
            "broken",
            _("Here the line stops"),
            _("“{title}”: {cause}. What stands below it leads no further for now.").format(
                title=rung.title, cause=self.line.cause
            ),
        )

    def _goal(self, place: int, thread: Thread | None, gap: Gap | None) -> Step:
        rung = self.line.rungs[place]
        goal = self.facts.goals.get(rung.pk or 0)
        if goal is None:
            return Step(
                kind="hidden", anchor=f"rung-{place}", mark="no-news", name=_("Goal"),
                about=_("confidential"), title=rung.title, note=_("its name is kept from you"),
                thread=thread, gap=gap,
            )  # fmt: skip
        mine = goal.owner_id == self.viewer.pk
        return Step(
            kind="goal",
            anchor=f"rung-{place}",
            mark=status_shape(goal.said if goal.is_active else ""),
            name=_("Your goal") if mine and self.here else clock_of(goal),
            about=self._about(goal, mine=mine and self.here),
            title=rung.title,
            address=reverse("goal", args=[goal.pk]),
            reported=goal.said if goal.is_active else None,
            owner=_("you") if mine and self.here else rung.owner or _("nobody owns it yet"),
            note=_confirmed(rung) if goal.is_active else state_word(goal.status).lower(),
            strength=self._strength(rung),
            thread=thread,
            reading=self._reading(rung),
            gap=gap,
        )

    def _about(self, goal: Goal, *, mine: bool) -> str:
        if mine and goal.end:
            return _("to {day}").format(day=formats.date_format(goal.end, "j F"))
        if goal.scope == "enterprise":
            return _("whole enterprise")
        team = goal.team
        if team is None:
            return ""
        function = team.function
        if function is None or function.name == team.name:
            return team.name
        return _("{team} in {function}").format(team=team.name, function=function.name)

    def _reading(self, rung: Rung) -> Reading | None:
        measure = rung.measure
        if measure is None:
            return None
        values = self.facts.values.get(("key_result", measure.pk), [])
        return Reading(
            title=measure.title,
            value=figure(measure.present) if measure.present is not None else _("no value yet"),
            target=figure(measure.target) if measure.target is not None else "",
            unit=measure.unit if measure.present is not None else "",
            spark=spark(values, measure.target),
        )

    def _pillar(self, rung: Rung, thread: Thread | None, gap: Gap | None) -> Step:
        weight, champions = self.facts.weight, ", ".join(self.facts.champions)
        return Step(
            kind="pillar",
            anchor="rung-pillar",
            mark="pillar",
            name=_("Pillar"),
            about=_("{share} of the strategy").format(share=percent(weight)) if weight else "",
            title=rung.title,
            address=f"{reverse('strategy')}#pillar-{rung.pk}",
            owner=_("Champions: {names}").format(names=champions) if champions else "",
            thread=thread,
            gap=gap,
        )

    def _star(
        self, star: Statement | None, thread: Thread | None = None, gap: Gap | None = None
    ) -> Step:
        kpi = star.measure if star else None
        values = self.facts.values.get(("kpi", kpi.pk), []) if kpi else []
        reading = None
        if kpi is not None and values:
            reading = Reading(kpi.name, figure(values[-1]), "", kpi.unit, spark(values))
        drawn = thread or piece(1.0, 1.0, gap.kind if gap else "whole")
        return Step(
            kind="north_star",
            anchor="rung-star",
            mark="star",
            name=_("North Star metric"),
            about="",
            title=star.text if star else _("the North Star"),
            address=reverse("strategy"),
            note=_("the one measure that everything climbs to"),
            thread=drawn,
            reading=reading,
            gap=gap,
        )


def clock_of(goal: Goal) -> str:
    """Name a goal by its planning clock."""
    if goal.cadence == "yearly" and goal.end is not None:
        return _("Goal for {year}").format(year=goal.end.year)
    words = {
        "weekly": _("Goal for the week"),
        "monthly": _("Goal for the month"),
        "quarterly": _("Goal for the quarter"),
        "half_yearly": _("Goal for the half-year"),
        "yearly": _("Goal for the year"),
        "multi_year": _("Goal over several years"),
    }
    return words.get(goal.cadence, _("Goal"))


def _confirmed(rung: Rung) -> str:
    """Say when the link that leads up was confirmed, where that is some time ago."""
    if rung.days is None or not rung.holds or rung.days < HOLDS_FOR:
        return ""
    return ngettext("confirmed {days} day ago", "confirmed {days} days ago", rung.days).format(
        days=rung.days
    )


def week_of(day: date) -> str:
    """Name the working week of a day: "Week 47, 16 to 20 November 2026"."""
    monday = day - timedelta(days=day.weekday())
    friday = monday + timedelta(days=4)
    first = formats.date_format(monday, "j" if monday.month == friday.month else "j F")
    return _("Week {number}, {first} to {last}").format(
        number=monday.isocalendar().week, first=first, last=formats.date_format(friday, "j F Y")
    )
