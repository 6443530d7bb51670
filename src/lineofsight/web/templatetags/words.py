"""How words are set."""

import re

from django import template

register = template.Library()
FIGURE = re.compile(r"(?<=\d) (?=%)")


@register.filter
def tied(text: str) -> str:
    r"""Keep a figure and its per cent sign on one line.

    >>> tied("from 82 to 88 %")
    'from 82 to 88\xa0%'
    """
    return FIGURE.sub("\N{NO-BREAK SPACE}", text)
