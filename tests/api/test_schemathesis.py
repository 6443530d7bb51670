"""Every operation under requests that its description allows, and under ones that it does not.

All checks of schemathesis, for two people: one of the strategy office who administrates, and an
employee. Each request is taken back, so that examples do not depend on one another. Numbers in
addresses and bodies are aimed at rows that there are, for most numbers name nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from schemathesis.checks import CHECKS, load_all_checks

from tests.api.sent import Sender, described, operations, world

pytestmark = pytest.mark.django_db
EVERY = operations()

# What hardly any request by chance brings about; all else must be answered with what was asked.
SELDOM = {
    "PUT /api/v1/goals/{pk}/override": "by its owner, with a reason; see test_ways.py",
    "DELETE /api/v1/key-results/{pk}": "by its goal's owner, on its version; see test_ways.py",
    "PUT /api/v1/links/{pk}/trade-off": "of goals that compete, by their owners; see test_ways.py",
    "POST /api/v1/links": "with one end and no other, no circle; see test_ways.py",
    "PUT /api/v1/allocations": "of a person or a team, not of both; see test_private.py",
    "POST /api/v1/findings/{pk}/answer": "after an objection; see test_sequences.py",
    "POST /api/v1/findings/{pk}/withdrawal": "after an objection; see test_sequences.py",
    "POST /api/v1/imports/{pk}/undo": "after an import that did something; see test_limits.py",
}


@pytest.fixture(scope="module")
def sender(django_db_setup: None, django_db_blocker: Any) -> Iterator[Sender]:
    with django_db_blocker.unblock(), world() as known:
        yield Sender(known)


@pytest.fixture(scope="module")
def drawn() -> Any:
    return described(phases={"coverage": {"enabled": False}})


@pytest.fixture(scope="module")
def covered() -> Any:
    return described()


@pytest.mark.slow  # all together
@pytest.mark.parametrize("operation", EVERY)
def test_an_operation_does_as_it_is_described(operation: str, drawn: Any, sender: Sender) -> None:
    assert sender.try_out(drawn, operation, examples=3)


@pytest.mark.long  # some sixteen thousand requests: each part at its bounds, left out, and wrong
@pytest.mark.parametrize("operation", EVERY)
def test_an_operation_does_as_it_is_described_at_every_bound(
    operation: str, covered: Any, sender: Sender
) -> None:
    answers = sender.try_out(covered, operation, examples=25)

    assert operation in SELDOM or any(200 <= status < 300 for status in answers), answers


def test_no_check_is_left_out() -> None:
    load_all_checks()
    used = described().config.checks_config_for()

    off = {name for name in CHECKS.get_all_names() if not used.get_by_name(name=name).enabled}

    assert off == set()
    # Those of the row that is gone, not there, or another's own need a sequence: test_sequences.py.
    assert {"ignored_auth", "negative_data_rejection", "use_after_free"} <= set(
        CHECKS.get_all_names()
    )


def test_rows_of_every_kind_are_aimed_at(sender: Sender) -> None:
    assert {word for word, there in sender.known.ids.items() if not there} == set()
