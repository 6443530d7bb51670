"""The verbs of a link: a contract of a goal with another, a pillar or the North Star."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.goals import rollup
from lineofsight.goals.models import Goal, Link
from lineofsight.goals.services.given import Given
from lineofsight.goals.services.hold import hold
from lineofsight.kit.errors import Conflict
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import lock_structure
from lineofsight.strategy.models import Pillar

SUPPORTS, DEPENDS, COMPETES = "supports", "depends_on", "competes_with"


def link(
    *,
    actor: Person | None,
    source: Goal,
    end: Goal | Pillar | None,
    kind: str,
    contribution: float | None = None,
    rationale: str = "",
    needed_by: date | None = None,
) -> Link:
    """Draw a link from a goal to another goal, a pillar, or (``None``) the North Star.

    Parameters
    ----------
    kind : str
        ``supports``, ``shares``, ``depends_on`` or ``competes_with``.
    contribution : float, optional
        Its part beside the other links to the same end, at least 0; kept as it is given.
    needed_by : date, optional
        The day by which a goal needs what it depends on.

    Raises
    ------
    NotFound, NotAllowed, Invalid
        Invalid also where the goals would come to support each other in a circle.
    """
    goal = end if isinstance(end, Goal) else None
    pillar = end if isinstance(end, Pillar) else None
    given = _read(
        {
            "kind": kind,
            "contribution": contribution,
            "rationale": rationale,
            "needed_by": needed_by,
        }
    )
    drawn = Link(
        source=source,
        goal=goal,
        pillar=pillar,
        to_north_star=end is None,
        created_on=timezone.localdate(),
        **given.read,
    )
    access.require(actor, "link.create", drawn)
    if drawn.kind not in {SUPPORTS, ""} and goal is None:
        given.wrong("end", _("Only a goal can stand at the other end of such a link."))
    if goal is not None and goal.pk == source.pk:
        given.wrong("end", _("A goal cannot be linked to itself. Choose another goal."))
    with Change(actor, "link.created") as change:
        lock_structure(exclusive=True)
        if not given.problems:
            _check_new(given, drawn, actor)
        given.values()
        change.add(drawn)
        if drawn.kind == SUPPORTS:
            _settle(drawn)
            rollup.lead([drawn.source_id])
            drawn.refresh_from_db()
    return drawn


def edit_link(
    *, actor: Person | None, link: Link, expected: int, reason: str = "", **changes: object
) -> Link:
    """Change ``contribution``, ``rationale``, ``needed_by`` or ``review_by`` of a link.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The link has another version than ``expected``.
    """
    access.require(actor, "link.edit", link)
    unknown = changes.keys() - {"contribution", "rationale", "needed_by", "review_by"}
    if unknown:
        raise TypeError(f"a link's {', '.join(sorted(unknown))} cannot be edited")
    with Change(actor, "link.edited", reason=reason) as change:
        if "contribution" in changes:
            lock_structure(exclusive=True)
        hold(change, link, expected)
        values = _read(changes, link).values()
        moves = "contribution" in values and values["contribution"] != link.contribution
        change.save(link, **values)
        if moves and link.kind == SUPPORTS:
            _settle(link)
            link.refresh_from_db()
    return link


def confirm_link(*, actor: Person | None, link: Link, expected: int | None = None) -> Link:
    """Confirm that a link holds between both ends as they read now.

    Raises
    ------
    NotFound, NotAllowed
    Conflict
        The link has another version than ``expected``.
    """
    access.require(actor, "link.confirm", link)
    with Change(actor, "link.confirmed") as change:
        hold(change, link, expected)
        change.save(
            link,
            confirmed_on=timezone.localdate(),
            confirmed_by=actor,
            source_version=link.source.version,
            end_version=_version_of_end(link),
        )
    return link


def accept_link(*, actor: Person | None, link: Link, expected: int | None = None) -> Link:
    """Accept, as the provider, to deliver what another goal depends on.

    Raises
    ------
    NotFound, NotAllowed
    Conflict
        The link is of another kind, or has another version than ``expected``.
    """
    access.require(actor, "link.accept", link)
    with Change(actor, "link.accepted") as change:
        hold(change, link, expected)
        _only(link, DEPENDS, _("Only what another goal depends on is accepted."))
        change.save(link, accepted_on=timezone.localdate())
    return link


def agree_trade_off(
    *,
    actor: Person | None,
    link: Link,
    trade_off: str,
    review_by: date | None = None,
    expected: int | None = None,
    reason: str = "",
) -> Link:
    """Write down what was agreed between two goals that compete, and when it is looked at again.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The link is of another kind, or has another version than ``expected``.
    """
    access.require(actor, "link.trade_off", link)
    given = Given(Link, {"trade_off": trade_off, "review_by": review_by}, present=link)
    given.need("trade_off")
    values = given.values()
    with Change(actor, "link.trade_off_agreed", reason=reason) as change:
        hold(change, link, expected)
        _only(link, COMPETES, _("A trade-off is agreed between goals that compete."))
        change.save(link, **values)
    return link


def unlink(
    *, actor: Person | None, link: Link, expected: int | None = None, reason: str = ""
) -> None:
    """Remove a link; its past stays in history.

    Raises
    ------
    NotFound, NotAllowed
    Conflict
        The link has another version than ``expected``.
    """
    access.require(actor, "link.remove", link)
    with Change(actor, "link.removed", reason=reason) as change:
        if link.kind == SUPPORTS:
            lock_structure(exclusive=True)
        hold(change, link, expected)
        change.remove(link)
        if link.kind == SUPPORTS:
            _settle(link)
            rollup.lead([link.source_id])


def _settle(drawn: Link) -> None:
    """Work out anew what stands at the upper end."""
    rollup.settle(
        [drawn.goal_id] if drawn.goal_id else [],
        roots=[] if drawn.goal_id else [drawn.pillar_id],
    )


def _read(values: dict[str, Any], present: Link | None = None) -> Given:
    given = Given(Link, values, present=present)
    given.need("kind")
    return given


def _check_new(given: Given, drawn: Link, actor: Person | None) -> None:
    """Refuse a second link of the kind, and a circle; held while nobody else changes the shape."""
    if Link.objects.filter(
        source=drawn.source,
        kind=drawn.kind,
        goal=drawn.goal,
        pillar=drawn.pillar,
        to_north_star=drawn.to_north_star,
    ).exists():
        given.wrong("end", _("There is such a link already. Edit that one."))
    if drawn.kind == SUPPORTS and drawn.goal is not None:
        circle = rollup.way_up(drawn.goal.pk, drawn.source_id)
        if circle:
            seen = access.visible_to(actor, Goal) if actor else Goal.objects.all()
            titles = dict(seen.filter(pk__in=circle).values_list("pk", "title"))
            given.wrong(
                "end",
                _(
                    "These goals would support each other in a circle: {goals}. "
                    "Remove one of the links between them first."
                ).format(
                    goals=" > ".join(titles.get(pk, "…") for pk in [drawn.source_id, *circle])
                ),
            )


def _only(link: Link, kind: str, said: str) -> None:
    if link.kind != kind:
        raise Conflict(said, version=link.version, thing=link)


def _version_of_end(link: Link) -> int | None:
    if link.goal is not None:
        return link.goal.version
    return link.pillar.version if link.pillar is not None else None
