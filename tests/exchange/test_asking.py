"""An import does nothing that its importer could not do on a page."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from lineofsight.exchange.models import QuarantinedRow
from lineofsight.exchange.preview import Preview
from lineofsight.exchange.waiting import place
from lineofsight.goals import services as goals
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.kit.errors import NotAllowed, NotFound
from lineofsight.organization import services as organization
from lineofsight.organization.models import Function, Organization, Person, Team
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError
from lineofsight.rhythm import services as rhythm
from lineofsight.strategy import services as strategy
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, StrategyVersion
from tests.exchange.doing import Rows, look, plan, take
from tests.factories import goals as make
from tests.factories import organization as made
from tests.factories import strategy as stated

pytestmark = pytest.mark.django_db

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


@pytest.fixture
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


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("name", ACTS)
def test_an_import_refuses_what_the_service_refuses(name: str) -> None:
    for role, actor in actors().items():
        seen = seen_by(ACTS[name], actor)
        assert seen.counts or seen.problems, role
        assert bool(seen.problems) is is_refused_by_service(ACTS[name], actor), (
            role,
            [problem.message for problem in seen.problems],
        )


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("name", ACTS)
def test_the_installation_itself_brings_everything(name: str) -> None:
    anybody = of(Person, "zoe")
    take(plan(**with_oneself(ACTS[name].tables(anybody), anybody)))


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "rows",
    [
        {
            "check_ins": [
                {"id": "C", "manager_id": "boss", "person_id": "ana", "date": "2026-11-16"}
            ]
        },
        {
            "feedback": [
                {"id": "F", "from_id": "bo", "to_id": "ana", "date": "2026-11-16", "text": "Well"}
            ]
        },
    ],
)
def test_nobody_writes_down_what_others_said_to_each_other(rows: Rows) -> None:
    for actor in actors().values():
        assert look(plan(goals=[G1], **rows), actor=actor).problems


@pytest.mark.usefixtures("record")
def test_what_hangs_on_a_goal_that_the_file_brings_comes_with_it() -> None:
    document = plan(
        goals=[{"id": "G9", "title": "New", "owner_id": "ana"}, G1],
        key_results=[{"id": "K9", "goal_id": "G9", "title": "Days"}],
        observations=[{"measure_id": "K9", "date": "2026-03-01", "value": 5, "author_id": "ana"}],
        links=[{"kind": "supports", "from_id": "G9", "to_id": "G1"}],
        revisions=[{"goal_id": "G9", "date": "2026-02-01", "field": "title", "before": "Old"}],
    )
    take(document, actor=made.strategy_office())
    assert Observation.objects.get().author == of(Person, "ana")


@pytest.mark.usefixtures("record")
def test_nobody_reports_in_the_name_of_another() -> None:
    rows = [{"measure_id": "M1", "date": "2026-03-01", "value": 5, "author_id": "ana"}]
    document = plan(goals=[G1], kpis=[{"id": "M1", "name": "Downtime"}], observations=rows)
    seen = look(document, actor=made.strategy_office())
    assert [(one.table, one.column) for one in seen.problems] == [("observations", "author_id")]


def only_people(*rows: dict[str, Any]) -> PlanDocument:
    return PlanDocument.from_rows({"people": list(rows)}, "people.json", outside=True)


@pytest.mark.usefixtures("record")
class TestAnAdministrator:
    def test_puts_nobody_under_themselves_over_others(self) -> None:
        admin = made.administrator()
        made.person("Lee", ref="lee", manager=admin)
        document = only_people({"id": "lee", "name": "Lee"}, {**ANA, "manager_id": "lee"})
        seen = look(document, actor=admin)
        assert [(one.row, one.column) for one in seen.problems] == [(2, "manager_id")]
        with pytest.raises(PlanError):
            take(document, actor=admin)

    def test_moves_people_among_those_below_them(self) -> None:
        admin = made.administrator()
        lee = made.person("Lee", ref="lee", manager=admin)
        made.person("Mia", ref="mia", manager=lee)
        document = only_people(
            {"id": "mia", "name": "Mia", "manager_id": admin.ref}, oneself(admin)
        )
        take(document, actor=admin)
        assert of(Person, "mia").manager == admin

    def test_lets_a_line_to_themselves_wait_for_somebody_else(self) -> None:
        admin, another = made.administrator(), made.administrator("Ava")
        document = only_people({**ANA, "manager_id": admin.ref}, oneself(admin))
        take(document, actor=admin, quarantine=True)
        waiting = QuarantinedRow.objects.get()
        with pytest.raises(PlanError):
            place([waiting], actor=admin)
        assert of(Person, "ana").manager == of(Person, "boss")
        place([waiting], actor=another)
        assert of(Person, "ana").manager == admin

    def test_takes_a_function_from_no_team_of_a_goal(self) -> None:
        goal = make.goal("Pump", ref="G8", owner=of(Person, "bo"), team=Team.objects.get())
        teams = PlanDocument.from_rows({"teams": [{"id": "T9", "name": "x"}]}, "t", outside=True)
        seen = look(teams, actor=made.administrator(), replace=True)
        assert [one.message for one in seen.problems] == [
            "“G8” names what would be removed, and is not yours to change."
        ]
        assert goal.team is not None


def oneself(person: Person) -> dict[str, Any]:
    return {"id": person.ref, "name": person.name}


@pytest.mark.usefixtures("record")
class TestReplacing:
    def test_removes_no_goal_of_somebody_else(self) -> None:
        seen = look(plan(goals=[G1, G3]), actor=made.strategy_office(), replace=True)
        assert [one.message for one in seen.problems] == ["“G2” is not yours to remove."]

    def test_removes_what_hangs_on_a_goal_with_it(self) -> None:
        make.observe(make.key_result(of(Goal, "G3"), "Sites", ref="K3"), 0.5)
        take(plan(goals=[G1, G2]), actor=made.strategy_office(), replace=True)
        assert not Goal.objects.filter(ref="G3").exists()
        assert not Observation.objects.exists()

    def test_takes_back_nothing_that_somebody_said(self) -> None:
        said = strategy.acknowledge(actor=of(Person, "ana"), version=StrategyVersion.objects.get())
        make.observe(of(Kpi, "M1"), 1)
        document = plan(
            goals=[G1, G2, G3],
            kpis=[{"id": "M1", "name": "Downtime"}],
            observations=[{"measure_id": "M1", "date": "2026-11-17", "value": 2}],
        )
        seen = look(document, actor=made.strategy_office(), replace=True)
        assert [one.table for one in seen.problems] == ["observations"]
        assert Acknowledgement.objects.get() == said
