"""Text data of the demo: names, words, goals and stories, kept apart from the code."""
