"""The first pages on a phone, on paper, and in the colours that a reader forces."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.factories import strategy
from tests.web.browser import violations
from tests.web.journeys.worlds import Enter, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 375, "height": 780}
# What nobody can use on paper: everything that is pressed, typed into or opened, and the frame.
OF_NO_USE = "main :is(button, input, select, textarea, summary, .btn), nav.rail, header .bar, .skip"

BEGINNINGS = "all => all.map((one) => one.outerHTML.slice(0, 100))"


def pages(world: World) -> list[str]:
    return ["/", "/strategy", "/goals", "/goals?view=tree", f"/goals/{world.below.pk}"]


def test_on_a_phone_the_first_goal_is_seen_at_once_and_filters_open_by_a_key(
    world: World, enter: Enter
) -> None:
    page = enter("employee")
    page.set_viewport_size(PHONE)
    page.goto(f"{world.url}/goals")
    goal = page.get_by_role("link", name=world.above.title)

    expect(goal).to_be_in_viewport()
    expect(page.get_by_label("Scope")).to_be_hidden()
    page.locator(".narrow summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_label("State")).to_be_focused()


def test_what_a_phone_is_narrowed_by_stays_open(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.set_viewport_size(PHONE)
    page.goto(f"{world.url}/goals?status=all")

    expect(page.get_by_label("State")).to_be_visible()


def test_on_a_wide_window_all_filters_stand_in_a_row(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{world.url}/goals")

    expect(page.get_by_text("Narrow it down")).to_be_hidden()
    tops = {
        page.get_by_label(name, exact=True).bounding_box()["y"]  # type: ignore[index] # it is shown
        for name in ("Words in the title", "State", "Order")
    }
    assert len(tops) == 1


def test_the_title_of_the_list_follows_what_is_typed(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.goto(f"{world.url}/goals")

    page.get_by_label("Words in the title").press_sequentially("pipes")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "1 goal with “pipes” being worked on."
    )


@pytest.mark.parametrize("role", ["employee", "office"])
def test_on_paper_a_page_is_a_clean_sheet(role: str, world: World, enter: Enter) -> None:
    strategy.published("2026")
    page = enter(role)
    left: list[str] = []
    for address in pages(world):
        page.goto(world.url + address)
        page.emulate_media(media="print")
        shown = page.locator(OF_NO_USE).locator("visible=true")
        left += [f"{address}: {one}" for one in shown.evaluate_all(BEGINNINGS)]
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.emulate_media(media="screen")

    assert left == []


def _colour(page: Page, what: str, of: str) -> str:
    return str(page.evaluate(f"getComputedStyle(document.querySelector('{what}')).{of}"))


def test_in_forced_colours_the_line_and_the_place_are_still_seen(
    world: World, enter: Enter
) -> None:
    page = enter("employee")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(world.url)
    ground = _colour(page, "html", "backgroundColor")

    assert _colour(page, ".rung .thread", "fill") != ground
    assert (
        page.evaluate(
            "getComputedStyle(document.querySelector('.rail [aria-current]'), '::before')"
            ".backgroundColor"
        )
        != ground
    )
    assert violations(page) == []
