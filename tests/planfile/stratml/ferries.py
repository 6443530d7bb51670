"""A plan to write as StratML: a ferry company that never was."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from lxml import etree

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.stratml import read_stratml, write_stratml

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
