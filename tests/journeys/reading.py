"""Reads a letter with every decoder somebody curious could try; shares no code with the program."""

from __future__ import annotations

import base64
import binascii
import contextlib
import html
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from email import message_from_bytes
from email.header import decode_header
from urllib.parse import unquote_to_bytes

DEPTH = 4
_WORD = re.compile(rb"=\?[^?\s]{1,40}\?[bBqQ]\?[^?]*\?=")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}(?:\r?\n[A-Za-z0-9+/_-]+={0,2})*")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)


def leaks(raw: bytes, hidden: Iterable[str]) -> list[str]:
    """Which of `hidden` can be read anywhere in `raw`, whatever way it is written."""
    seen = {flat for view in _views(raw, DEPTH, set()) for flat in _flat(view)}
    return sorted({each for each in hidden if any(each.casefold() in text for text in seen)})


def _flat(view: bytes) -> Iterator[str]:
    for charset in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
        text = html.unescape(view.decode(charset, "replace")).casefold()
        yield text
        yield re.sub(r"<[^>]*>", "", text)
        yield re.sub(r"[\s\u00ad\u200b-\u200d\ufeff]+", "", text)


def _views(raw: bytes, depth: int, seen: set[bytes]) -> Iterator[bytes]:
    if raw in seen or not raw:
        return
    seen.add(raw)
    yield raw
    if depth:
        for decode in DECODERS:
            with contextlib.suppress(ValueError, binascii.Error, zlib.error, zipfile.BadZipFile, LookupError):
                for inner in decode(raw):
                    yield from _views(inner, depth - 1, seen)


def _parts(raw: bytes) -> Iterator[bytes]:
    message = message_from_bytes(raw)
    for part in message.walk():
        for name, value in part.items():
            yield f"{name}: {value}".encode("utf-8", "surrogateescape")
            yield f"{name}: {_words(value)}".encode("utf-8", "surrogateescape")
        for params in (part.get_params(header="content-type"), part.get_params(header="content-disposition")):
            for name, value in params or ():
                yield f"{name}={''.join(map(str, value)) if isinstance(value, tuple) else value}".encode()
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload


def _words(value: str) -> str:
    return "".join(
        text.decode(charset or "latin-1", "replace") if isinstance(text, bytes) else text
        for text, charset in decode_header(str(value))
    )


def _encoded_words(raw: bytes) -> Iterator[bytes]:
    joined = re.sub(rb"\?=\s+=\?", b"?==?", raw)
    yield b"".join(_words(found.group().decode("latin-1")).encode() for found in _WORD.finditer(joined))


def _base64(raw: bytes) -> Iterator[bytes]:
    for found in _BASE64.finditer(raw[:3_000_000]):
        text = re.sub(rb"\s", b"", found.group()).rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        with contextlib.suppress(binascii.Error):
            yield base64.b64decode(text + b"=" * (-len(text) % 4))


def _zip(raw: bytes) -> Iterator[bytes]:
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist()[:100]:
                yield name.encode()
                yield archive.read(name)


def _streams(raw: bytes) -> Iterator[bytes]:
    for found in _STREAM.finditer(raw):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(found[1])


DECODERS: tuple[Callable[[bytes], Iterable[bytes]], ...] = (
    _parts,
    _encoded_words,
    _base64,
    _zip,
    _streams,
    lambda raw: [quopri.decodestring(raw)] if b"=" in raw else [],
    lambda raw: [unquote_to_bytes(raw)] if b"%" in raw else [],
)
