"""The style of the page with the fonts it needs, and the policy that allows nothing else."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Font(NamedTuple):
    """One file of a typeface; ``extended``: letters of Latin scripts beyond the western ones."""

    family: str
    file: str
    style: str
    weight: str
    extended: bool


FONTS = (
    Font("Inter", "inter-latin-wght-normal", "normal", "100 900", False),
    Font("Source Serif 4", "source-serif-4-latin-opsz-normal", "normal", "200 900", False),
    Font("Source Serif 4", "source-serif-4-latin-wght-italic", "italic", "200 900", False),
    Font("Inter", "inter-latin-ext-wght-normal", "normal", "100 900", True),
    Font("Source Serif 4", "source-serif-4-latin-ext-wght-normal", "normal", "200 900", True),
    Font("Source Serif 4", "source-serif-4-latin-ext-wght-italic", "italic", "200 900", True),
)
# In this order: the first names layers and colours.
STYLES = ("report.css", "sections.css", "media.css", "charts.css")
# As the publisher of the files divides them.
WESTERN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
EXTENDED = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,"
    "U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,"
    "U+A720-A7FF"
)
# Letters for which the larger files are put in; the few of them in WESTERN need none.
NEEDS_EXTENDED = ((0x0100, 0x024F), (0x1E00, 0x1E9F), (0x1EF2, 0x1EFF))
IN_WESTERN = frozenset("\u0131\u0152\u0153")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The style sheet and the content security policy that admits it alone."""

    css: str
    policy: str


def sheet(text: str) -> Sheet:
    """Make the style for a page that shows some text.

    Parameters
    ----------
    text : str
        What the page shows. It decides whether letters beyond the western ones are put in.
    """
    css = _css(extended=needs_extended(text))
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return Sheet(css, policy)


def needs_extended(text: str) -> bool:
    """Tell whether a text has Latin letters beyond the western ones.

    >>> needs_extended("Ærø, naïve, cœur"), needs_extended("Łódź")
    (False, True)
    """
    return any(
        low <= ord(c) <= high for c in set(text) - IN_WESTERN for low, high in NEEDS_EXTENDED
    )


@cache
def _css(*, extended: bool) -> str:
    folder = files(__package__)
    faces = [_face(font) for font in FONTS if extended or not font.extended]
    return "\n".join([*faces, *((folder / one).read_text(encoding="utf-8") for one in STYLES)])


def _face(font: Font) -> str:
    data = (files(__package__) / "fonts" / f"{font.file}.woff2").read_bytes()
    return (
        f'@font-face{{font-family:"{font.family}";font-style:{font.style};'
        f"font-weight:{font.weight};font-display:swap;"
        f"unicode-range:{EXTENDED if font.extended else WESTERN};"
        f'src:url(data:font/woff2;base64,{b64encode(data).decode()}) format("woff2")}}'
    )
