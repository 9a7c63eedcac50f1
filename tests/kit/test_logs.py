"""No address reaches a log line, whatever value carries it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from gobetween.kit import logs


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """The configured stream; the logging of the test run is put back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure("json", stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


@given(local=st.from_regex(r"\A[a-z0-9._+-]{1,20}\Z"), domain=st.from_regex(r"\A[a-z0-9-]{1,10}\.[a-z]{2,5}\Z"))
@pytest.mark.parametrize("frame", ["{}", "<{}>", "to={},", "RCPT TO:<{}> SIZE=1", "mailto:{}?x", "('{}', 25)"])
def test_an_address_is_masked_wherever_it_stands(frame: str, local: str, domain: str) -> None:
    shown = logs.masked(frame.format(f"{local}@{domain}"))
    assert f"@{domain}" not in shown
    assert "[address]" in shown


def test_values_of_any_kind_are_masked() -> None:
    shown = str(
        logs.masked({"a": ["bea@home.example"], "b": b"<bea@home.example>", "c": ValueError("bea@home.example")})
    )
    assert "home.example" not in shown


def test_a_line_says_who_speaks_and_what_happened(out: io.StringIO) -> None:
    structlog.get_logger("mail.edge").info("refused", reason="unknown-alias", pair=7)
    line = json.loads(out.getvalue())
    assert (line["logger"], line["event"], line["reason"], line["pair"]) == ("mail.edge", "refused", "unknown-alias", 7)


def test_tracebacks_are_masked(out: io.StringIO) -> None:
    try:
        raise ValueError("no mailbox bea@home.example")
    except ValueError:
        structlog.get_logger("x").exception("failed")
    assert "ValueError" in out.getvalue()
    assert "bea@home.example" not in out.getvalue()


def test_the_lines_of_libraries_are_masked_too(out: io.StringIO) -> None:
    logging.getLogger("somebody.else").warning("cannot reach %s", "bea@home.example")
    assert json.loads(out.getvalue())["event"] == "cannot reach [address]"
