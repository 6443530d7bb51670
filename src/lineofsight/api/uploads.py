"""A plan as it was sent: a JSON document in the body, or any file that ``planfile`` reads."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from pydantic import ValidationError

from lineofsight.api.schemas.exchange import Handling, NewImport, PlanPreview
from lineofsight.kit.errors import Invalid
from lineofsight.planfile.csvfolder import is_table_name
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.schema import FORMAT, VERSION, fold

ENDINGS = (".xlsx", ".csv", ".json", ".xml", ".stratml", ".zip")
WORDS = {"true": True, "false": False}
LARGEST = 10 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Sent:
    """A plan, how it is to be taken in, what it is called, and the SHA-256 of what was sent."""

    document: PlanDocument
    given: NewImport
    file: str
    hash: str


def sent_plan(request: HttpRequest, kind: type[PlanPreview]) -> Sent:
    """Read the plan of a request; ``kind`` says which fields may come with it.

    Raises
    ------
    HttpError
        400 or 415: it cannot be read as what it says it is.
    Invalid
        There is no file, it is too large, or has an ending that is not read.
    PlanError
        With everything that is wrong in it.
    """
    if request.content_type == "multipart/form-data":
        return _file(request, kind)
    if request.content_type != "application/json":
        raise HttpError(415, _("Send application/json, or multipart/form-data with a file."))
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, _("The body is no JSON.")) from error
    given = _validated(kind, told)
    # The heading of a file may be left out here: what is sent to this address is a plan.
    content = json.dumps({"format": FORMAT, "version": VERSION, **given.plan}).encode()
    document = _read(content, ".json", set_aside=given.quarantine)
    return Sent(document, _full(given), "", hashlib.sha256(content).hexdigest())


def _file(request: HttpRequest, kind: type[PlanPreview]) -> Sent:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Invalid({"file": [_("Send the plan as a file in the field “file”.")]})
    name = Path(upload.name or "").name
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        message = _("Files with this ending are not read. Send one of {endings}.")
        raise Invalid({"file": [message.format(endings=", ".join(ENDINGS))]})
    if (upload.size or 0) > LARGEST:
        raise Invalid({"file": [_("The file is larger than 10 MB. Import it by command.")]})
    fields: dict[str, Any] = {name: value for name, value in request.POST.items() if value != ""}
    if "mapping" in fields:
        try:
            fields["mapping"] = json.loads(str(fields["mapping"]))
        except (ValueError, RecursionError) as error:
            raise Invalid({"mapping": [_("This is no JSON object.")]}) from error
    for flag, described in kind.model_fields.items():
        if described.annotation is bool and fields.get(flag) in WORDS:
            fields[flag] = WORDS[str(fields[flag])]  # a form knows text alone
    content = upload.read()
    given = _validated(kind, {**fields, "plan": {}})
    document = _read(content, ending, name, set_aside=given.quarantine)
    return Sent(document, _full(given), name, hashlib.sha256(content).hexdigest())


def _validated(kind: type[PlanPreview], told: object) -> PlanPreview:
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        problems: dict[str, list[str]] = {}
        for one in error.errors():
            problems.setdefault(".".join(map(str, one["loc"])), []).append(one["msg"])
        raise Invalid(problems) from error


def _full(given: PlanPreview) -> NewImport:
    return given if isinstance(given, NewImport) else NewImport(**given.model_dump())


def _read(content: bytes, ending: str, name: str = "", *, set_aside: bool) -> PlanDocument:
    """Read a plan from a folder of its own, under a name of ours but for a table's.

    What is told of the document names the file as its sender does.
    """
    with TemporaryDirectory(prefix="lineofsight-import-") as folder:
        own = Path(fold(Path(name).stem) + ending)
        path = Path(folder) / (own if is_table_name(own) else f"plan{ending}")
        path.write_bytes(content)
        document = read_plan(path, set_aside=set_aside)
    for table in document.tables.values():
        table.file = table.file.replace(str(path), name)
    aside = [replace(one, file=one.file.replace(str(path), name)) for one in document.aside]
    return replace(document, aside=tuple(aside))


def body_described(kind: type[Handling]) -> dict[str, Any]:
    """Describe the two forms in which a plan may be sent."""
    reference = {"$ref": f"#/components/schemas/{kind.__name__}"}
    fields = kind.model_json_schema()["properties"]
    form = {name: field for name, field in fields.items() if name not in {"plan", "mapping"}}
    form["mapping"] = {"type": "string", "description": "A JSON object."}
    form["file"] = {"type": "string", "format": "binary", "description": ", ".join(ENDINGS)}
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": reference},
                "multipart/form-data": {
                    "schema": {"type": "object", "properties": form, "required": ["file"]}
                },
            },
        }
    }


__all__ = ["LARGEST", "Sent", "body_described", "sent_plan"]
