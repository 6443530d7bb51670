"""Read LOS901 to LOS904 and LOS906: do people see the same picture."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from lineofsight.bench.reading.facts import (
    TOLERANCE,
    Record,
    at_least,
    day,
    ids,
    more,
    naturally,
    number,
    one,
    text,
    word,
    yes,
)
from lineofsight.bench.reading.seen import Reading, Seen
from lineofsight.bench.reading.shares import upper_end

CAN_EXPLAIN = "can_explain"


def los901(r: Reading) -> Iterator[Seen]:
    """See leaders who have not answered the present version of the strategy."""
    public = [
        row
        for row in r.plan.strategy.values()
        if text(row, "version") and not (day(row, "published_on") or date.min) > r.as_of
    ]
    if not public:
        return
    version = max((text(row, "version") for row in public), key=naturally)
    answered = {
        one(row, "person_id"): day(row, "date")
        for row in r.plan.table("acknowledgements")
        if text(row, "version") == version
    }
    published = [day(row, "published_on") for row in public if text(row, "version") == version]
    out = max((when for when in published if when), default=None)
    out = out or min((when for when in answered.values() if when), default=None)
    if out is None or r.plan.days_since(out) <= 14:
        return
    for person in r.plan.people:
        if r.company.present(person) and _leads(r, person) and person not in answered:
            yield Seen("person", person, {"version": version, "days": r.plan.days_since(out)})


def _leads(r: Reading, person: str) -> bool:
    """Tell whether somebody leads a team, has a report, or is sponsor or champion."""
    leads_team = any(one(team, "lead_id") == person for team in r.plan.teams.values())
    stands_for_pillar = any(
        person in [one(pillar, "sponsor_id"), *ids(pillar, "champion_ids")]
        for pillar in r.plan.pillars.values()
    )
    return leads_team or stands_for_pillar or bool(r.company.reports(person))


def _question(row: Record) -> str:
    """Return which question was answered; the one on explaining is known however it is spelled."""
    return CAN_EXPLAIN if word(row, "question") == CAN_EXPLAIN else text(row, "question")


def latest_wave(r: Reading, question: str, group_kind: str) -> list[Record]:
    """Return the answers of the latest wave of a question to a kind of group.

    The latest is the wave with the newest date; without dates, the naturally largest.
    """
    rows = [
        row
        for row in r.plan.table("answers")
        if _question(row) == question and word(row, "group_kind") == group_kind
    ]
    if not rows:
        return []
    newest: dict[str, date] = defaultdict(lambda: date.min)
    for row in rows:
        newest[text(row, "wave")] = max(newest[text(row, "wave")], day(row, "date") or date.min)
    latest = max(newest, key=lambda wave: (newest[wave], naturally(wave)))
    return [row for row in rows if text(row, "wave") == latest]


def count_and_mean(rows: list[Record]) -> tuple[float, float | None]:
    """Return how many answered, and their mean score (unknown if no row has one)."""
    scored = [
        (number(row, "score"), number(row, "count") or 0.0)
        for row in rows
        if number(row, "score") is not None
    ]
    count = sum(weight for _, weight in scored)
    total = sum((score or 0.0) * weight for score, weight in scored)
    return count, total / count if count else None


def by_group(rows: list[Record]) -> dict[str, list[Record]]:
    """Return the answers of each group."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        groups[text(row, "group_id")].append(row)
    return groups


def los902(r: Reading) -> Iterator[Seen]:
    """See questions on which leaders mean different things."""
    for question in sorted({_question(row) for row in r.plan.table("answers")}):
        rows = latest_wave(r, question, "leaders")
        choices = [row for row in rows if word(row, "kind") == "choice"]
        scales = [row for row in rows if word(row, "kind") == "scale"]
        if _options_differ(choices) or _means_differ(scales):
            yield Seen("question", question)


def _options_differ(rows: list[Record]) -> bool:
    """Tell whether the most frequent option has less than 0.60 of at least 5 answers."""
    votes: dict[str, float] = defaultdict(float)
    for row in rows:
        votes[text(row, "option")] += number(row, "count") or 0.0
    total = sum(votes.values())
    return total >= 5 and more(0.60, max(votes.values()) / total)


def _means_differ(rows: list[Record]) -> bool:
    """Tell whether the means of two functions' leaders lie at least 1.5 apart."""
    total = sum(number(row, "count") or 0.0 for row in rows)
    means = [count_and_mean(theirs)[1] for theirs in by_group(rows).values()]
    known = [mean for mean in means if mean is not None]
    return total >= 5 and len(known) >= 2 and at_least(max(known) - min(known), 1.5)


def los903(r: Reading) -> Iterator[Seen]:
    """See groups of which surely fewer than 40 % can explain how their work serves the goals."""
    groups = {"function": r.plan.functions, "team": r.plan.teams}
    for kind in ("function", "team"):
        for group, rows in sorted(by_group(latest_wave(r, CAN_EXPLAIN, kind)).items()):
            count, share = count_and_mean(rows)
            if f"{kind}s" in r.plan.there and group not in groups[kind]:
                continue  # the group names nothing
            if share is not None and count >= 8 and more(0.40, upper_end(share, count)):
                upper = upper_end(share, count)
                yield Seen(kind, group, {"share": share, "count": count, "upper": upper})


def los904(r: Reading) -> Iterator[Seen]:
    """See the function in which the plan and what people see lie furthest apart."""
    differences: dict[str, float] = {}
    if not r.graph.roots:
        return  # nobody can have a line: their share is unknown
    for function, rows in by_group(latest_wave(r, CAN_EXPLAIN, "function")).items():
        count, share = count_and_mean(rows)
        theirs = [
            person
            for person in r.plan.people
            if r.company.present(person) and r.company.function_of_person(person) == function
        ]
        if share is None or count < 10 or not theirs:
            continue
        with_line = sum(not r.company.without_line(person) for person in theirs)
        differences[function] = abs(with_line / len(theirs) - share)
    if differences:
        furthest = min(
            sorted(differences), key=lambda function: round(-differences[function] / TOLERANCE)
        )
        if more(differences[furthest], 0.3):
            yield Seen("function", furthest)


def los906(r: Reading) -> Iterator[Seen]:
    """See leaders whose own goals are not visible while their people's are."""
    for team, record in r.plan.teams.items():
        lead = one(record, "lead_id")
        members = r.company.present_people_of(team)
        owning = [person for person in members if r.company.goals_of(person)]
        shown = [
            goal for goal in r.company.goals_of(lead) if not yes(r.plan.goals[goal], "confidential")
        ]
        if not r.company.present(lead) or shown or len(owning) < 3:
            continue
        if at_least(len(owning) / len(members), 0.5):
            yield Seen("person", lead, {"share": len(owning) / len(members)})


RULES = {
    "LOS901": los901,
    "LOS902": los902,
    "LOS903": los903,
    "LOS904": los904,
    "LOS906": los906,
}
