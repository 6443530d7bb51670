"""Addresses of databases, and what tests may rely on in theirs."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections, transaction

from lineofsight.config.databases import databases
from lineofsight.organization.models import AuditEntry, Function, Organization


def default(url: str) -> dict[str, object]:
    return databases(url, Path("/data"))["default"]


class TestAddresses:
    def test_without_one_the_record_is_a_file_in_the_data_folder(self) -> None:
        assert default("")["NAME"] == "/data/record.sqlite3"

    def test_of_a_file_have_three_slashes(self) -> None:
        assert default("sqlite:///srv/a%20b.db")["NAME"] == "/srv/a b.db"

    def test_of_a_server_name_everything(self) -> None:
        found = default("postgresql://ann:p%40ss@db.example:5433/record?sslmode=verify-full")

        assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
            "ann",
            "p@ss",
            "db.example",
            "5433",
            "record",
        ]
        assert found["OPTIONS"]["sslmode"] == "verify-full"

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://u@%2Frun%2FaB/x",
            "postgresql:///x?host=/run/aB",
            "postgres://u@%2Frun%2FaB:5/x",
        ],
    )
    def test_of_a_socket_keep_its_capitals(self, url: str) -> None:
        assert default(url)["HOST"] == "/run/aB"

    def test_of_a_server_by_number_may_have_colons(self) -> None:
        assert default("postgresql://u@[::1]/x")["HOST"] == "::1"
        assert default("postgresql://u@[::1]:5433/x")["PORT"] == "5433"

    @pytest.mark.parametrize(
        "url",
        [
            "mysql://u@h/x",
            "nonsense",
            "sqlite://record.db",
            "sqlite:///",
            "postgresql://u@h",
            "postgresql://u@h:port/x",
            "postgresql://u@h/x?sslmod=require",
        ],
    )
    def test_that_cannot_be_used_are_refused_in_a_sentence(self, url: str) -> None:
        with pytest.raises(ValueError, match=r"\.$"):
            default(url)

    def test_the_second_connection_cannot_write_to_a_server(self) -> None:
        second = databases("postgresql://u@h/x", Path("/data"))["reading"]

        assert "default_transaction_read_only=on" in second["OPTIONS"]["options"]


@pytest.mark.django_db
class TestOfTests:
    def test_the_second_connection_sees_what_the_test_wrote(self) -> None:
        Organization.objects.create(name="Brask")

        assert Organization.objects.using("reading").get().name == "Brask"

    def test_rows_do_not_stay_behind(self) -> None:
        assert not Organization.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestOfTestsThatCommit:
    @pytest.mark.parametrize("time", ["first", "second"])
    def test_entries_of_the_audit_log_do_not_stay_behind(self, time: str) -> None:
        assert not AuditEntry.objects.exists()

        AuditEntry.objects.create(at=datetime.now(UTC), verb="goal.created")

    def test_threads_write_one_after_another(self) -> None:
        failed: list[BaseException] = []

        def write(place: int) -> None:
            try:
                with transaction.atomic():
                    Function.objects.create(name=str(place))
            except DatabaseError as error:
                failed.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=write, args=[place]) for place in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        assert Function.objects.count() == 8

    def test_triggers_come_back_after_cleaning_up(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW session_replication_role")
                assert cursor.fetchone() == ("origin",)
