"""The look at a letter's skeleton agrees with the one that takes it apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gobetween.mail.edge.examine import LIMITS, examine
from gobetween.mime.letter import Unreadable
from gobetween.mime.parse import parse

NEST = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth) for depth in range(60)
)


@given(
    fields=st.integers(min_value=0, max_value=LIMITS.header_count + 20),
    parts=st.integers(min_value=0, max_value=LIMITS.parts + 20),
    body=st.integers(min_value=0, max_value=3000),
)
def test_what_is_let_in_can_be_taken_apart(fields: int, parts: int, body: int) -> None:
    head = b"X: y\r\n" * fields + b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    letter = head + b"--b\r\n\r\nx\r\n" * parts + b"line\r\n" * body
    assert (examine(letter) is not None) == isinstance(parse(letter), Unreadable)


def test_an_endless_nest_and_an_endless_header_are_refused() -> None:
    for letter in (NEST, b"X: " + (b"y" * 900 + b"\r\n ") * 400 + b"\r\n\r\nhi\r\n"):
        said = examine(letter)
        assert said is not None
        assert said.line.startswith(b"554 5.6.0 ")


def test_an_empty_letter_is_let_through() -> None:
    assert examine(b"") is None
