"""Composing: whatever the values hold, the bytes are well-formed, seven-bit, and say the same when read back."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mime.compose import MAX_REFERENCES, compose
from gobetween.mime.letter import Attachment, Copy, Mailbox

PLAIN = Copy(
    from_=Mailbox(address="aaaabbbbccccdddd@marketplace.example"),
    to=Mailbox(address="bbbbccccddddeeee@marketplace.example"),
    subject="The lamp",
    date=datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=2))),
    message_id="1@marketplace.example",
    text="Hello\n",
)
PICTURE = Attachment(name="lamp.png", media_type="image/png", content=b"\x89PNG", content_id="lamp", inline=True)
PAPER = Attachment(name="Größe.pdf", media_type="application/pdf", content=b"%PDF-")


def read(raw: bytes) -> email.message.EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message  # type: ignore[return-value]


def is_sound(raw: bytes) -> bool:
    lines = raw.split(b"\r\n")
    return max(raw) < 128 and not re.search(rb"[^\r]\n|\r[^\n]|\x00", raw) and max(map(len, lines)) <= 998


def body(message: email.message.EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def test_a_plain_letter_is_one_part_with_its_date_in_utc() -> None:
    assert compose(PLAIN) == (
        b"From: aaaabbbbccccdddd@marketplace.example\r\n"
        b"To: bbbbccccddddeeee@marketplace.example\r\n"
        b"Subject: The lamp\r\n"
        b"Date: Sun, 01 Mar 2026 10:00:00 +0000\r\n"
        b"Message-ID: <1@marketplace.example>\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: text/plain; charset="us-ascii"\r\n'
        b"Content-Transfer-Encoding: 7bit\r\n"
        b"\r\n"
        b"Hello\r\n"
    )


def test_the_same_copy_composes_to_the_same_bytes() -> None:
    copy = replace(PLAIN, html="<p>x</p>", attachments=(PICTURE, PAPER))

    assert compose(copy) == compose(copy)


@pytest.mark.parametrize(
    ("html", "attachments", "structure"),
    [
        ("", (), ["text/plain"]),
        ("<p>x</p>", (), ["multipart/alternative", "text/plain", "text/html"]),
        ("", (PAPER,), ["multipart/mixed", "text/plain", "application/pdf"]),
        (
            "<img src=cid:lamp>",
            (PICTURE,),
            ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"],
        ),
        (
            "<img src=cid:lamp>",
            (PICTURE, PAPER),
            [
                "multipart/mixed",
                "multipart/alternative",
                "text/plain",
                "multipart/related",
                "text/html",
                "image/png",
                "application/pdf",
            ],
        ),
        ("", (PICTURE,), ["multipart/mixed", "text/plain", "image/png"]),
    ],
)
def test_parts_nest_only_as_deep_as_needed(
    html: str, attachments: tuple[Attachment, ...], structure: list[str]
) -> None:
    message = read(compose(replace(PLAIN, html=html, attachments=attachments)))

    assert [part.get_content_type() for part in message.walk()] == structure


def test_long_message_ids_are_never_encoded_nor_broken_and_the_first_and_last_are_kept() -> None:
    ids = tuple(f"{'x' * 120}.{number}@mail.example" for number in range(40))

    raw = compose(replace(PLAIN, references=ids, in_reply_to=ids[-1]))

    kept = [f"<{one}>".encode() for one in (ids[0], *ids[-(MAX_REFERENCES - 1) :])]
    assert re.findall(rb"<x[^>]*>", raw.partition(b"References:")[2]) == kept
    assert b"In-Reply-To: <" + ids[-1].encode() + b">\r\n" in raw
    assert is_sound(raw)


def test_optional_headers_are_written_when_given() -> None:
    raw = compose(replace(PLAIN, language="de-CH", auto_submitted="auto-replied", extra_headers=(("X-Case", "7"),)))

    message = read(raw)
    assert message["Content-Language"] == "de-CH"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Case"] == "7"


@pytest.mark.parametrize("name", ["Größe " * 12 + ".png", 'a"b\\c.txt', "x" * 90 + ".pdf", "日本語.txt", "plain.csv"])
def test_file_names_come_through(name: str) -> None:
    message = read(compose(replace(PLAIN, attachments=(replace(PAPER, name=name),))))

    assert [part.get_filename() for part in message.iter_attachments()] == [name]


def test_a_copy_to_an_address_that_is_not_ascii_is_a_callers_mistake() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        compose(replace(PLAIN, to=Mailbox(address="bücher@shop.example")))


def test_an_idn_domain_is_written_as_punycode() -> None:
    raw = compose(replace(PLAIN, to=Mailbox(name="Bücher", address="a@bücher.example")))

    assert b"<a@xn--bcher-kva.example>" in raw
    assert read(raw)["To"].addresses[0].display_name == "Bücher"


NASTY = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\x00\u2028\x85=?<>\"'\\ äß日😀.-_@,;:")), max_size=300)


def spoken(text: str) -> str:
    """What a header can say: no control or line characters, space as written."""
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", " ", text).split())


@given(subject=NASTY, name=NASTY, file=NASTY, extra=NASTY, language=NASTY)
def test_no_value_can_inject_a_header_or_break_the_letter(
    subject: str, name: str, file: str, extra: str, language: str
) -> None:
    copy = replace(
        PLAIN,
        subject=subject,
        from_=replace(PLAIN.from_, name=name),
        attachments=(Attachment(name=file, media_type=extra, content=b"x", content_id=extra, inline=True),),
        in_reply_to=extra,
        references=(extra, file),
        language=language,
        auto_submitted=extra,
        extra_headers=(("X-Extra", extra),),
    )

    raw = compose(copy)

    assert is_sound(raw)
    message = email.message_from_bytes(raw)
    allowed = {
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "In-Reply-To", "References", "Content-Language",
        "Auto-Submitted", "X-Extra", "Content-Type",
    }  # fmt: skip
    assert set(message.keys()) <= allowed
    assert len(message.keys()) == len(set(message.keys()))
    assert [len(part.get_payload()) for part in message.walk() if part.is_multipart()] == [2]


@given(NASTY)
def test_a_subject_says_what_was_meant(subject: str) -> None:
    subject = "".join(c for c in subject if not "\ud800" <= c <= "\udfff")
    message = email.message_from_bytes(compose(replace(PLAIN, subject=subject)))

    shown = str(email.header.make_header(email.header.decode_header(message["Subject"])))

    assert " ".join(shown.split()) == spoken(subject)


@given(
    st.text(st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("\n =.-From "))),
    st.sampled_from(["x", "ä", "日", "From me\n.\n", "y" * 1200]),
    st.booleans(),
)
def test_text_and_html_survive_whole(text: str, more: str, with_html: bool) -> None:
    text = re.sub("\r\n?", "\n", text + more)

    raw = compose(replace(PLAIN, text=text, html=text if with_html else ""))

    assert is_sound(raw)
    message = email.message_from_bytes(raw)
    shown = [
        part.get_payload(decode=True).decode(part.get_content_charset())
        for part in message.walk()
        if part.get_content_maintype() == "text"
    ]
    assert [one.replace("\r\n", "\n").removesuffix("\n") for one in shown] == [text.removesuffix("\n")] * len(shown)


def test_utc_is_the_only_zone_a_copy_tells() -> None:
    assert b"+0000" in compose(replace(PLAIN, date=datetime(2026, 7, 1, 3, 0, tzinfo=UTC)))
