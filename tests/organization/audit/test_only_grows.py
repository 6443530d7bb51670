"""The database itself refuses to change what was written."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from lineofsight.goals.models import Goal, KeyResult, Observation, Revision
from lineofsight.organization import audit
from lineofsight.organization.audit import triggers
from lineofsight.organization.models import AuditEntry, Seal
from tests.databases import triggers_set_aside

pytestmark = pytest.mark.django_db


def entry(verb: str = "goal.created") -> AuditEntry:
    return AuditEntry.objects.create(at=timezone.now(), verb=verb, subject_kind="goal")


def seal() -> Seal:
    entry()
    return Seal.objects.create(
        first_id=1, last_id=1, count=1, hash="a" * 64, digests="1 a", sealed_at=timezone.now()
    )


def observation() -> Observation:
    measure = KeyResult.objects.create(goal=Goal.objects.create(title="Less waste"), title="Waste")
    return Observation.objects.create(
        key_result=measure, date="2026-01-02", value=3.0, recorded_at=timezone.now()
    )


def revision() -> Revision:
    goal = Goal.objects.create(title="Less waste")
    return Revision.objects.create(goal=goal, date="2026-01-02", field="title", after="Less waste")


@pytest.mark.parametrize("make", [entry, seal])
def test_what_was_written_cannot_be_deleted(make: type) -> None:
    kept = make()

    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        type(kept).objects.filter(pk=kept.pk).delete()

    assert type(kept).objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    ("make", "field", "value"),
    [(entry, "verb", "goal.read"), (seal, "count", 7), (observation, "value", 4.0),
     (revision, "after", "More waste")],
)  # fmt: skip
def test_what_was_written_cannot_be_changed(make: type, field: str, value: object) -> None:
    kept = make()

    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        type(kept).objects.filter(pk=kept.pk).update(**{field: value})

    kept.refresh_from_db()
    assert getattr(kept, field) != value


@pytest.mark.parametrize("statement", ["UPDATE {} SET verb = 'x'", "DELETE FROM {}"])
def test_nor_by_a_statement_of_ones_own(statement: str) -> None:
    kept = entry()

    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("organization_auditentry"))

    assert AuditEntry.objects.get(pk=kept.pk).verb == "goal.created"


def test_nor_all_at_once() -> None:
    """SQLite has no TRUNCATE: there, a DELETE of everything is what would empty a table."""
    kept = entry()
    word = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"

    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(word.format("organization_auditentry"))

    assert AuditEntry.objects.filter(pk=kept.pk).exists()


def test_what_an_observation_knows_beside_its_value_may_still_be_added() -> None:
    kept = observation()

    Observation.objects.filter(pk=kept.pk).update(extras={"shift": "night"})

    kept.refresh_from_db()
    assert kept.extras == {"shift": "night"}


def test_a_draft_takes_its_values_with_it() -> None:
    kept = observation()

    Goal.objects.all().delete()

    assert not Observation.objects.filter(pk=kept.pk).exists()


def test_all_migrations_together_leave_every_guard_standing() -> None:
    assert triggers.missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_was_removed_is_missed() -> None:
    table = "organization_seal"
    where = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_update{where}")
    try:
        faults = audit.verify().faults
    finally:
        _put_back(table, "update")

    assert [(fault.kind, fault.where) for fault in faults] == [("unguarded", f"{table}_no_update")]


def _put_back(table: str, verb: str) -> None:
    with connection.schema_editor() as editor:
        for statement in triggers._statements(connection.vendor, table, ()):
            if f"{table}_no_{verb}" in statement:
                editor.execute(statement, params=None)


def test_tests_can_set_the_guards_aside_and_have_them_back() -> None:
    kept = entry()
    with triggers_set_aside(connection):
        AuditEntry.objects.filter(pk=kept.pk).update(verb="changed")

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.filter(pk=kept.pk).update(verb="changed again")
