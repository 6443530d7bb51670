"""Plans as StratML files: valid by the standard's structure, and read back without loss."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.stratml import read_stratml, to_stratml, write_stratml
from tests.planfile.stratml.plans import column, links

FOLDER = Path(__file__).parent
SCHEMAS = {part: etree.XMLSchema(file=str(FOLDER / f"stratml_part{part}.xsd")) for part in (1, 2)}

Rows = Mapping[str, Sequence[Mapping[str, object]]]

FERRIES: Rows = {
    "organization": [{"name": "Kestrel Ferries"}],
    "people": [
        {"id": "E1", "name": "Ana Silva", "title": "Harbour master"},
        {"id": "E2", "name": "Bo Lind"},
    ],
    "strategy": [
        {"kind": "vision", "text": "No islander cut off", "published_on": date(2026, 1, 5)},
        {"kind": "mission", "text": "We sail", "published_on": date(2026, 1, 5)},
        {"kind": "value", "text": "Care: People before timetables"},
        {"kind": "value", "text": "Candour"},
    ],
    "pillars": [
        {"id": "P1", "name": "Island life", "text": "All year", "sponsor_id": "E1"},
        {"id": "P2", "name": "Clean crossings", "champion_ids": ["E1", "E2"]},
    ],
    "goals": [
        {
            "id": "G1",
            "title": "Nobody waits in the cold",
            "text": "In no harbour",
            "owner_id": "E1",
        },
        {"id": "G2", "title": "Ferries leave on time", "owner_id": "E1;E2"},
        {"id": "G3", "title": "Crews rest enough", "contributor_ids": ["E2"]},
        {"id": "G4", "title": "A goal that supports nothing"},
    ],
    "key_results": [
        {
            "id": "K1",
            "goal_id": "G1",
            "title": "Waiting outdoors",
            "type": "number",
            "unit": "minutes",
            "baseline": 20,
            "target": 5,
            "schedule": "2026-06-30=12;2026-09-30=8",
            "start": date(2026, 1, 1),
            "end": date(2026, 12, 31),
        },
        {"id": "K2", "goal_id": "G1", "title": "New hall open", "type": "milestone"},
        {"id": "K3", "goal_id": "G2", "title": "On time", "type": "percent", "target": 95.5},
        {"id": "K4", "goal_id": "G2", "title": "Fuel", "type": "number", "unit": "t", "value": 7},
    ],
    "links": [
        {"kind": "supports", "from_id": "G1", "to_id": "P1", "rationale": "Comfort keeps people"},
        {"kind": "supports", "from_id": "G1", "to_id": "P2"},
        {"kind": "supports", "from_id": "G2", "to_id": "P1"},
        {
            "kind": "supports",
            "from_id": "G3",
            "to_id": "G2",
            "rationale": "Rested crews are punctual",
        },
        {"kind": "shares", "from_id": "G3", "to_id": "G1"},
    ],
    "observations": [
        {
            "measure_id": "K1",
            "date": date(2026, 3, 31),
            "value": 18.25,
            "reported": "at_risk",
            "note": "Storms",
        },
        {"measure_id": "K1", "date": date(2026, 4, 30), "value": -1e-9},
        {"measure_id": "K3", "date": date(2026, 3, 31), "value": 88},
    ],
}


def document(rows: Rows) -> PlanDocument:
    return PlanDocument.from_rows(rows)


def with_rows(**tables: Sequence[Mapping[str, object]]) -> PlanDocument:
    return document({**FERRIES, **tables})


def again(folder: Path, plan: PlanDocument, part: int = 2) -> PlanDocument:
    """Write a plan, validate the file, and read it."""
    path = folder / "plan.xml"
    write_stratml(plan, path, part=part)
    SCHEMAS[part].assertValid(etree.parse(str(path)))
    return read_stratml(path)


def records(plan: PlanDocument, table: str) -> list[dict[str, object]]:
    return list(plan.records(table))


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


def said(plan: PlanDocument, part: int = 2) -> str:
    return "\n".join(each.message for each in to_stratml(plan, part=part)[1])


def test_a_plan_that_fits_needs_no_notice() -> None:
    assert said(document(FERRIES)) == ""


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"teams": [{"id": "T", "name": "Crew"}]}, "table teams; 1 row is left out"),
        (
            {"goals": [*FERRIES["goals"], {"id": "G5", "title": "x", "status": "paused"}]},
            "the column status of goals",
        ),
        (
            {"links": [{"kind": "depends_on", "from_id": "G1", "to_id": "G2"}]},
            "1 link of the kind depends_on",
        ),
        (
            {"links": [{"kind": "shares", "from_id": "G1", "to_id": "P1"}]},
            "1 link of the kind shares",
        ),
        (
            {
                "links": [{"kind": "supports", "from_id": "G1", "to_id": "north_star"}],
                "strategy": [{"kind": "north_star", "text": "Trips without a wait"}],
            },
            "1 link of the kind supports north_star",
        ),
        (
            {"strategy": [{"kind": "north_star", "text": "Trips without a wait"}]},
            "1 statement of the kind north_star",
        ),
        (
            {"strategy": [{"kind": "vision", "text": "A"}, {"kind": "vision", "text": "B"}]},
            "1 statement of the kind vision",
        ),
        (
            {"people": [*FERRIES["people"], {"id": "E3", "name": "Cy"}]},
            "1 person has no part",
        ),
        (
            {
                "pillars": [
                    FERRIES["pillars"][0],
                    {"id": "P2", "name": "x", "end": date(2027, 1, 1)},
                ]
            },
            "The pillars have different dates",
        ),
        (
            {"organization": [{"name": "Kestrel", "plan_source": "no address"}]},
            "“no address” is not an address",
        ),
        (
            {"goals": [*FERRIES["goals"], {"id": "G5", "title": "A\x0bB"}]},
            "1 character that XML cannot hold",
        ),
        (
            {"organization": [{"name": "Kestrel", "stakeholders": "Ana and Bo"}]},
            "The column stakeholders holds no list",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_no_place_is_left_out_and_said(
    tmp_path: Path, tables: dict[str, Sequence[Mapping[str, object]]], words: str
) -> None:
    plan = with_rows(**tables)

    assert words in said(plan)
    again(tmp_path, plan)


def test_part_1_says_that_it_has_no_measures_and_no_links() -> None:
    words = said(document(FERRIES), part=1)

    assert "table key_results; 4 rows" in words
    assert "2 links of the kind supports" in words
    assert "1 link of the kind shares" in words


@pytest.mark.parametrize(
    ("tables", "kind"),
    [
        ({}, "Performance_Report"),
        ({"observations": []}, "Performance_Plan"),
        ({"observations": [], "key_results": []}, "Strategic_Plan"),
        (
            {"organization": [{"name": "x", "plan_type": "Strategic_Plan"}]},
            "Strategic_Plan",
        ),
    ],
)
def test_the_type_of_the_plan(tables: dict[str, Sequence[Mapping[str, object]]], kind: str) -> None:
    content, _notices = to_stratml(with_rows(**tables))

    assert etree.fromstring(content).get("Type") == kind


def test_there_is_no_part_3() -> None:
    with pytest.raises(ValueError, match="parts 1 and 2"):
        to_stratml(document(FERRIES), part=3)


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        write_stratml(document(FERRIES), tmp_path / "no" / "plan.xml")

    assert "plan.xml" in caught.value.problems[0].file


# Whatever a plan holds, the file is valid and its core comes back.

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text == " ".join(text.split())
)
_KEYS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters=";>"),
    min_size=1,
    max_size=6,
)
_NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
_DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def plans(draw: st.DrawFn) -> dict[str, list[dict[str, object]]]:
    keys = draw(st.lists(_KEYS, min_size=2, max_size=8, unique=True))
    keys = [key for key in keys if key != "north_star"]
    cut = draw(st.integers(0, len(keys) - 1))
    pillars = [{"id": key, "name": draw(_TEXT)} for key in keys[:cut]]
    goals = [{"id": key, "title": draw(_TEXT), "text": draw(_TEXT)} for key in keys[cut:]]
    ends = st.sampled_from(keys)
    children = st.sampled_from(keys[cut:])
    supports = draw(st.lists(st.tuples(children, ends), max_size=10, unique=True))
    results = [
        {
            "id": f"K{place}",
            "goal_id": draw(children),
            "title": draw(_TEXT),
            "type": "number",
            "unit": draw(st.sampled_from(["", "minutes"])),
            "baseline": draw(_NUMBERS),
            "target": draw(_NUMBERS),
            "end": draw(_DAYS),
        }
        for place in range(draw(st.integers(0, 4)))
        if f"K{place}" not in keys
    ]
    observed = [
        {"measure_id": result["id"], "date": day, "value": value}
        for result in results
        for day, value in draw(
            st.lists(
                st.tuples(_DAYS.filter(bool), _NUMBERS.filter(lambda n: n is not None)), max_size=3
            )
        )
    ]
    return {
        "pillars": pillars,
        "goals": goals,
        "key_results": results,
        "links": [
            {"kind": "supports", "from_id": child, "to_id": parent}
            for child, parent in supports
            if child != parent
        ],
        "observations": observed,
    }


@given(plans())
def test_any_plan_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> None:
    plan = document(rows)

    found = again(tmp_path_factory.mktemp("plan"), plan)

    assert column(found, "pillars", "id") == column(plan, "pillars", "id")
    assert {str(each["id"]): each for each in found.records("goals")} == {
        str(each["id"]): each for each in plan.records("goals")
    }
    assert links(found) == links(plan)
    by_id = {str(each["id"]): each for each in found.records("key_results")}
    assert by_id == {str(each["id"]): each for each in plan.records("key_results")}
    assert sorted(map(str, found.records("observations"))) == sorted(
        map(str, plan.records("observations"))
    )
