"""Files that are text, or text under a thin skin."""

from __future__ import annotations

from email import message_from_bytes, policy

import re2

from gobetween.policy.sight.gathering import Gathering

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_RUN = re2.compile(r"[\x20-\x7e\xa0-\xff]{6,}")
_WIDE = re2.compile(r"(?:[\x20-\x7e\xa0-\xff]\x00){6,}")
_CONTROL = re2.compile(r"\\'[0-9a-fA-F]{2}|\\u-?\d{1,5}\??|\\[a-z]+-?\d* ?|[{}\r\n]|\\\*")
_BREAKS = ("\\par", "\\line", "\\tab", "\\cell", "\\row")
_TAG = re2.compile(r"<[^<>]*>")
_ADDRESS = re2.compile(r"""(?i)(?:href|src|action)\s*=\s*["']?([^"'\s<>]+)""")


def read(content: bytes, into: Gathering) -> list[bytes]:
    """Text as it stands."""
    into.texts.append(_decoded(content))
    return []


def read_html(content: bytes, into: Gathering) -> list[bytes]:
    """Addresses, then text without markup."""
    html = _decoded(content)
    into.texts += [*_ADDRESS.findall(html), _TAG.sub(" ", html)]
    return []


def read_binary(content: bytes, into: Gathering) -> list[bytes]:
    """Every run of letters in an old Word file, single or double byte."""
    text = content.decode("latin-1")
    wide = (run.replace("\x00", "") for run in _WIDE.findall(text))
    into.texts += [*_RUN.findall(text), *wide]
    return []


def read_rtf(content: bytes, into: Gathering) -> list[bytes]:
    """Text without control words."""
    into.texts.append(_CONTROL.sub(_spelled, content.decode("latin-1")))
    return []


def _spelled(match: re2._Match) -> str:
    control = match.group()
    if control.startswith("\\'"):
        return bytes([int(control[2:], 16)]).decode("cp1252", "replace")
    if control.startswith("\\u") and control[2:3].lstrip("-").isdigit():
        return chr(int(control[2:].rstrip("?")) % 65536)
    return "\n" if control.strip().startswith(_BREAKS) else ""


def read_mail(content: bytes, into: Gathering) -> list[bytes]:
    """Subject and texts of an enclosed letter; its pictures."""
    pictures = []
    letter = message_from_bytes(content, policy=policy.default)
    into.texts.append(str(letter.get("subject", "")))
    for part in letter.walk():
        kind = part.get_content_maintype()
        inner = part.get_payload(decode=True)
        if not isinstance(inner, bytes):
            continue
        if kind == "image":
            pictures.append(inner)
        elif kind == "text":
            (read_html if part.get_content_subtype() == "html" else read)(inner, into)
    return pictures


def _decoded(content: bytes) -> str:
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return content.decode(charset, "replace")
    if b"\x1b$" in content:
        return content.decode("iso-2022-jp", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
