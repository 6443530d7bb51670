"""What the worker does for this room."""

from lineofsight.alignment import services
from lineofsight.organization.work.registry import every

SECONDS = 5


@every(SECONDS, "alignment.check")
def check_when_due() -> None:
    """Start a check once changes have settled, or a day has begun."""
    services.tick()
