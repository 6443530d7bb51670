"""PostgreSQL goes away at once and comes back, while programs write through the server."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.config.installation import Installation, installation
from tests.config.test_installation import answer_of, free_port
from tests.config.under_load import Figures, Load

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="SQLite has no server to restart",
    ),
]
RESTARTS = 5
RECOVERY = 10  # seconds from when the database takes connections


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "here") as made:
        yield made


def test_programs_are_told_to_come_back_and_lose_nothing(
    here: Installation, record_property: Figures
) -> None:
    port = free_port()
    load = Load(here, port)
    server = here.start("serve", "--port", port, WEB_WORKERS="2", LOG_LEVEL="warning")
    own, recovered, away = list[float](), list[float](), list[float]()
    try:
        answer_of(f"http://127.0.0.1:{port}/readyz", '"database": "ok"')
        with load.running():
            load.wait_for(40, 0)
            for _ in range(RESTARTS):
                gone = time.monotonic()
                restart_at_once()
                back = time.monotonic()
                again = load.wait_for(1, back)
                before = max(at for _, at in load.acknowledged if at < back)
                own.append(back - gone)
                recovered.append(again - back)
                away.append(again - max(before, gone))
                load.wait_for(16, back)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)
    record_property("writes acknowledged", len(load.acknowledged))
    record_property("refused with 503", len(load.refused))
    record_property("seconds in which the database restarted", rounded(own))
    record_property("seconds from connections to the next write", rounded(recovered))
    record_property("seconds without a write", rounded(away))

    load.assert_kept()
    assert load.refused
    assert load.unheard == 0
    for one in load.refused:
        assert one.kind == "application/problem+json"
        assert int(one.retry_after) > 0
        assert json.loads(one.body)["status"] == 503
        assert "Traceback" not in one.body
    assert max(recovered) <= RECOVERY, recovered


def rounded(seconds: list[float]) -> list[float]:
    return [round(one, 1) for one in seconds]


def restart_at_once() -> None:
    """Restart the server as after a loss of power: no word to anybody, recovery from its log."""
    data, binaries = os.environ["PGDATA"], os.environ["POSTGRESQL_BIN"]
    owner = Path(data).owner()
    command = [f"{binaries}/pg_ctl", "restart", "-D", data, "-m", "immediate", "-w", "-s"]
    as_owner = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    log = str(Path(data).parent / "log")
    subprocess.run([*as_owner, *command, "-l", log], check=True, cwd="/", stdin=subprocess.DEVNULL)
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        assert server.execute("SHOW fsync").fetchone() == ("on",)
