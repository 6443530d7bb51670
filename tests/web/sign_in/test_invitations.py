"""Accounts come by invitation."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from lineofsight.kit.errors import Invalid, NotAllowed, NotFound
from lineofsight.organization import invitations
from lineofsight.organization.models import Account, AuditEntry, Invitation, Person
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import link_in, sign_in

pytestmark = pytest.mark.django_db


def somebody(email: str = "anna@example.org") -> Person:
    return Person.objects.create(name="Anna", email=email)


def admin() -> Client:
    client = Client()
    client.force_login(account(None, "administrator"))
    return client


def send(email: str = "anna@example.org", client: Client | None = None) -> str:
    """Send an invitation from the page and return the path in the mail."""
    (client or admin()).post("/invitations/", {"email": email})
    return link_in(str(mail.outbox[-1].body))


def accept(path: str, password: str = PASSWORD, client: Client | None = None) -> int:
    client = client or Client()
    client.get(path)
    return client.post("/invitation/", {"password1": password, "password2": password}).status_code


def test_an_invited_person_chooses_a_password_and_is_in() -> None:
    somebody()
    client = Client()

    status = accept(send(), client=client)

    assert status == 302
    assert client.get("/account/").status_code == 200
    assert sign_in(Client(), "anna@example.org").status_code == 302


def test_the_page_greets_the_person_by_name() -> None:
    somebody()
    client = Client()

    page = client.get(send(), follow=True)

    assert "Welcome, Anna." in page.content.decode()
    assert page.redirect_chain == [("/invitation/", 302)]


def test_an_invitation_is_used_once() -> None:
    somebody()
    path = send()
    accept(path)

    assert accept(path) == 410


def test_an_invitation_gets_too_old() -> None:
    somebody()
    path = send()

    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        assert accept(path) == 410


def test_an_invitation_that_was_withdrawn_opens_nothing() -> None:
    somebody()
    client = admin()
    path = send(client=client)

    client.post(f"/invitations/{Invitation.objects.get().pk}/withdraw/")

    assert accept(path) == 410


def test_a_newer_invitation_ends_the_older() -> None:
    somebody()
    client = admin()
    older, newer = send(client=client), send(client=client)

    assert (accept(older), accept(newer)) == (410, 302)


def test_who_has_left_meanwhile_does_not_get_in() -> None:
    person = somebody()
    path = send()
    Person.objects.filter(pk=person.pk).update(end_date="2020-01-01")

    assert accept(path) == 410


def test_a_weak_password_is_not_taken() -> None:
    somebody()

    assert accept(send(), "password") == 422
    assert not Account.objects.filter(email="anna@example.org").exists()


def test_the_database_holds_no_secret() -> None:
    somebody()
    secret = send().strip("/").split("/")[-1]

    kept = Invitation.objects.get()

    assert secret not in (kept.secret, str(vars(kept)))
    assert len(kept.secret) == 64


@pytest.mark.parametrize("roles", [(), ("strategy_office",), ("auditor",)])
def test_others_do_not_invite(roles: tuple[str, ...]) -> None:
    somebody()
    client = Client()
    client.force_login(account(None, *roles))

    assert client.get("/invitations/").status_code == 403
    assert client.post("/invitations/", {"email": "anna@example.org"}).status_code == 403
    assert not mail.outbox


def test_who_may_not_invite_is_refused_below_the_page_too() -> None:
    with pytest.raises(NotAllowed):
        invitations.invite(actor=account().person, person=somebody())


def test_who_has_an_account_is_not_invited() -> None:
    one = account()

    with pytest.raises(Invalid):
        invitations.invite(actor=None, person=one.person)


def test_a_person_without_an_address_cannot_be_invited() -> None:
    with pytest.raises(Invalid):
        invitations.invite(actor=None, person=somebody(""))


def test_the_page_says_that_nobody_has_the_address() -> None:
    answer = admin().post("/invitations/", {"email": "nobody@example.org"})

    assert answer.status_code == 422
    assert "Nobody here has this address" in answer.content.decode()


def test_an_unknown_secret_reads_like_a_used_one() -> None:
    with pytest.raises(NotFound):
        invitations.invited_by("made-up")


def test_inviting_and_accepting_are_on_record() -> None:
    somebody()
    accept(send())

    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["invitation.sent", "account.created"]
