"""Texts as vectors: a small sentence model on this machine, or an organisation's own endpoint."""
