"""Plants for LOS901 to LOS906."""

from lineofsight.bench.plants.ground import Ground, plant
from lineofsight.bench.reading.facts import naturally, text


def _next_version(g: Ground) -> str:
    """Return a version after all versions of the strategy."""
    versions = [text(row, "version") for row in g.rows.get("strategy", [])]
    return str(max((part for v in versions for _, part, _ in naturally(v)), default=0) + 1)


def _publish(g: Ground, days_ago: int | None) -> str:
    version = _next_version(g)
    cells = {"kind": "vision", "text": "Clean water in every village", "version": version}
    out = None if days_ago is None else g.ago(days_ago)
    g.add("strategy", id=g.new_id(), **cells, published_on=out)
    return version


def _leaders(g: Ground) -> list[str]:
    """Add one leader of each kind: of a team, with a report, sponsor, champion."""
    lead, manager, sponsor, champion = (g.person() for _ in range(4))
    g.team(lead_id=lead)
    g.person(manager_id=manager)
    g.pillar(sponsor_id=sponsor, champion_ids=[champion])
    return [lead, manager, sponsor, champion]


@plant("LOS901")
def unacknowledged(g: Ground) -> None:
    version = _publish(g, 15)
    leaders, old = _leaders(g), g.person(end_date=g.ago(3))
    g.team(lead_id=old)
    answered, before = g.person(), g.person()
    g.team(lead_id=answered)
    g.team(lead_id=before)
    g.add("acknowledgements", person_id=answered, version=version, date=g.as_of)
    g.add("acknowledgements", person_id=before, version="0", date=g.as_of)
    g.fires("person", *leaders, before)
    g.silent("person", old, answered, g.person())


@plant("LOS901")
def acknowledged_in_time(g: Ground) -> None:
    """Leave two weeks: nobody is late on the fourteenth day."""
    version = _publish(g, 14)
    g.add("acknowledgements", person_id=g.person(), version=version, date=g.as_of)
    g.silent("person", *_leaders(g))


@plant("LOS901")
def counted_from_the_first_answer(g: Ground) -> None:
    """Without a day of publication the first answer starts the two weeks."""
    version = _publish(g, None)
    g.add("acknowledgements", person_id=g.person(), version=version, date=g.ago(15))
    g.fires("person", *_leaders(g))


@plant("LOS901")
def not_yet_published(g: Ground) -> None:
    """A version that comes out tomorrow is not the present one."""
    version = _publish(g, 20)
    done = g.person()
    g.team(lead_id=done)
    g.add("acknowledgements", person_id=done, version=version, date=g.ago(2))
    _publish(g, -1)
    g.silent("person", done)
    g.fires("person", *_leaders(g))


def _answer(g: Ground, question: str, group: str, kind: str = "leaders", **cells: object) -> None:
    usual: dict[str, object] = {"wave": "4", "date": g.ago(9), "question": question}
    g.add("answers", **(usual | {"group_kind": kind, "group_id": group} | cells))


@plant("LOS902")
def divergent_leaders(g: Ground) -> None:
    one, two = g.function(), g.function()

    def choice(*votes: int, kind: str = "leaders", **cells: object) -> str:
        question = f"success {g.new_id()}"
        for place, count in enumerate(votes):
            option = f"option {place}"
            _answer(g, question, one, kind, question_kind=None, **cells)
            g.rows["answers"][-1].update(kind="choice", option=option, count=count)
        return question

    def scale(first: float, second: float, count: int = 3) -> str:
        question = f"tracking {g.new_id()}"
        for function, score in ((one, first), (two, second)):
            _answer(g, question, function)
            g.rows["answers"][-1].update(kind="scale", score=score, count=count)
        return question

    g.fires("question", choice(59, 41), choice(2, 2, 1), scale(2.5, 4))
    g.silent("question", choice(3, 2), choice(2, 2), scale(2.5, 3.9), scale(1, 5, count=2))
    g.silent("question", choice(2, 2, 1, kind="team"))
    settled = choice(2, 2, 1, wave="9", date=g.ago(200))
    _answer(g, settled, one, wave="10", date=g.ago(20))
    g.rows["answers"][-1].update(kind="choice", option="option 0", count=6)
    g.silent("question", settled)


def _can_explain(g: Ground, group: str, share: float, count: int, kind: str) -> None:
    """Add answers in the latest wave of all that the plan has."""
    rows = [row for row in g.rows.get("answers", []) if text(row, "question") == "can_explain"]
    newest = max(rows, key=lambda row: str(row.get("date")), default=None)
    wave = text(newest, "wave") if newest else "4"
    day = newest.get("date") if newest else g.ago(9)
    _answer(g, "can_explain", group, kind, wave=wave, date=day)
    g.rows["answers"][-1].update(kind="share", score=share, count=count)


@plant("LOS903")
def cannot_explain(g: Ground) -> None:
    # 28 of 96: the interval ends at 37.3 %; 0.32 of 96: at 40.2 %; none of 8: at 25 %.
    for kind in ("function", "team"):
        for share, count in ((28 / 96, 96), (0, 8), (0.32, 96), (0, 7), (0.2, 8)):
            group = g.function() if kind == "function" else g.team()
            _can_explain(g, group, share, count, kind)
            if (share, count) in {(28 / 96, 96), (0, 8)}:
                g.fires(kind, group)
            else:
                g.silent(kind, group)


@plant("LOS904")
def paper_alignment(g: Ground) -> None:
    goal = g.goal(g.pillar())
    for share, count in ((0, 10), (0, 9), (0.2, 20)):
        function = g.function()
        team = g.team(function_id=function)
        g.change("goals", goal, contributor_ids=[g.person(team_id=team), *_named(g, goal)])
        _can_explain(g, function, share, count, "function")
        if (share, count) == (0, 10):
            g.fires("function", function)
        else:
            g.silent("function", function)


def _named(g: Ground, goal: str) -> list[object]:
    record = next(row for row in g.rows["goals"] if row["id"] == goal)
    value = record.get("contributor_ids")
    return list(value) if isinstance(value, list) else []


@plant("LOS906")
def leaders_first(g: Ground) -> None:
    def lead(owning: int, present: int, **own: object) -> str:
        who = g.person()
        team = g.team(lead_id=who)
        for place in range(present):
            person = g.person(team_id=team)
            if place < owning:
                g.goal(owner_id=person)
        if own:
            g.goal(owner_id=who, **own)
        return who

    g.fires("person", lead(3, 6), lead(3, 3, confidential=True), lead(3, 3, status="paused"))
    left = lead(3, 3)
    g.change("people", left, end_date=g.ago(1))
    g.silent("person", left, lead(3, 7), lead(2, 2), lead(3, 3, confidential=False))
