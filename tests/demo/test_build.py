"""Halvorsen Water: sizes, validity, determinism."""

from collections import Counter
from datetime import date

import pytest

from lineofsight.demo.build import SEED, build
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.schema import TABLES

from .organisation import TODAY, halvorsen, stories


def test_480_people_in_nine_functions() -> None:
    rows = halvorsen()
    assert (len(rows["people"]), len(rows["functions"])) == (480, 9)


def test_some_three_hundred_goals_are_no_part_of_a_story() -> None:
    named = {
        key
        for story in stories()
        for subjects in (
            *(silence.subjects for silence in story.silent),
            *({finding.subject} for finding in story.expected),
        )
        for kind, key in subjects
        if kind == "goal"
    }
    ordinary = [row for row in halvorsen()["goals"] if row["id"] not in named]
    assert 285 <= len(ordinary) <= 315


def test_every_table_of_a_plan_file_has_rows() -> None:
    assert set(halvorsen()) == set(TABLES)


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29)], ids=str)
def test_the_plan_is_valid_and_nothing_is_noticed(today: date) -> None:
    assert PlanDocument.from_rows(halvorsen(today)).notices == ()


def test_the_plan_is_true_today() -> None:
    assert [row["as_of"] for row in halvorsen()["organization"]] == [TODAY]


def test_the_same_day_and_seed_give_the_same_rows() -> None:
    assert build(TODAY, seed=SEED) == halvorsen()


def test_another_seed_gives_other_people() -> None:
    names = {row["name"] for row in halvorsen()["people"]}
    others = {row["name"] for row in halvorsen(seed=7)["people"]}
    assert 100 < len(names & others) < 400  # those in the text data stay


def test_another_day_moves_dates_and_not_people() -> None:
    then = halvorsen(date(2026, 2, 28))
    assert [row["name"] for row in then["people"]] == [row["name"] for row in halvorsen()["people"]]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("observations", "date"),
        ("revisions", "date"),
        ("check_ins", "date"),
        ("feedback", "date"),
        ("acknowledgements", "date"),
        ("answers", "date"),
        ("blockers", "raised_on"),
        ("actions", "done_on"),
        ("agreements", "done_on"),
        ("links", "confirmed_on"),
        ("assumptions", "decided_on"),
    ],
)
def test_nothing_is_known_before_it_happened(table: str, column: str) -> None:
    days = [row[column] for row in halvorsen()[table] if column in row]
    assert days
    assert [day for day in days if isinstance(day, date) and day > TODAY] == []


def test_nobody_talks_on_a_weekend() -> None:
    days = {row["date"] for row in halvorsen()["check_ins"]}
    assert [day for day in days if isinstance(day, date) and day.weekday() > 4] == []


def test_only_the_chief_executive_has_no_manager() -> None:
    alone = [row["id"] for row in halvorsen()["people"] if "manager_id" not in row]
    assert alone == ["sigrid-halvorsen"]


def test_nobody_has_more_than_seventeen_reports() -> None:
    spans = Counter(row.get("manager_id") for row in halvorsen()["people"])
    assert spans.most_common(1) == [("geir-tangvald", 17)]


def test_no_name_occurs_twice() -> None:
    names = [row["name"] for row in halvorsen()["people"]]
    assert len(set(names)) == len(names)


def test_no_goal_is_written_twice() -> None:
    titles = [row["title"] for row in halvorsen()["goals"]]
    assert len(set(titles)) == len(titles)


def test_no_gap_is_left_in_a_text() -> None:
    texts = [
        value
        for records in halvorsen().values()
        for row in records
        for value in row.values()
        if isinstance(value, str)
    ]
    assert [text for text in texts if not text.strip() or "{" in text or "  " in text] == []


def test_a_talk_a_year_ago_and_one_this_month() -> None:
    days = [row["date"] for row in halvorsen()["check_ins"] if isinstance(row["date"], date)]
    ages = [(TODAY - day).days for day in days]
    assert min(ages) < 7
    assert max(ages) > 330


def test_cadences_are_mixed() -> None:
    cadences = Counter(row["cadence"] for row in halvorsen()["goals"])
    assert set(cadences) >= {"quarterly", "half_yearly", "yearly", "multi_year"}
