"""Structured logs: one event a line, for people on a terminal or as JSON, and never with an e-mail address."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ADDRESS = re.compile(r"[^\s@<>\"'(),;:\[\]{}=]+(?:@|%40)(?:\[[^\]\s]*\]|[^\s@<>\"'(),;:\[\]{}]+)", re.IGNORECASE)
TALKATIVE = ("mail.log", "mail.debug", "uvicorn.error", "uvicorn.access", "asyncio", "django.server")


def configure(kind: str, *, stream: TextIO | None = None) -> None:
    """Send the logs of this process and its forks to `stream` (standard error) as `console` or `json`."""
    out = stream or sys.stderr
    show = _renderer(kind, out)
    steps: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_addresses,
    ]
    structlog.configure(
        processors=[*steps, show],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *names: Line(out, *names),
        cache_logger_on_first_use=True,
    )
    _take_over_logging(steps, show, out)


class Line(structlog.WriteLogger):
    """Writes one line an event; knows the name it was asked for by."""

    def __init__(self, out: TextIO, name: str = "") -> None:
        super().__init__(out)
        self.name = name


def _with_name(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    if isinstance(logger, Line):
        event["logger"] = logger.name
    return event


def without_addresses(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The last line of defence: whatever looks like an e-mail address, in any value, becomes `[address]`."""
    return {name: masked(value) for name, value in event.items()}


def masked(value: Any) -> Any:
    """`value` without addresses; what is no plain value is shown as text."""
    match value:
        case str():
            return ADDRESS.sub("[address]", value) if "@" in value or "%40" in value else value
        case bool() | int() | float() | None:
            return value
        case Mapping():
            return {masked(key): masked(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [masked(each) for each in value]
        case bytes() | bytearray() | memoryview():
            return masked(bytes(value).decode("utf-8", "replace"))
    return masked(str(value))


def _renderer(kind: str, out: TextIO) -> Processor:
    if kind == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=out.isatty(), pad_event_to=14)


def _take_over_logging(steps: list[Processor], show: Processor, out: TextIO) -> None:
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *steps[:-2]],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_addresses,
                show,
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
