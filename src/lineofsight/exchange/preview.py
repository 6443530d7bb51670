"""What a file would do to the record, row by row and field by field, and what is wrong with it."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from lineofsight.exchange.following import follow_removals
from lineofsight.exchange.given import Given, given_by
from lineofsight.exchange.matching import Difference, difference
from lineofsight.exchange.people import Unknown, meant_by
from lineofsight.exchange.quarantine import aside_not_waiting_yet, not_waiting_yet
from lineofsight.exchange.soundness import Wrong, wrong_rows
from lineofsight.exchange.tables import label_of
from lineofsight.organization import access
from lineofsight.organization.models import AuditEntry, Person
from lineofsight.planfile.aside import Aside
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import Notice, Problem

PEOPLE = frozenset({"organization", "functions", "teams", "people"})  # an administrator's part


@dataclass
class Preview:
    """What applying a file would do. Nothing has been changed yet.

    ``problems`` are what keeps the file from being applied; with ``quarantine`` rows with a problem
    of their own wait instead (``waiting``). ``digest`` stands for all that would be done: a preview
    of the same file has another one as soon as the record has changed in what the file touches.
    """

    document: PlanDocument
    actor: Person | None
    given: dict[str, Given]
    tables: dict[str, Difference]
    people: list[Unknown]
    mapping: dict[str, str]
    asked: dict[str, str]
    problems: list[Problem]
    waiting: list[Wrong]
    to_wait: list[Wrong]  # those of them that do not wait already
    notices: list[Notice]
    quarantine: bool
    replace: bool
    new_people: bool
    file: str
    hash: str
    aside: list[Aside] = field(default_factory=list)  # rows that could not be read, and wait too
    aside_to_wait: list[Aside] = field(default_factory=list)
    digest: str = ""
    mark: int = 0  # the newest entry of the audit log that the preview has seen

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all would change."""
        return not (self.to_wait or self.aside_to_wait) and not any(
            each.added or each.changed or each.removed for each in self.tables.values()
        )

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each table are added, changed, removed; tables without any left out."""
        found = {}
        for name, each in self.tables.items():
            counts = {
                "added": len(each.added),
                "changed": len(each.changed),
                "removed": len(each.removed),
            }
            if any(counts.values()):
                found[name] = {verb: count for verb, count in counts.items() if count}
        return found

    def labels_added(self, name: str, most: int) -> list[str]:
        """Name the first rows that are added to a table."""
        given = self.given[name]
        return [label_of(given.table, given.row(at)) for at in self.tables[name].added[:most]]


def preview(
    document: PlanDocument,
    *,
    actor: Person | None,
    mapping: Mapping[str, str] | None = None,
    quarantine: bool = False,
    replace: bool = False,
    new_people: bool = False,
    file: str = "",
    hash: str = "",
) -> Preview:
    """Work out what a plan would do to the record; nothing is changed.

    Rows are matched by their ids, links by their ends and kind, others by all that tells them
    apart. What the file does not have stays: absence never deletes, unless ``replace``.

    Parameters
    ----------
    document : PlanDocument
        What any reader of ``planfile`` gives.
    actor : Person or None
        Who imports; None for the installation itself.
    mapping : mapping, optional
        Who is meant by people that the record does not know: from what the file says to the id or
        e-mail of a person, to ``new``, or to nothing (the name is kept as text).
    quarantine : bool
        Whether rows that cannot be placed wait in a list, instead of keeping the file out.
    replace : bool
        Whether tables become exactly what the file says: rows that it does not have are removed,
        cells that it leaves empty are emptied. Tables that it does not have stay.
    new_people : bool
        Whether people whom the file only names are added.
    file, hash : str
        What the file is called, and the SHA-256 of its content, to be kept with the import.

    Raises
    ------
    NotAllowed
        The actor may not import.
    """
    from lineofsight.exchange.models import Import  # noqa: PLC0415 - apps are loaded by then

    access.require(actor, verb_for(tables_in(document)), Import())
    mark = newest_entry()
    meant = meant_by(document, mapping or {}, new_people=new_people)
    given = given_by(document, meant.people, meant.new)
    tables = {name: difference(each, replace=replace) for name, each in given.items()}
    following = follow_removals(given, tables, actor) if replace else []
    found = wrong_rows(given, tables, actor=actor, replace=replace)
    problems = [*meant.problems, *following, *found.problems]
    if not quarantine:
        problems += [problem for one in document.aside for problem in one.problems]
        problems += [wrong.problem(given) for wrong in found.rows]
    waiting = found.rows if quarantine else []
    _take_out(tables, found.rows)
    result = Preview(
        document,
        actor,
        given,
        tables,
        meant.unknown,
        meant.mapping,
        dict(mapping or {}),
        problems,
        waiting,
        not_waiting_yet(waiting, given),
        [*document.notices, *found.notices],
        quarantine,
        replace,
        new_people,
        file,
        hash,
        aside=list(document.aside) if quarantine else [],
        aside_to_wait=aside_not_waiting_yet(document.aside) if quarantine else [],
        mark=mark,
    )
    result.digest = _digest(result)
    return result


def verb_for(tables: Iterable[str]) -> str:
    """Return what somebody does who imports these tables: people alone, or a plan."""
    return "import.people" if PEOPLE.issuperset(tables) else "import.plan"


def tables_in(document: PlanDocument) -> set[str]:
    """Name the tables of which a document has rows, those among them that could not be read."""
    return {*document.tables, *(one.table for one in document.aside)}


def newest_entry() -> int:
    """Return the number of the newest entry of the audit log; 0 if it is empty."""
    return AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def again(seen: Preview) -> Preview:
    """Make the same preview on the record as it stands now."""
    return preview(
        seen.document,
        actor=seen.actor,
        mapping=seen.asked,
        quarantine=seen.quarantine,
        replace=seen.replace,
        new_people=seen.new_people,
        file=seen.file,
        hash=seen.hash,
    )


def _take_out(tables: Mapping[str, Difference], rows: Sequence[Wrong]) -> None:
    """Leave rows that cannot be placed out of what is done."""
    places: dict[str, set[int]] = {}
    for wrong in rows:
        places.setdefault(wrong.table, set()).add(wrong.at)
    for name, wrong_places in places.items():
        each = tables[name]
        each.added = array("q", (at for at in each.added if at not in wrong_places))
        each.changed = [one for one in each.changed if one.at not in wrong_places]


def _digest(result: Preview) -> str:
    made = hashlib.sha256()
    for part in _parts(result):
        made.update(repr(part).encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def _parts(result: Preview) -> Iterator[object]:
    for name, each in result.tables.items():
        yield name
        yield each.added.tobytes()
        yield [(one.pk, one.version, sorted(one.fields.items())) for one in each.changed]
        yield sorted((one.pk, one.version) for one in each.removed)
    yield [(wrong.table, wrong.at) for wrong in result.waiting]
    yield [(one.table, one.row) for one in result.aside_to_wait]
    yield sorted(result.mapping.items())
    yield len(result.problems)


__all__ = ["Preview", "again", "preview"]
