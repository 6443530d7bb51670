"""The record as the engine takes it, now and at past instants."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import time_machine
from django.utils import timezone

from lineofsight.alignment.columns import models_by_table
from lineofsight.alignment.load import columns_now, load
from lineofsight.alignment.observations import ObservationFile
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.goals.models import Goal, KeyResult, Observation
from lineofsight.organization.record.change import Change
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.schema import TABLES
from tests.demo.organisation import TODAY, halvorsen
from tests.factories import plans

SMALL: dict[str, list[dict[str, Any]]] = {
    "people": [{"id": "ana", "name": "Ana Silva"}],
    "goals": [{"id": "G1", "title": "Plants run", "owner_id": "ana"}],
    "key_results": [{"id": "K1", "goal_id": "G1", "title": "Time running"}],
    "observations": [
        {"measure_id": "K1", "date": date(2026, 3, 1), "value": 90.0, "source": "scada"},
        {"measure_id": "K1", "date": date(2026, 4, 1), "value": 91.0, "confidence": 7.0},
    ],
}
LONG_AGO = timezone.now() - timedelta(days=1)


def told(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    result = check(snapshot, Settings(people=True))
    return [
        (f.identity, f.severity, f.stake, f.certainty, f.sentence, dict(f.evidence), f.people)
        for f in result.findings
    ]


@pytest.mark.django_db
def test_every_table_of_the_plan_file_is_loaded() -> None:
    assert set(models_by_table()) == set(TABLES)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_record_of_the_demo_gives_the_findings_of_its_plan() -> None:
    rows = halvorsen(TODAY)
    plans.keep(rows)
    expected = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), TODAY)
    assert told(Snapshot.build(columns_now(), TODAY)) == told(expected)


@pytest.mark.django_db
def test_rows_of_a_table_are_numbered_as_in_the_record() -> None:
    made = plans.keep(SMALL)
    assert load().goals.row.tolist() == [made["goals"]["G1"].pk]


@pytest.mark.django_db
def test_a_reference_to_several_is_kept_as_it_was_said() -> None:
    made = plans.keep(SMALL)
    Goal.objects.filter(pk=made["goals"]["G1"].pk).update(extras={"owner_id": "ana;tom"})
    assert columns_now()["goals"].text("owner_id").tolist() == ["ana;tom"]


@pytest.mark.django_db
def test_a_past_instant_shows_what_was_then() -> None:
    made = plans.keep(SMALL)
    goal = Goal.objects.get(pk=made["goals"]["G1"].pk)
    before = timezone.now()
    with Change(None, "goal.edited") as change:
        change.save(goal, title="Plants run well")
        change.add(Goal(ref="G2", title="A new one"))
    assert load(before).goals.title.tolist() == ["Plants run"]
    assert load().goals.title.tolist() == ["Plants run well", "A new one"]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_past_instant_reads_as_the_record_did_then() -> None:
    plans.keep(halvorsen(TODAY))
    then = columns_now()
    at = timezone.now()
    with Change(None, "goals.emptied") as change:
        for goal in Goal.objects.all()[:20]:
            change.save(goal, title="Something else", status="paused")
    past = load(at)
    expected = Snapshot.build(then, timezone.localdate())
    assert told(past) == told(expected)


@pytest.mark.django_db
def test_a_past_instant_does_not_know_what_was_recorded_later() -> None:
    plans.keep(SMALL)
    before = timezone.now()
    with time_machine.travel(before + timedelta(hours=1), tick=False):
        Observation.objects.create(
            key_result=KeyResult.objects.get(),
            date=date(2026, 2, 1),
            value=80.0,
            recorded_at=timezone.now(),
        )
        assert len(load(before).observations) == 2
        assert len(load().observations) == 3


@pytest.mark.django_db
def test_a_day_that_lies_behind_means_its_end() -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        plans.keep(SMALL)
    with time_machine.travel(datetime(2026, 5, 6, 9, tzinfo=UTC), tick=False):
        assert len(load(date(2026, 5, 4)).goals) == 1
        assert load(date(2026, 5, 4)).as_of == date(2026, 5, 4)
        assert len(load(date(2026, 5, 3)).goals) == 0


# The column file of observations ----------------------------------------------------------------


def keep_settled() -> None:
    """Keep the small plan as if it had been recorded yesterday."""
    with time_machine.travel(LONG_AGO, tick=False):
        plans.keep(SMALL)


@pytest.mark.django_db
def test_observations_are_the_same_from_the_file_as_from_the_record(columns_folder: Path) -> None:
    keep_settled()
    first = columns_now()["observations"]
    assert (columns_folder / "observations.json").exists()
    again = columns_now()["observations"]
    for name, column in first.columns.items():
        np.testing.assert_array_equal(column, again.columns[name])


@pytest.mark.django_db
def test_only_new_observations_are_read(
    columns_folder: Path, django_assert_num_queries: Any
) -> None:
    keep_settled()
    ObservationFile(columns_folder).read("default")
    with django_assert_num_queries(3) as queries:
        store = ObservationFile(columns_folder).read("default")
    assert f'"id" > {store.last}' in queries[-1]["sql"]


@pytest.mark.django_db
def test_what_may_still_be_overtaken_is_read_but_not_kept(columns_folder: Path) -> None:
    plans.keep(SMALL)
    store = ObservationFile(columns_folder).read("default")
    assert len(store.rows) == 2
    assert not columns_folder.exists()


@pytest.mark.django_db
def test_a_later_observation_becomes_another_part(columns_folder: Path) -> None:
    keep_settled()
    ObservationFile(columns_folder).read("default")
    Observation.objects.create(
        key_result=KeyResult.objects.get(),
        date=date(2026, 5, 1),
        value=92.0,
        source="by hand",
        recorded_at=LONG_AGO,
    )
    ObservationFile(columns_folder).read("default")
    assert len(list(columns_folder.glob("*.npy"))) == 2
    assert len(ObservationFile(columns_folder).read("default").rows) == 3


@pytest.mark.django_db
def test_a_deleted_observation_is_forgotten(columns_folder: Path) -> None:
    keep_settled()
    ObservationFile(columns_folder).read("default")
    Observation.objects.filter(value=90.0).delete()
    assert ObservationFile(columns_folder).read("default").rows["value"].tolist() == [91.0]


@pytest.mark.django_db
def test_the_file_of_another_record_is_not_believed(columns_folder: Path) -> None:
    keep_settled()
    ObservationFile(columns_folder).read("default")
    rows = list(Observation.objects.all())
    Observation.objects.all().delete()
    for row in rows:
        row.value = 70.0
        row.save(force_insert=True)
    assert ObservationFile(columns_folder).read("default").rows["value"].tolist() == [70.0, 70.0]


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 1, "parts": ["gone.npy"]}'])
def test_a_spoilt_file_is_built_anew(columns_folder: Path, content: bytes) -> None:
    keep_settled()
    ObservationFile(columns_folder).read("default")
    (columns_folder / "observations.json").write_bytes(content)
    assert len(ObservationFile(columns_folder).read("default").rows) == 2
    assert len(ObservationFile(columns_folder).read("default").parts) == 1


@pytest.mark.django_db
def test_many_parts_become_one(columns_folder: Path) -> None:
    keep_settled()
    ObservationFile(columns_folder).read("default")
    result = KeyResult.objects.get()
    for number in range(24):
        Observation.objects.create(
            key_result=result, date=date(2026, 5, 1), value=number, recorded_at=LONG_AGO
        )
        store = ObservationFile(columns_folder).read("default")
    store = ObservationFile(columns_folder).read("default")
    assert len(store.rows) == 26
    assert len(store.parts) == 1
