"""Companies of any size: valid, counted, repeatable, mostly healthy."""

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from lineofsight.demo.large.shape import Size
from lineofsight.demo.rows import Rows
from lineofsight.demo.scale import generate, generate_columns, write_company
from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.read import read_plan

TODAY = date(2026, 11, 21)
PEOPLE = 400


@cache
def company(people: int = PEOPLE) -> Rows:
    return generate(people, today=TODAY)


@cache
def checked() -> CheckResult:
    columns = to_columns(PlanDocument.from_rows(company()))
    return check(Snapshot.build(columns, TODAY), Settings(people=True))


@pytest.mark.parametrize("people", [60, PEOPLE])
def test_a_company_is_a_valid_plan(people: int) -> None:
    assert PlanDocument.from_rows(company(people)).notices == ()


@pytest.mark.parametrize("people", [60, PEOPLE])
def test_people_goals_and_key_results_are_as_many_as_asked(people: int) -> None:
    rows = company(people)
    assert (len(rows["people"]), len(rows["goals"]), len(rows["key_results"])) == (
        people,
        10 * people,
        30 * people,
    )


def test_key_results_are_observed_as_often_as_asked() -> None:
    seen = sum(str(row["measure_id"]).startswith("g") for row in company()["observations"])
    assert seen == 50 * PEOPLE


def test_there_are_about_five_links_for_four_goals() -> None:
    assert len(company()["links"]) == pytest.approx(12.5 * PEOPLE, rel=0.05)


def test_counts_can_be_chosen() -> None:
    rows = generate(
        80,
        today=TODAY,
        goals_per_person=1.5,
        key_results_per_goal=2.5,
        observations_per_key_result=4.0,
    )
    seen = sum(str(row["measure_id"]).startswith("g") for row in rows["observations"])
    assert (len(rows["goals"]), len(rows["key_results"]), seen) == (120, 300, 1200)


def test_the_same_seed_gives_the_same_company() -> None:
    assert generate(60, today=TODAY) == company(60)


def test_another_seed_gives_another_company() -> None:
    assert generate(60, today=TODAY, seed=2)["goals"] != company(60)["goals"]


def test_ids_as_text_stand_in_the_order_of_rows() -> None:
    ids = [str(row["id"]) for row in company()["goals"]]
    assert ids == sorted(ids)


def test_nine_goals_in_ten_have_a_line() -> None:
    share = checked().goals_with_line
    assert share is not None
    assert 0.9 < share < 0.99


def test_a_few_per_cent_of_goals_have_a_real_break() -> None:
    active = sum(row["status"] == "active" for row in company()["goals"])
    hit = {f.subject.id for f in checked().findings if f.subject.kind == "goal"}
    assert 0.01 < len(hit) / active < 0.15


def test_many_kinds_of_breaks_occur() -> None:
    assert len({finding.rule for finding in checked().findings}) >= 15


def test_ways_up_are_up_to_eight_rungs_long() -> None:
    # The depth of the tree grows with the company; ids stand after their parents'.
    rows = generate(
        16_000,
        today=TODAY,
        goals_per_person=0.9,
        key_results_per_goal=0.0,
        observations_per_key_result=0.0,
    )
    depth: dict[object, int] = {}
    for link in rows["links"]:
        if link["kind"] == "supports":
            above = depth.get(link["to_id"], 0) if str(link["to_id"]).startswith("g") else 0
            depth[link["from_id"]] = max(depth.get(link["from_id"], 0), above + 1)
    counts = Counter(depth.values())
    assert max(counts) in {7, 8}
    assert counts[7] + counts[8] < 0.05 * len(depth)


def test_a_folder_holds_what_the_rows_hold(tmp_path: Path) -> None:
    counts = write_company(tmp_path / "big", 60, today=TODAY)
    assert counts == {name: len(records) for name, records in company(60).items()}
    assert read_plan(tmp_path / "big").to_rows() == PlanDocument.from_rows(company(60)).to_rows()


@pytest.mark.parametrize(
    ("people", "goals", "measures"), [(59, 10.0, 3.0), (100, 0.4, 3.0), (100, 10.0, -1.0)]
)
def test_a_size_out_of_range_is_refused(people: int, goals: float, measures: float) -> None:
    with pytest.raises(ValueError, match=r"here|none"):
        Size(people, goals, measures)


def test_columns_hold_what_the_rows_hold() -> None:
    plain = to_columns(PlanDocument.from_rows(company(60)))
    columns = generate_columns(60, today=TODAY)
    assert columns.keys() == plain.keys()
    for name, table in columns.items():
        assert len(table) == len(plain[name])
        for column, values in plain[name].columns.items():
            np.testing.assert_array_equal(table.columns[column], values)


def words_of(title: object) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", str(title).lower()))


def test_goals_share_more_words_with_the_goal_they_support_than_with_any_other() -> None:
    titles = {row["id"]: words_of(row["title"]) for row in company()["goals"]}
    ids = list(titles)
    pairs = [
        (row["from_id"], row["to_id"])
        for row in company()["links"]
        if row["kind"] == "supports" and row["to_id"] in titles
    ]
    with_parent = [len(titles[child] & titles[parent]) for child, parent in pairs]
    with_other = [
        len(titles[child] & titles[ids[(place * 7919) % len(ids)]])
        for place, (child, _parent) in enumerate(pairs)
    ]
    assert sum(with_parent) > 1.5 * sum(with_other)


def test_hardly_two_titles_differ_in_numbers_only() -> None:
    counts = Counter(re.sub(r"[\d.,]+", "#", str(row["title"])) for row in company()["goals"])
    assert sum(count for count in counts.values() if count > 1) < 0.02 * len(company()["goals"])
