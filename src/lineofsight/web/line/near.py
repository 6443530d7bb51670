"""What is nearest to a person, read once for the whole page: their goals, their links.

Each kind of thing that is asked or owed is chosen from these, so that none asks for itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Max, Q

from lineofsight.goals.models import Goal, Link, Revision
from lineofsight.organization.access import ANYBODY, Viewer, visible_to
from lineofsight.organization.record.prepared import Given, Prepared, among
from lineofsight.strategy.policies import pillars_championed, pillars_sponsored

ACTIVE = ("", "active")
EACH = 3  # of a kind; the rest is counted
COUNTED = EACH + 20
ENDS = ("source__owner", "goal__owner", "pillar__sponsor")
# Columns of a link and its ends that asking shows: rows of goals and people are wide.
SHOWN = (
    "kind", "version", "to_north_star", "confirmed_on", "accepted_on", "needed_by", "created_on",
    "source__title", "source__owner__name", "source__owner__email",
    "goal__title", "goal__owner__name", "goal__owner__email",
    "pillar__name", "pillar__sponsor__name", "pillar__sponsor__email",
)  # fmt: skip

SHOWN_OF_GOALS = (
    "title", "kind", "status", "reported", "owner__name",
    "progress__value", "progress__reported", "standing__expected",
)  # fmt: skip

_GOALS = Prepared(
    lambda: (
        visible_to(ANYBODY, Goal)
        .filter(Q(owner=ANYBODY.pk, status__in=ACTIVE) | Q(among("pk", "contributed")))
        .select_related("owner", "progress", "standing")
        .only(*SHOWN_OF_GOALS)
    )
)
_LINKS = Prepared(  # that touch the person, and both of whose ends are worked on
    lambda: visible_to(ANYBODY, Link)
    .filter(
        Q(among("source", "own"))
        | Q(among("goal", "own"))
        | Q(among("pillar", "carried"), kind="supports"),
        Q(goal__isnull=True) | Q(goal__status__in=ACTIVE),
        source__status__in=ACTIVE,
        kind__in=["supports", "depends_on"],
    )
    .values_list(
        "pk", "kind", "source_id", "goal_id", "confirmed_on", "accepted_on", "needed_by",
        "source__owner_id", "goal__owner_id",
    )
)  # fmt: skip
_SHOWN = Prepared(
    lambda: (
        visible_to(ANYBODY, Link).filter(among("pk", "links")).select_related(*ENDS).only(*SHOWN)
    )
)
_CHANGED = Prepared(
    lambda: (
        Revision.objects.filter(among("goal", "goals"), date__lte=Given("today"))
        .order_by()
        .values_list("goal_id")
        .annotate(Max("date"))
    )
)


class Near(NamedTuple):
    """A link that touches the person: what decides whether it asks for anything."""

    pk: int
    kind: str
    source: int
    goal: int | None
    confirmed_on: date | None
    accepted_on: date | None
    needed_by: date | None
    source_owner: int | None
    goal_owner: int | None


@dataclass(frozen=True, slots=True)
class Links:
    """Links by what they ask: ``to_confirm``, ``to_accept``, and ``owed`` by others.

    Of each at most ``COUNTED`` numbers, those first that wait longest; ``rows`` are the first
    ``EACH`` of them. ``changed`` tells when the ends of those to confirm were last changed, the
    lower and the upper one.
    """

    to_confirm: Sequence[int] = ()
    to_accept: Sequence[int] = ()
    owed: Sequence[int] = ()
    rows: Mapping[int, Link] = field(default_factory=dict)
    changed: Mapping[int, tuple[date | None, date | None]] = field(default_factory=dict)

    def first(self, numbers: Sequence[int]) -> list[Link]:
        """Return the links of a kind that are shown."""
        return [self.rows[pk] for pk in numbers[:EACH]]


def goals_near(viewer: Viewer, contributed: Iterable[int] = ()) -> list[Goal]:
    """Return the goals that a person owns and works on, and those of others to which they help."""
    return _GOALS(viewer=viewer, contributed=list(contributed))


def links_near(viewer: Viewer, goals: Iterable[Goal]) -> Links:
    """Return the links of a person's goals (``goals_near``) and pillars; three queries."""
    own = [goal.pk for goal in goals if goal.owner_id == viewer.pk]
    carried = sorted(pillars_sponsored(viewer) | pillars_championed(viewer))
    if not own and not carried:
        return Links()
    near = [Near(*row) for row in _LINKS(viewer=viewer, own=own, carried=carried)]
    changed = _changed(viewer, [one for one in near if one.kind == "supports"])
    to_confirm = _longest_first(
        (one for one in near if one.kind == "supports" and _is_open(one, *changed[one.pk])),
        lambda one: one.confirmed_on,
    )
    depends = [one for one in near if one.kind == "depends_on" and one.goal is not None]
    to_accept = _longest_first(
        (one for one in depends if one.goal_owner == viewer.pk and one.accepted_on is None),
        lambda one: one.needed_by,
    )
    owed = _longest_first(
        (o for o in depends if o.source_owner == viewer.pk and o.goal_owner != viewer.pk),
        lambda one: one.needed_by,
    )
    shown = [*to_confirm[:EACH], *to_accept[:EACH], *owed[:EACH]]
    rows = _SHOWN(viewer=viewer, links=shown) if shown else []
    return Links(
        to_confirm,
        to_accept,
        owed,
        {row.pk: row for row in rows},
        changed,
    )


def _changed(viewer: Viewer, links: Iterable[Near]) -> dict[int, tuple[date | None, date | None]]:
    """Return when the ends of links that were confirmed have changed in substance since ever."""
    every = list(links)
    ends = {
        goal
        for one in every
        if one.confirmed_on is not None
        for goal in (one.source, one.goal)
        if goal is not None
    }
    newest: dict[int, date] = {}
    if ends:
        newest = dict(_CHANGED(goals=sorted(ends), today=viewer.today))
    return {one.pk: (newest.get(one.source), newest.get(one.goal or 0)) for one in every}


def _is_open(link: Near, below: date | None, above: date | None) -> bool:
    """Tell whether nobody has confirmed a link since either end changed, or ever."""
    if link.confirmed_on is None:
        return True
    return any(day is not None and day > link.confirmed_on for day in (below, above))


def _longest_first(links: Iterable[Near], day: Callable[[Near], date | None]) -> list[int]:
    """Return the first of some links by a day, those without one last."""
    found = sorted(links, key=lambda one: (day(one) is None, day(one) or date.min, one.pk))
    return [one.pk for one in found[:COUNTED]]
