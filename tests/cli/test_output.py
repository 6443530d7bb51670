"""Output that is whole or not there, and progress that only a watcher sees."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lineofsight.cli import output, progress
from lineofsight.planfile.problems import PlanError


class TestFile:
    def test_is_written_whole(self, tmp_path: Path) -> None:
        output.write("är\n", tmp_path / "out.txt")

        assert (tmp_path / "out.txt").read_bytes() == "är\n".encode()

    def test_takes_the_place_of_an_older_one(self, tmp_path: Path) -> None:
        path = tmp_path / "out.txt"
        path.write_text("older and longer", encoding="utf-8")

        output.write("new", path)

        assert path.read_text(encoding="utf-8") == "new"

    def test_is_written_through_a_link(self, tmp_path: Path) -> None:
        link, aim = tmp_path / "link.txt", tmp_path / "aim.txt"
        aim.write_text("old", encoding="utf-8")
        link.symlink_to(aim)

        output.write("new", link)

        assert link.is_symlink()
        assert aim.read_text(encoding="utf-8") == "new"

    def test_leaves_the_older_one_and_nothing_else_if_it_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "out.txt"
        path.write_text("older", encoding="utf-8")

        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)

        with pytest.raises(PlanError, match="No space left"):
            output.write("new", path)
        assert [one.name for one in tmp_path.iterdir()] == ["out.txt"]
        assert path.read_text(encoding="utf-8") == "older"

    def test_holds_half_a_character_as_an_escape(self, tmp_path: Path) -> None:
        output.write('"\ud800"', tmp_path / "out.json")

        assert (tmp_path / "out.json").read_bytes() == b'"\\ud800"'


class TestWidth:
    @pytest.mark.parametrize(("columns", "width"), [("72", 72), ("300", 100), ("3", 40)])
    def test_is_that_of_the_terminal_within_reason(
        self, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
    ) -> None:
        monkeypatch.setenv("COLUMNS", columns)

        assert output.width() == width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestColours:
    @pytest.mark.parametrize(
        ("terminal", "environment", "on"),
        [
            (True, {}, True),
            (False, {}, False),
            (True, {"NO_COLOR": "1"}, False),
            (True, {"TERM": "dumb"}, False),
            (False, {"FORCE_COLOR": "1"}, True),
            (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ],
    )
    def test_are_for_terminals(
        self,
        monkeypatch: pytest.MonkeyPatch,
        terminal: bool,
        environment: dict[str, str],
        on: bool,
    ) -> None:
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.StringIO())

        assert output.paint().on is on


class TestProgress:
    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        """The time, for tests to set."""
        now = [100.0]
        monkeypatch.setattr("lineofsight.cli.progress.time.monotonic", lambda: now[0])
        return now

    @pytest.fixture
    def watch(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
        """Put a terminal in the place of standard error; pytest has its own until the test."""

        def put() -> Terminal:
            terminal = Terminal()
            monkeypatch.setattr(sys, "stderr", terminal)
            return terminal

        return put

    def test_is_silent_for_a_second(
        self, clock: list[float], watch: Callable[[], Terminal]
    ) -> None:
        terminal = watch()
        with progress.Progress() as shown:
            clock[0] += 0.9
            shown.part("LOS101", 1, 4)

        assert terminal.getvalue() == ""

    def test_shows_how_far_it_is_and_wipes_its_line(
        self, clock: list[float], watch: Callable[[], Terminal]
    ) -> None:
        terminal = watch()
        with progress.Progress() as shown:
            clock[0] += 1.5
            shown.part("LOS101", 1, 4)

        assert "━━━━━━╌" in terminal.getvalue()
        assert "1/4 LOS101" in terminal.getvalue()
        assert terminal.getvalue().endswith("\r\x1b[K")

    def test_shows_a_step_of_unknown_length_after_a_second(
        self, clock: list[float], watch: Callable[[], Terminal]
    ) -> None:
        terminal = watch()
        with progress.Progress() as shown:
            clock[0] += 1.0
            shown.step("Reading plan.xlsx")
            assert shown.timer is not None
            shown.timer.join()

        assert "Reading plan.xlsx …" in terminal.getvalue()

    def test_is_for_those_who_watch(
        self, clock: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pipe = io.StringIO()
        monkeypatch.setattr(sys, "stderr", pipe)

        with progress.Progress() as shown:
            clock[0] += 9
            shown.step("Reading plan.xlsx")
            shown.part("LOS101", 1, 4)

        assert pipe.getvalue() == ""
