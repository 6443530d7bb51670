"""Reading a plan, whatever it is stored as."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import open_regular, unreadable
from lineofsight.planfile.csvfolder import is_table_name, read_csv_folder, read_single_csv
from lineofsight.planfile.document import Gathering, PlanDocument
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.schema import BY_FOLDED_NAME, fold

# The readers are imported when they are needed: a check of one kind of file starts sooner without
# the others.


def read_plan(path: str | Path, *, set_aside: bool = False) -> PlanDocument:
    """Read a plan: a workbook, a folder of ``.csv`` files or one of them, JSON, StratML, an export.

    The ending says which. A ``.csv`` file named as a table is that table, another one must be a
    goal tool's export; so must a workbook without any sheet named as a table. With ``set_aside``
    rows with a problem of their own do not keep the file out: the document tells of them apart
    (outside formats leave out single values that cannot be read, in any case).

    Raises
    ------
    PlanError
        With everything that is wrong, each naming the file.
    """
    path = Path(path)
    with without_collection():
        return _read(path, _gathering(path) if set_aside else None)


def _gathering(path: Path) -> Gathering:
    from lineofsight.planfile.aside import SettingAside  # noqa: PLC0415 - seldom wanted

    return SettingAside(str(path))


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep Python from looking for garbage, of which reading makes none, over and over again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(path: Path, gathering: Gathering | None) -> PlanDocument:
    try:
        if path.is_dir():
            return read_csv_folder(path, gathering)
        path.stat()
    except OSError as error:
        raise unreadable(str(path), error) from error
    except ValueError as error:  # no file can have such a name
        raise PlanError.one(str(path), _("There is no such file."), _("Check the name.")) from error
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise _no_reader(path)
    return reader(path, gathering)


def _no_reader(path: Path) -> PlanError:
    if path.suffix:
        message = _("Files with the ending {ending} are not read.").format(ending=path.suffix)
    else:
        message = _("The file has no ending that says what it is.")
    remedy = _("Save the plan as one of {endings}, or as a folder of CSV files.")
    return PlanError.one(str(path), message, remedy.format(endings=", ".join(_READERS)))


def _read_workbook(path: Path, gathering: Gathering | None) -> PlanDocument:
    from lineofsight.planfile.xlsx.read import read_xlsx  # noqa: PLC0415 - for this format alone
    from lineofsight.planfile.xlsx.workbook import open_workbook  # noqa: PLC0415 - for this format alone

    with open_workbook(path) as workbook:
        sheets = workbook.sheets
    if any(fold(sheet) in BY_FOLDED_NAME for sheet in sheets):
        return read_xlsx(path, gathering)
    return _read_export(path)


def _read_csv(path: Path, gathering: Gathering | None) -> PlanDocument:
    return read_single_csv(path, gathering) if is_table_name(path) else _read_export(path)


def _read_json(path: Path, gathering: Gathering | None) -> PlanDocument:
    from lineofsight.planfile.jsonplan import read_json  # noqa: PLC0415 - for this format alone

    return read_json(path, gathering)


def _read_stratml(path: Path, _gathering: Gathering | None = None) -> PlanDocument:
    from lineofsight.planfile.stratml import read_stratml  # noqa: PLC0415 - for this format alone

    return read_stratml(path)


def _read_export(path: Path, _gathering: Gathering | None = None) -> PlanDocument:
    from lineofsight.planfile.goal_export import (  # noqa: PLC0415 - for this format alone
        looks_like_goal_export,
        read_goal_export,
    )

    with open_regular(path):
        pass  # what is empty or no file at all is said as that
    if looks_like_goal_export(path):
        return read_goal_export(path)
    raise PlanError.one(
        str(path),
        _("This is neither a table of a plan nor the export of a goal tool."),
        _("Name the sheet or file after its table, such as goals."),
    )


_READERS: Mapping[str, Callable[[Path, Gathering | None], PlanDocument]] = {
    ".xlsx": _read_workbook,
    ".csv": _read_csv,
    ".json": _read_json,
    ".xml": _read_stratml,
    ".stratml": _read_stratml,
    ".zip": _read_export,
}
