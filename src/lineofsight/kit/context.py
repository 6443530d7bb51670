"""What is known of the request in hand, for audit entries and logs, without passing it around."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")

# By what means a person acts where it is not at a page: ``token:NAME``, ``import``.
means: ContextVar[str] = ContextVar("means", default="")
