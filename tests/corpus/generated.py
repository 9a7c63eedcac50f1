"""Letters too large to keep, and files no text editor writes: each name with a maker of (bytes, expectation)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from base64 import encodebytes
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from tests.corpus.expected import BEA, SAM, Expected

Maker = Callable[[], tuple[bytes, Expected]]
TO = "n7k2q4w6x3z5b7c2@marketplace.example"
BOUND = 'Content-Type: multipart/mixed; boundary="b1"\r\n'


def letter(body: bytes | str, fields: str = "", subject: str = "The lamp") -> bytes:
    head = f"From: Bea Buyer <{BEA}>\r\nTo: {TO}\r\nSubject: {subject}\r\nMessage-ID: <big.1@mail.home.example>\r\n"
    content = body if isinstance(body, bytes) else body.encode()
    return f"{head}MIME-Version: 1.0\r\n{fields}\r\n".encode() + content


def with_file(content: bytes, name: str) -> bytes:
    parts = (
        "--b1\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--b1\r\nContent-Type: application/octet-stream\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return letter(parts.encode() + encodebytes(content) + b"--b1--\r\n", BOUND)


def large(about: str, raw: Callable[[], bytes], **fate: object) -> Maker:
    return lambda: (raw(), Expected(trap="large-letter", about=about, **fate))  # type: ignore[arg-type]


def filed(about: str, name: str, content: Callable[[], bytes], reason: str = "", **fate: object) -> Maker:
    fate = ({"dropped": (reason,)} if reason else {"files": (name,)}) | fate
    return lambda: (
        with_file(content(), name),
        Expected(trap="file-metadata", about=about, words=("See the file.",), **fate),  # type: ignore[arg-type]
    )


def nest(depth: int, *, closed: bool) -> bytes:
    opening = "".join(f'--n{n}\r\nContent-Type: multipart/mixed; boundary="n{n + 1}"\r\n\r\n' for n in range(depth))
    end = "".join(f"--n{n}--\r\n" for n in reversed(range(depth + 1))) if closed else ""
    inside = f"--n{depth}\r\nContent-Type: text/plain\r\n\r\nDeep words of {BEA}.\r\n"
    return letter(opening + inside + end, 'Content-Type: multipart/mixed; boundary="n0"\r\n')


def letters_within(depth: int) -> bytes:
    wrapped = b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(depth))
    return letter(wrapped + letter("Innermost.\r\n"), "Content-Type: message/rfc822\r\n")


def many_parts(count: int) -> bytes:
    return letter("--b1\r\n\r\nx\r\n" * count + "--b1--\r\n", BOUND)


def archive(members: dict[str, str | bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return out.getvalue()


def office(folder: str, part: str, text: str, more: dict[str, str | bytes] | None = None) -> bytes:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Bea Buyer</dc:creator>'
        "<cp:lastModifiedBy>bea@home.example</cp:lastModifiedBy></cp:coreProperties>"
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships/>",
        "docProps/core.xml": core,
        "docProps/app.xml": "<Properties><Company>Bea Buyer</Company></Properties>",
        f"{folder}/{part}": text,
    }
    return archive(members | (more or {}))


def open_document() -> bytes:
    creators = "<meta:initial-creator>Bea Buyer</meta:initial-creator><dc:creator>Bea Buyer</dc:creator>"
    meta = f"<office:meta>{creators}</office:meta>"
    text = f"<office:body><text:p>Words of {BEA}</text:p></office:body>"
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "meta.xml": meta, "content.xml": text}, packed=zipfile.ZIP_STORED)


def pdf(text: str, *, author: bool = True, link: bool = False, script: bool = False) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    stream = StreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    drawn = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): drawn})
    page[NameObject("/Contents")] = writer._add_object(stream)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if author:
        writer.add_metadata({"/Author": "Bea Buyer", "/Producer": BEA})
    if link:
        writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=f"mailto:{BEA}"))
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"app.alert('{BEA}')")}
        opening = DictionaryObject({NameObject(key): value for key, value in action.items()})
        writer.root_object[NameObject("/OpenAction")] = opening
        writer.add_attachment("note.txt", BEA.encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def photo(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x013B] = f"Bea Buyer <{BEA}>"
    if kind != "TIFF":
        exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(out, kind, exif=exif)
    return out.getvalue() + BEA.encode()


def pixel_bomb() -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    chunks = (struct.pack(">I", len(head) - 4) + head, struct.pack(">I", len(pixels)) + b"IDAT" + pixels)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk + struct.pack(">I", zlib.crc32(chunk[4:])) for chunk in chunks)


DEEP_TAGS = "<div>" * 30_000 + f"<p>Within {BEA}</p>" + "</div>" * 30_000
CROWD = " ".join(f"a{n}='{BEA}'" for n in range(20_000))
WORD = (
    "<w:document><w:p><w:r><w:t>Words of bea@ho</w:t></w:r>"
    '<w:r><w:t w:author="Bea Buyer">me.example</w:t></w:r></w:p></w:document>'
)

GENERATED: dict[str, Maker] = {
    "nest-of-15": large("A nest that is still allowed", lambda: nest(15, closed=True), words=("Deep words of",)),
    "nest-of-15-open": large("The same, never closed", lambda: nest(15, closed=False), words=("Deep words of",)),
    "nest-of-200": large("Too deep", lambda: nest(200, closed=True), outcome="refused", reason="too-deep"),
    "nest-of-20000": large("An endless nest", lambda: nest(20_000, closed=False), outcome="refused", reason="too-deep"),
    "letters-in-500-letters": large(
        "Letters in letters without end", lambda: letters_within(500), files=("message.eml",) * 3, dropped=("too-deep",)
    ),
    "parts-of-100000": large(
        "A hundred thousand parts", lambda: many_parts(100_000), outcome="refused", reason="too-many-parts"
    ),
    "field-of-200-kb": large(
        "A field of 200 KB", lambda: letter("Body.\r\n", f"X-Large: {'x' * 200_000}\r\n"), words=("Body.",)
    ),
    "subject-of-200-kb": large(
        "A subject of 200 KB", lambda: letter("Body.\r\n", subject="word " * 40_000), words=("Body.",)
    ),
    "subject-of-coded-words": large(
        "A subject of 5,000 encoded words",
        lambda: letter("Body.\r\n", subject="\r\n ".join(["=?utf-8?q?a=40b?="] * 5_000)),
        words=("Body.",),
    ),
    "header-of-400-kb": large(
        "A header over the limit",
        lambda: letter("", f"X-Large: {'x' * 400_000}\r\n"),
        outcome="refused",
        reason="header-too-large",
    ),
    "headers-of-100000": large(
        "A hundred thousand short fields",
        lambda: letter("", "X: y\r\n" * 100_000),
        outcome="refused",
        reason="header-too-large",
    ),
    "fields-of-2000": large(
        "Two thousand fields", lambda: letter("", "X: y\r\n" * 2_000), outcome="refused", reason="too-many-headers"
    ),
    "to-of-5000": large(
        "Five thousand recipients",
        lambda: letter("Body.\r\n", "Cc: " + ",\r\n ".join(f"a{n}@x.example" for n in range(5_000)) + "\r\n"),
        words=("Body.",),
        never=("a77@x",),
    ),
    "comments-of-50000": large(
        "Brackets within brackets",
        lambda: letter("Body.\r\n", f"Reply-To: {'(' * 50_000} x@home.example\r\n"),
        words=("Body.",),
    ),
    "references-of-2000": large(
        "Two thousand references",
        lambda: letter(
            "Body.\r\n", "References: " + "\r\n ".join(f"<{n}.{'r' * 60}@x.example>" for n in range(2_000)) + "\r\n"
        ),
        words=("Body.",),
        never=("1999.rr",),
    ),
    "text-of-3-mb": large(
        "Three megabytes of text with the address all over",
        lambda: letter(f"Some words and {BEA} in a line.\r\n" * 60_000),
        words=("Some words and",),
    ),
    "one-line-of-3-mb": large(
        "One line of three megabytes", lambda: letter("x" * 3_000_000 + f" {BEA} end"), words=("end",)
    ),
    "base64-of-3-mb": large(
        "Three megabytes in base64",
        lambda: letter(
            encodebytes(b"Plain words in many lines.\n" * 110_000),
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n",
        ),
        words=("Plain words in many lines.",),
    ),
    "quotes-of-100000": large(
        "A hundred thousand quoted lines",
        lambda: letter("New.\r\n\r\n" + "> old\r\n" * 100_000, subject="Re: x"),
        words=("New.",),
        dropped=("quoted-history",),
    ),
    "deep-quotes": large(
        "Quote signs without end", lambda: letter("New.\r\n" + ">" * 300_000 + " old\r\n"), words=("New.",)
    ),
    "attributions-of-20000": large(
        "Twenty thousand attributions",
        lambda: letter(f"On 2 Mar 2026, Sam <{SAM}> wrote:\r\n\r\n" * 20_000),
        words=("On 2 Mar 2026",),
    ),
    "html-of-30000-levels": large(
        "HTML nested thirty thousand deep",
        lambda: letter(DEEP_TAGS, "Content-Type: text/html\r\n"),
        words=("Within",),
        dropped=("too-large",),
    ),
    "html-attributes-of-20000": large(
        "A tag of twenty thousand attributes",
        lambda: letter(f"<p {CROWD}>Words", "Content-Type: text/html\r\n"),
        words=("Words",),
        dropped=("too-large",),
    ),
    "html-table-of-10000": large(
        "A table of ten thousand cells",
        lambda: letter(
            "<table>" + f"<tr><td>cell</td><td>{BEA}</td></tr>" * 5_000 + "</table>", "Content-Type: text/html\r\n"
        ),
        words=("cell",),
    ),
    "html-entities-of-1-mb": large(
        "A megabyte of entities",
        lambda: letter("<p>Start " + "&#98;&#101;&#97;" * 60_000 + " end</p>", "Content-Type: text/html\r\n"),
        words=("Start",),
    ),
    "quotes-html-of-5000": large(
        "Blockquotes within blockquotes",
        lambda: letter("<p>New.</p>" + "<blockquote>" * 5_000 + BEA, "Content-Type: text/html\r\n"),
        words=("New.",),
        dropped=("too-large",),
    ),
    "open-brackets": large(
        "Half a megabyte of open tags",
        lambda: letter("<p>Words</p>" + "<" * 500_000, "Content-Type: text/html\r\n"),
        words=("Words",),
        dropped=("too-large",),
    ),
    "zero-width-of-1-mb": large(
        "A third of a million signs nobody sees",
        lambda: letter("Seen. " + "\u200b" * 300_000 + f"{BEA}\r\n", "Content-Type: text/plain; charset=utf-8\r\n"),
        words=("Seen.",),
    ),
    "soft-breaks": large(
        "Quoted-printable of soft breaks only",
        lambda: letter("Soft.\r\n" + "=\r\n" * 300_000, "Content-Transfer-Encoding: quoted-printable\r\n"),
        words=("Soft.",),
    ),
    "boundary-like-lines": large(
        "Lines that nearly are boundaries",
        lambda: letter("--b1\r\n\r\nNear.\r\n" + "--b1x\r\n" * 200_000 + "--b1--\r\n", BOUND),
        words=("Near.",),
    ),
    "word-file": filed(
        "A Word file with author, company and split runs", "offer.docx", lambda: office("word", "document.xml", WORD)
    ),
    "sheet-file": filed(
        "A sheet with authors",
        "list.xlsx",
        lambda: office(
            "xl",
            "sharedStrings.xml",
            f"<sst><si><t>{BEA}</t></si></sst>",
            {"xl/comments1.xml": "<authors><author>Bea Buyer</author></authors>"},
        ),
    ),
    "slides-file": filed(
        "Slides with a link",
        "talk.pptx",
        lambda: office("ppt", "slides/_rels/s.xml", f'<Relationship Target="mailto:{BEA}"/>'),
    ),
    "open-document-file": filed("An OpenDocument text", "text.odt", open_document),
    "macro-file": filed(
        "A Word file with macros",
        "offer.docx",
        lambda: office("word", "document.xml", WORD, {"word/vbaProject.bin": b"x"}),
        "macros",
    ),
    "zip-bomb": filed(
        "A Word file that unpacks to a hundred megabytes",
        "bomb.docx",
        lambda: office("word", "document.xml", "x" * 100_000_000),
        "archive-bomb",
    ),
    "zip-file": filed("Any archive", "files.zip", lambda: archive({"a.txt": BEA}), "archive"),
    "pdf-author": filed("A PDF whose metadata names its author", "bill.pdf", lambda: pdf("Order 4711")),
    "pdf-link": filed("A PDF with a mailto link", "bill.pdf", lambda: pdf("Order 4711", link=True)),
    "pdf-script": filed("A PDF with a script and a file within", "bill.pdf", lambda: pdf("Order 4711", script=True)),
    "pdf-text": filed(
        "A PDF that shows the address", "bill.pdf", lambda: pdf(f"Order of {BEA}"), "contains-hidden-address"
    ),
    "pdf-cut": filed("A PDF cut in the middle", "bill.pdf", lambda: pdf("Order")[:200], "unreadable"),
    "jpeg-with-place": filed("A photo that knows where and by whom", "lamp.jpg", lambda: photo("JPEG")),
    "png-with-place": filed("The same as PNG", "lamp.png", lambda: photo("PNG")),
    "webp-with-place": filed("The same as WebP", "lamp.webp", lambda: photo("WEBP")),
    "tiff-becomes-png": filed("A TIFF is drawn anew", "lamp.tif", lambda: photo("TIFF"), files=("lamp.png",)),
    "pixel-bomb": filed("A picture of 2.5 gigapixels", "lamp.png", pixel_bomb, "pixel-bomb"),
}
