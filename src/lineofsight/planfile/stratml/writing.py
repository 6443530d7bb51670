"""Writes a plan document as a StratML plan, and says what the standard has no place for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.atomic import replacing
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import Notice
from lineofsight.planfile.schema import NORTH_STAR
from lineofsight.planfile.stratml.identifiers import identifiers_for
from lineofsight.planfile.stratml.indicators import Relation, add_indicator, add_relations
from lineofsight.planfile.stratml.losses import Losses
from lineofsight.planfile.stratml.people import (
    CHAMPION,
    CONTRIBUTOR,
    OWNER,
    PERFORMER,
    PERSON,
    SPONSOR,
    Role,
    Stakeholder,
    from_text,
)
from lineofsight.planfile.stratml.relations import NARROWER, PEER, SHARES, SUPPORTS
from lineofsight.planfile.stratml.tree import Tree, day

NAMESPACES = {
    1: "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
    2: "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
}
PLAN_TYPES = ("Strategic_Plan", "Performance_Plan", "Performance_Report")
STAKEHOLDER_TYPES = ("Person", "Organization", "Generic_Group")
ROLE_TYPES = ("Performer", "Beneficiary")

# What RFC 3986 allows in an address, and letters of other scripts, which xsd:anyURI allows too.
_ADDRESS = re.compile(r"(?:%[0-9A-Fa-f]{2}|[\w\-.~:/?#@!$&'()*+,;=])+")

Record = Mapping[str, object]


def write_stratml(document: PlanDocument, path: Path | str, *, part: int = 2) -> tuple[Notice, ...]:
    """Write a plan as StratML.

    A pillar becomes a Goal, a goal an Objective of the first pillar that it supports, a key result
    a PerformanceIndicator with its targets and actual results. Other links are Relationships. A
    goal that supports no pillar stands under a Goal without a name, which readers of this product
    leave out again.

    Parameters
    ----------
    document : PlanDocument
        The plan.
    path : path
        The file to write; an existing one is replaced.
    part : int
        2 for PerformancePlanOrReport; 1 for StrategicPlan, which has neither measures nor links.

    Returns
    -------
    tuple of Notice
        What the standard has no place for and is left out.

    Raises
    ------
    PlanError
        The file cannot be written.
    ValueError
        ``part`` is neither 1 nor 2.
    """
    content, notices = to_stratml(document, part=part, file=str(path))
    with replacing(Path(path)) as temporary:
        temporary.write_bytes(content)
    return notices


def to_stratml(
    document: PlanDocument, *, part: int = 2, file: str = ""
) -> tuple[bytes, tuple[Notice, ...]]:
    """Do the same as ``write_stratml``, giving the bytes of the file instead of writing them."""
    if part not in NAMESPACES:
        raise ValueError(f"StratML has parts 1 and 2, not {part!r}")
    writing = _Writing(document, part, file)
    root = writing.plan()
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    writing.losses.say_dropped(writing.tree.dropped)
    return content, writing.losses.notices


class _Writing:
    """One document on its way to XML."""

    def __init__(self, document: PlanDocument, part: int, file: str) -> None:
        self.document = document
        self.part = part
        self.tree = Tree(NAMESPACES[part])
        self.losses = Losses(document, part, file)
        self.pillars = list(document.records("pillars"))
        self.goals = list(document.records("goals"))
        self.key_results = _grouped(document.records("key_results"), "goal_id")
        self.observations = _grouped(document.records("observations"), "measure_id")
        self.people = {str(each["id"]): each for each in document.records("people")}
        self.organization: Record = next(document.records("organization"), {})
        shared, measured = identifiers_for(
            (str(each["id"]) for each in (*self.pillars, *self.goals)),
            (str(each["id"]) for each in document.records("key_results")),
        )
        self.identifiers, self.measure_identifiers = shared, measured
        self.losses.say_identifiers(shared, measured if part == 2 else {})
        self.homes: dict[str, str] = {}
        self.relations: dict[str, list[Relation]] = defaultdict(list)
        self._sort_links()
        self.residents: dict[str, list[Record]] = defaultdict(list)
        for each in self.goals:
            self.residents[self.homes.get(str(each["id"]), "")].append(each)
        self.named: set[str] = set()

    def plan(self) -> etree._Element:
        """Return the whole plan."""
        root = self.tree.root("StrategicPlan" if self.part == 1 else "PerformancePlanOrReport")
        if self.part == 2:
            root.set("Type", self._type())
        about = self.organization
        name = str(about.get("plan_name") or about.get("name") or _("Strategic plan"))
        self.tree.add(root, "Name", name)
        self.tree.add_known(root, "Description", str(about.get("plan_text", "")))
        self.tree.add_known(root, "OtherInformation", str(about.get("plan_other_information", "")))
        core = self.tree.add(root, "StrategicPlanCore")
        self._organization(core)
        published = self._strategy(core)
        for pillar in self.pillars:
            self._pillar(core, pillar)
        self._without_pillar(core)
        self._administrative(root, published)
        self.losses.people(len(self.people.keys() - self.named))
        return root

    def _type(self) -> str:
        given = str(self.organization.get("plan_type", ""))
        if given in PLAN_TYPES:
            return given
        if self.observations:
            return "Performance_Report"
        return "Performance_Plan" if self.key_results else "Strategic_Plan"

    def _sort_links(self) -> None:
        """Give each goal the pillar it stands under, and its other links as relationships."""
        pillars = {str(each["id"]) for each in self.pillars}
        for link in self.document.records("links"):
            kind, child, parent = (str(link[key]) for key in ("kind", "from_id", "to_id"))
            rationale = str(link.get("rationale", ""))
            home = kind == SUPPORTS and parent in pillars and child not in self.homes
            if home:
                self.homes[child] = parent
            fits = kind == SUPPORTS or (kind == SHARES and parent not in pillars)
            if self.part == 2 and fits and parent != NORTH_STAR and (rationale or not home):
                relation = NARROWER if kind == SUPPORTS else PEER
                self.relations[child].append(
                    Relation(relation, self.identifiers[parent], rationale)
                )
            elif not home:
                self.losses.link(kind, parent)

    def _organization(self, core: etree._Element) -> None:
        about = self.organization
        organization = self.tree.add(core, "Organization")
        self.tree.add(organization, "Name", str(about.get("name", "")))
        self.tree.add_known(organization, "Acronym", str(about.get("acronym", "")))
        self.tree.add_known(organization, "Description", str(about.get("text", "")))
        self._stakeholders(organization, self._kept(about))

    def _strategy(self, core: etree._Element) -> str:
        """Add vision, mission and values; return the newest date of publication."""
        statements = _grouped(self.document.records("strategy"), "kind")
        for kind in ("vision", "mission"):
            found = statements.get(kind, [])
            if found:
                element = self.tree.add(core, kind.capitalize())
                self.tree.add(element, "Description", str(found[0]["text"]))
            self.losses.more_statements(kind, len(found) - 1)
        for value in statements.get("value", []):
            element = self.tree.add(core, "Value")
            name, sign, text = str(value["text"]).partition(": ")
            if sign and text.strip() and name == " ".join(name.split()):
                self.tree.add(element, "Name", name)
                self.tree.add(element, "Description", text)
            else:
                self.tree.add(element, "Description", str(value["text"]))
        self.losses.more_statements(NORTH_STAR, len(statements.get(NORTH_STAR, [])))
        days = [each.get("published_on") for each in self.document.records("strategy")]
        return max((day(each) for each in days), default="")

    def _pillar(self, core: etree._Element, pillar: Record) -> None:
        goal = self._named(core, "Goal", pillar, "name")
        people = [
            *self._persons(pillar.get("sponsor_id"), SPONSOR),
            *self._persons(pillar.get("champion_ids"), CHAMPION),
        ]
        self._stakeholders(goal, [*people, *self._kept(pillar)])
        self.tree.add_known(goal, "OtherInformation", str(pillar.get("other_information", "")))
        for each in self.residents.get(str(pillar["id"]), []):
            self._goal(goal, each)

    def _without_pillar(self, core: etree._Element) -> None:
        homeless = self.residents.get("", [])
        if not homeless:
            return
        goal = self.tree.add(core, "Goal")
        self.tree.add(goal, "Name")
        self.tree.add(goal, "Description")
        self.tree.add(
            goal,
            "OtherInformation",
            _("These Objectives stand under no Goal; their Relationships say what they support.")
            if self.part == 2
            else _("These Objectives stand under no Goal."),
        )
        for each in homeless:
            self._goal(goal, each)

    def _goal(self, parent: etree._Element, record: Record) -> None:
        key = str(record["id"])
        objective = self._named(parent, "Objective", record, "title")
        people = [
            *self._persons(record.get("owner_id"), OWNER),
            *self._persons(record.get("contributor_ids"), CONTRIBUTOR),
        ]
        self._stakeholders(objective, [*people, *self._kept(record)])
        self.tree.add_known(objective, "OtherInformation", str(record.get("other_information", "")))
        if self.part == 1:
            return
        first: etree._Element | None = None
        for each in self.key_results.get(key, []):
            measure = str(each["id"])
            indicator = add_indicator(
                self.tree,
                objective,
                each,
                self.measure_identifiers[measure],
                self.observations.get(measure, []),
            )
            first = indicator if first is None else first
        add_relations(self.tree, objective, first, self.relations.get(key, []))

    def _named(
        self, parent: etree._Element, name: str, record: Record, title: str
    ) -> etree._Element:
        element = self.tree.add(parent, name)
        self.tree.add(element, "Name", str(record[title]))
        self.tree.add(element, "Description", str(record.get("text", "")))
        self.tree.add(element, "Identifier", self.identifiers[str(record["id"])])
        self.tree.add_known(element, "SequenceIndicator", str(record.get("sequence", "")))
        return element

    def _persons(self, cell: object, role: str) -> Iterable[Stakeholder]:
        keys = cell if isinstance(cell, tuple) else str(cell or "").split(";")
        for key in filter(None, keys):
            self.named.add(key)
            person = self.people.get(key, {})
            yield Stakeholder(
                name=str(person.get("name", key)),
                text=str(person.get("title", "")),
                type=PERSON,
                roles=(Role(role, types=(PERFORMER,)),),
            )

    def _kept(self, record: Record) -> list[Stakeholder]:
        try:
            return from_text(str(record.get("stakeholders", "")))
        except ValueError:
            self.losses.unreadable_stakeholders += 1
            return []

    def _stakeholders(self, parent: etree._Element, stakeholders: Iterable[Stakeholder]) -> None:
        for each in stakeholders:
            element = self.tree.add(parent, "Stakeholder")
            if each.type in STAKEHOLDER_TYPES:
                element.set("StakeholderTypeType", each.type)
            self.tree.add(element, "Name", each.name)
            self.tree.add_known(element, "Description", each.text)
            for role in each.roles if self.part == 2 else ():
                child = self.tree.add(element, "Role")
                self.tree.add(child, "Name", role.name)
                self.tree.add_known(child, "Description", role.text)
                for kind in [each for each in role.types if each in ROLE_TYPES][:2]:
                    self.tree.add(child, "RoleType", kind)

    def _source(self) -> str:
        """Return the address of the plan, if it is one."""
        source = str(self.organization.get("plan_source", ""))
        if source and not _ADDRESS.fullmatch(source):
            self.losses.source(source)
            return ""
        return source

    def _administrative(self, root: etree._Element, published: str) -> None:
        periods = {(each.get("start"), each.get("end")) for each in self.pillars}
        start, end = periods.pop() if len(periods) == 1 else (None, None)
        self.losses.different_periods(len(periods))
        known = {
            "StartDate": day(start),
            "EndDate": day(end),
            "PublicationDate": published,
            "Source": self._source(),
        }
        if any(known.values()):
            information = self.tree.add(root, "AdministrativeInformation")
            for name, text in known.items():
                self.tree.add_known(information, name, text)


def _grouped(records: Iterable[Record], column: str) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[str(record[column])].append(record)
    return groups
