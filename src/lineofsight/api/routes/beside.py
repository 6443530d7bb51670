"""What stands beside goals: actions, assumptions, decisions, allocations, blockers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from lineofsight.api import shown
from lineofsight.api.reading import one, resolved, writer, written
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import links as schemas
from lineofsight.api.schemas.common import Day
from lineofsight.api.versions import expected_version
from lineofsight.goals import services
from lineofsight.goals.models import Action, Allocation, Assumption, Decision, Goal, Link
from lineofsight.organization.models import Person, Team
from lineofsight.rhythm import services as rhythm
from lineofsight.rhythm.models import Blocker

router = Router(tags=["Beside goals"])
ACTION: dict[str, Any] = {"goal_id": Goal, "owner_id": Person}
ASSUMPTION: dict[str, Any] = {"owner_id": Person, "goal_ids": Goal}
DECISION: dict[str, Any] = {"goal_ids": Goal, "link_id": Link}
ALLOCATION: dict[str, Any] = {"person_id": Person, "team_id": Team, "goal_id": Goal}
BLOCKER: dict[str, Any] = {"goal_id": Goal, "can_lift_id": Person}

readable(router, "/actions", Action, schemas.Action, shown.action, what="an action")
readable(
    router, "/assumptions", Assumption, schemas.Assumption, shown.assumption, what="an assumption"
)
readable(router, "/decisions", Decision, schemas.Decision, shown.decision, what="a decision")
readable(
    router, "/allocations", Allocation, schemas.Allocation, shown.allocation, what="an allocation"
)
readable(router, "/blockers", Blocker, schemas.Blocker, shown.blocker, what="a blocker")


@router.post("/actions", response=answers(201, schemas.Action), summary="Add an action")
@once("goal.act")
def add_action(
    request: HttpRequest, response: HttpResponse, given: schemas.NewAction
) -> Status[dict[str, Any]]:
    """Add a deliverable; without an owner it is the caller's."""
    caller = writer(request)
    found = {"owner": caller.person, **resolved(caller, given.changes(), ACTION)}
    made = services.add_action(actor=caller.person, **found)
    return Status(201, with_version(response, written(caller, Action, made.pk), shown.action))


@router.patch("/actions/{int:pk}", response=answers(200, schemas.Action), summary="Edit an action")
@once("goal.act")
def edit_action(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.ActionChanges
) -> dict[str, Any]:
    """Set fields of an action."""
    caller = writer(request)
    services.edit_action(
        actor=caller.person,
        action=one(caller, Action, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), ACTION),
    )
    return with_version(response, written(caller, Action, pk), shown.action)


@router.post(
    "/actions/{int:pk}/completion",
    response=answers(200, schemas.Action),
    summary="Finish an action",
)
@once("goal.act")
def finish_action(
    request: HttpRequest, response: HttpResponse, pk: int, given: Day
) -> dict[str, Any]:
    """Say that an action is done."""
    caller = writer(request)
    services.finish_action(
        actor=caller.person,
        action=one(caller, Action, pk),
        expected=expected_version(request),
        done_on=given.on,
    )
    return with_version(response, written(caller, Action, pk), shown.action)


@router.delete("/actions/{int:pk}", response=answers(204, None), summary="Remove an action")
@once("goal.act")
def remove_action(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove an action; its past stays in history."""
    caller = writer(request)
    services.remove_action(
        actor=caller.person, action=one(caller, Action, pk), expected=expected_version(request)
    )
    return Status(204, None)


@router.post(
    "/assumptions", response=answers(201, schemas.Assumption), summary="Write down an assumption"
)
@once("goal.assume")
def add_assumption(
    request: HttpRequest, response: HttpResponse, given: schemas.NewAssumption
) -> Status[dict[str, Any]]:
    """Write down what is believed, who watches it, and which goals rest on it."""
    caller = writer(request)
    made = services.add_assumption(
        actor=caller.person, **resolved(caller, given.changes(), ASSUMPTION)
    )
    return Status(
        201, with_version(response, written(caller, Assumption, made.pk), shown.assumption)
    )


@router.patch(
    "/assumptions/{int:pk}", response=answers(200, schemas.Assumption), summary="Edit an assumption"
)
@once("goal.assume")
def edit_assumption(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.AssumptionChanges
) -> dict[str, Any]:
    """Set fields of an assumption."""
    caller = writer(request)
    services.edit_assumption(
        actor=caller.person,
        assumption=one(caller, Assumption, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), ASSUMPTION),
    )
    return with_version(response, written(caller, Assumption, pk), shown.assumption)


@router.put(
    "/assumptions/{int:pk}/state",
    response=answers(200, schemas.Assumption),
    summary="Say how an assumption stands",
)
@once("goal.assume")
def decide_assumption(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.AssumptionState
) -> dict[str, Any]:
    """Say that what was believed is confirmed, false, or believed still."""
    caller = writer(request)
    services.decide_assumption(
        actor=caller.person,
        assumption=one(caller, Assumption, pk),
        expected=expected_version(request),
        state=given.state,
        reason=given.reason,
    )
    return with_version(response, written(caller, Assumption, pk), shown.assumption)


@router.delete("/assumptions/{int:pk}", response=answers(204, None), summary="Remove an assumption")
@once("goal.assume")
def remove_assumption(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove an assumption; its past stays in history."""
    caller = writer(request)
    services.remove_assumption(
        actor=caller.person,
        assumption=one(caller, Assumption, pk),
        expected=expected_version(request),
    )
    return Status(204, None)


@router.post("/decisions", response=answers(201, schemas.Decision), summary="Record a decision")
@once("goal.decide")
def decide(
    request: HttpRequest, response: HttpResponse, given: schemas.NewDecision
) -> Status[dict[str, Any]]:
    """Record a choice with its reason and the alternatives to it."""
    caller = writer(request)
    made = services.decide(actor=caller.person, **resolved(caller, given.changes(), DECISION))
    return Status(201, with_version(response, written(caller, Decision, made.pk), shown.decision))


@router.put(
    "/allocations",
    response={**answers(200, schemas.Allocation), 204: None},
    summary="Set an allocation",
)
@once("goal.allocate")
def allocate(
    request: HttpRequest, response: HttpResponse, given: schemas.NewAllocation
) -> Status[dict[str, Any] | None]:
    """Say which share of a person's or a team's time goes into a goal; 0 takes it away."""
    caller = writer(request)
    made = services.set_allocation(
        actor=caller.person, **resolved(caller, given.changes(), ALLOCATION)
    )
    if made is None:
        return Status(204, None)
    return Status(
        200, with_version(response, written(caller, Allocation, made.pk), shown.allocation)
    )


@router.post("/blockers", response=answers(201, schemas.Blocker), summary="Raise a blocker")
@once("blocker.raise")
def raise_blocker(
    request: HttpRequest, response: HttpResponse, given: schemas.NewBlocker
) -> Status[dict[str, Any]]:
    """Say what stands in the way and who could lift it; it never counts against anybody."""
    caller = writer(request)
    made = rhythm.raise_blocker(actor=caller.person, **resolved(caller, given.changes(), BLOCKER))
    return Status(201, with_version(response, written(caller, Blocker, made.pk), shown.blocker))


@router.patch(
    "/blockers/{int:pk}", response=answers(200, schemas.Blocker), summary="Edit a blocker"
)
@once("blocker.edit")
def edit_blocker(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.BlockerChanges
) -> dict[str, Any]:
    """Set what stands in the way, of which goal, and who could lift it."""
    caller = writer(request)
    rhythm.edit_blocker(
        actor=caller.person,
        blocker=one(caller, Blocker, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), BLOCKER),
    )
    return with_version(response, written(caller, Blocker, pk), shown.blocker)


@router.put(
    "/blockers/{int:pk}/answer", response=answers(200, schemas.Blocker), summary="Answer a blocker"
)
@once("blocker.answer")
def answer_blocker(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Answer
) -> dict[str, Any]:
    """Answer, as the one who could lift it."""
    caller = writer(request)
    rhythm.answer_blocker(
        actor=caller.person,
        blocker=one(caller, Blocker, pk),
        expected=expected_version(request),
        answer=given.answer,
    )
    return with_version(response, written(caller, Blocker, pk), shown.blocker)


@router.post(
    "/blockers/{int:pk}/lifting", response=answers(200, schemas.Blocker), summary="Lift a blocker"
)
@once("blocker.lift")
def lift_blocker(
    request: HttpRequest, response: HttpResponse, pk: int, given: Day
) -> dict[str, Any]:
    """Say that it stands in the way no more."""
    caller = writer(request)
    rhythm.lift_blocker(
        actor=caller.person,
        blocker=one(caller, Blocker, pk),
        expected=expected_version(request),
        on=given.on,
    )
    return with_version(response, written(caller, Blocker, pk), shown.blocker)
