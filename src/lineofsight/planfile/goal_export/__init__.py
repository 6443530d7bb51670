"""Exports of a goal tool that was retired: the spreadsheet, and the archive of JSON files."""

from pathlib import Path

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.goal_export.plan import plan_of
from lineofsight.planfile.goal_export.sheets import has_export_header
from lineofsight.planfile.goal_export.spreadsheet import read_spreadsheet
from lineofsight.planfile.goal_export.zipped import is_export_archive, read_archive
from lineofsight.planfile.outside import Ledger

__all__ = ["looks_like_goal_export", "read_goal_export"]


def looks_like_goal_export(path: Path | str) -> bool:
    """Tell whether a file is an export: by its header (``.csv``, ``.xlsx``) or parts (``.zip``).

    Never raises: what is broken beyond recognition is none.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending == ".zip":
        return is_export_archive(path)
    return ending in {".csv", ".xlsx"} and has_export_header(path)


def read_goal_export(path: Path | str) -> PlanDocument:
    """Read an export: ``.zip``, or a spreadsheet as ``.csv`` or ``.xlsx``.

    An objective becomes a goal, a key result that of its objective, a deliverable or project an
    action; alignments become ``supports`` links, weights contributions, check-ins observations.
    The same file gives the same document, whatever the order of its rows.

    Raises
    ------
    PlanError
        The file cannot be read as a whole. A single value that cannot be read is left out and said
        in a notice.
    """
    path = Path(path)
    ledger = Ledger(str(path))
    if path.suffix.lower() == ".zip":
        return plan_of(read_archive(path, ledger), ledger)
    return plan_of(read_spreadsheet(path, ledger), ledger)
