"""Text files: decoded without loss, masked, encoded back the way they came."""

from __future__ import annotations

from gobetween.mime.masking import Masker

_UNICODE = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def masked_bytes(content: bytes, *, masker: Masker, place: str) -> bytes:
    """The same bytes except where something hidden stood; what is no clean UTF-8 is looked at both ways."""
    charset = charset_of(content)
    if charset not in ("latin-1", "iso-2022-jp"):
        return _masked(content, charset, "strict", masker, place)
    content = _masked(content, "utf-8", "surrogateescape", masker, place)
    content = _masked(content, "latin-1", "strict", masker, place)
    return _masked(content, charset, "strict", masker, place) if charset != "latin-1" else content


def _masked(content: bytes, charset: str, errors: str, masker: Masker, place: str) -> bytes:
    try:
        text = content.decode(charset, errors)
        masked = masker.text(text, place)
        return content if masked == text else masked.encode(charset, errors)
    except UnicodeError:
        return content


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
