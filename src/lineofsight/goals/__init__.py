"""Goals, what they are measured by, how they hang together, and how values climb."""
