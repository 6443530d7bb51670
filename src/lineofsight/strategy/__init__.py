"""The strategy: its versions and statements, pillars, KPIs, and who has acknowledged what."""
