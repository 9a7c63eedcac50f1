"""Letters written to break the reader: each ends soon, as a letter or with a reason."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gobetween.mime.letter import Letter, Limits, Unreadable
from gobetween.mime.parse import parse

CORPUS = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "corpus").glob("*/*.eml"))]
LONGEST = 1.0  # seconds of processor time


def judged(raw: bytes, limits: Limits | None = None) -> Letter | Unreadable:
    begin = time.process_time()
    found = parse(raw, limits=limits or Limits())
    assert time.process_time() - begin < LONGEST
    return found


def nested(depth: int) -> bytes:
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (nested(1000), "too-deep"),
        (nested(60000), "too-deep"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nX: y\n\nhi\n" * 10000, "too-many-parts"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 1_000_000, "too-many-parts"),
        (b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: multipart/mixed; boundary="b"\n\n' * 40000,
         "too-many-parts"),
        (b"X: y\n" * 2000 + b"\nhi", "too-many-headers"),
        (b"X: y\n" * 100_000 + b"\nhi", "header-too-large"),
        (b"Subject: " + b"x" * 300_000 + b"\n\nhi", "header-too-large"),
        (b"Subject: x\n\n" + b"x" * (26 * 1024 * 1024), "too-large"),
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_letter_over_a_limit_is_refused_with_its_reason(raw: bytes, reason: str) -> None:
    found = judged(raw)
    assert isinstance(found, Unreadable)
    assert found.reason == reason
    assert found.sentence


def test_a_letter_at_the_limit_is_read() -> None:
    assert isinstance(judged(nested(19) + b"\nhi"), Letter)
    assert isinstance(judged(b"X: y\n" * 999 + b"Subject: z\n\nhi"), Letter)


@pytest.mark.parametrize(
    "field", ["From", "Subject", "Content-Type: x/y", "References", "Content-Disposition: x", "Date"]
)
@pytest.mark.parametrize(
    "atom",
    ["=?a?b?", "=?utf-8?B?x?= ", '"', '"\\', "(", "<", "<a@b", ",", ";", ":", ";a*0*=", ';a="', " ", "\t\n ", "\\"],
)
def test_a_header_of_one_thing_repeated(field: str, atom: str) -> None:
    head = field if ":" in field else f"{field}:"
    judged(f"{head} {atom * (200_000 // len(atom))}\n\nhi".encode())


@pytest.mark.parametrize("kind", ["plain", "plain; format=flowed", "html", "plain; charset=iso-2022-jp"])
@pytest.mark.parametrize(
    "atom", [b"\nbegin 644 a\n", b"\0", b"\r", b"<div>", b"<font color=1><p>", b"=", b"= \t", b">", b"\x1b$B",
             b"\xe9a", b"\n\n--",
             b"&#", b"-----BEGIN PGP SIGNED MESSAGE-----\n"],
)  # fmt: skip
def test_a_body_of_one_thing_repeated(kind: str, atom: bytes) -> None:
    head = f"From: MAILER-DAEMON@x.example\nSubject: Out of office\nContent-Type: text/{kind}\n\n".encode()
    assert isinstance(judged(head + atom * (500_000 // len(atom))), Letter)


def test_greetings_that_never_end_do_not_hang() -> None:
    assert isinstance(judged(b"Subject: Abwesenheit\n\n" + b"=" * 90 + b"\n\n\n" + b"-" * 90 + b"x"), Letter)


def test_boundaries_that_hold_each_other_are_told_apart() -> None:
    outer = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: multipart/mixed; boundary="bb"\n\n'
    letter = judged(outer + b"--bb\n\none\n--bb\n\ntwo\n--bb--\n--b\n\nthree\n--b--\n")
    assert isinstance(letter, Letter)
    assert letter.text == "one\ntwo\nthree"


@given(st.binary(max_size=2000))
def test_any_bytes_end_as_letter_or_reason(raw: bytes) -> None:
    assert isinstance(judged(raw), Letter | Unreadable)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=None)
@given(st.data())
def test_any_mutated_letter_stays_harmless(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(CORPUS)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        until = at + data.draw(st.integers(0, 40))
        raw[at:until] = data.draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from([b"\r", b"\n\n", b"\0", b"=?utf-8?B?", b"?=", b"--B1", b"<"]),
            )
        )
    letter = judged(bytes(raw))
    if isinstance(letter, Letter):
        lines = [letter.subject, letter.message_id, letter.in_reply_to, *letter.references]
        lines += [mailbox.name + mailbox.address for mailbox in letter.from_ + letter.to + letter.cc]
        lines += [attachment.name for attachment in letter.attachments]
        assert not set("".join(lines)) & set("\r\n\0")
        assert not set(letter.text) & set("\r\0")
        assert (letter.automatic == "bounce") == (letter.bounce is not None)
