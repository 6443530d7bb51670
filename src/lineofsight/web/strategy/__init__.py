"""The strategy on one page."""
