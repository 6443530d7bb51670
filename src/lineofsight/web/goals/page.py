"""What the page of one goal shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lineofsight.alignment.line import Line, line_of
from lineofsight.alignment.models import Finding, GoalStanding, KeyResultStanding
from lineofsight.alignment.selectors import fans_of, first_on_goal, standing_of
from lineofsight.goals import selectors
from lineofsight.goals.arithmetic import SHARES
from lineofsight.goals.models import Goal, KeyResult, Link, Revision
from lineofsight.goals.models.goal import MICRO
from lineofsight.goals.selectors import Around, Changed, Measured
from lineofsight.organization import access
from lineofsight.organization.access import Viewer
from lineofsight.organization.record.prepared import Given, Prepared
from lineofsight.web.goals.words import FIELDS, LINKS, QUIET, REVISED, SCOPES
from lineofsight.web.line.steps import steps_of
from lineofsight.web.pictures.sightline import Step
from lineofsight.web.templatetags.pictures import figure, percent, status_word

MOST_TIES = 12  # links of one kind and direction
MOST_FINDINGS = 5
BEGINNINGS = ("goal.created", "plan.imported")  # of which the story does not tell every column
MOST_CHAPTERS = 40

_TOLD_BEFORE = Prepared(
    lambda: (
        access.visible_to(access.ANYBODY, Revision)
        .filter(goal=Given("goal"), date__lt=Given("day"))
        .order_by("-date", "-pk")[:MOST_CHAPTERS]
    )
)


@dataclass(frozen=True)
class Measure:
    """A key result with its fan and what may be done with it."""

    key_result: KeyResult
    last: Any
    standing: KeyResultStanding | None
    progress: float | None

    @property
    def unit(self) -> str:
        """The unit, or the word that stands for it."""
        return self.key_result.unit or {"percent": "%"}.get(self.key_result.type, "")

    @property
    def says(self) -> str:
        """The measure's state in a few words."""
        one = self.key_result
        if one.type == "milestone":
            return _("done") if self.progress == 1 else _("not done yet")
        if one.low is not None or one.high is not None:
            edges = f"{figure(one.low)} – {figure(one.high)}"
            return _("{value} now, to stay within {edges}").format(
                value=figure(one.present), edges=edges
            )
        return _("{value} now, from {baseline} to {target}").format(
            value=figure(one.present), baseline=figure(one.baseline), target=figure(one.target)
        )


@dataclass(frozen=True)
class Tie:
    """One link as seen from this goal."""

    link: Link
    title: str
    address: str
    about: str
    goal: Goal | None
    share: float | None  # of what it supports, in [0, 1], as siblings now stand
    state: str
    is_open: bool
    may_confirm: bool
    may_accept: bool
    may_remove: bool


@dataclass(frozen=True)
class Side:
    """The links of one direction and kind."""

    name: str
    icon: str
    ties: list[Tie]
    more: int = 0  # links beyond those that are shown
    rest: str = ""  # the address where they are


@dataclass(frozen=True)
class Chapter:
    """One act in the goal's story."""

    at: datetime | date
    who: str
    did: str
    changes: list[tuple[str, str, str]]
    reason: str


@dataclass(frozen=True)
class Page:
    """Everything that the page shows."""

    around: Around
    headline: str
    standing: GoalStanding | None
    progress: float | None
    coverage: float | None
    measures: list[Measure]
    line: Line
    steps: tuple[Step, ...]
    sides: list[Side]
    hidden: int
    findings: list[Finding]
    story: list[Chapter]
    may: Mapping[str, bool]

    @property
    def goal(self) -> Goal:
        """The goal itself."""
        return self.around.goal

    @property
    def scope(self) -> str:
        """How wide it reaches."""
        return str(SCOPES.get(self.goal.scope, ""))


VERBS = ("edit", "status", "report", "measure", "act", "override")


def page_of(viewer: Viewer, pk: int, today: date, *, beside: bool = False) -> Page:
    """Return the page of a goal that the viewer sees, in a constant number of queries.

    ``beside`` shows every link up and sideways; goals below have a page of their own.

    Raises
    ------
    NotFound
        There is none, or none for them.
    """
    around = selectors.around(viewer, pk, most=MOST_TIES, beside=beside)
    goal = around.goal
    standing = standing_of([pk]).get(pk)  # of a goal that is seen
    fans = fans_of([one.key_result.pk for one in around.measures])
    kept = around.progress
    progress = None if kept is None or kept.value is None else kept.value / MICRO
    may = {verb: access.may(viewer, f"goal.{verb}", goal) for verb in VERBS}
    line = line_of(goal, viewer)
    return Page(
        around=around,
        headline=headline(goal, standing, progress),
        standing=standing,
        progress=progress,
        coverage=kept.own_known / kept.own_all if kept and kept.own_all else None,
        measures=[_measure(one, fans) for one in around.measures],
        line=line,
        steps=steps_of(line, viewer, here=False)[0],
        sides=list(_sides(viewer, around, today)),
        hidden=around.hidden_up + around.hidden_down,
        findings=first_on_goal(viewer, pk, MOST_FINDINGS),
        story=_story(viewer, around),
        may=may,
    )


def headline(goal: Goal, standing: GoalStanding | None, progress: float | None) -> str:
    """Return the answer that the page's title gives: how it stands, in one sentence."""
    title = goal.title.rstrip(".")
    if goal.status == "done":
        return _("{goal}: done.").format(goal=title)
    if goal.status == "cancelled":
        return _("{goal}: given up.").format(goal=title)
    if goal.status == "paused":
        return _("{goal}: paused.").format(goal=title)
    if goal.status == "draft":
        return _("{goal}: a draft.").format(goal=title)
    said = _("reported {status}").format(status=status_word(goal.said).lower())
    if not goal.said:
        said = _("no news from its owner")
    if standing is not None and standing.chance is not None:
        likely = round(standing.chance * 10)
        seen = ngettext(
            "{count} in ten like it arrives", "{count} in ten like it arrive", likely
        ).format(count=likely)
        if not likely:
            seen = _("fewer than one in ten like it arrive")
        return _("{goal}: {said}, {seen}.").format(goal=title, said=said, seen=seen)
    if progress is not None:
        return _("{goal}: {said}, {progress} of the way.").format(
            goal=title, said=said, progress=percent(progress)
        )
    return _("{goal}: {said}.").format(goal=title, said=said)


def _measure(one: Measured, fans: Mapping[int, KeyResultStanding]) -> Measure:
    result = one.key_result
    progress = None if result.progress is None else result.progress / MICRO
    return Measure(result, one.last, fans.get(result.pk), progress)


def _sides(viewer: Viewer, around: Around, today: date) -> Iterator[Side]:
    for kind, (up, down) in LINKS.items():
        above = [link for link in around.up if link.kind == kind]
        below = [link for link in around.down if link.kind == kind]
        across = kind != "supports"
        for name, icon, links in ((up, "up", above), (down, "down", below)):
            if links:
                shown = [_tie(viewer, link, today, up=icon == "up") for link in links]
                more = around.totals[kind, icon == "up"] - len(shown)
                below_it = not across and icon == "down"
                rest = reverse("goal_branch" if below_it else "goal", args=[around.goal.pk])
                rest += "" if below_it else "?links=all#h-links"
                yield Side(str(name), "sideways" if across else icon, shown, more, rest)


def _tie(viewer: Viewer, link: Link, today: date, *, up: bool) -> Tie:
    goal = (link.goal if up else link.source) if not (up and link.pillar_id) else None
    if up and link.to_north_star:
        title, address, about = _("North Star"), reverse("strategy"), ""
    elif up and link.pillar is not None:
        title, about = link.pillar.name, _("Pillar")
        address = f"{reverse('strategy')}#pillar-{link.pillar.pk}"
    else:
        assert goal is not None  # noqa: S101 - the database holds a link to one end
        title, address = goal.title, reverse("goal", args=[goal.pk])
        about = ", ".join(
            part
            for part in (str(SCOPES.get(goal.scope, "")), goal.owner.name if goal.owner else "")
            if part
        )
    state, is_open = _state(link, today)
    return Tie(
        link=link,
        title=title,
        address=address,
        about=about,
        goal=goal,
        share=link.share / SHARES if link.kind == "supports" and link.share else None,
        state=state,
        is_open=is_open,
        may_confirm=link.kind != "competes_with" and access.may(viewer, "link.confirm", link),
        may_accept=link.kind == "depends_on"
        and link.accepted_on is None
        and access.may(viewer, "link.accept", link),
        may_remove=access.may(viewer, "link.remove", link),
    )


def _state(link: Link, today: date) -> tuple[str, bool]:
    if link.kind == "competes_with":
        if link.trade_off:
            return _("trade-off: {text}").format(text=link.trade_off), False
        return _("no trade-off agreed"), True
    if link.kind == "depends_on" and link.accepted_on is None:
        if link.needed_by is not None:
            day = date_format(link.needed_by, "j M Y")
            return _("needed by {day}, not answered").format(day=day), True
        return _("not answered"), True
    if link.confirmed_on is None and link.accepted_on is None:
        return _("never confirmed"), True
    if link.source_version is not None and link.source_version != link.source.version:
        return _("changed since it was confirmed"), True
    latest = max(d for d in (link.confirmed_on, link.accepted_on) if d is not None)
    return date_format(latest, "j M Y"), False


def _story(viewer: Viewer, around: Around) -> list[Chapter]:
    chapters = []
    entries = selectors.history_of(around, untold=BEGINNINGS)
    for entry in entries[:MOST_CHAPTERS]:
        chapters.append(
            Chapter(
                at=entry.at,
                who=entry.actor.name if entry.actor else _("The installation"),
                did=str(DID.get(entry.verb) or _("changed it")),
                changes=[_change(one) for one in entry.changes if one.column not in QUIET],
                reason=entry.reason,
            )
        )
    # What the plan told of earlier days, before the record knew the goal.
    begun = min((entry.at.date() for entry in entries), default=None)
    told_before = _TOLD_BEFORE(viewer=viewer, goal=around.goal.pk, day=begun or date.max)
    chapters += [
        Chapter(
            at=one.date,
            who="",
            did=str(_("It was changed")),
            changes=[(str(REVISED.get(one.field, one.field)), one.before, one.after)],
            reason=one.reason,
        )
        for one in told_before
    ]
    return chapters


def _change(one: Changed) -> tuple[str, str, str]:
    return str(FIELDS.get(one.column, one.column)), _plain(one.before), _plain(one.after)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return figure(value)
    return str(value)


DID = {  # what was done, after the name of who did it
    "goal.created": gettext_lazy("set this goal"),
    "plan.imported": gettext_lazy("brought it in with a plan"),
    "goal.edited": gettext_lazy("changed it"),
    "goal.status_changed": gettext_lazy("changed its state"),
    "goal.progress_overridden": gettext_lazy("said how far it is"),
    "key_result.added": gettext_lazy("added a measure"),
    "key_result.edited": gettext_lazy("changed a measure"),
    "key_result.removed": gettext_lazy("took a measure away"),
    "link.created": gettext_lazy("linked it"),
    "link.edited": gettext_lazy("changed a link"),
    "link.confirmed": gettext_lazy("confirmed a link"),
    "link.accepted": gettext_lazy("accepted a dependency"),
    "link.trade_off_agreed": gettext_lazy("agreed a trade-off"),
}
