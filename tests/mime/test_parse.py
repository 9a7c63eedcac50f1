"""What a letter says: bodies, files, signatures; one small letter per story."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from gobetween.mime.letter import Letter
from gobetween.mime.parse import parse

HEAD = b"From: Bea <bea@home.example>\nSubject: hello\n"


def read(raw: bytes) -> Letter:
    letter = parse(raw)
    assert isinstance(letter, Letter)
    return letter


def multipart(kind: str, *parts: bytes, boundary: str = "b") -> bytes:
    """A multipart as bytes, with its Content-Type first: usable as letter (after HEAD) and as part."""
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\n" + part + b"\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode() + body + line + b"--\n"


def text(content: str, kind: str = "plain", more: str = "") -> bytes:
    return f"Content-Type: text/{kind}; charset=utf-8\n{more}\n{content}".encode()


def file(media_type: str, name: str = "", content: bytes = b"x", more: str = "") -> bytes:
    disposition = f'Content-Disposition: attachment; filename="{name}"\n' if name else ""
    head = f"Content-Type: {media_type}\n{disposition}{more}Content-Transfer-Encoding: base64\n\n"
    return head.encode() + b64encode(content)


def names(letter: Letter) -> list[str]:
    return [attachment.name for attachment in letter.attachments]


def test_a_plain_letter_is_read_whole() -> None:
    letter = read(
        b"Return-Path: <bea@home.example>\r\nFrom: Bea <bea@home.example>\r\nTo: a@m.example, B <b@m.example>\r\n"
        b"Cc: c@m.example\r\nReply-To: r@home.example\r\nSender: s@home.example\r\nSubject: hello\r\n"
        b"Date: Mon, 23 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@home.example>\r\nIn-Reply-To: <0@m.example>\r\n"
        b"References: <00@m.example> <0@m.example>\r\n\r\nWhere is my parcel?\r\n"
    )
    assert letter.return_path == "bea@home.example"
    assert [mailbox.address for mailbox in letter.to] == ["a@m.example", "b@m.example"]
    assert (letter.cc[0].address, letter.reply_to[0].address, letter.sender[0].address) == (
        "c@m.example", "r@home.example", "s@home.example",
    )  # fmt: skip
    assert letter.date is not None
    assert letter.date.utcoffset() == timedelta(hours=1)
    assert letter.date == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert (letter.message_id, letter.in_reply_to) == ("1@home.example", "0@m.example")
    assert letter.references == ("00@m.example", "0@m.example")
    assert (letter.text, letter.html, letter.language) == ("Where is my parcel?", "", "en")
    assert letter.defects == ()


def test_alternative_gives_text_and_html_of_the_same_letter() -> None:
    letter = read(HEAD + multipart("alternative", text("hi"), text("<p>hi</p>", "html")))
    assert (letter.text, letter.html) == ("hi", "<p>hi</p>")


def test_html_alone_is_also_read_as_text() -> None:
    letter = read(HEAD + text("<style>p{}</style><p>One</p><p>Two <a href='https://x.example/'>here</a></p>", "html"))
    assert letter.text == "One\n\nTwo here <https://x.example/>"


def test_apple_mail_pieces_keep_their_order_around_pictures() -> None:
    picture = file("image/jpeg", "a.jpg")
    letter = read(HEAD + multipart("mixed", text("before"), picture, text("between"), picture, text("after")))
    assert letter.text == "before\nbetween\nafter"
    assert len(letter.attachments) == 2


def test_apple_mail_alternative_with_mixed_html_loses_nothing() -> None:
    inner = multipart("mixed", text("<b>one</b>", "html"), file("application/pdf", "a.pdf"), text("<b>two</b>", "html"),
                      boundary="c")  # fmt: skip
    letter = read(HEAD + multipart("alternative", text("one\ntwo"), inner))
    assert letter.text == "one\ntwo"
    assert letter.html == "<b>one</b>\n<b>two</b>"
    assert names(letter) == ["a.pdf"]


def test_a_list_footer_joins_text_and_html() -> None:
    inner = multipart("alternative", text("hi"), text("<p>hi</p>", "html"), boundary="c")
    letter = read(HEAD + multipart("mixed", inner, text("-- \nthe <list>")))
    assert letter.text == "hi\n-- \nthe <list>"
    assert "&lt;list&gt;" in letter.html


def test_text_and_html_side_by_side_are_one_text() -> None:
    letter = read(HEAD + multipart("mixed", text("hello there"), text("<p>hello there</p>", "html")))
    assert letter.text == "hello there"
    assert letter.html == "<p>hello there</p>"


def test_texts_that_are_files_stay_files() -> None:
    attached = text("notes", more="Content-Disposition: attachment\n")
    named = text("more", more='Content-Disposition: inline; filename="more.txt"\n')
    letter = read(HEAD + multipart("mixed", text("hi"), attached, named))
    assert letter.text == "hi"
    assert names(letter) == ["text.txt", "more.txt"]


def test_inline_pictures_carry_their_content_id() -> None:
    picture = file("image/png", more="Content-ID: <logo@x>\n", content=b"png")
    letter = read(HEAD + multipart("related", text('<img src="cid:logo@x">', "html"), picture))
    [attachment] = letter.attachments
    assert (attachment.content_id, attachment.inline, attachment.content) == ("logo@x", True, b"png")
    assert attachment.name == "picture.png"


def test_a_forwarded_letter_is_a_file_named_by_its_subject() -> None:
    forwarded = b"Content-Type: message/rfc822\n\nSubject: =?utf-8?q?K=C3=A4se/Brot?=\n\nsecret"
    letter = read(HEAD + multipart("mixed", text("see below"), forwarded))
    assert letter.text == "see below"
    assert names(letter) == ["Käse-Brot.eml"]


@pytest.mark.parametrize(
    ("media_type", "name"),
    [("text/calendar", "invitation.ics"), ("text/vcard", "contact.vcf"), ("application/ms-tnef", "winmail.dat"),
     ("application/x-unheard-of", "file.bin"), ("application/pdf", "document.pdf")],
)  # fmt: skip
def test_a_nameless_part_is_named_by_its_type(media_type: str, name: str) -> None:
    assert names(read(HEAD + multipart("mixed", text("hi"), file(media_type)))) == [name]


def test_two_nameless_parts_have_two_names() -> None:
    letter = read(HEAD + multipart("mixed", text("hi"), file("image/png"), file("image/png")))
    assert names(letter) == ["picture.png", "picture-2.png"]


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("filename*=utf-8''K%C3%A4se.pdf", "Käse.pdf"),
        ("filename*0*=utf-8''K%C3%A4; filename*1=se.pdf", "Käse.pdf"),
        ('filename*0="a very "; filename*1="long name.pdf"', "a very long name.pdf"),
        ('filename="=?utf-8?B?S8Okc2UucGRm?="', "Käse.pdf"),
        ('filename="Käse.pdf"', "Käse.pdf"),
        ("filename=plain name.pdf", "plain name.pdf"),
        ('filename="a\\"b;c.pdf"', 'a"b;c.pdf'),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\x.pdf"', "x.pdf"),
        ('filename="x\u202efdp.exe"', "xfdp.exe"),
        ('filename="=?utf-8?Q?a=0D=0Ab.pdf?="', "a b.pdf"),
    ],
)
def test_file_names_are_decoded_and_harmless(parameter: str, name: str) -> None:
    part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {parameter}\n\nx".encode()
    assert names(read(HEAD + multipart("mixed", text("hi"), part))) == [name]


def test_flowed_text_is_joined_again() -> None:
    raw = HEAD + b"Content-Type: text/plain; format=flowed\n\nOne \ntwo.\n> quo \n> ted\n-- \nBea\n"
    assert read(raw).text == "One two.\n> quo ted\n-- \nBea"


def test_flowed_text_without_spaces_of_its_own() -> None:
    raw = HEAD + b"Content-Type: text/plain; format=flowed; delsp=yes\n\nOn \ne\n"
    assert read(raw).text == "One"


def test_uuencoded_files_leave_the_text() -> None:
    raw = HEAD + b"\nLook:\n\nbegin 644 a.txt\n%:&5L;&\\ \n \nend\n\nBye\n"
    letter = read(raw)
    assert letter.text.split() == ["Look:", "Bye"]
    assert names(letter) == ["a.txt"]
    assert letter.attachments[0].content == b"hello"


def test_a_sentence_that_begins_with_begin_is_no_file() -> None:
    raw = HEAD + b"\nbegin 644 reasons why\nwe should talk\n"
    assert read(raw).text == "begin 644 reasons why\nwe should talk"


@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("base64", b"aGVs\n!!bG8=", "hello"),
        ("base64", b"aGVsbG8", "hello"),
        ("base64", b"aGVs\nbG8=\nIHlvdQ==", "hello you"),
        ("quoted-printable", b"hel= \nlo =3D =zz", "hello = =zz"),
        ("8bit ", b"hello", "hello"),
        ("x-nonsense", b"hello", "hello"),
    ],
)
def test_damaged_transfer_encodings_give_what_they_hold(encoding: str, body: bytes, expected: str) -> None:
    assert read(HEAD + f"Content-Transfer-Encoding: {encoding}\n\n".encode() + body).text == expected


def test_a_clear_signed_letter_is_read_without_its_armour() -> None:
    raw = (
        HEAD + b"\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nhello\n- -- \nBea\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    )
    letter = read(raw)
    assert letter.signed
    assert letter.text == "hello\n-- \nBea"


def test_signed_and_encrypted_letters_say_so() -> None:
    signature = file("application/pgp-signature", "signature.asc")
    signed = read(HEAD + multipart("signed", text("hello"), signature))
    assert (signed.signed, signed.encrypted, signed.text) == (True, False, "hello")
    sealed = read(HEAD + multipart("encrypted", file("application/pgp-encrypted"), file("application/octet-stream")))
    assert sealed.encrypted
    assert read(HEAD + b"\n-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n").encrypted
    assert not read(HEAD + b"\nwhat is this?\n> -----BEGIN PGP MESSAGE-----\n> hQ\n").encrypted
    assert read(HEAD + file("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m")).encrypted
    opaque = read(HEAD + file("application/pkcs7-mime; smime-type=signed-data", "smime.p7m"))
    assert (opaque.signed, opaque.encrypted) == (True, False)


def test_a_lost_boundary_is_guessed() -> None:
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="lost"\n\n--b\nContent-Type: text/plain\n\nhi\n--b--\n'
    letter = read(raw)
    assert letter.text == "hi"
    assert "guessed-boundary" in letter.defects


def test_a_multipart_without_parts_is_still_text() -> None:
    letter = read(HEAD + b"Content-Type: multipart/mixed\n\njust words\n")
    assert letter.text == "just words"
    assert "no-boundary" in letter.defects


def test_an_unclosed_multipart_keeps_its_last_part() -> None:
    letter = read(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n")
    assert letter.text == "one\ntwo"
    assert "unclosed-multipart" in letter.defects


def test_a_header_without_end_does_not_eat_the_text() -> None:
    assert read(b"From: bea@home.example\nSubject: hi\nhello, where is my parcel\nit is late\n").text.startswith(
        "hello"
    )


def test_a_blank_line_with_a_space_in_it_still_ends_the_header() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n \n--b\nContent-Type: text/html\n\nHello <b>world</b>\n--b--\n"
    assert read(HEAD + raw).text == "Hello world"


def test_an_mbox_line_and_empty_lines_come_before_the_header() -> None:
    assert read(b"\n\nFrom bea Mon Nov 23 10:00:00 2026\nSubject: hi\n\nhello\n").subject == "hi"


def test_nul_characters_are_taken_out() -> None:
    letter = read(b"From: b\0ea@home.example\nSubject: h\0i\n\nhel\0lo\n")
    assert "\0" not in letter.subject + letter.text


def test_the_language_comes_from_the_header_or_the_words() -> None:
    assert read(b"Content-Language: fr-CA, en\n\nhello, where is my order, please\n").language == "fr"
    assert read(b"\nWo ist meine Bestellung? Ich habe sie nicht bekommen.\n").language == "de"
    assert read("\n注文した商品はいつ届きますか\n".encode()).language == "ja"
    assert read(b"\nok\n").language == ""
