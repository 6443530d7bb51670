"""What people do on the first pages, from the sign-in on."""

import re

import pytest
from playwright.sync_api import expect

from lineofsight.goals.models import Observation
from tests.web.journeys.worlds import ROLES, Enter, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_the_first_pages_and_leaves(role: str, world: World, enter: Enter) -> None:
    page = enter(role)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for name in ("Strategy", "Goals"):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name=world.below.title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(world.below.title)

    page.locator("details.me summary").click()
    page.get_by_role("button", name="Sign out").click()

    page.wait_for_url(f"{world.url}/sign-in/")


@pytest.mark.parametrize("role", ROLES)
def test_a_confidential_goal_is_nowhere_but_with_those_who_may_see_it(
    role: str, world: World, enter: Enter
) -> None:
    page = enter(role)
    sees = role == "champion"  # its owner

    for address in ("/goals", "/goals?view=tree", "/goals?q=merger", "/find?q=merger"):
        page.goto(world.url + address)
        assert (world.hidden.title in page.locator("main").inner_text()) is sees, address
    assert page.goto(f"{world.url}/goals/{world.hidden.pk}").status == (200 if sees else 404)  # type: ignore[union-attr] # a page came


def test_the_list_is_filtered_while_one_types_and_opens_as_a_tree(
    world: World, enter: Enter
) -> None:
    page = enter("employee")
    page.goto(f"{world.url}/goals")

    page.get_by_label("Words in the title").press_sequentially("pipes")
    expect(page.get_by_role("link", name=world.above.title)).to_have_count(0)
    expect(page.get_by_role("link", name=world.below.title)).to_be_visible()
    assert "q=pipes" in page.url

    page.goto(f"{world.url}/goals")
    page.get_by_role("radio", name="Tree").check()
    page.locator(".twig", has_text=world.above.title).locator("summary").click()
    expect(page.get_by_role("link", name=world.below.title)).to_be_visible()


def test_a_goal_is_edited_in_place(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.goto(f"{world.url}/goals/{world.below.pk}")

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Outcome, in one sentence").fill("Pipes renewed in every lane")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("every lane")


def test_of_two_tabs_the_second_is_shown_what_the_first_changed(world: World, enter: Enter) -> None:
    first = enter("employee")
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"{world.url}/goals/{world.below.pk}/edit")
    first.get_by_label("Outcome, in one sentence").fill("Mine")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("heading", level=1)).to_contain_text("Mine")

    second.get_by_label("Outcome, in one sentence").fill("Yours")
    second.get_by_role("button", name="Save").click()

    expect(second.get_by_role("alert")).to_contain_text("Somebody else has changed this goal")
    expect(second.get_by_label("Outcome, in one sentence")).to_have_value("Yours")


@pytest.mark.parametrize("script", [True, False])
def test_a_value_is_reported_with_and_without_a_script(
    script: bool, world: World, enter: Enter
) -> None:
    page = enter("employee", script=script)
    page.goto(f"{world.url}/goals/{world.below.pk}")

    page.get_by_text("Report a value").click()
    page.get_by_label("Value", exact=True).fill("35")
    page.get_by_role("button", name="Record").click()

    expect(page.locator("main")).to_contain_text("35 %")
    assert Observation.objects.filter(key_result=world.measure, value=35).count() == 1


def test_without_a_script_goals_are_filtered_and_edited(world: World, enter: Enter) -> None:
    page = enter("employee", script=False)
    page.goto(f"{world.url}/goals")
    page.get_by_label("Words in the title").fill("pipes")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name=world.above.title)).to_have_count(0)

    page.get_by_role("link", name=world.below.title).click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Outcome, in one sentence").fill("Pipes renewed by hand")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("by hand")


def test_a_goal_is_linked_and_the_link_confirmed(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.goto(f"{world.url}/goals/{world.below.pk}")
    page.get_by_role("link", name="Link", exact=True).click()
    page.get_by_label(re.compile("What does it serve")).press_sequentially("Safe")
    page.get_by_role("radio", name=re.compile("Safe water")).check()
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator(".links")).to_contain_text("Safe water")

    page.get_by_role("button", name=re.compile("Still true")).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(world.below.title)


def test_ctrl_k_finds_and_enter_goes_there(world: World, enter: Enter) -> None:
    page = enter("manager")
    page.keyboard.press("Control+k")
    page.keyboard.type("pipes")
    expect(page.locator("#palette-found").get_by_text(world.below.title)).to_be_visible()
    page.keyboard.press("Enter")

    page.wait_for_url(f"{world.url}/goals/{world.below.pk}")


def test_single_keys_go_move_open_edit_and_list(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url(f"{world.url}/strategy")
    page.goto(f"{world.url}/goals")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{world.url}/goals/{world.below.pk}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Edit the goal")).to_be_focused()


def test_c_writes_a_goal_from_any_page(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.keyboard.press("c")

    page.wait_for_url(f"{world.url}/goals/new")


def test_single_keys_are_silent_once_they_are_off(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Switch single keys off").click()
    expect(page.locator("body")).to_have_attribute("data-keys", "off")

    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_theme_stays_with_the_person(world: World, enter: Enter) -> None:
    page = enter("employee")
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Dark").click()
    page.goto(f"{world.url}/goals")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
