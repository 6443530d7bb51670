"""Which rules look: six in the first week, the others in three waves, and what people switch.

Inside out: first what a team can mend in its own plan, then how plans hang together, at last what
speaks of people and their talks. Everybody sees the calendar, and before a wave comes what it would
open; whoever keeps the strategy may bring a rule forward, or keep it off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lineofsight.alignment.models import RuleSwitch
from lineofsight.engine.rules import catalogue
from lineofsight.engine.rules.rule import Rule

FIRST_WEEK = frozenset({"LOS103", "LOS307", "LOS701", "LOS702", "LOS705", "LOS906"})
WEEKS = (1, 2, 5, 9)
BY_HUNDRED = {"1": 2, "7": 2, "8": 2, "2": 5, "3": 5, "4": 5, "5": 5, "6": 9, "9": 9}
PEOPLE = "people"  # the one switch of all rules about people and pairs of people
# They name people to third parties though their subject is a goal or an action.
NAMES_PEOPLE = frozenset({"LOS606", "LOS702"})


@dataclass(frozen=True, slots=True)
class RuleState:
    """Whether a rule looks, since or from when, and why.

    ``why`` is ``wave``, ``switch``, ``people`` (all rules about people are off) or ``asked`` (off
    until somebody asks for it).
    """

    rule: Rule
    is_on: bool
    week: int
    day: date
    why: str


def is_about_people(rule: Rule) -> bool:
    """Tell whether a rule's findings are for the people concerned alone."""
    return rule.about_people or rule.code in NAMES_PEOPLE


def week_of(rule: Rule) -> int:
    """Return the week in which a rule's wave comes, counted from 1."""
    if rule.code in FIRST_WEEK:
        return WEEKS[0]
    if is_about_people(rule) or not rule.code.startswith("LOS"):
        return WEEKS[-1]
    return BY_HUNDRED.get(rule.code[3:4], WEEKS[-1])


def states(began: date, today: date) -> list[RuleState]:
    """Return the state of every rule, by code; one query.

    Parameters
    ----------
    began : date
        The day on which checks began here.
    """
    switches = {switch.rule: switch for switch in RuleSwitch.objects.all()}
    people = switches.get(PEOPLE)
    found = []
    for rule in catalogue():
        week = week_of(rule)
        day = began + timedelta(weeks=week - 1)
        is_on, why = day <= today, "wave"
        if rule.on_request:
            is_on, why = False, "asked"
        switch = switches.get(rule.code)
        if switch is not None:
            is_on, why, day = switch.is_on, "switch", switch.since.date()
        if people is not None and not people.is_on and is_about_people(rule):
            is_on, why, day = False, PEOPLE, people.since.date()
        found.append(RuleState(rule, is_on, week, day, why))
    return found


def rules_on(began: date, today: date) -> frozenset[str]:
    """Return the codes of the rules that look."""
    return frozenset(state.rule.code for state in states(began, today) if state.is_on)


def next_wave(began: date, today: date) -> tuple[date, tuple[str, ...]] | None:
    """Return when the next wave comes and which rules with it; None after the last one."""
    coming: Mapping[date, list[str]] = {}
    for state in states(began, today):
        if state.why == "wave" and not state.is_on:
            coming = {**coming, state.day: [*coming.get(state.day, []), state.rule.code]}
    if not coming:
        return None
    day = min(coming)
    return day, tuple(coming[day])
