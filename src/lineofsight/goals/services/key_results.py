"""The verbs of a key result: a measure with a target, or with a band to stay in."""

from typing import Any

from django.utils.translation import gettext as _

from lineofsight.goals import rollup
from lineofsight.goals.models import Goal, KeyResult
from lineofsight.goals.services import revisions
from lineofsight.goals.services.given import Given
from lineofsight.goals.services.hold import hold
from lineofsight.kit.errors import Conflict
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import lock_structure

WHAT_PROGRESS_HANGS_ON = frozenset(
    {"type", "baseline", "target", "low", "high", "value", "weight", "measure"}
)


def add_key_result(
    *,
    actor: Person | None,
    goal: Goal,
    title: str,
    ref: str = "",
    reason: str = "",
    **fields: object,
) -> KeyResult:
    """Add a measure to a goal.

    Parameters
    ----------
    ref : str
        Its id in the plan file; drawn if left out.
    fields
        ``type`` (number, percent, currency, milestone), ``unit``, ``baseline``, ``target`` (smaller
        than the baseline for a falling measure), ``low`` and ``high`` (a band), ``schedule``
        (``2026-03-31=10;2026-06-30=25``), ``value``, ``start``, ``end``, ``owner``, ``weight``,
        ``measure`` (a shared name for one and the same measure in several goals).

    Raises
    ------
    NotFound, NotAllowed, Invalid
    """
    access.require(actor, "goal.measure", goal)
    given = _read({**fields, "title": title})
    if ref and KeyResult.objects.filter(ref=ref).exists():
        given.wrong("ref", _("This id is taken. Choose another."))
    values = given.values()
    with Change(actor, "key_result.added", reason=reason) as change:
        lock_structure(exclusive=True)
        result = KeyResult(goal=goal, **values, **({"ref": ref} if ref else {}))
        change.add(result)
        rollup.settle(_touched(goal, result))
        result.refresh_from_db()
    return result


def edit_key_result(
    *,
    actor: Person | None,
    key_result: KeyResult,
    expected: int,
    reason: str = "",
    **changes: object,
) -> KeyResult:
    """Change fields of a key result.

    Changes of title, measure, target and baseline are written down as revisions of its goal.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    Conflict
        The key result has another version than ``expected``.
    """
    access.require(actor, "goal.measure", key_result.goal)
    with Change(actor, "key_result.edited", reason=reason) as change:
        if WHAT_PROGRESS_HANGS_ON & changes.keys():
            lock_structure(exclusive=True)
        hold(change, key_result, expected)
        values: dict[str, Any] = _read(changes, key_result).values()
        changed = revisions.of_key_result(key_result, values)
        moves = any(
            name in values and values[name] != getattr(key_result, name)
            for name in WHAT_PROGRESS_HANGS_ON
        )
        touched = _touched(key_result.goal, key_result)
        change.save(key_result, **values)
        revisions.write(change, key_result.goal, changed)
        if moves:
            rollup.settle({*touched, *_touched(key_result.goal, key_result)})
            key_result.refresh_from_db()
    return key_result


def remove_key_result(
    *,
    actor: Person | None,
    key_result: KeyResult,
    expected: int | None = None,
    reason: str = "",
) -> None:
    """Remove a key result that nobody has reported on, or that measures a draft.

    Raises
    ------
    NotFound, NotAllowed
    Conflict
        It has values that would be lost, or another version than ``expected``.
    """
    goal = key_result.goal
    access.require(actor, "goal.measure", goal)
    with Change(actor, "key_result.removed", reason=reason) as change:
        lock_structure(exclusive=True)
        hold(change, key_result, expected)
        if revisions.was_begun(goal) and key_result.observations.exists():
            raise Conflict(
                _(
                    "Values have been reported for this key result, and they are kept. "
                    "Give it the weight 0 to leave it out of the goal's progress."
                ),
                version=key_result.version,
                thing=key_result,
            )
        touched = _touched(goal, key_result)
        change.remove(key_result)
        rollup.settle(touched)


def _touched(goal: Goal, result: KeyResult) -> set[int]:
    """The goals to be worked out anew; a shared measure is added up one rung above too."""
    above = rollup.ends_above([goal.pk])[0] if result.measure else set[int]()
    return {goal.pk, *above}


def _read(values: dict[str, object], present: KeyResult | None = None) -> Given:
    given = Given(KeyResult, values, present=present)
    given.need("title")
    given.in_order("start", "end", _("The end lies before the start. Exchange or correct the two."))
    given.in_order("low", "high", _("The upper edge lies below the lower. Exchange the two."))
    baseline, target = given.get("baseline"), given.get("target")
    is_band = given.get("low") is not None or given.get("high") is not None
    was_given = "baseline" in given or "target" in given
    if was_given and not is_band and target is not None and target == baseline:
        given.wrong("target", _("The target must differ from the baseline."))
    return given
