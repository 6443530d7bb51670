"""``lineofsight demo`` as a person runs it: prepared once, opened again, served until Ctrl-C."""

import json
import os
import re
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.config.installation import COMMAND

pytestmark = [pytest.mark.whole, pytest.mark.slow]
ROLES = ["employee", "employee", "manager", "champion", "strategy office", "administrator"]
PERSON = re.compile(r"^  (\w+(?: \w+)?) +(\S+@halvorsen-water\.example)$", re.MULTILINE)
PHRASE = re.compile(r"with the password (\S+) as")
ADDRESS = re.compile(r"at (http://localhost:\d+)\.")
# Another installation's variables, of which a demo must not take any.
ELSEWHERE = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "ALLOWED_HOSTS": "sight.example.org",
    "LINEOFSIGHT_MODE": "production",
    "LINEOFSIGHT_DATA": "/nowhere",
}


def environment() -> dict[str, str]:
    return {**os.environ, **ELSEWHERE, "COLUMNS": "100"}


def demo(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "demo", *map(str, arguments)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "here"


@pytest.fixture(scope="module")
def prepared(folder: Path) -> str:
    """What the first run prints."""
    done = demo("--out", folder, "--no-serve")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def served(folder: Path, prepared: str, tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen]]:
    """A demo that is running, and the file that it prints to."""
    printed = tmp_path / "printed"
    with printed.open("wb") as file:
        process = subprocess.Popen(
            [COMMAND, "demo", "--out", folder, "--port", "8900", "--no-open"],
            env=environment(),
            stdout=file,
            stderr=file,
        )
    until = time.monotonic() + 120
    while not ADDRESS.search(printed.read_text()) and process.poll() is None:
        assert time.monotonic() < until, printed.read_text()
        time.sleep(0.1)
    yield printed, process
    if process.poll() is None:
        process.terminate()
        process.wait(60)


class TestPrepared:
    def test_prints_log_ins_for_each_role(self, prepared: str) -> None:
        assert [role for role, _email in PERSON.findall(prepared)] == ROLES
        assert PHRASE.search(prepared)

    def test_says_how_long_each_step_took(self, prepared: str) -> None:
        assert len(re.findall(r" \d+\.\d s$", prepared, re.MULTILINE)) == 5

    def test_keeps_its_password_from_others(self, folder: Path, prepared: str) -> None:
        kept = folder / "record" / "demo.json"

        assert json.loads(kept.read_text())["phrase"] == PHRASE.search(prepared)[1]
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700

    def test_is_opened_again_as_it_is(self, folder: Path, prepared: str) -> None:
        again = demo("--out", folder, "--no-serve")

        assert again.returncode == 0
        assert PHRASE.search(again.stdout)[1] == PHRASE.search(prepared)[1]
        assert "imported" not in again.stdout

    def test_is_not_made_in_a_folder_of_somebody_else(self, tmp_path: Path) -> None:
        (tmp_path / "record").mkdir()
        (tmp_path / "record" / "mine").write_text("mine")

        done = demo("--out", tmp_path, "--no-serve", "--fresh")

        assert done.returncode == 2
        assert "no record of a demo" in done.stderr
        assert (tmp_path / "record" / "mine").read_text() == "mine"


class TestServed:
    def test_lets_people_in_and_ends_with_ctrl_c(
        self, served: tuple[Path, subprocess.Popen], prepared: str
    ) -> None:
        printed, process = served
        at = ADDRESS.search(printed.read_text())[1]
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        page = browser.open(f"{at}/sign-in/", timeout=30).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        said = {
            "login": PERSON.findall(prepared)[0][1],
            "password": PHRASE.search(prepared)[1],
            "csrfmiddlewaretoken": token,
        }
        body, headers = urlencode(said).encode(), {"Origin": at}
        sent = Request(f"{at}/sign-in/", body, headers)  # noqa: S310 - a server of this test

        with browser.open(sent, timeout=30) as answer:
            assert answer.status == 200
            assert "/sign-in/" not in answer.url
            assert "Wen Li" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert "Ended." in printed.read_text()
        with pytest.raises(URLError):
            browser.open(f"{at}/healthz", timeout=5)


class TestMode:
    def test_of_a_demo_listens_on_this_machine_alone(self, folder: Path, prepared: str) -> None:
        done = subprocess.run(
            [COMMAND, "serve", "--host", "192.0.2.1"],
            env={
                **os.environ,
                "LINEOFSIGHT_MODE": "demo",
                "LINEOFSIGHT_DATA": str(folder / "record"),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

        assert done.returncode == 2
        assert "this machine alone" in done.stderr
