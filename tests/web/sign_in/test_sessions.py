"""When a session ends, and where one sees one's own."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lineofsight.organization.models import Account, Person
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import sign_in

pytestmark = pytest.mark.django_db


def client_of(one: Account, agent: str = "") -> Client:
    client = Client(headers={"user-agent": agent})
    client.force_login(one)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_every_session_ends_when_the_account_is_switched_off() -> None:
    one = account()
    clients = [client_of(one) for _ in range(3)]
    assert [is_in(client) for client in clients] == [True] * 3

    Account.objects.filter(pk=one.pk).update(is_active=False)

    assert [is_in(client) for client in clients] == [False] * 3


def test_every_session_ends_when_the_person_has_left() -> None:
    one = account()
    client = client_of(one)
    assert is_in(client)

    yesterday = timezone.localdate() - timedelta(days=1)
    Person.objects.filter(pk=one.person_id).update(end_date=yesterday)

    assert not is_in(client)


def test_the_last_day_is_still_a_day() -> None:
    one = account()
    Person.objects.filter(pk=one.person_id).update(end_date=timezone.localdate())

    assert is_in(client_of(one))


def test_a_session_ends_when_it_was_idle_for_twelve_hours() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_of(account())
        clock.shift(timedelta(hours=12, seconds=1))
        assert not is_in(client)


def test_a_session_in_use_goes_on() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_of(account())
        for _ in range(4):
            clock.shift(timedelta(hours=11))
            assert is_in(client)


def test_a_session_ends_after_seven_days_however_much_it_is_used() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_of(account())
        for _ in range(16):
            clock.shift(timedelta(hours=10))
            assert is_in(client)
        clock.shift(timedelta(hours=9))
        assert not is_in(client)


def test_a_session_that_was_not_begun_by_signing_in_is_none() -> None:
    client = client_of(account())
    session = client.session
    del session["began"]
    session.save()

    assert not is_in(client)


def test_using_a_session_often_writes_it_rarely() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = client_of(account())
        before = Session.objects.get().session_data
        clock.shift(timedelta(minutes=5))
        client.get("/account/")
        assert Session.objects.get().session_data == before
        clock.shift(timedelta(minutes=6))
        client.get("/account/")
        assert Session.objects.get().session_data != before


def test_who_asks_costs_one_query_beside_the_session(django_assert_num_queries) -> None:
    client = client_of(account())

    with django_assert_num_queries(2):  # the session; the account with its person
        client.get("/nowhere/")


def test_one_sees_where_one_is_signed_in() -> None:
    one = account()
    client_of(one, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0").get("/account/")
    here = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537"})
    Account.objects.filter(pk=one.pk).update(password=account(password=PASSWORD).password)
    sign_in(here, one.email)

    shown = here.get("/account/sessions/").content.decode()

    assert "Chrome, Linux" in shown


def test_one_ends_another_session_of_ones_own() -> None:
    one = account(password=PASSWORD)
    here, there = Client(), Client()
    sign_in(here, one.email)
    sign_in(there, one.email)
    page = here.get("/account/sessions/")
    (other,) = [row for row in page.context["sessions"] if not row["here"]]

    here.post("/account/sessions/", {"end": other["pk"]})

    assert is_in(here)
    assert not is_in(there)


def test_one_ends_all_others_at_once() -> None:
    one = account(password=PASSWORD)
    here, *there = Client(), Client(), Client()
    for client in (here, *there):
        sign_in(client, one.email)

    here.post("/account/sessions/", {"end": "others"})

    assert [is_in(client) for client in (here, *there)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else() -> None:
    one, other = account(password=PASSWORD), account(password=PASSWORD)
    here, theirs = Client(), Client()
    sign_in(here, one.email)
    sign_in(theirs, other.email)
    (row,) = theirs.get("/account/sessions/").context["sessions"]

    here.post("/account/sessions/", {"end": row["pk"]})

    assert is_in(theirs)


def test_what_needs_somebody_leads_to_the_entrance() -> None:
    answer = Client().get("/account/sessions/?page=2")

    assert answer["Location"] == "/sign-in/?next=/account/sessions/%3Fpage%3D2"


def test_a_part_of_a_page_leads_there_as_a_whole() -> None:
    answer = Client().get("/account/sessions/", headers={"hx-request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/sign-in/?next=/account/sessions/"


def test_one_chooses_how_the_pages_look() -> None:
    one = account()
    client = client_of(one)

    client.post("/account/", {"theme": "dark"})

    one.refresh_from_db()
    assert (one.theme, one.single_keys) == ("dark", False)
