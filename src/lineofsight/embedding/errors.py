"""What can keep texts from becoming vectors."""

from __future__ import annotations


class MeaningError(Exception):
    """Texts cannot be embedded. The message is a whole sentence, for the person who asked."""


class NotInstalledError(MeaningError):
    """The sentence model, or what runs it, is not installed."""
