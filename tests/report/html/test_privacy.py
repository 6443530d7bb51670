"""The page names owners of goals, and nobody for themselves."""

import pytest

from lineofsight.engine.finding import Subject
from lineofsight.engine.rules import catalogue
from lineofsight.engine.settings import Acceptance
from tests.report.html.pages import Records, ferries, goal, page, said, tree

ABOUT_PEOPLE = {rule.code for rule in catalogue() if rule.about_people}


def quiet(size: int) -> dict[str, Records]:
    """People whose work no goal names, and talks that did not happen: many rules speak of them."""
    tables = ferries()
    tables["people"] += [
        {
            "id": f"q{n}",
            "name": f"Quiet Nightingale {n}",
            "manager_id": "ana",
            "team_id": "boats" if n % 2 else "north",
            "start_date": "2020-01-01",
        }
        for n in range(size)
    ]
    tables["check_ins"] = [
        {"id": f"c{n}", "manager_id": "ana", "person_id": f"q{n}", "date": "2026-05-01"}
        for n in range(size)
    ]
    tables["feedback"] = [
        {"id": "f", "date": "2026-01-05", "from_id": "ana", "to_id": "q0", "words": 12}
    ]
    return tables


def test_no_person_of_a_finding_about_people_is_named() -> None:
    text = page(about_people=True, **quiet(6))

    assert "Quiet Nightingale" not in text
    assert "q0" not in " ".join(said(text, "//body"))


def test_findings_about_people_are_counted_by_rule() -> None:
    text = page(about_people=True, **quiet(6))
    counted = said(text, "//div[@class='counts-only']//li")

    assert any(one.startswith("LOS601 missed-check-ins") for one in counted)
    assert {one.split()[0] for one in counted} <= ABOUT_PEOPLE


def test_no_rule_about_people_has_an_entry() -> None:
    text = page(about_people=True, **quiet(6))
    told = set(said(text, "//article//code|//details//summary/code"))

    assert told
    assert not told & ABOUT_PEOPLE


def test_of_fewer_than_five_people_nothing_is_even_counted() -> None:
    tables = quiet(1)
    tables["people"] = tables["people"][-1:] + tables["people"][:3]

    assert said(page(about_people=True, **tables), "//div[@class='counts-only']") == []


def test_what_was_accepted_about_people_is_counted() -> None:
    standing = tuple(
        Acceptance(rule, Subject(kind, key), "Agreed between the two", None)
        for rule in sorted(ABOUT_PEOPLE)
        for kind, key in (("person", "q0"), ("pair", "ana>q0"))
    )
    text = page(about_people=True, accepted=standing, **quiet(6))

    assert "Agreed between the two" not in text
    assert "is only counted" in text or "are only counted" in text


def test_the_title_of_a_confidential_goal_stands_nowhere() -> None:
    tables = ferries()
    tables["goals"].append(
        goal("hush", title="Sell the northern line", scope="enterprise", confidential=True)
    )
    tables["links"] += [
        {"kind": "supports", "from_id": "hush", "to_id": "time"},
        {"kind": "supports", "from_id": "loose", "to_id": "hush"},
    ]
    tables["key_results"] = [
        {"id": "k", "goal_id": "hush", "title": "Price", "type": "number", "unit": "kroner"}
    ]
    text = page(**tables)

    assert "Sell the northern line" not in text
    assert "A confidential goal" in text
    assert "kroner" not in text


@pytest.mark.parametrize("about_people", [False, True])
def test_only_those_who_answer_for_something_are_named(about_people: bool) -> None:
    tables = quiet(6)
    tables["people"].append({"id": "x", "name": "Xaver Unseen", "manager_id": "bo"})
    text = page(about_people=about_people, **tables)

    assert "Xaver Unseen" not in text
    assert tree(text).xpath("//p[@class='who'][contains(., 'Bo Lund')]")
