"""Plans as one JSON document, read record by record."""

from collections.abc import Iterator
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import unreadable
from lineofsight.planfile.document import Gathering, PlanDocument
from lineofsight.planfile.jsontext import Doubled, JsonText
from lineofsight.planfile.plaintext import MOST_BYTES, check_text
from lineofsight.planfile.problems import PlanError, quoted
from lineofsight.planfile.schema import FORMAT, VERSION

MOST_KEYS = 1_000  # of the outermost object
_AT_ONCE = 5_000  # records
_HEADINGS = ("format", "version", "$schema")

Chunk = tuple[list[int], list[dict[str, object]]]


def read_json(path: Path, gathering: Gathering | None = None) -> PlanDocument:
    """Read a JSON document, into a gathering of its own if none is given.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    file = str(path)
    check_text(path, longest_line=MOST_BYTES)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return _Reading(file, JsonText(file, stream), gathering).document()
    except OSError as error:
        raise unreadable(file, error) from error


class _Reading:
    """Takes a plan from a text."""

    def __init__(self, file: str, text: JsonText, gathering: Gathering | None) -> None:
        self.file = file
        self.text = text
        self.gathering = gathering or Gathering(file)
        self.headings: dict[str, object] = {}

    def document(self) -> PlanDocument:
        """Read everything.

        Raises
        ------
        PlanError
            With everything that is wrong; of another format nothing but that.
        """
        try:
            self.read_keys()
        except PlanError as error:
            # What was read so far is not the whole plan, and is judged no further.
            self.gathering.report.include(error)
            self.gathering.report.raise_problems()
        self.check_headings()
        return self.gathering.document()

    def check_headings(self) -> None:
        """Refuse what is no plan, or one of another version."""
        form, version = self.headings.get("format"), self.headings.get("version")
        if form != FORMAT:
            message = _("The file does not say that it is a plan.")
            if "format" in self.headings:
                message = _("The file is not a plan: its format is {format}.")
            remedy = _('Write "format": "{format}" and "version": {version} first.')
            raise PlanError.one(
                self.file,
                message.format(format=quoted(form)),
                remedy.format(format=FORMAT, version=VERSION),
            )
        if version != VERSION or isinstance(version, bool):
            message = _("The plan has version {version}, which cannot be read.")
            raise PlanError.one(
                self.file,
                message.format(version=quoted(version)),
                _('Write "version": {version}.').format(version=VERSION),
            )

    def read_keys(self) -> None:
        """Read the outermost object."""
        self.text.expect("{")
        if not self.text.take("}"):
            self.read_key()
            keys = 1
            while self.text.take(","):
                self.read_key()
                keys += 1
                if keys > MOST_KEYS:
                    raise self.text.wrong(_("a plan does not have so many tables"))
            self.text.expect("}")
        if not self.text.next_is(""):
            raise self.text.wrong(_("nothing more is expected"))

    def read_key(self) -> None:
        """Read one key of the outermost object and what it holds."""
        if not self.text.next_is('"'):
            raise self.text.wrong(_("a name in double quotes is expected"))
        key = str(self.text.value())
        self.text.expect(":")
        if key in _HEADINGS:
            self.headings[key] = self.text.value()
            return
        table = self.gathering.table_named(key)
        if table is None:
            self.text.value()
        elif self.text.next_is("["):
            self.gathering.read_records(table, self.chunks(table))
        else:
            self.read_single(table)

    def read_single(self, table: str) -> None:
        """Read what stands where a list of records is expected."""
        value = self.text.value()
        if table == "organization" and isinstance(value, dict):
            self.gathering.read_records(table, [self.checked(table, [value], 1)])
        elif value is not None:
            message = _("{value} is not a list of records.").format(value=quoted(value))
            remedy = _("Write a list of objects: [{...}, {...}].")
            self.gathering.report.problem(self.file, message, remedy, table=table)

    def chunks(self, table: str) -> Iterator[Chunk]:
        """Read a list, some records at a time."""
        self.text.expect("[")
        if self.text.take("]"):
            return
        values: list[object] = [self.text.value()]
        number = 1
        while self.text.take(","):
            if len(values) == _AT_ONCE:
                yield self.checked(table, values, number)
                number += len(values)
                values.clear()
            values.append(self.text.value())
        self.text.expect("]")
        yield self.checked(table, values, number)

    def checked(self, table: str, values: list[object], number: int) -> Chunk:
        """Pass on those values that are records, and report the others."""
        numbers, records = [], []
        report = self.gathering.report
        for row, value in enumerate(values, start=number):
            if not isinstance(value, dict):
                message = _("{value} is not a record.").format(value=quoted(value))
                remedy = _("Write an object with the names of columns as keys.")
                report.problem(self.file, message, remedy, table=table, row=row)
                continue
            if isinstance(value, Doubled):
                message = _("The key {key} stands there twice.").format(key=quoted(value.key))
                remedy = _("Keep one of the two.")
                report.problem(self.file, message, remedy, table=table, row=row, column=value.key)
            numbers.append(row)
            records.append(value)
        if report.full:
            raise PlanError([])  # what was found so far is raised
        return numbers, records
