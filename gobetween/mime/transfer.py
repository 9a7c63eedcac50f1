"""Content-Transfer-Encoding undone: base64, quoted-printable and uuencode, as much as a damaged body still holds."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp, a2b_uu

_JUNK = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDING = re.compile(rb"=+")
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\n|\Z)")
_UU_BEGIN = re.compile(rb"(?:\A|\n)begin(?:-base64)? [0-7]{3,4} ([^\n]{1,255})\n")


def undone(body: bytes, encoding: str) -> tuple[bytes, str]:
    """The bytes behind a transfer encoding, and the defect found on the way ("" when none)."""
    match encoding:
        case "" | "7bit" | "8bit" | "binary":
            return body, ""
        case "base64":
            return _base64(body)
        case "quoted-printable":
            return from_quoted_printable(body), ""
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            _, files, _ = uuencoded_files(body)
            return (files[0][1], "") if files else (body, "bad-uuencode")
        case _:
            return body, "unknown-transfer-encoding"


def _base64(body: bytes) -> tuple[bytes, str]:
    try:
        content = a2b_base64(body)
    except Error:
        return from_base64(body), "bad-base64"
    padding = body.find(b"=")
    if padding < 0 or not body[padding:].strip(b"=\n\r \t"):
        return content, ""
    return from_base64(body), "bad-base64"


def from_base64(text: bytes) -> bytes:
    """Decode leniently: junk skipped, padding missing or in the middle (joined pieces), a cut end dropped."""
    whole = _JUNK.sub(b"", text.translate(bytes.maketrans(b"-_", b"+/")) if b"_" in text else text)
    pieces = []
    for piece in _PADDING.split(whole):
        if len(piece) % 4 == 1:
            piece = piece[:-1]
        pieces.append(a2b_base64(piece + b"=" * (-len(piece) % 4)))
    return b"".join(pieces)


def from_quoted_printable(body: bytes) -> bytes:
    """Decode; `=` followed by blanks at a line end is still a soft break, `=` before anything else stays."""
    if b"=" not in body:
        return body
    return a2b_qp(_SOFT_BREAK.sub(b"=", body))


def uuencoded_files(body: bytes) -> tuple[bytes, list[tuple[bytes, bytes]], bool]:
    """Old in-line attachments: (text without them, [(name, content)], were all of them whole)."""
    files: list[tuple[bytes, bytes]] = []
    kept: list[bytes] = []
    at = 0
    whole = True
    while found := _UU_BEGIN.search(body, at):
        content, end, complete = _uu_lines(body, found.end())
        if not content:
            kept.append(body[at : found.end()])
            at = found.end()
            continue
        kept.append(body[at : found.start() + 1])
        files.append((found[1].strip(), content))
        whole = whole and complete
        at = end
    return b"".join([*kept, body[at:]]), files, whole


def _uu_lines(body: bytes, at: int) -> tuple[bytes, int, bool]:
    """Read encoded lines from `at`: content, where the text goes on, whether `end` was there."""
    lines: list[bytes] = []
    while at < len(body):
        stop = body.find(b"\n", at)
        stop = len(body) if stop < 0 else stop
        line = body[at:stop]
        if line.strip() == b"end":
            return b"".join(lines), stop, True
        if not line or not 32 <= line[0] <= 96 or len(line) > 90:
            break
        try:
            lines.append(a2b_uu(line))
        except Error:
            break
        at = stop + 1
    return b"".join(lines), at, False
