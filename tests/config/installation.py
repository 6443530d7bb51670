"""An installation of its own for a test: the command as a person runs it, on either database."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

COMMAND = Path(sys.executable).parent / "lineofsight"


class Installation:
    """A data folder and a database that nobody else has."""

    def __init__(self, data: Path, database_url: str) -> None:
        self.data = data
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("LINEOFSIGHT_")},
            "LINEOFSIGHT_DATA": str(data),
            "DATABASE_URL": database_url,
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def run(self, *arguments: object, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a verb to its end."""
        return subprocess.run(
            [COMMAND, *map(str, arguments)],
            env={**self.environment, **changes},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start(self, *arguments: object, **changes: str) -> "subprocess.Popen[bytes]":
        """Start a verb that runs until it is stopped; its log goes to a file in the folder."""
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "log").open("ab") as log:
            return subprocess.Popen(
                [COMMAND, *map(str, arguments)],
                env={**self.environment, **changes},
                stdout=log,
                stderr=log,
            )

    def python(self, script: str) -> str:
        """Run a script with Django set up, and return what it prints."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{script}"],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "lineofsight.config.settings"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def installation(
    folder: Path, name: str, like: Installation | None = None
) -> Iterator[Installation]:
    """Make an installation, with a database on the server of ``DATABASE_URL`` if that is named.

    ``like`` is one that nobody uses just now, whose record it begins with.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        if like is not None:
            shutil.copytree(like.data, folder / name)
        yield Installation(folder / name, "")
        return
    own = f"of_{os.getpid()}_{name}"
    template = urlsplit(like.environment["DATABASE_URL"]).path[1:] if like else "template1"
    with psycopg.connect(url, autocommit=True) as server:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(make.format(sql.Identifier(own), sql.Identifier(template)))
    try:
        yield Installation(folder / name, urlunsplit(urlsplit(url)._replace(path=f"/{own}")))
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))
