"""Whom a file means: people that it names and the record does not know by that id."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from django.utils.translation import gettext as _

from lineofsight.exchange.given import FromTable
from lineofsight.exchange.models import Import
from lineofsight.exchange.tables import bound
from lineofsight.organization.models import Person
from lineofsight.organization.record.rows import Row
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import Problem, quoted
from lineofsight.planfile.schema import TABLES

NEW, NOBODY = "new", ""  # choices beside the id of a person
MOST_COMPARED = 50  # names that are looked for among similar ones: looking takes time
MOST_PROPOSED = 3
NEAR = 0.8
How = Literal["email", "name", "similar name"]


@dataclass(frozen=True)
class Match:
    """A person of the record who may be meant."""

    ref: str
    name: str
    how: How


@dataclass
class Unknown:
    """Somebody whom a file names and the record does not know by that id.

    ``defined`` tells whether the file has a row about the person. ``choice`` is what is done:
    the id of a person of the record, ``new``, or nothing (the name is kept as text).
    """

    named: str
    rows: int
    defined: bool
    name: str = ""
    matches: tuple[Match, ...] = ()
    choice: str = NOBODY


@dataclass
class Meant:
    """Who is meant by whom, for one file."""

    unknown: list[Unknown] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    new: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def mapping(self) -> dict[str, str]:
        """What is to be remembered for the next file."""
        chosen = {each.named: each.choice for each in self.unknown}
        return {named: choice for named, choice in chosen.items() if choice not in {NOBODY, NEW}}


def remembered() -> dict[str, str]:
    """Return who was meant in the files that were imported before."""
    found: dict[str, str] = {}
    for mapping in (
        Import.objects.exclude(state="undone").order_by("pk").values_list("mapping", flat=True)
    ):
        found.update(mapping)
    return found


def meant_by(
    document: PlanDocument, mapping: Mapping[str, str], *, new_people: bool = False
) -> Meant:
    """Find out whom a file means.

    Somebody who has the same e-mail is the same person. A similar name is only proposed.

    Parameters
    ----------
    document : PlanDocument
        The file.
    mapping : mapping
        From what the file says to the id or e-mail of a person of the record, to ``new`` or to
        nothing; it goes before what was chosen for earlier files.
    new_people : bool
        Whether those who are neither known nor mapped are added.
    """
    record = list(Person.objects.order_by("pk").values_list("ref", "name", "email"))
    refs = {ref for ref, _name, _email in record}
    by_email = _once((email.casefold(), ref) for ref, _name, email in record if email)
    names: dict[str, list[str]] = {}
    for ref, name, _email in record:
        names.setdefault(name.casefold(), []).append(ref)
    name_of = {ref: name for ref, name, _email in record}
    rows = _people_rows(document)
    named = _named(document)
    of_email = _once((str(row.get("email", "")).casefold(), key) for key, row in rows.items())
    wanted = {**remembered(), **mapping}
    meant = Meant()
    compared = 0
    for key in [*rows, *(each for each in named if each not in rows)]:
        if key in refs and key not in mapping:
            continue
        row = rows.get(key)
        email = str(row.get("email", "")) if row else key
        same = by_email.get(email.casefold()) if "@" in email else None
        if row and of_email.get(email.casefold()) != key:
            same = None  # two rows of the file have this e-mail
        name = str(row.get("name", "")) if row else key
        matches = [Match(same, name_of[same], "email")] if same else []
        compared += not same
        if not same:
            matches += _alike(name, names, name_of, near=compared <= MOST_COMPARED)
        choice = wanted.get(key)
        if choice is not None and choice not in {NEW, NOBODY} and choice not in refs:
            choice = _person(choice, refs, by_email, names) or choice
            if choice not in refs:
                message = _("{name} is to be {person}, who is not in the record.")
                meant.problems.append(
                    Problem(
                        "",
                        "people",
                        message=message.format(name=quoted(key), person=quoted(choice)),
                        remedy=_("Name a person by id or e-mail, or write new."),
                    )
                )
                choice = None
        if choice is None:
            choice = same or (NEW if row or new_people else NOBODY)
        if choice == NOBODY and row:
            choice = NEW  # a person of whom the file has a row is added with it
        if row and choice == NEW and not matches:
            continue  # a new person, as the file says: nothing to choose
        meant.unknown.append(
            Unknown(key, named.get(key, 0), row is not None, name, tuple(matches), choice)
        )
        if choice == NEW and row is None:
            meant.new.append(_new(key))
        elif choice not in {NEW, NOBODY}:
            meant.people[key] = choice
    meant.problems += _twice(meant.people, rows)
    return meant


def find_person(text: str) -> str:
    """Return the id of the person whom an id, e-mail or full name means; "" for none or several."""
    record = list(Person.objects.values_list("ref", "name", "email"))
    names: dict[str, list[str]] = {}
    for ref, name, _email in record:
        names.setdefault(name.casefold(), []).append(ref)
    by_email = _once((email.casefold(), ref) for ref, _name, email in record if email)
    return _person(text, {ref for ref, _name, _email in record}, by_email, names)


def _person(
    text: str, refs: set[str], by_email: Mapping[str, str], names: Mapping[str, Sequence[str]]
) -> str:
    if text in refs:
        return text
    if text.casefold() in by_email:
        return by_email[text.casefold()]
    same = names.get(text.casefold(), ())
    return same[0] if len(same) == 1 else ""


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keep the pairs whose first part stands there once."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for first, second in pairs:
        if first in found:
            several.add(first)
        found[first] = second
    return {first: second for first, second in found.items() if first and first not in several}


def _people_rows(document: PlanDocument) -> dict[str, Row]:
    table = document.tables.get("people")
    if table is None:
        return {}
    return {str(row["id"]): row for row in FromTable(table, {}).rows() if "id" in row}


def _named(document: PlanDocument) -> Counter[str]:
    """Count how often each person is named, in columns that name people."""
    found: Counter[str] = Counter()
    for name, table in document.tables.items():
        for column, values in table.columns.items():
            if "people" not in TABLES[name].columns[column].refs:
                continue
            if not bound(name).names_people(column):
                continue
            for cell, count in Counter(values).items():
                parts = cell if isinstance(cell, tuple) else str(cell or "").split(";")
                for part in parts:
                    if part:
                        found[part] += count
    return found


def _alike(
    name: str, names: Mapping[str, Sequence[str]], name_of: Mapping[str, str], *, near: bool
) -> list[Match]:
    folded = name.casefold()
    if folded in names:
        return [Match(ref, name_of[ref], "name") for ref in names[folded][:MOST_PROPOSED]]
    if not near or not folded:
        return []
    similar = get_close_matches(folded, names, n=MOST_PROPOSED, cutoff=NEAR)
    return [Match(ref, name_of[ref], "similar name") for each in similar for ref in names[each][:1]]


def _new(key: str) -> Row:
    return {"id": key, "name": key, **({"email": key} if "@" in key else {})}


def _twice(people: Mapping[str, str], rows: Mapping[str, Row]) -> list[Problem]:
    """Find people of the record who would be taken for two rows of the file."""
    rows_of: dict[str, list[str]] = {}
    for key in rows:
        rows_of.setdefault(people.get(key, key), []).append(key)
    message = _("{first} and {second} of the file would both be {person}.")
    return [
        Problem(
            "",
            "people",
            message=message.format(
                first=quoted(keys[0]), second=quoted(keys[1]), person=quoted(ref)
            ),
            remedy=_("Say of one of them that they are somebody else."),
        )
        for ref, keys in rows_of.items()
        if len(keys) > 1
    ]
