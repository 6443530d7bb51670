"""Pictures and words that templates draw."""

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from lineofsight.report.html import thread
from lineofsight.web.pictures.bar import Health, health
from lineofsight.web.pictures.fan import Fan, fan
from lineofsight.web.pictures.spark import Spark, spark

register = template.Library()
HUNDRED = 100
REMEMBERED = 4_096  # figures as they are written: a list holds a hundred, most of them often
GROUPED = 1_000  # from here on a figure is read more easily with its thousands apart
THIN, THICK = 0.34, 0.67
STATUSES = {
    "on_track": gettext_noop("On track"),
    "at_risk": gettext_noop("At risk"),
    "off_track": gettext_noop("Off track"),
}
NO_NEWS = gettext_noop("No news")
STATES = {
    "": gettext_noop("Active"),
    "active": gettext_noop("Active"),
    "draft": gettext_noop("Draft"),
    "paused": gettext_noop("Paused"),
    "done": gettext_noop("Done"),
    "cancelled": gettext_noop("Cancelled"),
}


@register.filter
def status_shape(reported: str) -> str:
    """Return the shape of what was reported."""
    return {"on_track": "on-track", "at_risk": "at-risk", "off_track": "off-track"}.get(
        reported, "no-news"
    )


@register.filter
def status_word(reported: str) -> str:
    """Return the word for what was reported."""
    # Found by one look each: a list says this fifty times, and each translation takes its time.
    return _(STATUSES.get(reported, NO_NEWS))


@register.filter
def state_word(status: str) -> str:
    """Return the word for a goal's status."""
    return _(STATES[status]) if status in STATES else status


@register.filter
def percent(share: float | None) -> str:
    """Write a share as per cent; a dash where it is not known."""
    return "–" if share is None else _percent(share, get_language())


@lru_cache(maxsize=REMEMBERED)
def _percent(share: float, _language: str | None) -> str:
    figure = share * HUNDRED
    places = 1 if 0 < figure < 10 and round(figure) != figure else 0
    return f"{number_format(round(figure, places), decimal_pos=places)} %"


@register.filter
def figure(value: float | None) -> str:
    """Write a number as briefly as it can be read; a dash where it is not known."""
    return "–" if value is None else _figure(value, get_language())


@lru_cache(maxsize=REMEMBERED)
def _figure(value: float, _language: str | None) -> str:
    shown = float(f"{value:.3g}") if abs(value) < HUNDRED else float(round(value))
    places = 0 if shown == int(shown) else None
    return str(number_format(shown, decimal_pos=places, force_grouping=abs(shown) >= GROUPED))


@register.filter
def thickness(strength: float | None) -> str:
    """Return how thick a thread of this strength is: 2 to 5."""
    if not strength:
        return "2"
    return "5" if strength > THICK else "4" if strength > THIN else "3"


@register.simple_tag
def thread_piece(above: float, below: float, kind: str = "whole") -> thread.Thread:
    """Draw the piece of a sightline between two rungs."""
    if kind == "broken":
        return thread.broken(above, below)
    if kind == "open":
        return thread.waiting(above, below)
    return thread.whole(above, below, lost=kind == "lost")


@register.simple_tag
def sparkline(values: list[float], target: float | None = None) -> Spark | None:
    """Draw the last values of a measure."""
    return spark(values, target)


@register.simple_tag
def health_range(value: float | None, low: float | None, high: float | None) -> Health | None:
    """Draw a KPI in its healthy range."""
    return health(value, low, high)


@register.simple_tag
def fan_of(told: dict[str, Any], target: float | None, today: date) -> Fan | None:
    """Draw where a key result will end."""
    return fan(told or {}, target=target, today=today)


@register.filter
def ago(day: date | None, today: date) -> str:
    """Say how long ago a day was, or in how long it will be."""
    if day is None:
        return ""
    days = (today - day).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("{days} day ago", "{days} days ago", days).format(days=days)
    return ngettext("in {days} day", "in {days} days", -days).format(days=-days)


@register.filter
def place(value: float | None) -> str:
    """Write a place in a drawing: with a point, whatever the language."""
    return "0" if value is None else f"{value:.1f}".rstrip("0").rstrip(".")


@register.filter
def moved(value: float, more: float) -> str:
    """Move a place in a drawing."""
    return place(value + more)


@register.filter
def general(problems: dict[str, str]) -> str:
    """Return what was wrong with an answer as a whole."""
    return problems.get("", "")
