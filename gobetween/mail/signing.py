"""DKIM signatures for what we send (RFC 6376: rsa-sha256, relaxed/relaxed, the whole body).

The RSA is done by `cryptography`; docs/decisions/0006 has the figures. Keys lie in the state folder, one a domain.
"""

from __future__ import annotations

import os
import re
import secrets
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEY_BITS = 2048
OVERSIGNED = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "in-reply-to",
    "references",
    "mime-version",
    "auto-submitted",
    "content-type",
    "content-transfer-encoding",
    "content-language",
    "content-disposition",
    "content-id",
    "content-description",
)
"""Signed once more than they occur, so that nobody can add a second one (RFC 6376, 5.4.2 and 8.15)."""

_WIDTH = 76
_OVERSIGNED = [name.encode("ascii") for name in OVERSIGNED]
_PADDING = PKCS1v15()
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_BLANKS = re.compile(rb"[ \t]+")


class BadKey(ValueError):
    """The domain or selector cannot name a key, or the file holds no RSA key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs: a domain, the selector of its key in the DNS, and the key."""

    domain: str
    selector: str
    key: RSAPrivateKey

    def signed(self, raw: bytes, now: datetime) -> bytes:
        """`raw` (CRLF only) with a DKIM-Signature on top."""
        header, _, body = raw.partition(b"\r\n\r\n")
        fields = dict[bytes, list[bytes]]()
        for name, value in _fields(header):
            fields.setdefault(name, []).append(value)
        found = [(name, fields.get(name, ())) for name in _OVERSIGNED]
        listed = _listed(tuple(len(values) for _, values in found))
        signature = self._unsigned(listed, sha256(relaxed_body(body)).digest(), now)
        covered = b"".join(name + b":" + value + b"\r\n" for name, values in found for value in reversed(values))
        [(own_name, own_value)] = _fields(signature)
        seal = self.key.sign(covered + own_name + b":" + own_value, _PADDING, SHA256())
        return signature + _folded(b64encode(seal).decode("ascii")).encode("ascii") + b"\r\n" + raw

    def _unsigned(self, listed: str, body_hash: bytes, now: datetime) -> bytes:
        lines = (
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={self.domain};",
            f"s={self.selector}; t={int(now.timestamp())};",
            f"h={listed};",
            f"bh={b64encode(body_hash).decode('ascii')};",
            "b=",
        )
        return "\r\n\t".join(lines).encode("ascii")

    def record(self) -> tuple[str, str]:
        """Name and value of the DNS TXT record that lets others verify."""
        public = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        name = f"{self.selector}._domainkey.{self.domain}"
        return name, f"v=DKIM1; k=rsa; p={b64encode(public).decode('ascii')}"


def signer(domain: str, *, selector: str, state_dir: Path) -> Signer:
    """The signer of `domain`; makes the key at the first call, safe beside other processes. Raises `BadKey`."""
    if not _DOMAIN.fullmatch(domain) or ".." in domain or not _SELECTOR.fullmatch(selector):
        raise BadKey("a DKIM domain or selector is not a host name")
    path = state_dir / "dkim" / f"{domain}.{selector}.pem"
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise BadKey("the DKIM key file holds no RSA key")
    return Signer(domain=domain, selector=selector, key=key)


def dns_record(domain: str, *, selector: str, state_dir: Path) -> tuple[str, str]:
    """Name and value of the TXT record to publish for `domain`."""
    return signer(domain, selector=selector, state_dir=state_dir).record()


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4: blanks shrunk, ends of lines and of the body trimmed."""
    body = _shrunk(body)
    if b" \r\n" in body:
        body = body.replace(b" \r\n", b"\r\n")
    body = body.removesuffix(b" ").rstrip(b"\r\n")
    return body + b"\r\n" if body else b""


def _fields(header: bytes) -> Iterator[tuple[bytes, bytes]]:
    """RFC 6376, 3.4.2: names in lower case, values unfolded, blanks shrunk and trimmed."""
    unfolded = header.replace(b"\r\n ", b" ").replace(b"\r\n\t", b"\t")
    for line in unfolded.split(b"\r\n"):
        name, _, value = line.partition(b":")
        yield name.rstrip().lower(), _shrunk(value).strip()


def _shrunk(text: bytes) -> bytes:
    """Every run of blanks as one."""
    return _BLANKS.sub(b" ", text) if b"\t" in text or b"  " in text else text


@lru_cache(maxsize=256)
def _listed(counts: tuple[int, ...]) -> str:
    """The names of `OVERSIGNED`, each once more than it occurs; colon-joined, folded after colons."""
    lines, line = list[str](), ""
    for name in (name for name, count in zip(OVERSIGNED, counts, strict=True) for _ in range(count + 1)):
        if len(line) + len(name) + 5 > _WIDTH:
            lines.append(line)
            line = ""
        line += name + ":"
    return "\r\n\t ".join([*lines, line])[:-1]


def _folded(text: str) -> str:
    return "\r\n\t ".join(text[at : at + _WIDTH - 4] for at in range(0, len(text), _WIDTH - 4))


def _make(path: Path) -> None:
    """Write a new key whole or not at all; of two writers the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key: Any = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(fd)
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
