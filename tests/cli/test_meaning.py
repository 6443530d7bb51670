"""Which model reads meaning: what options and settings decide, and what is told."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineofsight.cli import meaning, progress
from lineofsight.cli.progress import Progress
from lineofsight.embedding import model
from lineofsight.embedding.model import SentenceModel
from tests.cli.run import KESTREL, goal, plan, run, write
from tests.embedding.server import Service, saying, serving, well

KEY = "sk-test-2718281828459045"
HUSHED = "Buy the bakery of our neighbour before the spring"


def long_goals(count: int) -> list[dict[str, object]]:
    said = "so that nobody waits for what was promised and all can see how it goes"
    return [goal(f"X{n}", f"The shop of district {n} opens {said}", "P1") for n in range(count)]


def cache_sizes(folder: Path) -> list[int]:
    return [path.stat().st_size for path in folder.glob("meaning/*.vectors")]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINEOFSIGHT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("LINEOFSIGHT_EMBEDDING_KEY", KEY)
    with serving() as found:
        yield found


def settings(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(f"[lineofsight.meaning]\n{text}\n", encoding="utf-8")
    return path


def endpoint(folder: Path, service: Service, name: str = "own.toml") -> Path:
    said = f'model = "endpoint"\nurl = "{service.url}"\nname = "bread-1"\ndimensions = 4'
    return settings(folder, said, name)


class TestIndex:
    def test_embeds_once_and_then_only_what_changed(self, tmp_path: Path) -> None:
        tables = plan()
        first = run("index", write(tmp_path, tables))
        tables["goals"][0]["title"] = "All loaves are sold on the day they are baked"
        second = run("index", write(tmp_path, tables))

        assert first.exit_code == second.exit_code == 0
        assert first.stdout.startswith("5 texts read in ")
        assert second.stdout.startswith("1 text read in ")
        assert "4 were known" in second.stdout

    def test_leaves_nothing_to_embed_for_a_check(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tables = plan()
        tables["goals"][1]["text"] = "What a shop sold on the last three Mondays, it orders."
        tables["links"][1]["rationale"] = "Who orders what is sold throws nothing away."
        path = write(tmp_path, tables)
        run("index", path)

        def refuse(self: SentenceModel, texts: list[str]) -> None:
            raise AssertionError(texts)

        monkeypatch.setattr(SentenceModel, "embed", refuse)

        assert run("check", path, "--select", "LOS1,LOS2").exit_code == 1

    @pytest.mark.slow
    def test_can_be_stopped_and_goes_on(self, tmp_path: Path, cache: Path) -> None:
        path = write(tmp_path, {**plan(), "goals": [*plan()["goals"], *long_goals(900)]})
        # A shell that runs the tests in the background lets all that it starts ignore the signal.
        begun = (
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from lineofsight.cli.main import main; main()"
        )
        running = subprocess.Popen(
            [sys.executable, "-c", begun, "index", str(path)], stderr=subprocess.PIPE, text=True
        )
        until = time.monotonic() + 60  # the first 256 are kept when the second come
        while sum(cache_sizes(cache)) < 250_000 and time.monotonic() < until:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        told = running.communicate(timeout=60)[1]

        assert running.returncode == 130
        assert "Stopped. The same command goes on from here." in told
        assert "Traceback" not in told
        rest = run("index", path).stdout
        assert int(rest.split(" texts read")[0]) <= 905 - 256

    def test_removes_what_is_kept(self, tmp_path: Path, cache: Path) -> None:
        run("index", write(tmp_path))

        done = run("index", "--clear")

        assert done.exit_code == 0
        assert "Kept vectors removed" in done.stdout
        assert not list(cache.glob("meaning/*.vectors"))

    def test_asks_for_a_plan(self) -> None:
        assert run("index").exit_code == 2

    def test_says_where_it_cannot_keep_anything(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LINEOFSIGHT_CACHE", "/dev/null")

        done = run("index", write(tmp_path))

        assert done.exit_code == 0
        assert "Vectors cannot be kept in /dev/null/meaning" in done.stdout


class TestWithoutTheModel:
    @pytest.fixture(autouse=True)
    def missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(model, "PACKAGE", "no_such_model")

    def test_a_check_says_so_in_a_line(self, tmp_path: Path) -> None:
        done = run("check", write(tmp_path), "--format", "json")

        assert "Goals are compared by their words alone." in done.stderr
        assert 'pip install "lineofsight[meaning]"' in done.stderr
        assert json.loads(done.stdout)["findings"]

    @pytest.mark.parametrize("said", [["--no-meaning"], ["--config", "none.toml"]])
    def test_a_check_that_wants_none_says_nothing(
        self, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        settings(tmp_path, 'model = "none"', "none.toml")

        assert run("check", write(tmp_path), "--format", "json", *said).stderr == ""

    @pytest.mark.parametrize("said", [["--meaning"], ["--config", "builtin.toml"]])
    def test_a_check_that_needs_it_is_not_begun(
        self, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        settings(tmp_path, 'model = "builtin"', "builtin.toml")

        done = run("check", write(tmp_path), *said)

        assert done.exit_code == 2
        assert "The sentence model is not installed" in done.stderr

    def test_none_can_be_indexed(self, tmp_path: Path) -> None:
        assert run("index", write(tmp_path)).exit_code == 2


class TestEndpoint:
    def test_is_sent_texts_and_says_so(self, tmp_path: Path, service: Service) -> None:
        done = run("index", write(tmp_path), "--config", endpoint(tmp_path, service))

        assert done.exit_code == 0, done.stderr
        assert "5 texts of goals and pillars are sent to 127.0.0.1" in done.stderr
        assert "Bread worth walking for" in service.texts
        assert len(service.texts) == 5

    def test_is_sent_a_title_alone_and_with_its_description(
        self, tmp_path: Path, service: Service
    ) -> None:
        tables = plan()
        tables["goals"][1]["text"] = "By noon of the day before."

        run("index", write(tmp_path, tables), "--config", endpoint(tmp_path, service))

        title = tables["goals"][1]["title"]
        assert {title, f"{title}. By noon of the day before."} <= set(service.texts)

    def test_is_sent_nothing_that_is_known(self, tmp_path: Path, service: Service) -> None:
        path, said = write(tmp_path), endpoint(tmp_path, service)
        run("index", path, "--config", said)
        service.asked.clear()

        done = run("index", path, "--config", said)

        assert not service.asked
        assert "sent" not in done.stderr

    def test_is_not_sent_what_confidential_goals_say(
        self, tmp_path: Path, service: Service
    ) -> None:
        tables = plan()
        tables["goals"].append(goal("G9", HUSHED, "P1", confidential=True))
        reason = {"kind": "supports", "from_id": "G9", "to_id": "G1", "rationale": "More ovens"}
        tables["links"].append(reason)

        run("index", write(tmp_path, tables), "--config", endpoint(tmp_path, service))

        assert len(service.texts) == 5
        assert not any(HUSHED[:20] in text or "ovens" in text for text in service.texts)

    @pytest.mark.parametrize("verb", ["check", "index"])
    def test_that_settings_beside_a_plan_name_is_sent_nothing(
        self, tmp_path: Path, service: Service, verb: str
    ) -> None:
        endpoint(tmp_path, service, "lineofsight.toml")

        done = run(verb, write(tmp_path))

        assert done.exit_code == 2
        assert "What lies beside a plan may have come with it, so nothing is sent" in done.stderr
        assert not service.asked

    def test_that_the_environment_allows_may_stand_beside_a_plan(
        self, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LINEOFSIGHT_EMBEDDING_URL", service.url)
        endpoint(tmp_path, service, "lineofsight.toml")

        assert run("index", write(tmp_path)).exit_code == 0
        assert service.asked

    def test_of_another_address_is_not_allowed_by_the_environment(
        self, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LINEOFSIGHT_EMBEDDING_URL", service.url + "/other")
        endpoint(tmp_path, service, "lineofsight.toml")

        assert run("index", write(tmp_path)).exit_code == 2
        assert not service.asked

    def test_is_not_asked_with_no_meaning(self, tmp_path: Path, service: Service) -> None:
        said = endpoint(tmp_path, service)

        run("check", write(tmp_path), "--config", said, "--no-meaning")

        assert not service.asked

    def test_that_fails_brings_no_text_into_a_trace(self, tmp_path: Path, service: Service) -> None:
        service.will(saying(200, {"data": "none of what was asked"}))

        done = run("--debug", "index", write(tmp_path), "--config", endpoint(tmp_path, service))

        assert done.exit_code == 2
        assert "did not answer with vectors" in done.stderr
        assert "Bread" not in done.output
        assert KEY not in done.output

    def test_that_fails_ends_the_check_with_a_sentence(
        self, tmp_path: Path, service: Service
    ) -> None:
        service.will(saying(401, {"error": KEY}))

        done = run("index", write(tmp_path), "--config", endpoint(tmp_path, service))

        assert done.exit_code == 2
        assert "The embedding endpoint 127.0.0.1 cannot be used: 401 Unauthorized." in done.stderr
        assert KEY not in done.output

    def test_keeps_what_it_was_told_before_it_failed(
        self, tmp_path: Path, service: Service
    ) -> None:
        path = write(tmp_path, {**plan(), "goals": [*plan()["goals"], *long_goals(100)]})
        service.will(well, saying(401))
        run("index", path, "--config", endpoint(tmp_path, service))
        service.will(well)
        service.asked.clear()

        run("index", path, "--config", endpoint(tmp_path, service))

        assert len(service.texts) == 105 - 64


class TestPace:
    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        now = [1000.0]
        monkeypatch.setattr(meaning.time, "monotonic", lambda: now[0])
        return now

    def test_is_told_in_a_log_now_and_then(
        self, clock: list[float], capsys: pytest.CaptureFixture[str]
    ) -> None:
        report = meaning.Report(Progress(), "", log=True)
        report(0, 200_000)
        for _chunk in range(40):
            clock[0] += 2
            report(int(clock[0] - 1000) * 100, 200_000)

        assert capsys.readouterr().err.splitlines() == [
            "3,000 of 200,000 texts, 100 a second, 33 min left",
            "6,000 of 200,000 texts, 100 a second, 32 min left",
        ]

    @pytest.mark.parametrize(("count", "lines"), [(4999, 0), (5000, 1)])
    def test_of_very_many_texts_is_announced_by_a_check(
        self, count: int, lines: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        meaning.Report(Progress(), "", log=False)(0, count)

        told = capsys.readouterr().err
        assert told.count("\n") == lines
        assert ("lineofsight index" in told) == bool(lines)

    def test_is_told_to_nobody_during_a_check_in_a_log(
        self, clock: list[float], capsys: pytest.CaptureFixture[str]
    ) -> None:
        report = meaning.Report(Progress(), "", log=False)
        report(0, 1000)
        clock[0] += 100
        report(500, 1000)

        assert capsys.readouterr().err == ""

    def test_is_shown_where_somebody_watches(
        self,
        clock: list[float],
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(progress, "is_terminal", lambda stream: True)
        shown = Progress()
        report = meaning.Report(shown, "", log=True)
        report(0, 1000)
        clock[0] += 4
        report(500, 1000)

        assert "500/1000 Reading what goals mean, 125 a second" in capsys.readouterr().err


def test_the_example_says_where_its_vectors_are(cache: Path) -> None:
    done = run("index", KESTREL)

    assert str(cache / "meaning") in done.stdout
