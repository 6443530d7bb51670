"""One browser for a module; a small organisation for each journey."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:  # Tables can be imported once pytest has started Django.
    from tests.web.journeys.worlds import Enter, World


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
def world(live_server) -> "World":
    from tests.web.journeys import worlds

    return worlds.world(live_server.url)


@pytest.fixture
def enter(driver: Browser, world: "World") -> "Iterator[Enter]":
    """Sign in through the page as a role; ``script=False`` does so without JavaScript."""
    from tests.web.journeys.worlds import PASSWORD, Visit

    visits: list[Visit] = []

    def signed(role: str, *, script: bool = True) -> Page:
        visit = Visit(driver.new_context(java_script_enabled=script, reduced_motion="reduce"))
        visit.context.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
        )
        visits.append(visit)
        page = visit.page()
        page.goto(f"{world.url}/sign-in/")
        page.get_by_label("E-mail address").fill(world.accounts[role].email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{world.url}/")
        return page

    yield signed
    for visit in visits:
        visit.context.close()
    assert [said for visit in visits for said in visit.said] == []
