"""One verb, one transaction, one audit entry; a version for each row touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from lineofsight.kit.context import request_id
from lineofsight.kit.errors import Conflict
from lineofsight.organization.models import AuditEntry, Person, Team, Version
from lineofsight.organization.record.change import Change, recorded

pytestmark = pytest.mark.django_db


def versions_of(thing: Any) -> list[Version]:
    found = Version.objects.filter(table=thing.PLAN.table, object_id=thing.pk)
    return list(found.order_by("valid_from", "pk"))


def saved(name: str = "Alice", **fields: Any) -> Person:
    with Change(None, "person.created") as change:
        return change.add(Person(name=name, **fields))


@contextmanager
def heard() -> Iterator[list[Change]]:
    told: list[Change] = []

    def listen(sender: object, change: Change, **_: object) -> None:
        told.append(change)

    recorded.connect(listen)
    try:
        yield told
    finally:
        recorded.disconnect(listen)


class TestAChange:
    def test_leaves_one_entry_that_says_who_did_what(self) -> None:
        actor = saved("Bob")
        before = AuditEntry.objects.count()

        with Change(actor, "team.created", reason="We grow.", on_behalf_of="token:ci") as change:
            change.add(Team(name="One"))
            change.add(Team(name="Two"))

        entry = AuditEntry.objects.latest("pk")
        assert AuditEntry.objects.count() == before + 1
        assert (
            entry.actor_id,
            entry.verb,
            entry.reason,
            entry.on_behalf_of,
            entry.subject_kind,
        ) == (
            actor.pk,
            "team.created",
            "We grow.",
            "token:ci",
            "team",
        )

    def test_names_the_request_in_hand(self) -> None:
        token = request_id.set("r-17")
        try:
            saved()
        finally:
            request_id.reset(token)

        assert AuditEntry.objects.get().request_id == "r-17"

    def test_that_touches_nothing_leaves_nothing(self) -> None:
        with heard() as told, Change(None, "person.edited"):
            pass

        assert not AuditEntry.objects.exists()
        assert not told

    def test_is_undone_by_an_exception(self) -> None:
        def fail() -> None:
            with Change(None, "person.created") as change:
                change.add(Person(name="Alice"))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        assert not Person.objects.exists()
        assert not Version.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_is_undone_when_a_listener_refuses(self) -> None:
        def refuse(sender: object, **_: object) -> None:
            raise ZeroDivisionError

        recorded.connect(refuse)
        try:
            with pytest.raises(ZeroDivisionError):
                saved()
        finally:
            recorded.disconnect(refuse)

        assert not Person.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_is_heard_with_its_entry(self) -> None:
        with heard() as told:
            saved()

        assert [change.entry for change in told] == [AuditEntry.objects.get()]

    def test_knows_which_rows_it_touched(self) -> None:
        with heard() as told:
            alice = saved()

        assert told[0].touched == {Person: {alice.pk}}


class TestSave:
    def test_opens_a_version_and_closes_the_one_before(self) -> None:
        alice = saved()

        with Change(None, "person.edited") as change:
            change.save(alice, name="Alicia")

        first, second = versions_of(alice)
        assert (first.row["name"], second.row["name"]) == ("Alice", "Alicia")
        assert first.valid_to == second.valid_from
        assert second.valid_to is None

    def test_names_the_fields_that_differ_alone(self) -> None:
        alice = saved(title="Engineer")

        with Change(None, "person.edited") as change:
            change.save(alice, name="Alicia", title="Engineer")

        assert AuditEntry.objects.latest("pk").fields == ["name"]

    def test_raises_the_version_in_the_table_and_in_hand(self) -> None:
        alice = saved()

        with Change(None, "person.edited") as change:
            change.save(alice, name="Alicia")

        assert alice.version == 2
        assert Person.objects.get(pk=alice.pk).version == 2

    def test_of_the_same_values_changes_nothing(self) -> None:
        alice = saved()

        with Change(None, "person.edited") as change:
            assert not change.save(alice, name="Alice")

        assert len(versions_of(alice)) == 1
        assert Person.objects.get(pk=alice.pk).version == 1

    def test_compares_references_without_a_query(self, django_assert_num_queries: Any) -> None:
        bob = saved("Bob")
        alice = Person.objects.get(pk=saved(manager=bob).pk)

        with Change(None, "person.edited") as change, django_assert_num_queries(1):
            assert not change.save(alice, manager=bob)

    def test_sees_that_a_reference_became_empty(self) -> None:
        alice = saved(manager=saved("Bob"))

        with Change(None, "person.edited") as change:
            assert change.save(alice, manager=None)

        assert Person.objects.get(pk=alice.pk).manager_id is None

    def test_conflicts_with_what_somebody_else_saved_and_tells_the_present_version(self) -> None:
        alice = saved()
        with Change(None, "person.edited") as change:
            change.save(Person.objects.get(pk=alice.pk), name="Alicia")

        with pytest.raises(Conflict) as refused, Change(None, "person.edited") as change:
            change.save(alice, name="Alix")

        assert refused.value.facts["version"] == 2
        assert Person.objects.get(pk=alice.pk).name == "Alicia"

    def test_conflicts_even_if_nothing_would_differ(self) -> None:
        alice = saved()

        with pytest.raises(Conflict), Change(None, "person.edited") as change:
            change.save(alice, expected=7, name="Alice")

    def test_conflicts_with_a_removal(self) -> None:
        alice = saved()
        with Change(None, "person.removed") as change:
            change.remove(Person.objects.get(pk=alice.pk))

        with pytest.raises(Conflict) as refused, Change(None, "person.edited") as change:
            change.save(alice, name="Alicia")

        assert refused.value.facts["version"] is None

    def test_twice_in_one_change_leaves_one_version(self) -> None:
        alice = saved()

        with Change(None, "person.edited") as change:
            change.save(alice, name="Alicia")
            change.save(alice, name="Alix")

        assert [version.row["name"] for version in versions_of(alice)] == ["Alice", "Alix"]


class TestHold:
    def test_conflicts_with_another_version(self) -> None:
        alice = saved()

        with pytest.raises(Conflict), Change(None, "person.edited") as change:
            change.hold(alice, 2)

    def test_leaves_no_trace(self) -> None:
        alice = saved()
        before = AuditEntry.objects.count()

        with Change(None, "person.edited") as change:
            change.hold(alice, 1)

        assert AuditEntry.objects.count() == before


class TestBulk:
    def test_adds_many_with_a_version_each_and_one_entry(self) -> None:
        with Change(None, "import.applied") as change:
            people = change.add_all([Person(name=f"P{n}") for n in range(30)])

        assert AuditEntry.objects.count() == 1
        assert [len(versions_of(person)) for person in people] == [1] * 30

    def test_saves_many_and_raises_their_versions(self) -> None:
        with Change(None, "import.applied") as change:
            people = list(change.add_all([Person(name=f"P{n}") for n in range(3)]))
        for person in people:
            person.title = "Engineer"

        with Change(None, "import.applied") as change:
            change.save_all(people, ["title"])

        assert set(Person.objects.values_list("title", "version")) == {("Engineer", 2)}
        assert versions_of(people[0])[-1].row["title"] == "Engineer"

    def test_takes_a_few_queries_for_many_rows(self, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(20), Change(None, "import.applied") as change:
            change.add_all([Person(name=f"P{n}") for n in range(300)])

    def test_of_nothing_leaves_nothing(self) -> None:
        with Change(None, "import.applied") as change:
            change.add_all([])
            change.save_all([], ["name"])
            change.touch_all([])

        assert not AuditEntry.objects.exists()


class TestRelate:
    def test_keeps_the_order_that_was_given(self) -> None:
        alice, bob, carol = saved("A"), saved("B"), saved("C")

        with Change(None, "person.edited") as change:
            change.relate(alice, "dotted_managers", [carol, bob])

        assert versions_of(alice)[-1].row["dotted_manager_ids"] == [carol.ref, bob.ref]

    def test_knows_another_order_as_a_change(self) -> None:
        alice, bob, carol, dan = saved("A"), saved("B"), saved("C"), saved("D")
        with Change(None, "person.edited") as change:
            change.relate(alice, "dotted_managers", [bob, carol, dan])

        with Change(None, "person.edited") as change:
            assert change.relate(alice, "dotted_managers", [bob, dan, carol])

        assert versions_of(alice)[-1].row["dotted_manager_ids"] == [bob.ref, dan.ref, carol.ref]

    def test_that_changes_nothing_says_so(self) -> None:
        alice, bob = saved("A"), saved("B")
        with Change(None, "person.edited") as change:
            change.relate(alice, "dotted_managers", [bob])

        with Change(None, "person.edited") as change:
            assert not change.relate(alice, "dotted_managers", [bob, bob])

        assert alice.version == 2

    def test_raises_the_version_once_beside_a_save(self) -> None:
        alice, bob = saved("A"), saved("B")

        with Change(None, "person.edited") as change:
            change.save(alice, name="Alicia")
            change.relate(alice, "dotted_managers", [bob])

        assert Person.objects.get(pk=alice.pk).version == alice.version == 2

    def test_can_be_emptied(self) -> None:
        alice, bob = saved("A"), saved("B")
        with Change(None, "person.edited") as change:
            change.relate(alice, "dotted_managers", [bob])

        with Change(None, "person.edited") as change:
            change.relate(alice, "dotted_managers", [])

        assert "dotted_manager_ids" not in versions_of(alice)[-1].row

    def test_is_seen_where_the_relation_was_read_ahead(self) -> None:
        alice, bob = saved("A"), saved("B")
        read = Person.objects.prefetch_related("dotted_managers").get(pk=alice.pk)

        with Change(None, "person.edited") as change:
            change.relate(read, "dotted_managers", [bob])

        assert list(read.dotted_managers.all()) == [bob]
