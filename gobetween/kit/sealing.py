"""Sealing what must not be read in a dump: AES-256-GCM for the value, a keyed index for look-up.

Sealed bytes: length of the key id (1), key id, nonce (12), ciphertext with tag (16). Key id and purpose are
authenticated with the value; every purpose has a key of its own, derived from the ring (see `kit.keys`).
"""

from __future__ import annotations

import hmac
import os
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gobetween.kit.keys import Key, derived, ring

NONCE = 12
INDEX = 16


class Unsealable(ValueError):
    """Sealed under a key that is not in the ring, for another purpose, or altered."""


def seal(plain: bytes, *, purpose: str) -> bytes:
    """`plain` under the newest key; two seals of one value never look alike."""
    key = ring()[0]
    head = _head(key)
    nonce = os.urandom(NONCE)
    return head + nonce + _cipher(key, purpose).encrypt(nonce, plain, head + purpose.encode())


def unseal(sealed: bytes | memoryview, *, purpose: str) -> bytes:
    """What was sealed for `purpose`, under whichever key of the ring. Raises `Unsealable`."""
    sealed = bytes(sealed)
    key = _key_of(sealed)
    start = 1 + len(key.id)
    nonce, ciphertext = sealed[start : start + NONCE], sealed[start + NONCE :]
    try:
        return _cipher(key, purpose).decrypt(nonce, ciphertext, sealed[:start] + purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable("altered, cut short, or sealed for another purpose") from error


def is_fresh(sealed: bytes | memoryview) -> bool:
    """Whether the newest key sealed this."""
    head = _head(ring()[0])
    return bytes(sealed[: len(head)]) == head


def index(text: str, *, purpose: str) -> bytes:
    """A keyed fingerprint of 16 bytes for look-up, under the newest key."""
    return _index(ring()[0], text, purpose)


def indexes(text: str, *, purpose: str) -> list[bytes]:
    """The fingerprints under every key of the ring: what a row may carry that was not resealed yet."""
    return [_index(key, text, purpose) for key in ring()]


def normal_address(address: str) -> str:
    """The form in which addresses are compared: lower-case, NFC, domain in its ASCII form (IDNA)."""
    address = address.strip()
    if address.isascii():
        return address.lower()
    local, at, domain = unicodedata.normalize("NFC", address).lower().rpartition("@")
    return f"{local}{at}{_ascii_domain(domain)}"


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _head(key: Key) -> bytes:
    return bytes([len(key.id)]) + key.id.encode()


def _key_of(sealed: bytes) -> Key:
    for key in ring():
        if sealed.startswith(_head(key)):
            return key
    raise Unsealable("sealed under a key that is not in the ring")


def _index(key: Key, text: str, purpose: str) -> bytes:
    return hmac.digest(derived(key, f"index:{purpose}"), text.encode("utf-8", "surrogatepass"), "sha256")[:INDEX]


@lru_cache(maxsize=256)
def _cipher(key: Key, purpose: str) -> AESGCM:
    return AESGCM(derived(key, f"seal:{purpose}"))
