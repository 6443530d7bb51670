"""The listed words of the plan file as small integers; 0 is always the word for "not given"."""

from enum import IntEnum

NORTH_STAR = "north_star"  # its id as the end of a link and in ``guards``


class Scope(IntEnum):
    """How far a goal reaches."""

    UNKNOWN = 0
    ENTERPRISE = 1
    FUNCTION = 2
    TEAM = 3
    INDIVIDUAL = 4


class Status(IntEnum):
    """Where a goal is in its life; active where nothing is given."""

    ACTIVE = 0
    DRAFT = 1
    PAUSED = 2
    DONE = 3
    CANCELLED = 4


class Serves(IntEnum):
    """What a goal is for; strategy where nothing is given."""

    STRATEGY = 0
    HEALTH = 1
    OBLIGATION = 2
    SERVICE = 3


class Reported(IntEnum):
    """What the owner last said about a goal."""

    UNKNOWN = 0
    ON_TRACK = 1
    AT_RISK = 2
    OFF_TRACK = 3


class Rollup(IntEnum):
    """Where a goal's progress comes from; its own key results where nothing is given."""

    OWN = 0
    CHILDREN = 1
    BLEND = 2


class Cadence(IntEnum):
    """The planning clock of a goal; OWN and UNKNOWN fall back to the goal's lifetime."""

    UNKNOWN = 0
    WEEKLY = 1
    MONTHLY = 2
    QUARTERLY = 3
    HALF_YEARLY = 4
    YEARLY = 5
    MULTI_YEAR = 6
    OWN = 7


class MeasureType(IntEnum):
    """What kind of number a key result is."""

    UNKNOWN = 0
    NUMBER = 1
    PERCENT = 2
    CURRENCY = 3
    MILESTONE = 4


class LinkKind(IntEnum):
    """What one goal is to another."""

    UNKNOWN = 0
    SUPPORTS = 1
    SHARES = 2
    DEPENDS_ON = 3
    COMPETES_WITH = 4


class AssumptionState(IntEnum):
    """What is known of an assumption; believed where nothing is given."""

    BELIEVED = 0
    CONFIRMED = 1
    FALSE = 2


class Closed(IntEnum):
    """How an agreement ended."""

    OPEN = 0
    DONE = 1
    MOVED = 2
    DROPPED = 3


class AnswerKind(IntEnum):
    """How a pulse question is answered."""

    UNKNOWN = 0
    SHARE = 1
    SCALE = 2
    CHOICE = 3


class GroupKind(IntEnum):
    """Whose answers a row of the pulse holds."""

    UNKNOWN = 0
    FUNCTION = 1
    TEAM = 2
    LEADERS = 3


def word(code: IntEnum) -> str:
    """Return the listed word of the plan file for a code, for example ``half_yearly``."""
    return code.name.lower()
