"""What somebody who imports does not see, and what nobody would see afterwards."""

from typing import Any

import pytest

from lineofsight.goals.models import Goal, KeyResult
from lineofsight.kit.errors import NotAllowed
from lineofsight.organization.models import Person
from tests.exchange.doing import Rows, look, plan, take
from tests.factories import goals as make
from tests.factories import organization as made

pytestmark = pytest.mark.django_db
OPEN: dict[str, Any] = {"id": "G1", "title": "Plants run"}


@pytest.fixture
def office() -> Person:
    return made.strategy_office()


def messages(tables: Rows, actor: Person) -> list[str]:
    found = look(plan(**tables), actor=actor).problems
    return [f"{one.table} {one.column}: {one.message}" for one in found]


def with_more_on(goal: str) -> Rows:
    return {
        "goals": [OPEN, {"id": goal, "title": "Merge"}],
        "key_results": [
            {"id": "K", "goal_id": "G1", "title": "Hours"},
            {"id": "L", "goal_id": goal, "title": "Price"},
        ],
        "links": [{"kind": "supports", "from_id": "G1", "to_id": goal}],
    }


def test_nothing_is_hung_on_a_goal_that_the_importer_does_not_see(office: Person) -> None:
    make.goal("Merge", ref="H", owner=made.person("Ana"), confidential=True)

    assert messages(with_more_on("H"), office) == [
        "key_results goal_id: The record has a row “H” that is not yours to change.",
        "links to_id: The record has a row “H” that is not yours to change.",
    ]
    assert messages(with_more_on("another"), office) == []


def test_the_installation_itself_hangs_on_it_what_a_file_says() -> None:
    make.goal("Merge", ref="H", owner=made.person("Ana"), confidential=True)

    take(plan(**with_more_on("H")))

    assert KeyResult.objects.get(ref="L").goal.ref == "H"


def test_nobody_brings_a_confidential_goal_without_owner(office: Person) -> None:
    tables: Rows = {"goals": [{**OPEN, "confidential": True}]}

    assert messages(tables, office) == [
        "goals owner_id: A confidential goal needs an owner, who decides who sees it."
    ]
    take(plan(**tables))
    assert Goal.objects.get().confidential


def test_administrators_bring_people_and_no_plans() -> None:
    admin = made.administrator()
    people = {"people": [{"id": "ana", "name": "Ana"}]}

    with pytest.raises(NotAllowed):
        look(plan(**people, goals=[OPEN]), actor=admin)
