"""Passkeys in a real browser, with a virtual authenticator."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from lineofsight.organization.models import Account
from tests.factories.accounts import PASSWORD, account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def driver(chromium: str) -> Iterator[Browser]:
    # Playwright runs a loop in this thread; Django takes that for asynchronous views.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(driver: Browser) -> Iterator[Page]:
    context = driver.new_context()
    found = context.new_page()
    problems: list[str] = []
    found.on("pageerror", lambda error: problems.append(str(error)))
    found.on(
        "console",
        lambda said: (
            problems.append(said.text)
            if said.type == "error" and "favicon" not in said.text and "404" not in said.text
            else None
        ),
    )
    yield found
    context.close()
    assert problems == []


@pytest.fixture
def device(page: Page) -> str:
    """Plug in an authenticator that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return str(made["authenticatorId"])


def sign_in(page: Page, url: str, one: Account) -> None:
    page.goto(f"{url}/sign-in/")
    page.get_by_label("E-mail address").fill(one.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/")


def make(page: Page, url: str, one: Account) -> None:
    """Make a passkey from one's own account."""
    sign_in(page, url, one)
    page.goto(f"{url}/account/passkeys/new/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


def sign_out(page: Page, url: str) -> None:
    page.goto(f"{url}/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{url}/sign-in/")


def test_a_passkey_is_made_and_signs_in_alone(page: Page, device: str, live_server) -> None:
    one = account(password=PASSWORD)
    make(page, live_server.url, one)
    sign_out(page, live_server.url)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{live_server.url}/")

    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text(one.email)).to_be_visible()


def test_a_passkey_is_the_second_step_after_the_password(
    page: Page, device: str, live_server
) -> None:
    one = account(password=PASSWORD)
    make(page, live_server.url, one)
    sign_out(page, live_server.url)

    page.get_by_label("E-mail address").fill(one.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey instead").click()

    page.wait_for_url(f"{live_server.url}/")


def test_a_passkey_is_listed_renamed_and_removed(page: Page, device: str, live_server) -> None:
    make(page, live_server.url, account(password=PASSWORD))

    page.goto(f"{live_server.url}/account/passkeys/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name").fill("The red key")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="The red key")).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()

    expect(page.get_by_text("None yet")).to_be_visible()


def test_a_passkey_of_an_account_that_is_closed_opens_nothing(
    page: Page, device: str, live_server
) -> None:
    one = account(password=PASSWORD)
    make(page, live_server.url, one)
    sign_out(page, live_server.url)
    Account.objects.filter(pk=one.pk).update(is_active=False)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("This account is closed.")


def test_without_an_authenticator_it_says_so(page: Page, live_server) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    page.goto(f"{live_server.url}/sign-in/")

    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new Error('stopped')); }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
