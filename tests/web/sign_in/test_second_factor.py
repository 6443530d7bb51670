"""Codes of an app, recovery codes, and showing once more that it is oneself."""

import base64
import hmac
import re
import struct
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from lineofsight.organization.models import Account, AuditEntry
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import sign_in

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    """Compute the code that an app shows now (RFC 6238), independently of the product."""
    counter = int(timezone.now().timestamp()) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def again(client: Client) -> None:
    """Show once more that it is oneself."""
    client.post("/account/again/", {"password": PASSWORD})


def set_up(client: Client, one: Account) -> str:
    """Set up an app and return its key."""
    sign_in(client, one.email)
    again(client)
    page = client.get("/account/second-factor/app/")
    secret = str(page.context["form"].secret)
    answer = client.post("/account/second-factor/app/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content
    return secret


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as travel:
        yield travel


def test_the_password_alone_does_not_sign_in_any_more(clock) -> None:
    one = account(password=PASSWORD)
    set_up(Client(), one)
    client = Client()

    answer = sign_in(client, one.email)

    assert answer["Location"] == "/sign-in/code/"
    assert not is_in(client)


def test_the_code_completes_it(clock) -> None:
    one = account(password=PASSWORD)
    secret = set_up(Client(), one)
    clock.shift(60)
    client = Client()
    sign_in(client, one.email)

    client.post("/sign-in/code/", {"code": code_of(secret)})

    assert is_in(client)


def test_a_code_signs_in_once(clock) -> None:
    one = account(password=PASSWORD)
    secret = set_up(Client(), one)
    clock.shift(60)
    clients = [Client(), Client()]
    for client in clients:
        sign_in(client, one.email)
        client.post("/sign-in/code/", {"code": code_of(secret)})

    assert [is_in(client) for client in clients] == [True, False]


def test_a_second_factor_is_on_record(clock, django_capture_on_commit_callbacks) -> None:
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client, account(password=PASSWORD))
        client.post("/account/second-factor/app/off/")

    kept = AuditEntry.objects.filter(verb__startswith="account.second")
    assert {
        ("account.second_factor_added", "totp"),
        ("account.second_factor_removed", "totp"),
        ("account.second_factor_removed", "recovery_codes"),
    } <= {(entry.verb, entry.reason) for entry in kept}


def test_codes_are_tried_five_times_a_minute(clock) -> None:
    one = account(password=PASSWORD)
    set_up(Client(), one)
    client = Client()
    sign_in(client, one.email)

    found = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(6)]

    assert found == [200] * 5 + [429]


def test_the_key_is_not_kept_in_the_clear(clock) -> None:
    one = account(password=PASSWORD)
    secret = set_up(Client(), one)

    kept = str(Authenticator.objects.get(type=Authenticator.Type.TOTP).data)

    assert secret not in kept


def test_a_recovery_code_signs_in_once(clock) -> None:
    one = account(password=PASSWORD)
    first = Client()
    set_up(first, one)
    shown = first.get("/account/second-factor/codes/").content.decode()
    code = re.findall(r"<code>(\d{8})</code>", shown)[0]
    clients = [Client(), Client()]
    for client in clients:
        sign_in(client, one.email)
        client.post("/sign-in/code/", {"code": code})

    assert [is_in(client) for client in clients] == [True, False]


def test_recovery_codes_come_as_a_file(clock) -> None:
    client = Client()
    set_up(client, account(password=PASSWORD))

    file = client.get("/account/second-factor/codes/file/")

    assert len(file.content.split()) == 10
    assert file["Content-Disposition"].startswith("attachment")


def test_the_owner_is_told(clock, django_capture_on_commit_callbacks) -> None:
    one = account(password=PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(Client(), one)

    assert [(one_mail.to, one_mail.subject) for one_mail in mail.outbox] == [
        ([one.email], "Second step switched on")
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/account/second-factor/app/",
        "/account/second-factor/codes/new/",
        "/account/passkeys/new/",
    ],
)
def test_what_matters_asks_once_more(path: str, clock) -> None:
    one = account(password=PASSWORD)
    client = Client()
    secret = set_up(client, one)
    client.post("/account/second-factor/app/off/")
    assert secret
    clock.shift(timedelta(minutes=11))

    answer = client.get(path)

    assert answer["Location"] == f"/account/again/?next={path.replace('/', '%2F')}"


def test_a_wrong_password_does_not_show_that_it_is_oneself() -> None:
    one = account(password=PASSWORD)
    client = Client()
    sign_in(client, one.email)

    client.post("/account/again/", {"password": "wrong"})

    assert client.get("/account/second-factor/app/").status_code == 302


def test_it_can_be_switched_off(clock) -> None:
    one = account(password=PASSWORD)
    client = Client()
    set_up(client, one)

    client.post("/account/second-factor/app/off/")

    fresh = Client()
    sign_in(fresh, one.email)
    assert is_in(fresh)


@pytest.mark.parametrize(
    "said",
    ["", "{}", "[]", "null", '"x"', "[1]", '{"id": 1}', '{"response": {"userHandle": "!"}}', "{"],
)
def test_nonsense_in_place_of_a_passkey_crashes_nothing(said: str) -> None:
    client = Client()
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})

    answer = client.post("/sign-in/passkey/", {"credential": said})

    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/"
