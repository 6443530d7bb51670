"""What must hold of values that people give, looked at together: all problems at once, by field.

checks = Checks()
checks.title("name", name)
checks.in_order(start=start, end=end)
checks.done()
"""

import math
from collections.abc import Iterable
from datetime import date
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lineofsight.kit.errors import Invalid
from lineofsight.organization.record.base import LONGEST_REF, LONGEST_TEXT, LONGEST_TITLE

NOT_IN_A_REF = ";>"  # they separate ids in a cell, and the ends of a link


class Checks:
    """Collects what is wrong; ``done`` refuses with all of it."""

    def __init__(self) -> None:
        self.problems: dict[str, list[str]] = {}

    def wrong(self, field: str, sentence: str) -> None:
        """Note one problem of a field; the field "" is the whole."""
        self.problems.setdefault(field, []).append(sentence)

    def done(self) -> None:
        """Go on if nothing is wrong.

        Raises
        ------
        Invalid
            With all that was noted.
        """
        if self.problems:
            raise Invalid(self.problems)

    def title(self, field: str, value: object, *, required: bool = True) -> None:
        """Hold a title to text of at most 2,000 characters."""
        self._words(field, value, LONGEST_TITLE, required=required)

    def text(self, field: str, value: object, *, required: bool = False) -> None:
        """Hold a text to at most 100,000 characters."""
        self._words(field, value, LONGEST_TEXT, required=required)

    def short(self, field: str, value: object, *, required: bool = False) -> None:
        """Hold a name or an e-mail to at most 500 characters."""
        self._words(field, value, LONGEST_REF, required=required)

    def _words(self, field: str, value: object, longest: int, *, required: bool) -> None:
        if not isinstance(value, str):
            self.wrong(field, _("Write this as text."))
        elif required and not value.strip():
            self.wrong(field, _("This is needed. Please fill it in."))
        elif len(value) > longest:
            self.wrong(
                field,
                _("This has {length} characters. Shorten it to {longest} at most.").format(
                    length=len(value), longest=longest
                ),
            )
        elif "\x00" in value:
            self.wrong(field, _("This holds a character that no text has. Please type it anew."))

    def ref(self, field: str, value: object) -> None:
        """Hold an id to what the plan file can write."""
        self.short(field, value, required=True)
        if not isinstance(value, str):
            return
        if any(sign in value for sign in NOT_IN_A_REF) or value != value.strip():
            self.wrong(field, _("An id has no ; and no > in it, and no blanks around it."))

    def email(self, field: str, value: object) -> None:
        """Hold an e-mail address, where there is one, to its form."""
        self.short(field, value)
        if isinstance(value, str) and value:
            try:
                validate_email(value)
            except ValidationError:
                self.wrong(
                    field, _("This is not an e-mail address. Write it like name@example.org.")
                )

    def one_of(
        self, field: str, value: object, words: Iterable[str], *, or_none: bool = True
    ) -> None:
        """Hold a value to a few words, or to nothing."""
        known = list(words)
        if value in known or (or_none and value == ""):
            return
        self.wrong(field, _("Choose one of: {words}.").format(words=", ".join(known)))

    def number(
        self, field: str, value: object, low: float | None = None, high: float | None = None
    ) -> None:
        """Hold a number, where there is one, to a range with its bounds."""
        if value is None:
            return
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            self.wrong(field, _("Write this as a number."))
        elif low is not None and value < low:
            self.wrong(field, _("This must be at least {low}.").format(low=f"{low:g}"))
        elif high is not None and value > high:
            self.wrong(field, _("This must be at most {high}.").format(high=f"{high:g}"))

    def day(self, field: str, value: object, *, required: bool = False) -> None:
        """Hold a value to a day, or to nothing."""
        if value is None:
            if required:
                self.wrong(field, _("This is needed. Please fill it in."))
        elif type(value) is not date:
            self.wrong(field, _("Write this as a date, such as 2026-11-21."))

    def flag(self, field: str, value: object) -> None:
        """Hold a value to yes, no or nothing."""
        if value is not None and not isinstance(value, bool):
            self.wrong(field, _("Answer yes or no, or leave it open."))

    def in_order(self, first: str, start: date | None, last: str, end: date | None) -> None:
        """Refuse an end before its start, where both are known."""
        self.day(first, start)
        self.day(last, end)
        if type(start) is date and type(end) is date and end < start:
            self.wrong(last, _("The end lies before the start. Change one of the two."))


def refuse(field: str, sentence: str) -> NoReturn:
    """Refuse because of one field.

    Raises
    ------
    Invalid
        Always.
    """
    raise Invalid({field: [sentence]})
