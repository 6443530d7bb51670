"""Refusals of these operations: a whole sentence, and what to do about it."""


class Refused(Exception):
    """It was not done, and nothing was changed; ``remedy`` names the next step."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy
