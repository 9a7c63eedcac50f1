"""Text files: decoded without loss, masked, encoded back the way they came."""

from __future__ import annotations

from gobetween.mime.masking import Masker

_UNICODE = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def masked_bytes(content: bytes, *, masker: Masker, place: str) -> bytes:
    """The same bytes except where something hidden stood."""
    charset = charset_of(content)
    try:
        text = content.decode(charset)
        masked = masker.text(text, place)
        return content if masked == text else masked.encode(charset)
    except UnicodeError:
        text = content.decode("latin-1")
        return masker.text(text, place).encode("latin-1")


def charset_of(content: bytes) -> str:
    """UTF-8 or UTF-16 when the bytes say so, ISO-2022-JP by its escapes, else Latin-1, which keeps every byte."""
    for mark, charset in _UNICODE:
        if content.startswith(mark):
            return charset
    if b"\x1b$" in content or b"\x1b(" in content:
        return "iso-2022-jp"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"
