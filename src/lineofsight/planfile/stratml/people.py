"""Stakeholders: people who own or work on something, and all others, who are kept as they stand."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from lineofsight.planfile.outside import Ledger, Place, ids_for_names, one_line
from lineofsight.planfile.schema import fold
from lineofsight.planfile.stratml.source import children, line_of
from lineofsight.planfile.stratml.source import field as text_field

PERSON, PERFORMER = "Person", "Performer"
OWNER, CONTRIBUTOR, SPONSOR, CHAMPION = "Owner", "Contributor", "Sponsor", "Champion"


@dataclass(frozen=True, slots=True)
class Role:
    """What a stakeholder does: a name, a description, and Performer, Beneficiary or both."""

    name: str = ""
    text: str = ""
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person, organisation or group that a Goal, an Objective or the organisation names."""

    name: str
    text: str = ""
    type: str = ""
    roles: tuple[Role, ...] = ()
    line: int = 0

    @property
    def is_person(self) -> bool:
        """Tell whether the file says that it is a person, and who."""
        placeholder = self.name.startswith("[") and self.name.endswith("]")
        return fold(self.type) == fold(PERSON) and bool(self.name) and not placeholder

    @property
    def performs(self) -> bool:
        """Tell whether it acts, rather than only gains."""
        return any(fold(PERFORMER) in map(fold, role.types) for role in self.roles)

    def has_role(self, name: str) -> bool:
        """Tell whether one of its roles is called so."""
        return any(fold(role.name) == fold(name) for role in self.roles)


@dataclass(slots=True)
class Involved:
    """Who of a Goal or Objective became people of the plan, by name, and who did not."""

    owners: list[str] = field(default_factory=list)
    contributors: list[str] = field(default_factory=list)
    sponsors: list[str] = field(default_factory=list)
    champions: list[str] = field(default_factory=list)
    others: list[Stakeholder] = field(default_factory=list)


@dataclass(slots=True)
class People:
    """Everybody whom the file names as a person that owns, sponsors or works on something."""

    titles: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, stakeholder: Stakeholder) -> str:
        """Take a person in; return the name under which they are known."""
        self.titles[stakeholder.name] = self.titles.get(stakeholder.name) or stakeholder.text
        self.lines.setdefault(stakeholder.name, stakeholder.line)
        return stakeholder.name

    def ids(self) -> dict[str, str]:
        """Return an id for each name, made from it."""
        return ids_for_names(self.titles, "person")

    def records(self, ledger: Ledger) -> list[dict[str, object]]:
        """Return the rows of the table people, in the order of the file."""
        ids = self.ids()
        return [
            {
                "id": ids[name],
                "name": name,
                "title": ledger.title(title, Place("people", self.lines[name], "title")),
            }
            for name, title in self.titles.items()
        ]


def stakeholders_of(element: etree._Element) -> list[Stakeholder]:
    """Return the stakeholders of an element that are not blank lines of the form."""
    found = []
    for each in children(element, "Stakeholder"):
        roles = (
            Role(
                name=one_line(text_field(role, "Name")),
                text=text_field(role, "Description"),
                types=tuple(filter(None, (_text(kind) for kind in children(role, "RoleType")))),
            )
            for role in children(each, "Role")
        )
        stakeholder = Stakeholder(
            name=" ".join(text_field(each, "Name").split()),
            text=text_field(each, "Description"),
            type=str(each.get("StakeholderTypeType") or "").strip(),
            roles=tuple(role for role in roles if role.name or role.text),
            line=line_of(each),
        )
        if stakeholder.name or stakeholder.text or stakeholder.roles:
            found.append(stakeholder)
    return found


def involved_in_objective(stakeholders: list[Stakeholder], people: People) -> Involved:
    """Tell who owns an objective and who works on it.

    The owner is the person in a role called Owner; without one, the objective's only performer,
    if that is a person. Other persons who perform contribute.
    """
    persons = [each for each in stakeholders if each.is_person]
    owners = [each for each in persons if each.has_role(OWNER)]
    performers = [each for each in stakeholders if each.performs]
    if not owners and len(performers) == 1 and not performers[0].has_role(CONTRIBUTOR):
        owners = [each for each in performers if each.is_person]
    working = [each for each in persons if each.performs and each not in owners]
    return Involved(
        owners=[people.add(each) for each in owners],
        contributors=[people.add(each) for each in working],
        others=[each for each in stakeholders if each not in owners and each not in working],
    )


def involved_in_goal(stakeholders: list[Stakeholder], people: People) -> Involved:
    """Tell who sponsors a pillar and who champions it: persons in roles called so."""
    persons = [each for each in stakeholders if each.is_person]
    sponsors = [each for each in persons if each.has_role(SPONSOR)]
    champions = [each for each in persons if each.has_role(CHAMPION)]
    return Involved(
        sponsors=[people.add(each) for each in sponsors],
        champions=[people.add(each) for each in champions],
        others=[each for each in stakeholders if each not in sponsors and each not in champions],
    )


def to_text(stakeholders: Iterable[Stakeholder]) -> str:
    """Keep stakeholders in one cell, as a JSON array; ``""`` if there are none."""
    records = []
    for each in stakeholders:
        roles = [
            _known({"name": role.name, "text": role.text, "types": list(role.types)})
            for role in each.roles
        ]
        record = {"name": each.name, "type": each.type, "text": each.text, "roles": roles}
        records.append(_known(record))
    return json.dumps(records, ensure_ascii=False) if records else ""


def from_text(text: str) -> list[Stakeholder]:
    """Read back what ``to_text`` kept.

    Raises
    ------
    ValueError
        The cell holds something else.
    """
    try:
        return [_from_record(record) for record in json.loads(text)] if text else []
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _known(record: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in record.items() if value}


def _from_record(record: dict[str, object]) -> Stakeholder:
    roles = record.get("roles") or []
    if not isinstance(roles, list):
        raise TypeError
    return Stakeholder(
        name=str(record.get("name") or ""),
        text=str(record.get("text") or ""),
        type=str(record.get("type") or ""),
        roles=tuple(
            Role(
                str(role.get("name") or ""),
                str(role.get("text") or ""),
                tuple(str(each) for each in role.get("types") or ()),
            )
            for role in roles
        ),
    )


def _text(element: etree._Element) -> str:
    return str(element.text or "").strip()
