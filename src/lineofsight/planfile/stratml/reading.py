"""Reads a StratML plan, Part 1 or Part 2, into the plan document."""

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.outside import Ledger, Place, first_sentence, one_line
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.stratml.items import (
    GOAL,
    INDICATOR,
    OBJECTIVE,
    Item,
    by_identifier,
    give_ids,
    items_in,
    say_blanks,
)
from lineofsight.planfile.stratml.measures import measure_of
from lineofsight.planfile.stratml.people import (
    People,
    Stakeholder,
    involved_in_goal,
    involved_in_objective,
    stakeholders_of,
    to_text,
)
from lineofsight.planfile.stratml.relations import links_of
from lineofsight.planfile.stratml.source import (
    Source,
    children,
    content,
    field,
    line_of,
    open_source,
)

Record = dict[str, object]


def read_stratml(path: Path | str) -> PlanDocument:
    """Read a StratML file: StrategicPlan (Part 1) or PerformancePlanOrReport (Part 2).

    A Goal becomes a pillar, an Objective a goal that supports it, a PerformanceIndicator a key
    result of its Objective; a Relationship of an indicator is a link of its Objective. The
    namespace does not matter, and the plan may stand inside a form or another envelope. Row
    numbers of the document are lines of the file.

    Raises
    ------
    PlanError
        The file cannot be read as a whole, or has no Goal and no Objective with a name or
        description. A single value that cannot be read is left out and said in a notice.
    """
    source = open_source(Path(path))
    reading = _Reading(source)
    reading.read()
    if not reading.tables["pillars"] and not reading.tables["goals"]:
        raise PlanError.one(
            source.file,
            _("No Goal and no Objective of this plan has a name or a description."),
            _("Give a plan that has been filled in."),
        )
    rows = {name: records for name, records in reading.tables.items() if records}
    document = PlanDocument.from_rows(rows, source.file, source_rows=reading.lines, outside=True)
    # What the format has and a plan file has not is kept in columns of its own; that it is kept
    # needs no notice, so only ours are given.
    return PlanDocument(document.tables, reading.ledger.all_notices())


class _Reading:
    """One file on its way from XML to rows."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.ledger = Ledger(source.file)
        self.people = People()
        self.pillars: dict[str, Record] = {}
        names = ("organization", "people", "strategy", "pillars", "kpis", "goals", "key_results")
        self.tables: dict[str, list[Record]] = {
            name: [] for name in (*names, "links", "observations")
        }
        self.lines: dict[str, list[int]] = {name: [] for name in self.tables}

    def read(self) -> None:
        """Fill ``tables`` and ``lines``."""
        items = items_in(self.source.core)
        give_ids(items, self.ledger)
        if self.source.others:
            self._say_others(self.source.others)
        say_blanks(items, self.ledger)
        self._organization()
        self._strategy()
        start, end = self._plan_period()
        involved: list[tuple[Record, str, list[str]]] = []
        for item in items:
            if item.blank:
                continue
            if item.kind == GOAL:
                self._pillar(item, {"start": start, "end": end}, involved)
            elif item.kind == OBJECTIVE:
                self._goal(item, involved)
            else:
                self._indicator(item)
        self._people(involved)
        links = links_of(items, by_identifier(items), self.ledger)
        for record, line in zip(links.records.values(), links.lines, strict=True):
            self._add("links", record, line)

    def _add(self, table: str, record: Mapping[str, object], line: int) -> None:
        self.tables[table].append(self.ledger.fitted(record, Place(table, line)))
        self.lines[table].append(line)

    def _say_others(self, count: int) -> None:
        message = ngettext(
            "The file holds {count} more plan, which is not read.",
            "The file holds {count} more plans, which are not read.",
            count,
        )
        self.ledger.say(message.format(count=count), _("Give each plan a file of its own."))

    def _organization(self) -> None:
        plan, core = self.source.plan, self.source.core
        organizations = children(core, "Organization")
        named = [each for each in organizations if field(each, "Name") or field(each, "Acronym")]
        record: Record = {}
        if named:
            first = named[0]
            record["name"] = one_line(field(first, "Name") or field(first, "Acronym"))
            record["acronym"] = field(first, "Acronym")
            record["text"] = field(first, "Description")
            record["stakeholders"] = to_text(stakeholders_of(first))
        if len(named) > 1:
            self.ledger.say(
                _("The plan names {count} organisations; the first one is read.").format(
                    count=len(named)
                ),
                place=Place("organization", line_of(named[1]), "name"),
            )
        if plan is not core:
            record["plan_name"] = field(plan, "Name")
            record["plan_text"] = field(plan, "Description")
            record["plan_other_information"] = field(plan, "OtherInformation")
            record["plan_type"] = str(plan.get("Type") or "").strip()
            record["plan_source"] = self._administrative("Source")
        if any(record.values()):
            self._add("organization", record, line_of(named[0] if named else plan))

    def _administrative(self, name: str) -> str:
        """Return a field of the AdministrativeInformation, which older files keep in the core."""
        for parent in (self.source.plan, self.source.core):
            for information in children(parent, "AdministrativeInformation"):
                if text := field(information, name):
                    return text
        return ""

    def _administrative_line(self) -> int:
        found = children(self.source.plan, "AdministrativeInformation")
        return line_of(found[0] if found else self.source.plan)

    def _plan_period(self) -> tuple[object, object]:
        """The plan's dates are those of the pillars that it consists of."""
        place = Place("pillars", self._administrative_line())
        return self.ledger.lifetime(
            self.ledger.day(self._administrative("StartDate"), place._replace(column="start")),
            self.ledger.day(self._administrative("EndDate"), place._replace(column="end")),
            place,
        )

    def _strategy(self) -> None:
        place = Place("strategy", self._administrative_line(), "published_on")
        published = self.ledger.day(self._administrative("PublicationDate"), place)
        for name in ("Vision", "Mission", "Value"):
            blanks = []
            for element in children(self.source.core, name):
                line = line_of(element)
                text = self.ledger.text(_statement(element), Place("strategy", line, "text"))
                if not text:
                    blanks.append(line)
                    continue
                record: Record = {"kind": name.lower(), "text": text, "published_on": published}
                self._add("strategy", record, line)
            if blanks:
                message = ngettext(
                    "{count} {kind} is blank; it is left out.",
                    "{count} {kind} elements are blank; they are left out.",
                    len(blanks),
                )
                self.ledger.say(
                    message.format(count=len(blanks), kind=name),
                    place=Place("strategy", blanks[0]),
                )

    def _named(self, item: Item, table: str, column: str) -> Record:
        place = Place(table, item.line, column, item.place)
        return {
            "id": item.id,
            column: self.ledger.title(item.name or first_sentence(item.text), place),
            "text": self.ledger.text(item.text, place._replace(column="text")),
            "sequence": item.texts.get("SequenceIndicator", ""),
            "other_information": item.texts.get("OtherInformation", ""),
        }

    def _pillar(
        self, item: Item, period: Record, involved: list[tuple[Record, str, list[str]]]
    ) -> None:
        record = self._named(item, "pillars", "name") | period
        who = involved_in_goal(_stakeholders_of(item), self.people)
        record["stakeholders"] = to_text(who.others)
        self._add("pillars", record, item.line)
        added = self.pillars[item.id] = self.tables["pillars"][-1]
        involved.append((added, "sponsor_id", who.sponsors))
        involved.append((added, "champion_ids", who.champions))

    def _goal(self, item: Item, involved: list[tuple[Record, str, list[str]]]) -> None:
        record = self._named(item, "goals", "title")
        who = involved_in_objective(_stakeholders_of(item), self.people)
        record["stakeholders"] = to_text(who.others)
        self._add("goals", record, item.line)
        added = self.tables["goals"][-1]
        involved.append((added, "owner_id", who.owners))
        involved.append((added, "contributor_ids", who.contributors))

    def _people(self, involved: list[tuple[Record, str, list[str]]]) -> None:
        ids = self.people.ids()
        for record in self.people.records(self.ledger):
            self._add("people", record, self.people.lines[str(record["name"])])
        for record, column, names in involved:
            if names:
                record[column] = tuple(dict.fromkeys(ids[name] for name in names))

    def _indicator(self, item: Item) -> None:
        """An Objective's indicator is its key result; a Goal's own is a KPI of the pillar."""
        parent = item.parent
        if parent is None or parent.blank or parent.kind == INDICATOR:
            self.ledger.say(
                _("A PerformanceIndicator that belongs to no Objective is left out."),
                _("Put it into the Objective that it measures."),
                Place("key_results", item.line),
            )
            return
        table = "kpis" if parent.kind == GOAL else "key_results"
        title = self.ledger.title(item.name or first_sentence(item.text), Place(table, item.line))
        measure = measure_of(item.element, self.ledger, table, title)
        kept: Record = {
            "sequence": item.texts.get("SequenceIndicator", ""),
            "value_chain_stage": str(item.element.get("ValueChainStage") or "").strip(),
            "other_information": item.text,
        }
        if parent.kind == GOAL:
            whole: Record = {"id": item.id, "name": title}
            whole |= {key: measure.key_result[key] for key in ("unit", "target", "target_text")}
            pillar = self.pillars[parent.id]
            pillar["kpi_ids"] = (*_tuple(pillar.get("kpi_ids")), item.id)
        else:
            whole = {"id": item.id, "goal_id": parent.id, "title": title} | measure.key_result
        self._add(table, whole | kept, item.line)
        for observation, line in zip(measure.observations, measure.lines, strict=True):
            self._add("observations", {"measure_id": item.id} | observation, line)


def _stakeholders_of(item: Item) -> list[Stakeholder]:
    return stakeholders_of(item.element) if "Stakeholder" in item.texts else []


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _statement(element: etree._Element) -> str:
    """Join a value's name and description; a vision and a mission have a description alone."""
    name, text = one_line(field(element, "Name")), field(element, "Description")
    if name and text:
        return text if text.startswith(name) else f"{name}: {text}"
    return name or text or ("" if len(element) else content(element))
