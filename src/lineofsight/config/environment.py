"""What the environment says, checked before anything starts: all problems at once.

Nothing here needs Django, so that a mistake is said in a sentence and not in a trace.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lineofsight.config.databases import databases
from lineofsight.config.variables import OTHERS, VARIABLES

MODES = ("embedded", "production", "demo", "test")
LEVELS = ("debug", "info", "warning", "error")
SHORTEST_SECRET = 50
SHORTEST_TOKEN = 20
SECRET_FILE = "secret-key"  # noqa: S105 - the name of a file
URL = "http://localhost:8000"


class Wrong(NamedTuple):
    """Something in the environment that cannot be meant."""

    name: str
    what: str
    remedy: str


class WrongEnvironment(Exception):
    """The environment cannot be used; ``problems`` says all that is wrong with it."""

    def __init__(self, problems: list[Wrong]) -> None:
        super().__init__(" ".join(f"{one.name}: {one.what} {one.remedy}" for one in problems))
        self.problems = problems


@dataclass(frozen=True)
class Environment:
    """Settings of one installation."""

    mode: str
    secret_key: str
    url: str
    hosts: list[str]
    proxies: int
    database_url: str
    databases: dict[str, dict[str, Any]]
    data: Path
    email: dict[str, Any]
    log_level: str
    metrics_token: str
    workers: int
    threads: int
    notices: tuple[str, ...]

    @property
    def https(self) -> bool:
        """Whether people reach it over https."""
        return self.url.startswith("https:")

    @property
    def is_embedded(self) -> bool:
        """Whether the record is the embedded database."""
        return "sqlite3" in self.databases["default"]["ENGINE"]


class _Reader:
    """Reads variables one by one, and remembers what was wrong with each."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.problems: list[Wrong] = []
        self.mode = self.word("LINEOFSIGHT_MODE", MODES, "embedded")
        self.production = self.mode == "production"

    def said(self, name: str) -> str:
        return self.given.get(name, "").strip()

    def wrong(self, name: str, what: str, remedy: str) -> None:
        self.problems.append(Wrong(name, what, remedy))

    def word(self, name: str, words: tuple[str, ...], without: str) -> str:
        said = self.said(name).lower() or without
        if said not in words:
            self.wrong(name, f"“{said}” is none of its words.", f"Say one of {', '.join(words)}.")
            return without
        return said

    def number(self, name: str, without: int, low: int, high: int) -> int:
        said = self.said(name) or str(without)
        if not said.isdecimal() or not low <= int(said) <= high:
            self.wrong(
                name, f"“{said}” does not fit.", f"Give a whole number from {low} to {high}."
            )
            return without
        return int(said)

    def data(self) -> Path:
        said = self.said("LINEOFSIGHT_DATA")
        if self.production and not Path(said).is_absolute():
            self.wrong(
                "LINEOFSIGHT_DATA",
                "Production needs to know where its folder is, wherever it is started from.",
                "Give an absolute path that only this installation uses.",
            )
        return Path(said or "lineofsight-data").absolute()

    def secret(self, data: Path) -> str:
        said = self.said("SECRET_KEY")
        make = 'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(64))".'
        if said and (len(said) < SHORTEST_SECRET or len(set(said)) < 10 or "insecure" in said):
            what = f"It has fewer than {SHORTEST_SECRET} characters, or is easily guessed."
            self.wrong("SECRET_KEY", what, make)
        if not said and self.production:
            self.wrong("SECRET_KEY", "Production needs a secret, and none was given.", make)
        return said or own_secret(data)

    def url(self) -> str:
        said = (self.said("LINEOFSIGHT_URL") or URL).rstrip("/")
        parts = urlsplit(said)
        usable = parts.scheme in {"http", "https"} and parts.hostname
        if not usable or parts.path or parts.query or parts.username:
            remedy = "Give an address without a path, such as https://sight.example.org."
            self.wrong("LINEOFSIGHT_URL", f"“{said}” is no address of an installation.", remedy)
            return URL
        if self.mode == "demo" and not is_this_machine(parts.hostname or ""):
            what = "A demo's password stands on the screen; it is for this machine alone."
            self.wrong("LINEOFSIGHT_URL", what, "Say http://localhost:8000, or another mode.")
        if (
            self.production
            and parts.scheme != "https"
            and not is_this_machine(parts.hostname or "")
        ):
            self.wrong(
                "LINEOFSIGHT_URL",
                "Passwords and goals would travel over the network for all to read.",
                "Give an address with https, and let a reverse proxy hold the certificate.",
            )
        return said

    def hosts(self, url: str) -> list[str]:
        hosts = [one.strip() for one in self.said("ALLOWED_HOSTS").split(",") if one.strip()]
        if any("*" in one for one in hosts):
            self.wrong("ALLOWED_HOSTS", "It would answer under any name.", "Name each host.")
        own = urlsplit(url).hostname or ""
        own = f"[{own}]" if ":" in own else own
        return list(dict.fromkeys([own, *hosts, "localhost", "127.0.0.1", "[::1]"]))

    def databases(self, data: Path) -> dict[str, dict[str, Any]]:
        try:
            return databases(self.said("DATABASE_URL"), data)
        except ValueError as error:
            remedy = "Give postgresql://user:password@host:5432/name, or sqlite:///path/to/file."
            self.wrong("DATABASE_URL", str(error), remedy)
            return databases("", data)

    def email(self, url: str, data: Path) -> dict[str, Any]:
        said = self.said("EMAIL_URL")
        sender = self.said("EMAIL_FROM") or f"lineofsight@{urlsplit(url).hostname}"
        if not said:
            backend = "django.core.mail.backends.filebased.EmailBackend"
            folder = str(data / "mail")
            return {"backend": backend, "EMAIL_FILE_PATH": folder, "DEFAULT_FROM_EMAIL": sender}
        parts = urlsplit(said)
        remedy = "Give smtps://user:password@host:465 or smtp+tls://user:password@host:587."
        if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
            self.wrong("EMAIL_URL", "It is no address of a mail server.", remedy)
            return {}
        if self.production and parts.scheme == "smtp" and not is_this_machine(parts.hostname):
            what = "Mails with links to new passwords would travel for all to read."
            self.wrong("EMAIL_URL", what, remedy)
        return {
            "backend": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 10,
            "DEFAULT_FROM_EMAIL": sender,
        }

    def token(self) -> str:
        said = self.said("METRICS_TOKEN")
        if said and len(said) < SHORTEST_TOKEN:
            what = f"It has fewer than {SHORTEST_TOKEN} characters."
            self.wrong("METRICS_TOKEN", what, "Give a longer one, or none.")
        return said

    def single_sign_on(self) -> None:
        names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
        missing = [name for name in names if not self.said(name)]
        if missing and len(missing) < len(names):
            for name in missing:
                what = "Single sign-on is half set up, and this is missing."
                self.wrong(name, what, "Give all three, or none of them.")
        issuer = urlsplit(self.said("OIDC_ISSUER"))
        if self.production and issuer.netloc and issuer.scheme != "https":
            what = "Who signs in could be made up by anybody on the way."
            self.wrong("OIDC_ISSUER", what, "Give the provider's address with https.")


def read_environment(given: Mapping[str, str] | None = None) -> Environment:
    """Read the settings from the environment.

    Raises
    ------
    WrongEnvironment
        Something cannot be used, or is unsafe; all of it is said at once.
    """
    reader = _Reader(os.environ if given is None else given)
    data = reader.data()
    url = reader.url()
    found = Environment(
        mode=reader.mode,
        secret_key=reader.secret(data),
        url=url,
        hosts=reader.hosts(url),
        proxies=reader.number("LINEOFSIGHT_PROXIES", 0, 0, 9),
        database_url=reader.said("DATABASE_URL"),
        databases=reader.databases(data),
        data=data,
        email=reader.email(url, data),
        log_level=reader.word("LOG_LEVEL", LEVELS, "info"),
        metrics_token=reader.token(),
        workers=reader.number("WEB_WORKERS", min(4, os.cpu_count() or 1), 1, 64),
        threads=reader.number("WEB_THREADS", 4, 1, 64),
        notices=tuple(_unknown(reader.given)),
    )
    reader.number("SESSION_IDLE_HOURS", 12, 1, 24 * 7)
    reader.number("SESSION_DAYS", 7, 1, 90)
    reader.single_sign_on()
    if reader.problems:
        raise WrongEnvironment(reader.problems)
    return found


def _unknown(given: Mapping[str, str]) -> list[str]:
    """Return a sentence for each name of ours that nobody reads: a slip, most likely."""
    known = {one.name for one in VARIABLES} | OTHERS
    said = []
    for name in sorted(given):
        if name.startswith("LINEOFSIGHT_") and name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            said.append(f"{name} is set, and nothing reads it.{hint}")
    return said


def is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine by its name or number."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def own_secret(data: Path) -> str:
    """Return the secret kept in the data folder; one made now if the folder is there without it.

    Without the folder nothing has been set up yet, and a secret that is kept nowhere will do.
    """
    made = secrets.token_urlsafe(64)
    if not data.is_dir():
        return made
    path = data / SECRET_FILE
    with suppress(FileExistsError, PermissionError):
        # Written whole under another name first: a second process never reads half of it.
        part = data / f".{SECRET_FILE}-{secrets.token_hex(8)}"
        if not path.exists():
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made)
            try:
                os.link(part, path)
            finally:
                part.unlink()
    try:
        return path.read_text(encoding="ascii").strip() or made
    except OSError:
        return made
