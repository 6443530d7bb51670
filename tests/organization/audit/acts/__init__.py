"""Every verb of the record once: what is prepared, and the act itself."""

from tests.organization.audit.acts import alignment, files, goals, organization, rhythm, strategy
from tests.organization.audit.acts.base import ACTS, Act, Prepare

__all__ = [
    "ACTS",
    "Act",
    "Prepare",
    "alignment",
    "files",
    "goals",
    "organization",
    "rhythm",
    "strategy",
]
