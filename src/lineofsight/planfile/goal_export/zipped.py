"""The archive form of an export: JSON files of objectives, check-ins, people, teams, periods."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.archive import open_archive
from lineofsight.planfile.goal_export.checkins import value_of
from lineofsight.planfile.goal_export.model import CheckIn, Export, ExportedObject, Parent
from lineofsight.planfile.goal_export.people import Directory
from lineofsight.planfile.goal_export.values import (
    Json,
    key_in,
    keys_in,
    line_in,
    record_in,
    records_in,
    text_in,
)
from lineofsight.planfile.goal_export.words import status_of
from lineofsight.planfile.outside import Ledger, Place, first_sentence, number_of, one_line
from lineofsight.planfile.problems import PlanError, quoted
from lineofsight.planfile.schema import fold

PARTS = ("timeperiods", "teams", "users", "checkins", "objectives")
MOST_JSON = 48_000_000  # bytes unpacked; read, it takes about eight times as much memory
MOST_RECORDS = 600_000
MOST_VALUES = 2_000_000  # of all parts; small values take far more memory than their text


@dataclass(slots=True)
class _Parts:
    """The records of an archive by part, each with its number within its file, from 1."""

    records: dict[str, list[tuple[int, Json]]] = field(
        default_factory=lambda: {part: [] for part in PARTS}
    )
    odd: int = 0


def is_export_archive(path: Path) -> bool:
    """Tell whether a ZIP file holds the objectives of an export; False where it is broken."""
    try:
        with open_archive(path) as archive:
            return any(_part(name) == "objectives" for name in archive.names)
    except PlanError:
        return False


def read_archive(path: Path, ledger: Ledger) -> Export:
    """Read a ``.zip`` export.

    Raises
    ------
    PlanError
        The file cannot be read as a whole: it is damaged, too large or no such export, or one of
        its parts is no JSON.
    """
    parts = _read_parts(path)
    if parts.odd:
        message = ngettext(
            "{count} record is no record at all; it is left out.",
            "{count} records are no records at all; they are left out.",
            parts.odd,
        )
        ledger.say(message.format(count=parts.odd))
    directory = Directory(ledger)
    for _number, record in parts.records["users"]:
        directory.add_user(record)
    for _number, record in parts.records["teams"]:
        directory.add_team(record)
    periods = {
        key_in(record): (
            ledger.day(record.get("Start Date"), Place("TimePeriods", number, "Start Date")),
            ledger.day(record.get("End Date"), Place("TimePeriods", number, "End Date")),
        )
        for number, record in parts.records["timeperiods"]
    }
    reading = _Objects(directory, periods, ledger)
    for number, record in parts.records["objectives"]:
        reading.add(record, number)
    reading.add_check_ins(parts.records["checkins"])
    reading.say()
    return Export(list(reading.found.values()), directory.people(), directory.teams())


def _part(name: str) -> str:
    """Tell which part an entry holds, by its name."""
    path = PurePosixPath(name)
    if path.suffix.lower() != ".json" or path.name.startswith(".") or "__MACOSX" in path.parts:
        return ""
    folded = fold(path.stem)
    return next((part for part in PARTS if part in folded), "")


def _read_parts(path: Path) -> _Parts:
    parts = _Parts()
    left, values = MOST_JSON, 0
    with open_archive(path) as archive:
        for name in sorted(archive.names):
            part = _part(name)
            if not part:
                continue
            pieces: list[bytes] = []
            for piece in archive.chunks(name):
                left -= len(piece)
                if left < 0:
                    raise PlanError.one(
                        str(path),
                        _("The export unpacks to more than {size} MB.").format(
                            size=MOST_JSON // 1_000_000
                        ),
                        _("Export it in several parts."),
                    )
                pieces.append(piece)
                # Never fewer than the values: each but the first stands behind one of these.
                values += sum(map(piece.count, (b"[", b"{", b",")))
                if values > MOST_VALUES:
                    raise PlanError.one(
                        str(path),
                        _("The export has more than {limit} values.").format(
                            limit=f"{MOST_VALUES:,}"
                        ),
                        _("Export it in several parts."),
                    )
            _take(parts, part, _json(str(path), name, b"".join(pieces)))
    total = sum(map(len, parts.records.values()))
    if not parts.records["objectives"] or total > MOST_RECORDS:
        raise PlanError.one(
            str(path),
            _("The export has no objectives.")
            if total <= MOST_RECORDS
            else _("The export has more than {limit} records.").format(limit=f"{MOST_RECORDS:,}"),
            _("Give the ZIP file that the goal tool's administrators exported."),
        )
    return parts


def _take(parts: _Parts, part: str, value: object) -> None:
    # Some exports wrap the list in a record with a single field.
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    entries = value if isinstance(value, list) else [value]
    known = parts.records[part]
    for each in entries:
        if isinstance(each, dict):
            known.append((len(known) + 1, each))
        else:
            parts.odd += 1


def _json(file: str, name: str, data: bytes) -> object:
    try:
        text = data.decode("utf-8-sig")
        # Some tools write NaN and Infinity, which are no JSON: each is one value left out later.
        return json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        nested = isinstance(error, RecursionError)
        reason = _("it is nested too deeply") if nested else str(error)
        message = _("The part {name} is no JSON in UTF-8: {reason}.")
        raise PlanError.one(
            file, message.format(name=quoted(name), reason=reason), _("Export it again.")
        ) from error


class _Objects:
    """Turns records into objects, whatever their fields hold."""

    def __init__(
        self,
        directory: Directory,
        periods: dict[str, tuple[date | None, date | None]],
        ledger: Ledger,
    ) -> None:
        self.directory = directory
        self.periods = periods
        self.ledger = ledger
        self.found: dict[str, ExportedObject] = {}
        self.nameless: list[int] = []
        self.repeated: list[int] = []
        self.homeless: list[int] = []

    def add(self, record: Json, number: int) -> None:
        """Take in one object."""
        text = text_in(record, "Description")
        title = line_in(record, "Title") or first_sentence(text)
        key = key_in(record)
        if not title or not key:
            self.nameless.append(number)
            return
        if key in self.found:
            self.repeated.append(number)
            return
        place = Place("goals", number)
        state = text_in(record, "Status")
        if status_of(state) is None:
            self.ledger.leave_out(
                state,
                place._replace(column="status"),
                _("{value} is not a status of the tool; it is left out."),
                _("It is one such as On Track, At Risk or Closed."),
            )
        period = record_in(record, "Time Period")
        start, end = self.periods.get(key_in(period), (None, None))
        given_start = self.ledger.day(record.get("Start Date"), place._replace(column="start"))
        given_end = self.ledger.day(record.get("End Date"), place._replace(column="end"))
        found = ExportedObject(
            id=key,
            title=self.ledger.title(title, place._replace(column="title")),
            type=line_in(record, "Type"),
            text=self.ledger.text(text, place._replace(column="text")),
            row=number,
            owners=self._people(record, "Owner"),
            teams=self.directory.team_keys(record.get("Teams")),
            parents=self._parents(record),
            children=[
                child for each in records_in(record.get("Children")) if (child := key_in(each))
            ],
            start=given_start or start,
            end=given_end or end,
            created=self.ledger.day(record.get("Created At"), place._replace(column="created_on")),
            period=line_in(period, "Name"),
            state=state,
            goal_type=line_in(record, "Goal Type"),
            progress=self.ledger.number(record.get("Progress"), place._replace(column="progress")),
            kept=self._kept(record),
        )
        self._outcome(found, record, place)
        self.found[key] = found

    def _outcome(self, found: ExportedObject, record: Json, place: Place) -> None:
        outcome = record_in(record, "Outcome")
        found.outcome = line_in(outcome, "Outcome Type")
        found.metric = line_in(outcome, "Metric Name")
        found.unit = line_in(outcome, "Metric Unit")
        found.target_type = line_in(outcome, "Target Type")
        found.baseline = self.ledger.number(outcome.get("Start"), place._replace(column="baseline"))
        found.target = self.ledger.number(outcome.get("Target"), place._replace(column="target"))
        phased = record.get("Phased Targets")
        inner = record_in(record, "Phased Targets").get("Phased Targets", phased)
        for step in records_in(inner):
            day = self.ledger.day(step.get("Target Date"), place._replace(column="schedule"))
            value = self.ledger.number(step.get("Target Value"), place._replace(column="schedule"))
            if day is not None and value is not None:
                found.planned[day] = value

    def add_check_ins(self, records: Iterable[tuple[int, Json]]) -> None:
        """Give each object its check-ins; one that stands there twice counts once."""
        seen: set[str] = set()
        for number, record in records:
            key = key_in(record)
            if key and key in seen:
                continue
            seen.add(key)
            owner = self.found.get(key_in(record, "OKR ID"))
            if owner is None:
                self.homeless.append(number)
                continue
            place = Place("observations", number)
            note = record_in(record, "Check In Note")
            given = record.get("CheckIn Date") or record.get("Activity Date")
            state = status_of(text_in(record, "Status"))
            authors = self._people(record, "Check In Owner")
            owner.check_ins.append(
                CheckIn(
                    date=self.ledger.day(given, place._replace(column="date")),
                    value=value_of(
                        record.get("Current Value"),
                        owner.unit,
                        place._replace(column="value"),
                        self.ledger,
                    ),
                    reported=state[1] if state else "",
                    note=text_in(note, "Check In Note") or text_in(record, "Check In Note"),
                    author=authors[0] if authors else "",
                    order=(text_in(record, "Activity Date"), number),
                    row=number,
                )
            )

    def say(self) -> None:
        """Say which records were left out."""
        said = (
            (
                self.nameless,
                ngettext(
                    "{count} object has no id or no title; it is left out.",
                    "{count} objects have no id or no title; they are left out.",
                    len(self.nameless),
                ),
                Place("goals"),
            ),
            (
                self.repeated,
                ngettext(
                    "{count} object repeats the id of another; the first is kept.",
                    "{count} objects repeat ids of others; the first ones are kept.",
                    len(self.repeated),
                ),
                Place("goals", column="id"),
            ),
            (
                self.homeless,
                ngettext(
                    "{count} check-in belongs to no object of this export; it is left out.",
                    "{count} check-ins belong to no object of this export; they are left out.",
                    len(self.homeless),
                ),
                Place("observations", column="measure_id"),
            ),
        )
        for numbers, message, place in said:
            if numbers:
                sentence = message.format(count=len(numbers))
                self.ledger.say(sentence, place=place._replace(row=numbers[0]))

    def _people(self, record: Json, name: str) -> list[str]:
        keys = (self.directory.person_key(each) for each in records_in(record.get(name)))
        return list(dict.fromkeys(filter(None, keys)))

    def _parents(self, record: Json) -> list[Parent]:
        found: dict[str, Parent] = {}
        for each in records_in(record.get("Alignment")):
            key = key_in(each)
            if key:
                weight = number_of(each.get("Weight"))
                share = None if weight is None or weight < 0 else round(weight / 100, 12)
                found.setdefault(key, Parent(key, line_in(each, "Title"), share))
        for key in keys_in(record, "Parent IDs"):
            found.setdefault(key, Parent(key))
        return list(found.values())

    def _kept(self, record: Json) -> dict[str, str]:
        tags = [line_in(each, "Tag Name") for each in records_in(record.get("Tags"))]
        kept = {
            "goal_type": line_in(record, "Goal Type"),
            "period": line_in(record_in(record, "Time Period"), "Name"),
            "score": one_line(text_in(record, "Score")),
            "tags": "; ".join(filter(None, tags)),
        }
        return {name: text for name, text in kept.items() if text}
