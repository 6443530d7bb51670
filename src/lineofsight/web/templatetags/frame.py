"""What every page needs in its head."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

SHEETS = (
    "tokens",
    "base",
    "layout",
    "components/type",
    "components/status",
    "components/button",
    "components/field",
    "components/sightline",
    "components/spark",
    "components/list",
    "components/table",
    "components/figure",
    "components/note",
    "components/dialog",
    "components/message",
    "components/filter",
    "components/tree",
    "components/progress",
    "pages/line",
    "pages/strategy",
    "pages/goals",
    "pages/goal",
    "pages/sign-in",
    "pages/styleguide",
    "utilities",
    "print",
)


@register.simple_tag
def stylesheets() -> SafeString:
    """Link every sheet, in the order of their layers; browsers fetch them at once."""
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(f"web/css/{s}.css"),) for s in SHEETS)
    )
