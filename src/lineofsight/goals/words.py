"""Words in the titles and texts of goals, found without reading every goal.

Both databases can keep an index of every three letters in a row: PostgreSQL in the extension
``pg_trgm``, SQLite in a table of its own that triggers keep up to date. Where either is missing,
words are looked for by reading.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.db.models.expressions import RawSQL

FIELDS = ("title", "text")
SHORTEST = 3  # letters of a word that the index finds
WORDS = "goals_goal_words"

_NAME = "goal_{field}_by_trigrams"
_INDEX = (
    "CREATE INDEX {name} ON goals_goal "
    "USING gin (UPPER({field}::text) gin_trgm_ops)"  # as the framework asks, whatever the case
)
_TABLE = f"""
CREATE VIRTUAL TABLE {WORDS} USING fts5(
    title, text, content='goals_goal', content_rowid='id', tokenize='trigram', columnsize=0
)
"""
_INTO = f"INSERT INTO {WORDS}"
_GO = f"{_INTO} ({WORDS}, rowid, title, text) VALUES ('delete', old.id, old.title, old.text)"
_COME = f"{_INTO} (rowid, title, text) VALUES (new.id, new.title, new.text)"
_TRIGGERS = {
    "goal_words_come": f"AFTER INSERT ON goals_goal BEGIN {_COME}; END",
    "goal_words_go": f"AFTER DELETE ON goals_goal BEGIN {_GO}; END",
    "goal_words_change": "AFTER UPDATE OF id, title, text ON goals_goal "
    f"WHEN old.title <> new.title OR old.text <> new.text BEGIN {_GO}; {_COME}; END",
}


def holding(words: Iterable[str], *fields: str) -> Q:
    """Return the condition that a goal has every word in one of these of its texts.

    Whatever the case of the letters. ``fields`` are some of ``FIELDS``.
    """
    condition, indexed = Q(), []
    for word in words:
        if "\0" in word:
            return Q(pk__in=())  # no database keeps it
        if len(word) >= SHORTEST and _has_index(connection.vendor, _name_of(connection)):
            indexed.append(word)
            continue
        somewhere = Q()
        for field in fields:
            somewhere |= Q(**{f"{field}__icontains": word})
        condition &= somewhere
    if indexed:
        at = " ".join(fields)
        asked = " AND ".join('{%s} : "%s"' % (at, word.replace('"', '""')) for word in indexed)  # noqa: UP031 - many braces
        found = f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s"  # noqa: S608 - its own name
        condition &= Q(pk__in=RawSQL(found, [asked]))  # noqa: S611 - one parameter
    return condition


def keep(using: str = DEFAULT_DB_ALIAS, **_told: Any) -> None:
    """Make the index where the database can keep one and has none, or has lost its triggers.

    Called after every migration: one that makes the table of goals anew takes its triggers away.
    """
    there = connections[using]
    make = {"postgresql": _keep_in_postgresql, "sqlite": _keep_in_sqlite}.get(there.vendor)
    if make is None or "goals_goal" not in there.introspection.table_names():
        return
    try:
        with transaction.atomic(using=using):
            make(there)
    except Error:
        return  # who may not, or cannot, reads
    finally:
        _has_index.cache_clear()


def _keep_in_postgresql(there: BaseDatabaseWrapper) -> None:
    with there.cursor() as cursor:
        # Looked for first: also to find that an index is there, making it waits for who writes.
        missing = [field for field in FIELDS if not _is_there(cursor, _NAME.format(field=field))]
        if not missing:
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for field in missing:
            cursor.execute(_INDEX.format(name=_NAME.format(field=field), field=field))


def _is_there(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
    return bool(cursor.fetchall()[0][0])


def _keep_in_sqlite(there: BaseDatabaseWrapper) -> None:
    with there.cursor() as cursor:
        names = [WORDS, *_TRIGGERS]
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"SELECT name FROM sqlite_master WHERE name IN ({marks})", names)  # noqa: S608 - question marks
        known = {name for (name,) in cursor.fetchall()}
        if known >= set(names):
            return
        if WORDS not in known:
            cursor.execute(_TABLE)
        for name in _TRIGGERS.keys() - known:
            cursor.execute(f"CREATE TRIGGER {name} {_TRIGGERS[name]}")
        cursor.execute(f"{_INTO} ({WORDS}) VALUES ('rebuild')")


def _name_of(there: BaseDatabaseWrapper | Any) -> str:
    return str(there.settings_dict["NAME"])


@cache
def _has_index(vendor: str, _name: str) -> bool:
    """Tell whether SQLite keeps the words of this record; PostgreSQL uses its index by itself."""
    if vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [WORDS])
        return cursor.fetchone() is not None
