"""What may go wrong with the strategy, beside what may go wrong everywhere."""

from lineofsight.kit.errors import DomainError


class Published(DomainError):
    """The version is published and people have read it: its words stay as they are."""

    code = "published"


class NotPublished(DomainError):
    """The version is a draft, or begins on a later day: nobody can acknowledge it yet."""

    code = "not_published"
