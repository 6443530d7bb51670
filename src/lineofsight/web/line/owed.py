"""What others owe a person: blockers that wait to be lifted, and what their goals depend on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lineofsight.goals.models import Link
from lineofsight.organization.access import Viewer
from lineofsight.rhythm.models import Blocker
from lineofsight.web.line.items import Item, Items, days_since, goal_address, short_day, talk_with
from lineofsight.web.line.near import EACH, Links


def owed_to(viewer: Viewer, links: Links, blockers: Sequence[Blocker]) -> Items:
    """Return what others owe a person, from ``links_near`` and the last of ``blockers_near``."""
    items = [_blocker(viewer, row) for row in blockers[:EACH]]
    items += [_dependency(viewer, row) for row in links.first(links.owed)]
    return Items(tuple(items), max(0, len(blockers) - EACH) + max(0, len(links.owed) - EACH))


def _blocker(viewer: Viewer, row: Blocker) -> Item:
    days, words = days_since(row.raised_on, viewer.today)
    if row.can_lift is None:
        says = _("Nobody has been asked to lift it yet.")
    elif row.answer:
        says = _("{name}: “{answer}”").format(name=row.can_lift.name, answer=row.answer)
    else:
        says = _("{name} has not answered yet.").format(name=row.can_lift.name)
    return Item(
        key=f"owed-blocker-{row.pk}",
        kind="owed_blocker",
        title=_("To be lifted by {name}").format(name=row.can_lift.name)
        if row.can_lift
        else _("To be lifted"),
        aside=words,
        asks=row.text,
        says=says,
        thing=row,
        address=goal_address(row.goal_id),
        talk=talk_with(row.can_lift, row.text, viewer.pk),
        days=days,
    )


def _dependency(viewer: Viewer, row: Link) -> Item:
    owner = row.goal.owner if row.goal else None
    name = owner.name if owner else _("somebody")
    if row.accepted_on is None:
        says = _("{name} has not answered yet.").format(name=name)
    else:
        says = _("{name} accepted it on {day}.").format(name=name, day=short_day(row.accepted_on))
    late = row.needed_by is not None and row.needed_by < viewer.today
    aside = ""
    if row.needed_by:
        said = _("was needed by {day}") if late else _("needed by {day}")
        aside = said.format(day=short_day(row.needed_by))
    return Item(
        key=f"owed-dependency-{row.pk}",
        kind="owed_dependency",
        title=_("From {name}").format(name=name),
        aside=aside,
        asks=str(row.goal),
        says=says,
        thing=row,
        address=goal_address(row.goal_id),
        talk=talk_with(owner, str(row.goal), viewer.pk),
    )
