"""What schemathesis needs to know to send requests of all kinds to the interface."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.feedback import NO_FEEDBACK

# What ``schema.parametrize()`` calls; that one makes every request while tests are collected,
# and the one that does not (``from_fixture``) writes to what pytest 9 keeps to itself.
from schemathesis.pytest._test_builder import build_operation_test

from lineofsight.api.root import api
from tests.api.world import EMPLOYEE, OFFICE, Ids, Known, kept, known

ROOT = "/api/v1"
PEOPLE = {"office": OFFICE, "employee": EMPLOYEE}

CHECKS = {
    # Beyond what schemathesis expects of a request that the description allows: 412 answers a
    # change that names another version, 422 what no description can tell: a day ahead, a circle,
    # a number that names nothing. A 422 for the form is none of these; see the check below.
    # Less than it expects: no redirect, and of the server's errors only 503, "one check at a time".
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422", "429", "503"]
    },
    # Beyond what it expects: 428, which RFC 6585 has for this very header, If-Match.
    "missing_required_header": {"expected-statuses": ["401", "403", "404", "422", "428"]},
    # Beyond what it expects: 412 for an If-Match that is not of this interface's making but could
    # be of another version's, 413 for more than any request may hold. Less: no 405, 406, 409, 5xx.
    "negative_data_rejection": {
        "expected-statuses": ["400", "401", "403", "404", "412", "413", "415", "422", "428"]
    },
}
NOT_NUL, NUL = "^[^\\x00]*$", {"pattern": "\\x00"}


def described(*, signed_in: bool = False, **config: Any) -> Any:
    """The interface as schemathesis reads it; ``config`` adds to how it is tested.

    Who is ``signed_in`` once and for all needs no word about how: whether a row that was made is
    there is looked at only where every parameter comes from a link, and a token never does.
    """
    told = _said_so_that_it_is_quick(description())
    if signed_in:
        del told["components"]["securitySchemes"]
        for methods in told["paths"].values():
            for operation in methods.values():
                del operation["security"]
    schema = schemathesis.openapi.from_dict(
        told,
        config=SchemathesisConfig.from_dict(
            {"checks": CHECKS, "generation": {"deterministic": True, "database": "none"}, **config}
        ),
    )
    schema.app = WSGIHandler()
    return schema


def _said_so_that_it_is_quick(told: Any) -> Any:
    """The same with "does not match NUL" for "matches all but NUL".

    From a pattern and a length schemathesis makes one pattern of a hundred thousand parts.
    """
    if isinstance(told, list):
        return [_said_so_that_it_is_quick(each) for each in told]
    if not isinstance(told, dict):
        return told
    same = {name: _said_so_that_it_is_quick(each) for name, each in told.items()}
    if same.get("pattern") == NOT_NUL:
        del same["pattern"]
        same["not"] = NUL
    return same


@cache
def description() -> Any:
    """The interface as it describes itself; to be read only."""
    return api.get_openapi_schema()


def operations() -> list[str]:
    """``POST /api/v1/goals`` and all others."""
    paths = description()["paths"]
    return [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]


@schemathesis.check
def refused_as_malformed_only_if_it_is(ctx: Any, response: Any, case: Any) -> None:
    """What the description allows is never refused for its form."""
    if response.status_code == 422 and case.meta and case.meta.generation.mode.is_positive:
        assert response.json()["code"] != "malformed", response.text


@schemathesis.check
def refused_as_a_problem(ctx: Any, response: Any, case: Any) -> None:
    """Every refusal is a problem, and says whether it can be sent again."""
    if response.status_code >= 400 and response.request.method != "HEAD":
        assert response.headers["content-type"] == ["application/problem+json"], response.text
        assert response.json()["status"] == response.status_code
    if response.status_code in {429, 503}:
        assert int(response.headers["retry-after"][0]) >= 1


@contextmanager
def world() -> Iterator[Known]:
    """Fill the record once for many tests.

    A request must not close the connection that this is kept on.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with kept():
        yield known()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


REFERRED = {
    "owner": "people",
    "contributor": "people",
    "reader": "people",
    "manager": "people",
    "lead": "people",
    "head": "people",
    "person": "people",
    "can_lift": "people",
    "agreed_with": "people",
    "sponsor": "people",
    "receiver": "people",
    "check_in": "check-ins",
    "champion": "people",
    "team": "teams",
    "parent": "teams",
    "function": "functions",
    "goal": "goals",
    "continues": "goals",
    "source": "goals",
    "pillar": "pillars",
    "kpi": "kpis",
    "measure": "kpis",
    "strategy_version": "strategy-versions",
    "version": "strategy-versions",
    "based_on": "strategy-versions",
    "link": "links",
}


def aim(case: Any, known: Known, *, follows: bool = False) -> None:
    """Point numbers that would name nothing at rows that there are; leave alone what is wrong.

    What ``follows`` from an answer has its address and its ETag from there.
    """
    word = case.path.removeprefix(ROOT).split("/")[1]
    parts = {ParameterLocation.QUERY: case.query, ParameterLocation.BODY: case.body}
    if not follows:
        parts[ParameterLocation.PATH] = case.path_parameters
    for location, part in parts.items():
        if isinstance(part, dict) and not case.meta.is_negative_at(location):
            for name, value in part.items():
                part[name] = _aimed(name, value, word, known.ids)
    wrong = follows or case.meta.is_negative_at(ParameterLocation.HEADER)
    if "If-Match" in case.headers and not wrong and len(case.headers["If-Match"]) % 2:
        number = (case.path_parameters or {}).get("pk", 1)
        case.headers["If-Match"] = f'"v{known.versions.get((word, number), 1)}"'


AHEAD = {"until", "review_by", "needed_by"}  # days that must not have come yet
PLAN = {"goals": [{"id": "NEW", "title": "Brought by a plan"}]}


def _aimed(name: str, value: Any, word: str, ids: Ids) -> Any:
    if name in AHEAD and isinstance(value, str) and value[-1:] in "02468":
        return (timezone.localdate() + timedelta(days=30)).isoformat()
    if name == "code":
        return f"LOS{101 + len(value) % 4}"
    if name == "plan" and len(value) % 2 == 0:
        return PLAN
    if name == "digest":
        return ""
    kind = word if name in {"pk", "ids"} else _referred(name)
    there = ids.get(kind, [])
    if there and isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return there[value % len(there)]
    if there and name == "goal_ids" and value == []:
        return there[:1]  # what is about goals is about one at least
    if there and isinstance(value, list) and all(isinstance(one, int) for one in value):
        return sorted({there[one % len(there)] for one in value if one > 0})
    return value


def _referred(name: str) -> str:
    return REFERRED.get(name.removesuffix("_ids").removesuffix("_id"), "")


class Sender:
    """Sends each case as both people, each time in a transaction that is taken back."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def try_out(self, schema: Any, label: str, examples: int) -> Counter[int]:
        """Send what schemathesis makes of the description of one operation; count the answers."""
        answers: Counter[int] = Counter()

        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        def send(case: Any) -> None:
            answers.update(self.send(case))

        method, path = label.split(" ")
        build_operation_test(
            config=schema.config,
            operation=schema[path][method],
            test_func=send,
            given_kwargs={},
            feedback=NO_FEEDBACK,
        )()
        return answers

    def send(self, case: Any) -> Iterator[int]:
        """Send one case as each of the two people."""
        aim(case, self.known)
        for secret in PEOPLE.values():
            with transaction.atomic():
                answer = case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
                transaction.set_rollback(True)
            yield answer.status_code
