"""What stands between DATA and its end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mail.edge import replies
from gobetween.mail.edge.content import LONGEST_LINE, Content

LINES = st.lists(st.one_of(st.sampled_from([b"", b".", b"..", b".a", b"a"]), st.binary(max_size=30)), max_size=20)


def stuffed(lines: list[bytes]) -> bytes:
    """Lines as a client must send them (RFC 5321, 4.5.2), with the end."""
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines) + b".\r\n"


def fed(stream: bytes, *cuts: int, limit: int = 1 << 20) -> tuple[Content, bytes | None]:
    """A content fed with `stream` in pieces, and what followed its end."""
    content = Content(limit=limit)
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    for start, end in itertools.pairwise(places):
        rest = content.feed(stream[start:end])
        if rest is not None:
            return content, rest + stream[end:]
    return content, None


@given(lines=LINES, cuts=st.lists(st.integers(min_value=0, max_value=2000), max_size=8), after=st.binary(max_size=20))
def test_any_letter_comes_out_as_it_went_in_however_it_is_cut(
    lines: list[bytes], cuts: list[int], after: bytes
) -> None:
    lines = [line.replace(b"\r", b"").replace(b"\n", b"") for line in lines]
    content, rest = fed(stuffed(lines) + after, *cuts)
    assert rest == after
    assert content.letter() == b"".join(line + b"\r\n" for line in lines)


@given(st.lists(st.sampled_from([b"\r", b"\n", b".", b"\r\n", b"a", b"\x00"]), max_size=40).map(b"".join))
def test_a_letter_with_a_lone_cr_or_lf_is_never_taken(noise: bytes) -> None:
    content, rest = fed(noise + b"\r\n.\r\n")
    letter = content.letter()
    ended = (b"\r\n" + noise + b"\r\n.\r\n").split(b"\r\n.\r\n", 1)[0]
    lone = ended.replace(b"\r\n", b"").count(b"\n") + ended.replace(b"\r\n", b"").count(b"\r")
    assert rest is not None
    assert (letter is replies.BARE_LINE_ENDS) == bool(lone)


@pytest.mark.parametrize(
    "false_end", [b"\n.\n", b"\n.\r\n", b"\r.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r", b"\n\r.\r\n"]
)
def test_a_false_end_does_not_end_the_letter_and_spoils_it(false_end: bytes) -> None:
    content, rest = fed(b"one" + false_end + b"MAIL FROM:<>\r\n")
    assert rest is None
    assert content.feed(b".\r\n") == b""
    assert content.letter() is replies.BARE_LINE_ENDS


def test_a_nul_is_content_and_a_dot_behind_it_is_no_end() -> None:
    content, rest = fed(b"a\r\n\x00.\r\nb\r\n.\r\n")
    assert rest == b""
    assert content.letter() == b"a\r\n\x00.\r\nb\r\n"


def test_a_letter_may_be_empty() -> None:
    content, rest = fed(b".\r\nQUIT\r\n")
    assert rest == b"QUIT\r\n"
    assert content.letter() == b""


def test_a_letter_of_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    exact = b"x" * 98 + b"\r\n"
    assert fed(exact + b".\r\n", 7, 50, limit=100)[0].letter() == exact
    assert fed(b"x" + exact + b".\r\n", 7, 50, limit=100)[0].letter() is replies.TOO_BIG


def test_what_is_too_big_is_not_kept_but_its_end_is_found() -> None:
    content = Content(limit=1000)
    for _ in range(100):
        assert content.feed(b"x" * 998 + b"\r\n") is None
        assert content.held <= 2002
    assert content.feed(b".\r\nNOOP\r\n") == b"NOOP\r\n"
    assert content.letter() is replies.TOO_BIG


def test_a_starved_letter_is_dropped_and_may_come_again() -> None:
    content = Content(limit=1000)
    content.feed(b"abc\r\n")
    content.starve()
    assert content.held <= 4
    assert content.feed(b"def\r\n.\r\n") == b""
    assert content.letter() is replies.NO_ROOM


def test_a_long_line_is_taken_and_an_endless_one_is_not() -> None:
    short, longest = b"s" * 900 + b"\r\n", b"l" * LONGEST_LINE + b"\r\n"
    assert fed(short * 30 + longest + short * 3 + b".\r\n")[0].letter() == short * 30 + longest + short * 3
    assert fed(short * 30 + b"l" + longest + short * 3 + b".\r\n")[0].letter() is replies.LINE_TOO_LONG
    assert fed(b"l" + longest + b".\r\n")[0].letter() is replies.LINE_TOO_LONG
