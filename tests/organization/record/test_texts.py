"""What a file said in words, kept under a column's own name, goes when somebody says another."""

import pytest

from lineofsight.goals.models import Goal
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.history import story_of
from lineofsight.organization.record.rows import rows_by_pk
from lineofsight.organization.services import move_person
from tests.factories.organization import person

pytestmark = pytest.mark.django_db

KEPT = {"owner_id": "zoe", "contributor_ids": ["zoe"], "Colour": "green"}


@pytest.fixture
def goal() -> Goal:
    with Change(None, "goal.created") as change:
        return change.add(Goal(ref="G", title="Plants run", extras=dict(KEPT)))


def row(goal: Goal) -> dict[str, object]:
    return rows_by_pk(Goal, [goal.pk])[goal.pk]


def test_another_owner_takes_the_place_of_a_name(goal: Goal) -> None:
    ana = person("Ana", ref="ana")
    with Change(None, "goal.edited") as change:
        change.save(goal, owner=ana)
    assert row(goal)["owner_id"] == "ana"
    assert goal.extras == {"contributor_ids": ["zoe"], "Colour": "green"}
    assert story_of(goal)[-1].after["owner_id"] == "ana"


def test_what_else_is_written_leaves_the_name(goal: Goal) -> None:
    with Change(None, "goal.edited") as change:
        change.save(goal, title="Plants always run")
    assert row(goal)["owner_id"] == "zoe"


def test_other_contributors_take_the_place_of_names(goal: Goal) -> None:
    with Change(None, "goal.edited") as change:
        change.relate(goal, "contributors", [person("Ana", ref="ana")])
    assert row(goal)["contributor_ids"] == ["ana"]
    goal.refresh_from_db()
    assert goal.extras == {"owner_id": "zoe", "Colour": "green"}


def test_a_move_takes_the_place_of_a_manager_in_words() -> None:
    with Change(None, "person.added") as change:
        ana = change.add(Person(ref="ana", name="Ana", extras={"manager_id": "zoe", "Desk": "4"}))
    lea = person("Lea", ref="lea")
    move_person(actor=None, person=ana, manager=lea)
    assert rows_by_pk(Person, [ana.pk])[ana.pk]["manager_id"] == "lea"
    ana.refresh_from_db()
    assert ana.extras == {"Desk": "4"}
