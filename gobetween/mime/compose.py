"""A letter's bytes, made anew: CRLF, seven bits, short lines, well-formed whatever the values hold.

Written by hand because the standard generator is slow and folds Message-ID lists into encoded words. Nothing a value
contains can end a header or a part: controls are stripped, boundaries are hashes that do not occur in the content.
"""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import b2a_qp
from datetime import UTC
from email.utils import format_datetime
from hashlib import blake2b
from urllib.parse import quote

from gobetween.mime.letter import Attachment, Copy, Mailbox

CRLF = b"\r\n"
MAX_REFERENCES = 20
"""The first and the last nineteen, as RFC 5322 clients keep them."""

_FOLD_AT = 76
_LINE_LIMIT = 900
_CONTROLS = re.compile("[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]+")
_UNSAFE_BODY = bytes({*range(32), 127} - {*b"\t\n"})
_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~. -]*")
_ID = re.compile(r"[^\s<>,;\"()\\]+")
_NOT_IN_ID = re.compile(r"[^!-;=?-~]")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")

Part = tuple[bytes, bytes]
"""Header lines (each ended) and body of one MIME part."""


def compose(copy: Copy) -> bytes:
    """The finished letter. `ValueError` when an address cannot be written in ASCII: aliases always can."""
    header = [
        b"From: " + mailbox(copy.from_),
        b"To: " + mailbox(copy.to),
        b"Subject: " + unstructured(copy.subject, used=9),
        b"Date: " + format_datetime(copy.date.astimezone(UTC)).encode("ascii"),
        b"Message-ID: " + _ids((copy.message_id,)),
        b"MIME-Version: 1.0",
    ]
    header.extend(_optional(copy))
    part_header, body = _content(copy)
    return CRLF.join(header) + CRLF + part_header + CRLF + body


def mailbox(box: Mailbox) -> bytes:
    """One mailbox for an address header: `"Name" <local@domain>`."""
    address = _address(box.address)
    name = one_line(box.name).strip()
    if not name:
        return address
    if _ATEXT.fullmatch(name) and len(name) < 60 and "=?" not in name:
        plain = re.search(r"[.]|^ | $", name) is None
        return (name if plain else f'"{name}"').encode("ascii") + b" <" + address + b">"
    if name.isascii() and len(name) < 60 and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'.encode("ascii") + b" <" + address + b">"
    return encoded_words(name, used=12) + b"\r\n <" + address + b">"


def unstructured(text: str, *, used: int) -> bytes:
    """Free text of a header, folded; `used` is the length of the field name, colon and space."""
    text = one_line(text).strip()
    if not text.isascii() or "=?" in text or any(len(word) > _FOLD_AT - 4 for word in text.split(" ")):
        return encoded_words(text, used=used)
    if used + len(text) <= _FOLD_AT:
        return text.encode("ascii")
    if "  " in text:
        return encoded_words(text, used=used)
    return _folded(text.split(" "), used=used).encode("ascii")


def encoded_words(text: str, *, used: int) -> bytes:
    """RFC 2047: B or Q, whichever is shorter, no character split between two words."""
    raw = text.encode("utf-8", "replace")
    quoted = sum(1 if 48 <= byte < 58 or 65 <= byte < 91 or 97 <= byte < 123 or byte == 32 else 3 for byte in raw)
    encode = _q_word if quoted <= len(raw) * 4 // 3 else _b_word
    words: list[bytes] = []
    chunk = b""
    room = max(_FOLD_AT - used, 30)
    for char in text:
        byte = char.encode("utf-8", "replace")
        if chunk and len(encode(chunk + byte)) > room:
            words.append(encode(chunk))
            chunk, room = b"", _FOLD_AT - 2
        chunk += byte
    words.append(encode(chunk))
    return b"\r\n ".join(words)


def one_line(text: str) -> str:
    """A header value's text: no control or line character of any kind."""
    return _CONTROLS.sub(" ", text)


def _q_word(chunk: bytes) -> bytes:
    return b"=?utf-8?q?" + b"".join(_Q[byte] for byte in chunk) + b"?="


def _b_word(chunk: bytes) -> bytes:
    return b"=?utf-8?b?" + b64encode(chunk) + b"?="


_Q = [
    b"_" if byte == 32 else bytes([byte]) if bytes([byte]).isalnum() and byte < 128 else b"=%02X" % byte
    for byte in range(256)
]


def _folded(words: list[str], *, used: int) -> str:
    lines, line = [], ""
    for word in words:
        if line and used + len(line) + 1 + len(word) > _FOLD_AT:
            lines.append(line)
            line, used = word, 1
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _address(address: str) -> bytes:
    local, _, domain = one_line(address).strip().rpartition("@")
    if not local or not re.fullmatch(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}", local):
        raise ValueError("the local part of an address in a copy must be plain ASCII")
    try:
        ascii_domain = domain.encode("idna") if not domain.isascii() else domain.encode("ascii")
    except UnicodeError:
        raise ValueError("the domain of an address in a copy cannot be written in ASCII") from None
    if not re.fullmatch(rb"[A-Za-z0-9.-]{1,253}", ascii_domain):
        raise ValueError("the domain of an address in a copy is not a host name")
    return local.encode("ascii") + b"@" + ascii_domain


def _ids(ids: tuple[str, ...]) -> bytes:
    """Message-IDs, one a line at most broken between two ids, never encoded."""
    clean = [f"<{word}>" for one in ids if (word := _NOT_IN_ID.sub("", one))]
    return "\r\n ".join(clean).encode("ascii")


def _optional(copy: Copy) -> list[bytes]:
    lines = []
    references = copy.references if len(copy.references) <= MAX_REFERENCES else _capped(copy.references)
    if copy.in_reply_to:
        lines.append(b"In-Reply-To: " + _ids((copy.in_reply_to,)))
    if references:
        lines.append(b"References: " + _ids(references))
    if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", copy.language):
        lines.append(b"Content-Language: " + copy.language.encode("ascii"))
    if copy.auto_submitted:
        lines.append(b"Auto-Submitted: " + unstructured(copy.auto_submitted, used=16))
    for name, value in copy.extra_headers:
        if not _FIELD_NAME.fullmatch(name):
            raise ValueError("not a header field name")
        lines.append(name.encode("ascii") + b": " + unstructured(value, used=len(name) + 2))
    return lines


def _capped(references: tuple[str, ...]) -> tuple[str, ...]:
    return (references[0], *references[-(MAX_REFERENCES - 1) :])


def _content(copy: Copy) -> Part:
    """Only as many multiparts as the content needs."""
    part = _text(copy.text, "plain")
    inline = [file for file in copy.attachments if copy.html and file.inline and file.content_id]
    files = [file for file in copy.attachments if file not in inline] if inline else list(copy.attachments)
    if copy.html:
        html = _text(copy.html, "html")
        if inline:
            html = _multipart("related", [html, *map(_file, inline)], '; type="text/html"')
        part = _multipart("alternative", [part, html])
    return _multipart("mixed", [part, *map(_file, files)]) if files else part


def _multipart(kind: str, parts: list[Part], parameter: str = "") -> Part:
    boundary = _boundary(parts)
    between = b"--" + boundary + CRLF
    body = b"".join(between + header + CRLF + content + CRLF for header, content in parts)
    header = f'Content-Type: multipart/{kind}{parameter};\r\n boundary="{boundary.decode()}"\r\n'.encode("ascii")
    return header, body + b"--" + boundary + b"--" + CRLF


def _boundary(parts: list[Part]) -> bytes:
    digest = blake2b(digest_size=12)
    for header, content in parts:
        digest.update(header)
        digest.update(content)
    while True:
        boundary = b"=_" + digest.hexdigest().encode("ascii")
        if not any(boundary in content for _, content in parts):
            return boundary
        digest.update(b"again")


def _text(text: str, kind: str) -> Part:
    """A text part in the smallest of 7bit, quoted-printable and base64."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text and not text.endswith("\n"):
        text += "\n"
    if text.isascii() and _is_plain(text):
        charset, encoding, body = "us-ascii", "7bit", text.replace("\n", "\r\n").encode("ascii")
    else:
        charset = "utf-8"
        encoding, body = _armoured(text.encode("utf-8", "replace"))
    header = f'Content-Type: text/{kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n'
    return header.encode("ascii"), body


def _is_plain(text: str) -> bool:
    """Whether seven-bit text can go as it is: short lines, no controls, nothing an mbox would change."""
    raw = text.encode("ascii")
    if len(raw.translate(None, _UNSAFE_BODY)) < len(raw) or "\nFrom " in text or text.startswith("From "):
        return False
    return max(map(len, raw.split(b"\n"))) <= _LINE_LIMIT


def _armoured(raw: bytes) -> tuple[str, bytes]:
    heavy = len(raw) - len(raw.translate(None, _HEAVY))
    if heavy * 5 > len(raw):
        return "base64", base64_lines(raw.replace(b"\n", CRLF))
    quoted = b2a_qp(raw, istext=True).replace(b"\r\n", b"\n").replace(b"\n.\n", b"\n=2E\n")
    if quoted.startswith(b"From "):
        quoted = b"=46rom " + quoted[5:]
    quoted = quoted.replace(b"\nFrom ", b"\n=46rom ")
    return "quoted-printable", quoted.replace(b"\n", CRLF)


_HEAVY = bytes([61, *range(127, 256), *range(9), *range(11, 32)])


def base64_lines(raw: bytes) -> bytes:
    """Base64 in lines of 76, each ended with CRLF."""
    packed = b64encode(raw)
    return b"".join(packed[at : at + 76] + CRLF for at in range(0, len(packed), 76))


def _file(file: Attachment) -> Part:
    """An attachment or inline picture; always base64, named in RFC 2231 form, with a plain fallback in Content-Type."""
    media_type = file.media_type.lower() if _TYPE.fullmatch(file.media_type.lower()) else "application/octet-stream"
    if media_type.startswith(("multipart/", "message/")) and media_type != "message/rfc822":
        media_type = "application/octet-stream"
    name = one_line(file.name).strip() or "file"
    plain = re.sub(r"[^A-Za-z0-9 ._()+-]", "_", name)[:60]
    disposition = "inline" if file.inline and file.content_id else "attachment"
    charset = "; charset=utf-8" if media_type.startswith("text/") and _is_utf8(file.content) else ""
    lines = [f'Content-Type: {media_type}{charset};\r\n name="{plain}"']
    lines.append(f"Content-Disposition: {disposition};\r\n " + (f'filename="{name}"' if plain == name else _star(name)))
    if file.content_id:
        lines.append(f"Content-ID: <{_NOT_IN_ID.sub('', file.content_id)[:200]}>")
    if media_type == "message/rfc822":
        lines.append("Content-Transfer-Encoding: 7bit")
        return "\r\n".join([*lines, ""]).encode("ascii"), file.content
    lines.append("Content-Transfer-Encoding: base64")
    return "\r\n".join([*lines, ""]).encode("ascii"), base64_lines(file.content)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _star(name: str) -> str:
    """RFC 2231 continuations, no percent code cut in two."""
    pieces, piece = [], ""
    for char in name:
        coded = quote(char.encode("utf-8", "replace"), safe="")
        if len(piece) + len(coded) > 55:
            pieces.append(piece)
            piece = ""
        piece += coded
    pieces.append(piece)
    if len(pieces) == 1:
        return f"filename*=utf-8''{piece}"
    numbered = (f"{'utf-8' + chr(39) * 2 if n == 0 else ''}{p}" for n, p in enumerate(pieces))
    return ";\r\n ".join(f"filename*{n}*={text}" for n, text in enumerate(numbered))
