"""Settings: the table ``[lineofsight]`` of ``lineofsight.toml`` beside the plan, or ``--config``.

Whatever is wrong in it is said at once, each with its place and with what would be right.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineofsight.embedding.choice import Choice
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import open_regular
from lineofsight.planfile.problems import PlanError, Problem, quoted

if TYPE_CHECKING:
    from lineofsight.engine.rules.rule import Rule
    from lineofsight.engine.settings import Acceptance

NAME = "lineofsight.toml"
TABLE = "lineofsight"
MOST_BYTES = 1024 * 1024
MOST_DOTS = 200  # in a line: the reader of TOML takes very long over a key of very many parts
MOST_PROBLEMS = 200  # more are not looked for: each is compared with all that could be meant
SUBJECTS = frozenset({
    "goal", "key_result", "link", "person", "team", "function", "pillar", "kpi", "strategy",
    "assumption", "blocker", "action", "pair", "question",
})  # fmt: skip
HIGH, MEDIUM = 0.10, 0.01


@dataclass(frozen=True, slots=True)
class Config:
    """What an organisation has set; the defaults where there is no file.

    Parameters
    ----------
    people : bool
        False forbids the rules about people, whoever asks for them.
    """

    file: str = ""
    people: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str = "low"
    fail_on: str = "high"
    high: float = HIGH
    medium: float = MEDIUM
    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    accepted: tuple[Acceptance, ...] = ()
    meaning: Choice = field(default_factory=Choice)


def find(plan: Path, given: Path | None) -> Config:
    """Read the settings for a plan: the file given, else the one in or beside it, else none.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    if given is not None:
        found = read(given)
        return replace(found, meaning=replace(found.meaning, named=True))
    inside, beside = plan / NAME, plan.parent / NAME
    for path in (inside, beside):
        if path.is_file():
            return read(path)
    return Config()


def read(path: Path) -> Config:
    """Read a file of settings.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    if path.is_file() and path.stat().st_size == 0:
        return Config(str(path))
    document = _document(path)
    if not document:
        return Config(str(path))
    reader = _Reader(str(path))
    try:
        config = reader.config(document)
    except _EnoughError:
        raise PlanError(reader.problems) from None
    if reader.problems:
        raise PlanError(reader.problems)
    return config


def _document(path: Path) -> dict[str, Any]:
    with open_regular(path, MOST_BYTES) as stream:
        content = stream.read()
    try:
        text = content.decode("utf-8-sig")
        if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
            raise PlanError.one(str(path), _("A line in it has more dots than a setting needs."))
        return tomllib.loads(text)
    except (UnicodeDecodeError, RecursionError) as error:
        raise PlanError.one(str(path), _("It is not a TOML file in UTF-8.")) from error
    except ValueError as error:  # no TOML, or a number of thousands of digits
        message = _("It is not TOML: {reason}.").format(reason=error)
        raise PlanError.one(str(path), message) from error


class _EnoughError(Exception):
    """So much is wrong that nobody reads on."""


class _Reader:
    """Reads one document and collects what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, place: str, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.file, message=f"{place}: {message}", remedy=remedy))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _EnoughError

    def config(self, document: Mapping[str, Any]) -> Config:
        table = document.get(TABLE)
        if not isinstance(table, Mapping):
            self.wrong(f"[{TABLE}]", _("There is no such table."), _("All settings stand in it."))
            return Config(self.file)
        for key in document:
            if key != TABLE:
                self.wrong(
                    f"[{key}]", _("It is no table of settings."), _("All stand in [lineofsight].")
                )
        readers: dict[str, tuple[str, Callable[[str, Any], Any]]] = {
            "people": ("people", self._people),
            "select": ("select", self._rules),
            "ignore": ("ignore", self._rules),
            "severity": ("severity", self._one_of("low", "medium", "high")),
            "fail-on": ("fail_on", self._one_of("low", "medium", "high", "never")),
            "high": ("high", self._share),
            "medium": ("medium", self._share),
            "thresholds": ("thresholds", self._thresholds),
            "words": ("words", self._words),
            "accept": ("accepted", self._accepted),
            "meaning": ("meaning", self._meaning),
        }
        found: dict[str, Any] = {}
        for key, value in table.items():
            name = key.replace("_", "-")
            if name not in readers:
                self.wrong(f"[{TABLE}] {key}", _("There is no such setting."), near(name, readers))
                continue
            attribute, reader = readers[name]
            found[attribute] = reader(f"[{TABLE}] {key}", value)
        config = Config(self.file, **{k: v for k, v in found.items() if v is not None})
        if config.medium > config.high:
            self.wrong(
                f"[{TABLE}] medium",
                _("It is above high ({high}).").format(high=f"{config.high:g}"),
                _("Medium begins lower than high."),
            )
        return config

    def _people(self, place: str, value: object) -> bool | None:
        if value is True:
            self.wrong(
                place,
                _("Rules about people cannot be switched on here."),
                _("Ask for them each time with --people; false forbids them."),
            )
            return None
        if value is not False:
            self.wrong(place, _("It is neither true nor false."), _("false forbids --people."))
        return False

    def _rules(self, place: str, value: object) -> tuple[str, ...] | None:
        from lineofsight.cli.options import code_of, unknown_rule
        from lineofsight.engine.rules import catalogue

        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(
                place, _("It is not a list of codes."), _('Write it so: ["LOS1", "LOS204"].')
            )
            return None
        codes = []
        for word in value:
            code = code_of(word, catalogue()) if word else None
            if code is None:
                self.wrong(place, unknown_rule(word, catalogue()))
            else:
                codes.append(code)
        return tuple(codes)

    def _one_of(self, *words: str) -> Callable[[str, object], str | None]:
        def read_word(place: str, value: object) -> str | None:
            if isinstance(value, str) and value.lower() in words:
                return value.lower()
            self.wrong(
                place,
                _("{value} is none of its words.").format(value=quoted(value)),
                _("Write one of {words}.").format(words=", ".join(f'"{w}"' for w in words)),
            )
            return None

        return read_word

    def _share(self, place: str, value: object) -> float | None:
        number = _number(value)
        if number is None or number > 1:
            self.wrong(
                place,
                _("{value} is not a share from 0 to 1.").format(value=quoted(value)),
                _("It is the least stake times certainty of this severity, such as 0.1."),
            )
            return None
        return number

    def _table(self, place: str, value: object, example: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.wrong(place, _("It is not a table."), _("Write it so: {it}").format(it=example))
        return {}

    def _thresholds(self, place: str, value: object) -> dict[str, dict[str, float]]:
        from lineofsight.cli.options import unknown_rule
        from lineofsight.engine.rules import catalogue

        rules = catalogue()
        by_word = {form: one for one in rules for form in (one.code, one.name)}
        found: dict[str, dict[str, float]] = {}
        example = "[lineofsight.thresholds.LOS105] max_depth = 6"
        for word, limits in self._table(place, value, example).items():
            at = f"[{TABLE}.thresholds.{word}]"
            rule = by_word.get(word.upper()) or by_word.get(word.lower())
            if rule is None:
                self.wrong(at, unknown_rule(word, rules))
                continue
            for name, number in self._table(at, limits, example).items():
                limit = self._limit(at, rule, name, number)
                if limit is not None:
                    found.setdefault(rule.code, {})[name] = limit
        return found

    def _limit(self, place: str, rule: Rule, name: str, value: object) -> float | None:
        if name not in rule.limits:
            told = (
                _("It has {names}.").format(names=", ".join(sorted(rule.limits)))
                if rule.limits
                else _("It has none.")
            )
            self.wrong(
                f"{place} {name}",
                _("{code} has no such threshold.").format(code=rule.code),
                near(name, rule.limits) if get_close_matches(name, rule.limits, n=1) else told,
            )
            return None
        number = _number(value)
        if number is None:
            self.wrong(
                f"{place} {name}",
                _("{value} is not a number from 0 up.").format(value=quoted(value)),
                _("Its default is {number}.").format(number=f"{rule.limits[name]:g}"),
            )
        return number

    def _words(self, place: str, value: object) -> dict[str, Mapping[str, Any]]:
        from lineofsight.engine.lenses.words import merge

        found: dict[str, Mapping[str, Any]] = {}
        example = '[lineofsight.words.en] filler = ["moonshot"]'
        for language, tables in self._table(place, value, example).items():
            at = f"[{TABLE}.words.{language}]"
            kept = {}
            for name, words in self._table(at, tables, example).items():
                try:
                    merge({}, {name: words})
                except ValueError as error:
                    self.wrong(
                        f"{at} {name}", str(error), _("Write it so: {it}").format(it=example)
                    )
                else:
                    kept[name] = words
            found[language] = kept
        return found

    def _accepted(self, place: str, value: object) -> tuple[Acceptance, ...]:
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.wrong(
                place,
                _("It is not a list of tables."),
                _("Begin each with [[lineofsight.accept]]."),
            )
            return ()
        read_ones = [self._acceptance(n, one) for n, one in enumerate(value, start=1)]
        return tuple(one for one in read_ones if one is not None)

    def _meaning(self, place: str, value: object) -> Choice | None:
        from lineofsight.cli.meaning import read as read_choice

        return read_choice(place, value, self.wrong)

    def _acceptance(self, count: int, record: Mapping[str, Any]) -> Acceptance | None:
        from lineofsight.cli.options import unknown_rule
        from lineofsight.engine.finding import Subject
        from lineofsight.engine.rules import catalogue
        from lineofsight.engine.settings import Acceptance

        at = f"[[{TABLE}.accept]] {count}"
        before = len(self.problems)
        known = ("rule", "subject", "reason", "until")
        for key in record:
            if key not in known:
                self.wrong(f"{at} {key}", _("There is no such field."), near(key, known))
        by_word = {form: one for one in catalogue() for form in (one.code, one.name)}
        word = record.get("rule")
        rule = by_word.get(str(word).upper()) or by_word.get(str(word).lower())
        if word is None:
            self.wrong(f"{at} rule", _("It is missing."), _('Name the rule: rule = "LOS104".'))
        elif rule is None:
            self.wrong(f"{at} rule", unknown_rule(str(word), catalogue()))
        kind, _colon, key = str(record.get("subject", "")).partition(":")
        if kind not in SUBJECTS or not key:
            self.wrong(
                f"{at} subject",
                _("It does not say what the finding is about."),
                _('Give its kind and id: subject = "goal:G17".'),
            )
        reason = record.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            self.wrong(
                f"{at} reason",
                _("It gives no reason."),
                _("One sentence that those concerned would sign."),
            )
        until = record.get("until")
        if isinstance(until, datetime):
            until = until.date()
        if not isinstance(until, date):
            self.wrong(
                f"{at} until",
                _("It does not say until when.") if until is None else _("It is not a day."),
                _("Give the last day on which it is silent: until = 2027-03-31, without quotes."),
            )
        if rule is None or not isinstance(until, date) or len(self.problems) > before:
            return None
        return Acceptance(rule.code, Subject(kind, key), str(reason).strip(), until)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:  # a whole number of hundreds of digits
        return None
    return number if math.isfinite(number) and number >= 0 else None


def near(word: str, known: Iterable[str]) -> str:
    """Say which known word may be meant, or which there are."""
    words = list(known)
    found = get_close_matches(word, words, n=1)
    if found:
        return _("Did you mean {name}?").format(name=found[0])
    return _("There are {names}.").format(names=", ".join(words))
