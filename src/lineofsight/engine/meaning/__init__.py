"""Meaning: what the words of goals say about what serves what."""
