"""What is wrong with this installation, and how to mend it."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import timezone

from lineofsight.config.environment import SECRET_FILE, Environment, is_this_machine
from lineofsight.config.health import foreign_migrations, pending_migrations
from lineofsight.config.operations.backup import LAST
from lineofsight.goals.rollup.everything import recheck
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.organization.audit.triggers import missing
from lineofsight.organization.models import Account, AuditEntry, Person, Seal
from lineofsight.organization.record.locks import is_postgresql
from lineofsight.organization.work.models import Job
from lineofsight.organization.work.presence import workers_present
from lineofsight.organization.work.queue import waiting

OLDEST_SERVER = 140_000  # PostgreSQL's way of saying 14
CLOCK = 5  # seconds by which this machine and the database's may differ
LEAST_SPACE = 2**30  # bytes
MANY_PEOPLE = 200  # who signed in lately, beyond which SQLite makes writers wait
LATE = timedelta(minutes=5)
BACKUP_DAYS = 2


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was looked at. ``remedy`` is empty if all is well."""

    about: str
    said: str
    remedy: str = ""
    grave: bool = True

    @property
    def is_well(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.remedy


def examine(environment: Environment) -> Iterator[Note]:
    """Look at everything, and yield what was seen; what needs the database only if it answers."""
    yield from _settings(environment)
    yield _data(environment.data)
    away = _database(environment)
    yield away
    if not away.is_well:
        return
    yield _clock()
    migrated = _migrations()
    yield migrated
    if not migrated.is_well:
        return
    for look in (_worker, _parked, _sealed, _triggers, _rolled_up):
        yield look()
    yield _people(environment)
    yield _mail(environment)
    yield _backup(environment.data)


def _settings(environment: Environment) -> Iterator[Note]:
    about = _("settings")
    for notice in environment.notices:
        yield Note(about, notice, _("Correct the name, or take it away."), grave=False)
    host = urlsplit(environment.url).hostname or ""
    if environment.https and not environment.proxies:
        yield Note(
            about,
            _("People reach it over https, and it knows of no proxy that provides that."),
            _("Set LINEOFSIGHT_PROXIES=1 if one reverse proxy stands before it."),
        )
    elif not environment.https and not is_this_machine(host):
        yield Note(
            about,
            _("Passwords travel to {host} for all to read.").format(host=host),
            _("Put a reverse proxy with a certificate before it; say https in LINEOFSIGHT_URL."),
        )
    else:
        yield Note(
            about, _("They fit together; people reach it at {url}.").format(url=environment.url)
        )


def _data(folder: Path) -> Note:
    about = _("data folder")
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        what = _("{folder} cannot be written: {reason}.").format(
            folder=folder, reason=error.strerror
        )
        return Note(about, what, _("Make it, owned by the user who runs lineofsight."))
    secret = folder / SECRET_FILE
    if secret.exists() and secret.stat().st_mode & 0o077:
        what = _("{file} can be read by others on this machine.").format(file=secret)
        return Note(about, what, f"chmod 600 {secret}")
    if free < LEAST_SPACE:
        what = _("Only {free} MB are free in {folder}.").format(free=free // 2**20, folder=folder)
        return Note(about, what, _("Make room, or move the folder to a larger disk."))
    return Note(about, _("{folder} has room.").format(folder=folder))


def _database(environment: Environment) -> Note:
    about = _("database")
    try:
        connection.ensure_connection()
        if not is_postgresql():
            return Note(about, _("SQLite, on this machine."))
        version = connection.pg_version  # type: ignore[attr-defined] # of this vendor
    except DatabaseError:
        where = environment.databases["default"]
        place = where.get("HOST") or where["NAME"]
        what = _("The database at {place} does not answer.").format(place=place)
        return Note(about, what, _("Start it, and see that DATABASE_URL is right."))
    if version < OLDEST_SERVER:
        what = _("PostgreSQL {version} is too old.").format(version=version // 10_000)
        return Note(about, what, _("Move to PostgreSQL 14 or newer."))
    return Note(about, _("PostgreSQL {version}.").format(version=version // 10_000))


def _clock() -> Note:
    about = _("clock")
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            row = cursor.fetchone()
        apart = abs(float(row[0]) - time.time()) if row else 0.0
        if apart > CLOCK:
            what = _("The clock here and the database's are {seconds} s apart.").format(
                seconds=round(apart)
            )
            return Note(about, what, _("Let both machines keep the time with NTP."))
    return Note(about, _("It agrees with the database's."))


def _migrations() -> Note:
    about = _("migrations")
    foreign = foreign_migrations()
    if foreign:
        what = _("The record is of a newer version of lineofsight.")
        return Note(about, what, _("Install that version or a later one."))
    pending = pending_migrations()
    if pending:
        what = ngettext(
            "The database has {count} step to take.",
            "The database has {count} steps to take.",
            len(pending),
        ).format(count=len(pending))
        return Note(about, what, "lineofsight migrate")
    return Note(about, _("The database is up to date."))


def _worker() -> Note:
    about = _("worker")
    late = waiting().filter(run_at__lt=timezone.now() - LATE).count()
    if not workers_present():
        what = _("No worker is running: no checks, no mails, no seals.")
        return Note(about, what, _("Start `lineofsight worker`, or `lineofsight serve`."))
    if late:
        what = ngettext(
            "{count} job has waited for more than five minutes.",
            "{count} jobs have waited for more than five minutes.",
            late,
        ).format(count=late)
        return Note(about, what, _("Start another worker, and look at its log."))
    return Note(about, _("It is running, and nothing waits."))


def _parked() -> Note:
    about = _("jobs")
    parked = Job.objects.filter(parked_at__isnull=False).order_by("parked_at")
    count = parked.count()
    if not count:
        return Note(about, _("None has failed for good."))
    named = ", ".join(f"{job.name} ({job.error})" for job in parked[:5])
    what = ngettext(
        "{count} job was given up after several attempts: {named}.",
        "{count} jobs were given up after several attempts: {named}.",
        count,
    ).format(count=count, named=named)
    return Note(about, what, _("Mend the cause, then `lineofsight worker --retry-parked`."))


def _sealed() -> Note:
    about = _("audit log")
    last = Seal.objects.order_by("-last_id").values_list("last_id", flat=True).first() or 0
    since = timezone.now() - LATE
    open_ = AuditEntry.objects.filter(pk__gt=last, at__lt=since).count()
    if open_:
        what = ngettext(
            "{count} entry has waited for its seal for more than five minutes.",
            "{count} entries have waited for their seal for more than five minutes.",
            open_,
        ).format(count=open_)
        return Note(about, what, _("Start a worker; then `lineofsight audit verify`."))
    return Note(about, _("All entries are sealed."))


def _triggers() -> Note:
    about = _("audit log")
    gone = missing()
    if gone:
        what = _("The database no longer refuses to change it: {names} are gone.").format(
            names=", ".join(gone)
        )
        return Note(about, what, _("Find out who took them away; bring a backup back."))
    return Note(about, _("The database refuses to change or remove what is in it."))


def _rolled_up() -> Note:
    about = _("roll-up")
    wrong = recheck()
    if wrong:
        what = ngettext(
            "{count} goal shows another progress than a recomputation gives.",
            "{count} goals show another progress than a recomputation gives.",
            len(wrong),
        ).format(count=len(wrong))
        return Note(about, what, _("This is a defect of lineofsight; please report it."))
    return Note(about, _("It equals a recomputation."))


def _people(environment: Environment) -> Note:
    about = _("size")
    lately = Session.objects.filter(expire_date__gt=timezone.now()).count()
    people = Person.objects.count()
    if environment.is_embedded and lately > MANY_PEOPLE:
        what = _("{count} sessions are open, more than SQLite serves well.").format(count=lately)
        return Note(about, what, _("Move to PostgreSQL: export, then import there."), grave=False)
    return Note(
        about, _("{people} people, {lately} open sessions.").format(people=people, lately=lately)
    )


def _mail(environment: Environment) -> Note:
    about = _("mail")
    if "EMAIL_HOST" not in environment.email:
        if environment.mode != "production" and Account.objects.count() < 2:
            return Note(about, _("Mails are kept as files, and nobody else is here yet."))
        what = _("No mail server is named: invitations are written to files that nobody reads.")
        return Note(about, what, _("Set EMAIL_URL."), grave=environment.mode == "production")
    server = get_connection(settings.MAIL_SERVER_BACKEND)
    try:
        server.open()
        server.close()
    except OSError as error:
        what = _("{host} does not take mails ({kind}).").format(
            host=environment.email["EMAIL_HOST"], kind=type(error).__name__
        )
        return Note(about, what, _("See that EMAIL_URL is right and the server is reached."))
    return Note(about, _("{host} takes mails.").format(host=environment.email["EMAIL_HOST"]))


def _backup(folder: Path) -> Note:
    about = _("backup")
    mark = folder / LAST
    remedy = _("`lineofsight backup FILE`, each night, to another disk.")
    if not mark.exists():
        if not Person.objects.exists():
            return Note(about, _("There is nothing to keep yet."))
        return Note(about, _("None was ever made from here."), remedy, grave=False)
    days = int((time.time() - mark.stat().st_mtime) // 86_400)
    if days >= BACKUP_DAYS:
        what = _("The last one was made {days} days ago.").format(days=days)
        return Note(about, what, remedy, grave=False)
    return Note(about, _("One was made in the last two days."))
