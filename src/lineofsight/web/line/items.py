"""What is asked of a person, and what is owed to them: the records behind the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.organization.models import Person


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody to have a word with, and how to reach them; no address where none is known."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked or owed.

    ``key`` names it on the page; ``kind`` is link, dependency, blocker, value or finding, of owed
    things blocker or dependency. ``says`` is the fact, ``asks`` the question. ``thing`` is the row
    with its ``version`` as it was read. ``problems`` and ``given`` are of an answer that was
    refused, by field.
    """

    key: str
    kind: str
    title: str
    aside: str
    asks: str
    thing: Any
    says: str = ""
    address: str = ""
    talk: Talk | None = None
    days: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """Return the template that sets it."""
        return f"line/asks/{self.kind}.html"

    def refused(
        self, act: str, problems: Mapping[str, Iterable[str]], given: Mapping[str, str]
    ) -> "Item":
        """Return the item with what was wrong with an answer to it."""
        said = {name: " ".join(sentences) for name, sentences in problems.items()}
        facts = {**self.facts, f"opens_{act}": True, f"reason_{act}": said.get("reason", "")}
        return replace(self, problems=said, given=given, facts=facts)


@dataclass(frozen=True, slots=True)
class Items:
    """Some items, and how many more there are."""

    items: tuple[Item, ...]
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.items)

    def find(self, key: str) -> Item | None:
        """Return the item of a name, if it is still there."""
        return next((item for item in self.items if item.key == key), None)

    def with_item(self, changed: Item) -> "Items":
        """Return the items with one of them changed."""
        items = tuple(changed if item.key == changed.key else item for item in self.items)
        return replace(self, items=items)


def talk_with(person: Person | None, about: str, me: int) -> Talk | None:
    """Return how to have a word with somebody about something; None with oneself or nobody."""
    if person is None or person.pk == me:
        return None
    address = f"mailto:{quote(person.email)}?subject={quote(about[:120])}" if person.email else ""
    return Talk(person.name, address)


def days_since(day: date | None, today: date) -> tuple[int, str]:
    """Return how many days ago a day was, and the words for it."""
    if day is None:
        return 0, ""
    days = (today - day).days
    if days <= 0:
        return 0, _("today")
    return days, ngettext("{days} day", "{days} days", days).format(days=days)


def short_day(day: date | None) -> str:
    """Write a day without its year."""
    return formats.date_format(day, "j F") if day else ""


def goal_address(pk: int | None) -> str:
    """Return where a goal is read."""
    return reverse("goal", args=[pk]) if pk else ""
