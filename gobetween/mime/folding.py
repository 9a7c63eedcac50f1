"""Fold text so that disguised spellings compare equal, and find the way back to the characters as written.

Folding lowers case, drops diacritics and invisible characters, and reads percent codes, HTML entities, encoded words
and stray quoted-printable. Tags of HTML fold to nothing (inline) or to a line break (block). Linear in the input.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

_UNSEEN = "\u200b"
"""What every invisible character folds to in the first step; the second step leaves it out."""

_ALSO_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")


def _fold_char(char: str) -> str:
    """One character to exactly one: offsets stay true."""
    if unicodedata.category(char) in ("Cf", "Mn", "Me") or char in _ALSO_UNSEEN:
        return _UNSEEN
    folded = [c for c in unicodedata.normalize("NFKD", char).casefold() if not unicodedata.combining(c)]
    return folded[0] if len(folded) == 1 else char.lower()[:1]


class _Table(dict[int, str]):
    """A translation table that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _Table()

_CODED = (
    _UNSEEN + r"+"
    r"|(?:%(?:25){0,4}[0-9a-f]{2})+"
    r"|&(?:amp;){0,3}(?:\#\d{1,7};?|\#x[0-9a-f]{1,6};?|[a-z][a-z0-9]{1,30};)"
    r"|=\?[a-z0-9_.:*-]{2,40}\?[bq]\?[^?\s]{1,400}\?=(?:\s{1,8}(?==\?))?"
    r"|=\r?\n|=(?:40|2[bde]|5f)"
    r"|\\u00[0-9a-f]{2}"
)
_SIGNS = (_UNSEEN, "%", "&", "=", "\\u00")
"""No code without one of these: the cheap test before the pattern."""

_TOKEN = re.compile(_CODED)
_HTML_TOKEN = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>|""" + _CODED)
_MARKUP = re.compile(r"<[a-z][a-z0-9]{0,15}(?:[\s/][^<>]*)?>|<[/!?][^<>]*>", re.IGNORECASE)
_LAYERS = 4
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")
_INLINE = frozenset(
    str.split(
        "a abbr acronym b bdi bdo big center cite code del dfn em font i img ins kbd label mark q s samp small span "
        "strike strong sub sup tt u var wbr"
    )
) - {"center"}

_RUN, _CODE, _TAG = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the segments it came from: (start in folded, start as written, end as written, kind)."""

    text: str
    segments: tuple[tuple[int, int, int, int], ...] | None = None

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans, as written, that folded to [start, end); tags in between are left out."""
        if self.segments is None:
            return [(start, end)]
        first = max(bisect_right(self.segments, (start, 1 << 62, 0, 0)) - 1, 0)
        found = []
        for at in range(first, len(self.segments)):
            folded_at, written, written_end, kind = self.segments[at]
            if folded_at >= end:
                break
            if kind == _CODE:
                found.append((written, written_end))
            elif kind == _RUN:
                run = (written + max(start - folded_at, 0), min(written + end - folded_at, written_end))
                if run[0] < run[1]:
                    found.append(run)
        return found


def fold(text: str) -> Folded:
    """Fold plain text (or one attribute value)."""
    low = lowered(text)
    if not any(sign in low for sign in _SIGNS) or not _TOKEN.search(low):
        return Folded(low)
    return _folded(text, low, _TOKEN)


def fold_html(html: str) -> Folded:
    """Fold well-formed HTML, as the sanitiser writes it: what a reader sees, tags apart."""
    return _folded(html, lowered(html), _HTML_TOKEN)


def fold_html_tight(html: str) -> Folded:
    """As `fold_html`, with block tags folding to nothing too: what is left when all tags are taken out."""
    return _folded(html, lowered(html), _HTML_TOKEN, lambda low, start: "")


def fold_html_apart(html: str) -> Folded:
    """As `fold_html`, with every tag folding to a space: words that only tags part are words of their own."""
    return _folded(html, lowered(html), _HTML_TOKEN, lambda low, start: " ")


def laid_bare(text: str) -> tuple[str, ...]:
    """Plain text that is HTML or coded over and over, as a reader could come to see it: without codes, and tags."""
    coded = "&" in text or "%" in text or "=\n" in text
    plain = _decoded(text) if coded else text
    return (plain, _decoded(_MARKUP.sub("", plain))) if "<" in text else (plain,)


def _decoded(text: str) -> str:
    for _ in range(_LAYERS):
        seen, text = text, unquote(unescape(text.replace("=\n", "")))
        if text == seen:
            break
    return text


def fold_xml(xml: str) -> Folded:
    """Fold an office file's XML: only paragraphs, cells and breaks part words."""
    return _folded(xml, lowered(xml), _HTML_TOKEN, _xml_meaning)


def lowered(text: str) -> str:
    """The first step alone: same length as `text`."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def folded_word(text: str) -> str:
    """A needle, folded the way hay is."""
    return lowered(unicodedata.normalize("NFC", text)).replace(_UNSEEN, "")


def _folded(
    written: str, low: str, token: re.Pattern[str], tag_meaning: Callable[[str, int], str] | None = None
) -> Folded:
    out: list[str] = []
    segments: list[tuple[int, int, int, int]] = []
    length = at = 0
    for match in token.finditer(low):
        start, end = match.span()
        if start > at:
            segments.append((length, at, start, _RUN))
            out.append(low[at:start])
            length += start - at
        kind = _TAG if low[start] == "<" else _CODE
        if kind == _TAG:
            meaning = (tag_meaning or _tag_meaning)(low, start)
        else:
            meaning = _code_meaning(low[start:end], written[start:end])
        if meaning or kind == _CODE:
            segments.append((length, start, end, kind))
            out.append(meaning)
            length += len(meaning)
        at = end
    if at < len(low):
        segments.append((length, at, len(low), _RUN))
        out.append(low[at:])
    return Folded("".join(out), tuple(segments))


def _tag_meaning(low: str, start: int) -> str:
    name = _TAG_NAME.match(low, start)
    return "" if name and name[1] in _INLINE else "\n"


_XML_BREAK = re.compile(
    r"</?(?:w:p|w:tc|w:br|w:cr|w:tab|a:p|a:br|si|c|row|text:p|text:h|text:line-break|text:tab|table:[a-z-]+)\b"
)


def _xml_meaning(low: str, start: int) -> str:
    return "\n" if _XML_BREAK.match(low, start) else ""


@lru_cache(maxsize=4096)
def _code_meaning(token: str, written: str) -> str:
    if token[0] == "%":
        decoded = token
        for _ in range(5):
            decoded = unquote(decoded)
    elif token[0] == "&":
        decoded = unescape(unescape(unescape(unescape(token))))
    elif token.startswith("=?"):
        decoded = _encoded_word(written.rstrip())
    elif token[0] == "=":
        decoded = chr(int(token[1:], 16)) if len(token) == 3 and token[2] != "\n" else ""
    else:
        decoded = chr(int(token[2:], 16)) if token[0] == "\\" else ""
    return lowered(decoded).replace(_UNSEEN, "")


def _encoded_word(token: str) -> str:
    try:
        return "".join(part if isinstance(part, str) else _in(charset, part) for part, charset in decode_header(token))
    except (HeaderParseError, ValueError):
        return token


def _in(charset: str | None, part: bytes) -> str:
    try:
        return part.decode(charset or "ascii", "replace")
    except LookupError:
        return part.decode("latin-1")
