"""The title of the page: whether the strategy is carried, in a sentence or two."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.alignment.selectors import PillarStanding

ALONE = 0.9  # of a pillar's stake in one function: it rests there
UNLIKELY = 0.5  # chance below which a pillar is worth a word

Told = tuple[str, PillarStanding | None]


def headline(pillars: Sequence[Told]) -> str:
    """Say whether the pillars (name and standing, the heaviest first) are carried.

    First how many are; then the one that is worth a word: carried by nothing, resting on one
    function, or least likely to be reached.
    """
    if not pillars:
        return _("There are no pillars yet: nothing says what comes first.")
    count = len(pillars)
    known = [(name, standing) for name, standing in pillars if standing is not None]
    if not known:
        return ngettext(
            "One pillar; whether it is carried is seen after the first check.",
            "{count} pillars; whether they are carried is seen after the first check.",
            count,
        ).format(count=count)
    carried = [name for name, standing in known if standing.stake > 0]
    first = _how_many(len(carried), count)
    second = _worth_a_word(known)
    return _("{first} {second}").format(first=first, second=second) if second else first


def _how_many(carried: int, count: int) -> str:
    if carried == count:
        return ngettext(
            "The one pillar is carried.", "All {count} pillars are carried.", count
        ).format(count=_word(count))
    if carried == 0:
        return _("None of the pillars is carried.")
    return _("{carried} of {count} pillars are carried.").format(
        carried=_word(carried).capitalize(), count=_word(count)
    )


def _word(count: int) -> str:
    """Write a small number as a word."""
    words = (_("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"))
    return words[count - 1] if 0 < count <= len(words) else str(count)


def _worth_a_word(known: Sequence[tuple[str, PillarStanding]]) -> str:
    bare = [name for name, standing in known if standing.stake <= 0]
    if bare and len(bare) < len(known):
        return _("Nothing carries “{pillar}”.").format(pillar=bare[0])
    for name, standing in known:
        if standing.functions and standing.functions[0].share >= ALONE:
            return _("“{pillar}” rests on {function} alone.").format(
                pillar=name, function=standing.functions[0].name
            )
    judged = [(standing.chance, name) for name, standing in known if standing.chance is not None]
    if judged and min(judged)[0] < UNLIKELY:
        return _("“{pillar}” is the least likely to be reached.").format(pillar=min(judged)[1])
    return ""
