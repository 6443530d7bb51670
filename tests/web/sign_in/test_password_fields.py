"""The fields for passwords: they hide what is typed, and let a password manager help."""

import re

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, account

pytestmark = pytest.mark.django_db


def fields(page: str) -> list[str]:
    return re.findall(r"<input[^>]*name=\"\w*password\w*\"[^>]*>", page)


def test_signing_in_takes_a_hidden_password_from_a_manager() -> None:
    shown = fields(Client().get("/sign-in/").content.decode())

    assert len(shown) == 1
    assert 'type="password"' in shown[0]
    assert 'autocomplete="current-password"' in shown[0]


def test_changing_it_asks_for_the_old_one_and_hides_all() -> None:
    client = Client()
    client.force_login(account(password=PASSWORD))
    shown = fields(client.get("/account/password/").content.decode())

    assert shown
    assert all('type="password"' in field for field in shown)
    assert not [field for field in shown if 'autocomplete="off"' in field or "onpaste" in field]


@pytest.mark.parametrize("address", ["/account/password/", "/account/second-factor/app/"])
def test_a_field_does_not_say_its_label_once_more(address: str) -> None:
    client = Client()
    client.force_login(account(password=PASSWORD))
    page = client.get(address, follow=True).content.decode()

    assert fields(page)
    assert "placeholder" not in "".join(fields(page))
    assert "Forgot your password?" not in page
