"""An installation as it runs in production: its files, its keys, and its life after a restore."""

import json
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect, sync_playwright

from tests.config.installation import Installation, installation
from tests.config.test_installation import answer_of, free_port
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.whole
EMAIL = "ana@brask.example"
FILL = f"""
from lineofsight.goals import services
from lineofsight.organization.models import Account
from lineofsight.organization.services import add_person
person = add_person(actor=None, name="Ana", email={EMAIL!r})
Account.objects.create_user({EMAIL!r}, {PASSWORD!r}, person=person)
for number in range(20):
    goal = services.create_goal(actor=person, title=f"Goal {{number}}", owner=person)
    measure = services.add_key_result(
        actor=person, goal=goal, title="Measure", baseline=0, target=10
    )
    services.record_observation(actor=person, measure=measure, value=4, date=goal.created_on)
"""
# All rows of all tables but those that count what the installation itself does.
CONTENT = """
import hashlib, json
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from lineofsight.organization import audit
from lineofsight.organization.audit import seal
seal()
found = {}
for model in apps.get_models():
    rows = model._default_manager.order_by("pk")
    text = serializers.serialize("json", rows)
    found[model._meta.label] = [rows.count(), hashlib.sha256(text.encode()).hexdigest()]
print(json.dumps({"rows": found, "holds": audit.verify().holds}))
"""
SIGN_IN = f"""
from django.test import Client
page = Client()
said = page.post("/sign-in/", {{"login": {EMAIL!r}, "password": {PASSWORD!r}}}, secure=True,
                 headers={{"host": "localhost"}})
print(said.status_code, "_auth_user_id" in page.session)
"""


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "filled") as made:
        assert made.run("migrate").returncode == 0
        made.python(FILL)
        yield made


@contextmanager
def served(here: Installation) -> Iterator[str]:
    port = free_port()
    url = f"http://localhost:{port}"
    server = here.start(
        "serve",
        "--port",
        port,
        LINEOFSIGHT_MODE="production",
        LINEOFSIGHT_URL=url,
        SECRET_KEY=secrets.token_urlsafe(64),
        WEB_WORKERS="1",
    )
    try:
        answer_of(f"{url}/readyz", '"database": "ok"')
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(40)
        except subprocess.TimeoutExpired:
            server.kill()
            raise


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.browser
def test_every_file_arrives_and_keys_work(filled: Installation, browser: Browser) -> None:
    answers: list[tuple[int, str, str]] = []  # status, address, how long it is kept
    said: list[str] = []
    with served(filled) as url:
        page = browser.new_page()
        page.on("response", lambda answer: answers.append(told(answer)))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{url}/sign-in/")
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{url}/")
        page.keyboard.press("Control+k")
        expect(page.locator("#palette")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.close()

    files = [(address, kept) for _, address, kept in answers if "/static/" in address]
    assert [(status, address) for status, address, _ in answers if status >= 400] == []
    assert said == []
    assert any("/keys." in address for address, _ in files)
    assert [address for address, kept in files if "immutable" not in kept] == []


def told(answer: Response) -> tuple[int, str, str]:
    return answer.status, answer.url, answer.headers.get("cache-control", "")


@pytest.mark.slow
def test_a_backup_comes_back_row_by_row_and_people_sign_in(
    filled: Installation, tmp_path: Path
) -> None:
    before = json.loads(filled.python(CONTENT))
    file = tmp_path / "monday.tar.gz"
    assert filled.run("backup", file).returncode == 0

    with installation(tmp_path, "elsewhere") as other:
        restored = other.run("restore", file)
        after = json.loads(other.python(CONTENT))
        signed_in = other.python(SIGN_IN)
        verified = other.run("audit", "verify")

    assert restored.returncode == 0, restored.stderr
    assert before["rows"]["goals.Goal"][0] == 20
    assert after == before
    assert after["holds"]
    assert signed_in.split() == ["302", "True"]
    assert verified.returncode == 0, verified.stdout
