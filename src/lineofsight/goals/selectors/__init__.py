"""What pages and programs read of goals; every function starts from what its reader may see."""

from lineofsight.goals.selectors.around import Around, Measured, around, measures
from lineofsight.goals.selectors.history import Changed, Entry, history, history_of
from lineofsight.goals.selectors.listing import Page, Wanted, matching, page
from lineofsight.goals.selectors.tree import Branch, Level, ancestors, children, roots, tops

__all__ = [
    "Around",
    "Branch",
    "Changed",
    "Entry",
    "Level",
    "Measured",
    "Page",
    "Wanted",
    "ancestors",
    "around",
    "children",
    "history",
    "history_of",
    "matching",
    "measures",
    "page",
    "roots",
    "tops",
]
