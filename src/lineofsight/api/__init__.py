"""The programming interface under /api/v1: the record for other programs."""
