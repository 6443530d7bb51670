"""``lineofsight token``: how a program gets its first token."""

import pytest
from click.testing import CliRunner
from django.test import Client

from lineofsight.cli.token import command
from tests.factories import organization

pytestmark = pytest.mark.django_db


def test_it_prints_a_token_that_acts_as_the_person() -> None:
    organization.person("Ada", email="ada@example.org")

    done = CliRunner().invoke(command, ["ada@example.org", "--name", "dashboard"])

    secret = done.stdout.strip()
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["person"]["name"] == "Ada"
    assert answer.json()["scopes"] == ["read"]


def test_nobody_of_this_address_is_said_so() -> None:
    done = CliRunner().invoke(command, ["nobody@example.org", "--name", "dashboard"])

    assert done.exit_code == 2
    assert "is not the e-mail of one person" in done.output
