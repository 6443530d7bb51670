"""Kept vectors: found again, bounded, private; and nothing that goes wrong is more than slow."""

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lineofsight.embedding import cache as module
from lineofsight.embedding.cache import Cache, clear, key_of, place, sizes
from lineofsight.embedding.rows import Packed, lengths, pack, sound, unpack

DIMENSIONS = 8


def packed(count: int, seed: int = 0) -> Packed:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    return pack(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def keys(count: int, start: int = 0) -> list[bytes]:
    return [key_of(f"Goal {number}") for number in range(start, start + count)]


def found(cache: Cache, wanted: list[bytes]) -> tuple[np.ndarray, set[bytes]]:
    rows = np.zeros((len(wanted), DIMENSIONS), np.float32)
    known = cache.fill({key: number for number, key in enumerate(wanted)}, rows)
    return rows, known


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept", "model/1", DIMENSIONS)


@pytest.fixture
def full(cache: Cache) -> Cache:
    cache.put(keys(1000), packed(1000))
    assert not cache.trouble
    return cache


class TestRows:
    def test_a_rounded_row_is_of_unit_length(self) -> None:
        assert np.linalg.norm(unpack(packed(50)), axis=1) == pytest.approx(1, abs=1e-6)

    def test_a_zero_row_stays_zero(self) -> None:
        assert not unpack(np.zeros((1, DIMENSIONS), np.int16)).any()

    def test_rounding_hardly_moves_a_likeness(self) -> None:
        rows = np.random.default_rng(1).standard_normal((200, 384)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)

        kept = unpack(pack(rows))

        assert np.abs(kept @ kept.T - rows @ rows.T).max() < 1e-4

    def test_a_row_does_not_depend_on_those_beside_it(self) -> None:
        rows = packed(100)

        apart = np.vstack([unpack(rows[place : place + 1]) for place in range(100)])

        np.testing.assert_array_equal(apart, unpack(rows))

    def test_a_row_of_another_length_is_not_sound(self) -> None:
        rows = packed(3)
        rows[1] = 0
        rows[2, 0] ^= 0x4000

        assert sound(lengths(rows)).tolist() == [True, False, False]


class TestKeeping:
    def test_what_was_put_is_found(self, full: Cache) -> None:
        rows, known = found(full, keys(1000))

        np.testing.assert_array_equal(rows, unpack(packed(1000)))
        assert known == set(keys(1000))

    def test_a_few_of_many_are_found(self, full: Cache) -> None:
        rows, known = found(full, [key_of("new"), *keys(3, 500)])

        np.testing.assert_array_equal(rows[1:], unpack(packed(1000)[500:503]))
        assert known == set(keys(3, 500))
        assert not rows[0].any()

    def test_another_edition_is_not_looked_at(self, full: Cache) -> None:
        assert full.path is not None

        assert found(Cache(full.path.parent, "model/2", DIMENSIONS), keys(5))[1] == set()

    def test_nothing_is_found_before_anything_was_put(self, cache: Cache) -> None:
        assert found(cache, keys(5))[1] == set()
        assert not cache.trouble
        assert cache.path is not None
        assert not cache.path.exists()

    def test_a_row_put_twice_is_the_later_one(self, full: Cache) -> None:
        full.put(keys(1), packed(1, seed=7))

        np.testing.assert_array_equal(found(full, keys(1))[0], unpack(packed(1, seed=7)))

    def test_without_a_folder_nothing_is_kept(self) -> None:
        cache = Cache(None, "model/1", DIMENSIONS)

        cache.put(keys(2), packed(2))

        assert found(cache, keys(2))[1] == set()
        assert not cache.trouble


class TestPrivacy:
    def test_only_the_user_reads_it(self, full: Cache) -> None:
        assert full.path is not None
        assert stat.S_IMODE(full.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(full.path.parent.stat().st_mode) == 0o700

    def test_a_folder_that_others_may_enter_is_closed(self, cache: Cache) -> None:
        assert cache.path is not None
        cache.path.parent.mkdir(mode=0o755)

        cache.put(keys(1), packed(1))

        assert stat.S_IMODE(cache.path.parent.stat().st_mode) == 0o700

    def test_a_folder_of_somebody_else_is_not_used(
        self, full: Cache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "getuid", lambda: 4711)

        assert found(full, keys(1))[1] == set()
        assert "somebody else" in full.trouble

    def test_a_link_to_a_folder_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "kept").symlink_to(tmp_path / "elsewhere")
        cache = Cache(tmp_path / "kept", "model/1", DIMENSIONS)

        cache.put(keys(1), packed(1))

        assert not list((tmp_path / "elsewhere").iterdir())

    def test_no_text_is_in_it(self, full: Cache) -> None:
        assert full.path is not None
        assert b"Goal" not in full.path.read_bytes()


class TestTrouble:
    @pytest.mark.parametrize("broken", ["no database", "cut", "overwritten"])
    def test_a_broken_file_is_begun_anew(self, full: Cache, broken: str) -> None:
        assert full.path is not None
        whole = full.path.read_bytes()
        match broken:
            case "no database":
                full.path.write_bytes(b"not a database, certainly not" * 200)
            case "cut":
                full.path.write_bytes(whole[: len(whole) // 2 + 100])
            case "overwritten":
                full.path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))

        found(full, keys(1000))
        full.put(keys(1000), packed(1000))
        full.put(keys(1000), packed(1000))

        assert len(found(full, keys(1000))[1]) == 1000

    def test_a_row_with_a_broken_number_is_not_used(self, full: Cache) -> None:
        assert full.path is not None
        row = np.array(packed(1000)[3], "<i2").tobytes()
        whole = full.path.read_bytes()
        assert whole.count(row) == 1
        full.path.write_bytes(whole.replace(row, bytes(2) + b"\x00\x7f" + row[4:]))

        assert keys(1000)[3] not in found(full, keys(1000))[1]

    def test_a_row_of_another_size_is_not_used(self, full: Cache) -> None:
        assert full.path is not None
        with sqlite3.connect(full.path) as kept:
            kept.execute("UPDATE kept SET row = x'0102' WHERE rowid = 1")
        kept.close()

        assert len(found(full, keys(1000))[1]) == 999

    def test_a_database_of_something_else_is_left_alone(self, cache: Cache) -> None:
        assert cache.path is not None
        cache.path.parent.mkdir(mode=0o700)
        with sqlite3.connect(cache.path) as other:
            other.execute("CREATE TABLE letters (text)")
        other.close()

        cache.put(keys(1), packed(1))

        assert "no such table" in cache.trouble
        assert found(cache, keys(1))[1] == set()

    def test_a_file_in_place_of_the_folder_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "kept").write_text("a file")
        cache = Cache(tmp_path / "kept", "model/1", DIMENSIONS)

        cache.put(keys(1), packed(1))

        assert "cannot be kept" in cache.trouble

    def test_a_file_that_may_only_be_read_is_read(
        self, full: Cache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As SQLite opens it on a medium that cannot be written."""
        connect = sqlite3.connect

        def to_read(address: str, **how: Any) -> sqlite3.Connection:
            return connect(address.replace("mode=rw", "mode=ro"), **how)

        def refuse(path: Path) -> None:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

        monkeypatch.setattr(sqlite3, "connect", to_read)
        monkeypatch.setattr(os, "utime", refuse)

        full.put(keys(1, 5000), packed(1))

        assert "readonly" in full.trouble
        assert len(found(full, keys(1000))[1]) == 1000

    def test_a_folder_that_cannot_be_made_is_told(self) -> None:
        cache = Cache(Path("/dev/null/kept"), "model/1", DIMENSIONS)

        cache.put(keys(1), packed(1))

        assert "Not a directory" in cache.trouble
        assert found(cache, keys(1))[1] == set()

    def test_a_full_disk_is_told_and_what_was_kept_stays(self, full: Cache) -> None:
        """A limit on the size of a file, in a process of its own, is a full disk to SQLite."""
        assert full.path is not None
        program = (
            "import resource, signal, sys\n"
            "from pathlib import Path\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            f"size = {full.path.stat().st_size}\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
            "from tests.embedding.test_cache import Cache, DIMENSIONS, keys, packed\n"
            f"cache = Cache(Path({str(full.path.parent)!r}), 'model/1', DIMENSIONS)\n"
            "for start in (2000, 4000, 6000, 8000): cache.put(keys(2000, start), packed(2000))\n"
            "print(cache.trouble)\n"
        )

        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )

        assert "cannot be kept" in done.stdout
        assert len(found(full, keys(1000))[1]) == 1000

    def test_another_process_that_writes_is_waited_for_and_then_done_without(
        self, full: Cache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "WAIT_SECONDS", 0.01)
        assert full.path is not None
        other = sqlite3.connect(full.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        full.put(keys(1, 5000), packed(1))
        assert "locked" in full.trouble
        other.execute("COMMIT")
        other.close()
        full.put(keys(1, 5000), packed(1))

        assert not full.trouble
        assert len(found(full, keys(1, 5000))[1]) == 1

    def test_after_some_failures_it_is_not_tried_again(
        self, full: Cache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "WAIT_SECONDS", 0.01)
        assert full.path is not None
        other = sqlite3.connect(full.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for _attempt in range(module.PATIENCE):
            full.put(keys(1, 5000), packed(1))
        other.execute("COMMIT")
        other.close()

        full.put(keys(1, 5000), packed(1))

        assert found(full, keys(1, 5000))[1] == set()

    def test_several_processes_keep_what_each_of_them_puts(self, cache: Cache) -> None:
        assert cache.path is not None
        program = (
            "import sys; from pathlib import Path\n"
            "from tests.embedding.test_cache import Cache, DIMENSIONS, keys, packed\n"
            f"cache = Cache(Path({str(cache.path.parent)!r}), 'model/1', DIMENSIONS)\n"
            "start = int(sys.argv[1])\n"
            "for part in range(20): cache.put(keys(50, start + 50 * part), packed(50))\n"
            "sys.exit(cache.trouble or 0)\n"
        )
        running = [
            subprocess.Popen([sys.executable, "-c", program, str(start)])
            for start in (0, 500, 1000)  # the halves overlap
        ]

        assert [one.wait() for one in running] == [0, 0, 0]
        assert len(found(cache, keys(2000))[1]) == 2000


class TestSize:
    def test_the_oldest_rows_go_first(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path / "kept", "model/1", DIMENSIONS, most=100_000)
        for part in range(10):
            cache.put(keys(500, 500 * part), packed(500))

        known = found(cache, keys(5000))[1]

        assert key_of("Goal 0") not in known
        assert key_of("Goal 4999") in known
        assert 500 < len(known) < 4000
        assert sum(sizes(tmp_path / "kept").values()) < 200_000

    def test_the_file_used_longest_ago_goes_before_any_row(self, tmp_path: Path) -> None:
        folder = tmp_path / "kept"
        for edition in ("old", "less old"):
            Cache(folder, edition, DIMENSIONS).put(keys(500), packed(500))
        old, less = (Cache(folder, edition, DIMENSIONS) for edition in ("old", "less old"))
        assert old.path is not None
        os.utime(old.path, (1, 1))
        room = sum(sizes(folder).values())
        new = Cache(folder, "new", DIMENSIONS, most=room)

        new.put(keys(500), packed(500))

        assert not old.path.exists()
        assert len(found(less, keys(500))[1]) == 500
        assert len(found(new, keys(500))[1]) == 500

    def test_all_of_it_can_be_removed(self, full: Cache) -> None:
        assert full.path is not None
        size = full.path.stat().st_size

        assert clear(full.path.parent) == size
        assert sizes(full.path.parent) == {}
        assert clear(None) == 0


class TestPlace:
    def test_is_where_the_variable_says(self) -> None:
        assert place({"LINEOFSIGHT_CACHE": "/a"}) == Path("/a/meaning")

    def test_is_in_the_folder_for_caches(self) -> None:
        assert place({"XDG_CACHE_HOME": "/c"}) == Path("/c/lineofsight/meaning")

    def test_is_in_the_home_otherwise(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Path, "home", lambda: Path("/home/ana"))

        assert place({}) == Path("/home/ana/.cache/lineofsight/meaning")

    def test_is_nowhere_for_a_user_without_a_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def homeless() -> Path:
            raise RuntimeError

        monkeypatch.setattr(Path, "home", homeless)

        assert place({}) is None
