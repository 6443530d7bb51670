"""Who hears of a finding, in which order, and from when.

The engine names the people who should talk, who hears it first in front. The author hears it first;
those after him only after one cadence without an answer; some rules speak to both sides at once,
some to one person only.
"""

from dataclasses import dataclass

from lineofsight.alignment.waves import is_about_people
from lineofsight.engine.rules.rule import Rule

# Those whom the engine names hear it together.
TOGETHER = frozenset(
    {
        "LOS102",
        "LOS106",
        "LOS205",
        "LOS303",
        "LOS304",
        "LOS308",
        "LOS402",
        "LOS502",
        "LOS601",
        "LOS602",
        "LOS604",
        "LOS703",
        "LOS704",
        "LOS706",
        "LOS902",
    }
)
# What the strategy itself lacks is everybody's to know, after its sponsor and the executives.
FOR_ALL = frozenset({"LOS103", "LOS705"})
PATIENCE = {"LOS504": 2}  # cadences that the first one has for an answer
USUAL_DAYS = 7


@dataclass(frozen=True, slots=True)
class Hearer:
    """A person (ref) in an audience: in which place, and how many days after it was opened."""

    person: str
    place: int
    after: int


def audience(rule: Rule, people: tuple[str, ...], cadence: int) -> tuple[Hearer, ...]:
    """Return who hears of a finding.

    Parameters
    ----------
    rule : Rule
    people : tuple of str
        Those who should talk, in the engine's order.
    cadence : int
        Days of the cadence of what it is about.
    """
    wait = max(cadence, 1) * PATIENCE.get(rule.code, 1)
    found = []
    for place, person in enumerate(people):
        if place == 0 or rule.code in TOGETHER:
            found.append(Hearer(person, place, 0))
        elif rule.audience.then:
            found.append(Hearer(person, place, wait))
    return tuple(found)


def days_until_all(rule: Rule, cadence: int) -> int | None:
    """Return after how many days everybody may see it; None for never."""
    if rule.code not in FOR_ALL or is_about_people(rule):
        return None
    return 2 * max(cadence, 1)
