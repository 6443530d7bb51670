"""LOS204: where it fires, where it must not, and what it says."""

from typing import Any

import pytest
from tests.engine.build import findings, result, subjects

Tables = dict[str, list[dict[str, Any]]]


def plan(confirmed_on: str | None = "2026-07-01", **revision: object) -> Tables:
    """Build a confirmed link, and a change of the goal above in October."""
    change = {"goal_id": "G3", "date": "2026-10-12", "field": "target", "before": "95"}
    return {
        "people": [{"id": "E1", "name": "Anna Ek"}, {"id": "E2", "name": "Bo Lind"}],
        "goals": [
            {"id": "G3", "title": "Plants run 98 % of the time", "owner_id": "E1"},
            {"id": "G12", "title": "Spare parts within a day", "owner_id": "E2"},
        ],
        "links": [
            {"kind": "supports", "from_id": "G12", "to_id": "G3", "confirmed_on": confirmed_on}
        ],
        "revisions": [{**change, "after": "98", **revision}],
    }


def test_fires_with_evidence_and_the_changer_first() -> None:
    [found] = findings("LOS204", **plan())

    assert found.subject == ("link", "G12>G3:supports")
    assert found.evidence == {
        "changed": "G3",
        "fields": ["target"],
        "days_unknown": 40,
        "before": "95",
        "after": "98",
    }
    assert found.people == ("E1", "E2")
    assert [other.id for other in found.others] == ["G3"]


def test_sentence_says_what_changed_when_and_since_which_confirmation() -> None:
    [found] = findings("LOS204", **plan())

    assert found.sentence == (
        "“Plants run 98 % of the time” changed its target on 12 October 2026 (95 to 98). Its link "
        "with “Spare parts within a day” was last confirmed before that, on 1 July 2026."
    )


def test_long_values_stand_in_the_evidence_alone() -> None:
    [found] = findings("LOS204", **plan(field="text", before="short", after="long " * 20))

    assert "long" not in found.sentence
    assert found.evidence["after"] == ("long " * 20).strip()


@pytest.mark.parametrize(("date", "fires"), [("2026-11-07", False), ("2026-11-06", True)])
def test_fourteen_days_are_silent_and_fifteen_fire(date: str, fires: bool) -> None:
    assert bool(subjects("LOS204", **plan(date=date))) == fires


@pytest.mark.parametrize(("date", "fires"), [("2026-07-01", False), ("2026-07-02", True)])
def test_the_change_must_lie_after_the_confirmation(date: str, fires: bool) -> None:
    assert bool(subjects("LOS204", **plan(date=date))) == fires


def test_a_link_never_confirmed_cannot_be_stale() -> None:
    assert subjects("LOS204", **plan(confirmed_on=None)) == []


def test_a_confirmation_after_the_instant_is_not_known_yet() -> None:
    assert subjects("LOS204", **plan(confirmed_on="2026-11-22")) == []


def test_the_first_change_counts_even_if_another_came_lately() -> None:
    tables = plan()
    tables["revisions"].append(
        {"goal_id": "G12", "date": "2026-11-20", "field": "title", "before": "a", "after": "b"}
    )

    [found] = findings("LOS204", **tables)

    assert found.evidence["days_unknown"] == 40
    assert found.evidence["changed"] == "G3"
    assert found.evidence["fields"] == ["target", "title"]
    assert [other.id for other in found.others] == ["G3", "G12"]


def test_a_change_of_the_goal_below_counts_as_well() -> None:
    [found] = findings("LOS204", **plan(goal_id="G12"))

    assert found.evidence["changed"] == "G12"
    assert found.people == ("E2", "E1")


@pytest.mark.parametrize("field", ["title", "text", "measure", "target", "dates"])
def test_changes_in_substance(field: str) -> None:
    assert subjects("LOS204", **plan(field=field)) != []


@pytest.mark.parametrize("field", ["baseline", "owner", "status"])
def test_other_changes_are_none_in_substance(field: str) -> None:
    assert subjects("LOS204", **plan(field=field)) == []


def test_case_space_and_punctuation_are_no_substance() -> None:
    tables = plan(field="title", before="Plants run, 98 %", after="plants  run 98%")

    assert subjects("LOS204", **tables) == []


@pytest.mark.parametrize("kind", ["shares", "depends_on"])
def test_horizontal_links_are_contracts_too(kind: str) -> None:
    tables = plan()
    tables["links"][0]["kind"] = kind

    assert subjects("LOS204", **tables) == [f"G12>G3:{kind}"]


def test_a_competition_is_not_looked_at() -> None:
    tables = plan()
    tables["links"][0]["kind"] = "competes_with"

    assert subjects("LOS204", **tables) == []


@pytest.mark.parametrize("values", [{"status": "done"}, {"kind": "development"}])
def test_only_links_of_active_objectives_are_looked_at(values: dict[str, str]) -> None:
    tables = plan()
    tables["goals"][1] |= values

    assert subjects("LOS204", **tables) == []


def test_the_goal_above_may_be_anything() -> None:
    tables = plan()
    tables["goals"][0] |= {"status": "paused"}

    assert subjects("LOS204", **tables) == ["G12>G3:supports"]


def test_a_link_to_a_pillar_goes_stale_by_its_goal() -> None:
    tables = plan(goal_id="G12")
    tables["pillars"] = [{"id": "P1", "name": "Uptime", "sponsor_id": "E1"}]
    tables["links"][0]["to_id"] = "P1"

    [found] = findings("LOS204", **tables)

    assert "“Uptime”" in found.sentence
    assert found.people == ("E2", "E1")


@pytest.mark.parametrize("missing", ["links", "revisions"])
def test_is_skipped_without_its_tables(missing: str) -> None:
    tables = plan()
    del tables[missing]

    skipped = {one.rule: one.reason for one in result(**tables).skipped}

    assert skipped["LOS204"] == f"no table {missing}"
