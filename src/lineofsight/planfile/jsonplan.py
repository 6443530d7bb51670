"""Plans as one JSON document.

The document is taken apart one record at a time: so it never stands in memory twice, and whatever
is wrong is said with its table and row.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import MEGABYTE, open_regular
from lineofsight.planfile.document import Gathering, PlanDocument
from lineofsight.planfile.plaintext import check_text
from lineofsight.planfile.problems import PlanError, quoted
from lineofsight.planfile.schema import FORMAT, VERSION
from lineofsight.planfile.sink import Unusable

MOST_BYTES = 64 * MEGABYTE
MOST_VALUES = 4_000_000
MOST_GROUPS = 2_000_000  # objects and arrays
_AT_ONCE = 5_000  # records
_BLANKS = re.compile(r"[ \t\n\r]*")
_HEADINGS = ("format", "version", "$schema")

Chunk = tuple[list[int], list[dict[str, object]]]


def read_json(path: Path) -> PlanDocument:
    """Read a JSON document.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    return _Reading(str(path), _text_of(path)).document()


def _text_of(path: Path) -> str:
    check_text(path, MOST_BYTES, longest_line=MOST_BYTES)
    with open_regular(path, MOST_BYTES) as stream:
        content = stream.read()
    # An object takes some thirty times the room of the two brackets that write it.
    if content.count(b",") > MOST_VALUES or sum(map(content.count, (b"{", b"["))) > MOST_GROUPS:
        raise PlanError.one(
            str(path),
            _("The file holds more values than are read at once."),
            _("Save so much data as a folder of CSV files."),
        )
    return content.decode("utf-8-sig")


class _Doubled(dict[str, object]):
    """An object in which a key stands twice."""

    key = ""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    keys = [key for key, _value in pairs]
    doubled.key = next(key for place, key in enumerate(keys) if key in keys[:place])
    return doubled


def _constant(name: str) -> Unusable:
    return Unusable(
        _("{value} is not a number.").format(value=quoted(name)),
        _("Write null if the value is unknown."),
    )


class _Reading:
    """One walk through the text of a document."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.at = 0
        self.gathering = Gathering(file)
        self.headings: dict[str, object] = {}
        self.decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)

    def document(self) -> PlanDocument:
        """Read everything.

        Raises
        ------
        PlanError
            With everything that is wrong; of another format nothing but that.
        """
        try:
            self.read_keys()
        except RecursionError:
            message = _("The values are nested too deeply.")
            self.gathering.report.problem(self.file, message, _("A plan has lists of records."))
        except ValueError as error:
            self.gathering.report.include(self.malformed(error))
        else:
            self.check_headings()
            return self.gathering.document()
        self.gathering.report.raise_problems()
        raise AssertionError  # a problem was added above

    def check_headings(self) -> None:
        """Refuse what is no plan, or one of another version."""
        form, version = self.headings.get("format"), self.headings.get("version")
        if form != FORMAT:
            raise PlanError.one(
                self.file,
                _("The file is not a plan: its format is {format}.").format(format=quoted(form))
                if "format" in self.headings
                else _("The file does not say that it is a plan."),
                _('Write "format": "{format}" and "version": {version} first.').format(
                    format=FORMAT, version=VERSION
                ),
            )
        if version != VERSION or isinstance(version, bool):
            raise PlanError.one(
                self.file,
                _("The plan has version {version}, which cannot be read.").format(
                    version=quoted(version)
                ),
                _('Write "version": {version}.').format(version=VERSION),
            )

    def read_keys(self) -> None:
        """Read the outermost object."""
        self.expect("{")
        if self.next_is("}"):
            self.at += 1
        else:
            while True:
                self.read_key()
                if not self.next_is(","):
                    break
                self.at += 1
            self.expect("}")
        if self.skip_blanks() < len(self.text):
            raise self.wrong(_("nothing more is expected"))

    def read_key(self) -> None:
        """Read one key of the outermost object and what it holds."""
        if not self.next_is('"'):
            raise self.wrong(_("a name in double quotes is expected"))
        key = str(self.value())
        self.expect(":")
        self.skip_blanks()
        if key in _HEADINGS:
            self.headings[key] = self.value()
            return
        table = self.gathering.table_named(key)
        if table is None:
            self.value()
        elif self.next_is("["):
            self.gathering.read_records(table, self.chunks(table))
        else:
            self.read_single(table)

    def read_single(self, table: str) -> None:
        """Read what stands where a list of records is expected."""
        value = self.value()
        if table == "organization" and isinstance(value, dict):
            self.gathering.read_records(table, self.checked(table, [value], 1))
        elif value is not None:
            message = _("{value} is not a list of records.").format(value=quoted(value))
            remedy = _("Write a list of objects: [{{...}}, {{...}}].").format()
            self.gathering.report.problem(self.file, message, remedy, table=table)

    def chunks(self, table: str) -> Iterator[Chunk]:
        """Read a list, some records at a time."""
        self.expect("[")
        if self.next_is("]"):
            self.at += 1
            return
        values: list[object] = []
        number = 1
        while True:
            self.skip_blanks()
            values.append(self.value())
            if len(values) == _AT_ONCE:
                yield from self.checked(table, values, number)
                number += len(values)
                values.clear()
            if not self.next_is(","):
                break
            self.at += 1
        self.expect("]")
        yield from self.checked(table, values, number)

    def checked(self, table: str, values: list[object], number: int) -> Iterator[Chunk]:
        """Pass on those values that are records, and report the others."""
        numbers, records = [], []
        for row, value in enumerate(values, start=number):
            if not isinstance(value, dict):
                message = _("{value} is not a record.").format(value=quoted(value))
                remedy = _("Write an object with the names of columns as keys.")
                self.gathering.report.problem(self.file, message, remedy, table=table, row=row)
                continue
            if isinstance(value, _Doubled):
                message = _("The key {key} stands there twice.").format(key=quoted(value.key))
                self.gathering.report.problem(
                    self.file,
                    message,
                    _("Keep one of the two."),
                    table=table,
                    row=row,
                    column=value.key,
                )
            numbers.append(row)
            records.append(value)
        yield numbers, records

    def value(self) -> object:
        """Read the value that starts here."""
        value, self.at = self.decoder.raw_decode(self.text, self.at)
        return value

    def skip_blanks(self) -> int:
        """Go to the next sign that is no blank; return its place."""
        match = _BLANKS.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def next_is(self, sign: str) -> bool:
        """Tell whether the next sign is this one."""
        return self.text.startswith(sign, self.skip_blanks())

    def expect(self, sign: str) -> None:
        """Go past this sign."""
        if not self.next_is(sign):
            raise self.wrong(_("{sign} is expected").format(sign=quoted(sign)))
        self.at += 1

    def wrong(self, why: str) -> json.JSONDecodeError:
        """Make the error for what stands here."""
        return json.JSONDecodeError(why, self.text, self.at)

    def malformed(self, error: ValueError) -> PlanError:
        """Say where the text is no JSON."""
        at = error.pos if isinstance(error, json.JSONDecodeError) else self.at
        why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        line = self.text.count("\n", 0, at) + 1
        sign = at - self.text.rfind("\n", 0, at)
        message = _("The file is not valid JSON at line {line}, character {sign}: {why}.")
        return PlanError.one(
            self.file,
            message.format(line=line, sign=sign, why=quoted(why)),
            _("Correct it there; only the first such place can be named."),
        )
