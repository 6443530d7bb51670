"""Small StratML files for the tests: a ferry company that never was."""

from pathlib import Path

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.stratml import read_stratml

CORE = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def plan(core: str, *, after: str = "", namespace: str = PART_2) -> str:
    """Return a Part 2 file around the content of a StrategicPlanCore."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<PerformancePlanOrReport xmlns="{namespace}" Type="Performance_Plan">\n'
        f"<Name>Ferries 2026</Name>\n<StrategicPlanCore>\n{core}\n</StrategicPlanCore>\n"
        f"{after}\n</PerformancePlanOrReport>\n"
    )


def goal(inner: str = "", *, name: str = "Crossings", key: str = "P1") -> str:
    """Return a Goal."""
    return f"<Goal><Name>{name}</Name><Description/><Identifier>{key}</Identifier>{inner}</Goal>"


def objective(inner: str = "", *, name: str = "Fewer delays", key: str = "G1") -> str:
    """Return an Objective."""
    return (
        f"<Objective><Name>{name}</Name><Description/><Identifier>{key}</Identifier>"
        f"{inner}</Objective>"
    )


def indicator(
    inner: str = "", *, name: str = "Delays", unit: str = "minutes", key: str = ""
) -> str:
    """Return a PerformanceIndicator."""
    identifier = f"<Identifier>{key}</Identifier>" if key else ""
    return (
        f"<PerformanceIndicator><MeasurementDimension>{name}</MeasurementDimension>"
        f"<UnitOfMeasurement>{unit}</UnitOfMeasurement>{identifier}{inner}</PerformanceIndicator>"
    )


def instance(inner: str) -> str:
    """Return a MeasurementInstance."""
    return f"<MeasurementInstance>{inner}</MeasurementInstance>"


def result(
    name: str, number: object = "", *, start: str = "", end: str = "", text: str = ""
) -> str:
    """Return a TargetResult or ActualResult."""
    return (
        f"<{name}><StartDate>{start}</StartDate><EndDate>{end}</EndDate>"
        f"<NumberOfUnits>{number}</NumberOfUnits><Description>{text}</Description></{name}>"
    )


def relation(kind: str, *referents: str, text: str = "") -> str:
    """Return a Relationship."""
    named = "".join(f"<ReferentIdentifier>{each}</ReferentIdentifier>" for each in referents)
    return (
        f'<Relationship RelationshipType="{kind}">{named}<Description>{text}</Description>'
        "</Relationship>"
    )


def read(folder: Path, text: str | bytes) -> PlanDocument:
    """Write a file and read it."""
    path = folder / "plan.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_stratml(path)


def column(document: PlanDocument, table: str, name: str) -> list[object]:
    """Return one column of a table, None where a record lacks it."""
    return [record.get(name) for record in document.records(table)]


def links(document: PlanDocument) -> set[tuple[object, object, object]]:
    """Return kind and ends of all links."""
    return {(each["kind"], each["from_id"], each["to_id"]) for each in document.records("links")}


def said(document: PlanDocument) -> str:
    """Return all notices as one text."""
    return "\n".join(map(str, document.notices))
