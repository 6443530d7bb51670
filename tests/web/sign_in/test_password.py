"""Signing in with address and password, and a new password by mail."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from lineofsight.organization.models import Account, AuditEntry
from lineofsight.web.sign_in.hashing import BoundedArgon2
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import link_in, sign_in, without_token, work

pytestmark = pytest.mark.django_db
OTHER = "quite another staircase"


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_right_password_signs_in_whatever_the_case_of_the_address() -> None:
    account(email="Anna@Example.org", password=PASSWORD)
    client = Client()

    answer = sign_in(client, "anna@example.ORG")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)


def test_signing_in_leads_to_the_page_that_was_asked_for() -> None:
    one = account(password=PASSWORD)
    client = Client()

    asked = client.get("/account/sessions/")
    answer = client.post(
        "/sign-in/",
        {"login": one.email, "password": PASSWORD, "next": "/account/sessions/"},
    )

    assert asked["Location"] == "/sign-in/?next=/account/sessions/"
    assert answer["Location"] == "/account/sessions/"


def test_it_does_not_lead_away_from_here() -> None:
    one = account(password=PASSWORD)

    answer = Client().post(
        "/sign-in/", {"login": one.email, "password": PASSWORD, "next": "https://evil.example/"}
    )

    assert answer["Location"] == "/"


@pytest.mark.parametrize("why", ["nobody", "wrong", "closed", "left", "none"])
def test_every_refusal_reads_the_same(why: str) -> None:
    one = account(email="anna@example.org", password=None if why == "none" else PASSWORD)
    if why == "closed":
        Account.objects.filter(pk=one.pk).update(is_active=False)
    if why == "left":
        type(one.person).objects.filter(pk=one.person_id).update(end_date="2020-01-01")
    email = "anna@example.org" if why != "nobody" else "ella@example.org"
    password = PASSWORD if why != "wrong" else OTHER

    answer = sign_in(Client(), email, password)

    shown = answer.content.replace(email.encode(), b"")
    account(email="bert@example.org", password=PASSWORD)
    other = sign_in(Client(), "bert@example.org", OTHER)
    assert answer.status_code == other.status_code == 200
    assert without_token(shown) == without_token(other.content.replace(b"bert@example.org", b""))


@pytest.mark.parametrize("email", ["anna@example.org", "nobody@example.org", "none@example.org"])
def test_every_attempt_costs_one_hash(email: str, settings, monkeypatch) -> None:
    account(email="anna@example.org", password=PASSWORD)
    account(email="none@example.org")
    settings.PASSWORD_HASHERS = ["lineofsight.web.sign_in.hashing.BoundedArgon2"]
    Account.objects.get(email="anna@example.org").set_password(PASSWORD)
    hashed = account(email="warm@example.org", password=PASSWORD).password
    Account.objects.filter(email="anna@example.org").update(password=hashed)
    spent: list[str] = []
    encode, verify = BoundedArgon2.encode, BoundedArgon2.verify
    monkeypatch.setattr(
        BoundedArgon2, "encode", lambda *given: (spent.append("encode"), encode(*given))[1]
    )
    monkeypatch.setattr(
        BoundedArgon2, "verify", lambda *given: (spent.append("verify"), verify(*given))[1]
    )

    sign_in(Client(), email, OTHER)

    assert len(spent) == 1


def test_what_is_no_password_at_all_is_not_hashed(monkeypatch) -> None:
    one = account(password=PASSWORD)
    spent: list[str] = []
    monkeypatch.setattr(Account, "check_password", lambda *given: spent.append("hash"))

    answer = sign_in(Client(), one.email, "x" * 100_000)

    assert answer.status_code == 200
    assert spent == []


def test_passwords_are_kept_with_argon2id(settings) -> None:
    settings.PASSWORD_HASHERS = ["lineofsight.web.sign_in.hashing.BoundedArgon2"]
    one = account(password=PASSWORD)

    assert one.password.startswith("argon2$argon2id$v=19$m=65536,t=2,p=1$")
    assert one.check_password(PASSWORD)
    assert not one.check_password(OTHER)


def test_the_session_has_a_new_name_after_signing_in() -> None:
    one = account(password=PASSWORD)
    client = Client()
    client.session["kept"] = "x"
    client.session.save()
    client.get("/sign-in/")
    before = client.session.session_key

    sign_in(client, one.email)

    assert client.session.session_key != before


def test_signing_out_ends_the_session() -> None:
    one = account()
    client = Client()
    client.force_login(one)

    answer = client.post("/sign-out/")

    assert answer["Location"] == "/sign-in/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)


def test_asking_for_a_new_password_reads_the_same_for_everybody() -> None:
    account(email="anna@example.org", password=PASSWORD)

    known = Client().post("/new-password/", {"email": "anna@example.org"})
    unknown = Client().post("/new-password/", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_mail_goes_only_to_who_has_an_account() -> None:
    account(email="anna@example.org", password=PASSWORD)
    for email in ("nobody@example.org", "anna@example.org"):
        Client().post("/new-password/", {"email": email})

    work()

    assert [one.to for one in mail.outbox] == [["anna@example.org"]]


def reset(client: Client, email: str, password: str) -> int:
    client.post("/new-password/", {"email": email})
    work()
    link = link_in(str(mail.outbox[-1].body))
    page = client.get(link, follow=True)
    path = page.redirect_chain[-1][0]
    return client.post(path, {"password1": password, "password2": password}).status_code


def test_the_mailed_link_sets_a_new_password_and_ends_every_session() -> None:
    one = account(email="anna@example.org", password=PASSWORD)
    elsewhere = Client()
    elsewhere.force_login(one)

    status = reset(Client(), "anna@example.org", OTHER)

    assert status == 302
    assert not is_in(elsewhere)
    assert sign_in(Client(), "anna@example.org", OTHER).status_code == 302


def test_the_mailed_link_works_once() -> None:
    account(email="anna@example.org", password=PASSWORD)
    reset(Client(), "anna@example.org", OTHER)

    again = Client().get(link_in(str(mail.outbox[0].body)), follow=True)

    assert b"used already, or is too old" in again.content


def test_the_mailed_link_is_on_our_own_name_whatever_the_request_says(settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    account(email="anna@example.org", password=PASSWORD)
    Client().post("/new-password/", {"email": "anna@example.org"}, headers={"host": "evil.example"})

    work()

    assert settings.LINEOFSIGHT_URL in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body


def test_the_mailed_link_is_over_after_an_hour() -> None:
    account(email="anna@example.org", password=PASSWORD)
    Client().post("/new-password/", {"email": "anna@example.org"})
    work()

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        late = Client().get(link_in(str(mail.outbox[0].body)), follow=True)

    assert b"used already, or is too old" in late.content


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("short one", False),
        ("password123", False),
        ("example-person-77", True),
        ("nur kleine buchstaben", True),
        ("y" * 64, True),
        ("a😀b" * 20, True),
        ("y" * 257, False),
    ],
)
def test_what_a_password_must_be(password: str, taken: bool) -> None:
    account(email="anna@example.org", password=PASSWORD)

    status = reset(Client(), "anna@example.org", password)

    assert (status == 302) is taken


def test_changing_the_password_ends_the_other_sessions_but_not_this() -> None:
    one = account(password=PASSWORD)
    here, there = Client(), Client()
    sign_in(here, one.email)
    sign_in(there, one.email)

    answer = here.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )

    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(there)


def test_the_owner_is_told_that_the_password_was_changed() -> None:
    one = account(password=PASSWORD)
    client = Client()
    sign_in(client, one.email)

    client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )

    assert [(one_mail.to, one_mail.subject) for one_mail in mail.outbox] == [
        ([one.email], "Your password was changed")
    ]


def test_a_changed_password_is_on_record_without_the_password() -> None:
    one = account(password=PASSWORD)
    client = Client()
    sign_in(client, one.email)

    client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )

    entry = AuditEntry.objects.get(verb="account.password_changed")
    assert (entry.actor_id, entry.subject_id) == (one.person_id, one.pk)
    assert OTHER not in str(vars(entry))


def test_nobody_signs_up() -> None:
    assert Client().get("/signup/").status_code == 404
    assert Client().get("/accounts/signup/").status_code == 404
