"""Read LOS801 to LOS806: would a newcomer understand it."""

from collections import Counter
from collections.abc import Iterator

from lineofsight.bench.reading import words
from lineofsight.bench.reading.facts import text, word
from lineofsight.bench.reading.measures import has_outcome, los301, parents_have_outcome
from lineofsight.bench.reading.seen import Reading, Seen


def listed_language(r: Reading) -> bool:
    """Tell whether the plan is written in a language that has word lists."""
    texts = [text(goal, column) for goal in r.plan.goals.values() for column in ("title", "text")]
    return words.in_listed_language(texts)


def los801(r: Reading) -> Iterator[Seen]:
    """See titles of words only that could stand in any plan."""
    for goal, record in r.plan.goals.items():
        if r.plan.active(goal) and words.is_vague(text(record, "title")):
            yield Seen("goal", goal)


def los802(r: Reading) -> Iterator[Seen]:
    """See goals with more than five key results."""
    for goal in r.plan.goals:
        count = len(r.plan.key_results_of.get(goal, []))
        if r.plan.active(goal) and count > 5:
            yield Seen("goal", goal)


def los803(r: Reading) -> Iterator[Seen]:
    """See teams with more than five objectives."""
    count = Counter(
        r.company.team(goal)
        for goal, record in r.plan.goals.items()
        if r.plan.objective(goal) and word(record, "scope") != "individual"
    )
    for team in sorted(count):
        if team and count[team] > 5:
            yield Seen("team", team)


def los804(r: Reading) -> Iterator[Seen]:
    """See goals that are over when something is handed over, with no outcome in sight."""
    work = frozenset(seen.id for seen in r.found("LOS301", los301))
    for goal, record in r.plan.goals.items():
        if (
            r.plan.active(goal)
            and word(record, "scope") != "individual"
            and words.first_verb_is_work(text(record, "title"))
            and not has_outcome(r, goal, free_of=work)
            and not parents_have_outcome(r, goal, free_of=work)
        ):
            yield Seen("goal", goal)


def los805(r: Reading) -> Iterator[Seen]:
    """See titles too long, or texts too hard, to read."""
    for goal, record in r.plan.goals.items():
        if r.plan.active(goal) and words.is_unreadable(text(record, "title"), text(record, "text")):
            yield Seen("goal", goal, {"characters": len(text(record, "title"))})


def los806(r: Reading) -> Iterator[Seen]:
    """See the same faults in pillars and in the rows of the strategy."""
    vague = words.is_vague if listed_language(r) else _never
    for pillar, record in r.plan.pillars.items():
        written = text(record, "text") or text(record, "name")
        if vague(written) or words.is_unreadable(written):
            yield Seen("pillar", pillar)
    for row, record in sorted(r.plan.strategy.items()):
        written = text(record, "text")
        if vague(written) or words.is_unreadable(written):
            yield Seen("strategy", row)


def _never(_written: str) -> bool:
    return False


RULES = {
    "LOS801": los801,
    "LOS802": los802,
    "LOS803": los803,
    "LOS804": los804,
    "LOS805": los805,
    "LOS806": los806,
}
