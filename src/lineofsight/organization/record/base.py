"""What all business tables have in common."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from lineofsight.organization.record.columns import PlanColumns

LONGEST_REF = 500  # characters; an index of either database holds as many
LONGEST_TITLE = 2_000
LONGEST_TEXT = 100_000
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"  # nothing that is misread
SelfRecord = TypeVar("SelfRecord", bound="Versioned")


def new_ref() -> str:
    """Return an id for a row that was not given one: ten letters, 10^14 of them."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def title_field(**options: Any) -> "models.TextField[str, str]":
    """Return a field for a title."""
    return models.TextField(validators=[MaxLengthValidator(LONGEST_TITLE)], **options)


def text_field(**options: Any) -> "models.TextField[str, str]":
    """Return a field for text that may be left out; empty means unknown."""
    return models.TextField(
        blank=True, default="", validators=[MaxLengthValidator(LONGEST_TEXT)], **options
    )


def word_field(default: str = "") -> "models.CharField[str, str]":
    """Return a field for one of a few words; empty means unknown, see ``one_of``."""
    return models.CharField(max_length=32, blank=True, default=default)


def one_of(table: str, field: str, words: Iterable[str]) -> models.CheckConstraint:
    """Let the database hold a field to its words, or to nothing."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": ["", *words]}), name=f"{table}_{field}_is_a_known_word"
    )


def between(
    table: str, field: str, low: float | None, high: float | None
) -> models.CheckConstraint:
    """Let the database hold a number, where there is one, to a range with its bounds."""
    known: dict[str, object] = {}
    if low is not None:
        known[f"{field}__gte"] = low
    if high is not None:
        known[f"{field}__lte"] = high
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**known), name=f"{table}_{field}_in_range"
    )


def in_order(table: str, first: str, last: str) -> models.CheckConstraint:
    """Let the database refuse an end before its start, where both are known."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{last}__gte": models.F(first)}),
        name=f"{table}_{last}_not_before_{first}",
    )


class Versioned(models.Model):
    """A row that people edit: a version against lost updates, and what else its source knew of it.

    ``version`` grows by one with each change by a person; computed columns do not raise it.
    ``extras`` holds columns of the plan file that are not ours, and, under a column's own name,
    what a reference said that names nobody here (or several), so that nothing is lost.
    ``PLAN`` says how the row reads in the plan file; it is the row's form in history and exports.
    """

    PLAN: ClassVar[PlanColumns]

    version = models.PositiveIntegerField(default=1, editable=False)
    extras: "models.JSONField[Mapping[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True
    )

    class Meta:
        abstract = True


class Record(Versioned):
    """A row with an id of its own in the plan file (``ref``), which never changes."""

    ref = models.CharField(max_length=LONGEST_REF, unique=True, default=new_ref)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref
