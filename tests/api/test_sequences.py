"""What is made is there, what is removed is gone, and nobody else gets what is one person's own.

Sequences of requests, each about the row that an earlier one answered, as the links of the
description say: made, read, changed, removed, read again. One person sends them; the other's
eyes are tried on every row that was read.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.shortcuts import get_object_or_404
from hypothesis import HealthCheck, settings
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.openapi.checks import (
    EnsureResourceAvailability,
    ObjectLevelAuthorizationViolation,
    UseAfterFree,
)
from schemathesis.wfc.escalation import escalating_provider

from lineofsight.api.routes import parts
from lineofsight.kit.errors import NotFound
from lineofsight.organization import services
from tests.api.sent import PEOPLE, aim, described, description, world
from tests.api.world import Known

pytestmark = pytest.mark.django_db


def by_row() -> dict[str, list[str]]:
    """``/api/v1/goals/{pk}`` and all others: which operations are about the row that it reads."""
    told = description()
    about: dict[str, list[str]] = {}
    names = {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    }
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            answer = next(iter(operation["responses"].values()))
            following = [names[link] for link in answer.get("links", {})]
            row = next((name for name in following if name.endswith("/{pk}")), "")
            if row:
                about.setdefault(row.split(" ")[1], []).append(f"{method.upper()} {path}")
                about[row.split(" ")[1]].extend(following)
    return {row: sorted(set(labels)) for row, labels in about.items()}


ROWS = by_row()

# What a person may not make, or hardly has a part in; all else must once be done.
REFUSED = {
    "employee": {"checks", "grants", "imports", "strategy-versions"},
    "office": {"decisions", "findings"},
}
MADE = sorted(
    row for row, labels in ROWS.items() if any(label.startswith("POST") for label in labels)
)

# To make these, other rows must be named, so schemathesis would begin with what follows instead.
MADE_OF_OTHERS = {"actions", "agreements", "blockers", "check-ins", "feedback", "links"}


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: Any) -> Iterator[Known]:
    with django_db_blocker.unblock(), world() as filled:
        yield filled


@pytest.fixture(scope="module", params=sorted(PEOPLE))
def sent_as(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The interface for one person, with the other as the one who may not see what is theirs."""
    people = tmp_path_factory.mktemp("people") / "auth.json"
    people.write_text(json.dumps({"auth": [who(name) for name in PEOPLE]}))
    return described(
        signed_in=True,
        auth={"wfc": {"path": str(people), "user": request.param, "peers": list(PEOPLE)}},
        phases={"stateful": {"inference": {"algorithms": []}}},
    )


def who(name: str) -> dict[str, Any]:
    header = {"name": "Authorization", "value": f"Bearer {PEOPLE[name]}"}
    return {"name": name, "fixedHeaders": [header]}


def of_one_row(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Keep failures, but for one that is none.

    A list about a row, such as its observations, holds numbers of its own, which can be the
    row's number by chance. test_private.py tries all these addresses.
    """
    bypass = isinstance(failure, ObjectLevelAuthorizationViolation)
    return not bypass or case.path.endswith("/{pk}")


class Sequences:
    """Requests about one kind of row, as one person."""

    def __init__(self, schema: Any, row: str, known: Known) -> None:
        self.answers: Counter[tuple[str, int]] = Counter()
        # With all lists: what the other finds in one is not one person's own, and schemathesis
        # begins only with what names rows that something else is known to answer.
        labels = {*ROWS[row], *(f"GET {each.removesuffix('/{pk}')}" for each in ROWS)}
        if row.split("/")[3] in MADE_OF_OTHERS:
            labels = {label for label in labels if not label.startswith(f"POST {row}/")}
        chosen = schema.include(lambda ctx: ctx.operation.label in labels)
        chosen.hooks.hook("filter_failure")(of_one_row)
        self.machine = self._machine(chosen.as_state_machine(), known)

    def _machine(self, basis: Any, known: Known) -> Any:
        answers = self.answers

        class TakenBack(basis):  # type: ignore[misc, valid-type] # made by schemathesis while it runs
            def setup(self) -> None:
                # Else the other's eyes are tried on the first row alone.
                escalating_provider(self.schema)._probed.clear()
                self.transaction = transaction.atomic()
                self.transaction.__enter__()

            def teardown(self) -> None:
                transaction.set_rollback(True)
                self.transaction.__exit__(None, None, None)

            def before_call(self, case: Any) -> None:
                aim(case, known, follows=self.recorder.find_parent(case_id=case.id) is not None)

            def after_call(self, response: Any, case: Any) -> None:
                super().after_call(response, case)
                answers[case.operation.label, response.status_code] += 1

        return TakenBack

    def send(self, *, times: int, steps: int = 6) -> Counter[tuple[str, int]]:
        """Send so many sequences of so many requests; count the answers."""
        self.machine.run(
            settings=settings(
                max_examples=times,
                stateful_step_count=steps,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            )
        )
        return self.answers


@pytest.mark.slow  # all together
@pytest.mark.parametrize("row", MADE)
def test_what_is_made_is_there_until_it_is_removed(row: str, sent_as: Any, known: Known) -> None:
    assert Sequences(sent_as, row, known).send(times=2)


@pytest.mark.long  # as above, many times
@pytest.mark.parametrize("row", MADE)
def test_what_is_made_is_there_until_it_is_removed_however_long(
    row: str, sent_as: Any, known: Known
) -> None:
    answers = Sequences(sent_as, row, known).send(times=20, steps=8)

    refused = row.split("/")[3] in REFUSED[sent_as.config.auth.wfc.user]
    assert refused or any(200 <= status < 300 for _label, status in answers), answers


def nothing_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "revoke_role", lambda **given: None)


def nothing_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "one", not_found)


def not_found(*given: Any) -> None:
    raise NotFound


def everybody_sees_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "one", lambda caller, model, pk: get_object_or_404(model, pk=pk))


@pytest.mark.long  # until one of many sequences shows it
@pytest.mark.parametrize("sent_as", ["office"], indirect=True)
@pytest.mark.parametrize(
    ("breaks", "failure"),
    [
        (nothing_is_removed, UseAfterFree),
        (nothing_is_there, EnsureResourceAvailability),
        (everybody_sees_all, ObjectLevelAuthorizationViolation),
    ],
)
def test_what_is_broken_on_purpose_is_found(
    breaks: Any, failure: type[Failure], sent_as: Any, known: Known, monkeypatch: Any
) -> None:
    breaks(monkeypatch)

    with pytest.raises(FailureGroup) as found:
        Sequences(sent_as, "/api/v1/grants/{pk}", known).send(times=60)

    assert failure in {type(each) for each in found.value.exceptions}
