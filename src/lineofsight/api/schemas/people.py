"""People, teams, functions, roles, the organisation."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import Days, Given, Id, Ids, Named, Short, Text, Title


class Person(Schema):
    """Somebody who works here."""

    id: int
    ref: str
    version: int
    name: str
    email: str
    title: str
    level: str
    manager: Named | None
    manager_since: date | None
    team: Named | None
    team_since: date | None
    serves_all: bool | None
    start_date: date | None
    end_date: date | None
    on_leave: bool | None
    check_in_days: float | None
    time_zone: str


class PersonChanges(Given):
    """Fields of a person to set."""

    name: Title = ""
    email: Short = ""
    title: Text = ""
    level: Text = ""
    serves_all: bool | None = None
    start_date: date | None = None
    on_leave: bool | None = None
    check_in_days: Days | None = None
    time_zone: Annotated[Short, Field(max_length=64)] = ""


class NewPerson(PersonChanges):
    """A person to be added."""

    name: Title
    ref: Short = ""
    manager_id: Id | None = None
    team_id: Id | None = None
    end_date: date | None = None


class Move(Given):
    """A new manager, a new team, or both, from a day on; a field left out stays."""

    manager_id: Id | None = None
    team_id: Id | None = None
    on: date | None = Field(None, description="Default: today.")
    reason: Text = ""


class LastDay(Given):
    """A person's last day here; null: they stay, or are back."""

    on: date | None
    reason: Text = ""


class DottedManagers(Given):
    """The managers besides the one."""

    manager_ids: Ids


class Team(Schema):
    """A node of the tree of teams."""

    id: int
    ref: str
    version: int
    name: str
    parent: Named | None
    function: Named | None
    lead: Named | None


class TeamChanges(Given):
    """Fields of a team to set."""

    name: Title = ""
    parent_id: Id | None = None
    function_id: Id | None = None
    lead_id: Id | None = None


class NewTeam(TeamChanges):
    """A team to be added."""

    name: Title
    ref: Short = ""


class Function(Schema):
    """A business function."""

    id: int
    ref: str
    version: int
    name: str
    head: Named | None
    contribution: str
    success_measure: str
    gives_up: str


class FunctionChanges(Given):
    """Fields of a function to set."""

    name: Title = ""
    head_id: Id | None = None
    contribution: Text = ""
    success_measure: Text = ""
    gives_up: Text = ""


class NewFunction(FunctionChanges):
    """A function to be added."""

    name: Title
    ref: Short = ""


class Grant(Schema):
    """A role given to a person."""

    id: int
    person: Named
    role: str
    function: Named | None
    team: Named | None
    given_on: date


class NewGrant(Given):
    """A role to be given; only an HR partner has a scope."""

    person_id: Id
    role: Literal["strategy_office", "hr_partner", "administrator", "auditor"]
    function_id: Id | None = None
    team_id: Id | None = None


class Organization(Schema):
    """The organisation that this installation serves."""

    name: str
    time_zone: str
    language: str
    version: int
    settings: dict[str, Any]


class OrganizationChanges(Given):
    """Fields of the organisation to set."""

    name: Short = ""
    time_zone: Annotated[Short, Field(max_length=64)] = ""
    language: Annotated[Short, Field(max_length=16)] = ""
    settings: dict[str, Any] = {}


class Me(Schema):
    """Who asks, and what they may be."""

    person: Person
    roles: list[str]
    scopes: list[str]


class Token(Schema):
    """A personal token, without its secret."""

    id: int
    name: str
    start: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime
    used_on: date | None
    revoked_at: datetime | None


class NewToken(Given):
    """A token to be made."""

    name: Annotated[Short, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[Literal["read", "write", "admin"]], Field(min_length=1, max_length=3)]
    days: Annotated[int, Field(ge=1, le=366)] = 90


class MadeToken(Token):
    """A token as it is shown once."""

    secret: str
