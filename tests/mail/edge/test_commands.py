"""Command lines taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mail.edge import commands, replies
from gobetween.mail.edge.commands import Sender


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("FROM:<>", ""),
        ("from:<bea@home.example>", "bea@home.example"),
        ("FROM: <bea@home.example>", "bea@home.example"),
        ("FROM:<@relay.example,@two.example:bea@home.example>", "bea@home.example"),
        ('FROM:<"be a"@home.example>', '"be a"@home.example'),
        ('FROM:<"a>b"@home.example>', '"a>b"@home.example'),
        ("FROM:<bea@[192.0.2.1]>", "bea@[192.0.2.1]"),
    ],
)
def test_a_sender_is_understood(argument: str, path: str) -> None:
    assert commands.sender(argument) == Sender(path)


@pytest.mark.parametrize(
    "argument",
    [
        "",
        "FROM",
        "FROM:",
        "FROM:bea@home.example",
        "FROM:<bea>",
        "FROM:<@home.example>",
        "FROM:<a b@home.example>",
        "FROM:<a@b.example>x",
        "TO:<a@b.example>",
        "FROM:<a@b\x00.example>",
        "FROM:<" + "a" * 320 + "@b.example>",
    ],
)
def test_what_is_no_sender_is_refused(argument: str) -> None:
    assert commands.sender(argument) is replies.BAD_SENDER


def test_parameters_of_mail_are_read_and_unknown_ones_refused() -> None:
    said = commands.sender("FROM:<bea@home.example> SIZE=512 body=8BitMime SMTPUTF8")
    assert said == Sender("bea@home.example", 512, True)
    for parameter in ("SIZE=x", "SIZE=-1", "SIZE=" + "9" * 21, "BODY=BINARYMIME", "RET=FULL", "AUTH=<>", "SMTPUTF8=1"):
        assert commands.sender(f"FROM:<a@b.example> {parameter}") is replies.BAD_PARAMETER


def test_an_address_beyond_ascii_needs_smtputf8() -> None:
    assert commands.sender("FROM:<bjørn@home.example>") is replies.NEEDS_SMTPUTF8
    assert commands.sender("FROM:<bjørn@home.example> SMTPUTF8") == Sender("bjørn@home.example", 0, True)
    assert commands.recipient("TO:<bjørn@home.example>", smtputf8=False) is replies.NEEDS_SMTPUTF8
    assert commands.recipient("TO:<bjørn@home.example>", smtputf8=True) == "bjørn@home.example"


def test_a_recipient_is_understood_without_parameters_only() -> None:
    assert commands.recipient("TO:<a@b.example>", smtputf8=False) == "a@b.example"
    assert commands.recipient("TO:<Postmaster>", smtputf8=False) == "Postmaster"
    assert commands.recipient("TO:<a@b.example> NOTIFY=NEVER", smtputf8=False) is replies.BAD_PARAMETER
    assert commands.recipient("TO:<>", smtputf8=False) is replies.BAD_RECIPIENT


@given(st.text(max_size=60))
def test_no_argument_breaks_the_reading(text: str) -> None:
    for argument in (text, f"FROM:{text}", f"FROM:<{text}>", f"FROM:<a@b.example> {text}"):
        said = commands.sender(argument)
        assert isinstance(said, Sender) or not said.accepted
