"""The record as it was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from lineofsight.organization.models import AuditEntry, Person, Version
from lineofsight.organization.record import history
from lineofsight.organization.record.change import Change

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def on(days: int) -> datetime:
    return DAY + timedelta(days=days)


def at(days: int) -> Any:
    return time_machine.travel(on(days), tick=False)


def saved(name: str, ref: str) -> Person:
    with Change(None, "person.created") as change:
        return change.add(Person(name=name, ref=ref))


def names(instant: datetime) -> list[object]:
    return [row["name"] for _, row in history.rows_at("people", instant)]


@pytest.fixture
def alice() -> Person:
    """Alice, who came on day 0, was renamed on day 2 and removed on day 4."""
    with at(0):
        alice = saved("Alice", "A")
    with at(2), Change(None, "person.edited", reason="She married.") as change:
        change.save(alice, name="Alicia")
    with at(4), Change(None, "person.removed") as change:
        change.remove(alice)
    return alice


class TestRowsAt:
    @pytest.mark.parametrize(
        ("day", "found"),
        [(-1, []), (0, ["Alice"]), (1, ["Alice"]), (2, ["Alicia"]), (3, ["Alicia"]), (4, [])],
    )
    def test_gives_what_held_at_an_instant(self, alice: Person, day: int, found: list[str]) -> None:
        assert names(on(day)) == found

    def test_gives_the_last_of_several_changes_at_one_instant(self) -> None:
        with at(0):
            alice = saved("Alice", "A")
            for name in ("Alicia", "Alix"):
                with Change(None, "person.edited") as change:
                    change.save(alice, name=name)

        assert names(on(0)) == ["Alix"]

    def test_gives_one_row_of_each_though_a_change_within_another_ended_first(self) -> None:
        with at(0):
            alice = saved("Alice", "A")
        with time_machine.travel(on(1), tick=False) as clock, Change(None, "outer") as outer:
            clock.shift(timedelta(hours=1))
            with Change(None, "inner") as inner:
                inner.save(alice, name="Inner")
            outer.save(alice, title="Last")

        assert [names(on(1) + timedelta(minutes=m)) for m in (-1, 30, 60)] == [
            ["Alice"],
            ["Alice"],
            ["Inner"],
        ]

    def test_gives_the_table_alone_in_the_order_of_numbers(self) -> None:
        with at(0):
            people = [saved(name, name) for name in "CAB"]

        assert [pk for pk, _ in history.rows_at("people", on(1))] == [one.pk for one in people]
        assert list(history.rows_at("teams", on(1))) == []

    def test_gives_each_row_once_over_several_pages(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(history, "PAGE", 3)
        with at(0), Change(None, "import.applied") as change:
            change.add_all([Person(name=f"P{n}") for n in range(9)])

        assert names(on(1)) == [f"P{n}" for n in range(9)]


class TestRowAt:
    def test_gives_the_row_of_one_thing(self, alice: Person) -> None:
        assert history.row_at(alice, on(3)) == {"id": "A", "name": "Alicia"}

    def test_gives_nothing_of_what_was_not_there(self, alice: Person) -> None:
        assert history.row_at(alice, on(5)) is None


class TestStory:
    def test_tells_each_change_with_before_and_after(self, alice: Person) -> None:
        first, second = history.story_of(alice)

        assert (first.entry.verb, first.before) == ("person.created", None)
        assert (second.entry.reason, second.before, second.after) == (
            "She married.",
            first.after,
            {"id": "A", "name": "Alicia"},
        )

    def test_takes_one_query(self, alice: Person, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            assert [step.entry.verb for step in history.story_of(alice)]


class TestLastChange:
    def test_is_the_newest_entry_by_then(self, alice: Person) -> None:
        found = history.last_change(on(3))

        assert found is not None
        assert found.verb == "person.edited"

    def test_of_an_empty_record_is_none(self) -> None:
        assert history.last_change(on(0)) is None


def test_pages_are_read_along_the_index_on_ids(django_assert_num_queries: Any) -> None:
    """However many versions there are, a page costs the rows of the page."""
    entry = AuditEntry.objects.create(at=on(0), verb="import.applied")
    Version.objects.bulk_create(
        Version(
            table="people",
            object_id=number,
            row={"id": str(number)},
            entry=entry,
            valid_from=on(day),
            valid_to=on(day + 1),
        )
        for number in range(1_000)
        for day in range(5)
    )
    if connection.vendor == "postgresql":  # so few rows it would rather read all, and sort them
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE organization_version")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")

    plan = history.page_after("people", on(3), 500).explain()

    assert "version_of_a_row" in plan
    assert "TEMP B-TREE" not in plan
