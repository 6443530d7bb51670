"""Who may see and do what, once more: a table for people, over plain dictionaries.

Written from the table of who sees what, not from the policies, and imports nothing of the product.
``SEES`` and ``DOES`` map a kind of thing, or a verb, to the relations that suffice: any one of them
does. What each relation means is said below in plain Python.
"""

from collections.abc import Callable
from typing import Any

World = dict[str, dict[int, dict[str, Any]]]
Relation = Callable[[World, int, dict[str, Any]], bool]

SEES: dict[str, tuple[str, ...]] = {
    "person": ("anybody",),
    "team": ("anybody",),
    "function": ("anybody",),
    "pillar": ("anybody",),
    "kpi": ("anybody",),
    "strategy_version": ("published", "strategy office", "sponsor", "champion"),
    "statement": ("no version", "of a published version", "strategy office", "sponsor", "champion"),
    "acknowledgement": ("own", "asked, and sponsor", "asked, and strategy office"),
    "grant": ("own", "administrator", "auditor"),
    "account": ("own", "administrator"),
    "invitation": ("administrator", "HR partner of the person"),
    "goal": ("open", "owner", "contributor", "reader", "above the owner"),
    "key_result": ("sees its goal",),
    "revision": ("sees its goal",),
    "allocation": ("sees its goal",),
    "goal_progress": ("sees its goal",),
    "goal_standing": ("sees its goal",),
    "observation": ("of a KPI", "sees the goal of its key result"),
    "link": ("sees both ends",),
    "link_standing": ("sees both ends",),
    "action": ("sees its goal", "no goal, and owner", "no goal, and manager of the owner"),
    "assumption": ("sees all its goals", "no goals, and owner", "no goals, and strategy office"),
    "decision": ("sees all its goals", "no goals, and owner", "no goals, and strategy office"),
    "blocker": (
        "sees its goal",
        "no goal, and raised it",
        "no goal, and manager of who raised it",
        "no goal, and can lift it",
    ),
    "check_in": ("one of the two",),
    "agreement": ("one of the two of its check-in", "no check-in, and owner"),
    "feedback": ("author", "receiver"),
    "group_answer": ("of five or more",),
    "finding": (
        "hears, and sees all named",
        "for all, and sees all named",
        "strategy office, of the strategy, and sees all named",
        "strategy office, objected to, and sees all named",
    ),
    "audit_entry": (
        "not of a talk, and auditor",
        "not of a talk, and administrator",
        "not of reading, and sees the subject",
    ),
    "version": ("sees the subject",),
}

DOES: dict[str, tuple[str, ...]] = {
    "goal.edit": ("decides",),
    "goal.status": ("decides",),
    "goal.remove": ("decides",),
    "goal.measure": ("decides",),
    "goal.decide": ("decides",),
    "goal.act": ("decides", "contributor"),
    "goal.assume": ("decides", "contributor"),
    "goal.report": ("decides", "contributor", "owner of a key result"),
    "goal.override": ("owner",),
    "goal.confidential": ("owner", "decides without owner"),
    "link.edit": ("decides at the source", "decides at the end"),
    "link.remove": ("decides at the source", "decides at the end"),
    "link.confirm": ("decides at the source", "decides at the end", "carries the end"),
    "link.accept": ("provider",),
    "link.trade_off": (
        "competing, and decides at the source",
        "competing, and decides at the end",
        "competing, and carries the end",
    ),
    "action.edit": ("owner", "decides on its goal", "contributor of its goal"),
    "kpi.report": ("owner", "strategy office"),
    "kpi.edit": ("strategy office",),
    "pillar.edit": ("strategy office",),
    "pillar.word": ("strategy office", "sponsor of it"),
    "statement.edit": ("strategy office",),
    "strategy.publish": ("strategy office",),
    "acknowledgement.answer": ("asked, and sponsor", "asked, and strategy office"),
    "person.edit": ("administrator", "HR partner of it"),
    "person.move": ("administrator", "HR partner of it"),
    "person.leave": ("administrator", "HR partner of it"),
    "grant.revoke": ("administrator",),
    "blocker.edit": ("raised it",),
    "blocker.answer": ("can lift it",),
    "blocker.lift": ("raised it", "can lift it", "decides on its goal"),
    "agreement.close": ("owner",),
    "finding.accept": ("hears",),
    "finding.object": ("hears",),
    "finding.withdraw": ("hears",),
    "finding.answer": ("hears, and did not object", "strategy office, not about people"),
}
TALKS = ("check_in", "agreement", "feedback")
KIND_OF_VERB = {"strategy": "strategy_version"}


def works_here(world: World, who: int) -> bool:
    person = world["person"][who]
    return (person["ends"] is None or person["ends"] >= 0) and person["account"] != "off"


def sees(world: World, who: int, kind: str, thing: dict[str, Any]) -> bool:
    """Tell whether a person sees a thing."""
    return works_here(world, who) and any(
        RELATIONS[relation](world, who, thing) for relation in SEES[kind]
    )


def does(world: World, who: int, verb: str, thing: dict[str, Any]) -> bool:
    """Tell whether a person may do this to a thing; what they do not see, they may not."""
    kind = verb.partition(".")[0]
    kind = KIND_OF_VERB.get(kind, kind)
    return sees(world, who, kind, thing) and any(
        RELATIONS[relation](world, who, thing) for relation in DOES[verb]
    )


def line_above(world: World, person: int | None) -> set[int]:
    """Everybody above a person in the reporting line."""
    above: set[int] = set()
    while person is not None:
        person = world["person"][person]["manager"]
        if person is None or person in above:
            break
        above.add(person)
    return above


def has(world: World, who: int, role: str) -> bool:
    return any(g["person"] == who and g["role"] == role for g in world["grant"].values())


def carries(world: World, who: int, *, pillar: int | None = None, champion: bool = True) -> bool:
    """Whether a person is sponsor (or champion) of a pillar, or of this one."""
    pillars = world["pillar"].items()
    return any(
        (pillar is None or number == pillar)
        and (one["sponsor"] == who or (champion and who in one["champions"]))
        for number, one in pillars
    )


def keeps(world: World, who: int, person: dict[str, Any]) -> bool:
    """Whether a person is HR partner in whose scope another is."""
    teams, at = [], person["team"]
    while at is not None and at not in teams:
        teams.append(at)
        at = world["team"][at]["parent"]
    for grant in world["grant"].values():
        if grant["person"] != who or grant["role"] != "hr_partner":
            continue
        if grant["team"] is None and grant["function"] is None:
            return True
        if grant["team"] is not None and grant["team"] in teams:
            return True
        if grant["function"] is not None and any(
            world["team"][team]["function"] == grant["function"] for team in teams
        ):
            return True
    return False


def direct_manager(world: World, who: int, of: int | None) -> bool:
    if of is None:
        return False
    return world["person"][of]["manager"] == who or who in world["person"][of]["dotted"]


def decides(world: World, who: int, goal: dict[str, Any]) -> bool:
    if goal["owner"] is not None:
        return goal["owner"] == who or direct_manager(world, who, goal["owner"])
    team = goal["team"]
    return has(world, who, "strategy_office") or (
        team is not None and world["team"][team]["lead"] == who
    )


def goal_of(world: World, thing: dict[str, Any], key: str = "goal") -> dict[str, Any] | None:
    return world["goal"][thing[key]] if thing.get(key) else None


def sees_goal(world: World, who: int, goal: dict[str, Any] | None) -> bool:
    return goal is not None and sees(world, who, "goal", goal)


def sees_all(world: World, who: int, goals: set[int]) -> bool:
    return all(sees(world, who, "goal", world["goal"][one]) for one in goals)


def sees_ends(world: World, who: int, link: dict[str, Any]) -> bool:
    ends = {link["source"], *([link["goal"]] if link["goal"] else [])}
    return sees_all(world, who, ends)


def published(world: World, version: int | None) -> bool:
    day = world["strategy_version"][version]["published"] if version else None
    return day is not None and day <= 0


def asked(thing: dict[str, Any]) -> bool:
    return thing["kind"] in {"question", "concern"}


def in_check_in(world: World, who: int, number: int | None) -> bool:
    talk = world["check_in"][number] if number else None
    return talk is not None and who in {talk["manager"], talk["person"]}


def at_end(world: World, who: int, link: dict[str, Any]) -> bool:
    goal = goal_of(world, link)
    return goal is not None and decides(world, who, goal)


def carries_end(world: World, who: int, link: dict[str, Any]) -> bool:
    if link["goal"]:
        return False
    if has(world, who, "strategy_office"):
        return True
    return link["pillar"] is not None and carries(world, who, pillar=link["pillar"])


def subject_seen(world: World, who: int, thing: dict[str, Any]) -> bool:
    subject = world[thing["kind"]].get(thing["subject"])
    return subject is not None and sees(world, who, thing["kind"], subject)


def owns_a_key_result(world: World, who: int, goal: dict[str, Any]) -> bool:
    return any(
        one["owner"] == who and world["goal"][one["goal"]] is goal
        for one in world["key_result"].values()
    )


def hears(_world: World, who: int, finding: dict[str, Any]) -> bool:
    """Whether the day has come on which a person hears of a finding."""
    return who in finding["audience"] and finding["audience"][who] <= 0


def on_goal(test: Callable[[World, int, dict[str, Any]], bool]) -> Relation:
    def of(world: World, who: int, thing: dict[str, Any]) -> bool:
        goal = goal_of(world, thing)
        return goal is not None and test(world, who, goal)

    return of


RELATIONS: dict[str, Relation] = {
    "anybody": lambda w, who, t: True,
    "own": lambda w, who, t: t["person"] == who,
    "administrator": lambda w, who, t: has(w, who, "administrator"),
    "auditor": lambda w, who, t: has(w, who, "auditor"),
    "strategy office": lambda w, who, t: has(w, who, "strategy_office"),
    "sponsor": lambda w, who, t: carries(w, who, champion=False),
    "champion": lambda w, who, t: carries(w, who),
    "sponsor of it": lambda w, who, t: t["sponsor"] == who,
    "HR partner of the person": lambda w, who, t: keeps(w, who, w["person"][t["person"]]),
    "HR partner of it": keeps,
    "published": lambda w, who, t: t["published"] is not None and t["published"] <= 0,
    "no version": lambda w, who, t: t["strategy_version"] is None,
    "of a published version": lambda w, who, t: published(w, t["strategy_version"]),
    "asked, and sponsor": lambda w, who, t: asked(t) and carries(w, who, champion=False),
    "asked, and strategy office": lambda w, who, t: asked(t) and has(w, who, "strategy_office"),
    "open": lambda w, who, t: not t["confidential"],
    "owner": lambda w, who, t: t["owner"] == who,
    "contributor": lambda w, who, t: who in t["contributors"],
    "reader": lambda w, who, t: who in t["readers"],
    "above the owner": lambda w, who, t: who in line_above(w, t["owner"]),
    "sees its goal": lambda w, who, t: sees_goal(w, who, goal_of(w, t)),
    "of a KPI": lambda w, who, t: t["kpi"] is not None,
    "sees the goal of its key result": lambda w, who, t: (
        t["key_result"] is not None
        and sees_goal(w, who, goal_of(w, w["key_result"][t["key_result"]]))
    ),
    "sees both ends": sees_ends,
    "sees all its goals": lambda w, who, t: bool(t["goals"]) and sees_all(w, who, t["goals"]),
    "no goals, and owner": lambda w, who, t: not t["goals"] and t["owner"] == who,
    "no goals, and strategy office": lambda w, who, t: (
        not t["goals"] and has(w, who, "strategy_office")
    ),
    "no goal, and owner": lambda w, who, t: not t["goal"] and t["owner"] == who,
    "no goal, and manager of the owner": lambda w, who, t: (
        not t["goal"] and t["owner"] is not None and w["person"][t["owner"]]["manager"] == who
    ),
    "no goal, and raised it": lambda w, who, t: not t["goal"] and t["raised_by"] == who,
    "no goal, and manager of who raised it": lambda w, who, t: (
        not t["goal"]
        and t["raised_by"] is not None
        and w["person"][t["raised_by"]]["manager"] == who
    ),
    "no goal, and can lift it": lambda w, who, t: not t["goal"] and t["can_lift"] == who,
    "raised it": lambda w, who, t: t["raised_by"] == who,
    "can lift it": lambda w, who, t: t["can_lift"] == who,
    "one of the two": lambda w, who, t: who in {t["manager"], t["person"]},
    "one of the two of its check-in": lambda w, who, t: in_check_in(w, who, t["check_in"]),
    "no check-in, and owner": lambda w, who, t: not t["check_in"] and t["owner"] == who,
    "author": lambda w, who, t: t["author"] == who,
    "receiver": lambda w, who, t: t["receiver"] == who,
    "of five or more": lambda w, who, t: t["count"] >= 5,
    "hears": hears,
    "hears, and did not object": lambda w, who, t: hears(w, who, t) and t["objector"] != who,
    "strategy office, not about people": lambda w, who, t: (
        not t["personal"] and has(w, who, "strategy_office")
    ),
    "strategy office, of the strategy, and sees all named": lambda w, who, t: (
        not t["personal"]
        and has(w, who, "strategy_office")
        and t["subject"] in {"pillar", "strategy", "kpi", "function", "question"}
        and sees_all(w, who, t["names"])
    ),
    "strategy office, objected to, and sees all named": lambda w, who, t: (
        not t["personal"]
        and has(w, who, "strategy_office")
        and t["objector"] is not None
        and sees_all(w, who, t["names"])
    ),
    "hears, and sees all named": lambda w, who, t: (
        hears(w, who, t) and sees_all(w, who, t["names"])
    ),
    "for all, and sees all named": lambda w, who, t: (
        t["for_all"] and not t["personal"] and sees_all(w, who, t["names"])
    ),
    "sees the subject": subject_seen,
    "not of a talk, and auditor": lambda w, who, t: (
        t["kind"] not in TALKS and has(w, who, "auditor")
    ),
    "not of a talk, and administrator": lambda w, who, t: (
        t["kind"] not in TALKS and has(w, who, "administrator")
    ),
    "not of reading, and sees the subject": lambda w, who, t: (
        t["verb"] != "read" and subject_seen(w, who, t)
    ),
    "decides": decides,
    "decides without owner": lambda w, who, t: t["owner"] is None and decides(w, who, t),
    "owner of a key result": owns_a_key_result,
    "decides at the source": lambda w, who, t: decides(w, who, w["goal"][t["source"]]),
    "decides at the end": at_end,
    "carries the end": carries_end,
    "provider": lambda w, who, t: t["kind"] == "depends_on" and at_end(w, who, t),
    "competing, and decides at the source": lambda w, who, t: (
        t["kind"] == "competes_with" and decides(w, who, w["goal"][t["source"]])
    ),
    "competing, and decides at the end": lambda w, who, t: (
        t["kind"] == "competes_with" and at_end(w, who, t)
    ),
    "competing, and carries the end": lambda w, who, t: (
        t["kind"] == "competes_with" and carries_end(w, who, t)
    ),
    "decides on its goal": on_goal(decides),
    "contributor of its goal": on_goal(lambda w, who, goal: who in goal["contributors"]),
}
