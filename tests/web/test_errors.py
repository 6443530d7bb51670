"""Pages for what did not work."""

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.organization.models import Invitation, Organization, Person
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings) -> Client:
    settings.ROOT_URLCONF = "tests.web.addresses"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("not-found", 404, "There is nothing here"),
        ("not-allowed", 403, "Ask &lt;b&gt;its&lt;/b&gt; owner."),
        ("invalid", 422, "A goal needs a title."),
        ("conflict", 409, "Somebody was quicker."),
        ("busy", 503, "Just now not."),
    ],
)
def test_a_refusal_of_the_domain_has_its_page(
    client: Client, how: str, status: int, said: str
) -> None:
    answer = client.get(f"/tests/{how}/")

    assert answer.status_code == status
    assert said in answer.content.decode()


def test_busy_says_when_to_try_again(client: Client) -> None:
    assert client.get("/tests/busy/")["Retry-After"] == "5"


def test_a_defect_shows_no_trace_but_a_number_to_report(client: Client) -> None:
    answer = client.get("/tests/broken/")

    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "secret of the trace" not in answer.content.decode()


def test_what_is_hidden_and_what_is_absent_read_the_same_to_the_byte(client: Client) -> None:
    now = timezone.now()
    hidden = Invitation.objects.create(
        person=Person.objects.create(name="Anna"), secret="0" * 64, sent_at=now, expires_at=now
    )
    client.force_login(account())

    answers = [
        client.get(path)
        for path in (f"/tests/invitations/{hidden.pk}/", "/tests/invitations/999/", "/nowhere/")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_view_knows_who_asks(client: Client) -> None:
    one = account(Person.objects.create(name="Anna"))
    client.force_login(one)

    answer = client.get("/tests/who/", headers={"x-request-id": "named-by-proxy"})

    assert answer.content.decode() == "Anna True named-by-proxy UTC"


@pytest.mark.parametrize(
    ("own", "zone"),
    [("Asia/Kathmandu", "Asia/Kathmandu"), ("", "America/New_York"), ("Nowhere/City", "UTC")],
)
def test_the_request_has_its_persons_time(client: Client, own: str, zone: str) -> None:
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "America/New_York"})
    client.force_login(account(Person.objects.create(name="Anna", time_zone=own)))

    assert client.get("/tests/who/").content.decode().endswith(zone)


def test_the_request_has_the_organisations_language(client: Client) -> None:
    Organization.objects.update_or_create(pk=1, defaults={"language": "de"})
    client.force_login(account())

    page = client.get("/account/")

    assert '<html lang="de"' in page.content.decode()
    assert page["Content-Language"] == "de"
