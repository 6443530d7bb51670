"""The Goals, Objectives and PerformanceIndicators of a StratML plan, each with its id and place."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.outside import LONGEST_ID, FreeIds, Ledger, Place
from lineofsight.planfile.schema import NORTH_STAR
from lineofsight.planfile.stratml.identifiers import decoded_id
from lineofsight.planfile.stratml.source import field as text_field
from lineofsight.planfile.stratml.source import fields, line_of, name_of

GOAL, OBJECTIVE, INDICATOR = "Goal", "Objective", "PerformanceIndicator"
TABLE_OF = {GOAL: "pillars", OBJECTIVE: "goals", INDICATOR: "key_results"}


@dataclass(slots=True, eq=False)
class Item:
    """One Goal, Objective or PerformanceIndicator.

    Parameters
    ----------
    element : element
        The XML element.
    kind : str
        Its name: Goal, Objective or PerformanceIndicator.
    place : str
        Where it stands, such as ``goal-2-objective-3``.
    parent : Item or None
        The item that it stands in.
    name, text : str
        Name (MeasurementDimension) and Description (of an indicator its OtherInformation).
    identifier : str
        The Identifier as it stands in the file, blanks brought together; ``""`` if there is none.
    texts : dict
        The texts of its children by name; those that hold elements are there with ``""``.
    id : str
        The id it gets in the plan; ``""`` while none is given, and for a blank.
    """

    element: etree._Element
    kind: str
    place: str
    parent: "Item | None"
    name: str
    text: str
    identifier: str
    texts: dict[str, str]
    id: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Tell whether this is an empty line of the form: neither name nor description."""
        return not self.name and not self.text

    @property
    def line(self) -> int:
        """The line of the file on which it starts."""
        return line_of(self.element)


def items_in(core: etree._Element) -> list[Item]:
    """Return all items of a plan in the order of the file, without ids."""
    found: list[Item] = []
    open_items: list[Item] = []
    top: dict[str, int] = {}
    tags = tuple(f"{{*}}{kind}" for kind in TABLE_OF)
    for event, element in etree.iterwalk(core, events=("start", "end"), tag=tags):
        if event == "end":
            open_items.pop()
            continue
        kind = name_of(element)
        parent = open_items[-1] if open_items else None
        counts = parent.counts if parent else top
        counts[kind] = counts.get(kind, 0) + 1
        word = "indicator" if kind == INDICATOR else kind.lower()
        place = f"{parent.place}-{word}-{counts[kind]}" if parent else f"{word}-{counts[kind]}"
        measured = kind == INDICATOR
        texts = fields(element)
        item = Item(
            element=element,
            kind=kind,
            place=place,
            parent=parent,
            name=texts.get("MeasurementDimension" if measured else "Name", ""),
            text=texts.get("OtherInformation" if measured else "Description", ""),
            identifier=" ".join(texts.get("Identifier", "").split()),
            texts=texts,
        )
        found.append(item)
        open_items.append(item)
    return found


def give_ids(items: Iterable[Item], ledger: Ledger) -> None:
    """Give every item that is not blank its id, unique among goals and pillars, or measures.

    An Identifier is kept if it can be; one that is missing, stands there for the second time or
    holds ``;`` or ``>`` gives way to one made from the place in the file.
    """
    kept = [item for item in items if not item.blank]
    _give([item for item in kept if item.kind != INDICATOR], ledger)
    _give([item for item in kept if item.kind == INDICATOR], ledger)


def _give(items: list[Item], ledger: Ledger) -> None:
    used: set[str] = set()
    duplicate: list[Item] = []
    unusable: list[Item] = []
    for item in items:
        wanted = decoded_id(item.identifier)
        if not wanted:
            continue
        if wanted in used:
            duplicate.append(item)
        elif ";" in wanted or ">" in wanted or wanted == NORTH_STAR or len(wanted) > LONGEST_ID:
            unusable.append(item)
        else:
            item.id = wanted
            used.add(wanted)
    free = FreeIds(used)
    for item in items:
        item.id = item.id or free.take(item.place)
    if duplicate:
        message = ngettext(
            "{count} Identifier is used a second time; an id made from the place stands in for it.",
            "{count} Identifiers are used again; ids made from their places stand in for them.",
            len(duplicate),
        )
        remedy = _("Give every element an Identifier of its own.")
        _say_first(ledger, message, duplicate, remedy)
    if unusable:
        message = ngettext(
            "{count} Identifier cannot be an id; one made from the place stands in for it.",
            "{count} Identifiers cannot be ids; ones made from their places stand in for them.",
            len(unusable),
        )
        _say_first(ledger, message, unusable, _("An id holds neither ; nor > nor is north_star."))


def by_identifier(items: Iterable[Item]) -> dict[str, Item]:
    """Map each Identifier of the file to what it names: Goals and Objectives before indicators.

    Where it stands on several elements it means the first; blanks are named by nothing.
    """
    named = [item for item in items if item.identifier and not item.blank]
    found: dict[str, Item] = {}
    for item in sorted(named, key=lambda item: item.kind == INDICATOR):
        found.setdefault(item.identifier, item)
    return found


def say_blanks(items: Iterable[Item], ledger: Ledger) -> None:
    """Say which elements are left out because they have neither name nor description."""
    for kind in TABLE_OF:
        blanks = [item for item in items if item.kind == kind and item.blank]
        # An indicator that only carries a relationship is no blank of the form.
        if kind == INDICATOR:
            blanks = [item for item in blanks if not _carries(item)]
        if blanks:
            message = ngettext(
                "{count} {kind} has neither name nor description; it is left out.",
                "{count} {kind} elements have neither name nor description; they are left out.",
                len(blanks),
            )
            message = message.replace("{kind}", kind)
            _say_first(ledger, message, blanks, _("Give it a name, or remove the empty element."))


def _carries(item: Item) -> bool:
    return any(
        text_field(each, "ReferentIdentifier") for each in item.element.iter("{*}Relationship")
    )


def _say_first(ledger: Ledger, message: str, items: list[Item], remedy: str) -> None:
    """Say once what holds for several items, with the place of the first."""
    first = items[0]
    if len(items) > 1 or not first.line:
        message += " " + _("The first is {place}.").format(place=first.place)
    ledger.say(message.format(count=len(items)), remedy, Place(TABLE_OF[first.kind], first.line))
