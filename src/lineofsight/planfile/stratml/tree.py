"""Building blocks of a StratML file that is written: elements, text, numbers."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from lxml import etree

# Everything outside of these cannot stand in an XML 1.0 file, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Tree:
    """Makes elements of one namespace, and counts the characters that XML cannot hold."""

    namespace: str
    dropped: int = 0

    def root(self, name: str) -> etree._Element:
        """Make the first element."""
        default = cast("dict[str, str]", {None: self.namespace})  # the stubs know no default one
        return etree.Element(f"{{{self.namespace}}}{name}", nsmap=default)

    def add(self, parent: etree._Element, name: str, text: str = "") -> etree._Element:
        """Add a child, empty or with text."""
        child = etree.SubElement(parent, f"{{{self.namespace}}}{name}")
        if text:
            child.text = self.clean(text) or None
        return child

    def add_known(self, parent: etree._Element, name: str, text: str) -> None:
        """Add a child, if there is anything to say."""
        if text:
            self.add(parent, name, text)

    def clean(self, text: str) -> str:
        """Take out what XML cannot hold."""
        clean, count = _NOT_XML.subn("", text)
        self.dropped += count
        return clean


def decimal(number: float) -> str:
    """Write a number as ``xsd:decimal``, which has no exponent, and lose nothing of it.

    >>> decimal(1e21), decimal(0.1), decimal(-5.0)
    ('1000000000000000000000', '0.1', '-5')
    """
    text = format(Decimal(repr(float(number))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: object) -> str:
    """Write a date; ``""`` for an unknown one."""
    return value.isoformat() if isinstance(value, date) else ""
