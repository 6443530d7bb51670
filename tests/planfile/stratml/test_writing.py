"""Plans as StratML files: valid by the standard's structure, and read back without loss."""

from datetime import date
from pathlib import Path

import pytest

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.stratml import to_stratml
from tests.planfile.stratml.ferries import FERRIES, again, document, records, with_rows
from tests.planfile.stratml.plans import column, links


@pytest.mark.parametrize("table", ["organization", "strategy", "pillars", "goals", "observations"])
def test_nothing_is_lost_on_the_way_and_back(tmp_path: Path, table: str) -> None:
    plan = document(FERRIES)
    first = again(tmp_path, plan)
    ids = {"E1": "ana-silva", "E2": "bo-lind"}

    def renamed(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(ids.get(each, each) for each in value)
        return (
            ";".join(ids.get(each, each) for each in value.split(";"))
            if isinstance(value, str)
            else value
        )

    expected = [
        {
            key: renamed(value) if key.endswith(("_id", "_ids")) else value
            for key, value in each.items()
        }
        for each in records(plan, table)
    ]
    for each in expected:
        if table == "strategy":
            each["published_on"] = date(2026, 1, 5)
        if table == "organization":
            each |= {"plan_name": "Kestrel Ferries", "plan_type": "Performance_Report"}
    assert records(first, table) == expected


def test_links_are_kept_with_their_reasons(tmp_path: Path) -> None:
    plan = document(FERRIES)

    def told(which: PlanDocument) -> set[tuple[object, ...]]:
        return {
            (each["kind"], each["from_id"], each["to_id"], each.get("rationale"))
            for each in which.records("links")
        }

    assert told(again(tmp_path, plan)) == told(plan)


def test_key_results_are_kept(tmp_path: Path) -> None:
    plan = document(FERRIES)
    expected = records(plan, "key_results")
    expected[2]["unit"] = "%"  # a percentage needs a unit to be known as one

    assert records(again(tmp_path, plan), "key_results") == expected


def test_people_are_kept_under_ids_made_from_their_names(tmp_path: Path) -> None:
    found = again(tmp_path, document(FERRIES))

    assert records(found, "people") == [
        {"id": "ana-silva", "name": "Ana Silva", "title": "Harbour master"},
        {"id": "bo-lind", "name": "Bo Lind"},
    ]


def test_a_second_time_changes_nothing_more(tmp_path: Path) -> None:
    first = again(tmp_path, document(FERRIES))

    assert again(tmp_path, first) == first


def test_part_1_keeps_what_it_has_a_place_for(tmp_path: Path) -> None:
    found = again(tmp_path, document(FERRIES), part=1)

    assert column(found, "goals", "id") == ["G1", "G2", "G3", "G4"]
    assert links(found) == {("supports", "G1", "P1"), ("supports", "G2", "P1")}
    assert "key_results" not in found.tables


def test_a_plan_without_pillars_is_written(tmp_path: Path) -> None:
    plan = document(
        {
            "goals": [{"id": "G1", "title": "A"}, {"id": "G2", "title": "B"}],
            "links": [{"kind": "supports", "from_id": "G2", "to_id": "G1"}],
        }
    )

    found = again(tmp_path, plan)

    assert "pillars" not in found.tables
    assert links(found) == links(plan)


def test_goals_that_support_goals_gain_no_pillar(tmp_path: Path) -> None:
    chain = [{"kind": "supports", "from_id": f"G{n + 1}", "to_id": f"G{n}"} for n in (1, 2, 3)]
    plan = with_rows(links=[{"kind": "supports", "from_id": "G1", "to_id": "P1"}, *chain])

    assert links(again(tmp_path, plan)) == links(plan)


@pytest.mark.parametrize("key", ["1", "Goal 7", "ä", "4.2/b", "_x0031_", "a:b", "名"])
def test_ids_that_xml_does_not_allow_come_back_as_they_were(tmp_path: Path, key: str) -> None:
    plan = document({"goals": [{"id": key, "title": "A"}]})

    assert column(again(tmp_path, plan), "goals", "id") == [key]


def test_an_id_in_two_tables_gets_a_number_and_that_is_said() -> None:
    plan = with_rows(
        key_results=[{"id": "G1", "goal_id": "G1", "title": "Waiting"}], observations=[]
    )

    content, notices = to_stratml(plan)

    assert b"<Identifier>G1-2</Identifier>" in content
    assert any("1 id is used in another table too" in each.message for each in notices)


def test_a_measure_without_a_baseline_gains_none(tmp_path: Path) -> None:
    found = again(tmp_path, document(FERRIES))

    assert column(found, "key_results", "baseline") == [20, None, None, None]
    assert column(found, "key_results", "value") == [None, None, None, 7]


def test_numbers_have_no_exponent_and_lose_nothing(tmp_path: Path) -> None:
    values = [1e300, 5e-324, 0.1, -123456789.25, 1 / 3, 1e21]
    plan = with_rows(
        observations=[
            {"measure_id": "K1", "date": date(2026, 1, day), "value": value}
            for day, value in enumerate(values, start=1)
        ]
    )

    assert column(again(tmp_path, plan), "observations", "value") == values


def test_the_period_of_all_pillars_is_that_of_the_plan(tmp_path: Path) -> None:
    period = {"start": date(2026, 1, 1), "end": date(2028, 12, 31)}
    plan = with_rows(pillars=[each | period for each in map(dict, FERRIES["pillars"])])

    assert column(again(tmp_path, plan), "pillars", "end") == [date(2028, 12, 31)] * 2
