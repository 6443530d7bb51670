"""Asking for a check through the interface: answered at once, and followed until it is over."""

import pytest

from lineofsight.alignment.services import tick
from tests.api.programs import Programs
from tests.factories import organization

pytestmark = pytest.mark.django_db


def test_a_check_is_asked_for_and_followed_until_it_is_over(program: Programs) -> None:
    office = program(organization.strategy_office("Olga Dahl"), "read", "write")

    asked = office.post("/checks", {})
    followed = office.get(asked["Location"].removeprefix("/api/v1"))
    tick()
    over = office.get(f"/checks/{asked.json()['id']}")

    assert asked.status_code == 202
    assert followed.json()["state"] == "waiting"
    assert followed.json()["doing"].startswith("No worker is running.")
    assert (over.json()["state"], over.json()["progress"], over.json()["doing"]) == ("done", 1, "")


def test_asking_again_is_answered_with_the_check_that_waits(program: Programs) -> None:
    office = program(organization.strategy_office("Olga Dahl"), "read", "write")

    assert office.post("/checks", {}).json()["id"] == office.post("/checks", {}).json()["id"]


def test_a_member_asks_for_no_check(program: Programs) -> None:
    assert program(None, "read", "write").post("/checks", {}).status_code == 403
