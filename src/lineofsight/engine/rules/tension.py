"""3xx Measures, in tension: who decides where goals compete? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

from collections.abc import Iterator

from lineofsight.engine import subjects
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import iso
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9


@rule(
    "LOS303",
    "competing-measures",
    Audience(
        first=_("the two owners"),
        then=_("the two leaders of their functions, together"),
        above=_("as a count over at least five people"),
        never=_("the teams, as quarrelsome"),
    ),
    limits={"measure_certainty": 0.9},
)
def competing_measures(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find goals that compete, by word or by measure, without a trade-off on record."""
    snapshot, goals = lenses.snapshot, lenses.snapshot.goals
    question = _("What would have to be true for you to be glad about my number?")
    for link in lenses.competition.unsettled.tolist():
        one, other = int(snapshot.links.source[link]), int(snapshot.links.target[link])
        yield Hit(
            about=subjects.link(link),
            sentence=_(
                "{one} and {other} are said to compete, and no trade-off is on record."
            ).format(one=tell.title(lenses, one), other=tell.title(lenses, other)),
            people=(int(goals.owner[one]), int(goals.owner[other])),
            question=question,
            evidence={"measure": None, "directions": []},
            others=(subjects.goal(one), subjects.goal(other)),
        )
    results, change = snapshot.key_results, lenses.competition.change
    for first, second in zip(*(side.tolist() for side in lenses.competition.opposed), strict=True):
        owners = (int(goals.owner[results.goal[first]]), int(goals.owner[results.goal[second]]))
        yield Hit(
            about=subjects.pair_of_results(first, second),
            sentence=_(
                "{one} and {other} push {measure} in opposite directions, "
                "and no trade-off is on record."
            ).format(
                one=tell.quoted(str(results.title[first])),
                other=tell.quoted(str(results.title[second])),
                measure=tell.quoted(str(results.measure[first])),
            ),
            people=owners,
            question=question,
            evidence={
                "measure": str(results.measure[first]),
                "directions": ["up" if change[i] > 0 else "down" for i in (first, second)],
            },
            certainty=limits["measure_certainty"],
            others=(
                subjects.goal(int(results.goal[first])),
                subjects.goal(int(results.goal[second])),
            ),
        )


@rule(
    "LOS308",
    "unsettled-trade-off",
    Audience(
        first=_("the two leaders"),
        then=_("the two leaders and their arbiter"),
        above=_("as a count over at least five people"),
        never=_("the teams between them"),
    ),
    needs=("links",),
    limits={"decision_days": 21},
)
def unsettled_trade_off(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find competitions without a decision for long, or past the day of their review."""
    snapshot, goals, links = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.links
    for link in lenses.competition.declared.tolist():
        open_days = snapshot.day - links.created_on[link]
        waits = not links.agreed[link] and open_days > limits["decision_days"] + TOLERANCE
        overdue = bool(links.review_by[link] < snapshot.day)
        if not waits and not overdue:
            continue
        one, other = int(links.source[link]), int(links.target[link])
        sentences = []
        if waits:
            sentences.append(
                _(
                    "{one} and {other} were declared to compete {days} ago, "
                    "and no trade-off is on record."
                )
            )
        if overdue and links.agreed[link]:
            sentences.append(
                _("What was agreed between {one} and {other} was to be looked at again by {date}.")
            )
        elif overdue:
            sentences.append(
                _("How {one} and {other} go together was to be looked at again by {date}.")
            )
        owners = int(goals.owner[one]), int(goals.owner[other])
        yield Hit(
            about=subjects.link(link),
            sentence=" ".join(sentences).format(
                one=tell.title(lenses, one),
                other=tell.title(lenses, other),
                days=tell.days(open_days) if waits else "",
                date=tell.date(links.review_by[link]) if overdue else "",
            ),
            people=(*owners, _arbiter(lenses, *owners)),
            question=_("Who decides, by Friday?"),
            evidence={
                "days_open": int(open_days) if open_days >= 0 else None,
                "review_by": iso(links.review_by[link]),
            },
            others=(subjects.goal(one), subjects.goal(other)),
        )


def _arbiter(lenses: Lenses, one: int, other: int) -> int:
    """Who decides between two people: the nearest manager above both, -1 if there is none."""
    above_one = _managers_above(lenses, one)
    return next((boss for boss in _managers_above(lenses, other) if boss in above_one), -1)


def _managers_above(lenses: Lenses, person: int) -> list[int]:
    """The managers above a person, nearest first; managers never form a circle."""
    manager, found = lenses.snapshot.people.manager, []
    while person >= 0 and manager[person] >= 0:
        person = int(manager[person])
        found.append(person)
    return found
