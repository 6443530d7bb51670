"""What several schemas share."""

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

LARGEST = 9.0e15  # beyond it a number no longer holds every whole one
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(_DAY.pattern + "[Tt ].+")
_SOUND = r"^[^\x00]*$"  # no NUL: PostgreSQL cannot keep it
Title = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=_SOUND)]
Text = Annotated[str, StringConstraints(max_length=100_000, pattern=_SOUND)]
Short = Annotated[str, StringConstraints(max_length=500, pattern=_SOUND)]
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False)]
Days = Annotated[float, Field(ge=1, le=36_500, allow_inf_nan=False)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Ids = Annotated[list[Id], Field(max_length=1_000)]


def _written(pattern: "re.Pattern[str]") -> BeforeValidator:
    """Take from an address only what is written so, and no number of seconds since 1970."""

    def look(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise ValueError(_("This is of another type than the description says."))
        return value

    return BeforeValidator(look)


def _in_utc(value: datetime) -> datetime:
    """Return an instant in UTC: no database knows every zone in which it may be written.

    One that is beyond the years that are counted is the first or the last of them.
    """
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return (datetime.min if value.year == 1 else datetime.max).replace(tzinfo=UTC)


AskedDay = Annotated[date, _written(_DAY)]
AskedInstant = Annotated[AwareDatetime, _written(_INSTANT), AfterValidator(_in_utc)]


@cache
def _kinds(annotation: Any) -> frozenset[Any]:
    """Return the plain types that an annotation is made of; words of a choice are texts."""
    if get_origin(annotation) is Literal:
        return frozenset({str})
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    parts = get_args(annotation)
    return frozenset().union(*map(_kinds, parts)) if parts else frozenset({annotation})


def _fits(value: Any, kinds: frozenset[Any]) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    if isinstance(value, int | float):
        return not kinds.isdisjoint({int, float})
    if isinstance(value, str):
        return str in kinds or (date in kinds and bool(_DAY.fullmatch(value)))
    return True  # null, lists and objects: told apart by the field's own validation


class Given(Schema):
    """What is sent; a field that is not known is refused, so that no spelling mistake is lost."""

    model_config = ConfigDict(extra="forbid", strict=False)

    @field_validator("*", mode="before")
    @classmethod
    def _is_what_it_says(cls, value: Any, info: ValidationInfo) -> Any:
        """Take nothing for another: no 0 for false, no "1" for a number, no number for a day."""
        annotation: Any = cls.model_fields[str(info.field_name)].annotation
        kinds = _kinds(annotation)
        for one in value if isinstance(value, list) else [value]:
            if Any not in kinds and not _fits(one, kinds):
                raise ValueError(_("This is of another type than the description says."))
        return value

    def changes(self, *but: str) -> dict[str, Any]:
        """Return the fields that were sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set if name not in but}


class Named(Schema):
    """Something that is referred to: its number, its id in the plan file, and its name."""

    id: int
    ref: str
    name: str


class Reason(Given):
    """Why."""

    reason: Text = ""


class Why(Schema):
    """Why, in the address of a request that has no body."""

    reason: Short = Field("", description="Why; kept with what is done.")


class Day(Given):
    """A day, with a reason."""

    on: date | None = Field(None, description="Default: today.")
    reason: Text = ""


Scope = Literal["", "enterprise", "function", "team", "individual"]
Kind = Literal["", "objective", "development"]
Serves = Literal["", "strategy", "health", "obligation", "service"]
Cadence = Literal[
    "", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "multi_year", "own"
]
Status = Literal["", "draft", "active", "paused", "done", "cancelled"]
Reported = Literal["", "on_track", "at_risk", "off_track"]
Rollup = Literal["", "own", "children", "blend"]
LinkKind = Literal["supports", "shares", "depends_on", "competes_with"]
MeasureType = Literal["", "number", "percent", "currency", "milestone"]


def named(thing: Any) -> dict[str, object] | None:
    """Show a reference; None stays None."""
    if thing is None:
        return None
    name = getattr(thing, "name", None) or getattr(thing, "title", "")
    return {"id": thing.pk, "ref": thing.ref, "name": name}
