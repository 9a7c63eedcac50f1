"""DKIM (RFC 6376, 8301, 8463): which domains have signed this letter, of those whose word could count.

dkimpy reads and checks the tags of a signature. The hashing is our own, because its patterns take quadratic time on
runs of blanks, and the arithmetic is `cryptography`'s, which knows Ed25519 without another library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import dkim
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from dkim.util import InvalidTagValueList, parse_tag_value

from gobetween.mail.identity.dns import DnsTemporary, Resolver
from gobetween.mail.identity.headers import Field, ascii_domain

MAX_SIGNATURES = 5
MAX_SIGNATURE = 8192
"""Longest DKIM-Signature field looked at, bytes."""
CLOCK_SKEW = 300
"""Seconds by which our clock and a signer's may differ."""
MIN_KEY, MAX_KEY = 1024, 8192
ALGORITHMS = {b"rsa-sha256": b"rsa", b"ed25519-sha256": b"ed25519"}
"""Without rsa-sha1, which RFC 8301 forbids to believe."""

Tags = dict[bytes, bytes]


class _Broken(Exception):
    """This signature does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """The d= domains whose signature holds; `temporary` when a key could not be fetched for now."""

    domains: frozenset[str] = frozenset()
    temporary: bool = False


def signers(
    fields: Sequence[Field], body: bytes, *, counts: Callable[[str], bool], resolver: Resolver, until: float
) -> Signers:
    """Verify the first signatures whose domain `counts`; the others cost nothing."""
    held: set[str] = set()
    temporary = False
    bodies: dict[bool, bytes] = {}

    def body_hash(relaxed: bool) -> bytes:
        return _body_hash(body, relaxed, bodies)

    for field, tags, domain in _candidates(fields, counts):
        try:
            _check(field, tags, fields, body_hash, resolver=resolver, until=until)
            held.add(domain)
        except DnsTemporary:
            temporary = True
        except (_Broken, dkim.DKIMException, InvalidSignature, ValueError, IndexError):
            continue
    return Signers(domains=frozenset(held), temporary=temporary)


def _candidates(fields: Sequence[Field], counts: Callable[[str], bool]) -> list[tuple[Field, Tags, str]]:
    found: list[tuple[Field, Tags, str]] = []
    for name, value in fields:
        if name.lower() != b"dkim-signature" or len(value) > MAX_SIGNATURE or len(found) == MAX_SIGNATURES:
            continue
        try:
            tags = _tags(value)
        except _Broken:
            continue
        domain = ascii_domain(tags.get(b"d", b"").decode("ascii", "replace"))
        if domain and counts(domain):
            found.append(((name, value), tags, domain))
    return found


def _check(
    field: Field,
    tags: Tags,
    fields: Sequence[Field],
    body_hash: Callable[[bool], bytes],
    *,
    resolver: Resolver,
    until: float,
) -> None:
    """Raises `_Broken`, `dkim.DKIMException`, `InvalidSignature` or `DnsTemporary` unless the signature holds."""
    dkim.validate_signature_fields(tags)  # mandatory tags, base64, i= under d=, t= not ahead
    if int(tags.get(b"x", time.time())) < time.time() - CLOCK_SKEW:  # dkimpy would allow ten hours
        raise _Broken("expired")
    if tags[b"a"] not in ALGORITHMS:
        raise _Broken("algorithm")
    if b"l" in tags:
        raise _Broken("l=: anybody may have added to the body")
    signed = tags[b"h"].lower().split(b":")
    if b"from" not in signed:
        raise _Broken("From not signed")
    relaxed_header, relaxed_body = _canonicalization(tags)
    if body_hash(relaxed_body) != _base64(tags[b"bh"]):
        raise _Broken("body changed")
    message = _signed_bytes(fields, signed, field, relaxed=relaxed_header)
    _verify(_key(tags, resolver, until), _base64(tags[b"b"]), message)


def _canonicalization(tags: Tags) -> tuple[bool, bool]:
    """Whether header and body are relaxed; what is not relaxed is simple (section 3.4)."""
    header, _, body = tags.get(b"c", b"simple").lower().partition(b"/")
    if not {header, body or b"simple"} <= {b"simple", b"relaxed"}:
        raise _Broken("c=")
    return header == b"relaxed", body == b"relaxed"


def _body_hash(body: bytes, relaxed: bool, known: dict[bool, bytes]) -> bytes:
    if relaxed not in known:
        known[relaxed] = hashlib.sha256(canonical_body(body, relaxed=relaxed)).digest()
    return known[relaxed]


def canonical_body(body: bytes, *, relaxed: bool) -> bytes:
    """The body as section 3.4.3 or 3.4.4 has it hashed, in linear time. Raises `_Broken` for bare line ends."""
    if body and not body.endswith(b"\r\n"):
        body += b"\r\n"
    if relaxed:
        body = re.sub(rb"[\t ]++", b" ", body).replace(b" \r\n", b"\r\n")
    text = body.rstrip(b"\r\n")
    tail = len(body) - len(text)
    if body[len(text) :] != b"\r\n" * (tail // 2):
        raise _Broken("line ends")
    return text + b"\r\n" if text or not relaxed else b""


def _signed_bytes(fields: Sequence[Field], signed: Sequence[bytes], signature: Field, *, relaxed: bool) -> bytes:
    """The signed fields, each name's instances from the bottom up, then the signature itself (sections 3.7, 5.4.2)."""
    waiting: dict[bytes, list[Field]] = {}
    for field in fields:
        waiting.setdefault(field[0].lower(), []).append(field)
    chosen = [waiting[name].pop() for name in signed if waiting.get(name)]
    own = canonical_field((signature[0], _without_b(signature[1])), relaxed=relaxed)
    return b"".join(canonical_field(field, relaxed=relaxed) for field in chosen) + own.rstrip(b"\r\n")


def canonical_field(field: Field, *, relaxed: bool) -> bytes:
    """A field as section 3.4.1 or 3.4.2 has it hashed."""
    name, value = field
    if not relaxed:
        return name + b":" + value
    flat = re.sub(rb"[\t ]++", b" ", value.replace(b"\r\n", b""))
    return name.lower() + b":" + flat.strip(b" ") + b"\r\n"


def _without_b(value: bytes) -> bytes:
    """The signature field with the value of its b= tag, and the blanks around it, taken out (section 3.5)."""
    parts = value.split(b";")
    for number, part in enumerate(parts):
        name, sign, _ = part.partition(b"=")
        if name.strip() == b"b":
            parts[number] = name + sign
    return b";".join(parts)


def _key(tags: Tags, resolver: Resolver, until: float) -> RSAPublicKey | Ed25519PublicKey:
    name = b".".join((tags[b"s"], b"_domainkey", tags[b"d"].rstrip(b"."))).decode("ascii", "replace")
    if not name.isascii():
        raise _Broken("name of the key")
    records = resolver.look_up(name, "TXT", until=until).records
    if len(records) != 1:
        raise _Broken("no key, or several")
    return _loaded(_fitting(_tags(records[0].encode("latin-1")), tags), ALGORITHMS[tags[b"a"]])


def _fitting(record: Tags, tags: Tags) -> bytes:
    """The key material of `record`, if section 3.6.1 lets it be used for this signature."""
    flags = set(record.get(b"t", b"").split(b":"))
    services = set(record.get(b"s", b"*").split(b":"))
    hashes = set(record.get(b"h", b"sha256").split(b":"))
    strict_i = b"s" in flags and tags.get(b"i", b"@" + tags[b"d"]).rpartition(b"@")[2].lower() != tags[b"d"].lower()
    if record.get(b"v", b"DKIM1") != b"DKIM1" or record.get(b"k", b"rsa") != ALGORITHMS[tags[b"a"]] or strict_i:
        raise _Broken("key is for something else")
    if not services & {b"*", b"email"} or b"sha256" not in hashes:
        raise _Broken("key is for something else")
    return _base64(record.get(b"p", b""))


def _loaded(material: bytes, kind: bytes) -> RSAPublicKey | Ed25519PublicKey:
    try:
        if kind == b"ed25519":
            return Ed25519PublicKey.from_public_bytes(material)
        key = load_der_public_key(material)
    except (ValueError, UnsupportedAlgorithm):
        raise _Broken("key unreadable or revoked") from None
    if not isinstance(key, RSAPublicKey) or not MIN_KEY <= key.key_size <= MAX_KEY:
        raise _Broken("key too small or too large")
    return key


def _verify(key: RSAPublicKey | Ed25519PublicKey, signature: bytes, message: bytes) -> None:
    if isinstance(key, Ed25519PublicKey):
        key.verify(signature, hashlib.sha256(message).digest())  # RFC 8463 section 3: over the hash
        return
    key.verify(signature, message, PKCS1v15(), SHA256())


def _tags(text: bytes) -> Tags:
    """A tag list without the blanks in its values, of which no value we use has any of meaning."""
    try:
        return {name: b"".join(value.split()) for name, value in parse_tag_value(text).items()}
    except InvalidTagValueList:
        raise _Broken("tag list") from None


def _base64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise _Broken("base64") from None
