"""Recording values: never overwritten, and in every roll-up above when the verb is done."""

import datetime

from django.utils import timezone

from lineofsight.goals import reports, rollup
from lineofsight.goals.errors import GoalClosed
from lineofsight.goals.models import Goal, KeyResult, Observation
from lineofsight.goals.services.given import Given
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import lock_structure
from lineofsight.strategy.models import Kpi


def record_observation(
    *,
    actor: Person | None,
    measure: KeyResult | Kpi,
    value: float,
    date: datetime.date,
    confidence: float | None = None,
    reported: str = "",
    note: str = "",
    source: str = "",
) -> Observation:
    """Append a dated value; the newest sets the present value and every roll-up above it.

    A correction is a new observation: of two on one day the later recorded counts.

    Parameters
    ----------
    value : float
        In the measure's own unit.
    confidence : float, optional
        How sure the owner is to get there, from 0 (no hope) to 10 (certain).
    reported : str
        ``on_track``, ``at_risk``, ``off_track`` or nothing.
    source : str
        The system that delivers the value, if one does.

    Raises
    ------
    NotFound, NotAllowed, Invalid
    GoalClosed
        The goal is done or cancelled; it is opened again before anything is recorded.
    """
    goal = measure.goal if isinstance(measure, KeyResult) else None
    if goal is not None:
        access.require(actor, "goal.report", goal)
    else:
        access.require(actor, "kpi.report", measure)
    given = Given(
        Observation,
        {
            "value": value,
            "date": date,
            "confidence": confidence,
            "reported": reported,
            "note": note,
            "source": source,
        },
    )
    given.need("value", "date")
    given.not_later("date", timezone.localdate())
    values = given.values()
    with Change(actor, "observation.recorded") as change:
        observation = Observation(author=actor, recorded_at=change.at, **values)
        if isinstance(measure, Kpi):
            observation.kpi = measure
            return change.add(observation)
        # The shape stays as it is until the new value has arrived everywhere above.
        lock_structure(exclusive=False)
        present = Goal.objects.get(pk=measure.goal_id)
        if present.is_closed:
            raise GoalClosed(present)
        observation.key_result = measure
        change.add(observation)
        rollup.rise(measure)
        if observation.reported:
            reports.heard(measure.goal_id, observation)
    return observation
