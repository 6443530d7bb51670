"""The people of Halvorsen Water: functions, teams, who leads whom."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lineofsight.demo.dates import Dates
from lineofsight.demo.names import distinct, slug
from lineofsight.demo.texts import load

DAYS = 14  # days between two talks where a team has agreed nothing else
LEVELS = (
    ("executive", ("Chief ",)),
    ("head", ("Head of", "Regional", "Key account director")),
    ("lead", ("lead", "manager,", "supervisor", "manager")),
    ("senior", ("Senior", "Principal", "controller", "Controller")),
)
TEAM_FILES = ("1_market", "2_design", "3_build", "4_serve", "5_support")
# Places in their teams of people who are away for long, have come lately, or came from elsewhere.
AWAY = {("ENGT", 9), ("OPSA", 13), ("FLDM", 11), ("FLDC", 11), ("SALN", 7)}
NEW = {("ENGC", 9): 22, ("OPSB", 11): 40, ("FLDN", 10): 52, ("FLDB", 9): 63, ("SALS", 7): 75,
       ("ITSA", 7): 58, ("OPSL", 8): 34, ("PPLT", 5): 81}  # fmt: skip
MOVED = {("PRDS", 5): 44, ("FLDT", 4): 61, ("OPSG", 8): 37, ("MKTB", 6): 72}
NEW_LEAD = {"SALB": 56, "FLDO": 83}


@dataclass(slots=True)
class Person:
    """Somebody who works, or worked, at Halvorsen Water; ``manager`` is empty for the first."""

    id: str
    name: str
    title: str
    team: str
    manager: str
    days: int | None  # between two talks with the manager; None: the house rule of a week
    start: date
    end: date | None = None
    away: bool = False
    team_since: date | None = None
    manager_since: date | None = None

    @property
    def first_name(self) -> str:
        """The name that colleagues use."""
        return self.name.split()[0]

    @property
    def in_post(self) -> bool:
        """Whether the person is here and not away for long."""
        return self.end is None and not self.away


@dataclass(slots=True)
class Team:
    """A team with its people, the lead first."""

    id: str
    name: str
    function: str
    parent: str
    people: list[Person] = field(default_factory=list)

    @property
    def lead(self) -> Person:
        """Who leads it."""
        return self.people[0]


@dataclass(slots=True)
class Company:
    """All teams by id, from the top, and all people by id."""

    teams: dict[str, Team]
    people: dict[str, Person]

    def named(self, name: str) -> Person:
        """Return the person of that name.

        Raises
        ------
        KeyError
            If nobody is called so.
        """
        return self.people[slug(name)]

    def reports(self, manager: str) -> list[Person]:
        """Return the people whose manager that is."""
        return [p for p in self.people.values() if p.manager == manager]

    def leaders(self) -> list[Person]:
        """Return everybody who leads a team."""
        return [team.lead for team in self.teams.values()]


def assemble(dates: Dates, seed: int) -> Company:
    """Put the company together; names that the text data leave open are drawn by the seed."""
    teams: dict[str, Team] = {}
    people: dict[str, Person] = {}
    rng = random.Random(f"{seed}:people")
    specs = [spec for file in TEAM_FILES for spec in load(f"teams/{file}")["team"]]
    taken = {
        slug(entry.split("|")[0])
        for spec in specs
        for entry in (spec["lead"], *spec.get("named", ()))
    }
    names = distinct(rng, taken)
    for spec in specs:
        team = Team(spec["id"], spec["name"], spec.get("function", ""), spec.get("parent", ""))
        teams[team.id] = team
        for place, (name, title) in enumerate(_members(spec, names)):
            if place:
                manager, days = team.lead.id, spec.get("days", DAYS)
            else:
                manager, days = _above(team, teams)
            start = dates.workday(rng.randint(200, 7_000))
            person = Person(slug(name), name, title, team.id, manager, days or None, start)
            _circumstances(person, place, dates)
            team.people.append(person)
            people[person.id] = person
    return Company(teams, people)


def _members(spec: dict[str, object], names: Iterator[str]) -> Iterator[tuple[str, str]]:
    named = spec.get("named", [])
    staff = spec.get("staff", {})
    if not isinstance(named, list) or not isinstance(staff, dict):
        raise TypeError("A team names its people in a list and counts its staff by title.")
    for entry in (str(spec["lead"]), *named):
        name, title = entry.split("|")
        yield name.strip(), title.strip()
    for title, count in staff.items():
        for _ in range(count):
            yield next(names), title


def _above(team: Team, teams: dict[str, Team]) -> tuple[str, int]:
    """Who the lead of a team reports to, and how often they talk."""
    if not team.parent:
        return "", DAYS
    above = teams[team.parent]
    if team.function in {"operations", "field-service"} and above.id == "GRP":
        return above.people[1].id, 7  # the chief operating officer
    return above.lead.id, 7 if above.id == "GRP" else DAYS


def _circumstances(person: Person, place: int, dates: Dates) -> None:
    key = (person.team, place)
    person.away = key in AWAY
    if key in NEW:
        person.start = dates.workday(NEW[key])
    if key in MOVED:
        person.team_since = person.manager_since = dates.workday(MOVED[key])
    if person.team in NEW_LEAD and place:
        person.manager_since = dates.workday(NEW_LEAD[person.team])


def level(title: str) -> str:
    """Return the level that goes with a title."""
    for name, marks in LEVELS:
        if any(mark in title for mark in marks):
            return name
    return "professional"
