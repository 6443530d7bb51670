"""Conversations through the interface: the whole of one, and nothing of it for others."""

from datetime import timedelta
from typing import Any

import pytest

from lineofsight.goals.models import Goal
from lineofsight.organization.selectors.days import today
from tests.api.programs import Program
from tests.factories import goals
from tests.factories import organization as people
from tests.factories import rhythm as make

pytestmark = pytest.mark.django_db


def number(answer: Any) -> int:
    assert answer.status_code in {200, 201}, answer.content
    return int(answer.json()["id"])


def test_a_check_in_with_its_agreements_and_feedback() -> None:
    manager = people.person("Jonas")
    person = people.person("Leila", manager=manager)
    leads, reports = Program(manager), Program(person)
    goal = goals.goal(owner=person)
    soon, later = today() + timedelta(7), today() + timedelta(14)

    talk = number(
        reports.post(
            "/check-ins",
            {
                "manager_id": manager.pk,
                "person_id": person.pk,
                "parts": ["outcomes", "ahead"],
                "goal_ids": [goal.pk],
            },
        )
    )
    promise = {"owner_id": person.pk, "text": "Book the sites.", "goal_id": goal.pk}
    first = number(leads.post(f"/check-ins/{talk}/agreements", {**promise, "due": f"{soon}"}))
    moved = reports.ask(
        "POST", f"/agreements/{first}/moving", {"due": f"{later}"}, **{"If-Match": '"v1"'}
    )
    second = number(moved)
    done = reports.ask(
        "POST", f"/agreements/{second}/closing", {"closed": "done"}, **{"If-Match": '"v1"'}
    )
    said = number(leads.post("/feedback", {"receiver_id": person.pk, "text": "It helped."}))

    assert done.json()["closed"] == "done"
    states = {one["id"]: one["closed"] for one in leads.get("/agreements").json()["items"]}
    assert states == {first: "moved", second: "done"}
    assert reports.get(f"/check-ins/{talk}").json()["goals"][0]["id"] == goal.pk
    assert reports.get(f"/feedback/{said}").json()["author"]["name"] == "Jonas"
    for other in (people.person("Eve"), people.administrator(), people.strategy_office()):
        asks = Program(other)
        for address in (f"/check-ins/{talk}", f"/agreements/{first}", f"/feedback/{said}"):
            assert asks.get(address).status_code == 404, (other, address)
            assert asks.get(f"/{address.split('/')[1]}").json()["items"] == []


def test_a_goal_that_became_confidential_is_not_named() -> None:
    manager = people.person("Jonas")
    person = people.person("Leila", manager=manager)
    goal = goals.goal("A merger", owner=manager)
    talk = make.check_in(manager, person, goals=[goal])
    make.agreement(talk, person, goal=goal)
    make.feedback(manager, person, goal=goal)
    Goal.objects.filter(pk=goal.pk).update(confidential=True)

    for asks in (Program(manager), Program(person)):
        for address in ("/check-ins", "/agreements", "/feedback"):
            answer = asks.get(address)
            assert len(answer.json()["items"]) == 1
            assert "merger" not in answer.content.decode()
