"""Writers of a record in SQLite stand in line."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test import override_settings

from lineofsight.organization.models import AuditEntry
from lineofsight.organization.record import turns
from lineofsight.organization.record.change import Change
from tests.factories import organization as made

WRITERS, EACH = 8, 5


@pytest.fixture(autouse=True)
def _own_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(turns, "_LINE", turns._Line())
    monkeypatch.setattr(turns, "is_postgresql", lambda: False)
    with override_settings(LINEOFSIGHT_DATA=str(tmp_path)):
        yield
    turns._LINE.close()


def line() -> turns._Line:
    return turns._LINE


def test_one_thread_at_a_time_has_its_turn() -> None:
    inside, most, done = 0, 0, []

    def write() -> None:
        nonlocal inside, most
        for _turn in range(EACH):
            assert line().enter()
            inside += 1
            most = max(most, inside)
            time.sleep(0.001)
            inside -= 1
            line().leave()
            done.append(1)

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, len(done)) == (1, WRITERS * EACH)


def test_a_thread_may_take_its_turn_within_its_turn() -> None:
    assert line().enter()
    assert line().enter()
    line().leave()
    other, tried = turns._Line(), []  # another line, as of another process

    def ask() -> None:
        tried.append(other.enter())
        other.leave()

    waiting = threading.Thread(target=ask)
    waiting.start()
    waiting.join(0.1)
    assert tried == []  # the file is still held
    line().leave()
    waiting.join(5)
    other.close()
    assert tried == [True]


def test_a_process_that_ends_lets_the_next_one_write() -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        turns._Line().enter()
        os.write(writing, b"x")
        os._exit(0)
    assert os.read(reading, 1) == b"x"
    os.waitpid(child, 0)
    assert line().enter()
    line().leave()


def test_a_fork_does_not_share_the_turn_of_its_parent() -> None:
    assert line().enter()
    line().leave()
    reading, writing = os.pipe()
    assert line().enter()
    child = os.fork()
    if child == 0:  # its lock is taken as its parent left it: a new line, as a new process has
        turns._LINE._lock = threading.RLock()
        turns._LINE._depth = 0
        turns._LINE.enter()
        os.write(writing, b"x")
        os._exit(0)
    os.set_blocking(reading, False)
    time.sleep(0.1)
    with pytest.raises(BlockingIOError):
        os.read(reading, 1)
    line().leave()
    os.waitpid(child, 0)
    assert os.read(reading, 1) == b"x"


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    tried: list[bool] = []
    line().enter()
    waiting = threading.Thread(target=lambda: tried.append(line().enter()))
    waiting.start()
    waiting.join()
    line().leave()
    assert tried == [False]


def test_patience_with_another_process_ends_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    other = turns._Line()  # as of another process
    assert other.enter()
    assert not line().enter()
    other.leave()
    other.close()
    assert line().enter()
    line().leave()


@pytest.mark.django_db(transaction=True)
class TestChange:
    """What a change does with its turn."""

    def test_ends_it_however_it_ends(self) -> None:
        with Change(None, "person.edited"):
            assert line()._depth == 1
        assert line()._depth == 0
        with pytest.raises(ZeroDivisionError), Change(None, "person.edited"):
            raise ZeroDivisionError
        assert line()._depth == 0

    def test_takes_none_within_a_transaction(self) -> None:
        with transaction.atomic(), Change(None, "person.edited"):
            assert line()._depth == 0

    def test_many_writers_all_write(self) -> None:
        before = AuditEntry.objects.count()

        def write(number: int) -> None:
            try:
                for turn in range(EACH):
                    made.function(f"Function {number} {turn}")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert AuditEntry.objects.count() == before + WRITERS * EACH
