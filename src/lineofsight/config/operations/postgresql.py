"""PostgreSQL's own programs: found, told where the database is, and never shown its password."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from lineofsight.config.operations.errors import Refused
from lineofsight.kit.i18n import gettext as _

# The record as a whole: tables with what hangs on them, and the functions of triggers.
EMPTY = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', one.name);
  END LOOP;
  FOR one IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE 'DROP ROUTINE IF EXISTS ' || one.name || ' CASCADE';
  END LOOP;
END $$;
"""


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL, that of the server's own version if it is here.

    Raises
    ------
    Refused
        It is not here, or is older than the server.
    """
    server = connection.pg_version // 10_000  # type: ignore[attr-defined] # of this vendor
    folders = [os.environ.get("POSTGRESQL_BIN", ""), f"/usr/lib/postgresql/{server}/bin"]
    folders += [f"/usr/pgsql-{server}/bin", *os.environ.get("PATH", "").split(os.pathsep)]
    for folder in folders:
        found = shutil.which(name, path=folder) if folder else None
        if found and _major(found) >= server:
            return found
    raise Refused(
        _("{program} of PostgreSQL {version} or newer is needed, and was not found.").format(
            program=name, version=server
        ),
        _("Install the client of PostgreSQL (Debian: postgresql-client), or put it on the PATH."),
    )


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - a program of PostgreSQL
    number = said.rpartition(") ")[2].split() or ["0"]
    digits = number[0].split(".")[0]
    return int(digits) if digits.isdecimal() else 0


def surroundings() -> dict[str, str]:
    """Return the environment in which these programs find the database."""
    said = connection.settings_dict
    options = said["OPTIONS"]
    named = {
        "PGDATABASE": said["NAME"],
        "PGHOST": said["HOST"],
        "PGPORT": said["PORT"],
        "PGUSER": said["USER"],
        "PGPASSWORD": said["PASSWORD"],
        "PGSSLMODE": options.get("sslmode", ""),
        "PGSSLROOTCERT": options.get("sslrootcert", ""),
        "PGSSLCERT": options.get("sslcert", ""),
        "PGSSLKEY": options.get("sslkey", ""),
        "PGPASSFILE": options.get("passfile", ""),
        "PGSERVICE": options.get("service", ""),
    }
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}}


def dump(target: Path, snapshot: str) -> None:
    """Write the database as it is in an exported snapshot."""
    _run(
        [
            program("pg_dump"),
            "--format=custom",
            f"--snapshot={snapshot}",
            "--no-owner",
            "--no-privileges",
            f"--file={target}",
        ]
    )


def load(source: Path) -> None:
    """Put what a dump holds in the place of everything that is there, in one transaction."""
    script = source.with_name("restore.sql")
    _run([program("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(source)])
    empty = source.with_name("empty.sql")
    empty.write_text(EMPTY, encoding="utf-8")
    quiet = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run([program("psql"), *quiet, f"--file={empty}", f"--file={script}"])


def _run(command: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, with arguments of ours
        command, env=surroundings(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        what = _("{program} gave up: {reason}").format(
            program=Path(command[0]).name, reason=" ".join(done.stderr.split())[-500:]
        )
        raise Refused(what)
