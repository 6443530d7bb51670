"""The verbs of the server as a person runs them: migrate, backup, restore, doctor, serve."""

import json
import signal
import socket
import stat
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.config.installation import Installation, installation

pytestmark = [pytest.mark.whole, pytest.mark.slow]
FILL = """
from lineofsight.organization.models import Function, Organization
Organization.objects.create(name="Brask")
Function.objects.create(ref="F1", name="Sales")
"""
NAMES = """
from lineofsight.organization.models import Function
print(list(Function.objects.order_by("ref").values_list("name", flat=True)))
"""
FROM_THE_FUTURE = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("goals", "9999_of_a_newer_version")
"""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "here") as made:
        yield made


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("pattern"), "pattern") as made:
        assert made.run("migrate").returncode == 0
        made.python(FILL)
        yield made


@pytest.fixture
def filled(pattern: Installation, tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "filled", pattern) as made:
        yield made


class TestMigrate:
    def test_is_done_once_and_then_is_done(self, here: Installation) -> None:
        assert "organization.0001_initial" in here.run("migrate", "--dry-run").stdout
        assert here.run("migrate").returncode == 0
        assert here.run("migrate", "--dry-run").stdout == "The database is up to date.\n"

    def test_leaves_a_newer_database_alone(self, filled: Installation) -> None:
        filled.python(FROM_THE_FUTURE)

        done = filled.run("migrate")

        assert done.returncode == 2
        assert "newer version" in done.stderr
        assert "Traceback" not in done.stderr


class TestBackup:
    def test_comes_back_as_it_was(self, filled: Installation, tmp_path: Path) -> None:
        file = tmp_path / "monday.tar.gz"
        assert filled.run("backup", file).returncode == 0
        filled.python(
            FILL.partition("Function.objects")[0].replace("Organization.objects", "#")
            + "\nFunction.objects.create(ref='F2', name='Product')"
        )

        refused = filled.run("restore", file)
        replaced = filled.run("restore", file, "--replace")

        assert refused.returncode == 2
        assert "--replace" in refused.stderr
        assert replaced.returncode == 0, replaced.stderr
        assert filled.python(NAMES) == "['Sales']\n"

    def test_comes_back_in_an_empty_installation(
        self, filled: Installation, tmp_path: Path
    ) -> None:
        file = tmp_path / "monday.tar.gz"
        filled.run("backup", file)

        with installation(tmp_path, "elsewhere") as other:
            done = other.run("restore", file)

            assert done.returncode == 0, done.stderr
            assert other.python(NAMES) == "['Sales']\n"

    def test_is_for_its_owner_alone_and_never_written_over(
        self, filled: Installation, tmp_path: Path
    ) -> None:
        file = tmp_path / "monday.tar.gz"

        assert [filled.run("backup", file).returncode for _ in range(2)] == [0, 2]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]

    def test_that_is_damaged_changes_nothing(self, filled: Installation, tmp_path: Path) -> None:
        file, damaged = tmp_path / "monday.tar.gz", tmp_path / "damaged.tar.gz"
        filled.run("backup", file)
        changed(file, damaged, lambda name, data: data[:-1] + b"!" if name == "database" else data)

        done = filled.run("restore", damaged, "--replace")

        assert done.returncode == 2
        assert "damaged" in done.stderr
        assert filled.python(NAMES) == "['Sales']\n"

    def test_of_a_newer_version_is_refused(self, filled: Installation, tmp_path: Path) -> None:
        file, newer = tmp_path / "monday.tar.gz", tmp_path / "newer.tar.gz"
        filled.run("backup", file)

        def later(name: str, data: bytes) -> bytes:
            if name != "manifest.json":
                return data
            said = json.loads(data)
            said["migrations"].append(["goals", "9999_of_a_newer_version"])
            return json.dumps(said).encode()

        changed(file, newer, later)
        done = filled.run("restore", newer, "--replace")

        assert done.returncode == 2
        assert "newer version" in done.stderr


def changed(source: Path, target: Path, change: object) -> None:
    """Write a backup anew with its parts changed."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            data = change(entry.name, old.extractfile(entry).read())
            part = target.with_name("part")
            part.write_bytes(data)
            new.add(part, entry.name)
            part.unlink()


class TestDoctor:
    def test_names_what_is_wrong_and_the_way_out(self, here: Installation) -> None:
        done = here.run("doctor")

        assert done.returncode == 1
        assert "> lineofsight migrate" in done.stdout

    def test_misses_a_worker_and_finds_nothing_else(self, filled: Installation) -> None:
        done = filled.run("doctor", "--quiet")

        assert done.returncode == 1
        assert [line.split()[1] for line in done.stdout.splitlines() if "WRONG" in line] == [
            "worker:"
        ]

    def test_says_it_when_the_database_is_away(self, here: Installation) -> None:
        done = here.run("doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

        assert done.returncode == 1
        assert "does not answer" in done.stdout
        assert "Traceback" not in done.stderr

    def test_says_all_that_is_wrong_with_the_environment(self, here: Installation) -> None:
        done = here.run("doctor", LINEOFSIGHT_MODE="production", ALLOWED_HOSTS="*")

        assert done.returncode == 2
        assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
            "SECRET_KEY",
            "ALLOWED_HOSTS",
        ]


class TestServe:
    def test_answers_with_a_worker_beside_it_and_ends_in_order(self, here: Installation) -> None:
        port = free_port()
        if here.environment["DATABASE_URL"]:
            here.run("migrate")
        server = here.start("serve", "--port", port)
        try:
            ready = answer_of(f"http://127.0.0.1:{port}/readyz", '"worker": "ok"')
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(40)

        assert json.loads(ready) == {"database": "ok", "migrations": "ok", "worker": "ok"}
        assert code == 0
        with pytest.raises(URLError):
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answer_of(url: str, wanted: str, seconds: float = 60) -> str:
    """Ask until the answer holds what is wanted."""
    until, said = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=2) as answer:  # noqa: S310 - this server itself
                said = answer.read().decode()
            if wanted in said:
                return said
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail(f"{url} never said {wanted}: {said}")
