"""The parts of the benchmark that need Django, each in a process of its own.

    python -m lineofsight.bench.http.child VERB ARGUMENT ...

The installation is the one that the environment names. Each prints JSON to standard output, what it
is doing to standard error, and a refusal as a sentence with the exit code 2.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

SETTINGS = "lineofsight.bench.http.settings"
REFUSED = 2


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()


def load(people: str, goals: str, observations: str, seed: str) -> dict[str, Any]:
    """Fill an empty installation, or find that it has been filled; seconds and rows."""
    from lineofsight.bench.http import company  # noqa: PLC0415 - Django has started by then

    took: dict[str, float] = {}
    if not company.is_loaded():
        took = company.load(int(people), int(goals), float(observations), int(seed), _say)
    return {"took": took, "counts": company.counts()}


def visits() -> list[dict[str, Any]]:
    """Who asks for what, signed in."""
    from lineofsight.bench.http.visits import visits as told  # noqa: PLC0415 - Django has started by then

    return [asdict(one) for one in told()]


def writers() -> list[dict[str, Any]]:
    """Who reports values through the interface for programs."""
    from lineofsight.bench.http.visits import writers as told  # noqa: PLC0415 - Django has started by then

    return [asdict(one) for one in told()]


def count() -> list[dict[str, Any]]:
    """Statements and bytes of each page."""
    from lineofsight.bench.http.counting import counted  # noqa: PLC0415 - Django has started by then
    from lineofsight.bench.http.visits import visits as told  # noqa: PLC0415 - Django has started by then

    return [asdict(one) for one in counted(told())]


def write(times: str) -> list[float]:
    """Seconds that the verb alone takes for each of so many values, nobody else writing."""
    from lineofsight.bench.http.writing import alone  # noqa: PLC0415 - Django has started by then

    return alone(int(times))


def workers() -> dict[str, int]:
    """How many web processes there are, and threads in each."""
    from lineofsight.config.environment import read_environment  # noqa: PLC0415 - Django has started by then

    given = read_environment()
    return {"workers": given.workers, "threads": given.threads}


def serve(host: str, port: str) -> None:
    """Serve the installation with the floor, as `lineofsight serve --web-only` does."""
    from lineofsight.config.environment import read_environment  # noqa: PLC0415 - Django has started by then
    from lineofsight.config.operations import serving  # noqa: PLC0415 - Django has started by then

    given = read_environment()
    serving.prepare(given, _say)
    serving.web(given, host, int(port))


VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (load, visits, writers, count, write, workers, serve)
}


def main() -> int:
    """Run one verb."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    # Standard output is for the answer alone: whatever else is printed is said beside it.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    import django  # noqa: PLC0415 - once its settings are named

    django.setup()
    verb, *arguments = sys.argv[1:]
    try:
        told = VERBS[verb](*arguments)
    except ValueError as error:
        _say(str(error))
        return REFUSED
    if told is not None:
        json.dump(told, answer)
    answer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
