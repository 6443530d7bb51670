"""Things to test with, room by room: the fewest fields that make a row."""
