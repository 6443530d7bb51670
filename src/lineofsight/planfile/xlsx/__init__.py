"""Workbooks: reading and writing ``.xlsx`` files."""
