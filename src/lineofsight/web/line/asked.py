"""What is asked of a person: at most a few of each kind, those that wait longest first.

Links that wait for their word, dependencies that wait for their acceptance, blockers that they can
lift, values that are due, and this week's questions. The number of queries is constant.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from lineofsight.alignment.models import Finding
from lineofsight.alignment.selectors import findings_for, goals_named, heard_beside
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.organization.access import ANYBODY, Viewer, visible_to
from lineofsight.organization.models import Person
from lineofsight.organization.record.prepared import Prepared, among
from lineofsight.rhythm.models import Blocker
from lineofsight.rhythm.selectors import blockers_near
from lineofsight.web.line.items import Item, Items, days_since, goal_address, short_day, talk_with
from lineofsight.web.line.near import ACTIVE, EACH, Links, goals_near, links_near
from lineofsight.web.line.updates import due_on
from lineofsight.web.templatetags.pictures import figure

OF_RESULT = ("title", "unit", "present", "target", "parts_known", "owner_id")
OF_GOAL = ("title", "status", "start", "end", "cadence", "update_days", "created_on")  # when due


def asked_of(viewer: Viewer) -> Items:
    """Return what is asked of a person."""
    goals = goals_near(viewer)
    links, results = links_near(viewer, goals), own_results(viewer, goals)
    return asked_among(viewer, links, results, blockers_near(viewer)[0])


def asked_among(
    viewer: Viewer, links: Links, results: Sequence[KeyResult], to_lift: Sequence[Blocker]
) -> Items:
    """Return what is asked of a person, from what was read.

    From ``links_near``, ``own_results`` and the first of ``blockers_near``.
    """
    kinds = (
        _links(viewer, links),
        _dependencies(viewer, links),
        _blockers(viewer, to_lift),
        _values(viewer, results),
        _findings(viewer),
    )
    return Items(
        tuple(item for items in kinds for item in items.items), sum(items.more for items in kinds)
    )


def _links(viewer: Viewer, links: Links) -> Items:
    rows = links.first(links.to_confirm)
    items = tuple(_link(viewer, row, *links.changed[row.pk]) for row in rows)
    return Items(items, max(0, len(links.to_confirm) - EACH))


def _link(
    viewer: Viewer, row: Link, below_changed: date | None, above_changed: date | None
) -> Item:
    below = row.source
    above = row.goal or row.pillar
    title = str(above) if above is not None else _("the North Star")
    changed: date | None = max(
        (day for day in (below_changed, above_changed) if day is not None), default=None
    )
    days, words = days_since(changed if row.confirmed_on else row.created_on, viewer.today)
    says = ""
    if row.confirmed_on and changed:
        moved_above = above_changed == changed
        says = _("“{title}” changed on {day}, after the two were last compared.").format(
            title=title if moved_above else below.title, day=short_day(changed)
        )
    other: Person | None = below.owner
    if below.owner_id == viewer.pk:
        other = row.goal.owner if row.goal else row.pillar.sponsor if row.pillar else None
    return Item(
        key=f"link-{row.pk}",
        kind="link",
        title=_("Close the open rung") if row.confirmed_on else _("Confirm a link"),
        aside=words,
        says=says,
        asks=(
            _("Does “{below}” still serve “{above}”?")
            if row.confirmed_on
            else _("Does “{below}” serve “{above}”?")
        ).format(below=below.title, above=title),
        thing=row,
        address=goal_address(below.pk if below.owner_id == viewer.pk else row.goal_id or below.pk),
        talk=talk_with(other, below.title, viewer.pk),
        days=days,
    )


def _dependencies(viewer: Viewer, links: Links) -> Items:
    items = []
    for row in links.first(links.to_accept):
        asks = _("“{above}” depends on your “{below}”. Can it count on you?")
        if row.needed_by:
            asks = _("“{above}” depends on your “{below}” by {day}. Can it count on you?")
        owner = row.source.owner
        items.append(
            Item(
                key=f"dependency-{row.pk}",
                kind="dependency",
                title=_("Answer {name}").format(name=owner.name) if owner else _("Answer"),
                aside=_("needed by {day}").format(day=short_day(row.needed_by))
                if row.needed_by
                else days_since(row.created_on, viewer.today)[1],
                asks=asks.format(
                    above=row.source.title, below=str(row.goal), day=short_day(row.needed_by)
                ),
                thing=row,
                address=goal_address(row.source_id),
                talk=talk_with(owner, row.source.title, viewer.pk),
            )
        )
    return Items(tuple(items), max(0, len(links.to_accept) - EACH))


def _blockers(viewer: Viewer, rows: Sequence[Blocker]) -> Items:
    return Items(tuple(_blocker(viewer, row) for row in rows[:EACH]), max(0, len(rows) - EACH))


def _blocker(viewer: Viewer, row: Blocker) -> Item:
    who = row.raised_by.name if row.raised_by else _("somebody")
    days, words = days_since(row.raised_on, viewer.today)
    return Item(
        key=f"blocker-{row.pk}",
        kind="blocker",
        title=_("Clear the way for {name}").format(name=who),
        aside=words,
        says=row.text,
        asks=_("You have said: “{answer}” Is it lifted?").format(answer=row.answer)
        if row.answer
        else _("Can you lift it, and how?"),
        thing=row,
        address=goal_address(row.goal_id),
        talk=talk_with(row.raised_by, row.text, viewer.pk),
        days=days,
    )


def _newest(column: str) -> Subquery:
    seen = Observation.objects.filter(key_result=OuterRef("pk"), date__lte=ANYBODY.today)
    return Subquery(seen.order_by("-date", "-pk").values(column)[:1])


# Each part by its own index; that most name no owner of their own is none to look them up by.
_RESULTS = Prepared(
    lambda: (
        visible_to(ANYBODY, KeyResult)
        .filter(Q(owner=ANYBODY.pk) | Q(among("goal", "goals")), goal__status__in=ACTIVE)
        .filter(Q(goal__start__isnull=True) | Q(goal__start__lte=ANYBODY.today))
        .annotate(last_day=_newest("date"), last_source=_newest("source"))
        .select_related("goal")
        .only(*OF_RESULT, *(f"goal__{column}" for column in OF_GOAL))
    )
)


def own_results(viewer: Viewer, goals: Iterable[Goal]) -> list[KeyResult]:
    """Return the key results that a person reports on, each with the day of its last value.

    Their own, and those of their goals (``goals_near``) that are nobody else's.
    """
    own = [goal.pk for goal in goals if goal.owner_id == viewer.pk]
    rows = _RESULTS(viewer=viewer, goals=own)
    mine = {None, viewer.pk}
    return sorted((row for row in rows if row.owner_id in mine), key=lambda row: row.pk)


def _values(viewer: Viewer, results: Sequence[KeyResult]) -> Items:
    sunday = viewer.today + timedelta(days=6 - viewer.today.weekday())
    found = []
    for row in results:
        last, source = row.last_day, row.last_source  # type: ignore[attr-defined] # the query annotates it
        if source or (last is None and row.parts_known):
            continue  # a system or the goals below deliver it
        due = due_on(row, last)
        if due is not None and due <= sunday:
            found.append((due, row, last))
    found.sort(key=lambda one: (one[0], one[1].pk))
    items = tuple(_value(viewer, due, row, last) for due, row, last in found[:EACH])
    return Items(items, max(0, len(found) - EACH))


def _value(viewer: Viewer, due: date, row: KeyResult, last: date | None) -> Item:
    says = _("No value yet.")
    if last is not None and row.present is not None:
        says = _("Last: {value} on {day}; target {target}.").format(
            value=f"{figure(row.present)} {row.unit}".strip(),
            day=short_day(last),
            target=figure(row.target),
        )
    return Item(
        key=f"value-{row.pk}",
        kind="value",
        title=row.goal.title,
        aside=_("due {day}").format(day=short_day(due))
        if due >= viewer.today
        else _("waiting since {day}").format(day=short_day(due)),
        asks=_("Where does “{measure}” stand?").format(measure=row.title),
        says=says,
        thing=row,
        address=goal_address(row.goal_id),
    )


def _findings(viewer: Viewer) -> Items:
    rows = findings_for(viewer)
    numbers = [row.pk for row in rows]
    others = heard_beside(numbers, viewer.person) if numbers else {}
    about = goals_named(numbers) if numbers else {}
    return Items(tuple(_finding(viewer, row, others, about) for row in rows))


def _finding(
    viewer: Viewer, row: Finding, others: dict[int, Person], about: dict[int, int]
) -> Item:
    return Item(
        key=f"finding-{row.pk}",
        kind="finding",
        title=_("A question of this week"),
        aside=days_since(row.opened_at.date(), viewer.today)[1],
        says=row.sentence,
        asks=row.question or _("Is that so, and is it meant so?"),
        thing=row,
        address=goal_address(about.get(row.pk)),
        talk=talk_with(others.get(row.pk), row.sentence, viewer.pk),
        facts={
            "until": (viewer.today + timedelta(days=30)).isoformat(),
            "last": (viewer.today + timedelta(days=366)).isoformat(),
            "today": viewer.today.isoformat(),
            "manager": viewer.person.manager,
        },
    )
