"""What is known of the request in hand, for audit entries and logs, without passing it around."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
