"""Links: from where an Objective stands, and from the Relationships of its indicators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.outside import Ledger, Place
from lineofsight.planfile.schema import fold
from lineofsight.planfile.stratml.items import GOAL, INDICATOR, OBJECTIVE, Item
from lineofsight.planfile.stratml.source import children, content, line_of
from lineofsight.planfile.stratml.source import field as text_field

NARROWER, BROADER, PEER = "Narrower_Than", "Broader_Than", "Peer_To"
SUPPORTS, SHARES = "supports", "shares"


@dataclass(slots=True)
class Links:
    """The links of a plan, none of them twice."""

    records: dict[tuple[str, str, str], dict[str, object]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)

    def add(self, kind: str, from_id: str, to_id: str, line: int, rationale: str = "") -> None:
        """Add a link; one that is there already only gets its reason, if it has none yet."""
        key = (kind, from_id, to_id)
        if kind == SHARES and (kind, to_id, from_id) in self.records:
            key = (kind, to_id, from_id)
        known = self.records.get(key)
        if known is None:
            known = self.records[key] = {"kind": kind, "from_id": from_id, "to_id": to_id}
            self.lines.append(line)
        if rationale and not known.get("rationale"):
            known["rationale"] = rationale


@dataclass(slots=True)
class _Unlinked:
    """Referents that make no link, each with the line of the first."""

    outside: list[int] = field(default_factory=list)
    unfit: list[int] = field(default_factory=list)


def links_of(items: list[Item], named: Mapping[str, Item], ledger: Ledger) -> Links:
    """Return all links of a plan.

    Parameters
    ----------
    items : list of Item
        All items, with ids.
    named : mapping
        What each Identifier of the file names.
    ledger : Ledger
        Told of referents outside the file, and of relationships that no link can express.
    """
    links = Links()
    for item in items:
        above = item.parent
        if item.kind != OBJECTIVE or item.blank or above is None or above.blank:
            continue
        if above.kind in {GOAL, OBJECTIVE}:
            links.add(SUPPORTS, item.id, above.id, item.line)
    unlinked = _Unlinked()
    for item in items:
        objective = _objective_of(item) if "Relationship" in item.texts else None
        if objective is None:
            continue
        for relationship in children(item.element, "Relationship"):
            _relate(objective, relationship, named, links, unlinked)
    _say(unlinked, ledger)
    return links


def _objective_of(item: Item) -> Item | None:
    objective = item.parent if item.kind == INDICATOR else item
    if objective is None or objective.kind != OBJECTIVE or objective.blank:
        return None
    return objective


def _relate(
    objective: Item,
    relationship: etree._Element,
    named: Mapping[str, Item],
    links: Links,
    unlinked: _Unlinked,
) -> None:
    kind = fold(str(relationship.get("RelationshipType") or ""))
    line = line_of(relationship)
    rationale = text_field(relationship, "Description")
    for referent in _referents(relationship):
        other = named.get(referent)
        if other is None:
            unlinked.outside.append(line)
        elif other is objective:
            # That an indicator is narrower than its own Objective goes without saying.
            unlinked.unfit.append(line)
        elif kind == fold(NARROWER) and other.kind in {GOAL, OBJECTIVE}:
            links.add(SUPPORTS, objective.id, other.id, line, rationale)
        elif kind == fold(BROADER) and other.kind == OBJECTIVE:
            links.add(SUPPORTS, other.id, objective.id, line, rationale)
        elif kind == fold(PEER) and other.kind == OBJECTIVE:
            links.add(SHARES, objective.id, other.id, line, rationale)
        else:
            unlinked.unfit.append(line)


def _referents(relationship: etree._Element) -> Iterable[str]:
    for element in children(relationship, "ReferentIdentifier"):
        text = " ".join(content(element).split())
        if text:
            yield text


def _say(unlinked: _Unlinked, ledger: Ledger) -> None:
    if unlinked.outside:
        message = ngettext(
            "{count} Relationship names something that is not in this file; it is left out.",
            "{count} Relationships name something that is not in this file; they are left out.",
            len(unlinked.outside),
        )
        ledger.say(
            message.format(count=len(unlinked.outside)),
            _("Name the Identifier of an Objective or Goal of the same file."),
            Place("links", unlinked.outside[0], "to_id"),
        )
    if unlinked.unfit:
        message = ngettext(
            "{count} Relationship says nothing that a link can say; it is left out.",
            "{count} Relationships say nothing that a link can say; they are left out.",
            len(unlinked.unfit),
        )
        ledger.say(
            message.format(count=len(unlinked.unfit)),
            _(
                "Narrower_Than joins an Objective to another or to a Goal; Broader_Than and "
                "Peer_To join it to another Objective."
            ),
            Place("links", unlinked.unfit[0], "kind"),
        )
