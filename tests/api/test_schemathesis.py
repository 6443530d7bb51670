"""Every operation under requests that its description allows, and under ones that it does not.

All checks of schemathesis, for two people: one of the strategy office who administrates, and an
employee. Each example is taken back, so that examples do not depend on one another. Numbers in
addresses and bodies are aimed at rows that there are, for most numbers name nothing.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from lineofsight.api.root import api
from tests.api.world import EMPLOYEE, OFFICE, Ids, fill, ids, kept, program

pytestmark = [pytest.mark.django_db, pytest.mark.long]  # hundreds of operations by two people

# 428 and 412 are what a change without, or with another, version answers; 422 is also the answer
# to what no description can tell: a day ahead, a circle, a number that names nothing.
SAID = {
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422", "429", "503"]
        },
        "missing_required_header": {"expected-statuses": ["401", "403", "404", "428"]},
        "negative_data_rejection": {
            "expected-statuses": ["400", "401", "403", "404", "412", "413", "415", "422", "428"]
        },
    },
    "generation": {"deterministic": True, "database": "none"},
}
EXAMPLES = 12
ROOT = "/api/v1"
PEOPLE = {"office": OFFICE, "employee": EMPLOYEE}


def described() -> Any:
    schema = schemathesis.openapi.from_dict(
        api.get_openapi_schema(), config=SchemathesisConfig.from_dict(SAID)
    )
    schema.app = WSGIHandler()
    return schema


interface = described()


@schemathesis.check
def refused_as_malformed_only_if_it_is(ctx: Any, response: Any, case: Any) -> None:
    """What the description allows is never refused for its form."""
    if response.status_code == 422 and case.meta.generation.mode.value == "positive":
        assert response.json()["code"] != "malformed", response.text


@schemathesis.check
def refused_as_a_problem(ctx: Any, response: Any, case: Any) -> None:
    """Every refusal is a problem, and says whether it can be sent again."""
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"], response.text
        assert response.json()["status"] == response.status_code
    if response.status_code in {429, 503}:
        assert int(response.headers["retry-after"][0]) >= 1


@pytest.fixture(scope="module", autouse=True)
def one_transaction() -> Iterator[None]:
    """Keep a request from closing the connection that the test has a transaction on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module", autouse=True)
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ids]:
    with django_db_blocker.unblock(), kept():
        office, employee = fill()
        program(office, OFFICE)
        program(employee, EMPLOYEE)
        KNOWN.update(ids())
        yield KNOWN


KNOWN: Ids = {}
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


def aim(case: Any) -> None:
    """Point numbers that would name nothing at rows that there are."""
    word = case.path.removeprefix(ROOT).split("/")[1]
    for container in (case.path_parameters, case.query, case.body):
        if not isinstance(container, dict):
            continue
        for name, value in container.items():
            if name in {"pk", "ids"}:
                there = KNOWN.get(word, [])
            else:
                there = KNOWN.get(REFERRED.get(name.removesuffix("s").removesuffix("_id"), ""), [])
            if there and isinstance(value, int) and not isinstance(value, bool) and value > 0:
                container[name] = there[value % len(there)]
            elif there and isinstance(value, list) and all(isinstance(v, int) for v in value):
                container[name] = sorted({there[v % len(there)] for v in value if v > 0})
    if case.headers and "If-Match" in case.headers and len(case.headers["If-Match"]) % 2:
        case.headers["If-Match"] = '"v1"'


@pytest.mark.parametrize("who", sorted(PEOPLE))
@interface.parametrize()  # type: ignore[untyped-decorator] # as schemathesis has it
@settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_an_operation_does_as_it_is_described(case: Any, who: str) -> None:
    if case.meta.generation.mode.value == "positive":
        aim(case)
    with transaction.atomic():
        case.call_and_validate(headers={"Authorization": f"Bearer {PEOPLE[who]}"})
        transaction.set_rollback(True)


def test_rows_of_every_kind_are_aimed_at() -> None:
    assert {word for word, there in KNOWN.items() if not there} == set(), json.dumps(KNOWN)
