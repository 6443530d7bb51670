"""Seals: a hash over a block of entries and the seal before it.

Writers insert plain rows and never wait for one another. Entries are sealed in the order of their
ids, once no transaction is running any more that could still bring an entry with a smaller id.
"""

import hashlib
import logging
import time

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from lineofsight.organization.audit.digest import NOTHING, canonical, rows_between, short
from lineofsight.organization.models import AuditEntry, Seal
from lineofsight.organization.record.locks import is_postgresql, lock_name

log = logging.getLogger("lineofsight.audit")
BLOCK = 10_000  # entries
PATIENCE = 2.0  # seconds for which running transactions are waited for; then the next call seals


def seal(patience: float = PATIENCE) -> Seal | None:
    """Seal the entries that are settled; return the head of the chain, None if there is none.

    On PostgreSQL an entry is settled when every transaction has ended that had begun to write
    before the entry was seen: an id may be drawn long before its row can be seen. Waits at most
    ``patience`` seconds for those; the rest is left to the next call. SQLite has one writer, and
    what can be read is settled. Two that seal at once make one chain.
    """
    head = _head()
    upto = _settled(patience)
    while upto is not None and (head is None or head.last_id < upto):
        made = _seal_block(upto)
        if made is None:
            break
        head = made
    return head


def _head() -> Seal | None:
    return Seal.objects.order_by("-first_id").first()


def _settled(patience: float) -> int | None:
    """Return the last id up to which no entry can appear any more; None if that is not known."""
    last: int | None = AuditEntry.objects.aggregate(last=Max("pk"))["last"]
    if last is None or not is_postgresql():
        return last
    writing = _writing()  # whoever drew an id up to the last is among them, or has ended
    until = time.monotonic() + patience
    while writing:
        if time.monotonic() > until:
            return None
        time.sleep(0.02)
        writing &= _writing()
    return last


def _writing() -> set[str]:
    """Return the other transactions that have written entries to this log and still run.

    An insert takes a lock on the table before it draws an id; the lock ends with its transaction.
    The oldest running transaction of the server would say less: it may be another database's.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND granted "
            "AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid() AND relation = %s::regclass "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [AuditEntry._meta.db_table],
        )
        return {str(number) for (number,) in cursor.fetchall()}


@transaction.atomic
def _seal_block(upto: int) -> Seal | None:
    """Append one seal and return it; None if there is nothing to seal or another is sealing."""
    if not lock_name("audit.seal"):
        return None
    before = _head()
    first = before.last_id + 1 if before else 1
    ids = AuditEntry.objects.filter(pk__gte=first, pk__lte=upto).order_by("pk")
    block = list(ids.values_list("pk", flat=True)[:BLOCK])
    if not block:
        return None
    previous = before.hash if before else NOTHING
    running = hashlib.sha256(previous.encode())
    digests = []
    for row in rows_between(block[0], block[-1]):
        written = canonical(row)
        running.update(written)
        digests.append(f"{row[0]} {short(written)}")
    made = Seal.objects.create(
        first_id=block[0],
        last_id=block[-1],
        count=len(digests),
        previous=previous,
        hash=running.hexdigest(),
        digests="\n".join(digests),
        sealed_at=timezone.now(),
    )
    log.info("audit sealed up to entry %s: %s", made.last_id, made.hash)
    return made
