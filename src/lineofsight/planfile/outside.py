"""What the readers of outside formats share.

Such a reader takes what it can: a single value that it cannot read is left out and said once, with
its place, in a notice. Only a file that cannot be read as a whole is refused.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.problems import Notice, quoted
from lineofsight.planfile.schema import LONGEST_TEXT, LONGEST_TITLE, NORTH_STAR

LONGEST_NUMBER = 400  # characters; the smallest double has 326 without an exponent
LONGEST_ID = 200  # characters
MOST_SAID = 200  # values left out that get a notice each; the rest are counted in one

# Thousands are parted by commas or by spaces that do not break; a currency sign may stand before
# the number, a percent sign after it.
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)[$€£¥₹]?\s?"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)"
    r"(?P<power>[eE][+-]?\d{1,3})?\s?%?",
    re.ASCII,
)
_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_NOT_IN_SLUG = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?。！？](?=\s)|[。！？]|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]|\be\.g|\bi\.e|\betc|\bNo|\bDr|\bMrs?|\bSt|\bvs)$")


class Place(NamedTuple):
    """Where a value stands: the table and column it was meant for, and the row of the source.

    ``of`` names what it belongs to where the row alone does not: a file may be one long line.
    """

    table: str = ""
    row: int | None = None
    column: str = ""
    of: str = ""


NOWHERE = Place()


@dataclass(slots=True)
class Ledger:
    """Keeps what the reader of one file has to say."""

    file: str
    notices: list[Notice] = field(default_factory=list)
    values_left_out: int = 0

    def say(self, message: str, remedy: str = "", place: Place = NOWHERE) -> None:
        """Add a notice."""
        table, row, column, of = place
        if of:
            message = _("In {name}: {message}").format(name=quoted(of), message=message)
        self.notices.append(Notice(self.file, table, row, column, message, remedy))

    def leave_out(self, value: object, place: Place, message: str, remedy: str) -> None:
        """Say that a single value is left out; ``message`` takes ``{value}``."""
        self.values_left_out += 1
        if self.values_left_out <= MOST_SAID:
            self.say(message.format(value=quoted(value)), remedy, place)

    def number(self, value: object, place: Place) -> float | None:
        """Read a number; None where there is none, or where it cannot be read (which is said)."""
        if is_blank(value):
            return None
        number = number_of(value)
        if number is None:
            self.leave_out(
                value,
                place,
                _("{value} is not a number; it is left out."),
                _("Write a plain number."),
            )
        return number

    def day(self, value: object, place: Place) -> date | None:
        """Read a date; None where there is none, or where it cannot be read (which is said)."""
        if is_blank(value):
            return None
        day = day_of(value)
        if day is None:
            self.leave_out(
                value,
                place,
                _("{value} is not a date; it is left out."),
                _("Write it as year, month and day: 2026-11-21."),
            )
        return day

    def lifetime(
        self, start: date | None, end: date | None, place: Place
    ) -> tuple[date | None, date | None]:
        """Leave an end out that is before its start, and say so."""
        if start is None or end is None or start <= end:
            return start, end
        self.leave_out(
            end,
            place._replace(column="end"),
            _("The end {value} is before the start; it is left out."),
            _("Put the two dates right."),
        )
        return start, None

    def title(self, value: str, place: Place) -> str:
        """Bring a title to one line of at most ``LONGEST_TITLE`` characters."""
        line = one_line(value)
        if len(line) <= LONGEST_TITLE:
            return line
        self.say(
            _("The title has {length} characters; it is cut at {longest}.").format(
                length=len(line), longest=LONGEST_TITLE
            ),
            _("Shorten it, and give the rest as its description."),
            place,
        )
        return line[: LONGEST_TITLE - 1].rstrip() + "…"

    def text(self, value: str, place: Place) -> str:
        """Take over a longer text, cut at ``LONGEST_TEXT`` characters."""
        text = value.strip()
        if len(text) <= LONGEST_TEXT:
            return text
        self.say(
            _("The text has {length} characters; it is cut at {longest}.").format(
                length=len(text), longest=LONGEST_TEXT
            ),
            _("Shorten it."),
            place,
        )
        return text[:LONGEST_TEXT].rstrip()

    def fitted(self, record: Mapping[str, object], place: Place) -> dict[str, object]:
        """Return what is known of a record, its texts brought to what a plan can hold.

        NUL and halves of characters are taken out, texts cut at ``LONGEST_TEXT`` characters.
        """
        known: dict[str, object] = {}
        for column, value in record.items():
            if value is None or value in ("", ()):
                continue
            if isinstance(value, str) and (len(value) > LONGEST_TEXT or _NO_TEXT.search(value)):
                value = self.text(clean(value), place._replace(column=column))  # noqa: PLW2901  # its one use
            known[column] = value
        return known

    def all_notices(self) -> tuple[Notice, ...]:
        """Return every notice; values left out beyond the first ``MOST_SAID`` are one more."""
        more = self.values_left_out - MOST_SAID
        if more <= 0:
            return tuple(self.notices)
        message = ngettext(
            "{count} more value is left out because it cannot be read.",
            "{count} more values are left out because they cannot be read.",
            more,
        )
        return (*self.notices, Notice(self.file, message=message.format(count=more)))


def clean(text: str) -> str:
    r"""Take NUL and halves of characters out of a text; neither can be kept or printed.

    >>> clean("a\x00b")
    'ab'
    """
    return _NO_TEXT.sub("", text)


def is_blank(value: object) -> bool:
    """Tell whether a cell or element holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def number_of(value: object) -> float | None:
    """Read a number as people type it into a form; None if it is none.

    >>> number_of("$1,234.50"), number_of("25 %"), number_of("33% increase")
    (1234.5, 25.0, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    match = _NUMBER.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None:
        return None
    digits = re.sub("[,\u00a0\u202f]", "", match["digits"])
    number = float(match["sign"] + digits + (match["power"] or ""))
    return number if math.isfinite(number) else None


def day_of(value: object) -> date | None:
    """Read an ISO date, with or without a time of day behind it; None if it is none.

    >>> day_of("2024-12-09 14:36:20 UTC")
    datetime.date(2024, 12, 9)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def one_line(text: str) -> str:
    r"""Bring a text that was wrapped over several lines to one.

    >>> one_line(" Clean water\n\tfor all ")
    'Clean water for all'
    """
    if text.isprintable():  # no line ends, no tabs: the common case
        return text.strip()
    lines = (line.strip() for line in text.replace("\t", " ").splitlines())
    return " ".join(line for line in lines if line)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, without its full stop.

    >>> first_sentence("Publish plans, e.g. budgets. Keep them current.")
    'Publish plans, e.g. budgets'
    """
    text = text.strip()[: 2 * LONGEST_TITLE]  # no title may be longer anyway
    for end in _SENTENCE_END.finditer(text):
        sentence = text[: end.start()]
        if end.group() != "." or not _ABBREVIATION.search(sentence):
            return one_line(sentence + (end.group().strip() if end.group() in "!?！？" else ""))
    return one_line(text.removesuffix(".") if not text.endswith("..") else text)


def slug(name: str) -> str:
    """Make an id from a name: lower case, words parted by hyphens; ``""`` if nothing is left.

    >>> slug("Raïsa  van Olden")
    'raïsa-van-olden'
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    return _NOT_IN_SLUG.sub("-", folded).strip("-")


def usable_id(key: str) -> str:
    """Bring a foreign id to a form that a plan can keep.

    >>> usable_id("OKR;7"), usable_id("north_star")
    ('OKR_7', 'north_star_')
    """
    key = one_line(clean(key)[:LONGEST_ID]).replace(";", "_").replace(">", "_")
    return f"{key}_" if key == NORTH_STAR else key


class FreeIds:
    """Gives out ids that nobody uses yet.

    Parameters
    ----------
    used : iterable of str
        Ids that are taken.
    """

    def __init__(self, used: Iterable[str] = ()) -> None:
        self._used = set(used)
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """Return the id wanted, or it with the smallest free number from 2; it is taken then.

        >>> ids = FreeIds(["sales", "sales-2"])
        >>> ids.take("sales"), ids.take("sales"), ids.take("people")
        ('sales-3', 'sales-4', 'people')
        """
        candidate, number = wanted, self._next.get(wanted, 1)
        while candidate in self._used:
            number += 1
            candidate = f"{wanted}-{number}"
        self._next[wanted] = number  # so that a thousand equal wishes do not try each other's ids
        self._used.add(candidate)
        return candidate


def ids_for_names(names: Iterable[str], kind: str) -> dict[str, str]:
    """Give each of the names an id made from it; the same names always get the same ids.

    Parameters
    ----------
    names : iterable of str
        Names in any order; repetitions count once.
    kind : str
        What to call somebody whose name has no letter or digit, such as ``person``.

    Returns
    -------
    dict
        Name to id. Names that would share an id get a number, in the order of the names.
    """
    ids = FreeIds()
    return {name: ids.take(slug(name) or kind) for name in sorted(set(names))}
