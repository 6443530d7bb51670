"""My line of sight and the strategy in a real browser, as each role sees them."""

import re

import pytest
from playwright.sync_api import expect

from lineofsight.alignment.services import run_check
from lineofsight.goals.models import Link, Observation
from lineofsight.organization.models import Account
from lineofsight.rhythm.services.blockers import raise_blocker
from tests.factories import goals, strategy
from tests.factories.accounts import account
from tests.web.browser import WIDTHS, browsing, overflows, violations
from tests.web.line.worlds import World, ago, world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROLES = ("employee", "manager", "champion", "strategy_office", "administrator")


def full() -> World:
    """Return a company in which every part of the pages has something to say."""
    here = world(cadence="monthly")
    goals.observe(here.measure, 40, date=ago(40))
    goals.observe(here.measure, 44, date=ago(20))
    strategy.statement("Litres of safe water", kind="north_star")
    goals.observe(strategy.kpi("Overtime", healthy_min=1, healthy_max=6, unit="%"), 9)
    Link.objects.filter(pk=here.to_above.pk).update(confirmed_on=None)
    raise_blocker(actor=None, text="No van.", goal=here.own, can_lift=here.bo, raised_by=here.ana)
    raise_blocker(actor=None, text="No list.", can_lift=here.ana, raised_by=here.bo)
    run_check()
    return here


def who(here: World, role: str) -> Account:
    if role == "employee":
        return account(here.ana)
    if role == "manager":
        return account(here.bo)
    if role == "champion":
        one = account()
        here.pillar.champions.add(one.person)
        return one
    return account(None, role)


@pytest.mark.parametrize("role", ROLES)
def test_both_pages_are_accessible_for_each_role(role: str, chromium: str, live_server) -> None:
    one = who(full(), role)
    with browsing(chromium, live_server.url, one) as page:
        for path in ("/", "/strategy"):
            page.goto(live_server.url + path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert violations(page) == []
                assert not overflows(page)
            page.emulate_media(color_scheme="dark")
            assert violations(page) == []
            page.emulate_media(color_scheme="light")


def test_an_employee_confirms_records_and_answers_in_place(chromium: str, live_server) -> None:
    here = full()
    with browsing(chromium, live_server.url, account(here.ana)) as page:
        page.goto(live_server.url)
        page.get_by_role("button", name="Yes, it does").click()
        expect(page.get_by_text("Confirmed: both ends")).to_be_focused()
        value = page.locator(f"#value-{here.measure.pk}")
        value.get_by_label("Now, in %").fill("51.5")
        value.get_by_role("button", name="Record").click()
        expect(page.get_by_text("Recorded: the value is in every goal above.")).to_be_visible()
        page.locator("summary", has_text="Answer").click()
        page.get_by_label("What will you do, and by when?").fill("I write it on Monday.")
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page.get_by_text("Answered. It stays here until it is lifted.")).to_be_visible()
    assert Observation.objects.filter(key_result=here.measure, value=51.5).exists()


def test_the_sentence_leads_to_its_rungs_by_keyboard(chromium: str, live_server) -> None:
    here = full()
    with browsing(chromium, live_server.url, account(here.ana)) as page:
        page.goto(live_server.url)
        link = page.get_by_role("heading", level=1).get_by_role("link").first
        link.focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"#rung-0$"))


def test_a_question_to_the_strategy_is_sent_in_place(chromium: str, live_server) -> None:
    here = full()
    with browsing(chromium, live_server.url, account(here.ana)) as page:
        page.goto(f"{live_server.url}/strategy")
        page.get_by_role("button", name="I have read it").click()
        expect(page.get_by_text("You have read this version.")).to_be_visible()
        page.get_by_label("In your words").fill("Who decides on spare parts?")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Not answered yet.")).to_be_visible()


def test_the_strategy_prints_to_one_sheet(chromium: str, live_server) -> None:
    here = full()
    with browsing(chromium, live_server.url, account(here.ana)) as page:
        page.goto(f"{live_server.url}/strategy")
        sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
