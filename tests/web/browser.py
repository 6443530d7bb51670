"""A real browser for tests of pages: signed in, and every complaint of its console kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from lineofsight.organization.models import Account

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1440, 768, 375)


@contextmanager
def browsing(chromium: str, url: str, one: Account) -> Iterator[Page]:
    """Open a page as somebody; whatever the console says, a blocked style or script too, fails."""
    # Playwright runs a loop in this thread; Django takes that for asynchronous views.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    client = Client()
    client.force_login(one)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    said: list[str] = []
    try:
        with sync_playwright() as started:
            driver = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            context = driver.new_context(reduced_motion="reduce")
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}]
            )
            page = context.new_page()
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on(
                "console",
                lambda message: said.append(message.text) if message.type == "error" else None,
            )
            yield page
            driver.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    assert said == []


def violations(page: Page) -> list[str]:
    """Name what breaks WCAG 2.2 AA on a page, with the element."""
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def overflows(page: Page) -> bool:
    """Tell whether a page can be moved sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
