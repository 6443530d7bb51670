"""Goals, key results and links, made through the services."""

from datetime import date
from typing import Any

from lineofsight.goals import services
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.organization.record.change import Change
from lineofsight.strategy.models import Kpi, Pillar
from tests.factories.organization import person

__all__ = ["goal", "key_result", "kpi", "observe", "person", "pillar", "supports"]

MONDAY = date(2026, 11, 16)


def goal(title: str = "Cut churn", **fields: Any) -> Goal:
    """A goal; ``owner`` is a person, ``ref`` its id in the plan file."""
    return services.create_goal(actor=None, title=title, **fields)


def key_result(of: Goal | None = None, title: str = "Churn", **fields: Any) -> KeyResult:
    """A key result from 0 to 1 where nothing else is said."""
    fields = {"baseline": 0, "target": 1, **fields}
    return services.add_key_result(actor=None, goal=of or goal(), title=title, **fields)


def supports(child: Goal, parent: Goal | Pillar | None, **fields: Any) -> Link:
    return services.link(actor=None, source=child, end=parent, kind="supports", **fields)


def observe(measure: KeyResult | Kpi, value: float, **fields: Any) -> Observation:
    fields = {"date": MONDAY, **fields}
    return services.record_observation(actor=None, measure=measure, value=value, **fields)


def pillar(name: str = "Keep customers", **fields: Any) -> Pillar:
    with Change(None, "pillar.added") as change:
        return change.add(Pillar(name=name, **fields))


def kpi(name: str = "Net revenue retention", **fields: Any) -> Kpi:
    with Change(None, "kpi.added") as change:
        return change.add(Kpi(name=name, **fields))
