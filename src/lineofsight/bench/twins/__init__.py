"""How well twins are told: goals in other words, and goals that only look alike."""
