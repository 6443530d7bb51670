"""How well links are told from non-links, on published plans."""
