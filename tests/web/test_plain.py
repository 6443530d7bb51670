"""A page has one address: with a slash at its end it leads to the one without."""

import pytest
from django.test import Client

from tests.factories.accounts import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(account())
    return client


@pytest.mark.parametrize(
    ("given", "led_to"),
    [
        ("/goals/", "/goals"),
        ("/strategy/", "/strategy"),
        ("/goals/?view=tree&q=a%26b", "/goals?view=tree&q=a%26b"),
        ("/goals/12/edit/", "/goals/12/edit"),
    ],
)
def test_an_address_with_a_slash_leads_to_the_one_without(
    client: Client, given: str, led_to: str
) -> None:
    answer = client.get(given)

    assert answer.status_code == 301
    assert answer["Location"] == led_to


@pytest.mark.parametrize(
    "address",
    ["/nowhere/", "/goals//", "/goals/x/", "/api/v1/goals/"],
)
def test_an_address_that_is_none_stays_one_with_a_slash(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["//goals/", "//example.org/", "/\\example.org/"])
def test_nobody_is_led_to_another_host(client: Client, path: str) -> None:
    assert client.get("/", PATH_INFO=path).status_code == 404


def test_addresses_that_end_with_a_slash_stay_as_they_are(client: Client) -> None:
    assert client.get("/account/").status_code == 200


def test_nothing_is_sent_on_that_was_to_be_done(client: Client) -> None:
    assert client.post("/goals/new/", {"title": "A goal"}).status_code == 405


def test_who_is_not_signed_in_is_led_there_too_and_then_asked() -> None:
    client = Client()

    assert client.get("/goals/")["Location"] == "/goals"
    assert client.get("/goals")["Location"] == "/sign-in/?next=/goals"
