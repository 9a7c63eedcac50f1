"""Letters as mail programs write them, bytes and all; the domain's mail server has signed them."""

from __future__ import annotations

import base64
import io
import itertools
from email.header import Header
from email.utils import formatdate

from PIL import Image

from tests.journeys.domains import signed
from tests.journeys.service import Party

_numbers = itertools.count(1)

OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    b"<</Length 43>>stream\nBT /F1 12 Tf 20 100 Td (One desk lamp) Tj ET\nendstream",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)
PLAIN = "Maße der Lampe: 45 × 12 cm\nKabel: 2 m\n"


def pdf() -> bytes:
    """A page that says "One desk lamp"."""
    out, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, each in enumerate(OBJECTS, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj%b endobj\n" % (number, each)
    size = len(OBJECTS) + 1
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n" % size + table + end


def photo() -> bytes:
    """A JPEG that knows where it was taken."""
    picture = Image.new("RGB", (48, 32), (200, 120, 40))
    exif = Image.Exif()
    exif[0x010F] = "Camera of the author"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def new_id(party: Party) -> str:
    return f"<{next(_numbers)}.abc@{party.domain}>"


def simple(
    author: Party,
    to: str,
    text: str,
    *,
    subject: str = "My lamp",
    headers: tuple[str, ...] = (),
    sign: bool = True,
    message_id: str = "",
) -> bytes:
    """A letter of plain text."""
    head = _head(author, to, subject, message_id or new_id(author), headers)
    raw = _crlf(
        [
            *head,
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
            "",
            text,
        ]
    )
    return signed(raw, author.domain) if sign else raw


def with_picture(
    author: Party, to: str, text: str, picture: bytes, *, kind: str = "png", message_id: str = ""
) -> bytes:
    """A letter of plain text with a picture beside it."""
    head = _head(author, to, "My lamp", message_id or new_id(author), ())
    raw = _crlf(
        [
            *head,
            "MIME-Version: 1.0",
            'Content-Type: multipart/mixed; boundary="mixed"',
            "",
            "--mixed",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
            "",
            text,
            *_enclosed("mixed", f"picture.{kind}", f"image/{kind}", picture),
            "--mixed--",
        ]
    )
    return signed(raw, author.domain)


def thunderbird(author: Party, to: str, *, message_id: str) -> bytes:
    """HTML with an inline picture, a PDF and a text file, eight bits; every header that tells on its author."""
    inner = [
        "--mixed",
        'Content-Type: multipart/related; boundary="related"',
        "",
        "--related",
        'Content-Type: multipart/alternative; boundary="alternative"',
        "",
        "--alternative",
        "Content-Type: text/plain; charset=UTF-8; format=flowed",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Guten Tag,",
        "",
        "paßt die Größe der Lampe für den Flur? Ein Bild ist dabei.",
        "",
        "Schöne Grüße",
        author.name,
        f"{author.address}",
        "--alternative",
        "Content-Type: text/html; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        "<html><body><p>Guten Tag,</p><p>paßt die Größe der Lampe für den Flur? Ein Bild ist dabei.</p>",
        f'<p><img src="cid:hall@{author.domain}" alt="Flur"></p>',
        f'<p>Schöne Grüße<br>{author.name}<br><a href="mailto:{author.address}">{author.address}</a></p></body></html>',
        "--alternative--",
        "--related",
        'Content-Type: image/jpeg; name="hall.jpg"',
        'Content-Disposition: inline; filename="hall.jpg"',
        f"Content-ID: <hall@{author.domain}>",
        "Content-Transfer-Encoding: base64",
        "",
        _base64(photo()),
        "--related--",
        *_enclosed("mixed", "Rechnung.pdf", "application/pdf", pdf()),
        *_enclosed("mixed", "Maße.txt", "text/plain; charset=UTF-8", PLAIN.encode()),
        "--mixed--",
        "",
    ]
    telling = (
        f"Received: from [192.0.2.17] (dsl-17.{author.domain} [192.0.2.17])"
        f" by mail.{author.domain} with ESMTPSA id 4Xq; Mon, 23 Nov 2026 10:00:00 +0100",
        f"X-Sender: {author.address}",
        f"Reply-To: {author.mailbox}",
        f"Return-Receipt-To: {author.address}",
        f"Disposition-Notification-To: {author.address}",
        f"List-Unsubscribe: <mailto:leave@{author.domain}>",
        f"Autocrypt: addr={author.address}; keydata=mDMEXEcE6RYJKwYBBAHaRw8BAQdA",
        "X-Originating-IP: [192.0.2.17]",
        "User-Agent: Mozilla Thunderbird",
    )
    head = _head(author, to, "Größe der Lampe für den Flur", message_id, telling)
    raw = _crlf([*head, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="mixed"', "", *inner])
    return signed(raw, author.domain)


def outlook(author: Party, other: Party, to: str, *, subject: str, message_id: str, chain: list[str]) -> bytes:
    """An answer on top of a quoted header block that shows both real addresses, quoted-printable HTML beside it."""
    block = [
        "-----Original Message-----",
        f"From: {other.name} <{other.address}>",
        "Sent: Monday, 23 November 2026 10:00",
        f"To: {author.name} <{author.address}>",
        "Subject: Größe der Lampe für den Flur",
        "",
        "paßt die Größe der Lampe für den Flur?",
        f"{other.name}, {other.address}",
    ]
    text = ["Hello,", "", "yes, it fits: 45 cm. The parcel leaves today.", "", "Kind regards", author.name, ""]
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class=3D"WordSection1">'
        f"<p>Hello,</p>=\r\n<p>yes, it fits: 45 cm. The parcel leaves today.</p><p>Kind regards<br>{author.name}</p>"
        '<div style=3D"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">=\r\n<p><b>From:</b> '
        f'{other.name} &lt;<a href=3D"mailto:{other.address}">{other.address}</a>&gt;<br><b>To:</b> {author.name} '
        f"&lt;{author.address}&gt;</p></div></div></body></html>"
    )
    body = [
        "--alt",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *text,
        *block,
        "--alt",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        page,
        "--alt--",
        "",
    ]
    headers = (*_thread(chain), f"Thread-Topic: {author.name}", f"x-ms-exchange-organization-author: {author.address}")
    head = _head(author, to, subject, message_id, headers)
    raw = _crlf([*head, "MIME-Version: 1.0", 'Content-Type: multipart/alternative; boundary="alt"', "", *body])
    return signed(raw, author.domain)


def gmail(author: Party, other: Party, to: str, *, subject: str, message_id: str, chain: list[str]) -> bytes:
    """An answer on top of `>` quotes and a `gmail_quote`, in ISO 8859-1 and eight bits."""
    quoted = [
        f"Am Mo., 23. Nov. 2026 um 11:00 Uhr schrieb {other.name} <{other.address}>:",
        "",
        "> yes, it fits: 45 cm.",
        f"> {other.name} <{other.address}>",
        ">",
        f"> > {author.name} <{author.address}> wrote:",
        "> > paßt die Größe?",
    ]
    page = (
        f'<div dir="ltr">Danke, dann nehme ich noch eine für die Küche.</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">Am Mo., 23. Nov. 2026 schrieb {other.name} &lt;<a href="mailto:'
        f'{other.address}">{other.address}</a>&gt;:<br></div><blockquote class="gmail_quote">yes, it fits<br>'
        f"{author.address}</blockquote></div>"
    )
    body = [
        "--000alt",
        'Content-Type: text/plain; charset="ISO-8859-1"',
        "Content-Transfer-Encoding: 8bit",
        "",
        "Danke, dann nehme ich noch eine für die Küche.",
        "",
        *quoted,
        "",
        "--000alt",
        'Content-Type: text/html; charset="ISO-8859-1"',
        "Content-Transfer-Encoding: 8bit",
        "",
        page,
        "",
        "--000alt--",
        "",
    ]
    head = _head(author, to, subject, message_id, _thread(chain))
    raw = _crlf(
        [*head, "MIME-Version: 1.0", 'Content-Type: multipart/alternative; boundary="000alt"', "", *body], "latin-1"
    )
    return signed(raw, author.domain)


def apple(author: Party, other: Party, to: str, *, subject: str, message_id: str, chain: list[str]) -> bytes:
    """A plain answer with the quote below, as a telephone writes it."""
    text = "\n".join(
        [
            "The second lamp is packed as well.",
            "",
            author.name,
            "",
            f"> On 23 Nov 2026, at 12:00, {other.name} <{other.address}> wrote:",
            "> ",
            "> Danke, dann nehme ich noch eine für die Küche.",
            f"> {author.address} schrieb: yes, it fits",
        ]
    )
    headers = (*_thread(chain), "X-Mailer: iPhone Mail (23B85)")
    return simple(author, to, text, subject=subject, headers=headers, message_id=message_id)


def _thread(chain: list[str]) -> tuple[str, ...]:
    return (f"In-Reply-To: {chain[-1]}", "References: " + "\r\n ".join(chain))


def _head(author: Party, to: str, subject: str, message_id: str, headers: tuple[str, ...]) -> list[str]:
    return [
        *headers,
        f"From: {author.mailbox}",
        f"To: {to}",
        f"Subject: {subject if subject.isascii() else Header(subject, 'utf-8', maxlinelen=60).encode()}",
        f"Date: {formatdate()}",
        f"Message-ID: {message_id}",
    ]


def _enclosed(boundary: str, name: str, media_type: str, content: bytes) -> list[str]:
    shown = name if name.isascii() else f"=?UTF-8?B?{base64.b64encode(name.encode()).decode()}?="
    return [
        f"--{boundary}",
        f'Content-Type: {media_type}; name="{shown}"',
        f'Content-Disposition: attachment; filename="{shown}"',
        "Content-Transfer-Encoding: base64",
        "",
        _base64(content),
    ]


def _base64(content: bytes) -> str:
    return base64.encodebytes(content).decode().strip()


def _crlf(lines: list[str], charset: str = "utf-8") -> bytes:
    text = "\n".join(lines).replace("\r\n", "\n").replace("\n", "\r\n")
    return text.encode(charset)
