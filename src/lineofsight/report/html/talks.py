"""The findings as conversations: the few that matter most first, then all of them by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from lineofsight.engine.check import CheckResult
from lineofsight.engine.finding import Finding, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.report.discretion import Parted
from lineofsight.report.html import words
from lineofsight.report.html.causes import BY_SHARE, ONE_GOAL, Cause, causes, further, in_front
from lineofsight.report.html.pictures import Bars, Pictures
from lineofsight.report.html.sightline import Sightline, Sightlines
from lineofsight.report.names import Names, evidence, place
from lineofsight.report.summary import FEWEST_ANSWERS, counted

FEW = 7  # conversations in front
OF_ONE_RULE = 2
MOST_LISTED = 40  # findings of one rule in the complete list
MOST_BESIDE = 3
INNER_QUOTES = str.maketrans("“”", "‘’")  # a question stands in quotes itself
# Evidence that the picture beside it shows whole.
DRAWN = {"LOS706": ("weights", "efforts"), "LOS902": ("distribution",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding as the page tells it."""

    severity: Severity
    severity_word: str
    stake: str
    code: str
    name: str
    sentence: str
    who: str
    question: str
    place: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: a finding, what goes with it, and the picture that proves it."""

    entry: Entry
    more: str
    beside: tuple[Entry, ...]
    line: Sightline | None
    bars: Bars | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many goals or teams of a function a rule about writing found."""

    name: str
    found: int


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All findings of one rule.

    Parameters
    ----------
    entries : tuple of Entry
        Those that are listed, the worst first.
    shares : tuple of Share
        For rules about writing, in place of a list.
    left_out : int
        Findings that are neither listed nor counted by function.
    first : str
        Who hears of them first.
    """

    code: str
    name: str
    count: int
    grades: str
    first: str
    entries: tuple[Entry, ...]
    shares: tuple[Share, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Talks:
    """The whole section."""

    heading: str
    counted: str
    talks: tuple[Talk, ...]
    groups: tuple[RuleGroup, ...]
    about_people: tuple[tuple[str, str, int], ...]
    confidential: tuple[tuple[str, str, int], ...]


class TalkMaker:
    """Makes conversations of findings."""

    def __init__(
        self, result: CheckResult, lenses: Lenses, lines: Sightlines, known: int = 0
    ) -> None:
        self.result, self.lenses, self.lines, self.known = result, lenses, lines, known
        self.names, self.pictures = Names(lenses), Pictures(lines)
        self._rules = {one.code: one for one in catalogue()}

    def make(self, parted: Parted) -> Talks:
        """Tell the findings that may be told."""
        found = causes(parted.told)
        first = in_front(found, FEW, OF_ONE_RULE)
        return Talks(
            heading=_heading(first, parted.told),
            counted=counted(self.result, self.known),
            talks=tuple(self._talk(cause) for cause in first),
            groups=tuple(self._groups(parted.told)),
            about_people=_rows(parted.about_people) if self._enough_people() else (),
            confidential=_rows(parted.confidential),
        )

    def _enough_people(self) -> bool:
        """Tell whether a count names nobody: it is over at least five people."""
        return int(self.lenses.snapshot.people.present.sum()) >= FEWEST_ANSWERS

    def _talk(self, cause: Cause) -> Talk:
        bars = self.pictures.bars(cause.first)
        return Talk(
            entry=self.entry(cause.first, whole=True),
            more=" ".join(filter(None, (_more(cause), _alike(cause)))),
            beside=tuple(self.entry(one) for one in _with(cause)),
            line=None if bars else self.pictures.line(cause.first),
            bars=bars,
        )

    def entry(self, finding: Finding, *, whole: bool = False) -> Entry:
        """Tell one finding; with its evidence if ``whole``."""
        return Entry(
            severity=finding.severity,
            severity_word=words.severity(finding.severity),
            stake=words.percent(finding.stake),
            code=finding.rule,
            name=finding.name,
            sentence=words.said(finding.sentence),
            who=words.said(self.names.who(finding)),
            question=words.said(finding.question).translate(INNER_QUOTES),
            place=words.said(_place(finding)),
            facts=tuple(_facts(finding)) if whole else (),
        )

    def _groups(self, told: Sequence[Finding]) -> list[RuleGroup]:
        by_rule: dict[str, list[Finding]] = {}  # the rule with the worst finding first
        for finding in told:
            by_rule.setdefault(finding.rule, []).append(finding)
        return [self._group(mine) for mine in by_rule.values()]

    def _group(self, mine: Sequence[Finding]) -> RuleGroup:
        code = mine[0].rule
        rule = self._rules.get(code)
        counts = Counter(one.severity for one in mine)
        grades = ", ".join(
            f"{counts[grade]:,} {words.severity(grade).lower()}"
            for grade in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
            if counts[grade]
        )
        listed = () if code in BY_SHARE else tuple(map(self.entry, mine[:MOST_LISTED]))
        return RuleGroup(
            code=code,
            name=mine[0].name,
            count=len(mine),
            grades=grades,
            first=rule.audience.first if rule else "",
            entries=listed,
            shares=tuple(self._shares(mine)) if code in BY_SHARE else (),
            left_out=0 if code in BY_SHARE else len(mine) - len(listed),
        )

    def _shares(self, mine: Sequence[Finding]) -> list[Share]:
        counts = Counter(self._function_of(one) for one in mine)
        return [Share(name, count) for name, count in sorted(counts.items(), key=_most_first)]

    def _function_of(self, finding: Finding) -> str:
        """Name the function that a finding about a goal, key result or team belongs to."""
        snapshot = self.lenses.snapshot
        function = -1
        if finding.subject.kind == "team":
            row = self.pictures.find("teams", finding.subject.id)
            function = int(snapshot.teams.function[row]) if row >= 0 else -1
        else:
            goal = self.pictures.goal_of(finding)
            function = int(snapshot.goals.function[goal]) if goal >= 0 else -1
        if function < 0:
            return _("No function named") if len(snapshot.functions) else _("The whole plan")
        table = snapshot.functions
        return words.title(str(table.name[function]) or str(table.ids[function]))


def _facts(finding: Finding) -> Iterator[tuple[str, str]]:
    """Say the evidence as pairs of what it is and its value."""
    for key, value in finding.evidence.items():
        if key in DRAWN.get(finding.rule, ()):
            continue
        text = evidence(replace(finding, evidence={key: value}))
        if text:
            yield key.replace("_", " "), words.said(text[len(key) + 1 :])


def _place(finding: Finding) -> str:
    """Name table and row; of the file its name alone: folders are nobody's business elsewhere."""
    source = finding.source
    return place(source._replace(file=PurePath(source.file).name)) if source.table else ""


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return (-item[1], item[0])


def _rows(counts: Counter[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    return tuple((code, name, count) for (code, name), count in sorted(counts.items()))


def _with(cause: Cause) -> list[Finding]:
    """What is told beside a finding: other rules, and a few more of its own."""
    return [*cause.beside, *(cause.findings[1:] if _is_listed(cause) else [])][:MOST_BESIDE]


def _is_listed(cause: Cause) -> bool:
    """Tell whether a cause has so few findings that each can be said."""
    return cause.first.rule not in ONE_GOAL and len(cause.findings) <= MOST_BESIDE


def _more(cause: Cause) -> str:
    """Say how far one cause reaches: "it stops the lines of 14 more goals"."""
    count = 0 if _is_listed(cause) else further(cause)
    if not count or cause.first.rule == "LOS101":  # whose sentence says it
        return ""
    if cause.first.rule == "LOS204":
        said = ngettext(
            "{count} more link has not been confirmed since.",
            "{count} more links have not been confirmed since.",
            count,
        )
    elif cause.first.rule == "LOS104":
        said = ngettext(
            "It stops the line of {count} more goal.",
            "It stops the lines of {count} more goals.",
            count,
        )
    else:
        said = ngettext(
            "The same was found once more.", "The same was found {count} more times.", count
        )
    return said.format(count=f"{count:,}")


def _alike(cause: Cause) -> str:
    """Say how many of the kind stand only in the complete list."""
    if not cause.alike:
        return ""
    return ngettext(
        "{count} more of the kind stands in the list below.",
        "{count} more of the kind stand in the list below.",
        cause.alike,
    ).format(count=f"{cause.alike:,}")


def _heading(first: Sequence[Cause], told: Sequence[Finding]) -> str:
    """Say how much the conversations in front would mend."""
    if not told:
        return _("Nothing that the rules look for was found")
    if not first:
        return _("Nothing needs a conversation; a few sentences could be plainer")
    covered = sum(cause.size for cause in first)
    if covered == len(told):
        said = ngettext(
            "One conversation would settle what was found",
            "{number} conversations would settle what was found",
            len(first),
        )
    elif 2 * covered > len(told):
        said = ngettext(
            "One conversation would mend most of it",
            "{number} conversations would mend most of it",
            len(first),
        )
    else:
        said = ngettext(
            "One conversation to begin with",
            "{number} conversations to begin with",
            len(first),
        )
    return said.format(number=words.number_word(len(first)))
