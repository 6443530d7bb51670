"""What becomes of a row that goes, and of the versions of rows."""

from typing import Any

import pytest
from django.db.models import ProtectedError

from lineofsight.kit.errors import Conflict
from lineofsight.organization.models import AuditEntry, Function, Person, Version
from lineofsight.organization.record.change import Change
from lineofsight.strategy.models import Kpi, Pillar, Statement

pytestmark = pytest.mark.django_db


def versions_of(thing: Any) -> list[Version]:
    found = Version.objects.filter(table=thing.PLAN.table, object_id=thing.pk)
    return list(found.order_by("valid_from", "pk"))


def saved(name: str = "Alice", **fields: Any) -> Person:
    with Change(None, "person.created") as change:
        return change.add(Person(name=name, **fields))


class TestRemove:
    def test_ends_the_present_version_and_keeps_the_past(self) -> None:
        alice = saved()

        with Change(None, "person.removed") as change:
            change.remove(alice)

        (version,) = Version.objects.filter(table="people", object_id=alice.pk)
        assert version.valid_to is not None
        assert AuditEntry.objects.latest("pk").subject_id == alice.pk

    def test_conflicts_with_another_version(self) -> None:
        alice = saved()

        with pytest.raises(Conflict), Change(None, "person.removed") as change:
            change.remove(alice, expected=2)

    def test_of_what_was_added_in_the_same_change_leaves_no_version(self) -> None:
        with Change(None, "person.created") as change:
            change.remove(change.add(Person(name="Alice")))

        assert not Version.objects.exists()

    def test_ends_the_rows_that_go_with_it(self) -> None:
        from lineofsight.goals.models import Goal, KeyResult

        with Change(None, "goal.created") as change:
            goal = change.add(Goal(title="Grow"))
            measure = change.add(KeyResult(goal=goal, title="Revenue"))

        with Change(None, "goal.removed") as change:
            change.remove(goal)

        assert [version.valid_to is None for version in versions_of(measure)] == [False]

    def test_gives_rows_that_named_it_among_others_a_version_without_it(self) -> None:
        with Change(None, "strategy.made") as change:
            kpi = change.add(Kpi(name="Churn"))
            pillar = change.add(Pillar(name="Stay"))
            change.relate(pillar, "kpis", [kpi])

        with Change(None, "kpi.removed") as change:
            change.remove(kpi)

        assert ["kpi_ids" in version.row for version in versions_of(pillar)] == [True, False]
        assert Pillar.objects.get(pk=pillar.pk).version == 2

    def test_gives_rows_whose_reference_becomes_empty_a_version_without_it(self) -> None:
        from lineofsight.goals.models import Goal

        with Change(None, "goal.created") as change:
            old = change.add(Goal(title="Last year"))
            new = change.add(Goal(title="This year", continues=old))

        with Change(None, "goal.removed") as change:
            change.remove(old)

        assert ["continues" in version.row for version in versions_of(new)] == [True, False]

    def test_is_refused_while_others_hold_on_to_it(self) -> None:
        with Change(None, "strategy.made") as change:
            kpi = change.add(Kpi(name="Churn"))
            change.add(Statement(kind="north_star", text="Stay", measure=kpi))

        with pytest.raises(ProtectedError), Change(None, "kpi.removed") as change:
            change.remove(kpi)

        assert Kpi.objects.filter(pk=kpi.pk).exists()


class TestVersions:
    def test_one_holds_at_every_instant_though_a_change_within_another_ends_first(self) -> None:
        alice = saved()

        with Change(None, "outer") as outer:
            outer.save(alice, name="Outer")
            with Change(None, "inner") as inner:
                inner.save(alice, name="Inner")
            outer.save(alice, title="Last")

        first, second, third = versions_of(alice)
        assert first.valid_to == second.valid_from
        assert second.valid_to == third.valid_from
        assert third.valid_to is None
        assert (third.row["name"], third.row["title"]) == ("Inner", "Last")

    def test_are_kept_of_the_organisation_too(self) -> None:
        from lineofsight.organization.models import Organization

        with Change(None, "organization.edited") as change:
            whole = change.add(Organization(name="Acme"))

        assert [version.row for version in versions_of(whole)] == [{"name": "Acme"}]

    def test_follow_a_row_that_others_changed(self) -> None:
        with Change(None, "function.created") as change:
            sales = change.add(Function(name="Sales"))
        Function.objects.filter(pk=sales.pk).update(contribution="Customers")

        with Change(None, "function.edited") as change:
            change.touch(sales, ["contribution"])

        assert versions_of(sales)[-1].row["contribution"] == "Customers"
