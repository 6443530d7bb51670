"""StratML (ISO 17469-1, and Part 2, ANSI/AIIM 22): the standard's plans, read and written."""

from lineofsight.planfile.stratml.reading import read_stratml
from lineofsight.planfile.stratml.writing import to_stratml, write_stratml

__all__ = ["read_stratml", "to_stratml", "write_stratml"]
