"""Header fields: addresses, encoded words, ids and dates, as programs really write them."""

from __future__ import annotations

from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mime.addresses import is_address, mailboxes
from gobetween.mime.dates import moment
from gobetween.mime.ids import id_list, in_reply_to, message_id
from gobetween.mime.letter import Letter
from gobetween.mime.parse import parse
from gobetween.mime.words import decoded


def pairs(value: str) -> list[tuple[str, str]]:
    return [(mailbox.name, mailbox.address) for mailbox in mailboxes([value.encode()])]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('"smith@x, John" <a@b.c>', [("smith@x, John", "a@b.c")]),
        ("a@b.c (John (jr) Doe)", [("John jr Doe", "a@b.c")]),
        ("John Doe a@b.c", [("John Doe", "a@b.c")]),
        ("Smith, John <a@b.c>, x@y.z", [("Smith, John", "a@b.c"), ("", "x@y.z")]),
        ("Undisclosed recipients:;", []),
        ("Team: a@b.c, D <d@e.f>; g@h.i", [("", "a@b.c"), ("D", "d@e.f"), ("", "g@h.i")]),
        ("a@b.c; d@e.f", [("", "a@b.c"), ("", "d@e.f")]),
        ("<a@b.c", [("", "a@b.c")]),
        ("<a@b.c><d@e.f>", [("", "a@b.c"), ("", "d@e.f")]),
        ("'a@b.c' <a@b.c>", [("a@b.c", "a@b.c")]),
        ('"odd one"@b.c', [("", '"odd one"@b.c')]),
        ("<@hop,@hop2:a@b.c>", [("", "a@b.c")]),
        ("<mailto:a@b.c>", [("", "a@b.c")]),
        ("bea.m at home.example (=?iso-8859-1?q?B=E9a?= Miller)", [("Béa Miller", "bea.m@home.example")]),
        ("Bea Miller <bea at home.example>", [("Bea Miller", "bea@home.example")]),
        ("Meet me at home.example", []),
        ("Bea Miller <bea@home.example>\n\tSun, 14 Nov 2010", [("Bea Miller", "bea@home.example")]),
        ("<bea@home.example> Bea Miller", [("Bea Miller", "bea@home.example")]),
        ("jörg@exämple.de", [("", "jörg@exämple.de")]),
        ("=?utf-8?B?SsO2cmc=?= <j@b.c>", [("Jörg", "j@b.c")]),
        ('"=?utf-8?B?SsO2cmc=?=" <j@b.c>', [("Jörg", "j@b.c")]),
        ('"never closed <a@b.c>', [("never closed", "a@b.c")]),
        ("d@e.f <a@b.c>", [("d@e.f", "a@b.c")]),
        ("MAILER-DAEMON", []),
        ("<>", []),
        ("<a@b@c>", []),
        ("", []),
    ],
)
def test_address_fields(field: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(field) == expected


@pytest.mark.parametrize(
    "name", ["=?utf-8?Q?Evil=2C_<e@v.il>?=", "=?utf-8?Q?e@v.il=2C?=", "=?utf-8?B?ZUB2LmlsLCA8ZUB2LmlsPg==?=",
             "=?utf-8?Q?e=40v.il=0D=0ABcc:_e=40v.il?="],
)  # fmt: skip
def test_an_encoded_word_never_becomes_an_address(name: str) -> None:
    [mailbox] = mailboxes([f"{name} <a@b.c>".encode()])
    assert mailbox.address == "a@b.c"
    assert "\r" not in mailbox.name
    assert "\n" not in mailbox.name
    assert mailboxes([name.encode()]) == ()


def test_every_from_field_counts() -> None:
    letter = parse(b"From: a@b.c\nFrom: d@e.f, g@h.i\n\nhi\n")
    assert isinstance(letter, Letter)
    assert letter.from_fields == 2
    assert [mailbox.address for mailbox in letter.from_] == ["a@b.c", "d@e.f", "g@h.i"]


def test_a_lone_carriage_return_hides_no_second_from() -> None:
    letter = parse(b"Subject: x\rFrom: evil@x.example\r\nFrom: a@b.c\r\n\r\nhi\r\n")
    assert isinstance(letter, Letter)
    assert letter.from_fields == 2


def test_no_from_field_is_none() -> None:
    letter = parse(b"Subject: x\n\nhi\n")
    assert isinstance(letter, Letter)
    assert (letter.from_fields, letter.from_) == (0, ())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"=?utf-8?Q?Hello World?=", "Hello World"),
        (b"a =?utf-8?B?w7w=?= b", "a ü b"),
        (b"=?utf-8?q?x?==?utf-8?q?y?=", "xy"),
        (b"=?utf-8?Q?=E6=97?=\n =?utf-8?Q?=A5?=", "日"),
        (b"=?utf-8?B?5pel?= =?utf-8?B?5pys?= x", "日本 x"),
        (b"=?utf-8?B?5pe?= =?utf-8?B?l5pys?=", "日本"),
        (b"=?utf-8?B?5pel5pys", "=?utf-8?B?5pel5pys"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?no-such-charset?Q?=FC?=", "ü"),
        (b"=?iso-8859-1?Q?=C3=BC?=", "ü"),
        (b"=?utf-8*en?Q?x?=", "x"),
        (b"=?UTF-8?Q?what?_now=3F?=", "what? now?"),
        (b"gr\xfc\xdfe", "grüße"),
        ("grüße".encode(), "grüße"),
        (b"\x1b$BF|K\\\x1b(B", "日本"),
        (b"a\n b\n\tc", "a b c"),
        (b"=?utf-8?Q?a=0D=0AFrom:_x?=", "a From: x"),
    ],
)
def test_header_texts(value: bytes, expected: str) -> None:
    assert decoded(value) == expected


@given(st.text())
def test_any_text_survives_the_standard_librarys_encoding(text: str) -> None:
    text = " ".join("".join(c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff").split())
    encoded = Header(text, "utf-8", header_name="Subject").encode().encode()
    assert decoded(encoded) == text


@given(st.binary(max_size=300))
def test_no_header_can_inject(value: bytes) -> None:
    assert decoded(value).isprintable() or not set(decoded(value)) & set("\r\n\0\x1b\x7f\x85\u2028\u2029")
    for mailbox in mailboxes([value]):
        assert is_address(mailbox.address)
        assert not set(mailbox.name + mailbox.address) & set("\r\n\0")


@given(st.text(min_size=1, max_size=40), st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True))
def test_any_quoted_name_stays_a_name(name: str, address: str) -> None:
    name = " ".join("".join(c for c in name if c.isprintable() and c not in "'\"\\=").split())
    [mailbox] = mailboxes([f'"{name}" <{address}>'.encode("utf-8", "ignore")])
    assert mailbox.address == address
    assert mailbox.name == name


def test_ids_are_bare_and_whole() -> None:
    long = "x" * 120 + "@mail.home.example"
    assert message_id([f" <{long}>".encode()]) == long
    assert id_list([b"<a@b>\n <c@\n d> <a@b>"]) == ("a@b", "c@d")
    assert id_list([b"=?utf-8?q?=3Ca=40b=3E_=3Cc=40d=3E?="]) == ("a@b", "c@d")
    assert id_list([b"a@b c@d"]) == ("a@b", "c@d")
    assert id_list([b"<a@b"]) == ("a@b",)


def test_in_reply_to_may_hold_a_sentence() -> None:
    assert in_reply_to([b'Your message of "Mon" from Bea <bea@home.example> <id@home.example>']) == "id@home.example"
    assert in_reply_to([b"your message to bea@home.example"]) == ""
    assert in_reply_to([b"<a@b> <c@d>"]) == "a@b"


@pytest.mark.parametrize(
    ("value", "hour"),
    [(b"Mon, 23 Nov 2026 10:00:00 +0100", 9), (b"23 Nov 26 10:00 EST", 15), (b"Mon, 23 Nov 2026 10:00:00 -0000", 10)],
)
def test_dates_are_aware(value: bytes, hour: int) -> None:
    found = moment(value)
    assert found is not None
    assert found.utctimetuple().tm_hour == hour


@pytest.mark.parametrize(
    "value", [b"", b"yesterday", b"Mon, 99 Nov 2026 99:00:00 +9999", b"1 Jan 99999 0:0:0 +0000", b"\xff"]
)
def test_impossible_dates_are_none(value: bytes) -> None:
    assert moment(value) is None


@given(
    st.from_regex(
        r'("[A-Za-z ]{1,9}" |[A-Za-z ]{1,9} )?(<[a-z.]{1,5}@[a-z]{1,5}>|[a-z.]{1,5}@[a-z]{1,5})', fullmatch=True
    )
)
def test_the_short_way_reads_like_the_long_way(field: str) -> None:
    assert mailboxes([field.encode()]) == mailboxes([b"\t" + field.encode()])
