"""PerformanceIndicators as key results: targets, actual results, units."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lxml import etree

from lineofsight.planfile.outside import Ledger, Place, one_line
from lineofsight.planfile.schema import fold
from lineofsight.planfile.stratml.source import children, field, line_of

# Descriptor values that this product writes, and knows again on results without a date (Planned:
# with one).
BASELINE, CURRENT, PLANNED = "Baseline", "Current", "Planned"
MILESTONE_TYPE = "Qualitative"
REPORTED = {"ontrack": "on_track", "atrisk": "at_risk", "offtrack": "off_track"}
CURRENCY_UNIT, PERCENT_UNIT = "currency", "%"

_PERCENT = re.compile(r"%|\b(?:percent|per cent|percentage)\b", re.IGNORECASE)
_CURRENCY = re.compile(
    r"[$€£¥₹]|\b(?:currency|dollars?|euros?|pounds? sterling|yen|rupees?|francs?|kron[ae]r?"
    r"|(?:[kmb]|mn|bn)?(?:usd|eur|gbp|chf|jpy|cad|aud|sek|nok|dkk|inr|cny))\b",
    re.IGNORECASE,
)
_DATED_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}): (.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Result:
    """One TargetResult or ActualResult as far as it can be read."""

    number: float | None
    start: date | None
    end: date | None
    text: str
    descriptor: str
    line: int

    @property
    def day(self) -> date | None:
        """The day for which the number holds: the end of its period, else its start."""
        return self.end or self.start


@dataclass(frozen=True, slots=True)
class Measure:
    """What an indicator says, in the words of a plan file.

    ``key_result`` lacks id, goal and title; ``observations`` lack the measure's id; ``lines`` are
    the source lines of the observations.
    """

    key_result: dict[str, object]
    observations: list[dict[str, object]]
    lines: list[int]


def measure_of(indicator: etree._Element, ledger: Ledger, table: str, name: str) -> Measure:
    """Read an indicator's unit, targets and actual results; ``name`` is for messages.

    The baseline is the first actual result, the target the last target result: by their dates
    where all of them have one, else in the order of the file.
    """
    instances = children(indicator, "MeasurementInstance")
    targets = [
        _result(each, ledger, Place(table, line_of(each), "target", name))
        for instance in instances
        for each in children(instance, "TargetResult")
    ]
    actuals = [
        _result(each, ledger, Place("observations", line_of(each), "value", name))
        for instance in instances
        for each in children(instance, "ActualResult")
    ]
    place = Place(table, line_of(indicator), "unit", name)
    unit = ledger.text(one_line(field(indicator, "UnitOfMeasurement")), place)
    numbered = _in_order([each for each in targets if each.number is not None])
    final = [each for each in numbered if each.descriptor != PLANNED]
    start, end = _period(instances, targets, ledger, place)
    record: dict[str, object] = {
        "unit": unit,
        "baseline": _baseline(actuals),
        "target": (final or numbered)[-1].number if numbered else None,
        "schedule": _schedule(numbered),
        "value": _value(actuals),
        "start": start,
        "end": end,
        "target_text": _lines((each.end, each) for each in targets),
        "results_text": _lines(
            (each.day, each) for each in actuals if each.number is None and not _is_marker(each)
        ),
    }
    numbers = [each.number for each in (*targets, *actuals) if each.number is not None]
    record["type"] = _type(unit, _attribute(indicator), numbers)
    observed = [each for each in actuals if each.number is not None and each.day is not None]
    observations: list[dict[str, object]] = [
        {
            "date": each.day,
            "value": each.number,
            "reported": REPORTED.get(fold(each.descriptor), ""),
            "note": _note(each),
        }
        for each in observed
    ]
    return Measure(record, observations, [each.line for each in observed])


def dated_lines(text: str) -> list[tuple[date | None, str]]:
    """Take apart what ``target_text`` and ``results_text`` keep: a result a line, some dated."""
    found: list[tuple[date | None, str]] = []
    for line in filter(None, text.splitlines()):
        match = _DATED_LINE.fullmatch(line)
        try:
            day = date.fromisoformat(match[1]) if match else None
        except ValueError:
            day = None
        found.append((day, match[2] if match and day else line))
    return found


def _result(element: etree._Element, ledger: Ledger, place: Place) -> Result:
    descriptors = (field(each, "DescriptorValue") for each in children(element, "Descriptor"))
    return Result(
        number=ledger.number(field(element, "NumberOfUnits"), place),
        start=ledger.day(field(element, "StartDate"), place._replace(column="start")),
        end=ledger.day(field(element, "EndDate"), place._replace(column="end")),
        text=ledger.text(_words(field(element, "Description")), place._replace(column="note")),
        descriptor=next(filter(None, descriptors), ""),
        line=line_of(element),
    )


def _words(text: str) -> str:
    """Take a text that is only there to be filled in for none."""
    return text if text.strip(" .…-_") else ""


def _in_order(results: list[Result]) -> list[Result]:
    if all(each.day is not None for each in results):
        return sorted(results, key=lambda each: each.day or date.min)
    return results


def _baseline(actuals: list[Result]) -> float | None:
    marked = [each for each in actuals if _is_marker(each) and each.descriptor == BASELINE]
    if marked:
        return marked[0].number
    others = [each for each in actuals if each.number is not None and not _is_marker(each)]
    return _in_order(others)[0].number if others else None


def _is_marker(result: Result) -> bool:
    return result.descriptor in {BASELINE, CURRENT} and result.day is None


def _value(actuals: list[Result]) -> float | None:
    """A value without a date is no observation; the last one that is not the baseline is kept."""
    markers = [each for each in actuals if _is_marker(each)]
    if markers:
        current = [each.number for each in markers if each.descriptor == CURRENT]
        return current[-1] if current else None
    numbered = [each for each in actuals if each.number is not None]
    undated = [each for each in numbered if each.day is None]
    if undated and undated[-1] is not numbered[0]:
        return undated[-1].number
    return None


def _schedule(targets: list[Result]) -> str:
    """Several dated targets are planned values on the way to the last one."""
    planned = [each for each in targets if each.descriptor == PLANNED]
    if not planned and (len(targets) < 2 or any(each.day is None for each in targets)):
        return ""
    steps = {each.day: each.number for each in planned or targets if each.day is not None}
    return ";".join(f"{day}={number!r}" for day, number in sorted(steps.items()))


def _period(
    instances: list[etree._Element], targets: list[Result], ledger: Ledger, place: Place
) -> tuple[date | None, date | None]:
    starts = [each.start for each in targets if each.descriptor != PLANNED]
    ends = [each.end for each in targets if each.descriptor != PLANNED]
    for instance in instances:  # older files date the instance itself
        starts.append(ledger.day(field(instance, "StartDate"), place._replace(column="start")))
        ends.append(ledger.day(field(instance, "EndDate"), place._replace(column="end")))
    return ledger.lifetime(
        min(filter(None, starts), default=None), max(filter(None, ends), default=None), place
    )


def _attribute(indicator: etree._Element) -> str:
    return str(
        indicator.get("PerformanceIndicatorType") or indicator.get("IndicatorType") or ""
    ).strip()


def _type(unit: str, declared: str, numbers: list[float]) -> str:
    if _PERCENT.search(unit):
        return "percent"
    if _CURRENCY.search(unit):
        return "currency"
    if fold(declared) == fold(MILESTONE_TYPE) and all(0 <= number <= 1 for number in numbers):
        return "milestone"
    return "number" if numbers or unit or declared else ""


def _note(result: Result) -> str:
    descriptor = one_line(result.descriptor)
    if not descriptor or fold(descriptor) in REPORTED or descriptor == PLANNED:
        return result.text
    return f"{result.text} ({descriptor})" if result.text else descriptor


def _lines(results: Iterable[tuple[date | None, Result]]) -> str:
    lines = []
    for day, result in results:
        text = one_line(_note(result))
        if text:
            lines.append(f"{day}: {text}" if day else text)
    return "\n".join(lines)
