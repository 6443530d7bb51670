"""The cascade sentence: one line of sight as a person would say it."""

import pytest

from lineofsight.engine.cascade import cascade_sentence
from lineofsight.engine.lens import Lenses
from tests.engine import build


def chain(**middle: object) -> dict[str, list[dict[str, object]]]:
    """Ana's goal supports Tom's, which supports another of Tom's, which carries a pillar."""
    return {
        "people": [{"id": "P1", "name": "Ana Silva"}, {"id": "P2", "name": "Tom Ek"}],
        "pillars": [{"id": "A", "name": "Towns with safe water"}],
        "goals": [
            {"id": "G1", "title": "Pumps run", "owner_id": "P2"},
            {"id": "G2", "title": "Seals hold", "owner_id": "P2", **middle},
            {"id": "G3", "title": "Parts are there", "owner_id": "P1"},
        ],
        "links": [
            {"kind": "supports", "from_id": "G1", "to_id": "A"},
            {"kind": "supports", "from_id": "G2", "to_id": "G1"},
            {"kind": "supports", "from_id": "G3", "to_id": "G2"},
        ],
    }


def said(lenses: Lenses, goal: int = 2, person: int = 0) -> str:
    line = lenses.paths.line(goal)
    assert line is not None
    return cascade_sentence(lenses, line, person)


def test_names_owners_where_they_differ() -> None:
    assert said(build.lenses(**chain())) == (
        "Ana Silva works on “Parts are there”, which supports “Seals hold” (Tom Ek), "
        "which supports “Pumps run”, which carries “Towns with safe water”."
    )


def test_names_the_owner_of_a_goal_that_another_works_on() -> None:
    assert said(build.lenses(**chain()), person=1) == (
        "Tom Ek works on “Parts are there” (Ana Silva), which supports “Seals hold” (Tom Ek), "
        "which supports “Pumps run”, which carries “Towns with safe water”."
    )


def test_begins_with_the_goal_where_nobody_is_named() -> None:
    tables = chain()
    tables["goals"][2]["owner_id"] = ""

    assert said(build.lenses(**tables), person=-1).startswith(
        "“Parts are there” supports “Seals hold” (Tom Ek), which supports “Pumps run”, which"
    )


@pytest.mark.parametrize(
    ("fields", "revisions", "cause"),
    [
        ({"status": "paused"}, [], "paused"),
        ({"status": "paused"}, [("2026-03-03", "paused")], "paused since 3 March 2026"),
        (
            {"status": "paused"},
            [("2026-01-03", "paused"), ("2026-02-03", "active"), ("2026-03-03", "Paused")],
            "paused since 3 March 2026",
        ),
        ({"status": "paused"}, [("2026-03-03", "active")], "paused"),
        ({"status": "done"}, [("2026-03-03", "done")], "done since 3 March 2026"),
        ({"status": "cancelled"}, [("2026-03-03", "cancelled")], "cancelled on 3 March 2026"),
        ({"status": "draft"}, [], "still a draft"),
        ({"start": "2027-01-01"}, [], "which begins on 1 January 2027"),
    ],
)
def test_says_where_and_why_it_stops(
    fields: dict[str, object], revisions: list[tuple[str, str]], cause: str
) -> None:
    tables = chain(**fields)
    if revisions:
        tables["revisions"] = [
            {"goal_id": "G2", "date": day, "field": "status", "after": after}
            for day, after in revisions
        ]

    assert said(build.lenses(**tables)) == (
        "Ana Silva works on “Parts are there”, which supports “Seals hold” (Tom Ek), "
        f"{cause}: here the line stops."
    )


def test_of_a_root_is_short() -> None:
    goals: list[dict[str, object]] = [
        {"id": "G1", "title": "Pumps run", "scope": "enterprise", "owner_id": "P1"}
    ]
    lenses = build.lenses(people=[{"id": "P1", "name": "Ana Silva"}], goals=goals)

    assert said(lenses, 0, 0) == "Ana Silva works on “Pumps run”, a goal of the whole enterprise."
    assert said(lenses, 0, -1) == "“Pumps run” is a goal of the whole enterprise."
