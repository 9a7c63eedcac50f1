"""The reader of these stories finds what it is meant to find."""

from __future__ import annotations

import base64
import io
import quopri
import zipfile
import zlib

import pytest

from tests.journeys.reading import leaks

SECRET = "bea@home.example"


def _letter(headers: str = "", body: bytes = b"Hello", encoding: str = "7bit", kind: str = "text/plain") -> bytes:
    head = f"From: x@market.example\r\n{headers}MIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>bea@ho</w:t><w:t>me.example</w:t> {'x' * 50}")
    return out.getvalue()


WRITTEN = {
    "plain": _letter(body=SECRET.encode()),
    "upper case": _letter(body=SECRET.upper().encode()),
    "quoted-printable": _letter(body=quopri.encodestring(f"{'y' * 66} {SECRET}".encode()), encoding="quoted-printable"),
    "base64": _letter(body=base64.encodebytes(f"To whom it may concern: {SECRET}".encode()), encoding="base64"),
    "base64 in base64": _letter(
        body=base64.encodebytes(base64.b64encode(f"To whom it may concern: {SECRET}".encode())), encoding="base64"
    ),
    "entities": _letter(body=b"bea&#64;home&period;example", kind="text/html"),
    "tags": _letter(body=b"bea@<b>home</b>.example", kind="text/html"),
    "percent": _letter(body=b"https://t.example/?u=bea%40home.example"),
    "utf-16": _letter(body=base64.encodebytes(SECRET.encode("utf-16-le")), encoding="base64"),
    "encoded words": _letter(f"Subject: =?utf-8?B?{base64.b64encode(SECRET.encode()).decode()}?=\r\n"),
    "split words": _letter("Subject: =?utf-8?Q?bea=40?=\r\n =?utf-8?Q?home.example?=\r\n"),
    "file name": _letter("Content-Disposition: attachment; filename*=utf-8''bea%40home.example.pdf\r\n"),
    "folded": _letter("X-Note: bea@home\r\n .example\r\n"),
    "office file": _letter(body=base64.encodebytes(_zip()), encoding="base64", kind="application/zip"),
    "pdf": _letter(
        body=base64.encodebytes(b"%PDF-1.4 stream\r\n" + zlib.compress(SECRET.encode()) + b"endstream"),
        encoding="base64",
        kind="application/pdf",
    ),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_an_address_is_found_however_it_is_written(way: str) -> None:
    assert leaks(WRITTEN[way], [SECRET, "somebody@else.example"]) == [SECRET]


def test_nothing_is_found_where_nothing_is() -> None:
    assert leaks(_letter(body=b"bea at home"), [SECRET]) == []
