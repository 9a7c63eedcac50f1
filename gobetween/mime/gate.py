"""The last look at finished bytes before they leave: is anything hidden still in them, raw or decoded?

The safety net under masking, so it shares no scanning code with it: the standard library takes the letter apart, and
needles are sought in what comes out. Only the spellings of a name come from `names`, or the two would disagree.
"""

from __future__ import annotations

import email
import re
import struct
import unicodedata
import zipfile
import zlib
from base64 import b64decode
from binascii import Error as BadBase64
from binascii import a2b_qp
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from functools import lru_cache
from html import unescape
from io import BytesIO

from gobetween.mime.letter import Hidden
from gobetween.mime.names import NameForm, forms, tidy

_SCANNED_MEMBER = 8 * 1024 * 1024
_MAX_MEMBERS = 500
_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:[\s/][^<>]*)?>")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ROUTE = re.compile(r"\S+@\S+")
_MASK = re.compile(r"\[(?:address|name|id) hidden\]")


_Piece = tuple[str, str | bytes, bool]
"""A place, what stands there (bytes for a binary file), and whether it is HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One hidden thing found: its kind and where, never the thing itself."""

    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class _Net:
    addresses: tuple[str, ...]
    tagged: tuple[tuple[str, str], ...]
    ids: tuple[str, ...]
    names: tuple[tuple[tuple[str, ...], NameForm], ...]


def leaks(raw: bytes, hidden: Hidden) -> tuple[Leak, ...]:
    """Every hidden address, name or id in `raw`; empty when the letter may go."""
    net = _net(hidden)
    found = dict.fromkeys(_raw_leaks(raw, net))
    for place, text, is_html in _texts(raw):
        if isinstance(text, bytes):
            found.update(dict.fromkeys(_byte_leaks(place, text, net)))
        else:
            found.update(dict.fromkeys(_text_leaks(place, text, net, is_html=is_html)))
    return tuple(found)


@lru_cache(maxsize=512)
def _net(hidden: Hidden) -> _Net:
    hidden = tidy(hidden)
    addresses = {form for address in hidden.addresses for form in _spellings(address)}
    split = (address.rpartition("@") for address in addresses)
    name_forms = dict.fromkeys(form for name in sorted(hidden.names) for form in forms(name) if not form.alone)
    return _Net(
        tuple(sorted(addresses)),
        tuple(sorted((local.partition("+")[0] + "+", "@" + domain) for local, _, domain in split)),
        tuple(sorted(i.lower() for i in hidden.ids)),
        tuple((tuple(_bare(token) for token in form.tokens), form) for form in name_forms),
    )


def _spellings(address: str) -> Iterator[str]:
    local, _, domain = unicodedata.normalize("NFKC", address).lower().strip().rstrip(".").rpartition("@")
    domains = {domain}
    try:
        domains.add(domain.encode("idna").decode("ascii"))
        domains.add(domain.encode("ascii").decode("idna"))
    except UnicodeError:
        pass
    for form in domains:
        yield f"{local}@{form}"
        yield f"{local}={form}"


def _raw_leaks(raw: bytes, net: _Net) -> Iterator[Leak]:
    low = raw.lower()
    for kind, needles in (("address", net.addresses), ("id", net.ids)):
        if any(needle.encode("utf-8", "replace") in low for needle in needles):
            yield Leak(kind=kind, place="raw")


def _byte_leaks(place: str, content: bytes, net: _Net) -> Iterator[Leak]:
    """Addresses in a binary file as 8-bit or 16-bit text (names are too short a pattern for noise)."""
    if b"@" not in content:
        return
    low = content.lower()
    views = (low, low.replace(b"\x00", b""))
    if any(address.encode("utf-8", "replace") in view for address in net.addresses for view in views):
        yield Leak(kind="address", place=place)


def _text_leaks(place: str, text: str, net: _Net, *, is_html: bool = False) -> Iterator[Leak]:
    views = _views(text, is_html=is_html)
    for view in dict.fromkeys(views):
        low = view.lower()
        for address in net.addresses:
            if address in low:
                yield Leak(kind="address", place=place)
        if "+" in low and any(_tagged_in(low, *pair) for pair in net.tagged):
            yield Leak(kind="address", place=place)
        for one in net.ids:
            if one in low:
                yield Leak(kind="id", place=place)
    low = _bare(views[-1])
    for tokens, form in net.names:
        if tokens[0] in low and _name_in(tokens, form, low, views[-1]):
            yield Leak(kind="name", place=place)


def _views(text: str, *, is_html: bool) -> list[str]:
    """The text as it is and as readers may come to see it; the last one has its tags parted by spaces."""
    views = [text]
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
        views.append(text)
    if is_html:
        views.append(unescape(_TAG.sub("", text)))
    if "%" in text:
        views.append(_unquoted(text))
    if "&" in text:
        views.append(unescape(unescape(text)))
    if "<" in text or "&" in text or "%" in text:
        bare = _unquoted(unescape(_unquoted(unescape(_MARKUP.sub("", text)))))
        views += [bare, _MARKUP.sub("", bare)] if "<" in bare else [bare]
    shown = unescape(_TAG.sub(" ", text)) if is_html else text
    return [*views, _MARKUP.sub("", shown) if is_html and "<" in shown else shown]


def _unquoted(text: str) -> str:
    """As `urllib.parse.unquote`, without its price for every stray percent sign."""
    return _PERCENT.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "replace"), text)


def _tagged_in(low: str, local: str, domain: str) -> bool:
    """Whether a plus-tag variant of the mailbox is in the text."""
    at = low.find(domain)
    while at >= 0:
        start = low.rfind(local, max(0, at - 80), at)
        if start >= 0 and not re.search(r"[\s@<>\"]", low[start:at]) and not low[start - 1 : start].isalnum():
            return True
        at = low.find(domain, at + 1)
    return False


class _WithoutMarks(dict[int, int | None]):
    """A translation table that drops combining marks."""

    def __missing__(self, code: int) -> int | None:
        kept = self[code] = (
            None if unicodedata.combining(chr(code)) or unicodedata.category(chr(code)) == "Mn" else code
        )
        return kept


_MARKS = _WithoutMarks()


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).casefold().translate(_MARKS)


def _name_in(tokens: tuple[str, ...], form: NameForm, low: str, written: str) -> bool:
    if any(token not in low for token in tokens):
        return False
    before, after = r"(?<![^\W_])", r"(?![^\W_]|['’]t\b)"
    if form.cased:
        shown = _MASK.sub("", written)
        return any(re.search(before + re.escape(cased) + after, shown) for cased in form.cased)
    pattern = (r"\s{1,4}" if form.bounded else r"\s{0,4}").join(map(re.escape, tokens))
    return re.search(before + pattern + after if form.bounded else pattern, _MASK.sub("", low)) is not None


def _texts(raw: bytes) -> Iterator[_Piece]:
    """(place, text, whether it is HTML) of every header and part; plain letters without the standard parser."""
    head, _, body = raw.partition(b"\r\n\r\n")
    header = head.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ")
    fields = dict(_fields(header))
    kind = fields.get("content-type", "text/plain").lower()
    if not kind.startswith("text/"):
        yield from _parts(email.message_from_bytes(raw), depth=0)
        return
    yield "header", "\n".join(str(text) for _, text, _ in _header_texts(fields.items())), False
    coding = fields.get("content-transfer-encoding", "7bit").lower().strip()
    yield "body", _decoded(body, coding).decode("utf-8", "replace"), kind.startswith("text/html")


def _fields(header: str) -> Iterator[tuple[str, str]]:
    for line in header.split("\r\n"):
        name, _, value = line.partition(":")
        yield name.strip().lower(), value.strip()


_NEUTRAL = frozenset(("date", "mime-version", "message-id", "content-transfer-encoding", "content-language"))
"""Fields without free text: the raw scan is enough for them."""


def _header_texts(fields: Iterable[tuple[str, str]]) -> Iterator[_Piece]:
    for name, value in fields:
        if name in _NEUTRAL:
            continue
        shown = _words(value)
        if name in ("from", "to"):
            shown = _ROUTE.sub(" ", shown)  # the raw scan has seen the addresses; here only names count
        if name == "content-type":
            shown = shown.partition(";")[2].replace("name=", "").replace("charset=", "").replace("boundary=", "")
        if name == "content-disposition":
            shown = shown.partition(";")[2].replace("filename", "")
        yield name, shown, False


def _words(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        return "".join(p if isinstance(p, str) else p.decode(c or "ascii", "replace") for p, c in decode_header(value))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _decoded(body: bytes, coding: str) -> bytes:
    if coding == "quoted-printable":
        return a2b_qp(body)
    if coding == "base64":
        try:
            return b64decode(body)
        except (BadBase64, ValueError):
            return body
    return body


def _parts(message: Message, *, depth: int) -> Iterator[_Piece]:
    for part in message.walk():
        yield from _header_texts((name.lower(), str(value)) for name, value in part.items())
        name = part.get_filename()
        if name:
            yield "file name", name, False
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_content_maintype() == "text":
            charset = part.get_content_charset("utf-8")
            yield "body", _in_charset(content, charset), part.get_content_subtype() == "html"
        elif content[:4] == b"PK\x03\x04":
            yield from _members(content)
        else:
            yield "file", content, False


def _in_charset(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _members(content: bytes) -> Iterator[_Piece]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist()[:_MAX_MEMBERS]:
                yield "file", member.filename, False
                if member.file_size <= _SCANNED_MEMBER:
                    is_markup = member.filename.lower().endswith((".xml", ".rels", ".htm", ".html"))
                    inner = archive.read(member)
                    is_binary = b"\x00" in inner[:1000] and not inner.startswith((b"\xff\xfe", b"\xfe\xff"))
                    yield "file", inner if is_binary else inner.decode("utf-8", "replace"), is_markup
    except (
        zipfile.BadZipFile,
        struct.error,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        yield "file", content, False
