"""Sentences that were translated once are told again from memory.

Our sentences are English, and stand in no catalogue of English: Django asks each catalogue of each
app for each of them, every time, and a page says some hundred of them.
"""

from gettext import GNUTranslations

from django.utils.translation.trans_real import DjangoTranslation

MOST = 20_000  # what is translated need not be ours; beyond this it is looked for every time


def remember() -> None:
    """Let the catalogues of each language remember what they have told, or have not found."""
    DjangoTranslation.gettext = _gettext  # type: ignore[assignment,method-assign] # Django has no other place for it


def _gettext(self: DjangoTranslation, message: str) -> str:
    # Beside the catalogues: those of a language that is loaded anew know nothing of before.
    told: dict[str, str] = self.__dict__.setdefault("_told", {})
    found = told.get(message)
    if found is None:
        found = GNUTranslations.gettext(self, message)
        if len(told) < MOST:
            told[message] = found
    return found
