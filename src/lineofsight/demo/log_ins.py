"""Who of the demo organisation can sign in when its record is tried."""

from dataclasses import dataclass
from secrets import choice

from lineofsight.demo.rows import Rows
from lineofsight.demo.texts import load

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aeiou"
WORDS, SYLLABLES = 3, 3  # 16 x 5 syllables: three words of three hold 56 bits


@dataclass(frozen=True, slots=True)
class LogIn:
    """Somebody who can sign in, and what their pages show.

    ``role`` is how they are introduced; ``grant`` is the role given to them, empty where it follows
    from the plan. ``person`` is their id in the plan.
    """

    role: str
    name: str
    person: str
    email: str
    grant: str
    see: str


def log_ins(rows: Rows) -> tuple[LogIn, ...]:
    """Return who can sign in to the record of an organisation that ``demo.build`` wrote.

    Raises
    ------
    KeyError
        Somebody is not among its people.
    """
    people = {str(row["name"]): row for row in rows["people"]}
    return tuple(
        LogIn(
            role=one["role"],
            name=one["name"],
            person=str(people[one["name"]]["id"]),
            email=str(people[one["name"]]["email"]),
            grant=one.get("grant", ""),
            see=one["see"],
        )
        for one in load("log_ins")["log_in"]
    )


def new_phrase() -> str:
    """Return a password that can be read aloud and typed, and that nobody has seen before."""
    return "-".join(
        "".join(choice(CONSONANTS) + choice(VOWELS) for _ in range(SYLLABLES)) for _ in range(WORDS)
    )
