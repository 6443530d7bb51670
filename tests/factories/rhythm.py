"""Blockers, made through the same door as all else."""

from typing import Any

from lineofsight.rhythm import services
from lineofsight.rhythm.models import Blocker


def blocker(text: str = "Waiting for the contract.", **fields: Any) -> Blocker:
    return services.raise_blocker(actor=None, text=text, **fields)
