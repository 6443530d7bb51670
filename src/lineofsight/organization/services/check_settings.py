"""What an organisation has settled about checks, read into the engine's settings."""

import math
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.engine.lenses.words import merge
from lineofsight.engine.rules import catalogue
from lineofsight.engine.settings import Settings
from lineofsight.organization.models import Organization
from lineofsight.organization.record.checks import Checks

_DEFAULTS = Settings()
MOST_ENTRIES = 10_000  # words and thresholds together; nobody settles more by hand


def check_settings(checks: Checks, field: str, value: object) -> None:
    """Hold settings to what a check understands; problems stand under ``field.name``."""
    if not isinstance(value, Mapping):
        checks.wrong(field, _("Write this as a table of settings."))
        return
    if _entries(value) > MOST_ENTRIES:
        checks.wrong(field, _("These are more settings than a check can read."))
        return
    readers: dict[str, Callable[[Checks, str, Any], None]] = {
        "select": _codes,
        "ignore": _codes,
        "high": _share,
        "medium": _share,
        "thresholds": _thresholds,
        "words": _words,
    }
    for name, one in value.items():
        place = f"{field}.{name}"
        if name in readers:
            readers[name](checks, place, one)
        else:
            known = ", ".join(readers)
            checks.wrong(
                place, _("There is no such setting. There are {names}.").format(names=known)
            )
    high, medium = value.get("high", _DEFAULTS.high), value.get("medium", _DEFAULTS.medium)
    if _is_number(high) and _is_number(medium) and medium > high:
        checks.wrong(f"{field}.medium", _("It is above high. Medium begins lower than high."))


def settings_of(organization: Organization, *, people: bool = True) -> Settings:
    """Return the engine's settings of an organisation; accepted findings are not among them."""
    given: Mapping[str, Any] = organization.settings
    return Settings(
        people=people,
        select=tuple(given.get("select", ())),
        ignore=tuple(given.get("ignore", ())),
        high=float(given.get("high", _DEFAULTS.high)),
        medium=float(given.get("medium", _DEFAULTS.medium)),
        thresholds={
            code: {name: float(number) for name, number in limits.items()}
            for code, limits in given.get("thresholds", {}).items()
        },
        words=given.get("words", {}),
    )


def _entries(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(1 + _entries(one) for one in value.values())
    return len(value) if isinstance(value, list | tuple) else 1


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and value >= 0
    )


def _codes(checks: Checks, place: str, value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        checks.wrong(place, _("Write this as a list of codes, such as LOS1 and LOS204."))
        return
    codes = [rule.code for rule in catalogue()]
    for one in value:
        if not one or not any(code.startswith(one) for code in codes):
            checks.wrong(place, _unknown(one, codes))


def _unknown(word: str, codes: list[str]) -> str:
    near = get_close_matches(word.upper(), codes, n=1)
    if near:
        sentence = _("There is no rule “{word}”. Did you mean {code}?")
        return sentence.format(word=word, code=near[0])
    return _("There is no rule “{word}”.").format(word=word)


def _share(checks: Checks, place: str, value: object) -> None:
    if not _is_number(value):
        checks.wrong(place, _("Write this as a number."))
        return
    checks.number(place, value, 0, 1)


def _thresholds(checks: Checks, place: str, value: object) -> None:
    if not isinstance(value, Mapping):
        checks.wrong(place, _("Write this as a table: for each rule its thresholds."))
        return
    rules = {rule.code: rule for rule in catalogue()}
    for code, limits in value.items():
        at = f"{place}.{code}"
        rule = rules.get(code)
        if rule is None:
            checks.wrong(at, _unknown(str(code), list(rules)))
        elif not isinstance(limits, Mapping):
            checks.wrong(at, _("Write this as a table: for each rule its thresholds."))
        else:
            for name, number in limits.items():
                if name not in rule.limits:
                    known = ", ".join(sorted(rule.limits)) or _("none")
                    sentence = _("The rule has no such threshold. It has: {names}.")
                    checks.wrong(f"{at}.{name}", sentence.format(names=known))
                elif not _is_number(number):
                    checks.wrong(f"{at}.{name}", _("Write this as a number from 0 up."))


def _words(checks: Checks, place: str, value: object) -> None:
    if not isinstance(value, Mapping):
        checks.wrong(place, _("Write this as a table: for each language its lists of words."))
        return
    for language, lists in value.items():
        at = f"{place}.{language}"
        if not isinstance(lists, Mapping):
            checks.wrong(at, _("Write this as a table: for each language its lists of words."))
            continue
        for name, words in lists.items():
            try:
                merge({}, {name: words})
            except ValueError as error:
                checks.wrong(f"{at}.{name}", str(error))
