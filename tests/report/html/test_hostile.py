"""Text from a plan is text on the page, whatever it looks like."""

import pytest
from lxml import html as markup

from tests.report.html.pages import Records, page, said, supports, tree

MARKUP = "A <script>alert(1)</script><img src=x onerror=alert(2)></title></style>&amp;\"'"
TEMPLATE = "A {{ 7 * 7 }}{% raw %}{# x #}/* policy */ /* style */ {name} %s %(name)s"


def everywhere(text: str) -> dict[str, Records]:
    """A plan that says one thing in every cell that is shown."""
    return {
        "organization": [{"name": text}],
        "functions": [{"id": "f", "name": text, "contribution": text}],
        "teams": [{"id": "t", "name": text, "function_id": "f"}],
        "people": [{"id": "a", "name": text, "team_id": "t"}],
        "strategy": [
            {"kind": kind, "text": text, "measure_id": "m"}
            for kind in ("vision", "value", "north_star")
        ],
        "pillars": [
            {"id": "p", "name": text, "text": text, "sponsor_id": "a", "champion_ids": ["a"]},
            {"id": "q", "name": text},
        ],
        "kpis": [{"id": "m", "name": text, "unit": text, "healthy_min": 1, "guards": "p"}],
        "goals": [
            {"id": "g", "title": text, "owner_id": "a", "team_id": "t"},
            {"id": "h", "title": text, "owner_id": "a", "status": "paused"},
            {"id": "i", "title": text, "owner_id": "a"},
            {"id": "j", "title": text},
        ],
        "key_results": [
            {"id": "k", "goal_id": "g", "title": text, "unit": text, "value": 1, "target": 2}
        ],
        "links": [supports("g", "p"), supports("h", "p"), supports("i", "h")],
        "revisions": [
            {"goal_id": "g", "date": "2026-11-02", "field": "title", "before": text, "after": "x"}
        ],
        "assumptions": [
            {"id": "s", "text": text, "owner_id": "a", "review_by": "2026-01-01", "goal_ids": ["g"]}
        ],
        "blockers": [
            {"id": "b", "goal_id": "g", "text": text, "can_lift_id": "a", "raised_on": "2026-01-02"}
        ],
    }


def skeleton(element: markup.HtmlElement) -> list[str]:
    """The tags of a document, in order."""
    return [str(one.tag) for one in element.iter() if isinstance(one.tag, str)]


@pytest.mark.parametrize("text", [MARKUP, TEMPLATE], ids=["markup", "template"])
def test_makes_no_element_and_no_attribute(text: str) -> None:
    root = tree(page(**everywhere(text)))

    assert root.xpath("//script|//img") == []
    assert root.xpath("//@onerror|//@onload") == []


@pytest.mark.parametrize("text", [MARKUP, TEMPLATE], ids=["markup", "template"])
def test_changes_nothing_but_words(text: str) -> None:
    # Of the same length, so that it is cut alike; rules on wording may judge the two differently.
    plain = "".join(c if c.isalnum() or c == " " else "x" for c in text)
    rules = ("LOS1", "LOS2", "LOS5", "LOS7")

    found, wanted = (skeleton(tree(page(**everywhere(one), select=rules))) for one in (text, plain))

    assert found == wanted


@pytest.mark.parametrize("text", [MARKUP, TEMPLATE], ids=["markup", "template"])
def test_is_read_as_it_was_written(text: str) -> None:
    titles = said(page(**everywhere(text)), "//p[@class='title']")

    assert " ".join(text.split()) in titles


def test_has_one_style_and_one_policy() -> None:
    root = tree(page(**everywhere(TEMPLATE)))

    assert len(root.xpath("//style")) == 1
    assert "sha256-" in root.xpath("//meta[@http-equiv]/@content")[0]
    assert "/* policy */" in root.findtext("head/title")


def test_a_long_title_is_cut_and_said_to_go_on() -> None:
    text = page(**everywhere("word " * 300))

    assert all(len(one) <= 200 for one in said(text, "//p[@class='title']"))
    assert any(one.endswith("word …") for one in said(text, "//p[@class='title']"))


def test_a_long_title_without_spaces_is_cut_too() -> None:
    titles = said(page(**everywhere("船" * 1500)), "//p[@class='title']")

    assert max(map(len, titles)) == 200


def test_marks_that_turn_the_direction_of_the_page_are_left_out() -> None:
    assert "\u202e" not in page(**everywhere("boat \u202e taob \u2066 x"))


def test_joiners_that_a_language_needs_stay() -> None:
    assert "می\u200cرود" in page(**everywhere("می\u200cرود"))


def test_titles_find_their_own_direction() -> None:
    root = tree(page(**everywhere("אף אי לא מחכה לסירה")))

    assert all(
        one.get("dir") == "auto"
        for one in root.xpath("//p[@class='title']|//h3[../@class='who-and-why']")
    )
