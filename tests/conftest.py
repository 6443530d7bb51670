"""What holds for every test: no network, no silent skips, reproducible properties, a database.

Tests of the record run on SQLite, or on the PostgreSQL that ``DATABASE_URL`` names; ``-m record``
runs these alone (``tools/postgresql python -m pytest -m record``).

Profiles of Hypothesis: ``ci`` (the default) gives the same examples every time; ``explore`` draws
new ones; ``long`` draws many. Choose with ``--hypothesis-profile``.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Tests compare the English sentences, whatever the developer's own language.
os.environ["LANGUAGE"] = "en"
# Help texts and tables wrap at the width of the terminal.
os.environ["COLUMNS"] = "100"
os.environ.pop("FORCE_COLOR", None)
os.environ["NO_COLOR"] = "1"
# Vectors of texts are kept between runs, but not among the developer's own.
os.environ["LINEOFSIGHT_CACHE"] = str(Path(__file__).parents[1] / ".pytest_cache" / "lineofsight")
os.environ.pop("LINEOFSIGHT_EMBEDDING_KEY", None)
os.environ.pop("LINEOFSIGHT_EMBEDDING_URL", None)

# The record of tests: a folder of their own, the same for all workers of one run, gone at its end.
os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.config.settings"
for name in [name for name in os.environ if name.startswith("LINEOFSIGHT_")]:
    if name not in {"LINEOFSIGHT_CACHE", "LINEOFSIGHT_DATA"}:
        del os.environ[name]
os.environ["LINEOFSIGHT_MODE"] = "test"
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["LINEOFSIGHT_DATA"] = tempfile.mkdtemp(prefix="lineofsight-tests-")

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,  # two busy cores: time says nothing about correctness
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False)
settings.register_profile("long", settings.get_profile("ci"), derandomize=False, max_examples=2000)
settings.load_profile("ci")

# A test that may be skipped says so here: the beginning of its reason, and why that is all right.
# Any other skip fails the run, so that nothing stays untested unnoticed.
ALLOWED_SKIPS: dict[str, str] = {
    "SQLite has no server to restart": "the same test runs on PostgreSQL (make test-long)",
}

# Where tests that need a database live: they run on both.
TESTS = Path(__file__).parent
RECORD = (
    "alignment",
    "api",
    "config",
    "exchange",
    "goals",
    "long",
    "organization",
    "pulse",
    "rhythm",
    "strategy",
    "web",
    "test_policies",
)


def of_the_record(path: Path) -> bool:
    """Tell whether tests at this path run on both databases."""
    return path.relative_to(TESTS).parts[0].startswith(RECORD)


def pytest_configure() -> None:
    """Start Django, before any test imports a table."""
    import django

    django.setup()

    from tests.databases import prepare

    prepare()


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the record; refuse one that would run on one database alone.

    What is better not divided comes first: workers share out the end of what is left, and each that
    has one test of a module prepares what all its tests stand on.
    """
    items.sort(key=lambda item: item.get_closest_marker("whole") is None)
    for item in items:
        if of_the_record(item.path):
            item.add_marker("record")
        elif item.get_closest_marker("django_db"):
            raise pytest.UsageError(
                f"{item.nodeid} needs a database and would not run on PostgreSQL: move it to one "
                "of the rooms that RECORD in tests/conftest.py names."
            )


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass by what stays: thousands of tests, all modules."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have recorded."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, figure in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid}: {name}: {figure}")


def pytest_unconfigure() -> None:
    """Take away what the run kept."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ["LINEOFSIGHT_DATA"], ignore_errors=True)


def _refuse_connections(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise RuntimeError(f"A test tried to reach {address[0]}; tests use no network.")


sys.addaudithook(_refuse_connections)


def _skip_reason(longrepr: object) -> str:
    reason = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return str(reason).removeprefix("Skipped: ")


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = _skip_reason(report.longrepr)
    if any(reason.startswith(allowed) for allowed in ALLOWED_SKIPS):
        return
    report.outcome = "failed"
    report.longrepr = (
        f"Skipped ({reason}). A skip hides what is not tested: make the test run, "
        "or name its reason in ALLOWED_SKIPS in tests/conftest.py."
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip that nobody allowed into a failure."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole module into a failure."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium that browser tests drive (Playwright: ``executable_path``)."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    for name in (os.environ.get("CHROMIUM", ""), *names):
        path = shutil.which(name) if name else None
        if path:
            return path
    pytest.fail("No Chromium: run tools/need-chromium, which installs it or says how.")
