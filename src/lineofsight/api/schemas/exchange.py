"""Plans into the record and out of it."""

import datetime as dt
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from lineofsight.api.schemas.common import AskedInstant, Given, Ids, Named, Short, Text


class Handling(Given):
    """How a plan is taken into the record."""

    quarantine: bool = Field(False, description="Rows that cannot be placed wait in a list.")
    replace: bool = Field(False, description="Its tables become all there is.")
    new_people: bool = Field(False, description="People whom it only names are added.")
    mapping: dict[Short, Short] = Field(
        {}, description="Who is meant: from what it says to an id, an e-mail, `new` or nothing."
    )


class PlanPreview(Handling):
    """A plan to be looked at."""

    plan: dict[str, Any] = Field(description="A plan file in JSON: tables of rows.")


class NewImport(PlanPreview):
    """A plan to be taken into the record."""

    reason: Text = ""
    digest: Annotated[Short, Field(max_length=64)] = Field(
        "", description="Of the preview: nothing is done if another thing would be done by now."
    )


class Match(Schema):
    """Somebody of the record who may be meant."""

    ref: str
    name: str
    how: str


class UnknownPerson(Schema):
    """Somebody whom a plan names, and what is done about it."""

    named: str
    rows: int
    name: str
    choice: str
    matches: list[Match]


class PlanProblem(Schema):
    """What is wrong with a plan, or worth knowing."""

    table: str
    row: int | None
    column: str
    detail: str
    remedy: str


class Preview(Schema):
    """What a plan would do. Nothing has been changed."""

    digest: str
    is_empty: bool
    counts: dict[str, dict[str, int]]
    added: dict[str, list[str]] = Field(description="The first rows of each table, by name.")
    people: list[UnknownPerson]
    problems: list[PlanProblem] = Field(description="With any of these it cannot be imported.")
    notices: list[PlanProblem]
    waiting: int = Field(description="Rows that would wait in the list.")


class Import(Schema):
    """That a plan was taken into the record."""

    id: int
    file: str
    hash: str
    actor: Named | None
    at: dt.datetime
    reason: str
    state: str
    counts: dict[str, dict[str, int]]


class Undo(Given):
    """To take an import back; `partial` leaves what was changed since."""

    partial: bool = False
    reason: Text = ""


class Undone(Schema):
    """What an undo did: rows removed and restored by table, and rows left as they are."""

    counts: dict[str, list[int]]
    left: list[str]


class QuarantinedRow(Schema):
    """A row that has no place yet."""

    id: int
    version: int
    import_id: int | None
    file: str
    table: str
    row: int | None
    content: dict[str, Any]
    problems: list[str]
    state: str
    since: dt.datetime
    decided_at: dt.datetime | None


class WaitingRows(Given):
    """Rows that wait, and why they are decided on."""

    ids: Annotated[Ids, Field(min_length=1)]
    reason: Text = ""


class AsOf(Schema):
    """Which instant."""

    as_of: AskedInstant | None = Field(None, description="With its zone. Default: now.")
