"""LOS205: where it fires, where it must not, what it says; and LOS107, where it is a sign."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.engine.build import Records, Tables, finding, lenses, skipped, snapshot, subjects

from lineofsight.engine.columns import IntArray
from lineofsight.engine.lenses.words import shipped
from lineofsight.engine.meaning import near, twins
from lineofsight.engine.meaning.terms import Block
from lineofsight.engine.meaning.twins import Index, twins_of

ONE, OTHER = "Cut the waiting time for spare parts", "Reduce waiting times for spare parts"


def goal(identifier: str, title: str, team: str, **cells: object) -> dict[str, object]:
    dates = {"start": "2026-07-01", "end": "2026-12-31"}
    return {"id": identifier, "title": title, "team_id": team} | dates | cells


def plan(
    one: dict[str, object] | None = None, other: dict[str, object] | None = None, **more: Records
) -> Tables:
    """Two teams with one goal each; ``more`` stands beside them."""
    goals = [goal("G1", ONE, "T1") | (one or {}), goal("G2", OTHER, "T2") | (other or {})]
    tables: Tables = {"teams": [{"id": "T1", "name": "Stores"}, {"id": "T2", "name": "Service"}]}
    return {**tables, **more, "goals": goals + more.get("goals", [])}


def link(child: str, parent: str, kind: str = "supports") -> dict[str, object]:
    return {"kind": kind, "from_id": child, "to_id": parent}


def test_two_teams_with_one_goal_in_other_words_are_found() -> None:
    found = finding("LOS205", **plan())

    assert (found.subject.kind, found.subject.id) == ("pair", "G1>G2")
    assert found.evidence["words"] == ["cut", "waiting", "time", "spare", "parts"]
    assert found.certainty == found.evidence["probability"]
    assert 0.8 <= found.certainty <= 0.999


def test_both_owners_are_named_and_both_goals() -> None:
    people: Records = [{"id": "P1", "name": "Ada"}, {"id": "P2", "name": "Bo"}]
    found = finding("LOS205", **plan({"owner_id": "P1"}, {"owner_id": "P2"}, people=people))

    assert found.people == ("P1", "P2")
    assert [other.id for other in found.others] == ["G1", "G2"]


def test_the_key_results_of_both_stand_in_the_evidence() -> None:
    results: Records = [
        {"id": "K2", "goal_id": "G2", "title": "Days to wait", "measure": "days"},
        {"id": "K1", "goal_id": "G1", "title": "Hours to wait", "measure": "hours"},
    ]
    assert finding("LOS205", **plan(key_results=results)).evidence["measures"] == ["K1", "K2"]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Cut the waiting time for new trucks"},
        {"title": f"{ONE} in Arendal", "status": "paused"},
        {"team_id": "T1"},
        {"team_id": ""},
        {"status": "draft"},
        {"kind": "development"},
        {"scope": "individual"},
        {"start": None},
        {"end": None},
        {"start": "2027-01-01", "end": "2027-06-30"},
    ],
    ids=str,
)
def test_other_goals_are_no_twins_or_not_known_to_be(other: dict[str, object]) -> None:
    assert subjects("LOS205", **plan(other=other)) == []


def test_one_day_in_common_is_enough() -> None:
    later = {"title": ONE, "start": "2026-12-31", "end": "2027-06-30"}
    assert subjects("LOS205", **plan(other=later)) == ["G1>G2"]


def test_a_goal_without_a_team_is_of_its_owners() -> None:
    people: Records = [{"id": "P2", "name": "Bo", "team_id": "T2"}]
    owned = {"team_id": None, "owner_id": "P2"}
    assert subjects("LOS205", **plan(other=owned, people=people)) == ["G1>G2"]


@pytest.mark.parametrize("kind", ["supports", "shares", "depends_on", "competes_with"])
@pytest.mark.parametrize("ends", [("G1", "G2"), ("G2", "G1")])
def test_any_link_between_them_settles_it(kind: str, ends: tuple[str, str]) -> None:
    assert subjects("LOS205", **plan(links=[link(*ends, kind)])) == []


@pytest.mark.parametrize("status", ["active", "done"])
def test_so_does_a_common_parent_of_whatever_status(status: str) -> None:
    above: Records = [{"id": "G9", "title": "Service that people trust", "status": status}]
    links = [link("G1", "G9"), link("G2", "G9")]
    assert subjects("LOS205", **plan(goals=above, links=links)) == []


def test_two_parents_do_not() -> None:
    above: Records = [{"id": "G8", "title": "Full shelves"}, {"id": "G9", "title": "Fast hands"}]
    links = [link("G1", "G8"), link("G2", "G9")]
    assert subjects("LOS205", **plan(goals=above, links=links)) == ["G1>G2"]


@pytest.mark.parametrize(("status", "found"), [("active", []), ("paused", ["G1>G2"])])
def test_one_below_the_other_through_active_goals_is_no_finding(
    status: str, found: list[str]
) -> None:
    between: Records = [{"id": "G5", "title": "Parts lie where they are used", "status": status}]
    links = [link("G2", "G5"), link("G5", "G1")]
    assert subjects("LOS205", **plan(goals=between, links=links)) == found


@pytest.mark.parametrize(("measure", "found"), [("days", []), ("hours", ["G1>G2"])])
def test_a_shared_measure_settles_it(measure: str, found: list[str]) -> None:
    results: Records = [
        {"id": "K1", "goal_id": "G1", "title": "Days to wait", "measure": "days"},
        {"id": "K2", "goal_id": "G2", "title": "Time to wait", "measure": measure},
    ]
    assert subjects("LOS205", **plan(key_results=results)) == found


def test_of_three_twins_each_two_are_a_pair() -> None:
    third = [goal("G0", ONE, "T3")]
    teams: Records = [{"id": name, "name": name} for name in ("T1", "T2", "T3")]
    tables = plan(goals=third)
    tables["teams"] = teams
    assert subjects("LOS205", **tables) == ["G0>G1", "G0>G2", "G1>G2"]


def test_it_runs_on_goals_alone() -> None:
    assert skipped("LOS205", goals=[goal("G1", ONE, "")]) == []


def silo(**more: Records) -> Tables:
    """Stores has three goals and no agreed link outside; one of them has a twin."""
    others = [goal("G3", "Count every shelf", "T1"), goal("G4", "Label every box", "T1")]
    return plan(goals=others, **more)


def test_a_twin_outside_is_a_sign_that_a_team_is_needed() -> None:
    found = finding("LOS107", **silo(links=[link("G3", "G4")]))

    assert (found.subject.id, found.evidence["needs"]) == ("T1", ["G1>G2"])
    assert "say nearly the same as goals of Stores" in found.sentence


def test_twins_within_a_branch_are_none() -> None:
    tables = silo(links=[link("G3", "G4")])
    tables["teams"] = [
        {"id": "T1", "name": "Stores", "parent_id": "T2"},
        {"id": "T2", "name": "Service"},
    ]
    assert subjects("LOS107", **tables) == []


# --- the index behind it


def many(n: int) -> Records:
    """Goals of n teams, in groups of three that say the same, two of them in other words."""
    things = ["pumps", "valves", "boilers", "lifts", "ovens", "cranes", "mirrors", "wagons"]
    said = ("Cut the waiting time for {}", "Cut the waiting time for {}", "Reduce waiting for {}")
    return [
        goal(
            f"G{i:03d}", said[i % 3].format(f"{things[i // 3 % 8]} and {things[i // 24]}"), f"T{i}"
        )
        for i in range(n)
    ]


def pairs(found: twins.Twins) -> list[tuple[int, int, float]]:
    columns = (found.one, found.other, found.probability)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_an_update_gives_what_a_search_from_nothing_gives() -> None:
    goals = many(60)
    words = shipped("en")
    before = twins_of(snapshot(goals=[*goals[:40], *goals[45:58]]), words, None).index
    goals[10]["title"] = "Reduce waiting for ovens"
    now = snapshot(goals=goals)
    full, updated = twins_of(now, words, None), twins_of(now, words, None, before)

    assert len(pairs(full)) > 20
    assert pairs(updated) == pairs(full)
    assert np.array_equal(updated.index.logit, full.index.logit)


def test_an_update_compares_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    now, words = snapshot(goals=many(30)), shipped("en")
    before = twins_of(now, words, None).index
    asked: list[int] = []
    search = near.near_pairs

    def told(rows: Block, floor: float, passes: Any, fresh: IntArray, progress: Any) -> near.Pairs:
        asked.append(len(fresh))
        return search(rows, floor, passes, fresh, progress)

    monkeypatch.setattr(near, "near_pairs", told)
    twins_of(now, words, None, before)

    assert asked == [0]


def test_pairs_found_by_other_means_are_not_carried_over() -> None:
    now, words = snapshot(goals=many(30)), shipped("en")
    full = twins_of(now, words, None)
    foreign = Index("other", full.index.digests, *(np.zeros(0, np.int64),) * 2, np.zeros(0), True)

    assert pairs(twins_of(now, words, None, foreign)) == pairs(full)


def test_where_too_many_say_the_same_the_first_stand_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goals = [goal(f"G{i:02d}", ONE, f"T{i}") for i in range(20)]
    monkeypatch.setattr(twins, "MOST_PAIRS", 50)
    found = pairs(lenses(goals=goals).meaning.twins)

    assert 10 < len(found) <= 50
    assert max(other for _, other, _ in found) < 10


def test_a_check_of_another_day_may_start_from_the_same_index() -> None:
    words = shipped("en")
    tables = plan(other={"end": "2026-10-31"})
    before = twins_of(snapshot("2026-09-01", **tables), words, None).index
    later = snapshot(date(2026, 11, 21).isoformat(), **tables)

    assert pairs(twins_of(later, words, None, before)) == pairs(twins_of(later, words, None))
