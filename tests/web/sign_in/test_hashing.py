"""Hashes are computed a few at a time."""

import threading

import pytest

from lineofsight.kit.errors import Busy
from lineofsight.web.sign_in import hashing


def test_no_more_are_computed_at_once_than_there_are_places(monkeypatch) -> None:
    monkeypatch.setattr(hashing, "_places", threading.BoundedSemaphore(2))
    seen: list[int] = []
    inside = 0
    lock = threading.Lock()

    def compute() -> None:
        nonlocal inside
        with hashing.one_place():
            with lock:
                inside += 1
                seen.append(inside)
            threading.Event().wait(0.01)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=compute) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert (len(seen), max(seen)) == (8, 2)


def test_who_would_wait_too_long_is_told_to_come_back(monkeypatch) -> None:
    monkeypatch.setattr(hashing, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(hashing, "LONGEST_WAIT", 0.01)

    with hashing.one_place(), pytest.raises(Busy), hashing.one_place():
        pass  # pragma: no cover - never reached


def test_a_place_is_free_again_after_a_failure(monkeypatch) -> None:
    monkeypatch.setattr(hashing, "_places", threading.BoundedSemaphore(1))
    with pytest.raises(ZeroDivisionError), hashing.one_place():
        raise ZeroDivisionError

    with hashing.one_place():
        assert not hashing._places.acquire(blocking=False)
