"""Every verb leaves exactly one entry, and none if it is taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from lineofsight.goals import services as goals
from lineofsight.organization import services as organization
from lineofsight.organization.models import AuditEntry, Person
from lineofsight.rhythm import services as rhythm
from tests.factories import goals as goal_made
from tests.factories import organization as made
from tests.factories import rhythm as rhythm_made
from tests.factories import strategy as strategy_made

pytestmark = pytest.mark.django_db
Act = Callable[[], object]


def _of_two_goals() -> Any:
    return goal_made.supports(goal_made.goal("Answer sooner"), goal_made.goal())


def add_person() -> Act:
    return lambda: organization.add_person(actor=None, name="Bo")


def edit_person() -> Act:
    bo = made.person("Bo")
    return lambda: organization.edit_person(actor=None, person=bo, expected=bo.version, level="5")


def move_person() -> Act:
    bo, lead = made.person("Bo"), made.person("Lead")
    return lambda: organization.move_person(actor=None, person=bo, manager=lead)


def add_team() -> Act:
    return lambda: organization.add_team(actor=None, name="Payments")


def grant_role() -> Act:
    bo = made.person("Bo")
    return lambda: organization.grant_role(actor=None, person=bo, role="auditor")


def create_goal() -> Act:
    return lambda: goals.create_goal(actor=None, title="Cut churn", owner=made_person())


def made_person() -> Person:
    return Person.objects.create(name="Cy")


def edit_goal() -> Act:
    goal = goal_made.goal()
    return lambda: goals.edit_goal(
        actor=None, goal=goal, expected=goal.version, title="Keep customers", reason="clearer"
    )


def change_status() -> Act:
    goal = goal_made.goal()
    return lambda: goals.change_status(
        actor=None, goal=goal, expected=goal.version, status="paused", reason="later"
    )


def add_key_result() -> Act:
    goal = goal_made.goal()
    return lambda: goals.add_key_result(actor=None, goal=goal, title="Churn")


def record_observation() -> Act:
    measure = goal_made.key_result()
    return lambda: goal_made.observe(measure, 3.0)


def link() -> Act:
    child, parent = goal_made.goal("Answer sooner"), goal_made.goal()
    return lambda: goal_made.supports(child, parent)


def confirm_link() -> Act:
    drawn = _of_two_goals()
    return lambda: goals.confirm_link(actor=None, link=drawn)


def add_pillar() -> Act:
    return strategy_made.pillar


def add_kpi() -> Act:
    return strategy_made.kpi


def draft_strategy() -> Act:
    return strategy_made.draft


def raise_blocker() -> Act:
    bo = made.person("Bo")
    return lambda: rhythm.raise_blocker(actor=bo, text="No contract")


def lift_blocker() -> Act:
    blocker = rhythm_made.blocker()
    return lambda: rhythm.lift_blocker(actor=None, blocker=blocker, expected=blocker.version)


ACTS = (
    add_person, edit_person, move_person, add_team, grant_role, create_goal, edit_goal,
    change_status, add_key_result, record_observation, link, confirm_link, add_pillar, add_kpi,
    draft_strategy, raise_blocker, lift_blocker,
)  # fmt: skip


@pytest.mark.parametrize("prepare", ACTS, ids=lambda one: one.__name__)
def test_a_verb_leaves_one_entry(prepare: Callable[[], Act]) -> None:
    act = prepare()
    before = AuditEntry.objects.count()

    act()

    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("prepare", ACTS, ids=lambda one: one.__name__)
def test_a_verb_that_is_taken_back_leaves_none(prepare: Callable[[], Act]) -> None:
    act = prepare()
    before = AuditEntry.objects.count()

    with transaction.atomic():
        act()
        transaction.set_rollback(True)

    assert AuditEntry.objects.count() == before
