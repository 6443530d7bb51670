"""What was acknowledged is there once, whatever becomes of the processes that said so."""

import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.config.installation import Installation, installation
from tests.config.test_installation import answer_of, free_port
from tests.config.under_load import Figures, Load, kill_one


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "here") as made:
        yield made


def under_kills(here: Installation, kills: int, between: tuple[float, float]) -> Load:
    """Let programs write while web processes are killed; return what they were told.

    The last of three is the process that keeps the others, and goes with them.
    """
    chance = random.Random(7)  # noqa: S311 - whom to kill and when, the same each time
    port = free_port()
    load = Load(here, port)
    server = here.start("serve", "--port", port, WEB_WORKERS="2", LOG_LEVEL="warning")
    try:
        answer_of(f"http://127.0.0.1:{port}/readyz", '"database": "ok"')
        with load.running():
            load.wait_for(16, 0)
            for number in range(1, kills + 1):
                time.sleep(chance.uniform(*between))
                kill_one(server.pid, chance, keeper=number % 3 == 0)
            load.wait_for(16, time.monotonic())
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)
    assert still_at(port) == []
    return load


def still_at(port: int) -> list[str]:
    """Processes that were to serve at a port and are still there, though all were told to end."""
    until, there = time.monotonic() + 10, [""]
    while there and time.monotonic() < until:
        time.sleep(0.1)
        there = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                said = path.read_text().replace("\0", " ")
                there += [said] if f"--port {port}" in said else []
    return there


@pytest.mark.slow
def test_a_few_kills_lose_nothing(here: Installation) -> None:
    load = under_kills(here, 3, (0.4, 1.0))

    load.assert_kept()
    assert load.unheard > 0


@pytest.mark.long
def test_thirty_kills_lose_nothing(here: Installation, record_property: Figures) -> None:
    load = under_kills(here, 30, (1.0, 2.0))
    record_property("writes acknowledged", len(load.acknowledged))
    record_property("requests that nobody answered", load.unheard)

    load.assert_kept()
    assert len(load.acknowledged) > 300
    assert load.unheard > 30
