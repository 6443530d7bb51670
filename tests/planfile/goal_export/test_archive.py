"""The archive form of an export: objectives, check-ins, people, teams, periods."""

from datetime import date
from pathlib import Path

import pytest

from lineofsight.planfile.goal_export import looks_like_goal_export, read_goal_export
from lineofsight.planfile.problems import PlanError
from tests.planfile.goal_export.exports import (
    column,
    links,
    okr,
    read_zip,
    said,
    user,
    write_zip,
)

ANA, BO = user(11, "Ana Silva"), user(12, "Bo Lind")
PERIODS = [
    {"ID": 1, "Time Period Name": "H2", "Start Date": "2025-07-01", "End Date": "2025-12-31"}
]
OUTCOME = {
    "Outcome Type": "Metric",
    "Metric Name": "Sites",
    "Metric Unit": "sites",
    "Start": "1,000",
    "Target": "3,500",
    "Target Type": "Increase From",
}
WIN = okr(100, "Win the mid-market", "Big rock", Owner=[ANA], Status="At Risk")
GROW = okr(101, "Grow expansion", "Big rock", parents={100: "40.0"})
SITES = okr(102, "Reach 3,500 sites", "Kpi", parents={101: "25.0"}, Outcome=OUTCOME)


def update(key: int, okr_id: int, day: str, value: object, **fields: object) -> dict[str, object]:
    """Return a check-in."""
    found = {
        "ID": key,
        "OKR ID": okr_id,
        "CheckIn Date": day,
        "Check In Owner": BO,
        "Check In Note": {"Check In Note": f"Note {key}", "Check In Note HTML": "<p>x</p>"},
        "Status": "On Track",
        "Current Value": value,
        "Activity Date": f"{day} 10:00:00 UTC",
    }
    return found | {name.replace("_", " "): value for name, value in fields.items()}


def test_big_rocks_kpis_and_projects(tmp_path: Path) -> None:
    deck = okr(103, "Sales deck", "Project", parents=[102])

    document = read_zip(tmp_path, objectives=[WIN, GROW, SITES, deck])

    assert column(document, "goals", "id") == ["100", "101"]
    assert column(document, "goals", "scope") == ["enterprise", None]
    assert links(document) == {("101", "100"): 0.4}
    assert column(document, "key_results", "goal_id") == ["101"]
    assert column(document, "key_results", "weight") == [0.25]
    assert column(document, "actions", "goal_id") == ["101"]


def test_several_parents_are_several_links(tmp_path: Path) -> None:
    both = okr(105, "Both", parents={100: "40%".rstrip("%"), 101: "60"})
    both["Parent IDs"] = [100, 101, 104]

    document = read_zip(tmp_path, objectives=[WIN, GROW, both, okr(104, "Third")])

    assert links(document) == {
        ("101", "100"): 0.4,
        ("105", "100"): 0.4,
        ("105", "101"): 0.6,
        ("105", "104"): None,
    }


def test_a_child_that_only_its_parent_lists_is_aligned_to_it(tmp_path: Path) -> None:
    parent = WIN | {"Children": [{"ID": 106, "Title": "Child", "Type": "Big rock"}]}

    document = read_zip(tmp_path, objectives=[parent, okr(106, "Child")])

    assert links(document) == {("106", "100"): None}


def test_objectives_within_objectives_are_all_read(tmp_path: Path) -> None:
    chain = [okr(n, f"Level {n}", parents=[n - 1] if n else None) for n in range(30)]

    document = read_zip(tmp_path, objectives=chain[::-1])

    assert len(document.tables["goals"]) == 30
    assert len(links(document)) == 29


def test_parents_that_are_absent_are_said(tmp_path: Path) -> None:
    document = read_zip(tmp_path, objectives=[okr(1, "A", parents=[999, 998])])

    assert "links" not in document.tables
    assert "2 objects are aligned to ones that are not in this file" in said(document)


def test_a_key_result_of_several_objectives_keeps_the_first(tmp_path: Path) -> None:
    shared = okr(102, "Sites", "Kpi", parents={101: 10, 100: 90})

    document = read_zip(tmp_path, objectives=[WIN, GROW, shared])

    assert column(document, "key_results", "goal_id") == ["101"]
    assert column(document, "key_results", "weight") == [0.1]
    assert "has several parents" in said(document)


def test_numbers_may_be_text_with_commas(tmp_path: Path) -> None:
    document = read_zip(tmp_path, objectives=[WIN, GROW, SITES])

    record = next(document.records("key_results"))
    assert (record["baseline"], record["target"]) == (1000, 3500)
    assert (record["type"], record["unit"]) == ("number", "sites")


def test_a_percentage_outcome_goes_from_0_to_100(tmp_path: Path) -> None:
    share = okr(102, "Rollout", "Kpi", parents=[101], Outcome={"Outcome Type": "Percentage"})

    document = read_zip(tmp_path, objectives=[WIN, GROW, share | {"Progress": 35}])

    record = next(document.records("key_results"))
    assert (record["type"], record["unit"]) == ("percent", "%")
    assert (record["baseline"], record["target"], record["value"]) == (0, 100, 35)


@pytest.mark.parametrize(
    ("word", "edges"),
    [("Stay below", (None, 3500)), ("Stay above", (3500, None)), ("Reach", (None, None))],
)
def test_guardrails_are_bands(tmp_path: Path, word: str, edges: tuple[object, object]) -> None:
    guard = SITES | {"Outcome": OUTCOME | {"Target Type": word}}

    document = read_zip(tmp_path, objectives=[WIN, GROW, guard])

    record = next(document.records("key_results"))
    assert (record.get("low"), record.get("high")) == edges


@pytest.mark.parametrize("nested", [True, False])
def test_phased_targets_are_the_schedule(tmp_path: Path, nested: bool) -> None:
    steps = [
        {"Target Value": "3,500", "Target Date": "2025-12-31"},
        {"Target Value": 2000.5, "Target Date": "2025-09-30"},
    ]
    phased = SITES | {
        "Phased Targets": {"Interval": "quarterly", "Phased Targets": steps} if nested else steps
    }

    document = read_zip(tmp_path, objectives=[WIN, GROW, phased])

    assert column(document, "key_results", "schedule") == ["2025-09-30=2000.5;2025-12-31=3500"]


def test_phased_targets_may_be_disabled(tmp_path: Path) -> None:
    document = read_zip(tmp_path, objectives=[WIN, GROW, SITES | {"Phased Targets": "Disabled"}])

    assert column(document, "key_results", "schedule") == [None]


def test_every_check_in_is_an_observation(tmp_path: Path) -> None:
    updates = [
        update(2, 102, "2025-10-01", "2,250", Status="Behind"),
        update(1, 102, "2025-08-01", 1200),
        update(3, 102, "2025-10-01", 2300, Activity_Date="2025-10-01 18:00:00 UTC"),
        update(4, 100, "2025-10-02", 40),
    ]

    document = read_zip(tmp_path, objectives=[WIN, GROW, SITES], checkins=updates)

    found = [
        (each["measure_id"], each["date"], each["value"], each["reported"], each["note"])
        for each in document.records("observations")
    ]
    assert found == [
        ("100-outcome", date(2025, 10, 2), 40, "on_track", "Note 4"),
        ("102", date(2025, 8, 1), 1200, "on_track", "Note 1"),
        ("102", date(2025, 10, 1), 2250, "at_risk", "Note 2"),
        ("102", date(2025, 10, 1), 2300, "on_track", "Note 3"),
    ]
    assert set(column(document, "observations", "author_id")) == {"12"}


def test_a_check_in_that_stands_there_twice_counts_once(tmp_path: Path) -> None:
    updates = [update(1, 102, "2025-08-01", 1200)] * 2

    document = read_zip(tmp_path, objectives=[WIN, GROW, SITES], checkins=updates)

    assert len(document.tables["observations"]) == 1


def test_check_ins_of_nothing_are_said(tmp_path: Path) -> None:
    document = read_zip(tmp_path, objectives=[WIN], checkins=[update(1, 555, "2025-08-01", 5)])

    assert "1 check-in belongs to no object" in said(document)


def test_people_come_from_users_and_from_wherever_they_are_named(tmp_path: Path) -> None:
    users = [BO | {"Manager": ANA, "Teams": [{"ID": 5, "Name": "Sales"}]}]

    document = read_zip(tmp_path, objectives=[WIN], users=users)

    assert list(document.records("people")) == [
        {"id": "11", "name": "Ana Silva", "email": "ana.silva@brightwater.example"},
        {
            "id": "12",
            "name": "Bo Lind",
            "email": "bo.lind@brightwater.example",
            "manager_id": "11",
            "team_id": "5",
        },
    ]


def test_several_owners_are_all_kept(tmp_path: Path) -> None:
    document = read_zip(tmp_path, objectives=[WIN | {"Owner": [ANA, BO, ANA]}])

    assert column(document, "goals", "owner_id") == ["11;12"]


def test_teams_form_a_tree_with_leads(tmp_path: Path) -> None:
    teams = [
        {"ID": 5, "Team Name": "Sales", "Parent Team": "Commercial", "Team Owners": [BO, ANA]},
        {"ID": 6, "Team Name": "Commercial", "Parent Team": None},
        {"ID": 7, "Team Name": "Service", "Parent Team": {"ID": 6, "Name": "Commercial"}},
        {"ID": 8, "Team Name": "Lost", "Parent Team": "Gone"},
    ]
    objective = WIN | {"Teams": [{"ID": 5, "Name": "Sales"}]}

    document = read_zip(tmp_path, objectives=[objective], teams=teams)

    assert column(document, "teams", "parent_id") == ["6", None, "6", None]
    assert column(document, "teams", "lead_id") == ["12", None, None, None]
    assert column(document, "goals", "team_id") == ["5"]
    assert "names a parent that is not in this export" in said(document)
    assert "1 team has several owners" in said(document)


def test_circles_of_teams_and_managers_are_cut_and_said(tmp_path: Path) -> None:
    teams = [
        {"ID": 1, "Team Name": "A", "Parent Team": "B"},
        {"ID": 2, "Team Name": "B", "Parent Team": "A"},
    ]
    users = [ANA | {"Manager": BO}, BO | {"Manager": ANA}]

    document = read_zip(tmp_path, objectives=[WIN], teams=teams, users=users)

    assert column(document, "teams", "parent_id") == [None, "1"]
    assert column(document, "people", "manager_id") == [None, "11"]
    assert "1 circle of parent_id is cut" in said(document)
    assert "1 circle of manager_id is cut" in said(document)


def test_dates_come_from_the_time_period_where_none_are_given(tmp_path: Path) -> None:
    objective = WIN | {"Time Period": {"ID": 1, "Name": "H2"}, "End Date": "2025-11-30"}

    document = read_zip(tmp_path, objectives=[objective], timeperiods=PERIODS)

    assert column(document, "goals", "start") == [date(2025, 7, 1)]
    assert column(document, "goals", "end") == [date(2025, 11, 30)]
    assert column(document, "goals", "period") == ["H2"]


def test_parts_may_come_in_several_files_and_wrapped(tmp_path: Path) -> None:
    document = read_zip(
        tmp_path, objectives_1=[WIN], objectives_2={"objectives": [GROW]}, comments=[{"ID": 1}]
    )

    assert column(document, "goals", "id") == ["100", "101"]


def test_rubbish_in_fields_is_left_out(tmp_path: Path) -> None:
    rubbish = {
        "ID": 7,
        "Title": "A",
        "Type": None,
        "Owner": "nobody",
        "Teams": {"ID": [], "Name": 5},
        "Time Period": 3,
        "Alignment": [None, 5, {"ID": True}, {"ID": 100, "Weight": "-5%"}],
        "Parent IDs": "100",
        "Outcome": [],
        "Children": "x",
        "Phased Targets": {"Phased Targets": [{"Target Date": "x", "Target Value": {}}]},
        "Progress": [],
        "Start Date": 5,
        "Status": {},
        "Tags": [{"Tag Name": "Growth"}],
    }

    document = read_zip(tmp_path, objectives=[WIN, rubbish, 5, None, {"Title": "No id"}])

    assert links(document) == {("7", "100"): None}
    assert column(document, "goals", "tags") == ["Growth", None]
    assert "2 records are no records at all" in said(document)
    assert "1 object has no id or no title" in said(document)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "1e999"])
def test_what_is_no_number_is_left_out_and_said(tmp_path: Path, constant: str) -> None:
    raw = f'[{{"ID": 1, "Title": "A", "Outcome": {{"Metric Name": "B", "Target": {constant}}}}}]'

    document = read_zip(tmp_path, objectives=raw)

    assert column(document, "goals", "id") == ["1"]
    assert [notice.column for notice in document.notices] == ["target"]


def test_characters_that_no_text_may_hold_are_taken_out(tmp_path: Path) -> None:
    raw = r'[{"ID": "1\u0000", "Title": "A\u0000B\ud800", "Type": "Objective"}]'

    document = read_zip(tmp_path, objectives=raw)

    assert list(document.records("goals")) == [{"id": "1", "title": "AB"}]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = write_zip(tmp_path, objectives=[WIN, GROW, SITES], users=[ANA, BO])

    assert read_goal_export(path) == read_goal_export(path)


def test_an_archive_without_objectives_is_no_export(tmp_path: Path) -> None:
    path = write_zip(tmp_path, users=[ANA])

    assert not looks_like_goal_export(path)
    with pytest.raises(PlanError, match="no objectives"):
        read_goal_export(path)
