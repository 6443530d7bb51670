"""The audit log: it only grows, it is sealed in blocks, and anybody can have it verified."""

from lineofsight.organization.audit.reading import Shown, entries_on, read, shown
from lineofsight.organization.audit.sealing import seal
from lineofsight.organization.audit.verifying import Fault, Verdict, verify

__all__ = ["Fault", "Shown", "Verdict", "entries_on", "read", "seal", "shown", "verify"]
