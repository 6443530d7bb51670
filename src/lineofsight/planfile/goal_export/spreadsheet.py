"""The spreadsheet form of an export: one row an object, ids and people known by name."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.goal_export.alignment import parents_of
from lineofsight.planfile.goal_export.checkins import check_in_of
from lineofsight.planfile.goal_export.model import CheckIn, Export, ExportedObject
from lineofsight.planfile.goal_export.sheets import (
    ALIGNED,
    CHECK_INS,
    Header,
    linked_id,
    read_sheet,
)
from lineofsight.planfile.goal_export.words import kind_of, scope_of, status_of
from lineofsight.planfile.outside import (
    FreeIds,
    Ledger,
    Place,
    first_sentence,
    ids_for_names,
    one_line,
    usable_id,
)
from lineofsight.planfile.schema import fold

_KEPT = {"score": "score", "tags": "tags", "goal_type": "goal_type", "period": "period"}


def read_spreadsheet(path: Path, ledger: Ledger) -> Export:
    """Read a ``.csv`` or ``.xlsx`` export.

    The order of the rows does not matter: objects that stand there twice are brought together,
    and ids that are missing come from the cells that name them, or from what the row says.

    Raises
    ------
    PlanError
        The file cannot be read as a whole.
    """
    sheet = read_sheet(path)
    rows = [_Row(sheet.header, number, cells) for number, cells in sheet.rows]
    named = [row for row in rows if row.title]
    nameless = [row for row in rows if not row.title]
    if nameless:
        message = ngettext(
            "{count} row has neither a title nor a description; it is left out.",
            "{count} rows have neither a title nor a description; they are left out.",
            len(nameless),
        )
        ledger.say(
            message.format(count=len(nameless)), place=Place("goals", nameless[0].number, "title")
        )
    _give_ids(named)
    objects = [_object(row, ledger) for row in _one_each(named, ledger)]
    _resolve_titles(objects)
    people = _people(objects)
    team_names = {name for each in objects for name in each.teams}
    teams = ids_for_names(team_names, "team")
    for each in objects:
        each.owners = [people[name] for name in each.owners]
        each.teams = [teams[name] for name in each.teams]
        for check_in in each.check_ins:
            check_in.author = people[check_in.author] if check_in.author else ""
    return Export(
        objects,
        people={key: {"id": key, "name": name} for name, key in people.items()},
        teams={key: {"id": key, "name": name} for name, key in teams.items()},
    )


class _Row:
    """One row, its cells by key; a key that stands over several columns joins them."""

    def __init__(self, header: Header, number: int, cells: list[str]) -> None:
        self.number = number
        self.check_ins: list[str] = []
        self.others: dict[str, str] = {}
        self._cells: dict[str, str] = {}
        behind = CHECK_INS in header.keys
        for place, cell in enumerate(cells):
            text = cell.strip()
            if not text:
                continue
            known = place < len(header.keys)
            key = header.keys[place] if known else (CHECK_INS if behind else "")
            if key == CHECK_INS:
                self.check_ins.append(text)
            elif key:
                self._cells[key] = f"{self._cells[key]}; {text}" if key in self._cells else text
            elif known and header.names[place]:
                self.others[header.names[place]] = text
        self.id = usable_id(linked_id(self["id"]))
        self.title = one_line(self["title"]) or first_sentence(self["text"])
        # Everything that it says, to put equal rows in an order that is not that of the file.
        self.content = (sorted(self._cells.items()), self.check_ins, sorted(self.others.items()))

    def __getitem__(self, key: str) -> str:
        return self._cells.get(key, "")

    def fill_from(self, other: "_Row") -> None:
        """Take over what only the other row of the same object says."""
        for key, text in other._cells.items():
            self._cells.setdefault(key, text)
        if other[ALIGNED] and other[ALIGNED] not in self[ALIGNED].split("\n"):
            self._cells[ALIGNED] = f"{self[ALIGNED]}\n{other[ALIGNED]}".strip()
        self.check_ins += [each for each in other.check_ins if each not in self.check_ins]
        self.number = min(self.number, other.number)


def _give_ids(rows: list[_Row]) -> None:
    """Give rows without an id the one under which other rows name them, else one from the text."""
    by_title: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if not row.id:
            by_title[row.title].append(row)
    if not by_title:
        return
    taken = {row.id for row in rows if row.id}
    ids_of: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for parent in parents_of(row[ALIGNED]):
            if parent.id and parent.id not in taken:
                ids_of[parent.title].add(parent.id)
    for title, some in by_title.items():
        if len(some) == 1 and len(ids_of[title]) == 1:
            some[0].id = next(iter(ids_of[title]))
    free = FreeIds({row.id for row in rows if row.id})
    for row in sorted((row for row in rows if not row.id), key=lambda row: row.content):
        owners = fold(row["owner"])
        said = "\n".join((row.title, owners, fold(_type(row)), fold(row["period"])))
        row.id = free.take("x" + hashlib.sha256(said.encode()).hexdigest()[:12])


def _type(row: _Row) -> str:
    """Older files name the type in other columns, which may also hold a scope."""
    words = [row["object_type"], row["type_name"], row["okr_type"]]
    return next((word for word in words if kind_of(word)), "") or words[0] or words[1]


def _one_each(rows: list[_Row], ledger: Ledger) -> list[_Row]:
    """Bring rows with the same id together."""
    found: dict[str, _Row] = {}
    repeated: list[_Row] = []
    for row in sorted(rows, key=lambda row: row.content):
        first = found.setdefault(row.id, row)
        if first is not row:
            first.fill_from(row)
            repeated.append(row)
    if repeated:
        message = ngettext(
            "{count} row repeats the id of another; the two are read as one object.",
            "{count} rows repeat the id of others; they are read as one object each.",
            len(repeated),
        )
        place = Place("goals", min(row.number for row in repeated), "id")
        ledger.say(message.format(count=len(repeated)), place=place)
    return sorted(found.values(), key=lambda row: row.number)


def _object(row: _Row, ledger: Ledger) -> ExportedObject:
    place = Place("goals", row.number)

    def number(key: str, column: str) -> float | None:
        return ledger.number(row[key], place._replace(column=column))

    if status_of(row["state"]) is None:
        ledger.leave_out(
            row["state"],
            place._replace(column="status"),
            _("{value} is not a status of the tool; it is left out."),
            _("It is one such as On Track, At Risk or Closed."),
        )
    found = ExportedObject(
        id=row.id,
        title=ledger.title(row.title, place._replace(column="title")),
        type=_type(row),
        text=ledger.text(row["text"], place._replace(column="text")),
        row=row.number,
        owners=_names(row["owner"], ","),
        teams=_names(row["team"], ";"),
        parents=parents_of(row[ALIGNED]),
        start=ledger.day(row["start"], place._replace(column="start")),
        end=ledger.day(row["end"], place._replace(column="end")),
        created=ledger.day(row["created"], place._replace(column="created_on")),
        period=row["period"],
        scope=scope_of(row["okr_type"]),
        state=row["state"],
        goal_type=row["goal_type"],
        outcome=row["outcome"],
        metric=one_line(row["metric"]),
        unit=one_line(row["unit"]),
        target_type=row["target_type"],
        baseline=number("baseline", "baseline"),
        target=number("target", "target"),
        progress=number("progress", "progress"),
        actual=number("actual", "value"),
        kept={name: row[key] for key, name in _KEPT.items() if row[key]} | row.others,
    )
    found.check_ins = _check_ins(row, found.unit, ledger)
    return found


def _check_ins(row: _Row, unit: str, ledger: Ledger) -> list[CheckIn]:
    place = Place("observations", row.number)
    found: list[CheckIn] = []
    for order, cell in enumerate(row.check_ins):
        check_in = check_in_of(cell, unit, place, ledger)
        if check_in is not None:
            check_in.order = (check_in.order[0], order)
            found.append(check_in)
    if not found and row["last_check_in"]:
        # Without their cells, the last one is known at least: its value is the one of now.
        state = status_of(row["state"])
        found.append(
            CheckIn(
                date=ledger.day(row["last_check_in"], place._replace(column="date")),
                value=None,
                reported=state[1] if state else "",
                note=row["last_note"],
                row=row.number,
                is_last=True,
            )
        )
    return found


def _resolve_titles(objects: list[ExportedObject]) -> None:
    """Find the objects that are named by title alone, where only one has it."""
    ids: dict[str, list[str]] = defaultdict(list)
    for each in objects:
        ids[each.title].append(each.id)
    for each in objects:
        for parent in each.parents:
            if not parent.id and len(ids[parent.title]) == 1:
                parent.id = ids[parent.title][0]


def _people(objects: Iterable[ExportedObject]) -> dict[str, str]:
    names = {name for each in objects for name in each.owners}
    names |= {check_in.author for each in objects for check_in in each.check_ins if check_in.author}
    return ids_for_names(names, "person")


def _names(cell: str, separator: str) -> list[str]:
    names = (" ".join(name.split()) for name in cell.split(separator))
    return list(dict.fromkeys(name for name in names if name))
