"""Every sentence a person reads passes through here, so that it can be translated.

The catalogue is chosen once a process from ``LANGUAGE``, ``LC_ALL`` or ``LANG``; without one,
or without a catalogue for it, the English of the source is used.
"""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

DOMAIN = "lineofsight"
LOCALES = Path(__file__).parent / "locale"


@cache
def _catalogue() -> NullTranslations:
    return translation(DOMAIN, localedir=LOCALES, fallback=True)


def gettext(message: str) -> str:
    """Translate one sentence; unchanged where no catalogue has it."""
    return _catalogue().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a sentence whose form depends on a count."""
    return _catalogue().ngettext(singular, plural, count)
