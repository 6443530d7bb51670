"""Linking goals, measuring them, and saying how far they are."""

import pytest
from django.test import Client

from lineofsight.goals.models import Goal, KeyResult, Link
from tests.factories import goals as make
from tests.factories.accounts import account
from tests.factories.organization import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> Client:
    """A browser in which Alice has signed in; her goal is called Fewer leaks."""
    one = person("Alice")
    make.goal("Fewer leaks", owner=one)
    client.force_login(account(one))
    return client


def leaks() -> Goal:
    return Goal.objects.get(title="Fewer leaks")


def test_a_goal_is_linked_to_what_was_found_by_its_words(alice: Client) -> None:
    water = make.goal("Safe water", owner=person("Bob"))
    make.goal("A merger", owner=person("Carol"), confidential=True)
    at = f"/goals/{leaks().pk}/link"

    offered = alice.get(f"{at}?q=water").content.decode()
    everything = alice.get(f"{at}?q=merger").content.decode()
    answer = alice.post(
        at, {"kind": "supports", "end": f"goal-{water.pk}", "rationale": "Pipes hold."}
    )

    assert "Safe water" in offered
    assert "A merger" not in everything
    assert answer["Location"] == f"/goals/{leaks().pk}"
    assert Link.objects.get().rationale == "Pipes hold."


@pytest.mark.parametrize("end", ["", "goal-", "team-1", "goal-x"])
def test_an_end_that_is_none_is_refused_in_words(alice: Client, end: str) -> None:
    answer = alice.post(f"/goals/{leaks().pk}/link", {"kind": "supports", "end": end})

    assert answer.status_code == 422
    assert "Choose what the goal is linked to." in answer.content.decode()


def test_a_goal_is_not_linked_to_one_that_is_hidden(alice: Client) -> None:
    hidden = make.goal("A merger", owner=person("Carol"), confidential=True)

    answer = alice.post(
        f"/goals/{leaks().pk}/link", {"kind": "supports", "end": f"goal-{hidden.pk}"}
    )

    assert answer.status_code == 404
    assert not Link.objects.exists()


def test_a_circle_is_refused_in_words(alice: Client) -> None:
    above = make.goal("Safe water", owner=leaks().owner)
    make.supports(leaks(), above)

    answer = alice.post(
        f"/goals/{above.pk}/link", {"kind": "supports", "end": f"goal-{leaks().pk}"}
    )

    assert answer.status_code in {409, 422}
    assert "circle" in answer.content.decode()


def test_a_link_is_taken_away(alice: Client) -> None:
    link = make.supports(leaks(), make.goal("Safe water"))

    alice.post(f"/links/{link.pk}/remove", {"goal": leaks().pk})

    assert not Link.objects.exists()


def test_a_measure_is_added_and_changed(alice: Client) -> None:
    at = f"/goals/{leaks().pk}/key-results"
    alice.post(at, {"title": "Leaks", "baseline": "8", "target": "4", "unit": "a km"})
    made = KeyResult.objects.get()

    changed = {"title": "Leaks", "baseline": "8", "target": "2", "version": made.version}
    alice.post(f"/key-results/{made.pk}/edit", {**changed, "reason": "We can."})

    made.refresh_from_db()
    assert made.target == 2
    assert made.goal.revisions.get(field="target").reason == "We can."


def test_a_measure_without_a_name_is_refused_beside_its_field(alice: Client) -> None:
    answer = alice.post(f"/goals/{leaks().pk}/key-results", {"title": ""})

    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()


def test_what_is_said_of_progress_stands_beside_the_automatic_value(alice: Client) -> None:
    result = make.key_result(leaks(), baseline=8, target=4)
    make.observe(result, 6)

    sent = {"value": "80", "reason": "The meter is wrong.", "version": leaks().version}
    alice.post(f"/goals/{leaks().pk}/override", sent)
    page = alice.get(f"/goals/{leaks().pk}").content.decode()

    assert "its owner says 80 %: The meter is wrong." in page
    assert "50 %" in page
