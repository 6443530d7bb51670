"""What rules find in real plans that nobody touched, and how much of it is false.

Every finding is counted. Whether it is *false* only somebody can say who has read the words: the
file beside this one holds what was judged by hand, of findings drawn at random (``tools/judge.py``
draws them). It names texts by a hash, and holds none of them.
"""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from lineofsight.bench.reading import Rows, Subject

TABLES = {"goal": "goals", "key_result": "key_results", "pillar": "pillars", "strategy": "strategy"}
HASHED = 16  # hexadecimal digits


@cache
def judged() -> Mapping[str, Mapping[str, bool]]:
    """Return, for each rule, hash of a text -> whether the finding is false."""
    text = files(__package__).joinpath("judged.json").read_text(encoding="utf-8")
    document = json.loads(text)
    return {
        rule: {**dict.fromkeys(verdicts["true"], False), **dict.fromkeys(verdicts["false"], True)}
        for rule, verdicts in document["rules"].items()
    }


def words_of(rows: Rows, subject: Subject) -> str:
    """Return the words that a rule on wording has judged: title or name, and text.

    Of a subject that is no row with words (a link, a pair) the words of both ends, in order.
    """
    kind, name = subject
    names = [name] if kind in TABLES else name.partition(":")[0].split(">")
    tables = [TABLES[kind]] if kind in TABLES else ["goals", "key_results", "pillars"]
    found = {str(row.get("id")): row for table in reversed(tables) for row in rows.get(table, [])}
    columns = ("title", "name", "text")
    return "\n".join(
        " ".join(str(found[one][column]) for column in columns if found[one].get(column))
        for one in names
        if one in found
    )


def hash_of(words: str) -> str:
    """Return the hash under which words are judged: case and blanks do not count."""
    plain = " ".join(words.casefold().split())
    return sha256(plain.encode()).hexdigest()[:HASHED]
