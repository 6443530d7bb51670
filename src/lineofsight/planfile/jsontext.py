"""JSON taken apart as it is read, so that a large document never stands in memory."""

import json
import re
from typing import TextIO

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.cells import Complaint
from lineofsight.planfile.problems import PlanError, quoted

LONGEST_VALUE = 4_000_000  # characters of one record
_AT_ONCE = 4_000_000  # characters read
_BLANKS = re.compile(r"[ \t\n\r]*")


class Doubled(dict[str, object]):
    """An object in which ``key`` stands twice."""

    key = ""


class JsonText:
    """A place in a JSON text that moves from its beginning to its end.

    Every method raises ``PlanError`` where the text is not as it should be.
    """

    def __init__(self, file: str, stream: TextIO) -> None:
        self._file = file
        self._stream = stream
        self._window = ""
        self._at = 0
        self._line, self._sign = 1, 1  # of the first character of the window
        self._decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)

    def next_is(self, sign: str) -> bool:
        """Tell whether the next sign that is no blank is this one; the empty one is the end."""
        self._skip_blanks()
        return self._window[self._at : self._at + 1] == sign

    def take(self, sign: str) -> bool:
        """Go past this sign if it is the next one."""
        found = self.next_is(sign)
        self._at += found
        return found

    def expect(self, sign: str) -> None:
        """Go past this sign, which must be the next one."""
        if not self.take(sign):
            raise self.wrong(_("{sign} is expected").format(sign=quoted(sign)))

    def value(self) -> object:
        """Read the next value, whatever it is.

        Objects in which a key stands twice become ``Doubled``, what is no number (NaN) a
        ``Complaint``.
        """
        self._skip_blanks()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                if self._may_go_on() and self._read_on():
                    continue
                raise self._malformed(error) from error
            except RecursionError:
                raise self.wrong(_("the values are nested too deeply")) from None
            except ValueError as error:
                raise self.wrong(_("a number has thousands of digits")) from error
            # A number that ends with the window may go on after it.
            if end == len(self._window) and self._read_on():
                continue
            self._at = end
            return value

    def wrong(self, why: str, at: int | None = None) -> PlanError:
        """Make the error for what stands here."""
        at = self._at if at is None else at
        lines = self._window.count("\n", 0, at)
        sign = at - self._window.rfind("\n", 0, at) if lines else self._sign + at
        message = _("The file is not valid JSON at line {line}, character {sign}: {why}.")
        return PlanError.one(
            self._file,
            message.format(line=self._line + lines, sign=sign, why=why),
            _("Correct it there; only the first such place can be named."),
        )

    def _skip_blanks(self) -> None:
        while True:
            blanks = _BLANKS.match(self._window, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._at < len(self._window) or not self._read_on():
                return

    def _may_go_on(self) -> bool:
        return len(self._window) - self._at <= LONGEST_VALUE

    def _read_on(self) -> bool:
        """Read more, and forget what lies behind; False at the end."""
        more = self._stream.read(_AT_ONCE)
        if not more:
            return False
        lines = self._window.count("\n", 0, self._at)
        last = self._window.rfind("\n", 0, self._at)
        self._line += lines
        self._sign = self._at - last if lines else self._sign + self._at
        self._window = self._window[self._at :] + more
        self._at = 0
        return True

    def _malformed(self, error: json.JSONDecodeError) -> PlanError:
        unfinished = error.msg.startswith("Unterminated") or error.pos > LONGEST_VALUE + self._at
        if unfinished and not self._may_go_on():
            message = _("a value has more than {most} characters")
            return self.wrong(message.format(most=LONGEST_VALUE))
        return self.wrong(quoted(error.msg), error.pos)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled()
    for key, value in pairs:
        if key in doubled:
            doubled.key = key
        doubled[key] = value
    return doubled


def _constant(name: str) -> Complaint:
    remedy = _("Write null if the value is unknown.")
    return Complaint(_("{value} is not a number."), remedy, name)
