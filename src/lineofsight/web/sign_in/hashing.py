"""Argon2id, a few at a time: a storm of sign-ins must leave the processors to everybody else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.translation import gettext as _

from lineofsight.kit.errors import Busy

AT_ONCE = max(1, (os.cpu_count() or 2) // 2)  # hashes a process computes at the same time
LONGEST_WAIT = 10.0  # seconds
_places = BoundedSemaphore(AT_ONCE)


@contextmanager
def one_place() -> Iterator[None]:
    """Wait for a place.

    Raises
    ------
    Busy
        None came free in time.
    """
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise Busy(_("Very many people are signing in just now. Try again in a few seconds."))
    try:
        yield
    finally:
        _places.release()


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with 64 MiB and two passes, above what OWASP asks for at least."""

    time_cost = 2
    memory_cost = 64 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        with one_place():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with a hash."""
        with one_place():
            return super().verify(password, encoded)
