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


def _holds(viewer: Viewer, check_in: CheckIn) -> bool:
    """One of the two, while one reports to the other, directly or by a dotted line."""
    if viewer.pk not in {check_in.manager_id, check_in.person_id}:
        return False
    person = check_in.person
    return person.manager_id == check_in.manager_id or (
        person.dotted_managers.filter(pk=check_in.manager_id).exists()
    )


def _agrees(viewer: Viewer, agreement: Agreement) -> bool:
    check_in = agreement.check_in
    return check_in is not None and viewer.pk in {check_in.manager_id, check_in.person_id}


def _promised(viewer: Viewer, agreement: Agreement) -> bool:
    return agreement.owner_id == viewer.pk


def _gives(viewer: Viewer, feedback: Feedback) -> bool:
    if feedback.author_id != viewer.pk:
        return False
    goal = feedback.goal
    return goal is None or can(viewer, "read", goal)


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
        makes={"check_in.hold": _holds},
        told="A check-in is seen by the two who held it: not by the chain, HR or administrators. "
        "One of them reports to the other when they hold it.",
        untold=True,
    )
)
register(
    Policy(
        Agreement,
        _seen_agreement,
        verbs={"agreement.close": _promised},
        makes={"agreement.make": _agrees},
        told="What was promised at a check-in is seen by the two who held it, and closed by whose "
        "promise it is.",
        untold=True,
    )
)
register(
    Policy(
        Feedback,
        _seen_feedback,
        makes={"feedback.give": _gives},
        told="Feedback is seen by who gave it and who received it. Anybody may give it to anybody.",
        untold=True,
    )
)
