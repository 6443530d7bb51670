"""Logs: one line an event, with names and numbers and never with content.

Titles, texts, e-mail addresses, query strings and the messages of errors (a database repeats there
what it was given) stay out. Lines of JSON in production, readable ones elsewhere.
"""

import logging
import sys
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from lineofsight.kit.context import request_id

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# What other packages attach to their records; a request would bring its address and its person.
UNWANTED = frozenset(
    {"request", "server_time", "status_code", "params", "sql", "duration", "alias"}
)


def logging_settings(level: str, *, lines_of_json: bool) -> None:
    """Send everything that is logged in this process to standard error, in one form."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _from_record,
        _place_only,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if lines_of_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_is_wanted)
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not getattr(one, "is_ours", False)]
    handler.is_ours = True  # type: ignore[attr-defined] # so that a second call replaces it
    root.addHandler(handler)
    root.setLevel(level.upper())
    # Statements carry what they were given.
    logging.getLogger("django.db.backends").setLevel(logging.INFO)


def _is_wanted(record: logging.LogRecord) -> bool:
    """Leave out what `lineofsight.request` says already, without the path."""
    return record.name not in {"django.request", "django.server"} or record.exc_info is not None


def _from_record(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take over what was given as ``extra``, and name the request or the job in hand."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None:
        if record.name == "django.request":
            event["event"] = "request.broken"  # the message is the path, which may hold a secret
        event["logger"] = record.name
        for name, value in vars(record).items():
            if name not in STANDARD | UNWANTED and not name.startswith("_"):
                event[name] = value
    if request_id.get():
        event.setdefault("request", request_id.get())
    return event


def _place_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say of an error what kind it is and where it was, and not what it said."""
    given: Any = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    if isinstance(given, BaseException):
        given = (type(given), given, given.__traceback__)
    if isinstance(given, tuple) and given[0] is not None:
        event["error"] = given[0].__name__
        event["trace"] = places(given[2])
    event.pop("exception", None)
    event.pop("stack_info", None)
    return event


def places(trace: TracebackType | None) -> list[str]:
    """Return file, line and function of each frame, outermost first."""
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found
