"""Who may see and change what people say to each other: the two of them."""

from django.db.models import Q

from lineofsight.goals.policies import edits, reports_on, with_goal_or
from lineofsight.organization.access import Policy, Viewer, can, register
from lineofsight.rhythm.models import Agreement, Blocker, CheckIn, Feedback


def _seen_blocker(viewer: Viewer) -> Q:
    own = Q(raised_by_id=viewer.pk) | Q(raised_by__manager_id=viewer.pk) | Q(can_lift_id=viewer.pk)
    return with_goal_or(viewer, own)


def _seen_check_in(viewer: Viewer) -> Q:
    return Q(manager_id=viewer.pk) | Q(person_id=viewer.pk)


def _seen_agreement(viewer: Viewer) -> Q:
    return (
        Q(check_in__manager_id=viewer.pk)
        | Q(check_in__person_id=viewer.pk)
        | Q(check_in__isnull=True, owner_id=viewer.pk)
    )


def _seen_feedback(viewer: Viewer) -> Q:
    return Q(author_id=viewer.pk) | Q(receiver_id=viewer.pk)


def _raises(viewer: Viewer, blocker: Blocker) -> bool:
    if blocker.raised_by_id != viewer.pk:
        return False
    goal = blocker.goal
    return goal is None or (can(viewer, "read", goal) and reports_on(viewer, goal))


def _raised(viewer: Viewer, blocker: Blocker) -> bool:
    return blocker.raised_by_id == viewer.pk


def _answers(viewer: Viewer, blocker: Blocker) -> bool:
    return blocker.can_lift_id == viewer.pk


def _lifts(viewer: Viewer, blocker: Blocker) -> bool:
    return (
        _raised(viewer, blocker)
        or _answers(viewer, blocker)
        or (blocker.goal is not None and edits(viewer, blocker.goal))
    )


register(
    Policy(
        Blocker,
        _seen_blocker,
        verbs={
            "blocker.edit": _raised,
            "blocker.answer": _answers,
            "blocker.lift": _lifts,
        },
        makes={"blocker.raise": _raises},
        told="A blocker is seen with its goal; without one, by who raised it, their manager and "
        "who is asked to lift it. Whoever works on a goal may raise one; it never counts against "
        "anybody.",
    )
)
register(
    Policy(
        CheckIn,
        _seen_check_in,
        told="A check-in is seen by the two who held it: not by the chain, HR or administrators.",
    )
)
register(
    Policy(
        Agreement,
        _seen_agreement,
        told="What was promised at a check-in is seen by the two who held it.",
    )
)
register(
    Policy(
        Feedback,
        _seen_feedback,
        told="Feedback is seen by who gave it and who received it.",
    )
)
