"""What people see while the record changes under them, step by step, against the same table."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lineofsight.goals.models import Goal
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import Account, Grant, Person
from tests.organization.access import oracle
from tests.organization.access.rows import MODELS, day, put, things
from tests.organization.access.worlds import World, worlds
from tests.test_policies import sees, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WATCHED = ("goal", "key_result", "observation", "link", "decision", "action", "finding")
Seen = dict[tuple[int, str], set[int]]


class Changing(RuleBasedStateMachine):
    """An organisation in which relations come and go.

    After each step everybody sees what the table says. A step that takes a relation away, or makes
    a thing less open, lets nobody see more than before.
    """

    world: World

    @initialize(world=worlds())
    def begin(self, world: World) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.world = world
        put(world)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def seen(self) -> Seen:
        people = {who: viewer(who) for who in self.world["person"]}
        return {(who, kind): sees(asks, kind) for who, asks in people.items() for kind in WATCHED}

    def told(self) -> Seen:
        return {
            (who, kind): {
                pk
                for pk, thing in things(self.world, kind).items()
                if oracle.sees(self.world, who, kind, thing)
            }
            for who in self.world["person"]
            for kind in WATCHED
        }

    def nobody_gains(self, before: Seen) -> None:
        after = self.seen()
        assert all(after[at] <= before[at] for at in before)

    def pick(self, data: st.DataObject, kind: str) -> int:
        return int(data.draw(st.sampled_from(sorted(self.world[kind]))))

    @invariant()
    def everybody_sees_what_the_table_says(self) -> None:
        if hasattr(self, "world"):
            assert self.seen() == self.told()

    @rule(data=st.data(), relation=st.sampled_from(["contributors", "readers"]))
    def somebody_joins_a_goal(self, data: st.DataObject, relation: str) -> None:
        goal, who = self.pick(data, "goal"), self.pick(data, "person")
        self.world["goal"][goal][relation].add(who)
        getattr(Goal.objects.get(pk=goal), relation).add(who)

    @rule(data=st.data(), relation=st.sampled_from(["contributors", "readers"]))
    def somebody_leaves_a_goal(self, data: st.DataObject, relation: str) -> None:
        goal = self.pick(data, "goal")
        there = sorted(self.world["goal"][goal][relation])
        if not there:
            return
        who = data.draw(st.sampled_from(there))
        before = self.seen()
        self.world["goal"][goal][relation].discard(who)
        getattr(Goal.objects.get(pk=goal), relation).remove(who)
        self.nobody_gains(before)

    @rule(data=st.data())
    def a_goal_becomes_confidential(self, data: st.DataObject) -> None:
        goal = self.pick(data, "goal")
        before = self.seen()
        self.world["goal"][goal]["confidential"] = True
        Goal.objects.filter(pk=goal).update(confidential=True)
        self.nobody_gains(before)

    @rule(data=st.data())
    def a_goal_is_opened(self, data: st.DataObject) -> None:
        goal = self.pick(data, "goal")
        self.world["goal"][goal]["confidential"] = False
        Goal.objects.filter(pk=goal).update(confidential=False)

    @rule(data=st.data())
    def a_goal_loses_its_owner(self, data: st.DataObject) -> None:
        goal = self.pick(data, "goal")
        before = self.seen()
        self.world["goal"][goal]["owner"] = None
        Goal.objects.filter(pk=goal).update(owner=None)
        self.nobody_gains(before)

    @rule(data=st.data())
    def somebody_gets_another_manager(self, data: st.DataObject) -> None:
        """The earlier line loses at once what it saw by the line alone, the new one gains it."""
        who = self.pick(data, "person")
        others = [None, *(one for one in self.world["person"] if one != who)]
        self.set_manager(who, data.draw(st.sampled_from(others)))

    @rule(data=st.data())
    def somebody_is_without_a_manager(self, data: st.DataObject) -> None:
        who = self.pick(data, "person")
        before = self.seen()
        self.set_manager(who, None)
        self.nobody_gains(before)

    def set_manager(self, who: int, manager: int | None) -> None:
        self.world["person"][who]["manager"] = manager
        Person.objects.filter(pk=who).update(manager_id=manager)

    @rule(data=st.data())
    def somebody_leaves(self, data: st.DataObject) -> None:
        who = self.pick(data, "person")
        before = self.seen()
        self.world["person"][who]["ends"] = -1
        Person.objects.filter(pk=who).update(end_date=day(-1))
        self.nobody_gains(before)
        assert not any(found for (one, _), found in self.seen().items() if one == who)

    @rule(data=st.data())
    def an_account_is_switched_off(self, data: st.DataObject) -> None:
        who = self.pick(data, "person")
        if self.world["person"][who]["account"] is None:
            return
        before = self.seen()
        self.world["person"][who]["account"] = "off"
        Account.objects.filter(person=who).update(is_active=False)
        self.nobody_gains(before)

    @precondition(lambda self: getattr(self, "world", None) and self.world["grant"])
    @rule(data=st.data())
    def a_role_is_revoked(self, data: st.DataObject) -> None:
        grant = self.pick(data, "grant")
        before = self.seen()
        del self.world["grant"][grant]
        Grant.objects.filter(pk=grant).delete()
        self.nobody_gains(before)


def test_changes_show_at_once_and_taking_away_adds_nothing() -> None:
    run_state_machine_as_test(
        Changing, settings=settings(max_examples=10, stateful_step_count=12, deadline=None)
    )


def test_a_role_opens_no_confidential_goal() -> None:
    """Strategy office, administrators, auditors and HR partners are nobody to such a goal."""
    owner = Person.objects.create(name="Ana")
    goal = Goal.objects.create(title="Merge", owner=owner, confidential=True)
    for place, role in enumerate(Grant.ROLES):
        holder = Person.objects.create(name=f"Holder {place}")
        Grant.objects.create(person=holder, role=role, given_on=day(0))
        assert goal not in visible_to(Viewer(holder), Goal)
    assert goal in visible_to(Viewer(owner), Goal)


def test_a_question_about_visibility_costs_the_same_for_any_number_of_rows(
    django_assert_num_queries: Any,
) -> None:
    ceo = Person.objects.create(name="Ceo")
    asks = Viewer(ceo)
    assert asks.is_active
    manager = Person.objects.create(name="Lead", manager=ceo)
    for place in range(20):
        owner = Person.objects.create(name=f"P{place}", manager=manager)
        Goal.objects.create(title=f"G{place}", owner=owner, confidential=True)
    assert asks.is_manager
    assert visible_to(asks, MODELS["goal"]).exists()

    with django_assert_num_queries(1):
        assert visible_to(asks, MODELS["goal"]).count() == 20
