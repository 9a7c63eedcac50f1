"""Who the From field names, and everything two programs could read differently."""

from email import message_from_string
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gobetween.mail.identity import REASONS, read_author


def field(value: str) -> bytes:
    return f"To: x@y.example\r\nFrom: {value}\r\nSubject: Hi\r\n\r\nHello.\r\n".encode()


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("bea@home.example", "bea@home.example"),
        ("Bea Buyer <bea@home.example>", "bea@home.example"),
        ("<Bea@Home.example>", "Bea@Home.example"),
        ("bea@home.example (Bea)", "bea@home.example"),
        ('"Buyer, Bea" <bea@home.example>', "bea@home.example"),
        ('"bea@home.example" <bea@home.example>', "bea@home.example"),
        ("=?utf-8?q?M=C3=BCller=2C_Bea?= <bea@home.example>", "bea@home.example"),
        ("=?iso-8859-1?B?TfxsbGVy?= <bea@home.example>", "bea@home.example"),
        ("Béa Bücher <bea@home.example>", "bea@home.example"),
        ("béa@müller.example", "béa@müller.example"),
        ("Sam's Lamps (UK) <sam@lamps.example>", "sam@lamps.example"),
        ('J. R. "Bob" Dobbs <o\'bob+x@a.b.home.example>', "o'bob+x@a.b.home.example"),
        ("Bea\r\n Buyer\r\n\t<bea@home.example>", "bea@home.example"),
    ],
)
def test_one_plain_mailbox_is_read(value: str, address: str) -> None:
    assert read_author(field(value)).address == address


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("bea@home.example, eve@evil.example", "several-froms"),
        ("<eve@evil.example> <bea@home.example>", "several-froms"),
        ("Friends: bea@home.example;", "group-syntax"),
        ("undisclosed-recipients:;", "group-syntax"),
        ("", "from-unreadable"),
        ("Bea", "from-unreadable"),
        ("<>", "from-unreadable"),
        ('"bea@home.example"@evil.example', "from-unreadable"),
        ("bea@home.example@evil.example", "from-unreadable"),
        ("bea(@home.example)@evil.example", "from-unreadable"),
        ("bea@(evil)home.example", "from-unreadable"),
        ("Bea (bea@home.example) <eve@evil.example>", "several-froms"),
        ("Bea (a (nested) one) <bea@home.example>", "from-unreadable"),
        ("<@evil.example:bea@home.example>", "from-unreadable"),
        ("bea@[192.0.2.1]", "from-unreadable"),
        ("bea@home.example.", "from-unreadable"),
        ("bea@-home.example", "from-unreadable"),
        ("bea..b@home.example", "from-unreadable"),
        ("bea@ｈome.example", "from-unreadable"),
        ("bea@home．example", "from-unreadable"),
        ("=?utf-8?q?a=0D=0ABcc=3A_eve?= <bea@home.example>", "from-unreadable"),
        ("=?no-such-charset?q?Bea?= <bea@home.example>", "from-unreadable"),
        ("Bea\x01 <bea@home.example>", "from-unreadable"),
        ('"bea@home.example" <eve@evil.example>', "from-ambiguous"),
        ("=?utf-8?q?bea=40home=2Eexample?= <eve@evil.example>", "from-ambiguous"),
        ("=?utf-8?b?PGJlYUBob21lLmV4YW1wbGU+?= <eve@evil.example>", "from-ambiguous"),
        ("a" * 65 + "@home.example", "from-unreadable"),
        ("Bea\r\n \r\n <bea@home.example>", "from-unreadable"),
        ("x" * 1100 + " <bea@home.example>", "from-unreadable"),
    ],
)
def test_anything_else_is_refused_with_a_reason(value: str, reason: str) -> None:
    assert read_author(field(value)).reason == reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"To: x@y.example\r\n\r\nFrom: bea@home.example\r\n", "from-missing"),
        (b"", "from-missing"),
        (b"\r\nFrom: bea@home.example\r\n\r\n", "from-missing"),
        (b"From: bea@home.example\r\nFROM: eve@evil.example\r\n\r\n", "several-froms"),
        (b"From: bea@home.example\r\nFrom: bea@home.example\r\n\r\n", "several-froms"),
        (b"From: bea@home.example\nFrom: eve@evil.example\r\n\r\n", "header-unreadable"),
        (b"Subject: a\rFrom: eve@evil.example\r\nFrom: bea@home.example\r\n\r\n", "header-unreadable"),
        (b"Subject: a\r\nno field at all\r\nFrom: bea@home.example\r\n\r\n", "header-unreadable"),
        (b"From : bea@home.example\r\n\r\n", "header-unreadable"),
        (b" folded: first\r\nFrom: bea@home.example\r\n\r\n", "header-unreadable"),
        (b"X: \0\r\nFrom: bea@home.example\r\n\r\n", "header-unreadable"),
        (b"From: b\xffa <bea@home.example>\r\n\r\n", "from-unreadable"),
        (b"X: " + b"a" * 600_000 + b"\r\nFrom: bea@home.example\r\n\r\n", "header-unreadable"),
    ],
)
def test_a_header_block_read_in_two_ways_is_refused(raw: bytes, reason: str) -> None:
    assert read_author(raw).reason == reason


def test_a_from_in_last_place_without_a_body_is_still_read() -> None:
    assert read_author(b"Subject: x\r\nFrom: bea@home.example\r\n").address == "bea@home.example"
    assert read_author(b"Subject: x\r\nFrom: bea@home.example").address == "bea@home.example"


def test_resent_from_and_reply_to_are_not_from() -> None:
    raw = b"Resent-From: eve@evil.example\r\nReply-To: eve@evil.example\r\nFrom: bea@home.example\r\n\r\n"
    assert read_author(raw).address == "bea@home.example"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_whatever_raise(raw: bytes) -> None:
    author = read_author(b"From:" + raw)
    assert bool(author.address) != bool(author.reason)
    assert author.reason in ("", *REASONS)


PIECES = [
    "bea@home.example",
    "eve@evil.example",
    "<",
    ">",
    "(",
    ")",
    '"',
    "\\",
    ",",
    ";",
    ":",
    " ",
    "@",
    "Bea",
    "\r\n ",
    "=?utf-8?q?eve=40evil=2Eexample?=",
    "=?utf-8?q?=3C?=",
    "ü",
    "\t",
    ".",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_is_accepted_the_standard_library_reads_alike(value: str) -> None:
    author = read_author(field(value))
    if author.address:
        seen = message_from_string(field(value).decode())["From"]
        assert parseaddr(str(seen).replace("\r\n", ""))[1] == author.address


@pytest.mark.parametrize("piece", ['"', "(", "a@", "=?utf-8?q?", " ", '"a" ', "<", ",", "\\"])
def test_a_hostile_from_field_ends_in_a_refusal(piece: str) -> None:
    assert read_author(field(piece * (1000 // len(piece)))).reason
