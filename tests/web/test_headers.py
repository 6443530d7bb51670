"""Headers of every answer, and cookies over http and https."""

import re

import pytest
from django.test import Client

from lineofsight.config.sign_in import sign_in_settings
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import sign_in

pytestmark = pytest.mark.django_db
PAGES = {
    "/sign-in/": 200,
    "/account/": 302,
    "/nowhere/": 404,
    "/tests/broken/": 500,
    "/tests/busy/": 503,
}
HTTPS = sign_in_settings({"LINEOFSIGHT_URL": "https://sight.example.org"})
PLAIN = sign_in_settings({})


@pytest.fixture
def client(settings) -> Client:
    settings.ROOT_URLCONF = "tests.web.addresses"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("page", "status"), PAGES.items())
def test_every_answer_carries_them(client: Client, page: str, status: int) -> None:
    answer = client.get(page)

    assert answer.status_code == status
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert re.fullmatch(r"[0-9a-f]{24}", answer["X-Request-ID"])
    assert "unsafe" not in answer["Content-Security-Policy"]


def policy(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


def test_the_content_policy_lets_nothing_in_but_our_own(client: Client) -> None:
    found = policy(client.get("/sign-in/"))
    nonce = re.search(r"'nonce-[A-Za-z0-9+/=]{24}'", found["script-src"])

    assert nonce is not None
    assert found == {
        "default-src": "'none'",
        "script-src": f"'self' {nonce[0]} 'strict-dynamic'",
        "style-src": f"'self' {nonce[0]}",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_nonce_is_new_each_time_and_stands_at_the_script(client: Client) -> None:
    first, second = client.get("/sign-in/"), client.get("/sign-in/")
    nonces = [
        re.findall(r'<script[^>]* nonce="([^"]+)"', page.content.decode())
        for page in (first, second)
    ]

    assert len({nonce for of_page in nonces for nonce in of_page}) == 2
    for page, of_page in zip((first, second), nonces, strict=True):
        assert f"'nonce-{of_page[0]}'" in policy(page)["script-src"]


@pytest.mark.parametrize("page", ["/sign-in/", "/new-password/", "/nowhere/"])
def test_nothing_is_inline(client: Client, page: str) -> None:
    shown = client.get(page).content.decode()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", shown)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", shown))


def test_a_proxy_may_name_the_request(client: Client) -> None:
    assert client.get("/", headers={"x-request-id": "abc-123.DEF"})["X-Request-ID"] == "abc-123.DEF"


@pytest.mark.parametrize("given", ["short", "with space 123", "x" * 65, "new\tline-12345"])
def test_but_not_just_anything(client: Client, given: str) -> None:
    assert client.get("/", headers={"x-request-id": given})["X-Request-ID"] != given


def test_cookies_over_http_have_plain_names(client: Client) -> None:
    sign_in(client, account(password=PASSWORD).email)

    assert set(client.cookies) == {"sessionid", "csrftoken", "known"} - (
        {"csrftoken"} - set(client.cookies)
    )
    assert not any(cookie["secure"] for cookie in client.cookies.values())
    assert all(cookie["httponly"] for cookie in client.cookies.values())


def test_cookies_over_https_are_bound_to_the_host(settings) -> None:
    for name, value in HTTPS.items():
        if name.isupper() and name != "PASSWORD_HASHERS":
            setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["sight.example.org"]
    client = Client(headers={"host": "sight.example.org"})
    client.get("/sign-in/", secure=True)

    answer = sign_in(client, account(password=PASSWORD).email, secure=True)

    assert set(client.cookies) == {"__Host-sessionid", "__Host-csrftoken", "__Host-known"}
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
        assert (cookie["domain"], cookie["samesite"]) == ("", "Lax")
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/sign-in/", {"login": "a@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "forged" in answer.content.decode()


def test_the_form_of_single_sign_on_may_lead_to_the_provider() -> None:
    said = {
        "OIDC_ISSUER": "https://id.example.org/realms/main",
        "OIDC_CLIENT_ID": "sight",
        "OIDC_CLIENT_SECRET": "secret",
    }

    found = sign_in_settings(said)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert found["form-action"] == ["'self'", "https://id.example.org"]


def test_without_https_nothing_is_said_of_it() -> None:
    assert PLAIN["SECURE_HSTS_SECONDS"] == 0
    assert PLAIN["SESSION_COOKIE_NAME"] == "sessionid"


def test_without_a_proxy_its_headers_are_not_believed() -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in HTTPS
    behind = {"LINEOFSIGHT_URL": "https://sight.example.org", "LINEOFSIGHT_PROXIES": "1"}
    assert "SECURE_PROXY_SSL_HEADER" in sign_in_settings(behind)
