"""Ways to spoil a letter of the corpus, for fuzzing: each from the letter, another one, and a source of chance."""

from __future__ import annotations

import re
from base64 import b64decode, encodebytes
from collections.abc import Callable
from pathlib import Path
from quopri import encodestring
from random import Random

from tests.corpus.generated import GENERATED

_WITH_FILES = ("word-file", "sheet-file", "slides-file", "open-document-file", "pdf-link", "pdf-script", "pdf-text",
               "jpeg-with-place", "png-with-place", "webp-with-place", "tiff-becomes-png")  # fmt: skip
SEEDS = [
    *(path.read_bytes().replace(b"\n", b"\r\n") for path in sorted(Path(__file__).parent.glob("letters/*.eml"))),
    *(GENERATED[name]()[0] for name in _WITH_FILES),
]
_SIGNS = (
    *(
        b"\0",
        b"\r",
        b"\n",
        b"\r\n\r\n",
        b"\r\n.\r\n",
        b"=",
        b"%",
        b"&",
        b"<",
        b">",
        b'"',
        b"(",
        b"\xff",
        b":",
        b";",
        b",",
    ),
    *(b"\xe2\x80\x8b", b"=?utf-8?q?", b"?=", b"--b1", b"--b1--", b"bea@home.example", b"Bea Buyer"),
)
_FIELDS = (
    b"Content-Type: text/html; charset=utf-8",
    b"Content-Type: multipart/mixed; boundary=b1",
    b'Content-Type: multipart/alternative; boundary="b2"',
    b"Content-Type: message/rfc822",
    b"Content-Type: text/plain; charset=utf-16",
    b"Content-Type: text/plain; charset=utf-7",
    b"Content-Type: application/octet-stream; name*=utf-8''bea%40home.example",
    b"Content-Type: text/calendar",
    b"Content-Type: text/vcard",
    b"Content-Transfer-Encoding: base64",
    b"Content-Transfer-Encoding: quoted-printable",
    b"Content-Transfer-Encoding: x-uuencode",
    b"Subject: =?utf-8?b?YmVhQGhvbWUuZXhhbXBsZQ==?=",
    b"From: Bea Buyer <bea@home.example>",
    b"In-Reply-To: <bea@home.example>",
)

_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{76}\r?\n)+(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={1,2})?")
Spoiler = Callable[[bytes, bytes, Random], bytes]


def spoilt(letter: bytes, other: bytes, chance: Random) -> bytes:
    """One to four accidents in a row."""
    for _ in range(chance.randint(1, 4)):
        letter = chance.choice(_SPOILERS)(letter, other, chance)
    return letter[:200_000]


def _flipped(letter: bytes, other: bytes, chance: Random) -> bytes:
    spoiling = bytearray(letter)
    for _ in range(chance.randint(1, 8) if letter else 0):
        spoiling[chance.randrange(len(spoiling))] = chance.randrange(256)
    return bytes(spoiling)


def _cut(letter: bytes, other: bytes, chance: Random) -> bytes:
    return letter[: chance.randint(0, len(letter))]


def _gapped(letter: bytes, other: bytes, chance: Random) -> bytes:
    start = chance.randint(0, len(letter))
    return letter[:start] + letter[start + chance.randint(1, 80) :]


def _sprinkled(letter: bytes, other: bytes, chance: Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        at = chance.randint(0, len(letter))
        letter = letter[:at] + chance.choice(_SIGNS) + letter[at:]
    return letter


def _spliced(letter: bytes, other: bytes, chance: Random) -> bytes:
    return letter[: chance.randint(0, len(letter))] + other[chance.randint(0, len(other)) :]


def _swapped_body(letter: bytes, other: bytes, chance: Random) -> bytes:
    return letter.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + other.partition(b"\r\n\r\n")[2]


def _enclosed(letter: bytes, other: bytes, chance: Random) -> bytes:
    head, _, body = letter.partition(b"\r\n\r\n")
    kind = chance.choice((b"mixed", b"alternative", b"related", b"signed", b"report", b"digest"))
    parts = b"".join(b"--out\r\n" + part + b"\r\n" for part in (other, body))
    return head + b"\r\nContent-Type: multipart/" + kind + b"; boundary=out\r\n\r\n" + parts + b"--out--\r\n"


def _fields_twice(letter: bytes, other: bytes, chance: Random) -> bytes:
    head, end, body = letter.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    lines.insert(chance.randint(0, len(lines)), chance.choice(lines))
    return b"\r\n".join(lines) + end + body


def _new_field(letter: bytes, other: bytes, chance: Random) -> bytes:
    line_ends = [at for at in range(len(letter)) if letter.startswith(b"\r\n", at)] or [0]
    at = chance.choice(line_ends)
    return letter[:at] + b"\r\n" + chance.choice(_FIELDS) + letter[at:]


def _front_field(letter: bytes, other: bytes, chance: Random) -> bytes:
    return chance.choice(_FIELDS) + b"\r\n" + letter


def _coded(letter: bytes, other: bytes, chance: Random) -> bytes:
    """The body in a coding, said or not."""
    head, end, body = letter.partition(b"\r\n\r\n")
    name, coded = chance.choice(((b"base64", encodebytes(body)), (b"quoted-printable", encodestring(body))))
    field = b"\r\nContent-Transfer-Encoding: " + name if chance.random() < 0.8 else b""
    return head + field + end + coded


def _recoded(letter: bytes, other: bytes, chance: Random) -> bytes:
    charset = chance.choice(("utf-16", "utf-16-le", "utf-32", "iso2022_jp", "cp037", "utf-7", "latin-1"))
    head, end, body = letter.partition(b"\r\n\r\n")
    return head + end + body.decode("utf-8", "replace").encode(charset, "replace")


def _spoilt_file(letter: bytes, other: bytes, chance: Random) -> bytes:
    """Bytes changed within a file in base64, which stays sound itself."""
    blocks = list(_BASE64.finditer(letter))
    if not blocks:
        return _flipped(letter, other, chance)
    block = chance.choice(blocks)
    spoil = chance.choice((_flipped, _gapped, _sprinkled, _cut))
    return (
        letter[: block.start()] + encodebytes(spoil(b64decode(block[0] + b"=="), other, chance)) + letter[block.end() :]
    )


def _bare_ends(letter: bytes, other: bytes, chance: Random) -> bytes:
    return letter.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\n\r", b"\r\r\n")), chance.choice((-1, 1, 5)))


_SPOILERS: tuple[Spoiler, ...] = (
    _flipped,
    _cut,
    _gapped,
    _sprinkled,
    _spliced,
    _swapped_body,
    _enclosed,
    _fields_twice,
    _new_field,
    _front_field,
    _coded,
    _recoded,
    _spoilt_file,
    _bare_ends,
)
