"""Settings, baselines and outputs that mean harm, or cannot be read or written."""

from pathlib import Path

import pytest

from lineofsight.cli import config
from lineofsight.planfile.problems import PlanError
from lineofsight.report import baseline
from tests.cli.run import run

KESTREL = str(Path(__file__).parents[2] / "docs" / "examples" / "kestrel")


def problems(path: Path, text: str) -> list[str]:
    """Read settings that cannot stand, and return what is said of them."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        config.read(path)
    return [str(one) for one in caught.value.problems]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Name a file for settings."""
    return tmp_path / "lineofsight.toml"


@pytest.mark.parametrize("digits", [400, 5000])
def test_number_of_very_many_digits_is_no_number(settings: Path, digits: int) -> None:
    assert problems(settings, f"[lineofsight]\nhigh = 1{'0' * digits}\n")


def test_key_of_very_many_parts_is_refused_before_it_is_read(settings: Path) -> None:
    (said,) = problems(settings, ".".join(["a"] * 100_000) + " = 1\n")
    assert "dots" in said


def test_no_more_is_looked_for_once_very_much_is_wrong(settings: Path) -> None:
    rules = ", ".join(f'"LAX{n}"' for n in range(5000))
    assert len(problems(settings, f"[lineofsight]\nselect = [{rules}]\n")) == config.MOST_PROBLEMS


@pytest.mark.parametrize("read", [config.read, baseline.read])
def test_device_is_no_file(read: object) -> None:
    assert callable(read)
    with pytest.raises(PlanError, match="not a file"):
        read(Path("/dev/zero"))


def test_empty_file_of_settings_sets_nothing(settings: Path) -> None:
    settings.write_bytes(b"")
    assert config.read(settings) == config.Config(str(settings))


def test_baseline_of_very_many_lists_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(b"[" + b"[]," * (baseline.MOST_PARTS + 1) + b"[]]")
    with pytest.raises(PlanError, match="too large"):
        baseline.read(path)


def test_name_that_is_too_long_is_the_users_to_mend() -> None:
    done = run("check", "a" * 300)
    assert done.exit_code == 2
    assert "too long" in done.stderr


def test_output_that_is_full_is_the_users_to_mend() -> None:
    done = run("check", KESTREL, "--output", "/dev/full")
    assert done.exit_code == 2
    assert "No space left" in done.stderr


def test_conversion_says_what_the_other_format_has_no_place_for(tmp_path: Path) -> None:
    done = run("convert", KESTREL, tmp_path / "plan.xml")
    assert done.exit_code == 0
    assert len(done.stderr.splitlines()) > 1
    assert "people" in done.stderr
