"""Every page of the frame, for each role: WCAG 2.2 AA, both themes, each width, by keyboard."""

import pytest
from playwright.sync_api import Page

from tests.web.browser import overflows, violations
from tests.web.journeys.worlds import ROLES, Enter, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_STOPS = 120  # of the Tab key on one page

# Walks no further than the element in focus: its own words, and whether anything shows the focus.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const parts = [one, one.nextElementSibling, one.closest('form, label, .pick')].filter(Boolean);
  const shown = parts.some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== 'none';
  });
  if (!one.dataset.stop) one.dataset.stop = String(window.stops = (window.stops || 0) + 1);
  return [one.dataset.stop, one.outerHTML.slice(0, 120), shown];
}"""
# What takes part in no tab order by itself: one radio of a group stands for all of them.
UNREACHED = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter((one) => !one.disabled && !one.dataset.stop && one.type !== 'radio'
    && one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length)
  .map((one) => one.outerHTML.slice(0, 120))"""


def addresses(world: World, role: str) -> list[str]:
    """Return the pages that a role is looked at on."""
    goal = f"/goals/{world.below.pk}"
    common = ["/", "/strategy", "/goals", "/goals?view=tree", goal, "/find?q=pipes", "/account/"]
    if role == "employee":
        common += ["/goals?q=nothing+like+this", f"{goal}/edit", f"{goal}/link"]
        common += [f"{goal}/key-results", "/goals/new", "/account/sessions/", "/nowhere"]
    if role == "administrator":
        common += ["/invitations/"]
    return common


@pytest.mark.parametrize("role", ROLES)
def test_pages_break_no_rule_of_accessibility_and_never_move_sideways(
    role: str, world: World, enter: Enter
) -> None:
    page = enter(role)
    broken: list[str] = []
    for address in addresses(world, role):
        page.goto(world.url + address)
        for width in (320, 375, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            if overflows(page):
                broken.append(f"{address} at {width} px moves sideways")
            if width not in {375, 1440}:
                continue
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                broken += [f"{address} {width} {theme} {one}" for one in violations(page)]

    assert broken == []


def walked(page: Page) -> list[str]:
    """Press Tab until it comes round; return what had the focus and did not show it."""
    unseen = []
    stops: set[str] = set()
    last = ""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is not None and at[0] == last:
            continue  # a field for a date has stops within
        if at is None or at[0] in stops:
            break
        last = at[0]
        stops.add(last)
        if not at[2]:
            unseen.append(at[1])
    return unseen


def test_everything_is_reached_by_tab_and_shows_that_it_is(world: World, enter: Enter) -> None:
    page = enter("employee")
    missed: list[str] = []
    for address in addresses(world, "employee"):
        page.goto(world.url + address)
        missed += [f"{address}: focus not seen: {one}" for one in walked(page)]
        missed += [f"{address}: not reached: {one}" for one in page.evaluate(UNREACHED)]

    assert missed == []
