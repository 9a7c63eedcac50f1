"""Calendar files: what, when and where stay; who organises and attends, private fields and real UIDs go."""

from __future__ import annotations

import re
from hashlib import blake2b

from gobetween.mime.files.text import charset_of
from gobetween.mime.masking import Masker

_PEOPLE = ("ORGANIZER", "ATTENDEE", "CONTACT", "ATTACH", "REQUEST-STATUS", "CALENDAR-ADDRESS", "PARTICIPANT")
_FIELD = re.compile(r"([A-Za-z0-9-]+)")
_MAIL_LINK = re.compile(r"mailto:[^\s;,\"]+", re.IGNORECASE)


def cleaned(content: bytes, *, masker: Masker) -> bytes:
    """RFC 5545 lines, unfolded, filtered, masked, folded again at 75 octets."""
    text = content.decode(charset_of(content), "replace")
    lines = re.sub(r"\r?\n[ \t]", "", text.replace("\r\r\n", "\r\n")).splitlines()
    kept = (line for raw in lines if (line := _clean_line(raw, masker)))
    return b"".join(_folded(line) + b"\r\n" for line in kept)


def _clean_line(line: str, masker: Masker) -> str:
    match = _FIELD.match(line)
    name = match[1].upper() if match else ""
    if name in _PEOPLE:
        masker.note("person", "attachment")
        return ""
    if not name or name.startswith("X-"):
        return ""
    if name == "UID":
        return "UID:" + blake2b(line.encode("utf-8", "replace"), digest_size=16).hexdigest()
    head, colon, value = line.partition(":")
    head = re.sub(r";(?:X-[A-Z-]+|ALTREP|SENT-BY|DIR|CN|EMAIL)=(?:\"[^\"]*\"|[^;:\"]*)", "", head, flags=re.IGNORECASE)
    whole = masker.text(head + colon + value, "attachment") if match else ""
    return masker.all_addresses(_MAIL_LINK.sub("", whole), "attachment") if "mailto:" in whole.lower() else whole


def _folded(line: str) -> bytes:
    pieces: list[bytes] = []
    piece = b""
    for char in line:
        coded = char.encode("utf-8", "replace")
        if len(piece) + len(coded) > 74:
            pieces.append(piece)
            piece = b""
        piece += coded
    return b"\r\n ".join([*pieces, piece])
