"""Small organisations drawn at random, as plain dictionaries: what the oracle reads.

A world maps a kind of thing to its things by number, each a dictionary of plain values: numbers of
other things, sets of numbers, words. Days count from today.
"""

from typing import Any

from hypothesis import strategies as st

World = dict[str, dict[int, dict[str, Any]]]
Draw = Any
ROLES = ("strategy_office", "hr_partner", "administrator", "auditor")
SCOPES = ("enterprise", "function", "team", "individual", "")


class Drawing:
    """Draws the parts of a world."""

    def __init__(self, draw: Draw, world: World) -> None:
        self.draw = draw
        self.world = world

    def one(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def many(self, kind: str, low: int, high: int) -> range:
        self.world[kind] = {}
        return range(1, self.draw(st.integers(low, high)) + 1)

    def of(self, kind: str) -> int:
        return int(self.draw(st.sampled_from(sorted(self.world[kind]))))

    def maybe(self, kind: str) -> int | None:
        return self.draw(st.sampled_from([None, *sorted(self.world[kind])]))

    def some(self, kind: str, most: int = 2) -> set[int]:
        numbers = st.sampled_from(sorted(self.world[kind]))
        return set(self.draw(st.sets(numbers, max_size=most)))


@st.composite
def worlds(draw: Draw) -> World:
    """Any small organisation, with things of every kind."""
    world: World = {}
    drawing = Drawing(draw, world)
    _people(drawing)
    _strategy(drawing)
    _goals(drawing)
    _beside(drawing)
    _talk(drawing)
    _findings(drawing)
    return world


def _people(d: Drawing) -> None:
    for number in d.many("function", 1, 2):
        d.world["function"][number] = {"head": None}
    for number in d.many("team", 1, 3):
        d.world["team"][number] = {
            "lead": None,
            "function": d.maybe("function"),
            "parent": d.one(None, *range(1, number)),
        }
    size = d.many("person", 3, 7)
    for number in size:
        d.world["person"][number] = {
            "manager": d.one(None, *(other for other in size if other != number)),
            "dotted": {d.one(*size)} - {number} if d.one(True, False, False) else set(),
            "team": d.maybe("team"),
            "ends": d.one(None, None, None, None, 0, 7, -1),
            "account": d.one(None, "on", "on", "on", "off"),
        }
    for team in d.world["team"].values():
        team["lead"] = d.maybe("person")
    for function in d.world["function"].values():
        function["head"] = d.maybe("person")
    given: set[tuple[Any, ...]] = set()
    d.world["grant"] = {}
    for number in range(1, 5):
        role = d.one(*ROLES)
        scoped = d.one(None, "function", "team") if role == "hr_partner" else None
        grant = {
            "person": d.of("person"),
            "role": role,
            "function": d.of("function") if scoped == "function" else None,
            "team": d.of("team") if scoped == "team" else None,
        }
        if tuple(grant.values()) not in given:
            given.add(tuple(grant.values()))
            d.world["grant"][number] = grant
    for number in d.many("invitation", 0, 1):
        d.world["invitation"][number] = {"person": d.of("person")}


def _strategy(d: Drawing) -> None:
    for number in d.many("strategy_version", 1, 2):
        d.world["strategy_version"][number] = {"published": d.one(None, 1, 0, -30)}
    for number in d.many("statement", 1, 3):
        d.world["statement"][number] = {"strategy_version": d.maybe("strategy_version")}
    for number in d.many("kpi", 1, 1):
        d.world["kpi"][number] = {"owner": d.maybe("person")}
    for number in d.many("pillar", 1, 2):
        d.world["pillar"][number] = {
            "sponsor": d.maybe("person"),
            "champions": d.some("person", 1),
        }
    for number in d.many("acknowledgement", 1, 3):
        d.world["acknowledgement"][number] = {
            "person": d.of("person"),
            "strategy_version": d.of("strategy_version"),
            "kind": d.one("", "question", "concern", "contribution"),
        }


def _goals(d: Drawing) -> None:
    for number in d.many("goal", 2, 5):
        d.world["goal"][number] = {
            "owner": d.maybe("person"),
            "contributors": d.some("person"),
            "readers": d.some("person", 1),
            "team": d.maybe("team"),
            "scope": d.one(*SCOPES),
            "confidential": d.one(True, True, False, None),
        }
    for number in d.many("key_result", 1, 3):
        d.world["key_result"][number] = {"goal": d.of("goal"), "owner": d.maybe("person")}
    for number in d.many("observation", 1, 3):
        on_kpi = d.one(True, False, False)
        d.world["observation"][number] = {
            "key_result": None if on_kpi else d.of("key_result"),
            "kpi": d.of("kpi") if on_kpi else None,
        }
    drawn: set[tuple[Any, ...]] = set()
    d.world["link"] = {}
    for number in range(1, 5):
        link = {
            "kind": d.one("supports", "shares", "depends_on", "competes_with"),
            "source": d.of("goal"),
            "goal": d.maybe("goal"),
        }
        link["pillar"] = None if link["goal"] else d.maybe("pillar")
        if link["source"] != link["goal"] and tuple(link.values()) not in drawn:
            drawn.add(tuple(link.values()))
            d.world["link"][number] = link


def _beside(d: Drawing) -> None:
    for kind in ("revision", "allocation"):
        for number in d.many(kind, 0, 2):
            d.world[kind][number] = {"goal": d.of("goal")}
    for number in d.many("action", 1, 2):
        d.world["action"][number] = {"goal": d.maybe("goal"), "owner": d.maybe("person")}
    for kind in ("assumption", "decision"):
        for number in d.many(kind, 1, 2):
            d.world[kind][number] = {"goals": d.some("goal"), "owner": d.maybe("person")}


def _talk(d: Drawing) -> None:
    people = sorted(d.world["person"])
    for number in d.many("blocker", 1, 2):
        d.world["blocker"][number] = {
            "goal": d.maybe("goal"),
            "raised_by": d.maybe("person"),
            "can_lift": d.maybe("person"),
        }
    for number in d.many("check_in", 1, 2):
        manager = d.of("person")
        d.world["check_in"][number] = {
            "manager": manager,
            "person": d.one(*(one for one in people if one != manager)),
        }
    for number in d.many("agreement", 1, 2):
        d.world["agreement"][number] = {
            "check_in": d.maybe("check_in"),
            "owner": d.maybe("person"),
        }
    for number in d.many("feedback", 1, 2):
        d.world["feedback"][number] = {"author": d.of("person"), "receiver": d.of("person")}
    for number in d.many("group_answer", 1, 2):
        d.world["group_answer"][number] = {"count": d.one(0, 1, 4, 4.9, 5, 12)}


def _findings(d: Drawing) -> None:
    for number in d.many("finding", 1, 3):
        d.world["finding"][number] = {
            "for_all": d.one(True, False),
            "personal": d.one(True, False),
            "audience": {one: d.one(-3, 0, 2) for one in d.some("person")},
            "names": d.some("goal"),
            "subject": d.one("goal", "pillar", "kpi", "person"),
            "objector": d.one(None, d.of("person")),
        }
    for number in d.many("audit_entry", 1, 3):
        d.world["audit_entry"][number] = {
            "kind": d.one("goal", "check_in", "feedback"),
            "subject": 1,
            "verb": d.one("edited", "read"),
        }
    for number in d.many("version", 1, 2):
        d.world["version"][number] = {
            "kind": d.one("goal", "feedback", "person"),
            "subject": number,
        }
