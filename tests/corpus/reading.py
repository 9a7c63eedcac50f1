"""Read a copy the way a curious receiver would, sharing no code with what made it: every part, decoded all the way."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zipfile
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from quopri import decodestring
from urllib.parse import unquote

from pypdf import PdfReader

_DEEPEST = 12
_MOST_VIEWS = 40
_LARGE = 300_000
_TAG = re.compile(r"</?[a-zA-Z!?][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>")
_WORD = re.compile(r"=\?([a-z0-9_.:+-]+)(?:\*[^?\s]*)?\?([bq])\?([^?\n]*)\?=(?:\s+(?==\?))?", re.I)
_PARAMETER = re.compile(r';\s*([a-z0-9*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)', re.I)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class Piece:
    """One part of a letter: its fields as written (unfolded), what kind it is, and its body with no coding left."""

    fields: list[tuple[str, str]]
    kind: str
    parameters: dict[str, str]
    content: bytes
    pieces: list[Piece] = field(default_factory=list)

    def first(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")

    def walk(self) -> Iterator[Piece]:
        yield self
        for piece in self.pieces:
            yield from piece.walk()

    @property
    def name(self) -> str:
        named = _parameters(self.first("content-disposition")).get("filename") or self.parameters.get("name", "")
        return words(named)

    @property
    def text(self) -> str:
        return _in_charset(self.content, self.parameters.get("charset", "utf-8")).replace("\r\n", "\n")


def read(raw: bytes, depth: int = 0) -> Piece:
    """A letter as a tree of pieces; attached letters are opened as well."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n") if not raw.startswith(b"\n") else (b"", b"", raw)
    lines = re.sub(r"\n(?=[ \t])", "", head.decode("utf-8", "replace")).split("\n")
    fields = [
        (name.strip().lower(), value.strip()) for name, colon, value in (x.partition(":") for x in lines) if colon
    ]
    found = Piece(fields, "text/plain", {}, body)
    told = found.first("content-type")
    if told:
        found.kind, found.parameters = told.partition(";")[0].strip().lower(), _parameters(told)
    found.content = _uncoded(body, found.first("content-transfer-encoding").lower())
    if depth < _DEEPEST:
        found.pieces = [read(inner, depth + 1) for inner in _inside(found)]
    return found


def words(value: str) -> str:
    """Header text with its encoded words decoded."""
    return _WORD.sub(_word, value)


def texts(raw: bytes) -> Iterator[tuple[str, str]]:
    """(place, text) of everything in a letter: bytes as they are, fields, parts, names, members of archives, pages."""
    yield "raw", re.sub("=[0-9A-F]{2}", "\0", raw.decode("latin-1"))
    for piece in read(raw).walk():
        for name, value in piece.fields:
            yield f"field {name}", value
            yield f"field {name}", words(value)
        for value in (piece.name, *piece.parameters.values()):
            yield "parameter", value
        if not piece.pieces:
            yield from _content(piece)


def views(text: str) -> list[str]:
    """The text as written, and as it shows once marks are unseen, tags gone and codes resolved, in any order."""
    fresh = list(dict.fromkeys((text, words(text))))
    found = dict.fromkeys(fresh)
    steps = _STEPS if len(text) < _LARGE else _STEPS[:3]
    while fresh and len(found) < _MOST_VIEWS:
        fresh = [
            new for old in fresh for step in steps if (new := step(old)) not in found and not found.setdefault(new)
        ]
    return list(found)


def _inside(piece: Piece) -> Iterator[bytes]:
    if piece.kind == "message/rfc822":
        yield piece.content
    boundary = piece.parameters.get("boundary", "").encode()
    if piece.kind.startswith("multipart/") and boundary:
        yield from re.split(rb"(?:\A|\n)--" + re.escape(boundary) + rb"(?:--)?[ \t]*(?:\n|\Z)", piece.content)[1:-1]


def _uncoded(body: bytes, coding: str) -> bytes:
    if "base64" in coding:
        try:
            return b64decode(body)
        except BadBase64:
            return body
    return decodestring(body) if "quoted-printable" in coding else body


def _parameters(value: str) -> dict[str, str]:
    """RFC 2231 pieces are put together and percent codes resolved."""
    found: dict[str, str] = {}
    for name, text in _PARAMETER.findall(value):
        name, _, rest = name.lower().partition("*")
        text = re.sub(r"\\(.)", r"\1", text[1:-1]) if text[:1] == '"' else text
        if rest.endswith("*") or (not rest and f"{name}*=" in value.lower()):
            text = unquote(text.rpartition("'")[2])
        found[name] = found.get(name, "") + text if rest[:1].isdigit() else text
    return found


def _word(match: re.Match[str]) -> str:
    charset, coding, text = match.groups()
    raw = text.encode("ascii", "replace")
    content = _uncoded(raw, "base64") if coding in "bB" else decodestring(raw.replace(b"_", b"=20"))
    return _in_charset(content, charset)


def _in_charset(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("latin-1")


def _content(piece: Piece) -> Iterator[tuple[str, str]]:
    if piece.kind.startswith("text/"):
        yield piece.kind, piece.text
        return
    if piece.content[:2] == b"PK":
        yield from _members(piece.content)
    elif b"%PDF-" in piece.content[:1024]:
        yield from _pages(piece.content)
    yield piece.kind, piece.content.decode("latin-1")
    yield piece.kind, piece.content.decode("utf-16-le", "replace")
    yield piece.kind, piece.content[1:].decode("utf-16-le", "replace")


def _members(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield "member", name
            yield f"member {name}", archive.read(name).decode("utf-8", "replace")


def _pages(content: bytes) -> Iterator[tuple[str, str]]:
    reader = PdfReader(io.BytesIO(content))
    yield "pdf", repr(reader.metadata)
    for page in reader.pages:
        yield "page", page.extract_text()
        yield "page", repr([note.get_object() for note in page.get("/Annots", ())])


def _unseen(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Mn")) if not folded.isascii() else folded


_STEPS: tuple[Callable[[str], str], ...] = (
    _unseen,
    lambda text: unescape(text) if "&" in text else text,
    lambda text: unquote(text) if "%" in text else text,
    lambda text: _TAG.sub("", text) if "<" in text else text,
    lambda text: _TAG.sub(" ", text) if "<" in text else text,
    lambda text: text.replace("=\n", "").replace("=40", "@").replace("=2E", ".") if "=" in text else text,
)
