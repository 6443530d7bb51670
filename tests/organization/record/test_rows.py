"""Rows of the record as the plan file writes them."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.organization.models import Function, Person, Team
from lineofsight.organization.record.base import Versioned
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.columns import Many, OneLink, OneOf
from lineofsight.organization.record.rows import rows_by_pk, rows_of
from lineofsight.planfile.schema import TABLES
from lineofsight.strategy.models import Kpi, Pillar

pytestmark = pytest.mark.django_db

PLANNED = [model for model in apps.get_models() if hasattr(model, "PLAN")]


def row(thing: Versioned) -> dict[str, Any]:
    return rows_by_pk(type(thing), [thing.pk])[thing.pk]


def put(thing: Any) -> Any:
    with Change(None, "put") as change:
        return change.add(thing)


def test_every_table_of_the_plan_file_has_its_place() -> None:
    assert {model.PLAN.table for model in PLANNED} >= set(TABLES)


@pytest.mark.parametrize(
    "model",
    [model for model in PLANNED if model.PLAN.table in TABLES],
    ids=lambda model: model.__name__,
)
def test_a_model_has_all_columns_of_its_table(model: type[Versioned]) -> None:
    known = set(TABLES[model.PLAN.table].columns)

    assert set(model.PLAN.columns) | {"as_of"} >= known
    assert set(model.PLAN.columns) <= known
    assert not set(model.PLAN.beyond) & known


@pytest.mark.parametrize("model", PLANNED, ids=lambda model: model.__name__)
def test_a_table_without_rows_reads_as_nothing(model: type[Versioned]) -> None:
    assert list(rows_of(model)) == []


def test_what_is_unknown_is_left_out() -> None:
    assert row(put(Function(name="Sales", ref="S"))) == {"id": "S", "name": "Sales"}


def test_no_is_not_unknown_and_neither_is_zero() -> None:
    pillar = put(Pillar(name="Stay", ref="P", weight=0.0))
    person = put(Person(name="Alice", ref="A", on_leave=False))

    assert row(pillar)["weight"] == 0.0
    assert row(person)["on_leave"] is False


def test_days_and_references_read_as_text() -> None:
    bob = put(Person(name="Bob", ref="B"))
    alice = put(
        Person(name="Alice", ref="A", manager=bob, manager_since=date(2026, 3, 1), serves_all=True)
    )

    assert row(alice) == {
        "id": "A",
        "name": "Alice",
        "manager_id": "B",
        "manager_since": "2026-03-01",
        "serves_all": True,
    }


def test_several_references_keep_their_order() -> None:
    pillar = put(Pillar(name="Stay", ref="P"))
    champions = [put(Person(name=name, ref=name)) for name in "ABC"]
    with Change(None, "pillar.edited") as change:
        change.relate(pillar, "champions", [champions[2], champions[0], champions[1]])

    assert row(pillar)["champion_ids"] == ["C", "A", "B"]


def test_several_references_stand_with_their_own_row() -> None:
    people = [put(Person(name=name, ref=name)) for name in "ABCD"]
    with Change(None, "person.edited") as change:
        change.relate(people[0], "dotted_managers", [people[1]])
        change.relate(people[2], "dotted_managers", [people[3], people[1]])

    found = {one["id"]: one.get("dotted_manager_ids") for _, one in rows_of(Person)}

    assert found == {"A": ["B"], "B": None, "C": ["D", "B"], "D": None}


def test_an_end_is_a_goal_a_pillar_or_the_north_star() -> None:
    child, parent = put(Goal(title="Child", ref="C")), put(Goal(title="Parent", ref="G"))
    pillar = put(Pillar(name="Stay", ref="P"))
    links = [
        put(Link(kind="supports", source=child, goal=parent)),
        put(Link(kind="supports", source=child, pillar=pillar)),
        put(Link(kind="supports", source=child, to_north_star=True)),
    ]

    assert [row(link)["to_id"] for link in links] == ["G", "P", "north_star"]


def test_an_observation_names_its_measure_of_either_kind() -> None:
    goal = put(Goal(title="Grow", ref="G"))
    measures = {
        "key_result": put(KeyResult(goal=goal, title="Revenue", ref="K")),
        "kpi": put(Kpi(name="Churn", ref="KPI")),
    }
    for name, measure in measures.items():
        now = timezone.now()
        Observation(**{name: measure}, date=date(2026, 1, 1), value=3, recorded_at=now).save()

    assert [one["measure_id"] for _, one in rows_of(Observation)] == ["K", "KPI"]


def test_what_a_source_knew_besides_stands_in_the_row() -> None:
    team = put(Team(name="One", ref="T", extras={"cost_centre": "77", "lead_id": "nobody"}))

    assert row(team) == {"id": "T", "name": "One", "cost_centre": "77", "lead_id": "nobody"}


def test_rows_come_in_the_order_of_their_numbers() -> None:
    for name in "CAB":
        put(Function(name=name, ref=name))

    assert [one["id"] for _, one in rows_of(Function)] == ["C", "A", "B"]


def test_some_rows_alone_can_be_read() -> None:
    first, _, third = (put(Function(name=name, ref=name)) for name in "ABC")

    assert set(rows_by_pk(Function, [first.pk, third.pk])) == {first.pk, third.pk}


@pytest.mark.parametrize("model", PLANNED, ids=lambda model: model.__name__)
def test_reading_takes_one_query_and_one_for_each_relation(
    model: type[Versioned], django_assert_num_queries: Any
) -> None:
    several = sum(isinstance(source, Many) for source in model.PLAN.everything.values())

    with django_assert_num_queries(1 + several):
        list(rows_of(model))


@pytest.mark.parametrize("model", PLANNED, ids=lambda model: model.__name__)
def test_each_column_names_a_field_that_is_there(model: type[Versioned]) -> None:
    for source in model.PLAN.everything.values():
        if isinstance(source, Many):
            assert getattr(model, source.relation)
        else:
            paths = [source] if isinstance(source, str) else list(source.paths)
            paths += source.words if isinstance(source, OneOf) else ()
            assert list(model._default_manager.values_list(*paths)) == []
            assert isinstance(source, str | OneOf | OneLink)
