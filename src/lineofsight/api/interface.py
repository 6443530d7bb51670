"""The interface, and how it describes itself: what every operation has in common, said once."""

from typing import Any

from ninja import NinjaAPI

from lineofsight.api.idempotency import LONGEST_KEY, takes_key
from lineofsight.api.reading import reads_one
from lineofsight.api.schemas.exchange import NewImport, PlanPreview
from lineofsight.api.versions import names_version

REFUSAL = {"$ref": "#/components/responses/Problem"}
LIMITED = {"$ref": "#/components/responses/ComeBack"}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same key and body, the request has one effect and one "
    "answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]*$"},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what was read. Another one answers 412, none 428.",
    "schema": {"type": "string", "pattern": '^"v[1-9][0-9]{0,8}"$'},
}
ETAG = {
    "description": "The version that is shown, for If-Match.",
    "required": True,
    "schema": {"type": "string", "pattern": '^"v[1-9][0-9]{0,8}"$'},
}


class Interface(NinjaAPI):
    """The interface, whose description says in one place how it refuses and what headers mean."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """Describe the interface."""
        schema = super().get_openapi_schema(**given)
        views = {
            operation.operation_id or self.get_openapi_operation_id(operation): operation.view_func
            for router in self._get_bound_routers()
            for path in router.path_operations.values()
            for operation in path.operations
        }
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation, views[operation["operationId"]])
        components = schema["components"]
        for model in (PlanPreview, NewImport):  # read by hand: they come as JSON or as a file
            components["schemas"][model.__name__] = model.model_json_schema()
        components["responses"] = _responses()
        _tell_what_follows(schema)
        schemes = components["securitySchemes"]
        schemes["TokenAuth"]["description"] = "A personal token."
        schemes["PageAuth"]["description"] = "The session of a page, with X-CSRFToken for writes."
        return schema


def _complete(path: str, method: str, operation: dict[str, Any], view: Any) -> None:
    """Say of one operation what holds for its kind."""
    operation["operationId"] = _name(operation)
    writes = method != "get"
    headers = [IF_MATCH] if names_version(view) else []
    if takes_key(view):
        headers.append(KEY)
    operation["parameters"] = [*operation["parameters"], *headers]
    for parameter in operation["parameters"]:
        if parameter["in"] == "path" and parameter["schema"].get("type") == "integer":
            parameter["schema"].update(minimum=1, maximum=2**63 - 1)
    takes_body = "requestBody" in operation
    refusals = {401, 429, 503}
    if "{" in path:
        refusals.add(404)
    if writes:
        refusals |= {403, 404, 409, 422}
    if takes_body:
        refusals |= {400, 413}
    if takes_body and "multipart/form-data" in operation["requestBody"]["content"]:
        refusals.add(415)
    if names_version(view):
        refusals |= {412, 428}
    if any(parameter["in"] == "query" for parameter in operation["parameters"]):
        refusals.add(422)
        if reads_one(view):
            refusals.add(404)
    if not writes:
        refusals.add(403)  # a token without the scope
    answers = {code: answer for code, answer in operation["responses"].items() if int(code) < 400}
    answers.update({code: LIMITED if code in {429, 503} else REFUSAL for code in sorted(refusals)})
    operation["responses"] = answers


def _tell_what_follows(schema: dict[str, Any]) -> None:
    """Say which answers carry an ETag, and what can be done next with the row that they show."""
    components = schema["components"]
    rows = {
        _shown(methods["get"]): path
        for path, methods in schema["paths"].items()
        if path.endswith("/{pk}") and "get" in methods
    }
    following: dict[str, dict[str, Any]] = {name: {} for name in rows}
    components["links"] = {}
    for name, row in rows.items():
        for path, methods in schema["paths"].items():
            if path != row and not path.startswith(f"{row}/"):
                continue
            for operation in methods.values():
                link = operation["operationId"]
                components["links"][link] = _link(operation)
                following[name][link] = {"$ref": f"#/components/links/{link}"}
    for methods in schema["paths"].values():
        for operation in methods.values():
            name = _shown(operation)
            answer = next(iter(operation["responses"].values()))
            fields = components["schemas"].get(name, {}).get("properties", {})
            if fields.get("version", {}).get("type") == "integer":
                answer["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
            if following.get(name):
                answer["links"] = following[name]
    components["headers"] = {"ETag": ETAG}


def _shown(operation: dict[str, Any]) -> str:
    """Return the name of the schema of one row that an operation answers; empty for other."""
    answer = next(iter(operation["responses"].values()))
    told = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return str(told.get("$ref", "")).rsplit("/", 1)[-1]


def _link(operation: dict[str, Any]) -> dict[str, Any]:
    known = {"pk": "$response.body#/id", "If-Match": "$response.header.ETag"}
    names = {parameter["name"] for parameter in operation["parameters"]}
    return {
        "operationId": operation["operationId"],
        "parameters": {name: known[name] for name in known if name in names},
    }


def _name(operation: dict[str, Any]) -> str:
    return str(operation["operationId"].rsplit("lineofsight_api_routes_", 1)[-1])


def _responses() -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    wait = {
        "description": "Seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
    return {
        "Problem": {"description": "Refused; RFC 9457 says why.", "content": content},
        "ComeBack": {
            "description": "Not now: too often, or the database is away.",
            "headers": {"Retry-After": wait},
            "content": content,
        },
    }
