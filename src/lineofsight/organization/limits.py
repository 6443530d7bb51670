"""So many times in so many seconds, whichever process or thread asks.

    wait = allow(f"api:{token.pk}", limit=600, seconds=60)
    if wait:  # 429, Retry-After: wait

The count is kept in the database and moved by one statement, so that two processes never both
take the last place. A period begins with its first use. What is refused costs one read.
"""

import hashlib
import math
import threading
import time

from django.db import connection

from lineofsight.organization.models.limit import Limit
from lineofsight.organization.record.prepared import Given, Prepared

_TABLE = Limit._meta.db_table
_TAKE = f"""
    INSERT INTO {_TABLE} (key, used, ends) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET
        used = CASE WHEN {_TABLE}.ends <= %s THEN %s ELSE {_TABLE}.used + %s END,
        ends = CASE WHEN {_TABLE}.ends <= %s THEN excluded.ends ELSE {_TABLE}.ends END
    RETURNING used, ends
"""  # noqa: S608 - the table's own name


_AHEAD: dict[str, tuple[int, float]] = {}  # places left, and when their time is over, by key
_LOCK = threading.Lock()
_FULL = Prepared(
    lambda: Limit.objects.filter(
        key=Given("key"), used__gte=Given("limit"), ends__gt=Given("now")
    ).values_list("ends", flat=True)
)


def allow(key: str, limit: int, seconds: float, *, at_once: int = 1) -> int:
    """Take one of ``limit`` places within ``seconds``.

    ``at_once`` places are taken together, and those left over are this process's own until the
    time is over: what is asked for often then writes seldom, and counts a little too much where
    several processes answer.

    Returns
    -------
    int
        0 if there was a place; otherwise the whole seconds, at least 1, until there is one again.
    """
    now = time.time()
    kept = _hashed(key)
    if at_once > 1 and _take_ahead(kept, now):
        return 0
    ends = _FULL.first(key=kept, limit=limit, now=now)
    if ends is not None:
        return _until(ends, now)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [kept, at_once, now + seconds, now, at_once, at_once, now])
        used, ends = cursor.fetchall()[0]
    before = used - at_once
    if before >= limit:
        return _until(ends, now)
    if at_once > 1:
        with _LOCK:
            _AHEAD[kept] = min(at_once, limit - before) - 1, ends
    return 0


def _take_ahead(kept: str, now: float) -> bool:
    """Take a place that this process has taken ahead, if there is one left."""
    with _LOCK:
        left, ends = _AHEAD.pop(kept, (0, 0.0))
        if ends <= now or not left:
            return False
        _AHEAD[kept] = left - 1, ends
        return True


def forget_ahead() -> None:
    """Let go of the places that this process has taken ahead, as its end does."""
    with _LOCK:
        _AHEAD.clear()


def give_back(key: str) -> None:
    """Return a place that was taken, as for a sign-in that turned out right."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} SET used = used - 1 WHERE key = %s AND used > 0",  # noqa: S608 - as above
            [_hashed(key)],
        )


def forget_ended() -> None:
    """Remove counts whose time is over; they would start again at their next use anyway."""
    Limit.objects.filter(ends__lt=time.time()).delete()


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _until(ends: float, now: float) -> int:
    return max(1, math.ceil(ends - now))
