"""Every verb of the record once: what is prepared, and the act itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from lineofsight.alignment import services as alignment
from lineofsight.alignment.models import Finding
from lineofsight.api import tokens
from lineofsight.exchange.applying import apply
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.exchange.preview import preview
from lineofsight.exchange.undoing import undo
from lineofsight.exchange.waiting import drop, place
from lineofsight.goals import services as goals
from lineofsight.goals.models import Action, Assumption, Goal, Link
from lineofsight.organization import services as organization
from lineofsight.planfile.document import PlanDocument
from lineofsight.rhythm import services as rhythm
from lineofsight.strategy import services as strategy
from lineofsight.strategy.models import Pillar
from tests.factories import accounts
from tests.factories import alignment as finding_made
from tests.factories import goals as goal_made
from tests.factories import organization as made
from tests.factories import rhythm as rhythm_made
from tests.factories import strategy as strategy_made

Act = Callable[[], object]
Prepare = Callable[[], Act]
ACTS: dict[str, Prepare] = {}


def act(function: Prepare) -> Prepare:
    """Add a verb under the name of its function, with the room before it."""
    ACTS[function.__name__] = function
    return function


def on(make: Callable[[], Any], verb: Callable[..., object], of: str, **more: Any) -> Prepare:
    """An act on one row in the version in hand."""

    def prepare() -> Act:
        thing = make()
        return lambda: verb(actor=None, **{of: thing}, expected=thing.version, **more)

    return prepare


# The organisation --------------------------------------------------------------------------------


ACTS |= {
    "organization.add_person": lambda: lambda: organization.add_person(actor=None, name="Bo"),
    "organization.edit_person": on(made.person, organization.edit_person, "person", level="5"),
    "organization.leave": on(made.person, organization.leave, "person", on=timezone.localdate()),
    "organization.add_team": lambda: lambda: organization.add_team(actor=None, name="Payments"),
    "organization.edit_team": on(made.team, organization.edit_team, "team", name="Money"),
    "organization.remove_team": on(made.team, organization.remove_team, "team"),
    "organization.add_function": lambda: lambda: organization.add_function(actor=None, name="Law"),
    "organization.edit_function": on(
        made.function, organization.edit_function, "function", name="Law"
    ),
    "organization.remove_function": on(made.function, organization.remove_function, "function"),
}


@act
def move_person() -> Act:
    bo, lead = made.person("Bo"), made.person("Lead")
    return lambda: organization.move_person(actor=None, person=bo, manager=lead)


@act
def set_dotted_managers() -> Act:
    bo, lead = made.person("Bo"), made.person("Lead")
    return lambda: organization.set_dotted_managers(actor=None, person=bo, managers=[lead])


@act
def add_account() -> Act:
    bo = made.person("Bo")
    return lambda: organization.add_account(actor=None, person=bo, email="bo@example.org")


@act
def close_account() -> Act:
    account = accounts.account()
    return lambda: organization.close_account(actor=None, account=account)


@act
def open_account() -> Act:
    account = accounts.account()
    organization.close_account(actor=None, account=account)
    return lambda: organization.open_account(actor=None, account=account)


@act
def grant_role() -> Act:
    bo = made.person("Bo")
    return lambda: organization.grant_role(actor=None, person=bo, role="auditor")


@act
def revoke_role() -> Act:
    grant = made.grant(made.person("Bo"), "auditor")
    return lambda: organization.revoke_role(actor=None, grant=grant)


@act
def edit_organization() -> Act:
    there = made.organization()
    return lambda: organization.edit_organization(
        actor=None, expected=there.version, name="Halvorsen"
    )


# The strategy ------------------------------------------------------------------------------------

ACTS |= {
    "strategy.add_kpi": lambda: strategy_made.kpi,
    "strategy.edit_kpi": on(strategy_made.kpi, strategy.edit_kpi, "kpi", name="Uptime"),
    "strategy.remove_kpi": on(strategy_made.kpi, strategy.remove_kpi, "kpi"),
    "strategy.add_pillar": lambda: strategy_made.pillar,
    "strategy.edit_pillar": on(strategy_made.pillar, strategy.edit_pillar, "pillar", name="Trust"),
    "strategy.remove_pillar": on(strategy_made.pillar, strategy.remove_pillar, "pillar"),
    "strategy.add_statement": lambda: strategy_made.statement,
    "strategy.edit_statement": on(
        strategy_made.statement, strategy.edit_statement, "statement", text="Time is value."
    ),
    "strategy.remove_statement": on(
        strategy_made.statement, strategy.remove_statement, "statement"
    ),
    "strategy.draft_version": lambda: strategy_made.draft,
    "strategy.edit_version": on(strategy_made.draft, strategy.edit_version, "version", name="2028"),
    "strategy.remove_version": on(strategy_made.draft, strategy.remove_version, "version"),
}


@act
def publish_version() -> Act:
    strategy_made.draft("2027")
    return lambda: strategy_made.published("2027")


def _asked() -> Any:
    bo = made.person("Bo")
    return strategy.acknowledge(
        actor=bo, version=strategy_made.published(), kind="question", text="Why the north?"
    )


@act
def acknowledge() -> Act:
    bo, version = made.person("Bo"), strategy_made.published()
    return lambda: strategy.acknowledge(actor=bo, version=version)


@act
def answer_acknowledgement() -> Act:
    asked, office = _asked(), made.strategy_office()
    return lambda: strategy.answer_acknowledgement(
        actor=office, acknowledgement=asked, answer="Ore.", expected=asked.version
    )


# Goals -------------------------------------------------------------------------------------------


def _action() -> Action:
    return goals.add_action(actor=None, goal=goal_made.goal(), title="Call them")


def _assumption() -> Assumption:
    return goals.add_assumption(actor=None, text="Prices hold", goals=[goal_made.goal()])


def _of_two_goals(kind: str = "supports") -> Link:
    child, parent = goal_made.goal("Answer sooner"), goal_made.goal()
    return goals.link(actor=None, source=child, end=parent, kind=kind)


def _draft() -> Goal:
    return goal_made.goal("Draft", status="draft")


ACTS |= {
    "goals.edit_goal": on(goal_made.goal, goals.edit_goal, "goal", title="Keep customers"),
    "goals.change_status": on(goal_made.goal, goals.change_status, "goal", status="paused"),
    "goals.override_progress": on(
        goal_made.goal, goals.override_progress, "goal", value=0.5, reason="We know more"
    ),
    "goals.remove_goal": on(_draft, goals.remove_goal, "goal"),
    "goals.edit_key_result": on(
        goal_made.key_result, goals.edit_key_result, "key_result", target=5.0
    ),
    "goals.remove_key_result": on(goal_made.key_result, goals.remove_key_result, "key_result"),
    "goals.edit_action": on(_action, goals.edit_action, "action", title="Write to them"),
    "goals.finish_action": on(_action, goals.finish_action, "action"),
    "goals.remove_action": on(_action, goals.remove_action, "action"),
    "goals.edit_assumption": on(_assumption, goals.edit_assumption, "assumption", text="Prices"),
    "goals.decide_assumption": on(
        _assumption, goals.decide_assumption, "assumption", state="false"
    ),
    "goals.remove_assumption": on(_assumption, goals.remove_assumption, "assumption"),
    "goals.confirm_link": on(_of_two_goals, goals.confirm_link, "link"),
    "goals.edit_link": on(_of_two_goals, goals.edit_link, "link", rationale="It is faster"),
    "goals.unlink": on(_of_two_goals, goals.unlink, "link"),
    "goals.accept_link": on(lambda: _of_two_goals("depends_on"), goals.accept_link, "link"),
    "goals.agree_trade_off": on(
        lambda: _of_two_goals("competes_with"),
        goals.agree_trade_off,
        "link",
        trade_off="Cash",
    ),
}


@act
def create_goal() -> Act:
    bo = made.person("Bo")
    return lambda: goals.create_goal(actor=None, title="Cut churn", owner=bo)


@act
def add_key_result() -> Act:
    goal = goal_made.goal()
    return lambda: goals.add_key_result(actor=None, goal=goal, title="Churn")


@act
def record_observation() -> Act:
    measure = goal_made.key_result()
    return lambda: goal_made.observe(measure, 3.0)


@act
def link() -> Act:
    child, parent = goal_made.goal("Answer sooner"), goal_made.goal()
    return lambda: goal_made.supports(child, parent)


@act
def add_action() -> Act:
    goal = goal_made.goal()
    return lambda: goals.add_action(actor=None, goal=goal, title="Call them")


@act
def set_allocation() -> Act:
    goal, bo = goal_made.goal(), made.person("Bo")
    return lambda: goals.set_allocation(actor=None, goal=goal, person=bo, share=0.5)


@act
def add_assumption() -> Act:
    goal = goal_made.goal()
    return lambda: goals.add_assumption(actor=None, text="Prices hold", goals=[goal])


@act
def decide() -> Act:
    goal = goal_made.goal()
    return lambda: goals.decide(actor=None, title="Wait", reason="Cash", goals=[goal])


# What stands in the way ---------------------------------------------------------------------------

ACTS |= {
    "rhythm.edit_blocker": on(rhythm_made.blocker, rhythm.edit_blocker, "blocker", text="Ink"),
    "rhythm.lift_blocker": on(rhythm_made.blocker, rhythm.lift_blocker, "blocker"),
}


@act
def raise_blocker() -> Act:
    bo = made.person("Bo")
    return lambda: rhythm.raise_blocker(actor=bo, text="No contract")


@act
def answer_blocker() -> Act:
    legal = made.person("Legal")
    blocker = rhythm_made.blocker(can_lift=legal)
    return lambda: rhythm.answer_blocker(
        actor=legal, blocker=blocker, answer="Friday", expected=blocker.version
    )


# Findings and rules -------------------------------------------------------------------------------


def _finding() -> Finding:
    finding_made.adrift()
    alignment.run_check()
    return finding_made.finding("LOS101", "G2")


@act
def ask_for_check() -> Act:
    return lambda: alignment.ask_for_check(actor=None)


@act
def accept_finding() -> Act:
    finding = _finding()
    until = timezone.localdate() + timedelta(days=30)
    ana = finding_made.person("ana")
    return lambda: alignment.accept_finding(
        actor=ana, finding=finding, until=until, reason="It is kept going"
    )


@act
def object_to_finding() -> Act:
    finding, ana = _finding(), finding_made.person("ana")
    return lambda: alignment.object_to_finding(actor=ana, finding=finding, reason="Not so")


@act
def answer_objection() -> Act:
    finding, office = _finding(), made.strategy_office()
    ana = finding_made.person("ana")
    finding = alignment.object_to_finding(actor=ana, finding=finding, reason="Not so")
    return lambda: alignment.answer_objection(actor=office, finding=finding, reason="It is")


@act
def withdraw() -> Act:
    finding, ana = _finding(), finding_made.person("ana")
    finding = alignment.object_to_finding(actor=ana, finding=finding, reason="Not so")
    return lambda: alignment.withdraw(actor=ana, finding=finding)


@act
def switch_rule() -> Act:
    alignment.switch_all_on(actor=None)
    return lambda: alignment.switch_rule(actor=None, rule="LOS101", is_on=False)


@act
def switch_rules() -> Act:
    alignment.switch_all_on(actor=None)
    return lambda: alignment.switch_rules(actor=None, rules=["LOS101", "LOS104"], is_on=False)


@act
def switch_all_on() -> Act:
    return lambda: alignment.switch_all_on(actor=None)


# Files and tokens ---------------------------------------------------------------------------------


def _plan(**row: object) -> PlanDocument:
    return PlanDocument.from_rows({"goals": [{"id": "G1", "title": "Cut churn", **row}]})


def _waiting() -> list[QuarantinedRow]:
    """A row of which the record has another use for the id: a pillar's."""
    strategy_made.pillar(ref="G1")
    apply(preview(_plan(), actor=None, quarantine=True))
    return list(QuarantinedRow.objects.all())


@act
def import_plan() -> Act:
    seen = preview(_plan(), actor=None)
    return lambda: apply(seen)


@act
def undo_import() -> Act:
    brought: Import | None = apply(preview(_plan(), actor=None))
    assert brought is not None
    return lambda: undo(brought, actor=None)


@act
def make_token() -> Act:
    bo = made.person("Bo")
    return lambda: tokens.make_token(actor=bo, name="Robot", scopes=["read"])


@act
def revoke_token() -> Act:
    bo = made.person("Bo")
    token, _secret = tokens.make_token(actor=bo, name="Robot", scopes=["read"])
    return lambda: tokens.revoke_token(actor=bo, token=token)


@act
def drop_waiting() -> Act:
    rows = _waiting()
    return lambda: drop(rows, actor=None)


@act
def place_waiting() -> Act:
    rows = _waiting()
    Pillar.objects.all().delete()
    return lambda: place(rows, actor=None)
