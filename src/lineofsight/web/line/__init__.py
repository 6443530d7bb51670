"""My line of sight: what this week is for."""
