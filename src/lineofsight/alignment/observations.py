"""Observations in a column file beside the record, so that a check reads only the new ones.

An observation never changes; it may go with its measure. The file holds all up to an id, in parts
that are only ever added, and a list of the parts that is replaced in one step: several processes
may use it at once. Where the record and the file disagree (fewer or more rows up to that id, or
other ones at its end) it is built anew. It can be deleted at any time.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.columns import ColumnTable
from lineofsight.goals.models import Observation

FORMAT = 1
CHUNK = 20_000
TAIL = 100  # rows at the end that are compared
MOST_PARTS = 24  # then they are made one
# A row with a smaller id may still be on its way in another transaction.
SETTLED = timedelta(minutes=10)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROW = np.dtype(
    [
        ("id", "<i8"),
        ("key_result", "<i8"),
        ("kpi", "<i8"),
        ("date", "<i4"),  # days since 1970-01-01
        ("value", "<f8"),
        ("confidence", "<f8"),
        ("reported", "<u2"),
        ("source", "<u4"),
        ("recorded", "<i8"),  # microseconds since 1970-01-01
    ]
)
FIELDS = (
    "pk",
    "key_result_id",
    "kpi_id",
    "date",
    "value",
    "confidence",
    "reported",
    "source",
    "recorded_at",
)


@dataclass(frozen=True)
class Store:
    """What the file holds: rows in the order of their ids, and the words that they number."""

    rows: NDArray[Any]
    words: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        """The largest id."""
        return int(self.rows["id"][-1]) if len(self.rows) else 0


class ObservationFile:
    """The column file in one folder.

    Parameters
    ----------
    folder : Path
    now : datetime, optional
        Rows recorded less than ten minutes before are read but not kept yet.
    """

    def __init__(self, folder: Path, now: datetime | None = None) -> None:
        self.folder, self.now = folder, now or datetime.now(UTC)

    def read(self, using: str) -> Store:
        """Return all observations of the record as they stand in a transaction on ``using``."""
        kept = self._kept()
        if kept is not None and not self._agrees(kept, using):
            kept = None
        kept = kept or Store(np.zeros(0, dtype=ROW), ("",))
        fresh, words = self._fetch(using, kept.last, kept.words)
        settled = self._settled(fresh)
        if settled:
            self._keep(kept, fresh[:settled], words)
        if not len(fresh):
            return kept
        return Store(np.concatenate([kept.rows, fresh]), words, kept.parts)

    # Reading the record ---------------------------------------------------------------------

    def _agrees(self, kept: Store, using: str) -> bool:
        rows = Observation.objects.using(using).filter(pk__lte=kept.last)
        if rows.count() != len(kept.rows):
            return False
        tail = kept.rows[-TAIL:]
        if not len(tail):
            return True
        found, words = _pack(
            rows.filter(pk__gte=int(tail["id"][0])).order_by("pk").values_list(*FIELDS), kept.words
        )
        return words == kept.words and found.tobytes() == tail.tobytes()

    def _fetch(
        self, using: str, after: int, words: tuple[str, ...]
    ) -> tuple[NDArray[Any], tuple[str, ...]]:
        rows = Observation.objects.using(using).filter(pk__gt=after).order_by("pk")
        return _pack(rows.values_list(*FIELDS).iterator(CHUNK), words)

    def _settled(self, fresh: NDArray[Any]) -> int:
        """Count the first rows before which no other can appear any more."""
        late = np.flatnonzero(fresh["recorded"] > _micros(self.now - SETTLED))
        return int(late[0]) if len(late) else len(fresh)

    # The folder -----------------------------------------------------------------------------

    @property
    def _list(self) -> Path:
        return self.folder / "observations.json"

    def _kept(self) -> Store | None:
        try:
            said = json.loads(self._list.read_text(encoding="utf-8"))
            if said["format"] != FORMAT:
                return None
            parts = [np.load(self.folder / name, allow_pickle=False) for name in said["parts"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None  # none yet, or spoilt: built anew
        rows = np.concatenate(parts) if parts else np.zeros(0, dtype=ROW)
        if rows.dtype != ROW or len(rows) != said["count"] or _hash(rows) != said["tail"]:
            return None
        return Store(rows, tuple(said["words"]), tuple(said["parts"]))

    def _keep(self, kept: Store, settled: NDArray[Any], words: tuple[str, ...]) -> None:
        """Add a part and name it in the list; whoever is last has the say, both are sound."""
        self.folder.mkdir(parents=True, exist_ok=True)
        rows = np.concatenate([kept.rows, settled])
        anew = not kept.parts or len(kept.parts) >= MOST_PARTS
        name = f"observations-{int(rows['id'][-1])}-{secrets.token_hex(4)}.npy"
        with _replacing(self.folder / name) as draft:
            np.save(draft, rows if anew else settled, allow_pickle=False)
        parts = (name,) if anew else (*kept.parts, name)
        said = {
            "format": FORMAT,
            "count": len(rows),
            "tail": _hash(rows),
            "words": list(words),
            "parts": list(parts),
        }
        with _replacing(self._list) as draft:
            draft.write_text(json.dumps(said), encoding="utf-8")
        self._tidy(parts)

    def _tidy(self, parts: Sequence[str]) -> None:
        """Remove parts that no list has named for an hour: nobody is reading them any more."""
        hour_ago = self.now.timestamp() - 3600
        for path in self.folder.glob("observations-*.npy*"):
            if path.name not in parts and path.stat().st_mtime < hour_ago:
                path.unlink(missing_ok=True)


def table(
    store: Store,
    key_results: Mapping[int, str],
    kpis: Mapping[int, str],
    recorded_by: datetime | None = None,
) -> ColumnTable | None:
    """Return observations as the engine takes them, those known at an instant; None if none.

    Parameters
    ----------
    key_results, kpis : mapping of id to ref
        Measures that are there; observations of others are left out.
    recorded_by : datetime, optional
        Only what had been recorded by then.
    """
    rows = store.rows
    if recorded_by is not None:
        rows = rows[rows["recorded"] <= _micros(recorded_by)]
    of_result, of_kpi = _named(rows["key_result"], key_results), _named(rows["kpi"], kpis)
    measure = np.where(rows["key_result"] > 0, of_result, of_kpi)
    there = measure != ""
    if not there.all():
        rows, measure = rows[there], measure[there]
    if not len(rows):
        return None
    words = np.empty(len(store.words), dtype=object)
    words[:] = store.words
    return ColumnTable(
        "observations",
        rows["id"].astype(np.int64),
        {
            "measure_id": measure,
            "date": rows["date"].astype("datetime64[D]"),
            "value": rows["value"].copy(),
            "confidence": rows["confidence"].copy(),
            "reported": words[rows["reported"]],
            "source": words[rows["source"]],
        },
    )


def _named(ids: NDArray[Any], refs: Mapping[int, str]) -> NDArray[np.object_]:
    """Return the ref of each id, "" where it names nothing."""
    known = np.array(sorted(refs), dtype=np.int64)
    names = np.empty(len(known) + 1, dtype=object)
    names[:-1] = [refs[pk] for pk in known.tolist()]
    names[-1] = ""
    place = np.searchsorted(known, ids)
    inside = np.minimum(place, max(len(known) - 1, 0))
    hit = (known[inside] == ids) if len(known) else np.zeros(len(ids), dtype=bool)
    return np.asarray(names[np.where(hit, inside, len(known))])


def _pack(values: Any, words: tuple[str, ...]) -> tuple[NDArray[Any], tuple[str, ...]]:
    number = {word: place for place, word in enumerate(words)}

    def rows() -> Iterator[tuple[Any, ...]]:
        for pk, result, kpi, day, value, confidence, reported, source, recorded in values:
            yield (
                pk,
                result or 0,
                kpi or 0,
                day.toordinal() - EPOCH.toordinal(),
                value,
                np.nan if confidence is None else confidence,
                number.setdefault(reported, len(number)),
                number.setdefault(source, len(number)),
                _micros(recorded),
            )

    return np.fromiter(rows(), dtype=ROW), tuple(number)


def _micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _hash(rows: NDArray[Any]) -> str:
    return hashlib.sha256(rows[-TAIL:].tobytes()).hexdigest()


class _replacing:  # noqa: N801 - read as a verb in a with statement
    """A draft beside a file that takes its place once it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.draft = path.with_name(f"{path.stem}-{secrets.token_hex(4)}.draft{path.suffix}")

    def __enter__(self) -> Path:
        return self.draft

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is not None:
            self.draft.unlink(missing_ok=True)
            return
        with self.draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        self.draft.replace(self.path)
