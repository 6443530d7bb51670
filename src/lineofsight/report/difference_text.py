"""A difference of two plans as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lineofsight.engine.finding import Finding
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.document import PlanDocument
from lineofsight.report import json
from lineofsight.report.difference import Difference, Line, TableChange
from lineofsight.report.names import clean, number, place
from lineofsight.report.summary import on_paper
from lineofsight.report.text import STYLES, Layout

FORMAT = "lineofsight-difference"
MOST = 12  # of a kind, unless asked for all
LONGEST = 60  # characters of a value
NAMES = ("title", "name", "text")


def render(difference: Difference, layout: Layout, *, names: tuple[str, str]) -> str:
    """Write a difference for people.

    Parameters
    ----------
    difference : Difference
    layout : Layout
    names : (str, str)
        What the two plans are called.
    """
    old, new = names
    day = tell.date(difference.new.lenses.snapshot.day)
    said = _("From {old} to {new}, both on {date}.").format(old=old, new=new, date=day)
    parts = [layout.wrap(said, "")]
    if difference.nothing:
        parts.append(_("Nothing has changed."))
        return "\n\n".join(parts) + "\n"
    for title, lines in (
        (_("What changed"), _changes(difference, layout)),
        (_("Lines of sight"), _lines(difference, layout)),
        (_("Stake"), _stakes(difference, layout)),
        (_("Findings"), _findings(difference, layout)),
    ):
        body = list(lines)
        if body:
            parts.append("\n".join([layout.paint(title, "underline"), *body]))
    return "\n\n".join(parts) + "\n"


def _changes(difference: Difference, layout: Layout) -> Iterator[str]:
    for change in difference.tables:
        counts = [
            text.format(count=count)
            for count, text in (
                (change.rows_added, _("{count} added")),
                (change.rows_removed, _("{count} removed")),
                (len(change.changed or ()), _("{count} changed")),
            )
            if count
        ]
        yield f"  {layout.paint(change.table, 'bold')}: {', '.join(counts)}"
        yield from _cut(list(_rows(difference, change)), layout, "    ")


def _rows(difference: Difference, change: TableChange) -> Iterator[str]:
    before, after = (
        _called(change.table, side.document) for side in (difference.old, difference.new)
    )
    for key in change.added:
        yield f"+ {_named(key, after)}"
    for key in change.removed:
        yield f"- {_named(key, before)}"
    for key, fields in (change.changed or {}).items():
        told = "; ".join(f"{name} {_value(a)} → {_value(b)}" for name, (a, b) in fields.items())
        yield f"~ {_named(key, after)}: {told}"


def _called(table: str, document: PlanDocument) -> dict[str, str]:
    """What the rows of a table are called; links and the organisation say it by their ids."""
    if table in {"links", "organization"}:
        return {}
    called = {}
    for record in document.records(table):
        name = next((record[column] for column in NAMES if record.get(column)), "")
        called[str(record.get("id", ""))] = str(name)
    return called


def _named(key: str, called: dict[str, str]) -> str:
    title = called.get(key, "")
    return f"{clean(key)} “{_short(title)}”" if title and title != key else clean(key)


def _value(value: object) -> str:
    if value is None or value in ("", ()):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return _short("; ".join(map(str, value)))
    text = _short(str(value))
    return f"“{text}”" if " " in text else text


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _lines(difference: Difference, layout: Layout) -> Iterator[str]:
    old, new = difference.old, difference.new
    was, now = on_paper(old.result, old.lenses), on_paper(new.result, new.lenses)
    if was != now:
        yield layout.wrap(_("{now}. Before: {was}.").format(now=now, was=was[0].lower() + was[1:]))
    elif difference.lines:
        yield layout.wrap(_("{now}, as before.").format(now=now))
    better = [_line(one) for one in difference.lines if one.better]
    worse = [_line(one) for one in difference.lines if not one.better]
    yield from _cut([*worse, *better], layout, "    ")


def _line(one: Line) -> str:
    words = {"whole": _("whole"), "broken": _("broken"), "none": _("none")}
    sign = "+" if one.better else "-"
    return f"{sign} {_named(one.id, {one.id: one.title})}: {words[one.before]} → {words[one.after]}"


def _stakes(difference: Difference, layout: Layout) -> Iterator[str]:
    lines = [
        f"{_named(one.id, {one.id: one.title})}: "
        f"{number(round(one.before, 4))} → {number(round(one.after, 4))}"
        for one in difference.stakes
    ]
    yield from _cut(lines, layout, "  ")


def _findings(difference: Difference, layout: Layout) -> Iterator[str]:
    yield "  " + _("{opened} opened, {resolved} resolved, {still} still there.").format(
        opened=len(difference.opened), resolved=len(difference.resolved), still=difference.still
    )
    for sign, findings in (("+", difference.opened), ("-", difference.resolved)):
        for finding in findings:
            yield _finding(sign, finding, layout)
    for one in difference.regraded:
        graded = _("was {before}, is {after}").format(
            before=one.before.word, after=one.finding.severity.word
        )
        yield _finding("~", one.finding, layout, graded)


def _finding(sign: str, finding: Finding, layout: Layout, graded: str = "") -> str:
    code = layout.paint(finding.rule, STYLES[finding.severity])
    grade = graded or finding.severity.word
    head = f"  {sign} {place(finding.source)}: {code} {finding.name} ({grade})"
    return f"{head}\n{layout.wrap(clean(finding.sentence), '      ')}"


def _cut(lines: list[str], layout: Layout, indent: str) -> Iterator[str]:
    most = len(lines) if layout.verbose or len(lines) <= MOST + 1 else MOST
    for one in lines[:most]:
        # Marks stay in their column; what follows is set below the text.
        first, hanging = indent, indent + "  "
        yield first + layout.wrap(one, hanging).removeprefix(hanging)
    if len(lines) > most:
        yield indent + _("… and {count} more; --verbose shows them.").format(
            count=len(lines) - most
        )


def render_json(difference: Difference) -> str:
    """Write a difference as a JSON document; findings as ``check --format json`` writes them."""
    old, new = difference.old.result, difference.new.result
    head = {
        "format": FORMAT,
        "version": 1,
        "as_of": new.as_of.isoformat(),
        "summary": {
            "goals_with_line": _pair(old.goals_with_line, new.goals_with_line),
            "people_with_line": _pair(old.people_with_line, new.people_with_line),
            "findings": {
                "opened": len(difference.opened),
                "resolved": len(difference.resolved),
                "still": difference.still,
            },
        },
    }
    lists = {
        "tables": map(_table_record, difference.tables),
        "lines": (
            {"goal": one.id, "before": one.before, "after": one.after} for one in difference.lines
        ),
        "stake": (
            {"kind": one.kind, "id": one.id, **_pair(one.before, one.after)}
            for one in difference.stakes
        ),
        "opened": map(json.finding, difference.opened),
        "resolved": map(json.finding, difference.resolved),
        "regraded": (
            {
                "rule": one.finding.rule,
                "subject": {"kind": one.finding.subject.kind, "id": one.finding.subject.id},
                "before": one.before.word,
                "after": one.finding.severity.word,
            }
            for one in difference.regraded
        ),
    }
    return json.document(head, lists)


def _pair(before: float | None, after: float | None) -> dict[str, Any]:
    return {"before": json.plain(before), "after": json.plain(after)}


def _table_record(change: TableChange) -> dict[str, Any]:
    return {
        "table": change.table,
        "rows_added": change.rows_added,
        "rows_removed": change.rows_removed,
        "added": list(change.added),
        "removed": list(change.removed),
        "changed": [
            {
                "id": key,
                "columns": {
                    name: {"before": _json_value(a), "after": _json_value(b)}
                    for name, (a, b) in fields.items()
                },
            }
            for key, fields in (change.changed or {}).items()
        ],
    }


def _json_value(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else json.plain(value)
