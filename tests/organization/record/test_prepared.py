"""Statements that are put together once: what they answer, and what they refuse."""

from datetime import timedelta

import pytest
from django.db.models import Count, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from lineofsight.goals.models import Goal, KeyResult
from lineofsight.organization import access
from lineofsight.organization.access import Viewer
from lineofsight.organization.record.prepared import Given, Prepared, Truth, among
from tests.factories import goals as made
from tests.factories import organization as people

pytestmark = pytest.mark.django_db


def test_answers_other_values_each_time() -> None:
    first, second = made.goal("Cut churn"), made.goal("Answer sooner")
    asked = Prepared(lambda: Goal.objects.filter(pk=Given("goal")))
    assert asked(goal=first.pk) == [first]
    assert asked(goal=second.pk) == [second]
    assert asked(goal=0) == []
    assert asked.first(goal=second.pk) == second
    assert asked.first(goal=0) is None


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_database_keeps_is_nobodys(number: int) -> None:
    made.goal()
    assert Prepared(lambda: Goal.objects.filter(pk=Given("goal")))(goal=number) == []


def test_takes_any_number_of_numbers() -> None:
    goals = [made.goal(f"Goal {number}") for number in range(5)]
    asked = Prepared(lambda: Goal.objects.filter(among("pk", "goals")).order_by("pk"))
    assert asked(goals=[]) == []
    assert asked(goals=[goals[3].pk, goals[1].pk]) == [goals[1], goals[3]]


def test_is_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    goal = made.goal()
    asked = Prepared(lambda: Goal.objects.filter(pk=Given("goal")).select_related("owner"))
    asked(goal=goal.pk)

    def again(*_given: object, **_named: object) -> None:
        raise AssertionError("put together again")

    monkeypatch.setattr(SQLCompiler, "pre_sql_setup", again)
    assert asked(goal=goal.pk) == [goal]


@pytest.mark.parametrize(
    "rows",
    [
        lambda pk: KeyResult.objects.filter(goal=pk).select_related("goal__owner"),
        lambda pk: KeyResult.objects.filter(goal=pk).only("title", "goal_id"),
        lambda pk: KeyResult.objects.filter(goal=pk).prefetch_related("goal__contributors"),
        lambda pk: KeyResult.objects.filter(goal=pk).annotate(seen=Count("observations")),
    ],
    ids=["beside", "narrow", "fetched", "counted"],
)
def test_reads_rows_as_any_query_does(rows: object) -> None:
    assert callable(rows)
    result = made.key_result()
    (plain,), (found,) = (
        rows(result.goal_id),
        Prepared(lambda: rows(Given("goal")))(goal=result.goal_id),
    )
    assert found == plain
    assert found.__dict__.keys() == plain.__dict__.keys()
    with_goal = "goal" in plain._state.fields_cache
    assert ("goal" in found._state.fields_cache) == with_goal
    if with_goal:
        assert found.goal.owner == plain.goal.owner
        assert list(found.goal.contributors.all()) == list(plain.goal.contributors.all())


@pytest.mark.parametrize("flat", [True, False])
def test_reads_values(flat: bool) -> None:
    goal = made.goal("Cut churn")
    names = ("title",) if flat else ("pk", "title", "created_on")

    def rows(pk: object) -> "QuerySet[Model, object]":
        return Goal.objects.filter(pk=pk).values_list(*names, flat=flat)

    assert Prepared(lambda: rows(Given("goal")))(goal=goal.pk) == list(rows(goal.pk))
    told = Prepared(lambda: Goal.objects.filter(pk=Given("goal")).values("pk", "title"))
    assert told(goal=goal.pk) == [{"pk": goal.pk, "title": "Cut churn"}]


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match="goal"):
        Prepared(lambda: Goal.objects.filter(pk=Given("goal")))(person=1)


@pytest.mark.parametrize("holds", [True, False])
def test_a_truth_holds_for_every_row_or_for_none(holds: bool) -> None:
    goal = made.goal()
    assert list(Goal.objects.filter(Truth(holds))) == [goal] * holds
    assert list(Goal.objects.exclude(Truth(holds))) == [goal] * (not holds)
    asked = Prepared(lambda: Goal.objects.filter(Truth(lambda values: values["yes"])))
    assert asked(yes=holds) == [goal] * holds


class TestAnybody:
    """Whoever asks, in a statement prepared for all."""

    def test_whoever_has_left_sees_nothing(self) -> None:
        made.goal()
        gone = people.person("Gone", end_date=timezone.localdate() - timedelta(days=1))
        asked = Prepared(lambda: access.visible_to(access.ANYBODY, Goal))
        seen = Prepared(
            lambda: Goal.objects.annotate(seen=access.seen_by(access.ANYBODY, Goal)).values_list(
                "seen", flat=True
            )
        )
        assert asked(viewer=Viewer(gone)) == []
        assert [bool(one) for one in seen(viewer=Viewer(gone))] == [False]

    def test_what_differs_from_person_to_person_is_refused(self) -> None:
        asks = access.ANYBODY
        for fact in (
            lambda: asks.is_strategy_office,
            lambda: asks.reports,
            lambda: asks.teams_led,
            lambda: asks.known("goals", lambda _viewer: []),
        ):
            with pytest.raises(TypeError, match="whoever asks"):
                fact()
        with pytest.raises(AttributeError):
            assert asks.person

    def test_one_statement_serves_both_who_may_and_who_may_not(self) -> None:
        owner = people.person("Owner")
        secret = made.goal("Secret", owner=owner, confidential=True)
        asked = Prepared(lambda: access.visible_to(access.ANYBODY, Goal))
        assert asked(viewer=Viewer(owner)) == [secret]
        assert asked(viewer=Viewer(people.person("Other"))) == []
        assert asked(viewer=Viewer(owner)) == [secret]
