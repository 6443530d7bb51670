"""What stands around every page: rail, bar, finding, preferences."""
