"""Who stands under whom: parents that are key results, that are missing, that come later."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.goal_export.model import ExportedObject, Parent
from lineofsight.planfile.goal_export.words import ObjectKind, kind_of
from lineofsight.planfile.outside import FreeIds, Ledger, Place, slug
from lineofsight.planfile.schema import fold

Link = tuple[str, str]  # child, parent


@dataclass(slots=True)
class Hierarchy:
    """The objects of an export with what each becomes, and how they hang together.

    Parameters
    ----------
    kinds : dict
        What each object becomes, by id.
    goal_of : dict
        The goal of each key result (always) and action (where there is one), by id.
    links : dict
        Child and parent goal of each ``supports`` link, and its contribution or None.
    stand_ins : list of ExportedObject
        Objectives that the export lacks but key results need.
    """

    kinds: dict[str, ObjectKind] = field(default_factory=dict)
    goal_of: dict[str, str] = field(default_factory=dict)
    links: dict[Link, float | None] = field(default_factory=dict)
    stand_ins: list[ExportedObject] = field(default_factory=list)

    def tops(self) -> set[str]:
        """Return the goals that support nothing but are supported: the top of what was exported."""
        return {parent for _child, parent in self.links} - {child for child, _p in self.links}


def arrange(objects: list[ExportedObject], ledger: Ledger) -> Hierarchy:
    """Find out what each object becomes and what it stands under.

    An objective that is aligned to a key result or a deliverable supports the goal of that. A key
    result whose objective is not in the file gets one that stands in for it.
    """
    hierarchy = Hierarchy()
    by_id = {each.id: each for each in objects}
    _take_children_lists(objects, by_id)
    hierarchy.kinds = _kinds(objects, ledger)
    missing = _Missing()
    in_file = _Climb(dict(by_id), hierarchy.kinds)
    _name_stand_ins(objects, by_id, hierarchy)
    climb = _Climb(by_id, hierarchy.kinds)
    extra_parents: list[ExportedObject] = []
    free = FreeIds(by_id)
    for each in sorted(objects, key=lambda each: each.id):
        if hierarchy.kinds[each.id] is ObjectKind.GOAL:
            _link_goal(each, in_file, hierarchy, missing)
            continue
        goals = list(dict.fromkeys(filter(None, map(climb.goal, each.parents))))
        missing.absent.extend(each for parent in each.parents if parent.id not in by_id)
        if len(goals) > 1:
            extra_parents.append(each)
        if goals:
            hierarchy.goal_of[each.id] = goals[0]
        elif hierarchy.kinds[each.id] is ObjectKind.KEY_RESULT:
            own = _own_objective(each, free.take(f"{each.id}-objective"))
            hierarchy.stand_ins.append(own)
            hierarchy.kinds[own.id] = ObjectKind.GOAL
            hierarchy.goal_of[each.id] = own.id
    _say(ledger, hierarchy, missing, extra_parents)
    return hierarchy


@dataclass(slots=True)
class _Missing:
    """Objects with alignments that make no link: to what is absent, to what leads nowhere."""

    absent: list[ExportedObject] = field(default_factory=list)
    nowhere: list[ExportedObject] = field(default_factory=list)


class _Climb:
    """Climbs from an object to the goal it belongs to."""

    def __init__(self, by_id: dict[str, ExportedObject], kinds: dict[str, ObjectKind]) -> None:
        self._by_id = by_id
        self._kinds = kinds

    def __contains__(self, key: str) -> bool:
        return key in self._by_id

    def goal(self, parent: Parent) -> str:
        """Return the id of the nearest goal at or above a parent; ``""`` if there is none."""
        key, seen = parent.id, set[str]()
        while key in self._by_id and key not in seen:
            if self._kinds[key] is ObjectKind.GOAL:
                return key
            seen.add(key)
            above = [each.id for each in self._by_id[key].parents if each.id in self._by_id]
            key = above[0] if above else ""
        return ""


def _take_children_lists(
    objects: Iterable[ExportedObject], by_id: dict[str, ExportedObject]
) -> None:
    """A child that only its parent's list names is aligned to it all the same."""
    for each in objects:
        for child in each.children:
            other = by_id.get(child)
            if other is not None and each.id not in {parent.id for parent in other.parents}:
                other.parents.append(Parent(id=each.id, title=each.title))


def _kinds(objects: list[ExportedObject], ledger: Ledger) -> dict[str, ObjectKind]:
    """Types that nobody knows are objectives, unless they have a parent, a measure and no child."""
    named = {parent.id for each in objects for parent in each.parents}
    kinds: dict[str, ObjectKind] = {}
    unknown: dict[str, list[ExportedObject]] = defaultdict(list)
    for each in objects:
        kind = kind_of(each.type)
        if kind is None:
            measured = each.target is not None and each.parents and each.id not in named
            kind = ObjectKind.KEY_RESULT if measured and each.type else ObjectKind.GOAL
            if each.type:
                unknown[fold(each.type)].append(each)
        kinds[each.id] = kind
    for _word, some in sorted(unknown.items()):
        first = min(some, key=lambda each: each.row)
        message = ngettext(
            "The type of {count} object is not known: {type}. With a parent and a measure it is "
            "read as a key result, else as an objective.",
            "The type of {count} objects is not known: {type}. With a parent and a measure they "
            "are read as key results, else as objectives.",
            len(some),
        )
        ledger.say(
            message.format(count=len(some), type=first.type),
            _("Call it Objective, Key result or Deliverable."),
            Place("goals", first.row, "Object Type"),
        )
    return kinds


def _name_stand_ins(
    objects: list[ExportedObject], by_id: dict[str, ExportedObject], hierarchy: Hierarchy
) -> None:
    """Let an objective stand in for each one that only key results' cells name."""
    wanted: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for each in objects:
        if hierarchy.kinds[each.id] is not ObjectKind.KEY_RESULT:
            continue
        if any(parent.id in by_id for parent in each.parents):
            continue
        for parent in each.parents[:1]:
            if not parent.id and parent.title:
                parent.id = f"objective-{slug(parent.title)}"
            if parent.id:
                wanted[parent.id].append((parent.title, each.row))
    for key, names in sorted(wanted.items()):
        if key in by_id:
            continue
        titles = sorted(title for title, _row in names if title)
        title = titles[0] if titles else _("Objective {id}").format(id=key)
        # A draft: how it stands and who owns it nobody can say, so no rule should speak of it.
        stand_in = ExportedObject(
            id=key, title=title, row=min(row for _title, row in names), state="Draft"
        )
        hierarchy.stand_ins.append(stand_in)
        hierarchy.kinds[key] = ObjectKind.GOAL
        by_id[key] = stand_in


def _own_objective(each: ExportedObject, key: str) -> ExportedObject:
    """A key result without any parent is measured all the same: as a goal of that name."""
    return ExportedObject(
        id=key,
        title=each.title,
        row=each.row,
        owners=each.owners,
        teams=each.teams,
        start=each.start,
        end=each.end,
        created=each.created,
        period=each.period,
        state=each.state,
        goal_type=each.goal_type,
    )


def _link_goal(
    each: ExportedObject, climb: _Climb, hierarchy: Hierarchy, missing: _Missing
) -> None:
    """Link an objective to the goals above it; a stand-in is not known to be one."""
    for parent in each.parents:
        goal = climb.goal(parent)
        direct = goal == parent.id
        if parent.id not in climb:
            missing.absent.append(each)
        elif not goal or (goal == each.id and not direct):
            missing.nowhere.append(each)
        else:
            # The weight under a key result says nothing about the share under its objective.
            weight = parent.weight if direct else None
            known = hierarchy.links.get((each.id, goal))
            hierarchy.links[each.id, goal] = weight if known is None else known


def _say(
    ledger: Ledger,
    hierarchy: Hierarchy,
    missing: _Missing,
    extra_parents: list[ExportedObject],
) -> None:
    if hierarchy.stand_ins:
        message = ngettext(
            "{count} key result has no objective in this file; one of its name stands in.",
            "{count} objectives that key results need are not in this file; others stand in.",
            len(hierarchy.stand_ins),
        )
        _say_first(
            ledger,
            message,
            hierarchy.stand_ins,
            _("Export the objectives together with their key results."),
            Place("goals"),
        )
    if missing.absent:
        message = ngettext(
            "{count} object is aligned to one that is not in this file; that link is left out.",
            "{count} objects are aligned to ones that are not in this file; these links are left "
            "out.",
            len(missing.absent),
        )
        _say_first(
            ledger,
            message,
            missing.absent,
            _("Export the parents as well."),
            Place("links", column="to_id"),
        )
    if missing.nowhere:
        message = ngettext(
            "{count} objective is aligned to what leads to no other goal; that link is left out.",
            "{count} objectives are aligned to what leads to no other goal; these links are left "
            "out.",
            len(missing.nowhere),
        )
        _say_first(ledger, message, missing.nowhere, "", Place("links", column="to_id"))
    if extra_parents:
        message = ngettext(
            "{count} key result or deliverable has several parents; the first one is kept.",
            "{count} key results or deliverables have several parents; the first ones are kept.",
            len(extra_parents),
        )
        _say_first(ledger, message, extra_parents, "", Place("key_results", column="goal_id"))


def _say_first(
    ledger: Ledger, message: str, objects: list[ExportedObject], remedy: str, place: Place
) -> None:
    first = min(objects, key=lambda each: each.row)
    ledger.say(message.format(count=len(objects)), remedy, place._replace(row=first.row))
