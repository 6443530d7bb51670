"""The smallest pictures, of which a page may hold a hundred: drawn here, not by a template each.

They are there in every template, without loading them.
"""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lineofsight.web.pictures.bar import bar
from lineofsight.web.templatetags.pictures import (
    percent,
    place,
    state_word,
    status_shape,
    status_word,
)

register = template.Library()

ICON = '<svg class="ic" aria-hidden="true"><use href="{}#{}"/></svg>'
STATUS = '<span class="status" data-status="{}">{}</span>'
STATE = '<span class="state" data-state="{}">{}</span>'
MARK = '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" data-status="{}">{}</svg>'
SHAPES = {
    "star": '<circle class="halo" cx="12" cy="12" r="12"/>'
    '<path d="M12 .5L14.2 9.8L23.5 12L14.2 14.2L12 23.5L9.8 14.2L.5 12L9.8 9.8Z"/>',
    "pillar": '<rect class="halo" x="0" y="7" width="24" height="10"/>'
    '<rect x="1" y="9.5" width="22" height="5"/>',
    "you": '<circle class="halo" cx="12" cy="12" r="12"/>'
    '<circle class="you-line" cx="12" cy="12" r="9.5"/>'
    '<circle class="you" cx="12" cy="12" r="4.5"/>',
    "on-track": '<circle class="halo" cx="12" cy="12" r="10"/><circle cx="12" cy="12" r="6.5"/>',
    "at-risk": '<circle class="halo" cx="12" cy="12" r="10"/>'
    '<circle class="line" cx="12" cy="12" r="6"/><path d="M12 6A6 6 0 0 0 12 18Z"/>',
    "off-track": '<rect class="halo" x="3" y="3" width="18" height="18"/>'
    '<rect class="line" x="6.5" y="6.5" width="11" height="11"/>',
}
NO_NEWS = (
    '<rect class="halo" x="2" y="5" width="20" height="14"/>'
    '<rect x="4" y="10.5" width="16" height="3"/>'
)
PROGRESS = (
    '<span class="progress"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="bg" width="100" height="8"/><rect class="fg" width="{}" height="8"/>{}{}</svg>'
    "<b>{}</b>{}</span>"
)
PLAN = '<path class="plan" d="M{} -2V10"/>'
SAID = '<path class="said" d="M{} -2l3 6l-3 6l-3 -6Z"/>'
ALOUD = '<span class="vh">{}</span>'
MISSING = '<span class="progress missing"><span aria-hidden="true">–</span> {}</span>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a line icon of the sprite."""
    return format_html(ICON, static("vendor/lucide/sprite.svg"), name)


@register.simple_tag
def status(reported: str) -> SafeString:
    """Show what was reported: its shape and its word."""
    return format_html(STATUS, status_shape(reported), status_word(reported))


@register.simple_tag
def state(name: str) -> SafeString:
    """Show the state of a goal that is not worked on, or that it is."""
    return format_html(STATE, name or "active", state_word(name))


@register.simple_tag
def mark(kind: str) -> SafeString:
    """Draw the mark of a rung: star, pillar, you, or the shape of what was reported."""
    return format_html(MARK, kind, mark_safe(SHAPES.get(kind, NO_NEWS)))  # noqa: S308 - our own


@register.simple_tag
def progress(
    value: float | None, expected: float | None = None, said: float | None = None
) -> SafeString:
    """Draw a progress with its plan by now and what its owner says, each in [0, 1] or unknown."""
    value, expected, said = map(_known, (value, expected, said))
    drawn = bar(value, expected, said)
    if drawn is None:
        return format_html(MISSING, _("no value yet"))
    plan = drawn.plan is not None and format_html(PLAN, place(drawn.plan))
    aloud = _("planned by now: {plan}").format(plan=percent(expected))
    return format_html(
        PROGRESS,
        place(drawn.filled),
        plan or "",
        "" if drawn.said is None else format_html(SAID, place(drawn.said)),
        percent(value),
        format_html(ALOUD, aloud) if plan else "",
    )


def _known(share: Any) -> float | None:
    """Return a share; a name that leads nowhere comes from a template as an empty text."""
    return None if share == "" else share
