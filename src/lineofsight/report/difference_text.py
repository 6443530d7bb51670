"""A difference of two plans as text for people, with what is known of why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lineofsight.engine.finding import Finding
from lineofsight.engine.loading import to_day
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.document import PlanDocument
from lineofsight.report.difference import Difference, Line, Outlook, TableChange
from lineofsight.report.names import clean, listed, number, place
from lineofsight.report.reasons import Cause, Reason, Why
from lineofsight.report.summary import on_paper
from lineofsight.report.text import STYLES, Layout

MOST = 12  # of a kind, unless asked for all
LONGEST = 60  # characters of a value
LONGEST_REASON = 300
NAMES = ("name", "title", "text")


def render(
    difference: Difference, layout: Layout, *, names: tuple[str, str], people: bool = False
) -> str:
    """Write a difference for people.

    Parameters
    ----------
    difference : Difference
    layout : Layout
    names : (str, str)
        What the two plans are called.
    people : bool
        Name those whose line of sight is another; else they are only counted.
    """
    old, new = names
    day = tell.date(difference.new.lenses.snapshot.day)
    if difference.same_day:
        said = _("From {old} to {new}, both on {date}.").format(old=old, new=new, date=day)
    else:
        since = tell.date(difference.old.lenses.snapshot.day)
        said = (
            _("From {old} on {since} to {new} on {date}.")
            if old != new
            else _("{new} from {since} to {date}.")
        )
        said = said.format(old=old, new=new, since=since, date=day)
    body = "\n\n".join(parts(difference, layout, people=people)) or _("Nothing has changed.")
    return f"{layout.wrap(said, '')}\n\n{body}\n"


def parts(difference: Difference, layout: Layout, *, people: bool = False) -> Iterator[str]:
    """Write what changed and what that does, a part each; nothing where nothing differs."""
    if difference.nothing and difference.without_effect:
        return
    telling = Telling(difference, layout)
    for title, lines in (
        (_("What changed"), telling.changes()),
        (_("Lines of sight"), telling.lines(people=people)),
        (_("Stake"), telling.stakes()),
        (_("Chance of arriving"), telling.outlooks("chance")),
        (_("Progress"), telling.outlooks("progress")),
        (_("Findings"), telling.findings()),
    ):
        body = list(lines)
        if body:
            yield "\n".join([layout.paint(title, "underline"), *body])


class Telling:
    """Tells the parts of one difference, line by line."""

    def __init__(self, difference: Difference, layout: Layout) -> None:
        self.difference, self.layout = difference, layout
        self.why = Why(difference)
        self._names: dict[str, dict[str, str]] = {}

    def changes(self) -> Iterator[str]:
        """Say what was added, removed and changed, and why."""
        for change in self.difference.tables:
            counts = [
                text.format(count=count)
                for count, text in (
                    (change.rows_added, _("{count} added")),
                    (change.rows_removed, _("{count} removed")),
                    (len(change.changed or ()), _("{count} changed")),
                )
                if count
            ]
            yield f"  {self.layout.paint(change.table, 'bold')}: {', '.join(counts)}"
            yield from self._cut(list(self._rows(change)), "    ")

    def _rows(self, change: TableChange) -> Iterator[str]:
        for key in change.added:
            yield f"+ {self.named(change.table, key)}"
        for key in change.removed:
            yield f"- {self.named(change.table, key)}"
        for key, fields in (change.changed or {}).items():
            told = "; ".join(f"{name} {value(a)} → {value(b)}" for name, (a, b) in fields.items())
            because = "".join(
                f" {reason(one)}" for one in self.why.of_row(change.table, key, fields)
            )
            yield f"~ {self.named(change.table, key)}: {told}{'.' if because else ''}{because}"

    def lines(self, *, people: bool) -> Iterator[str]:
        """Say who has a line of sight that had none, and the other way round."""
        difference = self.difference
        old, new = difference.old, difference.new
        was, now = on_paper(old.result, old.lenses), on_paper(new.result, new.lenses)
        if was != now:
            yield self.layout.wrap(
                _("{now}. Before: {was}.").format(now=now, was=was[0].lower() + was[1:])
            )
        elif difference.lines:
            yield self.layout.wrap(_("{now}, as before.").format(now=now))
        if people:
            for has, sign in ((False, "-"), (True, "+")):
                some = [one for one in difference.people if one.has == has]
                yield from self._cut([f"{sign} {clean(one.name)}" for one in some], "    ")
        better = [_line(one) for one in difference.lines if one.better]
        worse = [_line(one) for one in difference.lines if not one.better]
        yield from self._cut([*worse, *better], "    ")

    def stakes(self) -> Iterator[str]:
        """Say whose stake moved."""
        yield from self._cut(
            [
                f"{titled(one.id, one.title)}: "
                f"{number(round(one.before, 4))} → {number(round(one.after, 4))}"
                for one in self.difference.stakes
            ],
            "  ",
        )

    def outlooks(self, kind: str) -> Iterator[str]:
        """Say which goals got further, or more likely to arrive."""
        some = [one for one in self.difference.outlooks if one.kind == kind]
        yield from self._cut([_outlook(one) for one in some], "  ")

    def findings(self) -> Iterator[str]:
        """Say which findings opened, which are gone and which are graded otherwise, and why."""
        difference = self.difference
        yield "  " + _("{opened} opened, {resolved} resolved, {still} still there.").format(
            opened=len(difference.opened), resolved=len(difference.resolved), still=difference.still
        )
        for sign, findings in (("+", difference.opened), ("-", difference.resolved)):
            for finding in findings:
                yield self._finding(sign, finding)
        for one in difference.regraded:
            graded = _("was {before}, is {after}").format(
                before=one.before.word, after=one.finding.severity.word
            )
            yield self._finding("~", one.finding, graded)

    def _finding(self, sign: str, finding: Finding, graded: str = "") -> str:
        layout = self.layout
        code = layout.paint(finding.rule, STYLES[finding.severity])
        grade = graded or finding.severity.word
        head = f"  {sign} {place(finding.source)}: {code} {finding.name} ({grade})"
        said = [head, layout.wrap(clean(finding.sentence), "      ")]
        because = self.because(finding, by_time=not graded)
        if because:
            said.append(layout.wrap(because, "      "))
        return "\n".join(said)

    def because(self, finding: Finding, *, by_time: bool) -> str:
        """Say which changes lie behind a finding; empty if none of them is near.

        Or, between two days, that time passed: that opens and resolves findings too.
        """
        causes = self.why.of_finding(finding)
        if causes:
            told = listed([self.cause(one) for one in causes])
            return _("Because {causes}.").format(causes=told)
        if by_time and not self.difference.same_day:
            return _("Because time passed: no change of the plan is near.")
        return ""

    def cause(self, one: Cause) -> str:
        """Say one change in the middle of a sentence."""
        if not one.id:
            return ngettext(
                "{count} row of {table} is new or gone",
                "{count} rows of {table} are new or gone",
                one.rows,
            ).format(count=one.rows, table=one.table)
        row = self.named(one.table, one.id)
        match one.how:
            case "added":
                return _("{row} is new").format(row=row)
            case "removed":
                return _("{row} is gone").format(row=row)
            case "rows":
                of = "key_results" if one.table == "observations" else "goals"
                said = {
                    "observations": ngettext(
                        "{row} has {count} value more or other",
                        "{row} has {count} values more or other",
                        one.rows,
                    ),
                    "revisions": _("{row} was revised"),
                    "allocations": _("the effort on {row} is another"),
                }[one.table]
                return said.format(row=self.named(of, one.id), count=one.rows)
        fields = self._fields(one)
        told = _("; ").join(f"{name} {value(a)} → {value(b)}" for name, (a, b) in fields.items())
        return _("{row} changed ({fields})").format(row=row, fields=told)

    def _fields(self, one: Cause) -> dict[str, tuple[object, object]]:
        changes = next(
            change.changed or {} for change in self.difference.tables if change.table == one.table
        )
        return dict(changes[one.id])

    def named(self, table: str, key: str) -> str:
        """Name a row by its id and what people call it; a link or the organisation by its id."""
        if table not in self._names:
            sides = (self.difference.old, self.difference.new)
            self._names[table] = {
                each: title for side in sides for each, title in _called(table, side.document)
            }
        return titled(key, self._names[table].get(key, ""))

    def _cut(self, lines: list[str], indent: str) -> Iterator[str]:
        layout = self.layout
        most = len(lines) if layout.verbose or len(lines) <= MOST + 1 else MOST
        for one in lines[:most]:
            # Marks stay in their column; what follows is set below the text.
            first, hanging = indent, indent + "  "
            yield first + layout.wrap(one, hanging).removeprefix(hanging)
        if len(lines) > most:
            yield indent + _("… and {count} more; --verbose shows them.").format(
                count=len(lines) - most
            )


def _called(table: str, document: PlanDocument) -> Iterator[tuple[str, str]]:
    """What the rows of a table are called; links and the organisation say it by their ids."""
    if table in {"links", "organization"}:
        return
    for record in document.records(table):
        name = next((record[column] for column in NAMES if record.get(column)), "")
        yield str(record.get("id", "")), str(name)


def titled(key: str, title: str) -> str:
    """Write an id, with what people call it."""
    return f"{clean(key)} “{_short(title)}”" if title and title != key else clean(key)


def reason(one: Reason) -> str:
    """Say a reason as a sentence."""
    text = _short(one.text, LONGEST_REASON)
    if one.kind == "assumption":
        return _("An assumption fell: “{text}”").format(text=text)
    if one.kind == "trade_off":
        return _("It was agreed: “{text}”").format(text=text)
    when = "" if one.date is None else tell.date(to_day(one.date))
    if not text:
        return _("Revised on {date}; no reason is on record.").format(date=when)
    return _("Revised on {date}: “{text}”").format(date=when, text=text)


def value(one: object) -> str:
    """Write a value of a cell."""
    if one is None or one in ("", ()):
        return _("nothing")
    if isinstance(one, bool):
        return _("yes") if one else _("no")
    if isinstance(one, float):
        return number(one)
    if isinstance(one, date):
        return one.isoformat()
    if isinstance(one, tuple):
        return _short("; ".join(map(str, one)))
    text = _short(str(one))
    return f"“{text}”" if " " in text else text


def _short(text: str, longest: int = LONGEST) -> str:
    text = clean(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _line(one: Line) -> str:
    words = {"whole": _("whole"), "broken": _("broken"), "none": _("none")}
    sign = "+" if one.better else "-"
    return f"{sign} {titled(one.id, one.title)}: {words[one.before]} → {words[one.after]}"


def _outlook(one: Outlook) -> str:
    return f"{titled(one.id, one.title)}: {percent(one.before)} → {percent(one.after)}"


def percent(share: float | None) -> str:
    """Write a share, or that it is unknown."""
    return _("unknown") if share is None else tell.percent(share)
