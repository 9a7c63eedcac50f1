"""Header text: RFC 2047 encoded words, also the broken ones, to clean one-line Unicode."""

from __future__ import annotations

import re
from binascii import a2b_qp

from gobetween.mime.charsets import decode
from gobetween.mime.transfer import from_base64

WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?((?:[^?]|\?(?!=)){0,1000})\?=")
_RUN = re.compile(rf"{WORD.pattern}(?:\s*{WORD.pattern})*".replace("(", "(?:").replace("(?:?", "(?"))
_FOLD = re.compile(r"\r?\n[ \t]?|\r")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_MANY_WORDS = 2000  # a field with more of them is an attack on the reader, and is shown as it came


def decoded(value: bytes) -> str:
    """A header value as people should read it: decoded, unfolded, one line, no control characters."""
    return clean(decoded_words(raw_text(value)))


def raw_text(value: bytes) -> str:
    """The characters of a field as sent (RFC 6532 UTF-8, else a guess), unfolded, encoded words still encoded."""
    text = value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode(value, "utf-8")[0]
    return _FOLD.sub(" ", text) if "\n" in text or "\r" in text else text


def clean(text: str) -> str:
    """One line, no control characters: what a decoded header may at most contain (no injection, RFC 5322 2.2)."""
    return text.strip() if text.isprintable() else _CONTROL.sub(" ", text).strip()


def decoded_words(text: str) -> str:
    """Replace every run of encoded words; text that only looks like one stays as it is."""
    if "=?" not in text or text.count("=?") > _MANY_WORDS:
        return text
    return _RUN.sub(_decoded_run, text)


def _decoded_run(run: re.Match[str]) -> str:
    """Neighbours of one charset are joined before decoding: many a program cuts words in mid-character."""
    pieces: list[tuple[str, bytes]] = []
    pending = ""
    words = WORD.findall(run[0])
    for number, (charset_and_language, encoding, text) in enumerate(words):
        charset = charset_and_language.partition("*")[0].lower()
        if encoding in "bB":
            pending += text
            if _goes_on(pending, words[number + 1 : number + 2], charset_and_language):
                continue
            content, pending = from_base64(pending.encode("ascii", "replace")), ""
        else:
            content = a2b_qp(text.replace(" ", "_").encode("utf-8", "replace"), header=True)
        if pieces and pieces[-1][0] == charset:
            content = pieces.pop()[1] + content
        pieces.append((charset, content))
    return "".join(decode(content, charset)[0] for charset, content in pieces)


def _goes_on(pending: str, following: list[tuple[str, str, str]], charset: str) -> bool:
    """Was base64 cut between two words, outside a group of four characters?"""
    if len(pending) % 4 == 0 or pending.endswith("=") or not following:
        return False
    return following[0][0] == charset and following[0][1] in "bB"
