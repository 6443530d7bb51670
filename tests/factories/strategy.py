"""Versions, statements, pillars and KPIs, made through the same door as all else."""

from datetime import date
from typing import Any

from lineofsight.strategy import services
from lineofsight.strategy.models import Kpi, Pillar, Statement, StrategyVersion


def draft(name: str = "2027", **fields: Any) -> StrategyVersion:
    return services.draft_version(actor=None, name=name, **fields)


def published(
    name: str = "2026", on: date | None = None, reason: str = "It is time."
) -> StrategyVersion:
    return services.publish_version(actor=None, name=name, on=on, reason=reason)


def statement(text: str = "Value is time saved.", kind: str = "value", **fields: Any) -> Statement:
    return services.add_statement(actor=None, kind=kind, text=text, **fields)


def pillar(name: str = "Grow in the north", **fields: Any) -> Pillar:
    """A pillar; ``champions``, ``functions`` and ``kpis`` are lists."""
    return services.add_pillar(actor=None, name=name, **fields)


def kpi(name: str = "Customers who stay", **fields: Any) -> Kpi:
    return services.add_kpi(actor=None, name=name, **fields)
