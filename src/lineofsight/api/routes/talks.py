"""Check-ins, what was agreed at them, and feedback: what two people said, for the two."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from lineofsight.api import shown_talks as shown
from lineofsight.api.reading import one, resolved, writer, written
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import talks as schemas
from lineofsight.api.versions import expected_version
from lineofsight.goals.models import Goal
from lineofsight.organization.models import Person
from lineofsight.rhythm import services
from lineofsight.rhythm.models import Agreement, CheckIn, Feedback

router = Router(tags=["Conversations"])
CHECK_IN: dict[str, Any] = {"manager_id": Person, "person_id": Person, "goal_ids": Goal}
AGREEMENT: dict[str, Any] = {"owner_id": Person, "goal_id": Goal}
FEEDBACK: dict[str, Any] = {"receiver_id": Person, "goal_id": Goal}

readable(router, "/check-ins", CheckIn, schemas.CheckIn, shown.check_in, what="a check-in")
readable(router, "/agreements", Agreement, schemas.Agreement, shown.agreement, what="an agreement")
readable(router, "/feedback", Feedback, schemas.Feedback, shown.feedback, what="feedback")


@router.post("/check-ins", response=answers(201, schemas.CheckIn), summary="Hold a check-in")
@once("check_in.hold")
def hold_check_in(
    request: HttpRequest, response: HttpResponse, given: schemas.NewCheckIn
) -> Status[dict[str, Any]]:
    """Say that a manager and a report talked, and about what."""
    caller = writer(request)
    made = services.hold_check_in(
        actor=caller.person, **resolved(caller, given.changes(), CHECK_IN)
    )
    return Status(201, with_version(response, written(caller, CheckIn, made.pk), shown.check_in))


@router.post(
    "/check-ins/{int:pk}/agreements",
    response=answers(201, schemas.Agreement),
    summary="Agree on something",
)
@once("agreement.make")
def agree(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.NewAgreement
) -> Status[dict[str, Any]]:
    """Write down what one of the two promises, by when."""
    caller = writer(request)
    made = services.agree(
        actor=caller.person,
        check_in=one(caller, CheckIn, pk),
        **resolved(caller, given.changes(), AGREEMENT),
    )
    return Status(201, with_version(response, written(caller, Agreement, made.pk), shown.agreement))


@router.post(
    "/agreements/{int:pk}/closing",
    response=answers(200, schemas.Agreement),
    summary="Close an agreement",
)
@once("agreement.close")
def close_agreement(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Closing
) -> dict[str, Any]:
    """Say what became of one's own promise."""
    caller = writer(request)
    services.close_agreement(
        actor=caller.person,
        agreement=one(caller, Agreement, pk),
        closed=given.closed,
        on=given.on,
        expected=expected_version(request),
    )
    return with_version(response, written(caller, Agreement, pk), shown.agreement)


@router.post(
    "/agreements/{int:pk}/moving",
    response=answers(201, schemas.Agreement),
    summary="Carry an agreement over",
)
@once("agreement.close")
def move_agreement(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Moving
) -> Status[dict[str, Any]]:
    """Put one's own promise off, and answer the new one; the old one is closed as moved."""
    caller = writer(request)
    made = services.move_agreement(
        actor=caller.person,
        agreement=one(caller, Agreement, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), {"check_in_id": CheckIn}),
    )
    return Status(201, with_version(response, written(caller, Agreement, made.pk), shown.agreement))


@router.post("/feedback", response=answers(201, schemas.Feedback), summary="Give feedback")
@once("feedback.give")
def give_feedback(
    request: HttpRequest, response: HttpResponse, given: schemas.NewFeedback
) -> Status[dict[str, Any]]:
    """Tell somebody what their work did; the two of them see it."""
    caller = writer(request)
    made = services.give_feedback(
        actor=caller.person, **resolved(caller, given.changes(), FEEDBACK)
    )
    return Status(201, with_version(response, written(caller, Feedback, made.pk), shown.feedback))
