"""The final gate: it finds what masking would have missed, and lets clean letters pass."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gobetween.mime.compose import compose
from gobetween.mime.gate import Leak, leaks
from gobetween.mime.letter import Attachment, Copy, Hidden, Mailbox

HIDDEN = Hidden(
    addresses=frozenset({"bea@home.example", "sam@müller.example"}),
    names=frozenset({"Bea Miller", "Info", "山田 太郎", "Example"}),
    ids=frozenset({"abc123@home.example"}),
)
CLEAN = Copy(
    from_=Mailbox(address="aaaabbbbccccdddd@marketplace.example"),
    to=Mailbox(address="bbbbccccddddeeee@marketplace.example"),
    subject="More info",
    date=datetime(2026, 3, 1, tzinfo=UTC),
    message_id="1@marketplace.example",
    text="more info, [name hidden] <[address hidden]>",
)


def docx(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def nested(text: str) -> Attachment:
    return Attachment(name="a.eml", media_type="message/rfc822", content=compose(replace(CLEAN, text=text)))


def file(content: bytes, name: str = "a.bin") -> Attachment:
    return Attachment(name=name, media_type="application/octet-stream", content=content)


def test_a_clean_letter_passes() -> None:
    full = replace(CLEAN, html="<p>[name hidden]</p>", attachments=(nested("x"), file(docx("<w>x</w>"))))

    assert leaks(compose(CLEAN), HIDDEN) == ()
    assert leaks(compose(full), HIDDEN) == ()


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"text": "bea@home.example"}, "address"),
        ({"text": "ä" * 900 + " BEA@home.example"}, "address"),
        ({"text": "x?u=bea%40home.example"}, "address"),
        ({"text": "bea+tag@home.example"}, "address"),
        ({"text": "be\u00ada@home.example"}, "address"),
        ({"text": "sam@xn--mller-kva.example"}, "address"),
        ({"text": "bea=home.example@list.example"}, "address"),
        ({"text": "Yours, bea  miller."}, "name"),
        ({"text": "Ask Info"}, "name"),
        ({"text": "山田太郎"}, "name"),
        ({"text": "see <abc123@home.example>"}, "id"),
        ({"subject": "für bea@home.example"}, "address"),
        ({"subject": "Béa Miller"}, "name"),
        ({"html": "<p>be<b>a@home</b>.example</p>"}, "address"),
        ({"html": "<p>&#98;ea@home.example</p>"}, "address"),
        ({"html": "<td>Bea</td><td>Miller</td>"}, "name"),
        ({"from_": Mailbox(name="Bea Miller", address="a@m.example")}, "name"),
        ({"attachments": (nested("bea@home.example"),)}, "address"),
        ({"attachments": (nested("Bea Miller"),)}, "name"),
        ({"attachments": (file(docx("<w>bea@ho</w><w>me.example</w>")),)}, "address"),
        ({"attachments": (file(b"\x00\x01bea@home.example"),)}, "address"),
        ({"attachments": (file(b"\xff\xfe" + "bea@home.example".encode("utf-16-le")),)}, "address"),
        ({"attachments": (file(b"x", "für bea@home.example.txt"),)}, "address"),
        ({"attachments": (file(b"x", "Bea Miller.txt"),)}, "name"),
    ],
)
def test_anything_hidden_is_found_wherever_it_is(changed: dict[str, object], kind: str) -> None:
    found = leaks(compose(replace(CLEAN, **changed)), HIDDEN)  # type: ignore[arg-type]

    assert kind in {leak.kind for leak in found}
    assert all(isinstance(leak, Leak) and "bea" not in leak.place.lower() for leak in found)


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--", bytes(range(256))])
def test_bytes_that_are_no_letter_do_not_stop_the_gate(raw: bytes) -> None:
    assert leaks(raw, HIDDEN) == ()
    assert leaks(raw + b" bea@home.example", HIDDEN) != ()


def test_the_dot_at_the_end_of_a_hidden_address_belongs_to_no_address() -> None:
    hidden = Hidden(addresses=frozenset({"bea@home.example."}))

    assert leaks(compose(replace(CLEAN, text="Ask bea@home.example, please")), hidden)
