"""People, teams, functions, reporting lines, who may do what, and the record of every change."""
