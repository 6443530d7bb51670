"""``lineofsight invite``: how the first administrator gets in."""

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from django.test import Client

from lineofsight.cli.invite import command
from lineofsight.organization.models import Account, Grant, Person
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import link_in

pytestmark = pytest.mark.django_db


def run(*said: str) -> Result:
    return CliRunner().invoke(command, list(said))


def test_it_adds_the_person_gives_the_role_and_prints_the_link() -> None:
    result = run("ada@example.org", "--name", "Ada", "--role", "administrator")

    client = Client()
    client.get(link_in(result.stdout))
    client.post("/invitation/", {"password1": PASSWORD, "password2": PASSWORD})
    assert client.get("/invitations/").status_code == 200
    assert [grant.person.name for grant in Grant.objects.all()] == ["Ada"]


def test_it_takes_the_person_who_has_the_address() -> None:
    Person.objects.create(name="Bert", email="Bert@example.org")

    result = run("bert@example.org")

    assert result.exit_code == 0, result.output
    assert Person.objects.count() == 1


def test_it_mails_nobody() -> None:
    run("ada@example.org", "--name", "Ada")

    assert mail.outbox == []


def test_it_asks_for_the_name_of_whom_nobody_knows() -> None:
    result = run("ada@example.org")

    assert result.exit_code == 2
    assert "--name" in result.output


def test_who_has_an_account_gets_no_second() -> None:
    one = account()

    result = run(one.email)

    assert result.exit_code == 2
    assert Account.objects.count() == 1


def test_nothing_is_kept_of_what_was_refused() -> None:
    one = account()

    run(one.email, "--role", "administrator")

    assert not Grant.objects.exists()
