"""What an import would do, did, or took back, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.problems import Problem, printable
from lineofsight.planfile.schema import TABLES

if TYPE_CHECKING:
    from lineofsight.exchange.matching import Changed
    from lineofsight.exchange.models import Import, QuarantinedRow
    from lineofsight.exchange.people import Unknown
    from lineofsight.exchange.preview import Preview
    from lineofsight.exchange.undoing import Undone

MOST_ROWS = 20  # of a table that are shown one by one
MOST_PEOPLE = 50
LONGEST = 60  # characters of a value


def told(seen: Preview) -> str:
    """Write what applying a file would do."""
    lines = [*_tables(seen), *_people(seen.people), *_waiting(seen)]
    lines += [str(notice) for notice in seen.notices]
    if seen.is_empty and not seen.problems:
        lines.append(_("The record says all this already: nothing changes."))
    return "".join(f"{line}\n" for line in lines)


def _tables(seen: Preview) -> Iterator[str]:
    for name, each in seen.tables.items():
        parts = [
            (len(each.added), _("{count} added")),
            (len(each.changed), _("{count} changed")),
            (len(each.removed), _("{count} removed")),
            (each.unchanged, _("{count} unchanged")),
            (each.left, _("{count} not in the file, left as they are")),
        ]
        said = ", ".join(text.format(count=f"{count:,}") for count, text in parts if count)
        if not said:
            continue
        yield f"{name}: {said}"
        if name != "observations":
            labels = seen.labels_added(name, MOST_ROWS if each.changed or each.removed else 0)
            yield from (f"  + {_short(label)}" for label in labels)
        for one in each.changed[:MOST_ROWS]:
            yield from _change(one)
        yield from (f"  - {_short(one.label)}" for one in each.removed[:MOST_ROWS] if one.label)
        more = max(len(each.changed), len(each.removed)) - MOST_ROWS
        if more > 0:
            yield "  " + ngettext("… and {count} more row", "… and {count} more rows", more).format(
                count=more
            )


def _change(one: Changed) -> Iterator[str]:
    yield f"  ~ {_short(one.label)}"
    for column, (before, after) in one.fields.items():
        yield f"      {column}: {_value(before)} -> {_value(after)}"


def _people(people: list[Unknown]) -> Iterator[str]:
    if not people:
        return
    yield _("People whom the record does not know by this name:")
    for each in people[:MOST_PEOPLE]:
        if each.choice == "new":
            done = _("is added")
        elif each.choice:
            done = _("is {person}").format(person=each.choice)
        else:
            done = _("is kept as text")
        maybe = ", ".join(f"{match.ref} ({match.name})" for match in each.matches)
        hint = "; " + _("perhaps {people}").format(people=maybe) if maybe else ""
        yield f"  {_short(each.named)}: {done}{hint}"
    if len(people) > MOST_PEOPLE:
        more = len(people) - MOST_PEOPLE
        yield "  " + ngettext("… and {count} more", "… and {count} more", more).format(count=more)


def _waiting(seen: Preview) -> Iterator[str]:
    count = len(seen.waiting) + len(seen.aside)
    if not count:
        return
    yield ngettext(
        "{count} row cannot be placed and waits:", "{count} rows cannot be placed and wait:", count
    ).format(count=count)
    yield from (f"  {problem}" for one in seen.aside for problem in one.problems)
    yield from (f"  {wrong.problem(seen.given)}" for wrong in seen.waiting)


def waiting_rows(rows: Iterable[QuarantinedRow]) -> str:
    """Write the rows that wait: number, place, what stands in them, and what is wrong."""
    lines = []
    for row in rows:
        problem = Problem(row.file, row.table, row.row)
        said = ", ".join(f"{column}: {_value(row.content[column])}" for column in _columns(row))
        lines.append(f"{row.pk}  {problem.place}: {said}")
        lines += [f"    {printable(each)}" for each in row.problems]
    return "".join(f"{line}\n" for line in lines) or _("No row waits.") + "\n"


def counted(made: Import) -> str:
    """Write how many rows of each table an import added, changed and removed."""
    verbs = {
        "added": _("{count} added"),
        "changed": _("{count} changed"),
        "removed": _("{count} removed"),
    }
    lines = [
        f"{table}: " + ", ".join(verbs[verb].format(count=count) for verb, count in counts.items())
        for table, counts in made.counts.items()
    ]
    return "".join(f"{line}\n" for line in lines)


def undone(result: Undone) -> str:
    """Write what taking an import back did."""
    lines = [
        _("{table}: {removed} removed again, {restored} as they were before.").format(
            table=table, removed=removed, restored=restored
        )
        for table, (removed, restored) in result.counts.items()
    ]
    lines += [_("Left as it is: {row}").format(row=str(row)) for row in result.left]
    return "".join(f"{line}\n" for line in lines)


def listed(imports: Iterable[Import]) -> str:
    """Write what was imported, an import a line."""
    states = {"applied": "", "partly_undone": _("partly taken back"), "undone": _("taken back")}
    lines = []
    for made in imports:
        rows = sum(count for counts in made.counts.values() for count in counts.values())
        who = made.actor.name if made.actor else _("the installation")
        said = ngettext("{count} row", "{count} rows", rows).format(count=f"{rows:,}")
        line = f"{made.pk}  {made.at:%Y-%m-%d %H:%M}  {printable(who)}  {printable(made.file)}"
        lines.append("  ".join(filter(None, [line, said, states[made.state]])))
    return "".join(f"{line}\n" for line in lines) or _("Nothing was imported yet.") + "\n"


def _value(value: object) -> str:
    if value is None:
        return "—"
    return _short("; ".join(map(str, value)) if isinstance(value, list) else str(value))


def _short(text: str) -> str:
    text = printable(text[: LONGEST + 1])
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _columns(row: QuarantinedRow) -> list[str]:
    """Name what a row holds in the order of the plan file, what is not ours last."""
    order = list(TABLES[row.table].columns) if row.table in TABLES else []
    known = [column for column in order if column in row.content]
    return known + sorted(row.content.keys() - set(order))
