"""How everything is kept: one verb, one transaction, one audit entry, every past state."""
