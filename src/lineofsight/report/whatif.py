"""What if: a change tried on a copy of a plan, and what that does as people would tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from lineofsight.engine.finding import Finding
from lineofsight.engine.loading import to_day
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.changes import Changes
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.overlay import overlay
from lineofsight.report.affected import Affected, Person, affected
from lineofsight.report.difference import (
    WHOLE,
    Difference,
    Line,
    Outlook,
    Side,
    Stake,
    TableChange,
    compare,
)
from lineofsight.report.difference_text import NAMES, percent, value
from lineofsight.report.names import clean
from lineofsight.report.reasons import key_of

MOST = 3  # of a kind that are told in sentences; the rest stands in the details


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a change would do: the whole difference, whom it concerns, and it all in sentences."""

    difference: Difference
    concerned: Affected
    supposed: str
    told: tuple[str, ...]


def what_if(
    plan: PlanDocument,
    changes: Changes,
    look: Callable[[PlanDocument], Side],
    *,
    people: bool = False,
) -> WhatIf:
    """Try changes on a plan.

    Parameters
    ----------
    plan : PlanDocument
    changes : Changes
        Neither is changed.
    look : callable
        Looks at a plan: at one instant, with one set of settings.
    people : bool
        Name those who gain or lose their line of sight; else they are only counted.

    Raises
    ------
    PlanError
        With everything that is wrong with the changes.
    """
    changed = overlay(plan, changes)
    difference = compare(look(plan), look(changed))
    supposed = tuple(_as_written(difference, changes.document))
    concerned = affected(difference, supposed)
    told = tuple(_told(difference, concerned, people=people))
    return WhatIf(difference, concerned, _supposed(difference, supposed), told)


def _as_written(difference: Difference, changes: PlanDocument) -> Iterator[TableChange]:
    """Yield what differs in rows that the changes name, without what only follows from it."""
    for change in difference.tables:
        if change.table not in changes.tables:
            continue
        named = {key_of(change.table, record) for record in changes.records(change.table)}
        fields = {key: one for key, one in (change.changed or {}).items() if key in named}
        if change.changed is None:
            yield change
        else:
            yield replace(
                change,
                added=tuple(key for key in change.added if key in named),
                removed=tuple(key for key in change.removed if key in named),
                changed=fields,
            )


def _supposed(difference: Difference, changes: tuple[TableChange, ...]) -> str:
    """Say what is supposed: "If “Delta” ends on 30 June 2026 and “Echo” is paused:"."""
    names = _Names(difference)
    phrases = [one for change in changes for one in _phrases(change, names)]
    if not phrases:
        return _("The changes leave everything as it is.")
    return _("If {changes}:").format(changes=tell.listed(phrases))


class _Names:
    """What rows are called, in either plan."""

    def __init__(self, difference: Difference) -> None:
        self.sides = (difference.new, difference.old)
        self._titles: dict[str, dict[str, str]] = {}

    def of(self, table: str, key: str) -> str:
        """Name a row: a person by name, others in quotation marks."""
        if table not in self._titles:
            self._titles[table] = {}
            for side in self.sides:
                for record in side.document.records(table):
                    name = next((record[c] for c in NAMES if c in record), "")
                    self._titles[table].setdefault(str(record.get("id", "")), str(name))
        title = clean(self._titles[table].get(key, "")) or clean(key)
        return title if table == "people" else tell.quoted(title)

    def end(self, key: str) -> str:
        """Name a node that a link ends at."""
        for table in ("goals", "pillars"):
            name = self.of(table, key)
            if key in self._titles[table]:
                return name
        return _("the North Star")


def _phrases(change: TableChange, names: _Names) -> Iterator[str]:
    table = change.table
    if table == "links":
        yield from _links(change, names)
        return
    for key in change.added:
        yield _("{row} is added").format(row=names.of(table, key))
    for key in change.removed:
        yield _("{row} is taken away").format(row=names.of(table, key))
    for key, columns in (change.changed or {}).items():
        row = names.of(table, key) if table != "organization" else _("the organisation")
        for name, (_before, after) in columns.items():
            yield _column(table, row, name, after, names)
    if change.changed is None:
        yield from _counted(change, names)


def _counted(change: TableChange, names: _Names) -> Iterator[str]:
    if change.table == "observations" and not change.rows_removed:
        for key, count in change.about.items():
            yield ngettext(
                "{row} has {count} value more", "{row} has {count} values more", count
            ).format(row=names.of("key_results", key), count=count)
        return
    more, fewer = change.rows_added, change.rows_removed
    for count, said in (
        (
            more,
            ngettext("{count} row of {table} is added", "{count} rows of {table} are added", more),
        ),
        (
            fewer,
            ngettext(
                "{count} row of {table} is taken away",
                "{count} rows of {table} are taken away",
                fewer,
            ),
        ),
    ):
        if count:
            yield said.format(count=count, table=change.table)


def _links(change: TableChange, names: _Names) -> Iterator[str]:
    does = {
        "supports": _("{one} supports {other}"),
        "shares": _("{one} shares with {other}"),
        "depends_on": _("{one} depends on {other}"),
        "competes_with": _("{one} competes with {other}"),
    }
    stops = {
        "supports": _("{one} no longer supports {other}"),
        "shares": _("{one} no longer shares with {other}"),
        "depends_on": _("{one} no longer depends on {other}"),
        "competes_with": _("{one} no longer competes with {other}"),
    }
    for keys, said in ((change.added, does), (change.removed, stops)):
        for key in keys:
            ends, _colon, kind = key.rpartition(":")
            one, _arrow, other = ends.partition(">")
            yield said[kind].format(one=names.end(one), other=names.end(other))
    for key, columns in (change.changed or {}).items():
        ends, _colon, kind = key.rpartition(":")
        one, _arrow, other = ends.partition(">")
        link = _("the link of {one} with {other}").format(
            one=names.end(one), other=names.end(other)
        )
        for name, (_before, after) in columns.items():
            yield _column("links", link, name, after, names)


def _column(table: str, row: str, column: str, after: object, names: _Names) -> str:
    """Say one changed cell."""
    if after is None:
        return _("{row} has no {column} any more").format(row=row, column=_spaced(column))
    when = tell.date(to_day(after)) if isinstance(after, date) else ""
    if column == "status":
        return {
            "draft": _("{row} is a draft"),
            "active": _("{row} is active"),
            "paused": _("{row} is paused"),
            "done": _("{row} is done"),
            "cancelled": _("{row} is cancelled"),
        }[str(after)].format(row=row)
    if column == "owner_id":
        return _("{person} owns {row}").format(person=names.of("people", str(after)), row=row)
    said = {
        "end": _("{row} ends on {date}"),
        "start": _("{row} begins on {date}"),
        "end_date": _("{row} leaves on {date}"),
        "due": _("{row} is due on {date}"),
    }.get(column)
    if said and when:
        return said.format(row=row, date=when)
    if column == "target":
        return _("{row} aims at {value}").format(row=row, value=value(after))
    if column in {"title", "name"} and table != "people":
        return _("{row} is called so").format(row=row)
    return _("{row} has the {column} {value}").format(
        row=row, column=_spaced(column), value=when or value(after)
    )


def _spaced(column: str) -> str:
    return column.removesuffix("_id").replace("_", " ")


def _told(difference: Difference, concerned: Affected, *, people: bool) -> Iterator[str]:
    """Say what a difference does, the gravest first."""
    if difference.without_effect:
        yield _("No line of sight, no stake, no forecast and no finding is another.")
    else:
        yield from _lines(difference.lines)
        yield from _people(difference, named=people)
        yield from map(_stake, difference.stakes[:MOST])
        for kind in ("chance", "progress"):
            moved = [one for one in difference.outlooks if one.kind == kind]
            yield from map(_outlook, moved[:MOST])
        yield from _findings(difference)
    for way, some in (
        (_("Above it: {people}."), concerned.up),
        (_("Below it: {people}."), concerned.down),
        (_("Beside it: {people}."), concerned.sideways),
    ):
        if some:
            yield way.format(people=tell.listed(map(_person, some), most=6))


def _lines(lines: tuple[Line, ...]) -> Iterator[str]:
    lose = [tell.quoted(one.title) for one in lines if one.before == WHOLE]
    gain = [tell.quoted(one.title) for one in lines if one.after == WHOLE]
    if lose:
        yield ngettext(
            "{count} goal loses its line of sight: {goals}.",
            "{count} goals lose their line of sight: {goals}.",
            len(lose),
        ).format(count=len(lose), goals=tell.listed(lose))
    if gain:
        yield ngettext(
            "{count} goal gains a line of sight: {goals}.",
            "{count} goals gain a line of sight: {goals}.",
            len(gain),
        ).format(count=len(gain), goals=tell.listed(gain))


def _people(difference: Difference, *, named: bool) -> Iterator[str]:
    lose = [clean(one.name) for one in difference.people if not one.has]
    gain = [clean(one.name) for one in difference.people if one.has]
    without = ngettext(
        "{count} person has no line of sight any more",
        "{count} people have no line of sight any more",
        len(lose),
    )
    having = ngettext(
        "{count} person has a line of sight now",
        "{count} people have a line of sight now",
        len(gain),
    )
    for some, sentence in ((lose, without), (gain, having)):
        if some:
            names = f": {tell.listed(some, most=8)}" if named else ""
            yield f"{sentence.format(count=len(some))}{names}."


def _stake(one: Stake) -> str:
    return _("{title} carries {after} of the strategy instead of {before}.").format(
        title=tell.quoted(one.title or one.id),
        before=_share(one.before, one.after),
        after=_share(one.after, one.before),
    )


def _share(share: float, beside: float) -> str:
    """Write a share in per cent, with a decimal where two would look the same."""
    if round(100 * share) != round(100 * beside):
        return tell.percent(share)
    return _("{percent} %").format(percent=f"{100 * share:.2g}")


def _outlook(one: Outlook) -> str:
    title, before, after = tell.quoted(one.title), percent(one.before), percent(one.after)
    if one.kind == "progress":
        said = _("{title} stands at {after} instead of {before}.")
    elif one.before is None or one.after is None:
        said = _("The chance of {title} goes from {before} to {after}.")
    elif one.after < one.before:
        said = _("The chance of {title} falls from {before} to {after}.")
    else:
        said = _("The chance of {title} rises from {before} to {after}.")
    return said.format(title=title, before=before, after=after)


def _findings(difference: Difference) -> Iterator[str]:
    opens, resolves = len(difference.opened) - MOST, len(difference.resolved) - MOST
    for some, said, more in (
        (
            difference.opened,
            _("{rule} opens ({severity}): {sentence}"),
            ngettext("{count} finding more opens.", "{count} findings more open.", opens),
        ),
        (
            difference.resolved,
            _("{rule} is resolved ({severity}): {sentence}"),
            ngettext(
                "{count} finding more is resolved.", "{count} findings more are resolved.", resolves
            ),
        ),
    ):
        for finding in some[:MOST]:
            yield _finding(finding, said)
        if len(some) > MOST:
            yield more.format(count=len(some) - MOST)
    for one in difference.regraded[:MOST]:
        yield _("{rule} is {after} instead of {before}: {sentence}").format(
            rule=one.finding.rule,
            after=one.finding.severity.word,
            before=one.before.word,
            sentence=clean(one.finding.sentence),
        )


def _finding(finding: Finding, said: str) -> str:
    return said.format(
        rule=f"{finding.rule} {finding.name}",
        severity=finding.severity.word,
        sentence=clean(finding.sentence),
    )


def _person(one: Person) -> str:
    through = tell.quoted(one.through[0][1])
    more = len(one.through) - 1
    if more:
        return _("{name} ({goal} and {count} more)").format(
            name=clean(one.name), goal=through, count=more
        )
    return _("{name} ({goal})").format(name=clean(one.name), goal=through)
