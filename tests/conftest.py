"""What holds for every test: no network, no silent skips, reproducible properties.

Profiles of Hypothesis: ``ci`` (the default) gives the same examples every time; ``explore`` draws
new ones; ``long`` draws many. Choose with ``--hypothesis-profile``.
"""

import os
import shutil
import sys
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
ALLOWED_SKIPS: dict[str, str] = {}


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
