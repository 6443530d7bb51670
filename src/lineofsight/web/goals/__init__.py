"""Goals: the list, the tree, and one goal."""
