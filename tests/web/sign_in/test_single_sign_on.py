"""Single sign-on against a provider that speaks over real sockets."""

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from lineofsight.config.sign_in import sign_in_settings
from lineofsight.organization.models import Account, Person
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import sign_in
from tests.web.sign_in.provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.django_db
ANNA = {"sub": "0001", "email": "anna@example.org", "email_verified": True, "name": "Anna"}


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    with running() as found:
        said = sign_in_settings(
            {
                "OIDC_ISSUER": found.issuer,
                "OIDC_CLIENT_ID": CLIENT,
                "OIDC_CLIENT_SECRET": SECRET,
                "OIDC_NAME": "Kestrel ID",
            }
        )
        settings.SOCIALACCOUNT_PROVIDERS = said["SOCIALACCOUNT_PROVIDERS"]
        found.who = dict(ANNA)
        yield found


def there_and_back(client: Client, further: str = "") -> HttpResponse:
    """Press the button, let the provider answer, and come back."""
    query = f"?next={further}" if further else ""
    start = client.post(f"/sign-in/with/sso/{query}")
    assert start.status_code == 302, start.content
    there = urlsplit(start["Location"])
    wire = HTTPConnection(there.netloc)
    wire.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(wire.getresponse().getheader("Location", ""))
    wire.close()
    return client.get(f"{back.path}?{back.query}")


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_entrance_offers_it_by_name(provider: Provider) -> None:
    assert "Sign in with Kestrel ID" in Client().get("/sign-in/").content.decode()


def test_without_a_provider_nothing_is_offered() -> None:
    assert "Sign in with Kestrel" not in Client().get("/sign-in/").content.decode()
    assert Client().post("/sign-in/with/sso/").status_code == 404


def test_who_has_an_account_is_signed_in(provider: Provider) -> None:
    account(email="Anna@example.org")
    client = Client()

    answer = there_and_back(client)

    assert answer.status_code == 302, answer.content
    assert is_in(client)


def test_it_leads_to_the_page_that_was_asked_for(provider: Provider) -> None:
    account(email="anna@example.org")

    assert there_and_back(Client(), "/account/sessions/")["Location"] == "/account/sessions/"


def test_who_works_here_gets_an_account_at_the_first_time(provider: Provider) -> None:
    anna = Person.objects.create(name="Anna", email="anna@example.org")
    client = Client()

    there_and_back(client)

    assert is_in(client)
    made = Account.objects.get()
    assert (made.person, made.has_usable_password()) == (anna, False)


def test_who_is_unknown_is_told_whom_to_ask(provider: Provider) -> None:
    client = Client()

    answer = there_and_back(client)

    assert answer.status_code == 403
    assert "Ask your HR partner or an administrator" in answer.content.decode()
    assert not is_in(client)
    assert not Account.objects.exists()


def test_who_has_left_is_unknown(provider: Provider) -> None:
    Person.objects.create(name="Anna", email="anna@example.org", end_date="2020-01-01")

    assert there_and_back(Client()).status_code == 403


def test_an_account_that_is_switched_off_stays_so(provider: Provider) -> None:
    one = account(email="anna@example.org")
    there_and_back(Client())
    Account.objects.filter(pk=one.pk).update(is_active=False)
    client = Client()

    there_and_back(client)

    assert not is_in(client)


@pytest.mark.parametrize("said", [False, "true", None])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    provider: Provider, said: object
) -> None:
    account(email="anna@example.org")
    provider.who["email_verified"] = said
    client = Client()

    assert there_and_back(client).status_code == 403
    assert not is_in(client)


def test_an_installation_may_vouch_for_its_providers_addresses(
    provider: Provider, settings
) -> None:
    settings.OIDC_EMAILS_ARE_VERIFIED = True
    account(email="anna@example.org")
    del provider.who["email_verified"]
    client = Client()

    there_and_back(client)

    assert is_in(client)


def test_afterwards_the_providers_own_name_counts_not_the_address(provider: Provider) -> None:
    one = account(email="anna@example.org")
    there_and_back(Client())
    provider.who["email"] = "anna.married@example.org"
    client = Client()

    there_and_back(client)

    assert client.get("/account/").context["request"].user == one


def test_an_address_that_was_given_to_somebody_else_opens_nothing(provider: Provider) -> None:
    account(email="anna@example.org")
    there_and_back(Client())
    provider.who["sub"] = "0002"
    client = Client()

    assert there_and_back(client).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "lie", ["forged", "unsigned", "shared", "issuer", "audience", "old", "nameless", "refusal"]
)
def test_a_token_that_does_not_hold_opens_nothing(provider: Provider, lie: str) -> None:
    account(email="anna@example.org")
    provider.lies = {lie}
    client = Client()

    answer = there_and_back(client)

    assert answer.status_code in {302, 401, 502}
    assert not is_in(client)


def test_what_the_token_leaves_out_the_provider_is_asked(provider: Provider) -> None:
    account(email="anna@example.org")
    provider.lies = {"userinfo"}
    client = Client()

    there_and_back(client)

    assert is_in(client)


def test_but_not_if_it_speaks_of_somebody_else(provider: Provider) -> None:
    account(email="anna@example.org")
    provider.lies = {"userinfo", "two"}
    client = Client()

    assert there_and_back(client).status_code == 401
    assert not is_in(client)


def test_an_answer_to_a_question_of_somebody_else_is_refused(provider: Provider) -> None:
    account(email="anna@example.org")
    victim = Client()

    answer = victim.get("/sign-in/with/sso/back/?code=stolen&state=made-up")

    assert answer.status_code == 401
    assert not is_in(victim)


def test_a_provider_that_is_away_is_said_in_words(provider: Provider) -> None:
    provider.shutdown()
    provider.server_close()

    answer = Client().post("/sign-in/with/sso/")

    assert answer.status_code in {401, 502}
    assert "did not answer as it should" in answer.content.decode()


def test_who_strangers_hold_up_at_the_password_comes_in_this_way(provider: Provider) -> None:
    account(email="anna@example.org", password=PASSWORD)
    for _ in range(6):
        sign_in(Client(), "anna@example.org", "wrong")
    client = Client()

    there_and_back(client)

    assert is_in(client)
