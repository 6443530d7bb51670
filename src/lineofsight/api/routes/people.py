"""People, teams, functions, roles, the organisation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import caller_of
from lineofsight.api.reading import one, resolved, writer, written
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.routes.parts import shown as with_version
from lineofsight.api.schemas import people as schemas
from lineofsight.api.versions import expected_version
from lineofsight.organization import services
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.organization.models import Function, Grant, Organization, Person, Team

router = Router(tags=["People"])
PERSON: dict[str, Any] = {"manager_id": Person, "team_id": Team}
TEAM: dict[str, Any] = {"parent_id": Team, "function_id": Function, "lead_id": Person}
FUNCTION: dict[str, Any] = {"head_id": Person}
GRANT: dict[str, Any] = {"person_id": Person, "function_id": Function, "team_id": Team}

readable(router, "/people", Person, schemas.Person, shown.person, what="a person")
readable(router, "/teams", Team, schemas.Team, shown.team, what="a team")
readable(router, "/functions", Function, schemas.Function, shown.function, what="a function")
readable(router, "/grants", Grant, schemas.Grant, shown.grant, what="a role given")


@router.post("/people", response=answers(201, schemas.Person), summary="Add a person")
@once("person.create")
def add_person(
    request: HttpRequest, response: HttpResponse, given: schemas.NewPerson
) -> Status[dict[str, Any]]:
    """Add somebody who works here."""
    caller = writer(request, "admin")
    made = services.add_person(actor=caller.person, **resolved(caller, given.changes(), PERSON))
    return Status(201, with_version(response, written(caller, Person, made.pk), shown.person))


@router.patch("/people/{int:pk}", response=answers(200, schemas.Person), summary="Edit a person")
@once("person.edit")
def edit_person(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.PersonChanges
) -> dict[str, Any]:
    """Set fields of a person; manager and team have an address of their own."""
    caller = writer(request, "admin")
    services.edit_person(
        actor=caller.person,
        person=one(caller, Person, pk),
        expected=expected_version(request),
        **given.changes(),
    )
    return with_version(response, written(caller, Person, pk), shown.person)


@router.post(
    "/people/{int:pk}/moves", response=answers(200, schemas.Person), summary="Move a person"
)
@once("person.move")
def move_person(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Move
) -> dict[str, Any]:
    """Give a person another manager or team from a day on; the past stays as it was."""
    caller = writer(request, "admin")
    services.move_person(
        actor=caller.person,
        person=one(caller, Person, pk),
        **resolved(caller, given.changes(), PERSON),
    )
    return with_version(response, written(caller, Person, pk), shown.person)


@router.put(
    "/people/{int:pk}/dotted-managers",
    response=answers(200, schemas.Person),
    summary="Set the managers besides the one",
)
@once("person.move")
def set_dotted_managers(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.DottedManagers
) -> dict[str, Any]:
    """Set dotted-line managers."""
    caller = writer(request, "admin")
    found = resolved(caller, given.changes(), {"manager_ids": Person})
    services.set_dotted_managers(
        actor=caller.person, person=one(caller, Person, pk), managers=found["managers"]
    )
    return with_version(response, written(caller, Person, pk), shown.person)


@router.put(
    "/people/{int:pk}/last-day", response=answers(200, schemas.Person), summary="Say who leaves"
)
@once("person.leave")
def leave(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.LastDay
) -> dict[str, Any]:
    """Say which day is a person's last; the day after they see nothing. Null: they stay."""
    caller = writer(request, "admin")
    services.leave(
        actor=caller.person,
        person=one(caller, Person, pk),
        expected=expected_version(request),
        on=given.on,
        reason=given.reason,
    )
    return with_version(response, written(caller, Person, pk), shown.person)


@router.post("/teams", response=answers(201, schemas.Team), summary="Add a team")
@once("team.create")
def add_team(
    request: HttpRequest, response: HttpResponse, given: schemas.NewTeam
) -> Status[dict[str, Any]]:
    """Add a team to the tree."""
    caller = writer(request, "admin")
    made = services.add_team(actor=caller.person, **resolved(caller, given.changes(), TEAM))
    return Status(201, with_version(response, written(caller, Team, made.pk), shown.team))


@router.patch("/teams/{int:pk}", response=answers(200, schemas.Team), summary="Edit a team")
@once("team.edit")
def edit_team(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.TeamChanges
) -> dict[str, Any]:
    """Set fields of a team."""
    caller = writer(request, "admin")
    services.edit_team(
        actor=caller.person,
        team=one(caller, Team, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), TEAM),
    )
    return with_version(response, written(caller, Team, pk), shown.team)


@router.delete("/teams/{int:pk}", response=answers(204, None), summary="Remove a team")
@once("team.remove")
def remove_team(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a team that nobody and nothing is in."""
    caller = writer(request, "admin")
    services.remove_team(
        actor=caller.person, team=one(caller, Team, pk), expected=expected_version(request)
    )
    return Status(204, None)


@router.post("/functions", response=answers(201, schemas.Function), summary="Add a function")
@once("function.create")
def add_function(
    request: HttpRequest, response: HttpResponse, given: schemas.NewFunction
) -> Status[dict[str, Any]]:
    """Add a business function."""
    caller = writer(request, "admin")
    made = services.add_function(actor=caller.person, **resolved(caller, given.changes(), FUNCTION))
    return Status(201, with_version(response, written(caller, Function, made.pk), shown.function))


@router.patch(
    "/functions/{int:pk}", response=answers(200, schemas.Function), summary="Edit a function"
)
@once("function.edit")
def edit_function(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.FunctionChanges
) -> dict[str, Any]:
    """Set fields of a function: what it adds, how it would know, what it gives up."""
    caller = writer(request)
    services.edit_function(
        actor=caller.person,
        function=one(caller, Function, pk),
        expected=expected_version(request),
        **resolved(caller, given.changes(), FUNCTION),
    )
    return with_version(response, written(caller, Function, pk), shown.function)


@router.delete("/functions/{int:pk}", response=answers(204, None), summary="Remove a function")
@once("function.remove")
def remove_function(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Remove a function that no team belongs to."""
    caller = writer(request, "admin")
    services.remove_function(
        actor=caller.person, function=one(caller, Function, pk), expected=expected_version(request)
    )
    return Status(204, None)


@router.post("/grants", response=answers(201, schemas.Grant), summary="Give a role")
@once("grant.give")
def give_role(
    request: HttpRequest, response: HttpResponse, given: schemas.NewGrant
) -> Status[dict[str, Any]]:
    """Give a person a role; an HR partner's may have a function or a team as its scope."""
    caller = writer(request, "admin")
    made = services.grant_role(actor=caller.person, **resolved(caller, given.changes(), GRANT))
    return Status(201, shown.grant(made))


@router.delete("/grants/{int:pk}", response=answers(204, None), summary="Take a role back")
@once("grant.revoke")
def take_role(request: HttpRequest, response: HttpResponse, pk: int) -> Status[None]:
    """Take a role back, at once."""
    caller = writer(request, "admin")
    services.revoke_role(actor=caller.person, grant=one(caller, Grant, pk))
    return Status(204, None)


@router.get(
    "/organization", response=answers(200, schemas.Organization), summary="Read the organisation"
)
@guards(SIGNED_IN)
def organization(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Answer the name, time zone, language and thresholds of the organisation."""
    caller = caller_of(request)
    found = one(caller, Organization, 1)
    return with_version(response, found, shown.organization)


@router.patch(
    "/organization", response=answers(200, schemas.Organization), summary="Edit the organisation"
)
@once("organization.edit")
def edit_organization(
    request: HttpRequest, response: HttpResponse, given: schemas.OrganizationChanges
) -> dict[str, Any]:
    """Set fields of the organisation."""
    caller = writer(request, "admin")
    found = services.edit_organization(
        actor=caller.person, expected=expected_version(request), **given.changes()
    )
    return with_version(response, found, shown.organization)
