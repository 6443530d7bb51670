"""Who may see what groups said: everybody, and never of fewer than five."""

from django.db.models import Q

from lineofsight.organization.access import Policy, Viewer, register
from lineofsight.pulse.models import GroupAnswer

SMALLEST_GROUP = 5  # people; an answer of fewer could be read as somebody's own


def _seen_answers(_viewer: Viewer) -> Q:
    return Q(count__gte=SMALLEST_GROUP)


register(
    Policy(
        GroupAnswer,
        _seen_answers,
        told="Answers are seen by everybody, and only of groups of at least five.",
    )
)
