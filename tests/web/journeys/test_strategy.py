"""The strategy page in a real browser: answers in place, and a check that is followed."""

import re

import pytest
from playwright.sync_api import expect

from lineofsight.alignment.services import tick
from lineofsight.strategy.services import acknowledge
from tests.factories import strategy
from tests.web.browser import violations
from tests.web.journeys.worlds import Enter, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ask(world: World, text: str) -> None:
    asker = world.accounts["employee"].person
    acknowledge(actor=asker, version=strategy.published("2026"), kind="question", text=text)


@pytest.mark.parametrize("script", [True, False])
def test_the_strategy_office_answers_a_question(script: bool, world: World, enter: Enter) -> None:
    ask(world, "Who pays for it?")
    page = enter("office", script=script)
    page.goto(f"{world.url}/strategy")
    waits = page.locator("#answers")

    waits.get_by_text("Answer", exact=True).first.click()
    waits.get_by_label("Your answer").fill("Each function its part.")
    assert violations(page) == [] if script else True
    waits.get_by_role("button", name="Answer").click()

    said = page.get_by_text("Answered: Eli Strand reads it here.")
    expect(said).to_be_visible()
    if script:
        expect(said).to_be_focused()


def test_a_check_is_asked_for_and_followed_without_loading_the_page(
    world: World, enter: Enter
) -> None:
    strategy.published("2026")
    page = enter("office")
    page.goto(f"{world.url}/strategy")
    page.get_by_role("button", name="Check now").focus()
    page.keyboard.press("Enter")
    said = page.locator("#check-says")

    expect(said).to_have_text("No worker is running. The check begins as soon as one does.")
    expect(page.get_by_role("progressbar", name="How far the check is")).to_be_visible()
    assert violations(page) == []
    tick()

    expect(said).to_have_text(re.compile("^Looked at on .* new finding"))
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Check now")).to_be_focused()


def test_once_a_check_is_over_nothing_is_asked_of_the_server_any_more(
    world: World, enter: Enter
) -> None:
    strategy.published("2026")
    page = enter("office")
    page.goto(f"{world.url}/strategy")
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    tick()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.wait_for_timeout(2_500)

    assert asked == []
