"""Run the processes of an installation: web, and the worker beside it, started anew if they die."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lineofsight.config.environment import Environment
from lineofsight.config.health import pending_migrations
from lineofsight.config.operations.errors import Refused
from lineofsight.config.operations.family import (
    CHILD,
    adopt,
    die_with_parent,
    forked_end_at_once,
    told_to_end,
)
from lineofsight.config.operations.migrating import bring_up_to_date
from lineofsight.kit.i18n import gettext as _

GRACE = 30  # seconds for what is begun when it is told to stop
APART = 5.0  # seconds between two starts of the same child, at least
LOOK = 0.2  # seconds between two looks at the children


def prepare(given: Environment, say: Callable[[str], None]) -> None:
    """Make ready what the web processes need: the database (if embedded), files, counters."""
    if given.is_embedded:
        bring_up_to_date(say)
    else:
        pending = pending_migrations()
        if pending:
            say(_("The database is not up to date: pages answer 503 until `lineofsight migrate`."))
    call_command("collectstatic", interactive=False, verbosity=0)


def web(given: Environment, host: str, port: int, *, open_: bool = False) -> None:
    """Answer requests in this process and those it starts, until told to stop."""
    counters = given.data / f"metrics-{os.getpid()}"
    shutil.rmtree(counters, ignore_errors=True)
    counters.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counters)
    die_with_parent()
    adopt()
    forked_end_at_once()
    if open_:
        when_ready(host, port, lambda: webbrowser.open(given.url))
    try:
        Granian(
            "lineofsight.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=given.workers,
            blocking_threads=given.threads,
            respawn_failed_workers=True,
            respawn_interval=0.5,
            workers_kill_timeout=GRACE,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        shutil.rmtree(counters, ignore_errors=True)


def free_port(first: int, tries: int = 50) -> int:
    """Return the first port from ``first`` on that nobody listens on, on this machine.

    Raises
    ------
    Refused
        All of them are taken.
    """
    for port in range(first, min(first + tries, 65536)):
        with socket.socket() as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                asked.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise Refused(_("No port from {port} on is free.").format(port=first), _("Name one: --port."))


def when_ready(host: str, port: int, then: Callable[[], object]) -> None:
    """Do something once the server answers; from another thread."""

    def wait() -> None:
        for _attempt in range(600):
            try:
                with urlopen(f"http://{host}:{port}/healthz", timeout=1):
                    then()
                    return
            except (URLError, OSError):
                time.sleep(0.1)

    threading.Thread(target=wait, name="ready", daemon=True).start()


def supervise(
    given: Environment,
    host: str,
    port: int,
    *,
    open_: bool = False,
    ready: Callable[[], object] | None = None,
) -> int:
    """Run web and worker as children until told to stop; start one that dies anew.

    ``ready`` is called, from another thread, once pages are answered.
    """
    verbs = {
        "web": ["serve", "--web-only", "--host", host, "--port", str(port)],
        "worker": ["worker"],
    }
    told = told_to_end()
    children: dict[str, subprocess.Popen[bytes]] = {}
    began: dict[str, float] = {}
    if ready is not None:
        when_ready(host, port, ready)
    if open_:
        when_ready(host, port, lambda: webbrowser.open(given.url))
    while not told:
        for name, verb in verbs.items():
            child = children.get(name)
            if child is not None and child.poll() is None:
                continue
            now = time.monotonic()
            if now - began.get(name, -APART) >= APART:
                began[name] = now
                children[name] = start(verb)
        time.sleep(LOOK)
    return stop(list(children.values()))


def start(verb: list[str]) -> "subprocess.Popen[bytes]":
    """Start a verb of this program as a child that ends with this process."""
    program = "from lineofsight.cli.main import main; main()"
    return subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-c", program, *verb],
        env={**os.environ, CHILD: str(os.getpid())},
        start_new_session=True,  # Ctrl-C reaches the parent, which ends the children in order
    )


def stop(children: list["subprocess.Popen[bytes]"]) -> int:
    """End the children: first by asking, then by force; 0 if all ended by themselves."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE
    forced = 0
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            forced = 1
    return forced
