"""Text, links and pictures of documents."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from gobetween.policy.sight import pdf
from gobetween.policy.sight.look import MOST_PICTURES, look
from tests.policy.pictures import code, on_page, page, photo, png

ADDRESS = "www.sams-lamps.example"
LINK = "https://wa.me/4155552671"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITER = "application/vnd.oasis.opendocument.text"


def with_text(*texts: str, link: str = "") -> bytes:
    """A PDF with a line of Helvetica on each page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in texts:
        sheet = writer.add_blank_page(300, 300)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        sheet[NameObject("/Contents")] = content
        sheet[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if link:
        writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url=link))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned(*pictures: Image.Image) -> bytes:
    """A PDF of nothing but pictures."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def packed(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_pdf_shows_its_text_and_where_its_links_lead() -> None:
    text = look(
        with_text("Your invoice", "Second page", link="https://sams-lamps.example/more"), "application/pdf"
    ).text
    assert text.split("\n") == ["Your invoice", "https://sams-lamps.example/more", "Second page"]


def test_a_pdf_of_scanned_pages_is_read_like_pictures() -> None:
    sight = look(scanned(page(f"Visit {ADDRESS}"), on_page(code(LINK))), "application/pdf")
    assert ADDRESS in sight.words[0].text
    assert [seen.text for seen in sight.codes] == [LINK]
    assert sight.codes[0].page == 1


def test_more_pages_than_are_read_are_named() -> None:
    sight = look(with_text(*["A page"] * (pdf.MOST_PAGES + 1)), "application/pdf")
    assert sight.unread == "too-long"
    assert look(with_text(*["A page"] * pdf.MOST_PAGES), "application/pdf").unread == ""


def test_more_pictures_than_are_looked_at_are_named() -> None:
    pictures = [photo((64, 64), seed=number) for number in range(MOST_PICTURES + 1)]
    assert look(scanned(*pictures), "application/pdf").unread == "too-long"
    assert look(scanned(*pictures[1:]), "application/pdf").unread == ""


def test_a_spoilt_document_is_named_unreadable() -> None:
    assert look(b"%PDF-1.4 and nothing more", "application/pdf").unread == "unreadable"
    assert look(b"PK\x03\x04 and nothing more", WORD).unread == "unreadable"


def test_a_word_file_shows_text_links_and_pictures() -> None:
    document = (
        "<w:document><w:p><w:r><w:t>Write to</w:t></w:r></w:p><w:p><w:t>Caf&#233; &amp; more</w:t></w:p></w:document>"
    )
    relations = (
        '<Relationship Type="http://schemas.example/x" Target="https://sams-lamps.example/" TargetMode="External"/>'
    )
    content = packed(
        word__document_xml="",
        **{"word/document.xml": document, "word/_rels/document.xml.rels": relations},
        **{"word/media/image1.png": png(page(f"Visit {ADDRESS}", size=(500, 100)))},
    )
    sight = look(content, WORD)
    assert "Write to\nCafé & more" in sight.text
    assert "https://sams-lamps.example/" in sight.text
    assert ADDRESS in sight.words[0].text


def test_a_sheet_and_an_open_document_show_their_text() -> None:
    sheet = packed(**{"xl/sharedStrings.xml": "<sst><si><t>call 415 555</t></si><si><t>2671</t></si></sst>"})
    assert "call 415 555\n2671" in look(sheet, SHEET).text
    written = packed(**{"content.xml": f'<text:p>See <text:a xlink:href="https://{ADDRESS}/">here</text:a></text:p>'})
    assert look(written, WRITER).text.split("\n") == [f"https://{ADDRESS}/", "See here"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (f"Write to {ADDRESS}".encode(), "text/plain"),
        (f"Write to {ADDRESS}".encode("utf-16"), "text/plain"),
        (f"Größe,{ADDRESS}".encode("cp1252"), "text/csv"),
        (f"BEGIN:VCARD\r\nURL:{ADDRESS}\r\nEND:VCARD".encode(), "text/vcard"),
        (f'<a href="https://{ADDRESS}/">here</a>'.encode(), "text/html"),
        (rf"{{\rtf1\ansi Write to\par {ADDRESS}\par}}".encode(), "application/rtf"),
        (b"\xd0\xcf\x11\xe0\0\0" + ADDRESS.encode("utf-16-le") + b"\0\1\2", "application/msword"),
    ],
)
def test_a_text_under_any_skin_is_read(content: bytes, kind: str) -> None:
    assert ADDRESS in look(content, kind).text


def test_letters_of_other_scripts_survive_rtf() -> None:
    assert look(rb"{\rtf1 Gr\'f6\'dfe \u26085?\u26412?}", "application/rtf").text == "Größe 日本"


def test_an_enclosed_letter_shows_its_texts_and_pictures() -> None:
    letter = EmailMessage()
    letter["Subject"] = "An old one"
    letter.set_content("Grüße aus dem Laden")
    letter.add_attachment(png(on_page(code(LINK))), maintype="image", subtype="png")
    sight = look(letter.as_bytes(), "message/rfc822")
    assert "An old one" in sight.text and "Grüße aus dem Laden" in sight.text
    assert [seen.text for seen in sight.codes] == [LINK]
