"""Verbs on goals, what measures and carries them, and what stands in their way."""

from lineofsight.goals import services as goals
from lineofsight.goals.models import Action, Assumption, Goal, Link
from tests.factories import goals as goal_made
from tests.factories import organization as made
from tests.organization.audit.acts.base import ACTS, Act, act, on


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
