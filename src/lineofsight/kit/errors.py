"""What may go wrong, as expected outcomes with a code; `web` and `api` know the status.

A message is a whole sentence for the person who asked, and names the next step. Anything else that
is raised is a defect and is not caught.
"""


class DomainError(Exception):
    """An expected refusal. ``code`` is stable: programs may depend on it."""

    code = "refused"

    def __init__(self, message: str = "", **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class NotFound(DomainError):
    """There is no such thing, or it is not visible to who asks: the two look alike."""

    code = "not_found"


class NotAllowed(DomainError):
    """The thing is visible, but this verb is not for this person."""

    code = "not_allowed"


class Invalid(DomainError):
    """What was given does not hold; ``problems`` maps a field (or "") to sentences."""

    code = "invalid"

    def __init__(self, problems: dict[str, list[str]], message: str = "") -> None:
        super().__init__(message or " ".join(s for all_of in problems.values() for s in all_of))
        self.problems = problems


class Conflict(DomainError):
    """Somebody else changed it since it was read; ``facts["version"]`` is the present one."""

    code = "conflict"


class Busy(DomainError):
    """It cannot be done just now, and may be tried again."""

    code = "busy"
