"""What a small file touches is worked out anew, and what is kept is right afterwards."""

from typing import Any

import pytest

from lineofsight.goals.models import GoalProgress
from lineofsight.goals.rollup import recheck
from tests.exchange.doing import SMALL, plan, small, take

pytestmark = pytest.mark.django_db

G1 = SMALL["goals"][0]


@pytest.mark.parametrize(
    "tables",
    [
        {"observations": [{"measure_id": "R1", "date": "2026-04-01", "value": 8}]},
        {"key_results": [{"id": "R2", "goal_id": "G2", "title": "Days", "target": 4, "value": 1}]},
        {"key_results": [{"id": "R1", "goal_id": "G2", "title": "Hours", "target": 10}]},
        {"goals": [{**G1, "status": "done"}]},
        {"goals": [{**G1, "rollup": "children"}]},
        {
            "goals": [G1, {"id": "G3", "title": "New"}],
            "links": [{"kind": "supports", "from_id": "G3", "to_id": "G1"}],
        },
        {
            "goals": [G1],
            "pillars": [{"id": "Q", "name": "Other"}],
            "links": [{"kind": "supports", "from_id": "G1", "to_id": "Q"}],
        },
    ],
)
def test_what_is_kept_is_what_a_recomputation_gives(tables: dict[str, Any]) -> None:
    take(small(goals=[G1, {**SMALL["goals"][1], "rollup": "children"}]))
    goals = [{"id": "G1", "title": "Plants run"}, {"id": "G2", "title": "Books closed"}]
    given = {"goals": goals, **tables}
    if "observations" in tables:
        given["key_results"] = SMALL["key_results"]
    if "key_results" in tables:
        given.pop("links", None)
    take(plan(**given))
    assert not list(recheck())


def test_a_new_observation_is_in_the_progress_of_its_goal() -> None:
    take(small())
    observations = [{"measure_id": "R1", "date": "2026-04-01", "value": 8}]
    take(plan(goals=[G1], key_results=SMALL["key_results"], observations=observations))
    assert GoalProgress.objects.get(goal__ref="G1").value == 800_000


def test_removed_links_are_out_of_the_progress_above() -> None:
    take(small())
    take(plan(goals=SMALL["goals"], links=SMALL["links"][1:]), replace=True)
    assert not list(recheck())
