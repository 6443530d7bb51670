"""How goals, key results and links stand after a check, and what pages read of it."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lineofsight.alignment.line import lines_of
from lineofsight.alignment.load import load
from lineofsight.alignment.models import GoalStanding, KeyResultStanding, LinkStanding
from lineofsight.alignment.selectors import (
    check_under_way,
    last_check,
    standing_of,
    strategy_standing,
    trend,
)
from lineofsight.alignment.services import run_check
from lineofsight.engine.lens import Lenses
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import Person
from lineofsight.strategy.models import Pillar
from tests.demo import organisation
from tests.factories import plans
from tests.factories.alignment import adrift, only, person

pytestmark = pytest.mark.django_db


def with_series(scope: str = "team") -> dict[str, Any]:
    today = timezone.localdate()
    made = plans.keep({
        "people": [{"id": "ana", "name": "Ana"}],
        "pillars": [{"id": "P", "name": "Uptime"}],
        "goals": [
            {
                "id": "G", "title": "Plants run", "owner_id": "ana", "scope": scope,
                "start": today - timedelta(days=100), "end": today + timedelta(days=100),
            }
        ],
        "links": [{"kind": "supports", "from_id": "G", "to_id": "P"}],
        "key_results": [
            {"id": "K", "goal_id": "G", "title": "Running", "baseline": 0.0, "target": 100.0}
        ],
        "observations": [
            {"measure_id": "K", "date": today - timedelta(days=100 - 20 * n), "value": 12.0 * n}
            for n in range(1, 5)
        ],
    })  # fmt: skip
    run_check()
    return made


@pytest.mark.slow
def test_goals_stand_as_the_engine_says() -> None:
    plans.keep(organisation.halvorsen(timezone.localdate()))
    run_check()
    lenses = Lenses(load())
    rows = {row.pk: row for row in GoalStanding.objects.all()}
    assert len(rows) == len(lenses.snapshot.goals)
    for place, pk in enumerate(lenses.snapshot.goals.row.tolist()):
        assert rows[pk].stake == pytest.approx(lenses.flow.stake[place], abs=1e-9)
        assert rows[pk].depth == (d if (d := int(lenses.graph.depth[place])) >= 0 else None)
        if lenses.graph.has_path[place]:
            assert rows[pk].strength == pytest.approx(lenses.paths.strength[place], abs=1e-9)


@pytest.mark.slow
def test_live_lines_are_those_of_the_check_fit_of_words_included() -> None:
    plans.keep(organisation.halvorsen(timezone.localdate()))
    run_check()
    lenses = Lenses(load())
    viewer = Viewer(Person.objects.order_by("pk")[0])
    seen = set(visible_to(viewer, Goal).values_list("pk", flat=True))
    lines = lines_of(list(lenses.snapshot.goals.row.tolist()), viewer)
    for place, pk in enumerate(lenses.snapshot.goals.row.tolist()):
        expected = lenses.paths.line(place)
        assert lines[pk].reaches == (expected is not None)
        if expected is not None:
            assert lines[pk].strength == pytest.approx(expected.strength, abs=1e-6)
            assert len(lines[pk].rungs) == len(expected.nodes)
            assert lines[pk].rungs[0].is_hidden == (pk not in seen)


@pytest.mark.slow
def test_links_keep_what_passes_along_them() -> None:
    plans.keep(organisation.halvorsen(timezone.localdate()))
    run_check()
    lenses = Lenses(load())
    flow = {
        int(lenses.snapshot.links.row[link]): value
        for link, value in zip(
            lenses.graph.edges.link.tolist(), lenses.flow.edge_flow.tolist(), strict=True
        )
    }
    rows = LinkStanding.objects.all()
    assert set(rows.values_list("pk", flat=True)) == set(flow)
    assert all(row.flow == pytest.approx(flow[row.pk], abs=1e-9) for row in rows)
    assert all(0.5 <= row.factor <= 1.0 for row in rows)


def test_a_key_result_with_a_series_has_a_fan() -> None:
    made = with_series()
    standing = KeyResultStanding.objects.get(pk=made["key_results"]["K"].pk)
    fan = standing.fan
    assert len(fan["seen"]) == 4
    assert fan["plan"][0][1] == 0.0
    assert fan["plan"][-1] == [fan["end"], 100.0]
    low, high = fan["low80"], fan["high80"]
    assert low < fan["low50"] < fan["centre"] < fan["high50"] < high
    assert standing.chance is not None


def test_what_a_person_sets_for_themselves_is_not_predicted() -> None:
    made = with_series(scope="individual")
    standing = KeyResultStanding.objects.get(pk=made["key_results"]["K"].pk)
    assert (standing.chance, standing.fan) == (None, {})
    assert GoalStanding.objects.get(pk=made["goals"]["G"].pk).chance is None


def test_a_schedule_is_the_plan_of_a_fan() -> None:
    made = with_series()
    day = timezone.localdate() + timedelta(days=50)
    KeyResult.objects.update(schedule=f"{day.isoformat()}=90")
    run_check()
    standing = KeyResultStanding.objects.get(pk=made["key_results"]["K"].pk)
    assert standing.fan["plan"][-1] == [day.isoformat(), 90.0]


def test_only_what_differs_is_written() -> None:
    with_series()
    with CaptureQueriesContext(connection) as queries:
        run_check()
    written = [one["sql"] for one in queries if "standing" in one["sql"] and "INSERT" in one["sql"]]
    assert written == []


def test_a_goal_that_moves_stands_elsewhere() -> None:
    made = with_series()
    pillar = Pillar.objects.create(ref="Q", name="Growth", weight=1.0)
    Link.objects.update(pillar=pillar)
    run_check()
    assert standing_of([made["goals"]["G"].pk])[made["goals"]["G"].pk].pillar == pillar


def test_standing_is_seen_with_its_goal() -> None:
    made = adrift()
    run_check()
    Goal.objects.filter(ref="G1").update(confidential=True)
    seen = visible_to(Viewer(person("tom")), GoalStanding).values_list("pk", flat=True)
    assert made["goals"]["G1"].pk not in seen
    assert made["goals"]["G3"].pk in seen
    links = visible_to(Viewer(person("tom")), LinkStanding)
    assert not links.exists()
    assert visible_to(Viewer(person("ana")), LinkStanding).count() == 1


def test_before_the_first_check_the_strategy_stands_nowhere() -> None:
    assert strategy_standing() == []


def test_the_strategy_stands_by_pillar() -> None:
    with_series()
    (one,) = strategy_standing()
    assert one.pillar.ref == "P"
    assert (one.weight, one.stake, one.goals) == (1.0, 1.0, 1)
    assert one.chance is not None
    assert one.on_track + one.not_on_track + one.unknown == 1


def test_a_pillar_added_since_carries_nothing_yet() -> None:
    with_series()
    Pillar.objects.create(ref="Q", name="Growth")
    assert [one.goals for one in strategy_standing()] == [1, 0]


def test_a_trend_has_one_point_a_day() -> None:
    adrift("LOS101", "LOS705")
    now = timezone.now().replace(hour=10)
    with time_machine.travel(now, tick=True):
        run_check()
        run_check()
    with time_machine.travel(now + timedelta(days=1), tick=True):
        Goal.objects.filter(ref="G3").delete()
        run_check()
    points = trend("LOS101")
    assert [point.findings for point in points] == [2, 1]
    assert points[1].day - points[0].day == timedelta(days=1)
    assert [point.goals_with_line for point in points] == [pytest.approx(1 / 3), 0.5]
    assert [point.findings for point in trend()] == [3, 2]


def test_the_newest_check_is_told_apart_from_one_that_runs() -> None:
    adrift()
    run = run_check()
    assert last_check() == run
    assert check_under_way() is None


def test_nothing_is_found_where_no_rule_looks() -> None:
    adrift("LOS101")
    only()
    assert run_check().opened == 0


def test_a_goal_dated_ahead_has_not_been_set_yet() -> None:
    made = adrift()
    Goal.objects.filter(ref="G1").update(created_on=date(2999, 1, 1))
    goal = made["goals"]["G1"].pk
    line = lines_of([goal], Viewer(person("ana")))[goal]
    assert not line.reaches
    assert line.sentence == "“Plants run 98 % of the time” has not been set yet on this day."
