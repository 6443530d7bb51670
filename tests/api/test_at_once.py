"""The same request several times, some of them at once: one effect, one answer."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from lineofsight.goals.models import Goal
from lineofsight.organization.models import AuditEntry
from tests.api.programs import Program
from tests.factories import organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Send requests from threads that start together; their answers."""
    ready = threading.Barrier(len(requests))
    answers: list[Any] = [None] * len(requests)

    def send(place: int) -> None:
        try:
            ready.wait(timeout=30)
            answers[place] = requests[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[place]) for place in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert all(answer is not None for answer in answers)
    return answers


def test_a_key_sent_twice_at_once_and_once_again_has_one_effect() -> None:
    alice = Program(organization.person("Alice"))

    def make() -> Any:
        return alice.fresh().post("/goals", {"title": "Fewer leaks"}, **{"Idempotency-Key": "k1"})

    answers = [*at_once(make, make), make()]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.content for answer in answers}) == 1
    assert len({answer["ETag"] for answer in answers}) == 1
    assert sorted("Idempotent-Replayed" in answer for answer in answers) == [False, True, True]
    assert Goal.objects.count() == 1
    assert AuditEntry.objects.filter(verb="goal.created").count() == 1


def test_of_two_changes_of_one_version_one_wins() -> None:
    alice = Program(organization.person("Alice"))
    made = alice.post("/goals", {"title": "Fewer leaks"})
    at = f"/goals/{made.json()['id']}"

    def change(title: str) -> Callable[[], Any]:
        return lambda: alice.fresh().ask(
            "PATCH", at, {"title": title}, **{"If-Match": made["ETag"]}
        )

    titles = ["No leaks", "Ten leaks", "One leak"]
    answers = at_once(*map(change, titles))

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    won = next(title for title, one in zip(titles, answers, strict=True) if one.status_code == 200)
    assert alice.get(at).json()["title"] == won
    assert alice.get(at)["ETag"] == '"v2"'


def test_two_keys_at_once_have_two_effects() -> None:
    alice = Program(organization.person("Alice"))

    def make(key: str) -> Callable[[], Any]:
        return lambda: alice.fresh().post("/goals", {"title": key}, **{"Idempotency-Key": key})

    answers = at_once(make("k1"), make("k2"))

    assert [answer.status_code for answer in answers] == [201, 201]
    assert Goal.objects.count() == 2
