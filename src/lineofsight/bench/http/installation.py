"""An installation in a folder: its environment, its parts as processes, its server."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from lineofsight.bench.http.client import HOST
from lineofsight.kit.i18n import gettext as _

CHILD = "lineofsight.bench.http.child"
ADDRESS = "https://sight.example.org"
REFUSED = 2
ENDS_WITH = "SERVED_BY"  # a served process ends when the one that is named here is gone
READY_SECONDS = 60.0
TOKEN_BYTES = 64
NOT_OURS = ("LINEOFSIGHT_", "DATABASE_URL", "DJANGO_", "OIDC_", "SESSION_", "WEB_", "ALLOWED_")


class Installation:
    """One installation in production, behind a proxy that speaks https.

    Parameters
    ----------
    folder : Path
        Where its data is kept, and the embedded database unless another is named.
    database : str
        A ``postgresql://`` address, or nothing.
    """

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = folder / "bench-secret"
        if not key.exists():
            key.write_text(secrets.token_urlsafe(TOKEN_BYTES), encoding="ascii")
        mine = {name: v for name, v in os.environ.items() if not name.startswith(NOT_OURS)}
        self.environment = {
            **mine,
            "LINEOFSIGHT_MODE": "production",
            "LINEOFSIGHT_DATA": str(folder.absolute()),
            "LINEOFSIGHT_URL": ADDRESS,
            "LINEOFSIGHT_PROXIES": "1",
            "SECRET_KEY": key.read_text(encoding="ascii"),
            "LOG_LEVEL": "warning",
        }
        if database:
            self.environment["DATABASE_URL"] = database

    @property
    def headers(self) -> Mapping[str, str]:
        """What the proxy before it says with each request."""
        return {
            "Host": urlsplit(ADDRESS).netloc,
            "X-Forwarded-For": "192.0.2.7",
            "X-Forwarded-Proto": "https",
            "Accept": "text/html",
        }

    def tell(self, *arguments: str) -> Any:
        """Run a part, and return what it says.

        Raises
        ------
        ValueError
            It refuses; the message is its own.
        subprocess.CalledProcessError
            It fails; what it complained of shows.
        """
        told = subprocess.run(  # noqa: S603 - our own module, arguments that we made
            [sys.executable, "-m", CHILD, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode == REFUSED:
            raise ValueError(told.stderr.strip().splitlines()[-1])
        if told.returncode:
            sys.stderr.write(told.stderr)
            told.check_returncode()
        return json.loads(told.stdout)

    @contextmanager
    def served(self) -> Iterator[int]:
        """Serve it while the block runs; yields the port.

        Raises
        ------
        RuntimeError
            It does not come up.
        """
        port = free_port()
        log = self.folder / "bench-server.log"
        with log.open("w") as said:
            process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", CHILD, "serve", HOST, str(port)],
                env={**self.environment, ENDS_WITH: str(os.getpid())},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            try:
                self._wait(process, port, log)
                yield port
            finally:
                process.terminate()
                try:
                    process.wait(READY_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _wait(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and process.poll() is None:
            with closing(HTTPConnection(HOST, port, timeout=1)) as connection, suppress(OSError):
                connection.request("GET", "/readyz", headers=dict(self.headers))
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(
            _("The server does not come up: {log}").format(log=log.read_text()[-2_000:])
        )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def in_schema(database: str, schema: str) -> str:
    """Return the address of a schema of a PostgreSQL database, for a second, smaller record."""
    if not database:
        return ""
    parts = urlsplit(database)
    option = "options=" + quote(f"-c search_path={schema}")
    query = f"{parts.query}&{option}" if parts.query else option
    return urlunsplit(parts._replace(query=query))
