"""Plans into the record and out of it: preview, import, undo, rows that wait, export."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from lineofsight.api import shown
from lineofsight.api.auth import Caller, caller_of
from lineofsight.api.problems import TooMany
from lineofsight.api.reading import one, writer
from lineofsight.api.routes.parts import answers, once, readable
from lineofsight.api.schemas import exchange as schemas
from lineofsight.api.uploads import Sent, body_described, sent_plan
from lineofsight.exchange import waiting
from lineofsight.exchange.applying import apply
from lineofsight.exchange.export import export
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.exchange.preview import Preview, preview, tables_in, verb_for
from lineofsight.exchange.undoing import undo
from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import access, limits
from lineofsight.organization.access.guards import SIGNED_IN, guards
from lineofsight.planfile.write import write_plan

router = Router(tags=["Plans in and out"])
HOUR = 60 * 60
IMPORTS, EXPORTS = 60, 5  # of one person in an hour: both look at the whole record

readable(router, "/imports", Import, schemas.Import, shown.imported, what="an import")
readable(
    router,
    "/quarantined-rows",
    QuarantinedRow,
    schemas.QuarantinedRow,
    shown.quarantined,
    what="a row that waits",
)


def _allow(caller: Caller, what: str, most: int) -> None:
    wait = limits.allow(f"{what}:{caller.viewer.pk}", most, HOUR)
    if wait:
        raise TooMany(wait)


def _sent(request: HttpRequest, caller: Caller, kind: type[schemas.PlanPreview]) -> Sent:
    """Read what was sent, by somebody who may import something."""
    access.require(caller.viewer, "import.run", Import())
    _allow(caller, "import", IMPORTS)
    sent = sent_plan(request, kind)
    access.require(caller.viewer, verb_for(tables_in(sent.document)), Import())
    return sent


def _preview(caller: Caller, sent: Sent) -> Preview:
    return preview(
        sent.document,
        actor=caller.person,
        mapping=sent.given.mapping,
        quarantine=sent.given.quarantine,
        replace=sent.given.replace,
        new_people=sent.given.new_people,
        file=sent.file,
        hash=sent.hash,
    )


@router.post(
    "/imports/preview",
    response=answers(200, schemas.Preview),
    summary="Look at what a plan would do",
    openapi_extra=body_described(schemas.PlanPreview),
)
@guards("import.run")
def look(request: HttpRequest) -> dict[str, Any]:
    """Answer what a plan would add, change and remove, and what is wrong with it."""
    caller = writer(request, "admin")
    return shown.preview(_preview(caller, _sent(request, caller, schemas.PlanPreview)))


@router.post(
    "/imports",
    response={**answers(201, schemas.Import), 204: None},
    summary="Take a plan into the record",
    openapi_extra=body_described(schemas.NewImport),
)
@once("import.run")
def take_in(request: HttpRequest, response: HttpResponse) -> Status[dict[str, Any] | None]:
    """Take a plan in as a whole or not at all; 204 if it changes nothing."""
    caller = writer(request, "admin")
    sent = _sent(request, caller, schemas.NewImport)
    seen = _preview(caller, sent)
    if sent.given.digest and sent.given.digest != seen.digest:
        raise Conflict(_("The plan would do something else by now. Look at a new preview."))
    made = apply(seen, reason=sent.given.reason)
    return Status(204, None) if made is None else Status(201, shown.imported(made))


@router.post(
    "/imports/{int:pk}/undo",
    response=answers(200, schemas.Undone),
    summary="Take an import back",
)
@once("import.undo")
def take_back(
    request: HttpRequest, response: HttpResponse, pk: int, given: schemas.Undo
) -> dict[str, Any]:
    """Let every row read as before, unless somebody has changed it since."""
    caller = writer(request, "admin")
    done = undo(
        one(caller, Import, pk), actor=caller.person, reason=given.reason, partial=given.partial
    )
    return {
        "counts": {name: list(pair) for name, pair in done.counts.items()},
        "left": [str(each) for each in done.left],
    }


@router.post(
    "/quarantined-rows/placement",
    response={**answers(200, schemas.Import), 204: None},
    summary="Place rows that wait",
)
@once("quarantined.place")
def place(
    request: HttpRequest, response: HttpResponse, given: schemas.WaitingRows
) -> Status[dict[str, Any] | None]:
    """Take waiting rows into the record, all or none; they may need one another."""
    caller = writer(request, "admin")
    made = waiting.place(_rows(caller, given), actor=caller.person, reason=given.reason)
    return Status(204, None) if made is None else Status(200, shown.imported(made))


@router.post(
    "/quarantined-rows/drop", response=answers(204, None), summary="Give rows up that wait"
)
@once("quarantined.drop")
def drop(request: HttpRequest, response: HttpResponse, given: schemas.WaitingRows) -> Status[None]:
    """Give waiting rows up; they stay on the list as dropped."""
    caller = writer(request, "admin")
    waiting.drop(_rows(caller, given), actor=caller.person, reason=given.reason)
    return Status(204, None)


def _rows(caller: Caller, given: schemas.WaitingRows) -> list[QuarantinedRow]:
    seen = access.visible_to(caller.viewer, QuarantinedRow).in_bulk(given.ids)
    missing = [pk for pk in given.ids if pk not in seen]
    if missing:
        raise Invalid({"ids": [f"There is nothing with the number {pk}." for pk in missing]})
    return list(seen.values())


@router.get("/export", response=answers(200, dict[str, Any]), summary="Take the plan out")
@guards(SIGNED_IN)
def take_out(request: HttpRequest, wanted: Query[schemas.AsOf]) -> Any:
    """Answer the plan file in JSON, as far as the caller sees it, now or as of an instant."""
    caller = caller_of(request)
    _allow(caller, "export", EXPORTS)
    document = export(actor=caller.person, at=wanted.as_of)
    with TemporaryDirectory(prefix="lineofsight-export-") as folder:
        path = Path(folder) / "plan.json"
        write_plan(document, path)
        return json.loads(path.read_bytes())
