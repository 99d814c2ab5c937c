"""Owns structured logs and the correlation id that follows one story. Ships nothing: logs go to stdout."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, FilteringBoundLogger

from shared.ids import new_id

CORRELATION_HEADER = "X-Correlation-ID"

# Without the values of local variables: they hold tokens and what people wrote.
_tracebacks = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
_story: ContextVar[str] = ContextVar("story", default="")


def configure_logging(service: str, level: str) -> None:
    """Write one JSON line per log entry, with the service's name and the bound correlation id."""
    threshold = logging.getLevelNamesMapping()[level]
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _name_story,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _tracebacks,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    foreign = logging.StreamHandler(sys.stdout)
    foreign.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *processors[1:]]
        )
    )
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[foreign], force=True)


def get_logger() -> FilteringBoundLogger:
    """The log of whoever calls it."""
    logger: FilteringBoundLogger = structlog.get_logger()
    return logger


def correlation_id() -> str:
    """The id of the present story; a new one where nothing has begun it."""
    return _story.get() or str(new_id())


@contextmanager
def story(correlation: str) -> Iterator[None]:
    """Everything logged and recorded inside belongs to the same story."""
    token = _story.set(correlation)
    try:
        yield
    finally:
        _story.reset(token)


def _name_story(_: object, __: str, entry: EventDict) -> EventDict:
    if correlation := _story.get():
        entry["correlation_id"] = correlation
    return entry
