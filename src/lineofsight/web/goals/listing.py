"""What the list and the tree of goals show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.alignment.models import GoalStanding
from lineofsight.alignment.selectors import standing_of
from lineofsight.goals import selectors
from lineofsight.goals.models import Goal
from lineofsight.goals.models.goal import MICRO
from lineofsight.goals.selectors import Branch, Level, Wanted
from lineofsight.organization import access
from lineofsight.organization.access import Viewer
from lineofsight.organization.models import Function, Person, Team
from lineofsight.organization.record.prepared import Given, Prepared
from lineofsight.strategy.models import Pillar
from lineofsight.web.goals.words import SCOPES, STATUSES

ROWS = 50
FIRST = 20  # rows of each group of the tree to begin with: who looks for more opens it
TWIG = ("title", "status", "reported", "owner__name", "progress__value", "progress__reported")
ROW = (*TWIG, "scope", "team__name", "override", "end", "confidential")
COUNTED = 1_000  # beyond it a list says "over 1,000": counting is not worth the wait
COUNTED_WITH_WORDS = 300  # each is looked for, and a word in more goals finds nothing


@dataclass(frozen=True)
class Asked:
    """What the address asks for; a number that is none asks for nothing."""

    wanted: Wanted
    order: str
    cursor: str
    view: str
    query: Mapping[str, str]

    @property
    def q(self) -> str:
        """The words that are searched for."""
        return self.wanted.words

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self.wanted != Wanted(status="active")


def asked(query: Mapping[str, str]) -> Asked:
    """Read an address; goals that are worked on, unless it says otherwise."""

    def number(name: str) -> int | None:
        text = query.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 19 else None

    status = query.get("status", "active")
    wanted = Wanted(
        scope=_one_of(query.get("scope", ""), SCOPES),
        status=_one_of(status, STATUSES) if status != "all" else "",
        team=number("team"),
        function=number("function"),
        owner=number("owner"),
        pillar=number("pillar"),
        words=query.get("q", "").replace("\0", "")[:200].strip(),
    )
    order = query.get("order", "id")
    return Asked(
        wanted,
        order if order in {"id", "title", "due"} else "id",
        query.get("cursor", ""),
        "tree" if query.get("view") == "tree" else "list",
        query,
    )


@dataclass(frozen=True)
class Row:
    """One goal of the list."""

    title: str
    address: str
    scope: str
    team: str
    owner: str
    status: str
    is_open: bool
    reported: str
    progress: float | None
    expected: float | None
    override: float | None
    pillar: str
    broken: bool
    stake: float | None
    end: date | None
    confidential: bool


@dataclass(frozen=True)
class Listing:
    """The head of the page: a sentence, and what it was narrowed to."""

    headline: str
    told: list[str]


def rows(goals: Sequence[Goal]) -> list[Row]:
    """Return what the list shows of some goals; one query for all."""
    standing = standing_of([goal.pk for goal in goals])
    return [_row(goal, standing.get(goal.pk)) for goal in goals]


def _row(goal: Goal, standing: GoalStanding | None) -> Row:
    kept = getattr(goal, "progress", None)
    return Row(
        title=goal.title,
        address=reverse("goal", args=[goal.pk]),
        scope=str(SCOPES.get(goal.scope, "")),
        team=goal.team.name if goal.team else "",
        owner=goal.owner.name if goal.owner else "",
        status=goal.status,
        is_open=goal.is_active,
        reported=goal.said,
        progress=None if kept is None or kept.value is None else kept.value / MICRO,
        expected=standing.expected if standing else None,
        override=goal.override,
        pillar=standing.pillar.name if standing and standing.pillar else "",
        broken=bool(standing and standing.pillar and standing.strength == 0),
        stake=standing.stake if standing else None,
        end=goal.end,
        confidential=bool(goal.confidential),
    )


def counted(wanted: Wanted) -> int:
    """Return how many goals are counted at most."""
    return COUNTED_WITH_WORDS if wanted.words else COUNTED


def listing(viewer: Viewer, asking: Asked, whole: int | None = None) -> Listing:
    """Return the head of the list; ``whole`` is how many goals it has, where that is known.

    A tree is narrowed by its pillar alone, and its head says no more.
    """
    wanted = asking.wanted
    if asking.view == "tree":
        wanted = Wanted(status="active", pillar=wanted.pillar)
    found = whole
    if found is None:
        found = selectors.matching(viewer, wanted).order_by()[: counted(wanted) + 1].count()
    most = counted(wanted)
    if found > most:
        headline = _("Over {most} goals").format(most=f"{most:,}")
    elif found:
        headline = ngettext("{count} goal", "{count} goals", found).format(count=found)
    else:
        headline = _("No goals")
    if wanted.words:
        headline = _("{goals} with “{words}”").format(goals=headline, words=wanted.words)
    if wanted.status == "active":
        headline = _("{goals} being worked on").format(goals=headline)
    return Listing(headline + ".", _narrowed(viewer, wanted))


def _name_in(model: type[Any]) -> Prepared[str]:
    def one() -> QuerySet[Any, str]:
        rows = access.visible_to(access.ANYBODY, model).filter(pk=Given("pk"))
        return rows.values_list("name", flat=True)

    return Prepared(one)


_NAMES = {
    "owner": _name_in(Person),
    "team": _name_in(Team),
    "function": _name_in(Function),
    "pillar": _name_in(Pillar),
}


def _narrowed(viewer: Viewer, wanted: Wanted) -> list[str]:
    told = []
    for field, names in _NAMES.items():
        pk = getattr(wanted, field)
        if pk is not None:
            name = names.first(viewer=viewer, pk=pk)
            told.append(_("nobody and nothing that you may see") if name is None else name)
    return told


@dataclass(frozen=True)
class Choice:
    """One filter with its options."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


_PILLARS = Prepared(
    lambda: access.visible_to(access.ANYBODY, Pillar).order_by("pk").values_list("pk", "name")
)
_FUNCTIONS = Prepared(
    lambda: access.visible_to(access.ANYBODY, Function).order_by("name").values_list("pk", "name")
)


def choices(viewer: Viewer, asking: Asked) -> list[Choice]:
    """Return the filters; two queries."""
    pillars = [(str(pk), name) for pk, name in _PILLARS(viewer=viewer)]
    functions = [(str(pk), name) for pk, name in _FUNCTIONS(viewer=viewer)]

    def given(value: object) -> str:
        return "" if value is None else str(value)

    any_ = ("", _("All"))
    states = [("all", _("All")), *((word, str(told)) for word, told in STATUSES.items())]
    scopes = [any_, *((word, str(told)) for word, told in SCOPES.items() if word)]
    orders = [
        ("id", _("As they were set")),
        ("due", _("By due date")),
        ("title", _("By title")),
    ]
    wanted = asking.wanted
    return [
        Choice("status", _("State"), wanted.status or "all", states),
        Choice("scope", _("Scope"), wanted.scope, scopes),
        Choice("pillar", _("Pillar"), given(wanted.pillar), [any_, *pillars]),
        Choice("function", _("Function"), given(wanted.function), [any_, *functions]),
        Choice("order", _("Order"), asking.order, orders),
    ]


def address(asking: Asked, **changed: str) -> str:
    """Return the address of this list with some of what it asks for changed; empty ones go."""
    query = {**asking.query, **changed}
    return reverse("goals") + "?" + urlencode({k: v for k, v in query.items() if v})


@dataclass(frozen=True)
class Twig:
    """One line of the tree."""

    title: str
    address: str
    opens: str
    below: int
    is_pillar: bool
    is_open: bool
    status: str
    reported: str
    progress: float | None
    owner: str
    children: tuple["Twig", ...] = ()
    heading: str = ""  # stands above the first of a group
    further: str = ""  # where the rest is of what hangs on it, or of its group after the last

    @property
    def opens_page(self) -> str:
        """Where the branch is shown without a script."""
        return self.address


def trunk(viewer: Viewer, pillar: int | None = None) -> tuple[list[Twig], str]:
    """Return the pillars with the goals right below each, and goals that support nothing.

    With the address of further goals of the last group; empty where these are all.
    """
    rows = access.visible_to(viewer, Pillar).order_by("pk").select_related("sponsor")
    rows = rows.only("name", "sponsor__name")
    pillars = list(rows.filter(pk=pillar) if pillar is not None else rows)
    star = pillar is None
    limit = FIRST if star else ROWS
    under = selectors.roots(viewer, pillars, north_star=star, limit=limit, columns=TWIG)
    twigs = [_pillar(one, under[one.pk]) for one in pillars]
    if not star:
        return twigs, ""
    north = under.get(None, Level([], False))
    beside = selectors.tops(viewer, limit=FIRST, columns=TWIG)
    twigs += _group(_("For the North Star"), north, reverse("goals_under_north_star"))
    twigs += _group(_("Beside the strategy"), beside, "")
    return twigs, further(beside, reverse("goal_tops"))


def _group(heading: str, level: Level, address: str) -> list[Twig]:
    twigs = [twig(branch) for branch in level.branches]
    if twigs:
        twigs[0] = replace(twigs[0], heading=heading)
        twigs[-1] = replace(twigs[-1], further=further(level, address) if address else "")
    return twigs


def further(level: Level, address: str) -> str:
    """Return where the goals after a level are; empty where there are none."""
    return f"{address}?after={level.branches[-1].goal.pk}" if level.more else ""


def _pillar(one: Pillar, level: Level) -> Twig:
    below = tuple(twig(branch) for branch in level.branches)
    return Twig(
        title=one.name,
        address=f"{reverse('strategy')}#pillar-{one.pk}",
        opens="",
        below=len(below),
        is_pillar=True,
        is_open=True,
        status="",
        reported="",
        progress=None,
        owner=one.sponsor.name if one.sponsor else "",
        children=below,
        further=further(level, reverse("goals_under_pillar", args=[one.pk])),
    )


def twig(branch: Branch) -> Twig:
    """Return one goal of the tree."""
    goal = branch.goal
    kept = getattr(goal, "progress", None)
    return Twig(
        title=goal.title,
        address=reverse("goal", args=[goal.pk]),
        opens=reverse("goal_branch", args=[goal.pk]),
        below=branch.below,
        is_pillar=False,
        is_open=goal.is_active,
        status=goal.status,
        reported=goal.said,
        progress=None if kept is None or kept.value is None else kept.value / MICRO,
        owner=goal.owner.name if goal.owner else "",
    )


def _one_of(word: str, words: Mapping[str, object]) -> str:
    return word if word in words else ""
