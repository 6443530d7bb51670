"""What the demo organisation is to give and what it is not, and who is told when.

Written down in ``data/manifest``, a file a story; the tests hold the organisation to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lineofsight.demo.rows import Rows
from lineofsight.demo.texts import load

STORIES = (
    "1_uptime",
    "2_facts",
    "3_ines",
    "4_payroll",
    "5_night_shift",
    "6_prediction",
    "7_first_time_fix",
    "8_nine_leaders",
)

Subject = tuple[str, str]  # kind, id


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must be there.

    Parameters
    ----------
    story : int
    rule : str
    subject : (kind, id)
    people : bool
        Whether the rule runs only with ``--people``.
    first, then : tuple of str
        People who are told on the day it opens, and those on whose agenda it stands after
        ``then_day`` days without an answer.
    never : tuple of str
        People who are never shown it as theirs.
    """

    story: int
    rule: str
    subject: Subject
    people: bool
    first: tuple[str, ...]
    then: tuple[str, ...]
    then_day: int
    never: tuple[str, ...]

    def told(self, day: int) -> frozenset[str]:
        """Return who has been told by that day; day 0 is the one on which it opened."""
        if day < 0:
            return frozenset()
        return frozenset(self.first) | (
            frozenset(self.then) if day >= self.then_day else frozenset()
        )


@dataclass(frozen=True, slots=True)
class Silence:
    """Subjects of which these rules (all, if empty) must say nothing."""

    story: int
    rules: frozenset[str]
    subjects: frozenset[Subject]
    why: str

    def broken_by(self, rule: str, subject: Subject) -> bool:
        """Tell whether a finding breaks this silence."""
        return subject in self.subjects and (not self.rules or rule in self.rules)


@dataclass(frozen=True, slots=True)
class Later:
    """A finding that the data hold ready for something this release does not have."""

    story: int
    rule: str
    subject: Subject
    needs: str
    says: str


@dataclass(frozen=True, slots=True)
class Story:
    """One way in which alignment fails, and how it is mended."""

    number: int
    title: str
    tells: str
    mended: str
    expected: tuple[Expected, ...]
    silent: tuple[Silence, ...]
    later: tuple[Later, ...]


def read_manifest(rows: Rows) -> tuple[Story, ...]:
    """Read the manifest; groups of people in it are resolved in the given organisation."""
    people = _People(rows)
    return tuple(_story(load(f"manifest/{name}"), people) for name in STORIES)


def expected(stories: Iterable[Story], *, people: bool) -> dict[str, set[Subject]]:
    """Return the subjects of each rule that must have a finding, and no others may."""
    found: dict[str, set[Subject]] = {}
    for story in stories:
        for finding in story.expected:
            if people or not finding.people:
                found.setdefault(finding.rule, set()).add(finding.subject)
    return found


class _People:
    """Who is meant by a name, by ``leaders`` and by ``people:TEAM``."""

    def __init__(self, rows: Rows) -> None:
        self.heads = tuple(str(row["head_id"]) for row in rows["functions"])
        self.by_team: dict[str, list[str]] = {}
        self.by_manager: dict[str, list[str]] = {}
        for row in rows["people"]:
            self.by_team.setdefault(str(row["team_id"]), []).append(str(row["id"]))
            self.by_manager.setdefault(str(row.get("manager_id")), []).append(str(row["id"]))
        self.all = {str(row["id"]) for row in rows["people"]}

    def who(self, names: Iterable[str]) -> Iterator[str]:
        """Resolve names of people and groups.

        Raises
        ------
        KeyError
            If nobody is meant.
        """
        for name in names:
            group, _, key = name.partition(":")
            if name == "leaders":
                yield from self.heads
            elif group == "people":
                yield from self.by_team[key]
            elif name in self.all:
                yield name
            else:
                raise KeyError(name)

    def subjects(self, names: Iterable[str]) -> Iterator[Subject]:
        """Resolve subjects: ``kind id``, ``team:X``, ``people:X``, ``pairs:MANAGER``."""
        for name in names:
            group, _, key = name.partition(":")
            if group == "team":
                yield "team", key
            elif group == "people":
                yield from (("person", person) for person in self.by_team[key])
            elif group == "pairs":
                yield from (("pair", f"{key}>{person}") for person in self.by_manager[key])
            else:
                kind, _, subject = name.partition(" ")
                yield kind, subject


def _story(entry: dict[str, Any], people: _People) -> Story:
    number = entry["number"]
    return Story(
        number=number,
        title=entry["title"],
        tells=entry["tells"],
        mended=entry["mended"],
        expected=tuple(_expected(number, finding, people) for finding in entry["finding"]),
        silent=tuple(
            Silence(
                number,
                frozenset(silence["rules"]) - {"*"},
                frozenset(people.subjects(silence["subjects"])),
                silence["why"],
            )
            for silence in entry["silent"]
        ),
        later=tuple(
            Later(number, later["rule"], _pair(later["subject"]), later["needs"], later["says"])
            for later in entry.get("later", ())
        ),
    )


def _expected(number: int, finding: dict[str, Any], people: _People) -> Expected:
    first = tuple(people.who(finding["first"]))
    then = tuple(people.who(finding["then"]))
    return Expected(
        story=number,
        rule=finding["rule"],
        subject=_pair(finding["subject"]),
        people=finding.get("people", False),
        first=first,
        then=then,
        then_day=finding["then_day"],
        never=tuple(p for p in people.who(finding["never"]) if p not in {*first, *then}),
    )


def _pair(values: list[str]) -> Subject:
    kind, key = values
    return kind, key
