"""Letters of Bea at home.example, signed by dkimpy with fresh keys, and the DNS they need."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from gobetween.kit.config import Config
from gobetween.mail.identity import Identity, authenticate
from gobetween.mail.identity.dns import Resolver, StaticResolver

Zone = dict[tuple[str, str], list[str]]


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A domain that signs its letters, and the records that let others verify them."""

    domain: str = "home.example"
    selector: str = "s1"

    def sign(self, raw: bytes, **options: object) -> bytes:
        pem = _key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        head = dkim.sign(raw, self.selector.encode(), self.domain.encode(), pem, **options)
        return bytes(head) + raw

    def zone(self, *, tags: str = "v=DKIM1; k=rsa") -> Zone:
        public = _key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            (f"{self.selector}._domainkey.{self.domain}", "TXT"): [f"{tags}; p={base64.b64encode(public).decode()}"]
        }


def _letter(
    sender: str = "Bea Buyer <bea@home.example>", *, above: Iterable[str] = (), body: str = "Hello.\r\n"
) -> bytes:
    fields = [
        *above,
        f"From: {sender}",
        "To: lamps@marketplace.example",
        "Subject: My lamp",
        "Date: Mon, 23 Nov 2026 10:00:00 +0000",
        "Message-ID: <1@home.example>",
    ]
    return ("\r\n".join(fields) + "\r\n\r\n" + body).encode()


def _who(
    raw: bytes,
    zone: Zone | Resolver | None = None,
    *,
    failing: Iterable[str] = (),
    client_ip: str = "192.0.2.7",
    helo: str = "mx.home.example",
    mail_from: str = "bea@home.example",
    config: Config | None = None,
) -> Identity:
    resolver = StaticResolver(zone or {}, failing=list(failing)) if zone is None or isinstance(zone, dict) else zone
    ask = partial(authenticate, client_ip=client_ip, helo=helo, mail_from=mail_from, resolver=resolver)
    return asyncio.run(ask(raw, config=config or Config()))


def _hand_signed(raw: bytes, *, signed: str = "from", more: str = "", bits: int = 1024) -> tuple[bytes, Zone]:
    """`raw` signed with tags and key sizes a decent signer refuses to use, and the zone with the key."""
    head, body = raw.split(b"\r\n\r\n", 1)
    fields = {line.split(b":")[0].lower(): line.split(b":", 1)[1].strip() for line in head.split(b"\r\n")}
    bh = base64.b64encode(hashlib.sha256(body).digest()).decode()
    tags = f"v=1; a=rsa-sha256; c=relaxed/simple; d=home.example; s=s1; {more}h={signed}; bh={bh}; b="
    once = [name.encode() for name in dict.fromkeys(signed.split(":"))]
    text = b"".join(name + b":" + fields[name] + b"\r\n" for name in once) + f"dkim-signature:{tags}".encode()
    modulus, private = _modulus(bits)
    digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(text).digest()
    padded = b"\0\1" + b"\xff" * (bits // 8 - 3 - len(digest)) + b"\0" + digest
    signature = pow(int.from_bytes(padded), private, modulus).to_bytes(bits // 8)
    public = _der(0x30, _integer(modulus) + _integer(65537))
    zone = {("s1._domainkey.home.example", "TXT"): [f"v=DKIM1; p={base64.b64encode(public).decode()}"]}
    return f"DKIM-Signature: {tags}{base64.b64encode(signature).decode()}\r\n".encode() + raw, zone


@cache
def _modulus(bits: int) -> tuple[int, int]:
    """Modulus and private exponent of an RSA key too small for any library to make."""
    p, q = _prime(bits // 2, 1), _prime(bits // 2, 2)
    return p * q, pow(65537, -1, (p - 1) * (q - 1))


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    size = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag]) + (bytes([length]) if length < 128 else bytes([128 + len(size)]) + size) + content


def _prime(bits: int, seed: int) -> int:
    chance = random.Random(seed)
    while True:
        number = chance.getrandbits(bits) | 3 << bits - 2 | 1
        if all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7)) and (number - 1) % 65537:
            return number


@pytest.fixture
def hand_signed() -> Callable[..., tuple[bytes, Zone]]:
    """Sign a letter with any tags and any key size."""
    return _hand_signed


@pytest.fixture
def letter() -> Callable[..., bytes]:
    """Build a letter with CRLF line ends."""
    return _letter


@pytest.fixture
def signer() -> Callable[..., Signer]:
    """Make a signing domain."""
    return Signer


@pytest.fixture
def who() -> Callable[..., Identity]:
    """Ask the room who wrote a letter, over a fixed zone."""
    return _who
