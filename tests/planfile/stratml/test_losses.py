"""What StratML has no place for: left out of the file, and said."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.stratml import to_stratml, write_stratml
from tests.planfile.stratml.ferries import FERRIES, again, document, with_rows


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
