"""Importing and exporting in one line each, for tests."""

from typing import Any

from lineofsight.exchange.applying import apply
from lineofsight.exchange.export import document_of
from lineofsight.exchange.models import Import
from lineofsight.exchange.preview import Preview, preview
from lineofsight.organization.models import AuditEntry, Version
from lineofsight.planfile.document import PlanDocument

Rows = dict[str, list[dict[str, Any]]]

SMALL: Rows = {
    "organization": [{"name": "Halvorsen"}],
    "teams": [{"id": "T1", "name": "Pumps", "lead_id": "lea"}],
    "people": [
        {"id": "lea", "name": "Lea Moor", "email": "lea@example.org", "team_id": "T1"},
        {"id": "ana", "name": "Ana Silva", "email": "ana@example.org", "manager_id": "lea"},
    ],
    "pillars": [{"id": "P", "name": "Uptime", "champion_ids": ["lea", "ana"]}],
    "kpis": [{"id": "K", "name": "Downtime", "guards": ["R1"]}],
    "goals": [
        {"id": "G1", "title": "Plants run", "owner_id": "ana", "contributor_ids": ["lea"]},
        {"id": "G2", "title": "Books closed", "owner_id": "lea"},
    ],
    "key_results": [{"id": "R1", "goal_id": "G1", "title": "Hours", "baseline": 0, "target": 10}],
    "links": [
        {"kind": "supports", "from_id": "G1", "to_id": "P", "contribution": 0.5},
        {"kind": "supports", "from_id": "G2", "to_id": "G1"},
    ],
    "observations": [
        {"measure_id": "R1", "date": "2026-03-01", "value": 5},
        {"measure_id": "R1", "date": "2026-03-01", "value": 5},
        {"measure_id": "K", "date": "2026-03-02", "value": 1.5, "note": "quiet"},
    ],
    "allocations": [{"person_id": "ana", "goal_id": "G1", "share": 0.5}],
    "acknowledgements": [{"person_id": "ana", "version": "2026", "date": "2026-01-05"}],
}


def plan(**tables: list[dict[str, Any]]) -> PlanDocument:
    return PlanDocument.from_rows(tables, "plan.json")


def small(**tables: list[dict[str, Any]]) -> PlanDocument:
    """The small plan with some tables of another content."""
    return plan(**{**SMALL, **tables})


def look(document: PlanDocument, **how: Any) -> Preview:
    return preview(document, actor=how.pop("actor", None), **how)


def take(document: PlanDocument, **how: Any) -> Import | None:
    """Import a plan."""
    return apply(look(document, **how))


def taken(document: PlanDocument, **how: Any) -> Import:
    """Import a plan of which something is new."""
    made = take(document, **how)
    assert made is not None
    return made


def said(document: PlanDocument) -> Rows:
    """What a plan says, without the day on which it is true."""
    rows = document.to_rows()
    rows["organization"] = [
        {key: value for key, value in row.items() if key != "as_of"}
        for row in rows.get("organization", [])
    ]
    return {name: records for name, records in rows.items() if any(records)}


def whole() -> Rows:
    """What the whole record says."""
    return said(document_of(private=True))


def marks() -> tuple[int, int]:
    """How many audit entries and versions there are."""
    return AuditEntry.objects.count(), Version.objects.count()
