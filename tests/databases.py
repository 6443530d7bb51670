"""What tests need of the two databases that a person never needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import TestCase, TransactionTestCase


@contextmanager
def triggers_set_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let rows go that the database itself refuses to lose, such as those of the audit log."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Triggers do not fire for a replica; only a superuser may play one.
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _, statement in triggers:
                cursor.execute(statement)


def prepare() -> None:
    """Let all tests use both connections, and clean up after those that commit; once a process."""
    TransactionTestCase.databases = {"default", "reading"}
    _empty_whatever_the_triggers_say()
    _read_what_the_test_wrote()


def _empty_whatever_the_triggers_say() -> None:
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(operations: Any, statements: list[str]) -> None:
        connections["reading"].close()
        with triggers_set_aside(operations.connection):
            flush(operations, statements)

    BaseDatabaseOperations.execute_sql_flush = flush_all  # type: ignore[method-assign] # for tests alone


def _read_what_the_test_wrote() -> None:
    """In a test that never commits, let the second connection be the first."""
    enter, leave = TestCase._enter_atomics.__func__, TestCase._rollback_atomics.__func__

    def enter_with_one(case: type[TestCase]) -> Any:
        connections["reading"].close()
        connections["reading"] = connections["default"]
        return enter(case)

    def leave_with_two(case: type[TestCase], atomics: Any) -> None:
        leave(case, atomics)
        del connections["reading"]

    TestCase._enter_atomics = classmethod(enter_with_one)
    TestCase._rollback_atomics = classmethod(leave_with_two)
