"""What the worker does for this room."""

from lineofsight.alignment import services
from lineofsight.organization.work.registry import every

SECONDS = 2  # whoever asks for a check waits about as long for it to begin


@every(SECONDS, "alignment.check")
def check_when_due() -> None:
    """Start a check once somebody has asked, changes have settled, or a day has begun."""
    services.tick()
