"""Key results as PerformanceIndicators."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from lineofsight.planfile.stratml.measures import (
    BASELINE,
    CURRENCY_UNIT,
    CURRENT,
    MILESTONE_TYPE,
    PERCENT_UNIT,
    PLANNED,
    dated_lines,
)
from lineofsight.planfile.stratml.tree import Tree, day, decimal

STAGES = ("Outcome", "Output_Processing", "Output", "Input_Processing", "Input")
STATUS = "Status"  # DescriptorName of everything this product marks results with
_UNITS = {"percent": PERCENT_UNIT, "currency": CURRENCY_UNIT}
_REPORTED = {"on_track": "On track", "at_risk": "At risk", "off_track": "Off track"}

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Relation:
    """A Relationship to write: its type, whom it names, and why."""

    type: str
    referent: str
    rationale: str = ""


@dataclass(slots=True)
class _Result:
    number: object = None
    start: object = None
    end: object = None
    text: str = ""
    status: str = ""


def add_indicator(
    tree: Tree,
    objective: etree._Element,
    key_result: Record,
    identifier: str,
    observations: Sequence[Record],
) -> etree._Element:
    """Add a key result with its targets and actual results; return the new element."""
    indicator = tree.add(objective, "PerformanceIndicator")
    stage = str(key_result.get("value_chain_stage", ""))
    if stage in STAGES:
        indicator.set("ValueChainStage", stage)
    kind = str(key_result.get("type", ""))
    if kind:
        indicator.set(
            "PerformanceIndicatorType", MILESTONE_TYPE if kind == "milestone" else "Quantitative"
        )
    tree.add_known(indicator, "SequenceIndicator", str(key_result.get("sequence", "")))
    tree.add(indicator, "MeasurementDimension", str(key_result["title"]))
    unit = str(key_result.get("unit", "")) or _UNITS.get(kind, "")
    tree.add(indicator, "UnitOfMeasurement", unit)
    tree.add(indicator, "Identifier", identifier)
    targets = _targets(key_result)
    actuals = _actuals(key_result, observations)
    if targets or actuals:
        instance = tree.add(indicator, "MeasurementInstance")
        for result in targets:
            _add_result(tree, instance, "TargetResult", result)
        for result in actuals:
            _add_result(tree, instance, "ActualResult", result)
    tree.add_known(indicator, "OtherInformation", str(key_result.get("other_information", "")))
    return indicator


def add_relations(
    tree: Tree, objective: etree._Element, first: etree._Element | None, relations: list[Relation]
) -> None:
    """Put relationships on an objective's first indicator; without one, on an empty one."""
    if not relations:
        return
    indicator = first
    if indicator is None:
        indicator = tree.add(objective, "PerformanceIndicator")
        tree.add(indicator, "MeasurementDimension")
        tree.add(indicator, "UnitOfMeasurement")
    last = ("SequenceIndicator", "MeasurementDimension", "UnitOfMeasurement", "Identifier")
    place = sum(1 for child in indicator if etree.QName(child).localname in last)
    for relation in relations:
        relationship = tree.add(indicator, "Relationship")
        relationship.set("RelationshipType", relation.type)
        tree.add(relationship, "ReferentIdentifier", relation.referent)
        tree.add_known(relationship, "Description", relation.rationale)
        indicator.insert(place, relationship)
        place += 1


def _targets(key_result: Record) -> list[_Result]:
    planned = [
        _Result(number=float(value), end=date.fromisoformat(when), status=PLANNED)
        for when, _sign, value in (
            step.partition("=") for step in str(key_result.get("schedule", "")).split(";") if step
        )
    ]
    final = _Result(
        number=key_result.get("target"),
        start=key_result.get("start"),
        end=key_result.get("end"),
    )
    worded: list[_Result] = []
    for when, text in dated_lines(str(key_result.get("target_text", ""))):
        same = next(
            (each for each in (final, *planned) if each.end == when and not each.text), None
        )
        if same is not None and (same is not final or final.number is not None):
            same.text = text
        else:
            worded.append(_Result(end=when, text=text))
    known = final.number is not None or final.start is not None or final.end is not None
    return [*planned, *worded, *([final] if known else [])]


def _actuals(key_result: Record, observations: Iterable[Record]) -> list[_Result]:
    observed = [
        _Result(
            number=each["value"],
            end=each["date"],
            text=str(each.get("note", "")),
            status=_REPORTED.get(str(each.get("reported", "")), ""),
        )
        for each in observations
    ]
    baseline, value = key_result.get("baseline"), key_result.get("value")
    found: list[_Result] = []
    # The first actual result is read as the baseline: where there is none, that is said.
    if baseline is not None or observed or value is not None:
        found.append(_Result(number=baseline, status=BASELINE))
    found.extend(observed)
    for when, text in dated_lines(str(key_result.get("results_text", ""))):
        found.append(_Result(end=when, text=text))
    if value is not None:
        found.append(_Result(number=value, status=CURRENT))
    return found


def _add_result(tree: Tree, instance: etree._Element, name: str, result: _Result) -> None:
    element = tree.add(instance, name)
    tree.add_known(element, "StartDate", day(result.start))
    tree.add_known(element, "EndDate", day(result.end))
    if isinstance(result.number, int | float):
        tree.add(element, "NumberOfUnits", decimal(result.number))
    if result.status:
        descriptor = tree.add(element, "Descriptor")
        tree.add(descriptor, "DescriptorName", STATUS)
        tree.add(descriptor, "DescriptorValue", result.status)
    tree.add_known(element, "Description", result.text)
