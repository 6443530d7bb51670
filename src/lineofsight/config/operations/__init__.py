"""What is done to a whole installation: bring it up to date, keep it, bring it back, examine it."""
