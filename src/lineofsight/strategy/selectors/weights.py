"""How much of the strategy rests on each pillar."""

from collections.abc import Mapping

from lineofsight.organization.access import ANYBODY, Viewer, visible_to
from lineofsight.organization.record.prepared import Prepared
from lineofsight.strategy.models import Pillar

_PILLARS = Prepared(lambda: visible_to(ANYBODY, Pillar).order_by("pk"))


def effective_weights(given: Mapping[int, float | None]) -> dict[int, float]:
    """Make weights add up to 1.

    Those given are kept in proportion; an empty one takes the mean of those given; none given, or
    all 0: equal.

    >>> effective_weights({1: 3.0, 2: 1.0, 3: None})
    {1: 0.5, 2: 0.16666666666666666, 3: 0.3333333333333333}
    """
    known = [weight for weight in given.values() if weight is not None]
    # In parts of the largest: the sum of very large weights would have no end.
    largest = max(known, default=0.0) or 1.0
    parts = [weight / largest for weight in known]
    mean = sum(parts) / len(parts) if parts else 1.0
    filled = {pk: mean if weight is None else weight / largest for pk, weight in given.items()}
    whole = sum(filled.values())
    if whole == 0:
        return {pk: 1 / len(filled) for pk in filled}
    return {pk: part / whole for pk, part in filled.items()}


def all_pillars(viewer: Viewer) -> tuple[Pillar, ...]:
    """Return the pillars that a viewer sees, in the order of their numbers; read once for them."""
    return viewer.known("all_pillars", lambda who: tuple(_PILLARS(viewer=who)))


def weights_of_pillars(viewer: Viewer) -> dict[int, float]:
    """Return the effective weight of each pillar; they add up to 1."""
    return effective_weights({one.pk: one.weight for one in all_pillars(viewer)})
