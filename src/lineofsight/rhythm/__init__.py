"""The conversations: check-ins, agreements, feedback, blockers."""
