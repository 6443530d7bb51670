"""Findings and their life, checks, rules, trends."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from lineofsight.alignment import selectors, services
from lineofsight.alignment.models import Check, Finding
from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.paging import Page, Pages, page_of
from lineofsight.api.reading import one, resolved, writer
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.schemas import alignment as schemas
from lineofsight.goals.models import Goal
from lineofsight.kit.errors import NotFound
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Person

router = Router(tags=["Alignment"])
readable(router, "/checks", Check, schemas.Check, shown.check, what="a check")


@router.get("/findings", response=answers(200, Page[schemas.Finding]), summary="List findings")
@guards(SIGNED_IN)
def findings(
    request: HttpRequest,
    paging: Pages,
    wanted: Query[schemas.WantedFindings],
) -> dict[str, Any]:
    """Answer findings whose audience the caller is, and of which they see all that is named."""
    rows = selectors.visible_findings(caller_of(request).viewer, states=(wanted.state,))
    return page_of(rows.filter(rule=wanted.rule) if wanted.rule else rows, paging, shown.finding)


@router.get(
    "/goals/{int:pk}/findings",
    response=answers(200, Page[schemas.Finding]),
    summary="List a goal's findings",
)
@guards(SIGNED_IN)
def on_goal(request: HttpRequest, pk: int, paging: Pages) -> dict[str, Any]:
    """Answer the open findings on a goal and on what hangs on it."""
    caller = caller_of(request)
    goal = one(caller, Goal, pk)
    return page_of(selectors.findings_on_goal(caller.viewer, goal.pk), paging, shown.finding)


@router.get(
    "/findings/mine",
    response=answers(200, list[schemas.Finding]),
    summary="This week's findings for the caller",
)
@guards(SIGNED_IN)
def mine(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer at most three findings a week, as questions; the rest waits."""
    return [shown.finding(each) for each in selectors.findings_for(caller_of(request).viewer)]


@router.get("/findings/{int:pk}", response=answers(200, schemas.Finding), summary="Read a finding")
@guards(SIGNED_IN)
def single(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Answer a finding."""
    return shown.finding(_finding(request, pk))


@router.post(
    "/findings/{int:pk}/acceptance",
    response=answers(200, schemas.Finding),
    summary="Accept a finding",
)
@once("finding.accept")
def accept(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Acceptance
) -> dict[str, Any]:
    """Let it stand until a day, with a reason; or a personal one, agreed with somebody."""
    caller = writer(request)
    changes = resolved(caller, given.changes(), {"agreed_with_id": Person})
    return shown.finding(
        services.accept_finding(actor=caller.person, finding=_finding(request, pk), **changes)
    )


@router.post(
    "/findings/{int:pk}/objection",
    response=answers(200, schemas.Finding),
    summary="Object to a finding",
)
@once("finding.object")
def object_to(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Objection
) -> dict[str, Any]:
    """Say that it is not so; it is muted for everyone until that is answered."""
    caller = writer(request)
    return shown.finding(
        services.object_to_finding(
            actor=caller.person, finding=_finding(request, pk), reason=given.reason
        )
    )


@router.post(
    "/findings/{int:pk}/answer",
    response=answers(200, schemas.Finding),
    summary="Answer an objection",
)
@once("finding.answer")
def answer(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.ObjectionAnswer
) -> dict[str, Any]:
    """Answer what somebody objected: accepted until a day, or open again."""
    caller = writer(request)
    return shown.finding(
        services.answer_objection(
            actor=caller.person, finding=_finding(request, pk), **given.changes()
        )
    )


@router.post(
    "/findings/{int:pk}/withdrawal",
    response=answers(200, schemas.Finding),
    summary="Take back an acceptance or an objection",
)
@once("finding.withdraw")
def withdraw(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Withdrawal
) -> dict[str, Any]:
    """Take back what was said to a finding; it is open again."""
    caller = writer(request)
    return shown.finding(
        services.withdraw(actor=caller.person, finding=_finding(request, pk), reason=given.reason)
    )


@router.post("/checks", response=answers(202, schemas.Check), summary="Check now")
@once("check.run")
def check_now(request: HttpRequest, response: HttpResponse) -> Status[dict[str, Any]]:
    """Ask the worker for a look at the whole plan now; read the check to see how far it is.

    One that waits or runs already is the answer: ask as often as you like.
    """
    caller = writer(request)
    asked = services.ask_for_check(actor=caller.person)
    response["Location"] = f"{request.path}/{asked.pk}"
    return Status(202, shown.check(asked))


@router.get("/trend", response=answers(200, list[schemas.TrendPoint]), summary="The trend")
@guards(SIGNED_IN)
def trend(request: HttpRequest, wanted: Query[schemas.WantedTrend]) -> list[dict[str, Any]]:
    """Answer how findings and lines went from check to check, the oldest first."""
    caller_of(request)
    return [
        shown.plain(point, "day", "findings", "goals_with_line", "people_with_line")
        for point in selectors.trend(wanted.rule or None)
    ]


@router.get("/rules", response=answers(200, list[schemas.Rule]), summary="List rules")
@guards(SIGNED_IN)
def rules(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer every rule, whether it looks, and since when or from when."""
    caller_of(request)
    return [shown.rule(state) for state in services.rule_states()]


@router.put("/rules/{code}", response=answers(200, schemas.Rule), summary="Switch a rule")
@once("rule.switch")
def switch(
    request: HttpRequest, response: HttpResponse, code: str, given: schemas.RuleSwitch
) -> dict[str, Any]:
    """Switch a rule on or off; all that speak of people with the code `people`."""
    caller = writer(request, "admin")
    services.switch_rule(actor=caller.person, rule=code, is_on=given.is_on, reason=given.reason)
    found = next((each for each in services.rule_states() if each.rule.code == code), None)
    if found is None:
        raise NotFound("There is no such rule.")
    return shown.rule(found)


def _finding(request: HttpRequest, pk: int) -> Finding:
    return one(caller_of(request), Finding, pk)
