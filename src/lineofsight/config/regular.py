"""What the worker does again and again across the rooms; each room adds its own in ``tasks.py``."""

import logging

from lineofsight.goals.rollup.everything import recheck
from lineofsight.organization.audit.sealing import seal
from lineofsight.organization.services.moves import apply_moves
from lineofsight.organization.work.registry import every

log = logging.getLogger("lineofsight.work")
HOUR = 60 * 60
DAY = 24 * HOUR


@every(5, "audit.seal")
def seal_what_was_done() -> None:
    """Seal the audit entries that no running transaction can come before."""
    seal()


@every(HOUR, "organization.moves")
def move_people() -> None:
    """Let moves, starts and ends that were dated ahead take place when their day has come."""
    apply_moves()


@every(DAY, "rollup.recheck")
def recheck_progress() -> None:
    """Compare what goals show with a recomputation; a difference is a defect."""
    wrong = recheck()
    if wrong:
        log.error("rollup.differs", extra={"goals": len(wrong)})
