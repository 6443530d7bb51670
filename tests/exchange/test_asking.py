"""What an import brings, and what it does not, by who imports it."""

from typing import Any

import pytest

from lineofsight.exchange.models import QuarantinedRow
from lineofsight.exchange.waiting import place
from lineofsight.goals.models import Goal, Observation
from lineofsight.organization.models import Person, Team
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError
from lineofsight.strategy import services as strategy
from lineofsight.strategy.models import Acknowledgement, Kpi, StrategyVersion
from tests.exchange import acts
from tests.exchange.acts import (
    ACTS,
    ANA,
    BO,
    G1,
    G2,
    G3,
    actors,
    is_refused_by_service,
    of,
    seen_by,
    with_oneself,
)
from tests.exchange.doing import look, plan, take
from tests.factories import goals as make
from tests.factories import organization as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> None:
    """Make the record that all acts are about."""
    acts.record()


# What the strategy office does not get by bringing a plan: these are as a page would have them.
NOT_THE_PLAN = {name for name in ACTS if "themselves" in name or "hides" in name or "read" in name}


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("name", ACTS)
def test_the_strategy_office_brings_plans_and_nobody_below_itself(name: str) -> None:
    for role, actor in actors().items():
        seen = seen_by(ACTS[name], actor)
        assert seen.counts or seen.problems, role
        refused = name in NOT_THE_PLAN and is_refused_by_service(ACTS[name], actor)
        said = [problem.message for problem in seen.problems]
        assert bool(said) is refused, (role, said)


@pytest.mark.usefixtures("record")
def test_some_of_it_is_refused() -> None:
    office = made.strategy_office()
    assert {name for name in NOT_THE_PLAN if seen_by(ACTS[name], office).problems} > {
        "hides a goal",
        "puts a person under themselves",
        "puts a person under themselves by a dotted line",
        "adds a person under themselves",
    }


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("name", ACTS)
def test_the_installation_itself_brings_everything(name: str) -> None:
    anybody = of(Person, "zoe")
    take(plan(**with_oneself(ACTS[name].tables(anybody), anybody)))


@pytest.mark.usefixtures("record")
def test_what_people_said_comes_along_and_is_nobody_elses_to_change() -> None:
    office = made.strategy_office()
    said = {"id": "F", "from_id": "bo", "to_id": "ana", "date": "2026-11-16", "text": "Well run"}
    take(plan(goals=[G1], feedback=[said]), actor=office)
    seen = look(plan(goals=[G1], feedback=[{**said, "text": "Badly run"}]), actor=office)
    assert [one.table for one in seen.problems] == ["feedback"]


@pytest.mark.usefixtures("record")
def test_the_strategy_office_moves_those_who_report_to_it() -> None:
    boss = of(Person, "boss")
    made.grant(boss, "strategy_office")
    moved = {**ANA, "manager_id": "boss", "team_id": "T1"}
    people, teams = [moved, oneself(boss), BO], [{"id": "T1", "name": "Pumps", "lead_id": "bo"}]
    take(plan(goals=[G1], people=people, teams=teams), actor=boss)
    assert of(Person, "ana").team == Team.objects.get()


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
    def test_removes_a_goal_that_the_plan_has_no_more(self) -> None:
        take(plan(goals=[G1, G3]), actor=made.strategy_office(), replace=True)
        assert not Goal.objects.filter(ref="G2").exists()

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
