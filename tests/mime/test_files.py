"""Files of a letter: told by content, kept intact but for what identifies, left out only with a reason."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from gobetween.mime.clean import clean
from gobetween.mime.files.effort import Effort
from gobetween.mime.files.images import stripped
from gobetween.mime.files.kinds import kind_of
from gobetween.mime.letter import Attachment, Clean, Hidden, Letter, Mailbox

BEA = "bea@home.example"
HIDDEN = Hidden(addresses=frozenset({BEA}), names=frozenset({"Bea Miller"}))


def cleaned(content: bytes, name: str = "file", media_type: str = "application/octet-stream") -> Clean:
    return clean(Letter(attachments=(Attachment(name=name, media_type=media_type, content=content),)), HIDDEN)


def kept(content: bytes, name: str = "file", media_type: str = "application/octet-stream") -> Attachment:
    result = cleaned(content, name, media_type)
    assert result.dropped == ()
    return result.attachments[0]


def reason(content: bytes, name: str = "file", media_type: str = "application/octet-stream") -> str:
    result = cleaned(content, name, media_type)
    assert result.attachments == ()
    return result.dropped[0].reason


def picture(kind: str, *, exif: Image.Exif | None = None, **options: object) -> bytes:
    image = Image.new("RGB", (8, 4), "red")
    image.putpixel((0, 0), (0, 0, 255))
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif} if exif else {}), **options)
    return out.getvalue()


def telling_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B] = f"Bea Miller <{BEA}>"
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_its_metadata_and_no_pixel(kind: str) -> None:
    content = picture(kind, exif=telling_exif(), **({"lossless": True} if kind == "WEBP" else {}))

    file = kept(content + f"trailing {BEA}".encode(), "lamp.bin")

    assert BEA.encode() not in file.content
    assert file.media_type == f"image/{kind.lower()}"
    with Image.open(io.BytesIO(file.content)) as now, Image.open(io.BytesIO(content)) as before:
        assert now.tobytes() == before.tobytes()
        assert dict(now.getexif()) == {}


def test_a_picture_without_metadata_keeps_every_byte() -> None:
    for kind in ("JPEG", "PNG", "GIF"):
        content = picture(kind)
        assert stripped(content, kind.lower(), Effort())[0] == content


def test_a_picture_that_was_turned_by_its_metadata_is_turned_for_good() -> None:
    file = kept(picture("JPEG", exif=telling_exif(orientation=6)), "lamp.jpg")

    with Image.open(io.BytesIO(file.content)) as image:
        assert image.size == (4, 8)


def test_text_chunks_of_png_and_comments_of_gif_and_jpeg_go() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", BEA, zip=True)
    for content in (picture("PNG", pnginfo=notes), picture("GIF", comment=BEA), picture("JPEG", comment=BEA)):
        before = len(content)
        assert len(kept(content).content) < before


def test_a_bitmap_becomes_a_png() -> None:
    file = kept(picture("BMP"), "scan.bmp")

    assert (file.name, file.media_type) == ("scan.png", "image/png")


def test_a_pixel_bomb_is_left_out_before_it_is_decoded() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))

    assert reason(b"\x89PNG\r\n\x1a\n" + chunk) == "pixel-bomb"


@pytest.mark.parametrize("cut", [3, 20, 60])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_cut_off_picture_never_raises(kind: str, cut: int) -> None:
    result = cleaned(picture(kind)[:cut])

    assert len(result.attachments) + len(result.dropped) == 1


def pdf(text: str = "Order 4711", *, author: str = "", link: str = "", script: bool = False) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    page[NameObject("/Contents")] = writer._add_object(stream)
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if author:
        writer.add_metadata({"/Author": author})
    if link:
        action = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(link)})
        note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
        page[NameObject("/Annots")] = ArrayObject([note])
    if script:
        script_action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script_action)
        writer.add_attachment("inner.txt", BEA.encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_keeps_its_pages_and_loses_author_scripts_files_and_telling_links() -> None:
    file = kept(pdf(author=f"Bea Miller {BEA}", link=f"mailto:{BEA}", script=True), "invoice.pdf")

    reader = PdfReader(io.BytesIO(file.content))
    assert reader.pages[0].extract_text() == "Order 4711"
    assert b"bea" not in file.content.lower()
    assert b"app.alert" not in file.content
    assert len(reader.attachments) == 0


def test_a_pdf_that_shows_the_address_is_left_out() -> None:
    assert reason(pdf(f"Write to {BEA}")) == "contains-hidden-address"


def test_an_encrypted_pdf_is_left_out() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    assert reason(out.getvalue()) == "encrypted"


def archive(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return out.getvalue()


DOCX = {
    "[Content_Types].xml": "<Types/>",
    "docProps/core.xml": "<p><dc:creator>Eve Third</dc:creator><cp:lastModifiedBy>Bea Miller</cp:lastModifiedBy></p>",
    "docProps/app.xml": "<Properties><Company>Home Inc</Company></Properties>",
    "word/_rels/document.xml.rels": f'<r><R Target="mailto:{BEA}" Id="1"/></r>',
    "word/comments.xml": '<w:comment w:author="Bea Miller" w:initials="BM"><w:t>fine</w:t></w:comment>',
    "word/document.xml": "<w:p><w:r><w:t>Ask be</w:t></w:r><w:r><w:t>a@home.example now</w:t></w:r></w:p>",
}


def test_an_office_file_is_masked_inside_and_loses_its_authors() -> None:
    file = kept(archive(DOCX), "offer.docx")

    with zipfile.ZipFile(io.BytesIO(file.content)) as now:
        text = {name: now.read(name).decode() for name in now.namelist()}
    assert list(text) == list(DOCX)
    assert text["word/document.xml"] == (
        "<w:p><w:r><w:t>Ask [address hidden]</w:t></w:r><w:r><w:t> now</w:t></w:r></w:p>"
    )
    assert text["word/comments.xml"].startswith('<w:comment w:author="Author" w:initials="Author"><w:t>fine')
    assert 'Target="mailto:hidden@hidden.invalid"' in text["word/_rels/document.xml.rels"]
    everything = "".join(text.values())
    assert not any(word in everything for word in ("Eve", "Bea", "Home Inc"))


def test_macros_and_archive_bombs_are_left_out() -> None:
    assert reason(archive({**DOCX, "word/vbaProject.bin": "x"}), "a.docm") == "macros"
    assert reason(archive({**DOCX, "word/big.xml": "a" * 70_000_000}), "a.docx") == "archive-bomb"


def test_an_old_word_file_is_overwritten_in_place() -> None:
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100 + "WordDocument".encode("utf-16-le")
        + f"one {BEA} two".encode() + b"\x00" + f"three {BEA} four".encode("utf-16-le")
    )  # fmt: skip

    file = kept(content, "offer.doc")

    assert len(file.content) == len(content)
    assert BEA.encode() not in file.content.replace(b"\x00", b"")
    assert b"one " + b"*" * len(BEA) + b" two" in file.content


def test_an_old_word_file_loses_its_author() -> None:
    author = b"Eve Third\x00\x00\x00"
    section = struct.pack("<IIII", 0, 1, 4, 16) + struct.pack("<II", 0x1E, len(author)) + author
    stream = (
        b"\xfe\xff" + b"\x00" * 26 + bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9") + struct.pack("<I", 48) + section
    )
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + stream + b"text"

    file = kept(content, "offer.doc")

    assert file.content == content.replace(author, b"\x00" * len(author))


CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nEMAIL:{}\r\nNOTE:friend of {}\r\nEND:VCARD\r\n"


def test_a_hidden_partys_own_card_is_left_out_and_a_strangers_is_masked() -> None:
    assert reason(CARD.format("B", BEA, "all").encode(), "b.vcf") == "contact-card"
    assert reason(CARD.format("Bea Miller", "x@y.example", "all").encode(), "b.vcf") == "contact-card"
    file = kept(CARD.format("Eve", "eve@third.example", "Bea Miller").encode(), "e.vcf")
    assert b"EMAIL:eve@third.example\r\nNOTE:friend of [name hidden]\r\n" in file.content


def test_an_invitation_keeps_what_and_when_but_nobody() -> None:
    lines = [
        "BEGIN:VCALENDAR", "METHOD:REQUEST", "X-WR-CALNAME:Bea", "BEGIN:VEVENT", f"UID:1-{BEA}",
        "ORGANIZER;CN=Bea Miller:mail", f" to:{BEA}", "ATTENDEE:mailto:eve@third.example", "SUMMARY:Pick up the lamp",
        "DTSTART:20260301T100000Z", f"DESCRIPTION:Call Bea Miller\\, {BEA}", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip

    file = kept("\r\n".join(lines).encode(), "invite.ics", "text/calendar")

    text = file.content.decode()
    assert "SUMMARY:Pick up the lamp\r\nDTSTART:20260301T100000Z\r\nDESCRIPTION:Call [name hidden]\\, [address" in text
    assert not any(word in text for word in ("ORGANIZER", "ATTENDEE", "X-WR", "mailto", "home.example"))


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "latin-1", "utf-8-sig"])
def test_a_text_file_changes_only_where_it_is_masked(charset: str) -> None:
    file = kept(f"Größe; {BEA}; ende\r\n".encode(charset), "list.csv", "text/csv")

    assert file.content.decode(charset) == "Größe; [address hidden]; ende\r\n"
    untouched = "Größe\r\nein\x0bs".encode(charset)
    assert kept(untouched, "a.txt", "text/plain").content == untouched


def test_an_html_file_is_sanitised() -> None:
    file = kept(f"<html><script>x</script><p onclick=x>Hi {BEA}</p></html>".encode(), "page.html", "text/html")

    assert file.content.endswith(b"<p>Hi [address hidden]</p>\n")


def test_an_attached_letter_is_made_anew_to_the_third_level() -> None:
    header = f"From: Bea Miller <{BEA}>\r\nSubject: inner\r\nReceived: x\r\nMessage-ID: <1@x>\r\n"
    inner = f"{header}\r\nHello {BEA}\r\n".encode()

    file = kept(inner, "old.eml", "message/rfc822")

    assert file.media_type == "message/rfc822"
    assert b"Hello [address hidden]" in file.content
    assert b"Subject: inner" in file.content
    assert b"Received" not in file.content
    assert b"home.example" not in file.content


@pytest.mark.parametrize(
    ("content", "name", "media_type", "why"),
    [
        (b"MZ\x90\x00", "photo.jpg", "image/jpeg", "executable"),
        (b"alert(1)", "invoice.js", "text/plain", "executable"),
        (b"Rar!\x1a\x07", "a.rar", "", "archive"),
        (archive({"a.txt": "x"}), "a.zip", "application/zip", "archive"),
        (b"x", "smime.p7s", "application/pkcs7-signature", "signature-part"),
        (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n", "key.asc", "application/pgp-keys", "key-material"),
        (b"\x78\x9f\x3e\x22abc", "winmail.dat", "application/ms-tnef", "tnef"),
        (b"\x00\x01\x02\x03", "blob", "application/octet-stream", "type-not-allowed"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "image/jpeg", "unreadable"),
    ],
)
def test_what_is_not_let_through_is_named_with_its_reason(content: bytes, name: str, media_type: str, why: str) -> None:
    assert reason(content, name, media_type) == why


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Bea Miller\\invoice.txt", "invoice.txt"),
        ("invoice for bea@home.example.txt", "invoice for [address hidden].txt"),
        ("a\r\nX: y\u202etxt.exe\x00.txt", "a_X_ y_txt.exe_.txt"),
        ("x" * 300 + ".txt", "x" * 96 + ".txt"),
        ("", "file.txt"),
    ],
)
def test_file_names_are_only_names(name: str, expected: str) -> None:
    assert kept(b"hello", name, "text/plain").name == expected


def test_the_type_is_told_by_content_not_by_name() -> None:
    assert kind_of(picture("PNG"), "a.txt", "text/plain") == "png"
    assert kind_of(b"hello", "a.png", "image/png") == "text"
    assert Letter(from_=(Mailbox(address=BEA),)).attachments == ()


def test_files_beyond_the_effort_of_one_letter_are_left_out_and_named() -> None:
    office = archive({**DOCX, "word/long.xml": "<w:t>" + "many words " * 9_000 + "</w:t>"})
    inner = (
        b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=B\n\n"
        + b"--B\nContent-Type: image/x\n\nx\n" * 190
    )
    telling = b"From: a@b.example\nContent-Type: text/html\n\n" + f"<p>hi <b>bea</b>{BEA[3:]} ".encode() * 2_000
    drawn = io.BytesIO()
    Image.new("L", (2000, 1000)).save(drawn, "TIFF", compression="tiff_lzw")
    mail = "message/rfc822"
    for content, media_type in ((office, ""), (inner, mail), (telling, mail), (drawn.getvalue(), "")):
        many = (Attachment(name="a", media_type=media_type, content=content),) * 120
        begin = time.process_time()

        result = clean(Letter(attachments=many), HIDDEN)

        assert time.process_time() - begin < 2.5
        assert 0 < len(result.attachments) < 120
        assert "too-long-to-check" in {drop.reason for drop in result.dropped}


def test_a_turned_photo_there_is_no_time_for_keeps_how_it_is_turned_and_nothing_else() -> None:
    content, _ = stripped(picture("JPEG", exif=telling_exif(orientation=6)), "jpeg", Effort(left=0))

    with Image.open(io.BytesIO(content)) as now:
        now.load()
        assert dict(now.getexif()) == {0x0112: 6}
        assert now.size == (8, 4)
    assert b"Bea" not in content
