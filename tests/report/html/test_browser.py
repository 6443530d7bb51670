"""The page in a browser: accessible, complete without script, never wider than the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.report.html.harbour import harbour, observed
from tests.report.html.pages import Records, goal, page
from tests.report.html.test_hostile import MARKUP, everywhere
from tests.report.html.test_outlook import many
from tests.report.html.test_page import PLANS

pytestmark = pytest.mark.browser


def wild() -> dict[str, Records]:
    """Names and values that are hard to fit in."""
    tables = harbour()
    for one in tables["functions"]:
        one["name"] = f"{one['id']} and everything else that floats, swims or waits " * 3
    tables["key_results"][0] |= {"unit": "passengers an hour and pier", "title": "W" * 300}
    tables["observations"] = [
        *observed("trains", (3, -9.87654e11, 5, 1, 2, 8.7654321e11)),
        *observed("storms", (1e-9, 2e-9, -1e-9, 3e-9, 5e-9, 4e-9)),
        *(one for one in tables["observations"] if one["measure_id"] not in ("trains", "storms")),
    ]
    return tables


PAGES = {
    **PLANS,
    "hostile": everywhere(MARKUP),
    "long": everywhere("W" * 900),
    "harbour": harbour(),
    "many": many(400),
    "wild": wild(),
}
CHARTED = ("harbour", "many", "wild")
# Words of drawings that stand outside their box, by more than a pixel.
OUTSIDE = """
[...document.querySelectorAll('svg.chart')].flatMap(svg => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const at = text.getBoundingClientRect();
    return at.width && (at.left < box.left - 1 || at.right > box.right + 1
      || at.top < box.top - 1 || at.bottom > box.bottom + 1);
  }).map(text => text.textContent);
})"""
# The least contrast of the words of drawings, on the page and on its shaded parts.
CONTRAST = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(
      one => one / 255).map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const page = getComputedStyle(document.documentElement).backgroundColor;
  const shade = getComputedStyle(document.querySelector('.chart .much')).fill;
  const grounds = [page, shade].map(light);
  return Math.min(...[...document.querySelectorAll('.chart text')].flatMap(text => {
    const ink = light(getComputedStyle(text).fill);
    return grounds.map(ground =>
      (Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05));
  }));
})()"""
HEIGHT_OF_FOCUS = "document.activeElement.getBoundingClientRect().top + scrollY"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("pages")
    for name, tables in PAGES.items():
        (there / f"{name}.html").write_text(page(**tables), encoding="utf-8")
    return there


def shown(browser: Browser, file: Path, width: int = 1440, scheme: str = "light") -> Page:
    # Axe brings a script of its own, which the page's policy would refuse.
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    view = context.new_page()
    view.goto(file.as_uri())
    view.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    return view


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_theme(browser: Browser, folder: Path, name: str) -> None:
    view = shown(browser, folder / f"{name}.html")
    broken = []
    for scheme in ("light", "dark"):
        view.emulate_media(color_scheme=scheme)
        found = Axe().run(view, options={"runOnly": STANDARDS, "resultTypes": ["violations"]})
        broken += [(scheme, one["id"]) for one in found.response["violations"]]

    view.context.close()
    assert broken == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways(browser: Browser, folder: Path, name: str) -> None:
    view = shown(browser, folder / f"{name}.html")
    wide = {}
    for width in (1440, 768, 375, 320):
        view.set_viewport_size({"width": width, "height": 900})
        wide[width] = view.evaluate("document.documentElement.scrollWidth")

    view.context.close()
    assert all(found <= width for width, found in wide.items()), wide


@pytest.mark.parametrize("name", PAGES)
def test_its_own_policy_stops_nothing_of_it(browser: Browser, folder: Path, name: str) -> None:
    context = browser.new_context()
    view = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.on("pageerror", lambda error: said.append(str(error)))
    view.on("request", lambda request: asked.append(request.url.split(":", 1)[0]))
    view.goto((folder / f"{name}.html").as_uri())
    fonts = view.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status === 'loaded')"
        ".map(f => f.family))"
    )

    context.close()
    assert said == []
    assert set(asked) <= {"file", "data"}
    assert {"Inter", "Source Serif 4"} <= {name.strip('"') for name in fonts}


def test_reads_whole_without_script(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    view = context.new_page()
    view.goto((folder / "ferries.html").as_uri())
    headings = view.locator("h2").all_inner_texts()
    view.locator("summary").first.click()
    row = view.locator("details[open] table th[scope=row]").first

    assert len(headings) == 8
    assert row.is_visible()
    context.close()


def test_the_keyboard_reaches_every_link_and_fold_in_order(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    view = context.new_page()
    view.goto((folder / "ferries.html").as_uri())
    stops = view.locator("a, summary").count()
    reached = []
    for _ in range(stops):
        view.keyboard.press("Tab")
        reached.append(view.evaluate(HEIGHT_OF_FOCUS))

    context.close()
    assert reached[1:] == sorted(reached[1:])  # the first leads past the top and shows itself there
    assert len(set(reached)) > 5


def test_the_theme_follows_the_system(browser: Browser, folder: Path) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        view = shown(browser, folder / "ferries.html", 1440, scheme)
        grounds[scheme] = view.evaluate(
            "(() => { const c = document.createElement('canvas').getContext('2d');"
            "c.fillStyle = getComputedStyle(document.documentElement).backgroundColor;"
            "c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data].slice(0, 3); })()"
        )
        view.context.close()

    assert min(grounds["light"]) > 240
    assert max(grounds["dark"]) < 60


@pytest.mark.parametrize("width", [1440, 768, 320])
@pytest.mark.parametrize("name", CHARTED)
def test_words_of_drawings_stay_within_them(
    browser: Browser, folder: Path, name: str, width: int
) -> None:
    view = shown(browser, folder / f"{name}.html", width)

    outside = view.evaluate(OUTSIDE)

    view.context.close()
    assert outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_of_drawings_stand_out_from_their_grounds(
    browser: Browser, folder: Path, scheme: str
) -> None:
    view = shown(browser, folder / "harbour.html", 1440, scheme)

    contrast = view.evaluate(CONTRAST)

    view.context.close()
    assert contrast >= 4.5


@pytest.mark.parametrize(("width", "shows"), [(1440, "wide-only"), (320, "narrow-only")])
def test_each_width_has_its_own_drawing(
    browser: Browser, folder: Path, width: int, shows: str
) -> None:
    view = shown(browser, folder / "harbour.html", width)
    seen = [
        one.get_attribute("class")
        for one in view.locator("#outlook svg.chart, #dilution svg.chart").all()
        if one.is_visible()
    ]

    view.context.close()
    assert len(seen) == 2
    assert all(shows in (one or "") for one in seen)


def test_the_plan_prints_on_one_landscape_page(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    tables = dict(PLANS["ferries"])
    tables["goals"] = [
        *tables["goals"],
        *(goal(f"more{n}", title="Nine of ten sailings leave on time " * 2) for n in range(8)),
    ]
    tables["links"] = [
        *tables["links"],
        *(
            {"kind": "supports", "from_id": f"more{n}", "to_id": "time" if n % 2 else "year"}
            for n in range(8)
        ),
    ]
    file = tmp_path / "plan.html"
    file.write_text(page(**tables), encoding="utf-8")
    view = shown(browser, file)
    paper = view.pdf(prefer_css_page_size=True, print_background=True)
    view.context.close()

    sizes = [box.split()[2:] for box in _boxes(paper)]
    landscape = [size for size in sizes if float(size[0]) > float(size[1])]

    assert len(landscape) == 1
    assert len(sizes) > 2


def _boxes(paper: bytes) -> list[str]:
    """The MediaBox of each page of a PDF."""
    parts = paper.split(b"/MediaBox [")[1:]
    return [part.split(b"]")[0].decode() for part in parts]
