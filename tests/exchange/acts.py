"""Changes, each as a plan that says it and as the service that does it."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from lineofsight.exchange.preview import Preview
from lineofsight.goals import services as goals
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.kit.errors import NotAllowed, NotFound
from lineofsight.organization import services as organization
from lineofsight.organization.models import Function, Organization, Person, Team
from lineofsight.rhythm import services as rhythm
from lineofsight.strategy import services as strategy
from lineofsight.strategy.models import Kpi, Pillar, StrategyVersion
from tests.exchange.doing import Rows, look, plan
from tests.factories import goals as make
from tests.factories import organization as made
from tests.factories import strategy as stated

DAY = date(2026, 11, 16)
G1, G2, G3 = (
    {"id": "G1", "title": "Plants run"},
    {"id": "G2", "title": "Books closed"},
    {"id": "G3", "title": "Nobody's yet"},
)
ANA, BO, ZOE = ({"id": each, "name": each.title()} for each in ("ana", "bo", "zoe"))
K1 = {"id": "K1", "goal_id": "G1", "title": "Hours"}


def of(model: Any, ref: str) -> Any:
    return model.objects.get(ref=ref)


def record() -> None:
    """Ana owns G1 and reports to the boss; Bo owns G2; G3 is nobody's."""
    boss = made.person("Boss", ref="boss")
    ana = made.person("Ana", ref="ana", manager=boss)
    bo = made.person("Bo", ref="bo")
    made.person("Zoe", ref="zoe")
    made.team("Pumps", ref="T1", lead=bo)
    made.function("Making", ref="F1", head=boss)
    goal = make.goal("Plants run", ref="G1", owner=ana)
    other = make.goal("Books closed", ref="G2", owner=bo)
    make.goal("Nobody's yet", ref="G3")
    make.key_result(goal, "Hours", ref="K1")
    goals.link(actor=None, source=other, end=goal, kind="supports")
    stated.pillar("Uptime", ref="P1")
    stated.kpi("Downtime", ref="M1")
    stated.published("2026", on=date(2026, 1, 5))
    made.organization(name="Halvorsen")


def actors() -> dict[str, Person]:
    """The office alone, with people below it or with the administrator's role as well."""
    office = made.strategy_office()
    boss = of(Person, "boss")
    made.grant(boss, "strategy_office")
    both = made.strategy_office("Bea")
    made.grant(both, "administrator")
    return {"office": office, "boss": boss, "both": both}


class Act(NamedTuple):
    """One change, as a plan that says it and as the service that does it."""

    tables: Callable[[Person], Rows]
    served: Callable[[Person], object]


def act(served: Callable[[Person], object], **tables: Any) -> Act:
    def rows(actor: Person) -> Rows:
        return {
            name: [
                {key: actor.ref if value == "ACTOR" else value for key, value in row.items()}
                for row in given
            ]
            for name, given in tables.items()
        }

    return Act(rows, served)


def edit_goal(ref: str, **changes: Any) -> Callable[[Person], object]:
    return lambda who: goals.edit_goal(
        actor=who, goal=of(Goal, ref), expected=of(Goal, ref).version, **changes
    )


def move(ref: str, manager: str) -> Callable[[Person], object]:
    return lambda who: organization.move_person(
        actor=who, person=of(Person, ref), manager=of(Person, manager) if manager else who
    )


ACTS: dict[str, Act] = {
    "edits a goal": act(edit_goal("G1", title="x"), goals=[{**G1, "title": "x"}]),
    "edits a goal that is nobody's": act(edit_goal("G3", text="x"), goals=[{**G3, "text": "x"}]),
    "pauses a goal": act(edit_goal("G1", status="paused"), goals=[{**G1, "status": "paused"}]),
    "hides a goal": act(edit_goal("G1", confidential=True), goals=[{**G1, "confidential": True}]),
    "hides a goal that is nobody's": act(
        lambda who: edit_goal("G3", confidential=True, owner=who)(who),
        goals=[{**G3, "confidential": True, "owner_id": "ACTOR"}],
    ),
    "lets somebody read": act(
        lambda who: edit_goal("G2", readers=[who])(who), goals=[{**G2, "reader_ids": "ACTOR"}]
    ),
    "overrides progress": act(
        lambda who: goals.override_progress(
            actor=who,
            goal=of(Goal, "G1"),
            expected=of(Goal, "G1").version,
            value=0.5,
            reason="measured",
        ),
        goals=[{**G1, "override": "0.5", "override_reason": "measured"}],
    ),
    "sets a goal for somebody": act(
        lambda who: goals.create_goal(actor=who, title="New", owner=of(Person, "ana")),
        goals=[{"id": "G9", "title": "New", "owner_id": "ana"}],
    ),
    "adds a key result": act(
        lambda who: goals.add_key_result(actor=who, goal=of(Goal, "G1"), title="Days"),
        goals=[G1],
        key_results=[{"id": "K9", "goal_id": "G1", "title": "Days"}],
    ),
    "edits a key result": act(
        lambda who: goals.edit_key_result(
            actor=who, key_result=of(KeyResult, "K1"), expected=1, title="Days"
        ),
        goals=[G1],
        key_results=[{**K1, "title": "Days"}],
    ),
    "reports on a key result": act(
        lambda who: goals.record_observation(
            actor=who, measure=of(KeyResult, "K1"), value=1, date=DAY
        ),
        goals=[G1],
        key_results=[K1],
        observations=[{"measure_id": "K1", "date": "2026-11-16", "value": 1}],
    ),
    "reports on a KPI": act(
        lambda who: goals.record_observation(actor=who, measure=of(Kpi, "M1"), value=1, date=DAY),
        goals=[G1],
        kpis=[{"id": "M1", "name": "Downtime"}],
        observations=[{"measure_id": "M1", "date": "2026-11-16", "value": 1}],
    ),
    "links goals of others": act(
        lambda who: goals.link(actor=who, source=of(Goal, "G1"), end=of(Goal, "G2"), kind="shares"),
        goals=[G1, G2],
        links=[{"kind": "shares", "from_id": "G1", "to_id": "G2"}],
    ),
    "links a goal that is nobody's": act(
        lambda who: goals.link(actor=who, source=of(Goal, "G3"), end=of(Goal, "G2"), kind="shares"),
        goals=[G3, G2],
        links=[{"kind": "shares", "from_id": "G3", "to_id": "G2"}],
    ),
    "edits a link": act(
        lambda who: goals.edit_link(actor=who, link=Link.objects.get(), expected=1, rationale="x"),
        goals=[G1, G2],
        links=[{"kind": "supports", "from_id": "G2", "to_id": "G1", "rationale": "x"}],
    ),
    "confirms a link": act(
        lambda who: goals.confirm_link(actor=who, link=Link.objects.get()),
        goals=[G1, G2],
        links=[{"kind": "supports", "from_id": "G2", "to_id": "G1", "confirmed_on": "2026-11-16"}],
    ),
    "adds an action": act(
        lambda who: goals.add_action(actor=who, goal=of(Goal, "G1"), title="Call"),
        goals=[G1],
        actions=[{"id": "A1", "goal_id": "G1", "title": "Call"}],
    ),
    "assumes": act(
        lambda who: goals.add_assumption(actor=who, text="Rain", goals=[of(Goal, "G1")]),
        goals=[G1],
        assumptions=[{"id": "S1", "text": "Rain", "goal_ids": ["G1"]}],
    ),
    "raises a blocker": act(
        lambda who: rhythm.raise_blocker(actor=who, text="No pump", goal=of(Goal, "G1"), on=DAY),
        goals=[G1],
        blockers=[
            {
                "id": "B1",
                "text": "No pump",
                "goal_id": "G1",
                "raised_by": "ACTOR",
                "raised_on": "2026-11-16",
            }
        ],
    ),
    "gives somebody's time": act(
        lambda who: goals.set_allocation(
            actor=who, goal=of(Goal, "G1"), person=of(Person, "ana"), share=0.5
        ),
        goals=[G1],
        allocations=[{"person_id": "ana", "goal_id": "G1", "share": 0.5}],
    ),
    "gives their own time": act(
        lambda who: goals.set_allocation(actor=who, goal=of(Goal, "G2"), person=who, share=0.5),
        goals=[G2],
        allocations=[{"person_id": "ACTOR", "goal_id": "G2", "share": 0.5}],
    ),
    "acknowledges": act(
        lambda who: strategy.acknowledge(actor=who, version=StrategyVersion.objects.get()),
        goals=[G1],
        acknowledgements=[{"person_id": "ACTOR", "version": "2026", "date": "2026-11-16"}],
    ),
    "acknowledges for somebody": act(
        lambda who: strategy.acknowledge(
            actor=who, version=StrategyVersion.objects.get(), person=of(Person, "ana")
        ),
        goals=[G1],
        acknowledgements=[{"person_id": "ana", "version": "2026", "date": "2026-11-16"}],
    ),
    "adds a pillar": act(
        lambda who: strategy.add_pillar(actor=who, name="Care"),
        goals=[G1],
        pillars=[{"id": "P9", "name": "Care"}],
    ),
    "edits a pillar": act(
        lambda who: strategy.edit_pillar(
            actor=who, pillar=of(Pillar, "P1"), expected=1, name="Care"
        ),
        goals=[G1],
        pillars=[{"id": "P1", "name": "Care"}],
    ),
    "adds a person": act(
        lambda who: organization.add_person(actor=who, name="Kim"),
        goals=[G1],
        people=[{"id": "kim", "name": "Kim"}],
    ),
    "edits a person": act(
        lambda who: organization.edit_person(
            actor=who, person=of(Person, "bo"), expected=of(Person, "bo").version, title="Lead"
        ),
        goals=[G1],
        people=[{**BO, "title": "Lead"}],
    ),
    "lets a person go": act(
        lambda who: organization.leave(actor=who, person=of(Person, "bo"), on=DAY),
        goals=[G1],
        people=[{**BO, "end_date": "2026-11-16"}],
    ),
    "moves a person": act(
        move("ana", "zoe"), goals=[G1], people=[{**ANA, "manager_id": "zoe"}, ZOE]
    ),
    "puts a person under themselves": act(
        move("bo", ""), goals=[G1], people=[{**BO, "manager_id": "ACTOR"}]
    ),
    "puts a person under themselves by a dotted line": act(
        lambda who: organization.set_dotted_managers(
            actor=who, person=of(Person, "bo"), managers=[who]
        ),
        goals=[G1],
        people=[{**BO, "dotted_manager_ids": "ACTOR"}],
    ),
    "adds a person under themselves": act(
        lambda who: organization.add_person(actor=who, name="Kim", manager=who),
        goals=[G1],
        people=[{"id": "kim", "name": "Kim", "manager_id": "ACTOR"}],
    ),
    "adds a team": act(
        lambda who: organization.add_team(actor=who, name="Pipes"),
        goals=[G1],
        teams=[{"id": "T9", "name": "Pipes"}],
    ),
    "edits a team": act(
        lambda who: organization.edit_team(
            actor=who, team=Team.objects.get(), expected=1, name="Pipes"
        ),
        goals=[G1],
        teams=[{"id": "T1", "name": "Pipes"}],
    ),
    "says what a function contributes": act(
        lambda who: organization.edit_function(
            actor=who, function=of(Function, "F1"), expected=1, contribution="Pumps"
        ),
        goals=[G1],
        functions=[{"id": "F1", "name": "Making", "contribution": "Pumps"}],
    ),
    "renames a function": act(
        lambda who: organization.edit_function(
            actor=who, function=of(Function, "F1"), expected=1, name="Pumps"
        ),
        goals=[G1],
        functions=[{"id": "F1", "name": "Pumps"}],
    ),
    "renames the organisation": act(
        lambda who: organization.edit_organization(
            actor=who, expected=Organization.objects.get().version, name="Other"
        ),
        goals=[G1],
        organization=[{"name": "Other"}],
    ),
}


def with_oneself(tables: Rows, actor: Person) -> Rows:
    """A table of people knows whoever it names."""
    people = tables.get("people")
    if people is not None and all(row["id"] != actor.ref for row in people):
        people.append({"id": actor.ref, "name": actor.name})
    return tables


def is_refused_by_service(one: Act, actor: Person) -> bool:
    with transaction.atomic():
        try:
            one.served(actor)
        except (NotAllowed, NotFound):
            return True
        finally:
            transaction.set_rollback(True)
    return False


def seen_by(one: Act, actor: Person) -> Preview:
    return look(plan(**with_oneself(one.tables(actor), actor)), actor=actor)
