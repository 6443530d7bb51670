"""The page as a document: order, words, what it holds when there is little or much to say."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from lineofsight.engine.check import check
from lineofsight.engine.finding import Subject
from lineofsight.engine.settings import Acceptance
from lineofsight.report.html import render
from tests.report.html.pages import (
    Records,
    ferries,
    goal,
    lenses,
    page,
    said,
    supports,
    tree,
    words,
)

NOTHING: dict[str, Records] = {"goals": [goal("a", scope="team")]}
NO_LINKS: dict[str, Records] = {
    "pillars": [{"id": "p", "name": "Be on time"}],
    "goals": [goal("a"), goal("b")],
}
SOUND: dict[str, Records] = {
    "pillars": [{"id": "p", "name": "Be on time"}],
    "goals": [goal("a"), goal("b")],
    "links": [supports("a", "p"), supports("b", "a")],
}
NO_GOALS_OF_USE: dict[str, Records] = {
    "pillars": [{"id": "p", "name": "Be on time"}],
    "goals": [goal("a", status="done")],
}
PLANS = {
    "ferries": ferries(),
    "nothing": NOTHING,
    "no links": NO_LINKS,
    "sound": SOUND,
    "done": NO_GOALS_OF_USE,
}


@pytest.fixture(params=list(PLANS))
def any_page(request: pytest.FixtureRequest) -> str:
    return page(**PLANS[request.param])


class TestDocument:
    def test_says_its_language_and_title(self, any_page: str) -> None:
        root = tree(any_page)

        assert root.get("lang") == "en"
        assert "21 November 2026" in root.findtext("head/title")

    def test_has_one_of_each_landmark(self, any_page: str) -> None:
        root = tree(any_page)

        assert [len(root.xpath(f"//{name}")) for name in ("header", "main", "nav", "footer")] == [
            1
        ] * 4

    def test_headings_go_down_one_step_at_a_time(self, any_page: str) -> None:
        levels = [int(one.tag[1]) for one in tree(any_page).xpath("//h1|//h2|//h3|//h4")]

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(lower - higher <= 1 for higher, lower in pairwise(levels))

    def test_ids_are_unique_and_every_reference_leads_somewhere(self, any_page: str) -> None:
        root = tree(any_page)
        ids = root.xpath("//@id")
        wanted = {link[1:] for link in root.xpath("//@href") if link.startswith("#")}

        assert len(ids) == len(set(ids))
        assert wanted | set(root.xpath("//@aria-labelledby")) <= set(ids)

    def test_every_section_has_a_heading_and_its_date(self, any_page: str) -> None:
        for section in tree(any_page).xpath("//section"):
            assert section.xpath("boolean(.//h2)")
            assert "21 November 2026" in words(section.xpath(".//*[@class='unit']")[0])

    def test_every_header_cell_says_what_it_heads(self, any_page: str) -> None:
        assert all(one.get("scope") for one in tree(any_page).xpath("//th"))

    def test_runs_nothing_and_asks_for_nothing(self, any_page: str) -> None:
        root = tree(any_page)
        loads = [
            *root.xpath(
                "//script|//iframe|//object|//embed|//form|//base|//img|//link[@rel!='icon']"
            ),
            *root.xpath("//@style|//@src|//@*[starts-with(name(), 'on')]"),
        ]

        assert loads == []
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", any_page)

    def test_leaves_no_mark_of_its_making(self, any_page: str) -> None:
        assert not re.search(
            r"\{[{%a-z]|\bNone\b(?! of)|undefined|\bnan\b", " ".join(said(any_page, "//body"))
        )

    def test_states_the_promise_at_the_top(self, any_page: str) -> None:
        (top,) = said(any_page, "//header")

        assert "never part of a review, a bonus or a dismissal" in top
        assert "Whoever has this file can read it" in top


class TestState:
    def test_says_how_many_lines_are_whole_and_where_they_break(self) -> None:
        assert said(page(**ferries()), "//h1") == [
            "2 of 4 goals have an unbroken line to the strategy; it breaks in Money and Quays."
        ]

    def test_says_where_most_lines_break(self) -> None:
        tables = ferries()
        tables["goals"] += [goal(f"loose{n}", scope="team", team_id="books") for n in range(3)]

        assert said(page(**tables), "//h1") == [
            "2 of 7 goals have an unbroken line to the strategy; "
            "most often it breaks between Money and its teams."
        ]

    def test_says_both_numbers_always(self) -> None:
        (unasked,) = said(page(**ferries()), "//p[@class='lead']")
        answers: Records = [
            {
                "wave": "1",
                "question": "can_explain",
                "kind": "share",
                "group_kind": "function",
                "group_id": key,
                "score": score,
                "count": 10,
            }
            for key, score in (("fleet", 0.9), ("quays", 0.2))
        ]
        (asked,) = said(page(**ferries(), answers=answers), "//p[@class='lead']")

        assert "nobody has been asked yet whether they can explain it" in unasked
        assert "11 of the 20 who answered say they can explain it" in asked
        assert "Fewest can in Quays: 2 of 10." in asked

    @pytest.mark.parametrize(
        ("tables", "answer"),
        [
            (NOTHING, "The plan does not say yet what its goals lead to."),
            (NO_GOALS_OF_USE, "No goal of this plan is active today."),
            (SOUND, "All 2 goals have an unbroken line to the strategy."),
            (
                NO_LINKS,
                "None of 2 goals has an unbroken line to the strategy; "
                "no goal says yet what it supports.",
            ),
        ],
        ids=["nothing", "done", "sound", "no links"],
    )
    def test_an_empty_plan_is_said_and_not_counted(
        self, tables: dict[str, Records], answer: str
    ) -> None:
        assert said(page(**tables), "//h1") == [answer]

    @pytest.mark.parametrize("tables", [NOTHING, NO_LINKS], ids=["nothing", "no links"])
    def test_an_empty_plan_is_told_the_next_step(self, tables: dict[str, Records]) -> None:
        (step,) = said(page(**tables), "//p[@class='next']")

        assert step.startswith("Next:")

    def test_its_first_sentence_can_be_added_up(self) -> None:
        rows = tree(page(**ferries())).xpath("//table[contains(@class,'counts')]//tr")
        count = {words(row.find("th")): int(words(row.find("td"))) for row in rows}

        assert count["Goals in the plan"] == 6
        assert count["of these active objectives"] == 5
        assert sum(list(count.values())[2:6]) == 5


class TestFindings:
    def test_each_conversation_has_its_parts(self) -> None:
        text = page(**ferries(), select=("LOS101",))
        (article,) = tree(text).xpath("//article")

        assert words(article.xpath(".//span[@class='severity']")[0]) == "High"
        assert words(article.xpath(".//p[@class='rule']")[0]) == "LOS101 no-line-of-sight"
        assert words(article.xpath(".//p[@class='who']")[0]).startswith("Cy Moen")
        assert words(article.xpath(".//p[@class='question']")[0]).startswith("“Who would notice")
        assert "plan.xlsx:goals:5" in words(article.xpath(".//dl")[0])

    def test_a_folder_is_not_named(self) -> None:
        view = lenses(**ferries())
        result = check(view.snapshot, view.settings, lenses=view)
        moved = [
            one.source._replace(file="/home/ana/secret plans/goals.csv") for one in result.findings
        ]
        assert moved
        findings = tuple(
            replace(one, source=place) for one, place in zip(result.findings, moved, strict=True)
        )

        text = render(replace(result, findings=findings), view, source="plans")

        assert "goals.csv:" in text
        assert "secret plans" not in text

    def test_how_people_write_is_a_share_by_function(self) -> None:
        tables = ferries()
        tables["goals"][4]["title"] = "Excellence"
        text = page(**tables, select=("LOS801",))

        assert said(text, "//ul[@class='shares']/li") == ["Money 1"]
        assert tree(text).xpath("//ul[@class='entries']") == []

    def test_a_long_list_is_cut_and_says_so(self) -> None:
        goals = [goal(f"g{n}", owner_id="") for n in range(60)]
        text = page(goals=goals, pillars=[{"id": "p", "name": "P"}], select=("LOS701",))

        assert len(tree(text).xpath("//ul[@class='entries']/li")) == 40
        assert "20 more of this rule are left out" in text

    def test_a_baseline_is_counted(self) -> None:
        view = lenses(**ferries())
        result = check(view.snapshot, view.settings, lenses=view)

        assert "9 known from the baseline" in render(result, view, source="plan.xlsx", known=9)

    def test_what_was_accepted_stands_with_its_reason_and_date(self) -> None:
        standing = Acceptance(
            "LOS101", Subject("goal", "loose"), "Agreed with the board", date(2026, 12, 31)
        )
        text = page(**ferries(), accepted=(standing,), select=("LOS101",))
        (entry,) = said(text, "//ul[@class='accepted']/li")

        assert "until 31 December 2026" in entry
        assert "Agreed with the board" in entry
        assert said(text, "//article") == []

    def test_what_was_not_run_is_named_with_its_reason(self) -> None:
        reasons = said(page(**ferries()), "//dl[@class='reasons']/div")

        assert any(
            one.startswith("The plan has no table “observations”.") and "LOS503 silent-goal" in one
            for one in reasons
        )


class TestPlanOnAPage:
    def test_says_what_is_carried_and_by_whom(self) -> None:
        tables = ferries()
        tables["pillars"].append({"id": "none", "name": "Nobody's", "weight": 0.5})
        text = page(**tables)

        assert said(text, "//h2[@id='plan-h']") == [
            "One of 3 pillars is carried; no goal leads to “Nobody's” and “Open all year”"
        ]
        assert said(text, "//li[@class='pillar']//h3") == [
            "Boats on time",
            "Nobody's",
            "Open all year",
        ]

    def test_shows_measures_beside_their_range(self) -> None:
        kpis: Records = [
            {
                "id": "k",
                "name": "Complaints",
                "healthy_min": 0,
                "healthy_max": 12,
                "unit": "letters",
                "guards": "time",
            }
        ]
        seen: Records = [{"measure_id": "k", "date": "2026-11-02", "value": 15}]
        (kpi,) = said(page(**ferries(), kpis=kpis, observations=seen), "//div[@class='kpi']")

        assert kpi == "Complaints 15 letters healthy 0 to 12 above range"

    def test_missing_is_said_once_and_never_a_zero(self) -> None:
        tables = ferries()
        for one in tables["goals"]:
            one.pop("reported", None)
        text = page(**tables)

        assert "How its goals stand is not on record." in text
        assert "No news" not in " ".join(said(text, "//section[@id='plan']"))

    def test_many_pillars_stand_in_rows_and_the_rest_in_the_table(self) -> None:
        pillars: Records = [{"id": f"p{n:02}", "name": f"Pillar {n}"} for n in range(30)]
        text = page(pillars=pillars, goals=[goal("a")], links=[supports("a", "p00")])

        assert len(tree(text).xpath("//li[@class='pillar']")) == 24
        assert "6 more pillars stand in the table." in text
        assert "Pillar 29" in text


class TestManyOfIt:
    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        assert page(**ferries()) == page(**ferries())

    def test_the_order_of_rows_changes_nothing_but_places(self) -> None:
        tables = ferries()
        turned = {name: rows[::-1] for name, rows in tables.items()}

        def without_places(text: str) -> str:
            return re.sub(r"plan\.xlsx:\w+:\d+", "", text)

        assert without_places(page(**turned)) == without_places(page(**tables))

    def test_a_small_plan_is_a_small_file(self) -> None:
        assert len(page(**ferries()).encode()) < 400_000

    def test_thousands_of_findings_are_no_large_file(self) -> None:
        goals = [goal(f"g{n}", owner_id="", scope="team") for n in range(4000)]
        links = [supports(f"g{n}", f"g{n // 3}") for n in range(1, 2000)]
        text = page(goals=goals, links=links, pillars=[{"id": "p", "name": "P"}])

        assert len(text.encode()) < 600_000

    def test_a_line_of_thousands_of_rungs_is_shortened(self) -> None:
        goals = [goal(f"g{n:04}") for n in range(3000)]
        links = [supports("g0000", "p")]
        links += [supports(f"g{n:04}", f"g{n - 1:04}") for n in range(1, 3000)]
        text = page(goals=goals, links=links, pillars=[{"id": "p", "name": "P"}])

        assert "2997 rungs between" in text
        assert all(len(one) <= 8 for one in tree(text).xpath("//ol[@class='sightline']"))
