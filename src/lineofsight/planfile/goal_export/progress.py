"""The value that a measure has now, from what the export says about its progress.

The column for actual progress holds a value in some exports and a percentage in others, and the
archive's progress may be either. What it is, is found out for each object by itself; where both
readings remain and differ, the value stays unknown.
"""

from lineofsight.planfile.goal_export.model import ExportedObject

PERCENT_TOLERANCE = 1.0  # percentage points; the tool rounds progress to whole ones


def value_now(found: ExportedObject, baseline: float | None, target: float | None) -> float | None:
    """Return the value of a measure now, in its own unit; None if it cannot be told.

    Parameters
    ----------
    found : ExportedObject
        The object, with ``actual`` and ``progress`` as the export has them.
    baseline, target : float or None
        Start and target of its measure.

    Examples
    --------
    >>> twelve = ExportedObject("1", "Sites", actual=12, progress=20)
    >>> value_now(twelve, 10, 20)
    12
    >>> value_now(ExportedObject("2", "Sites", actual=20, progress=20), 10, 20)
    12.0
    """
    if found.actual is None:
        return _from_progress(found.progress, baseline, target)
    if baseline is None or target is None or found.progress is None:
        return found.actual
    if _agrees(found.actual, found.progress, baseline, target):
        return found.actual
    if abs(found.actual - found.progress) <= PERCENT_TOLERANCE:
        return baseline + found.progress / 100 * (target - baseline)
    return found.actual


def _agrees(value: float, progress: float, baseline: float, target: float) -> bool:
    """Tell whether a value in the measure's unit gives that progress; the tool clips it."""
    if target == baseline:
        return False
    percent = 100 * (value - baseline) / (target - baseline)
    clipped = min(max(percent, 0.0), 100.0)
    return min(abs(percent - progress), abs(clipped - progress)) <= PERCENT_TOLERANCE


def _from_progress(
    progress: float | None, baseline: float | None, target: float | None
) -> float | None:
    if progress is None or baseline is None or target is None:
        return None
    low, high = min(baseline, target), max(baseline, target)
    as_percent = baseline + progress / 100 * (target - baseline)
    may_be_percent = 0 <= progress <= 100
    may_be_value = low <= progress <= high
    if may_be_percent and (not may_be_value or abs(as_percent - progress) <= 1e-9):
        return as_percent
    if may_be_value and not may_be_percent:
        return progress
    return None
