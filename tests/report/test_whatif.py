"""What if: a change tried on a copy of a plan, in sentences."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from lineofsight.planfile.changes import changes_from_rows
from lineofsight.planfile.document import PlanDocument
from lineofsight.report.whatif import WhatIf, what_if
from tests.cli.run import Tables, plan
from tests.report.test_difference import side


def tried(tables: Tables | None = None, *, named: bool = False, **rows: Any) -> WhatIf:
    tables = tables or plan()
    document = PlanDocument.from_rows({**tables, "organization": [tables["organization"]]})

    def look(one: PlanDocument) -> Any:
        rows = one.to_rows()
        return side({**rows, "organization": dict(rows["organization"][0])})

    return what_if(document, changes_from_rows(rows), look, people=named)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"goals": [{"id": "G2", "end": "2026-06-30"}]}, "“{G2}” ends on 30 June 2026"),
        ({"goals": [{"id": "G2", "start": "2026-02-01"}]}, "“{G2}” begins on 1 February 2026"),
        ({"goals": [{"id": "G2", "status": "paused"}]}, "“{G2}” is paused"),
        ({"goals": [{"id": "G2", "owner_id": "P3"}]}, "Bo Lund owns “{G2}”"),
        ({"goals": [{"id": "G2", "end": None}]}, "“{G2}” has no end any more"),
        ({"goals": [{"id": "G2", "lag_days": 30}]}, "“{G2}” has the lag days 30"),
        ({"goals": [{"id": "G3", "remove": "yes"}]}, "“{G3}” is taken away"),
        ({"goals": [{"id": "G9", "title": "Tins stand"}]}, "“Tins stand” is added"),
        ({"goals": [{"id": "G2", "title": "Tins stand"}]}, "“Tins stand” is called so"),
        ({"people": [{"id": "P2", "end_date": "2026-10-31"}]}, "Tom Ek leaves on 31 October 2026"),
        (
            {"links": [{"kind": "supports", "from_id": "G3", "to_id": "A"}]},
            "“{G3}” supports “Bread worth walking for”",
        ),
        (
            {"links": [{"kind": "supports", "from_id": "G2", "to_id": "G1", "remove": "yes"}]},
            "“{G2}” no longer supports “{G1}”",
        ),
        (
            {"links": [{"kind": "supports", "from_id": "G2", "to_id": "G1", "contribution": 0.2}]},
            "the link of “{G2}” with “{G1}” has the contribution 0.2",
        ),
        ({"organization": [{"name": "Other"}]}, "the organisation is called so"),
        (
            {"blockers": [{"id": "X", "text": "No flour", "raised_on": "2026-11-01"}]},
            "“No flour” is added",
        ),
        (
            {"revisions": [{"goal_id": "G2", "date": "2026-11-01", "field": "text"}]},
            "1 row of revisions is added",
        ),
    ],
)
def test_what_is_supposed_is_said(rows: dict[str, Any], said: str) -> None:
    titles = {one["id"]: one["title"] for one in plan()["goals"]}

    assert tried(**rows).supposed == f"If {said.format(**titles)}:"


def test_a_change_that_changes_nothing_is_said_to() -> None:
    found = tried(goals=[{"id": "G2", "owner_id": "P2"}])

    assert found.supposed == "The changes leave everything as it is."
    assert found.told[0] == "No line of sight, no stake, no forecast and no finding is another."


def deep() -> Tables:
    """G4 supports G2, which supports G1."""
    tables = deepcopy(plan())
    tables["links"][2]["to_id"] = "G2"
    return tables


def test_lines_that_are_lost_are_told_first() -> None:
    found = tried(deep(), goals=[{"id": "G2", "status": "paused"}])

    assert found.told[0] == (
        "1 goal loses its line of sight: “Every shop has bread from this morning at noon”."
    )


def test_lines_that_are_gained_are_told() -> None:
    found = tried(links=[{"kind": "supports", "from_id": "G3", "to_id": "G1"}])

    assert found.told[0] == (
        "1 goal gains a line of sight: “The second oven stands still less than an hour a week”."
    )


@pytest.mark.parametrize(("people", "names"), [(False, ""), (True, ": Tom Ek")])
def test_people_are_counted_and_named_only_if_asked_for(people: bool, names: str) -> None:
    found = tried(named=people, goals=[{"id": "G2", "status": "paused"}])

    assert f"1 person has no line of sight any more{names}." in found.told


def test_stake_is_told_in_per_cent() -> None:
    found = tried(goals=[{"id": "G2", "status": "paused"}])

    assert (
        "“Every shop has bread from this morning at noon” carries 100 % of the strategy instead of "
        "50 %." in found.told
    )


def test_chance_and_progress_are_told() -> None:
    tables = plan()
    tables["key_results"] = [
        {"id": "K1", "goal_id": "G2", "title": "Orders", "type": "number", "baseline": 0}
        | {"target": 100}
    ]
    tables["observations"] = [
        {"measure_id": "K1", "date": f"2026-{month:02}-15", "value": 9.0 * month}
        for month in range(2, 11)
    ]

    found = tried(tables, key_results=[{"id": "K1", "target": 200}])

    title = "“Shops order what they sold on the same weekday”"
    assert any(one.startswith(f"The chance of {title} falls from ") for one in found.told)
    assert f"{title} stands at 45 % instead of 90 %." in found.told


def test_findings_are_told_with_their_sentence() -> None:
    found = tried(goals=[{"id": "G2", "end": "2027-06-30"}])

    (said,) = [one for one in found.told if one.startswith("LOS401")]
    assert said.startswith("LOS401 outlives-parent opens (high): “Shops order what they sold")


def test_those_concerned_are_named_last() -> None:
    found = tried(deep(), goals=[{"id": "G2", "end": "2026-11-30"}])

    assert found.told[-2:] == (
        "Above it: Ana Silva (“Nine of ten loaves are sold on the day they are baked” and 1 more).",
        "Below it: Bo Lund (“Every shop has bread from this morning at noon”).",
    )


def test_what_only_follows_is_neither_supposed_nor_touched() -> None:
    tables = deep()
    tables["key_results"] = [{"id": "K1", "goal_id": "G2", "title": "Orders"}]

    found = tried(tables, goals=[{"id": "G2", "remove": "yes"}])

    assert found.supposed == ("If “Shops order what they sold on the same weekday” is taken away:")
    assert [one.id for one in found.concerned.down] == ["P3"]


def test_the_plan_itself_stays_as_it_is() -> None:
    tables = plan()
    document = PlanDocument.from_rows({**tables, "organization": [tables["organization"]]})

    tried(goals=[{"id": "G2", "end": "2026-06-30"}])

    assert next(document.records("organization"))["as_of"] == date(2026, 11, 21)
    assert [one.get("end") for one in document.records("goals")] == [date(2026, 12, 31)] * 4
