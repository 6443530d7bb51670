"""Conversations of a company of any size, and what people say they see, as streams of rows."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from lineofsight.demo.large.company import Company, Row, Table
from lineofsight.demo.large.tables import STRATEGY_VERSION

# How often something real is wrong: shares of the rows that could carry it.
UNSEEN = 0.03  # people whose last talk lies far back
UNANSWERED = 0.1  # blockers that nobody has answered
ALONE = 0.1  # goals at risk for which nobody has offered help


def check_ins(company: Company) -> Table:
    """The last four talks of each pair, one a week."""
    manager, goal = company.shape.people.manager, company.goal_of_person

    def rows() -> Iterator[Row]:
        rng = company.rng(8)
        for person in range(1, company.size.people):
            last = rng.randint(1, 8) + (25 if rng.random() < UNSEEN else 0)
            for k in range(4):
                yield (
                    f"c{person:0{len(str(company.size.people))}d}-{k + 1}",
                    company.person(int(manager[person])),
                    company.person(person),
                    company.today - timedelta(last + 7 * (3 - k)),
                    ("outcomes", "goals", "ahead"),
                    (company.goal(int(goal[person])),),
                )

    return "check_ins", ("id", "manager_id", "person_id", "date", "parts", "goal_ids"), rows()


def agreements(company: Company) -> Table:
    """One agreement from the talk before last of each pair, and help for most goals at risk."""
    goal, owner = company.goal_of_person, company.shape.goals.owner
    manager = company.shape.people.manager
    texts = (
        "Bring the three oldest cases to the next talk",
        "Ask the plant for its own figures before Thursday",
        "Hand the second site to a colleague until the first one runs",
    )

    def rows() -> Iterator[Row]:
        rng = company.rng(9)
        width = len(str(company.size.people))
        for person in range(1, company.size.people):
            yield (
                f"a{person:0{width}d}",
                f"c{person:0{width}d}-3",
                "do",
                rng.choice(texts),
                company.goal(int(goal[person])),
                company.person(person),
                company.today + timedelta(rng.randint(3, 12)),
                rng.choice(("done", "done", "moved", None)),
            )

        for number in np.flatnonzero(company.reported > 1).tolist():
            person = int(owner[number])
            if person and rng.random() > ALONE:
                yield (
                    f"h{company.goal(number)}",
                    f"c{person:0{width}d}-4",
                    "support",
                    "Speak with the head of the other team about what comes first",
                    company.goal(number),
                    company.person(int(manager[person])),
                    company.today + timedelta(rng.randint(3, 12)),
                    None,
                )

    columns = ("id", "check_in_id", "kind", "text", "goal_id", "owner_id", "due", "closed")
    return "agreements", columns, rows()


def feedback(company: Company) -> Table:
    """A word for each person within the month, and one back for each manager."""
    people = company.shape.people
    texts = (
        "Your note on the third site saved us a second visit.",
        "You told the town early that we were late, and they thanked us for it.",
        "The way you split the work let two people finish the same day.",
    )

    def rows() -> Iterator[Row]:
        rng = company.rng(10)
        width = len(str(company.size.people))
        for person, manager in enumerate(people.manager.tolist()):
            if manager < 0 or rng.random() < 0.02:
                continue
            pair = company.person(manager), company.person(person)
            yield f"f{person:0{width}d}-1", company.days_ago(2, 26, rng), *pair, rng.choice(texts)
            if rng.random() < 0.5:
                yield (
                    f"f{person:0{width}d}-2",
                    company.days_ago(2, 80, rng),
                    *pair[::-1],
                    rng.choice(texts),
                )

    return "feedback", ("id", "date", "from_id", "to_id", "text"), rows()


def actions(company: Company) -> Table:
    """One action for every fourth person."""
    goal = company.goal_of_person

    def rows() -> Iterator[Row]:
        rng = company.rng(11)
        for person in range(0, company.size.people, 4):
            due = company.days_ago(-40, 30, rng)
            done = None if due >= company.today or rng.random() < 0.05 else due - timedelta(2)
            yield (
                f"x{person:0{len(str(company.size.people))}d}",
                "List of sites agreed with the towns",
                company.goal(int(goal[person])),
                company.person(person),
                due,
                done,
            )

    return "actions", ("id", "title", "goal_id", "owner_id", "due", "done_on"), rows()


def blockers(company: Company) -> Table:
    """One blocker for every fortieth person; some wait for their answer."""
    goal, manager = company.goal_of_person, company.shape.people.manager

    def rows() -> Iterator[Row]:
        rng = company.rng(12)
        for person in range(1, company.size.people, 40):
            raised = company.days_ago(12, 90, rng)
            lifted = None if rng.random() < UNANSWERED else raised + timedelta(rng.randint(1, 10))
            yield (
                f"b{person:0{len(str(company.size.people))}d}",
                "The part stands on back order without a date",
                company.goal(int(goal[person])),
                company.person(person),
                raised,
                company.person(int(manager[person])),
                lifted,
            )

    columns = ("id", "text", "goal_id", "raised_by", "raised_on", "can_lift_id", "lifted_on")
    return "blockers", columns, rows()


def assumptions(company: Company) -> Table:
    """One assumption for every hundredth person; some are past their review."""
    goal = company.goal_of_person

    def rows() -> Iterator[Row]:
        rng = company.rng(13)
        for person in range(0, company.size.people, 100):
            ahead = rng.randint(5, 120) if rng.random() > 0.1 else -20
            review = company.today + timedelta(ahead)
            yield (
                f"s{person:0{len(str(company.size.people))}d}",
                "Towns can decide on a contract within four months",
                company.person(person),
                review,
                "believed",
                (company.goal(int(goal[person])),),
            )

    return "assumptions", ("id", "text", "owner_id", "review_by", "state", "goal_ids"), rows()


def acknowledgements(company: Company) -> Table:
    """What each leader said to the strategy; a few have not yet."""

    def rows() -> Iterator[Row]:
        rng = company.rng(14)
        for person in np.flatnonzero(company.shape.people.is_lead).tolist():
            if rng.random() > 0.02:
                kind = rng.choices(("contribution", "question", "concern"), weights=(7, 2, 1))[0]
                yield company.person(person), STRATEGY_VERSION, company.days_ago(60, 110, rng), kind

    return "acknowledgements", ("person_id", "version", "date", "kind"), rows()


def answers(company: Company) -> Table:
    """How many of each function and department can explain how their work counts."""
    teams = company.shape.teams
    columns = ("wave", "date", "question", "kind", "group_kind", "group_id", "score", "count")

    def rows() -> Iterator[Row]:
        rng = company.rng(15)
        day = company.today - timedelta(20)
        asked = "1", day, "can_explain", "share"
        for code in range(len(company.words["function"])):
            headcount = int(teams.size[teams.function == code].sum())
            score = round(rng.uniform(0.3, 0.8), 2)
            yield *asked, "function", company.function(code), score, max(5, headcount * 4 // 5)
        for team in np.flatnonzero((teams.rung >= 1) & (teams.size >= 8)).tolist():
            yield *asked, "team", company.team(team), round(rng.uniform(0.25, 0.9), 2), 8

    return "answers", columns, rows()
